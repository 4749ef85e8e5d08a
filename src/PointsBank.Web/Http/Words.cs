using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Resources;
using System.Text.RegularExpressions;
using PointsBank.Ledger;

namespace PointsBank.Web.Http;

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

    /// <summary>The words in the language of this answer.</summary>
    public static Words For(HttpContext http) => RequestLanguage.IsEnglish(http) ? English : Chinese;

    /// <summary>What happened. A code without words shows itself; a test proves that there is none.</summary>
    public string Title(string code) => texts.GetValueOrDefault(code, code);

    /// <summary>What to do about it.</summary>
    public string? Advice(string code) => texts.GetValueOrDefault(code + "_advice");

    /// <summary>What to do about it for somebody at a page, who knows nothing of headers and keys.</summary>
    public string? PageAdvice(string code) => texts.GetValueOrDefault(code + "_page") ?? Advice(code);

    /// <summary>The facts as a sentence, where there is one and every fact that it names is known.</summary>
    public string? Detail(Refusal refusal)
    {
        string?[] sentences =
            [Filled(refusal, MinutesToWait(refusal) is null ? "_detail" : "_detail_minutes"), Filled(refusal, "_detail_trip")];
        return sentences.All(sentence => sentence is null) ? null : string.Join(' ', sentences.OfType<string>());
    }

    string? Filled(Refusal refusal, string which)
    {
        if (!texts.TryGetValue(refusal.Kind.Code + which, out var sentence)) return null;
        sentence = Clause().Replace(sentence, clause => IsOfNothing(clause.Groups[1].Value, refusal) ? "" : clause.Groups[1].Value);
        foreach (var (name, value) in refusal.Facts) sentence = sentence.Replace("{" + name + "}", value, StringComparison.Ordinal);
        if (MinutesToWait(refusal) is { } minutes)
            sentence = sentence.Replace("{minutes}", minutes.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Gap().IsMatch(sentence) ? null : sentence.TrimEnd('\uff1b', ';', ' ');
    }

    /// <summary>A clause in brackets is said where each of its facts is more than nothing.</summary>
    static bool IsOfNothing(string clause, Refusal refusal) =>
        Gap().Matches(clause).Any(fact => refusal.Fact(fact.Value[1..^1]) is null or "0");

    /// <summary>Whole minutes until another try; null where it is less than one, or nobody waits. Nobody counts 900 seconds.</summary>
    static long? MinutesToWait(Refusal refusal) =>
        refusal.Fact(Problems.RetryAfterSeconds) is { } text && long.Parse(text, CultureInfo.InvariantCulture) is >= 60 and var seconds
            ? (seconds + 59) / 60
            : null;

    [GeneratedRegex(@"\[([^\]]*)\]")]
    private static partial Regex Clause();

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Gap();
}
