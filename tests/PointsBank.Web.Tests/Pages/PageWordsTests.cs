using System.Text.RegularExpressions;
using PointsBank.Web.Pages;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Every word that a page says is in both languages, and every word there is is said.</summary>
public sealed partial class PageWordsTests
{
    /// <summary>Keys that are made from a word and a code of a closed list.</summary>
    static readonly Dictionary<string, string[]> Composed = new()
    {
        ["demo_"] = ["administrator", "supervisor", "clerk", "attendant", "household"],
        ["public_kind_"] = ["opening", "credit", "deduction", "redemption", "stock", "reversal", "transfer"],
        ["public_basis_"] = ["per_event", "per_hour", "per_month", "per_year"],
        ["public_cap_"] = ["month", "year"],
        ["household_consent_"] = ["boards"],
        ["household_no_consent_"] = ["boards"],
    };

    static readonly string Source = string.Join('\n', Directory.EnumerateFiles(Path.Combine(House, "src", "PointsBank.Web"), "*.*", SearchOption.AllDirectories)
        .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Select(File.ReadAllText));

    static string House
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "PointsBank.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    [Fact]
    public void Both_languages_have_the_same_words() => PageWords.English.Keys.Should().BeEquivalentTo(PageWords.Chinese.Keys);

    [Fact]
    public void Every_key_that_a_page_names_has_words()
    {
        var named = Said().Matches(Source).Select(match => match.Groups[1].Value).Where(key => !key.EndsWith('_'));
        var composed = Composed.SelectMany(pair => pair.Value.Select(code => pair.Key + code));

        named.Concat(composed).Distinct().Where(key => !PageWords.Chinese.Has(key)).Should().BeEmpty("these keys have no words");
    }

    [Fact]
    public void Every_prefix_that_a_page_composes_is_known() =>
        Said().Matches(Source).Select(match => match.Groups[1].Value).Where(key => key.EndsWith('_')).Distinct().Where(prefix => prefix != "done_" && !Composed.ContainsKey(prefix))
            .Should().BeEmpty("list the codes of these prefixes in this test");

    [Fact]
    public void No_words_are_left_that_nothing_says() =>
        PageWords.Chinese.Keys.Where(key => !Source.Contains($"\"{key}\"", StringComparison.Ordinal))
            .Where(key => !Composed.Any(pair => key.StartsWith(pair.Key, StringComparison.Ordinal) && pair.Value.Contains(key[pair.Key.Length..])))
            .Where(key => !(key.StartsWith("done_", StringComparison.Ordinal) && Source.Contains($"\"{key["done_".Length..]}\"", StringComparison.Ordinal)))
            .Should().BeEmpty("take these words out, or say them");

    [GeneratedRegex(@"\bSay\(\s*""([a-z0-9_]+)""")]
    private static partial Regex Said();
}
