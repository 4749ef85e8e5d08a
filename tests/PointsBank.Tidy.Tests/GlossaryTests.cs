using System.Xml.Linq;

namespace PointsBank.Tidy.Tests;

/// <summary>One word for one thing: <c>docs/glossary.md</c> says which, and every Chinese resource keeps to it.</summary>
public sealed class GlossaryTests
{
    [Fact]
    public void No_resource_uses_a_word_that_the_glossary_replaces()
    {
        var replaced = Rows().SelectMany(row => Words(row[3]).Select(word => (Word: word, Better: row[0]))).ToList();
        replaced.Should().HaveCountGreaterThan(20, "the table is read");

        House.Rule(
            "The glossary has another word for this:",
            from file in House.Texts
            where file.Path.EndsWith(".resx", StringComparison.Ordinal) && !file.Path.EndsWith(".en.resx", StringComparison.Ordinal)
            from data in XDocument.Parse(file.Text).Root!.Elements("data")
            let words = data.Element("value")!.Value
            from entry in replaced
            where words.Contains(entry.Word, StringComparison.Ordinal)
            select $"{file.Path} {data.Attribute("name")!.Value}: {entry.Word} → {entry.Better}");
    }

    [Fact]
    public void Each_word_of_the_glossary_has_one_row() =>
        House.Rule("Said twice in the glossary:", Rows().SelectMany(row => Words(row[0])).GroupBy(word => word).Where(group => group.Count() > 1).Select(group => group.Key));

    /// <summary>English pages use plain quotes, and a count stands in words that fit one as well as many.</summary>
    [Fact]
    public void English_resources_have_no_full_width_signs() =>
        House.Rule(
            "Write the English sign:",
            from file in House.Texts
            where file.Path.EndsWith(".en.resx", StringComparison.Ordinal)
            from data in XDocument.Parse(file.Text).Root!.Elements("data")
            let words = data.Element("value")!.Value
            where words.IndexOfAny(['“', '”', '’', '‘', '，', '。', '：', '；', '（', '）', '、']) >= 0
            select $"{file.Path} {data.Attribute("name")!.Value}: {words}");

    static IEnumerable<string[]> Rows() => House.Texts.Single(file => file.Path == "docs/glossary.md").Text.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(line => line.Trim('|', ' ').Split('|').Select(cell => cell.Trim()).ToArray())
        .Select(cells => cells.Length == 4 ? cells : [.. cells, .. Enumerable.Repeat("", 4 - cells.Length)]);

    static IEnumerable<string> Words(string cell) => cell.Split(['、', '；'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
