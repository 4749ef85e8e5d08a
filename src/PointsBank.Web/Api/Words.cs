using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using PointsBank.Ledger;

namespace PointsBank.Web.Api;

/// <summary>The words for each code, in one language. Chinese is the default; English on request.</summary>
public sealed partial class Words
{
    readonly FrozenDictionary<string, string> texts;

    Words(string language, CultureInfo culture)
    {
        Language = language;
        var resources = new ResourceManager("PointsBank.Web.Resources.Problems", typeof(Words).Assembly);
        texts = resources.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()
            .ToFrozenDictionary(entry => (string)entry.Key, entry => (string)entry.Value!);
    }

    public static Words Chinese { get; } = new("zh-CN", CultureInfo.InvariantCulture);

    public static Words English { get; } = new("en", CultureInfo.GetCultureInfo("en"));

    public string Language { get; }

    public IEnumerable<string> Keys => texts.Keys;

    /// <summary>The cookie that keeps the language chosen on a page: <c>zh</c> or <c>en</c>.</summary>
    public const string Cookie = "language";

    /// <summary>The language that the caller chose on a page, else the one that they like best of the two.</summary>
    public static Words For(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } chosen) return chosen == "en" ? English : Chinese;
        double chinese = 0, english = 0;
        foreach (var wish in request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = wish.Quality ?? 1;
            if (wish.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || wish.Value == "*") chinese = Math.Max(chinese, quality);
            else if (wish.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) english = Math.Max(english, quality);
        }
        return english > chinese ? English : Chinese;
    }

    /// <summary>What happened. A code without words shows itself; a test proves that there is none.</summary>
    public string Title(string code) => texts.GetValueOrDefault(code, code);

    /// <summary>What to do about it.</summary>
    public string? Advice(string code) => texts.GetValueOrDefault(code + "_advice");

    /// <summary>What to do about it for somebody at a page, who knows nothing of headers and keys.</summary>
    public string? PageAdvice(string code) => texts.GetValueOrDefault(code + "_page") ?? Advice(code);

    /// <summary>The facts as a sentence, where there is one and every fact that it names is known.</summary>
    public string? Detail(Refusal refusal)
    {
        string?[] sentences = [Filled(refusal, "_detail"), Filled(refusal, "_detail_trip")];
        return sentences.All(sentence => sentence is null) ? null : string.Join(' ', sentences.OfType<string>());
    }

    string? Filled(Refusal refusal, string which)
    {
        if (!texts.TryGetValue(refusal.Kind.Code + which, out var sentence)) return null;
        foreach (var (name, value) in refusal.Facts) sentence = sentence.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return Gap().IsMatch(sentence) ? null : sentence;
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Gap();
}
