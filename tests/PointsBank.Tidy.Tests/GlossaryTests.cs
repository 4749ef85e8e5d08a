using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PointsBank.Tidy.Tests;

/// <summary>One word for one thing: <c>docs/glossary.md</c> says which, and every Chinese resource keeps to it.</summary>
public sealed partial class GlossaryTests
{
    /// <summary>Where the words of one step may stand: elsewhere they would mean another step.</summary>
    static readonly Dictionary<string, string[]> OfOneStep = new()
    {
        ["报到村里"] =
        [
            "claim_collect", "done_claim_collected", "leader_collects", "office_role_does_group-leader", "setting_collectionDay",
            "setting_hint_collectionDay",
            "report_means_kin",
        ],
    };

    [Fact]
    public void No_resource_uses_a_word_that_the_glossary_replaces()
    {
        var replaced = Replaced();
        replaced.Should().HaveCountGreaterThan(20, "the table is read");

        House.Rule(
            "The glossary has another word for this:",
            from said in Said(inEnglish: false)
            from entry in replaced
            where said.Words.Contains(entry.Word, StringComparison.Ordinal)
            select $"{said.File} {said.Key}: {entry.Word} → {entry.Better}");
    }

    /// <summary>Words of papers and exports stand in the code.</summary>
    [Fact]
    public void No_text_in_the_code_uses_a_word_that_the_glossary_replaces() => House.Rule(
        "The glossary has another word for this:",
        from file in House.SourceOf("Village").Concat(House.SourceOf("Web"))
        from literal in CSharpText.Read(file.Text).Literals
        from entry in Replaced()
        where literal.Text.Contains(entry.Word, StringComparison.Ordinal)
        select $"{file.Place(literal.Start)}: {entry.Word} → {entry.Better}");

    [Fact]
    public void The_words_of_one_step_stand_for_no_other() => House.Rule(
        "These words are of another step (GlossaryTests.OfOneStep):",
        from said in Said(inEnglish: false)
        from step in OfOneStep
        where said.Words.Contains(step.Key, StringComparison.Ordinal)
            && !step.Value.Any(key => said.Key.StartsWith(key, StringComparison.Ordinal))
        select $"{said.File} {said.Key}: {said.Words}");

    /// <summary>Where a page offers yes and no, or words, its help does not speak of 1 and 0.</summary>
    [Fact]
    public void The_help_of_a_setting_names_what_the_page_offers() => House.Rule(
        "Say what the page offers, such as Yes and No, and not its number:",
        from said in Said(inEnglish: false).Concat(Said(inEnglish: true))
        where said.Key.StartsWith("setting_hint_", StringComparison.Ordinal) && NumberedChoice().IsMatch(said.Words)
        select $"{said.File} {said.Key}: {said.Words}");

    [Fact]
    public void Each_word_of_the_glossary_has_one_row() =>
        House.Rule(
            "Said twice in the glossary:",
            Rows().SelectMany(row => Words(row[0])).GroupBy(word => word).Where(group => group.Count() > 1).Select(group => group.Key));

    /// <summary>English pages use plain quotes, and a count stands in words that fit one as well as many.</summary>
    [Fact]
    public void English_resources_have_no_full_width_signs() =>
        House.Rule(
            "Write the English sign:",
            from said in Said(inEnglish: true)
            where said.Words.IndexOfAny(['“', '”', '’', '‘', '，', '。', '：', '；', '（', '）', '、']) >= 0
            select $"{said.File} {said.Key}: {said.Words}");

    /// <summary>Every word of the resources in one language.</summary>
    static IEnumerable<(string File, string Key, string Words)> Said(bool inEnglish) =>
        from file in House.Texts
        where file.Path.EndsWith(".resx", StringComparison.Ordinal) && file.Path.EndsWith(".en.resx", StringComparison.Ordinal) == inEnglish
        from data in XDocument.Parse(file.Text).Root!.Elements("data")
        select (file.Path, data.Attribute("name")!.Value, data.Element("value")!.Value);

    static List<(string Word, string Better)> Replaced() => [.. Rows().SelectMany(row => Words(row[3]).Select(word => (word, row[0])))];

    static IEnumerable<string[]> Rows() => House.Texts.Single(file => file.Path == "docs/glossary.md").Text.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal))
        .Skip(1)
        .Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray())
        .Select(cells => cells.Length == 4 ? cells : [.. cells, .. Enumerable.Repeat("", 4 - cells.Length)]);

    static IEnumerable<string> Words(string cell) =>
        cell.Split(['、', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    [GeneratedRegex(@"(^|[；;]\s*)\d\s*[：:]")]
    private static partial Regex NumberedChoice();
}
