using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using PointsBank.Ledger;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>Every word of the pages in one language, from one resource file for each door; and the words for problems.</summary>
public sealed class PageWords
{
    readonly FrozenDictionary<string, string> texts;

    PageWords(Words problems, CultureInfo culture)
    {
        Problems = problems;
        texts = Files.SelectMany(file => new ResourceManager($"PointsBank.Web.Resources.Pages.{file}", typeof(PageWords).Assembly)
                .GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>())
            .ToFrozenDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    /// <summary>The resource files, one for each door; a key stands in one of them alone.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        "Parts", "Start", "Public", "Household", "Counter", "Clerk", "Office", "Claims", "Notices", "Service", "Shop", "Trips", "Goods",
        "Fund", "Boards", "Favours",
        "Years", "Changes", "Privacy", "Sharings", "Clock",
    ];

    public static PageWords Chinese { get; } = new(Words.Chinese, CultureInfo.InvariantCulture);

    public static PageWords English { get; } = new(Words.English, CultureInfo.GetCultureInfo("en"));

    /// <summary>The words in the language of this answer.</summary>
    public static PageWords For(HttpContext http) => RequestLanguage.IsEnglish(http) ? English : Chinese;

    public Words Problems { get; }

    public string Language => Problems.Language;

    public IEnumerable<string> Keys => texts.Keys;

    public bool Has(string key) => texts.ContainsKey(key);

    /// <summary>The words for a key, its {facts} filled in. A key without words shows itself; a test proves that there is none.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> facts)
    {
        if (!texts.TryGetValue(key, out var text)) return key;
        foreach (var (name, value) in facts)
            text = text.Replace($"{{{name}}}", Convert.ToString(value, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return text;
    }

    public string Title(Refusal refusal) => Problems.Title(refusal.Kind.Code);
}
