using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>What a reader copies from the README is what our tests compile and run.</summary>
public sealed partial class ReadmeTests
{
    const string Example = "tests/PointsBank.Storage.Tests/Example.cs";
    const string Mark = "// snippet: embedded";

    [Fact]
    public void A_document_has_one_heading_of_the_first_rank() => House.Rule(
        "One `# Title` in each document:",
        House.Texts.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal) && Heading().Count(Fence().Replace(file.Text, "")) != 1).Select(file => file.Path));

    [Fact]
    public void Links_between_documents_lead_somewhere() => House.Rule(
        "Nothing is there:",
        from file in House.Texts
        where file.Path.EndsWith(".md", StringComparison.Ordinal)
        from Match link in Link().Matches(Fence().Replace(file.Text, ""))
        let target = link.Groups[1].Value
        where !Path.Exists(Path.Combine(House.Root, file.Folder, target))
        select $"{file.Place(file.Text.IndexOf(link.Value, StringComparison.Ordinal))}: {target}");

    [Fact]
    public void The_READMEs_CSharp_is_the_example_that_is_tested()
    {
        var readme = House.Texts.Single(file => file.Path == "README.md");
        var example = House.Texts.Single(file => file.Path == Example);

        var shown = CSharpBlock().Matches(readme.Text).Select(block => block.Groups[1].Value).Single(block => block.Contains("Database.Open", StringComparison.Ordinal));
        Plain(shown).Should().Be(Plain(Snippet(example.Text)), $"the C# block in README.md and the lines after `{Mark}` in {Example} are the same text");
    }

    [Fact]
    public void A_snippet_ends_where_its_block_does() =>
        Snippet($$"""
            void Test()
            {
                {{Mark}}
                if (a)
                {
                    b();
                }

                c();
                // snippet end
                d();
            }

            """).Should().Be("if (a)\n{\n    b();\n}\n\nc();\n");

    /// <summary>The lines after the mark, up to the line that ends the snippet or leaves its block, without the indentation they share.</summary>
    static string Snippet(string source)
    {
        var lines = source.Split('\n');
        var mark = Array.FindIndex(lines, line => line.Trim() == Mark);
        if (mark < 0) return $"no line `{Mark}`";
        var indent = lines[mark].Length - lines[mark].TrimStart().Length;
        var body = lines[(mark + 1)..].TakeWhile(line => line.Trim() != "// snippet end" && (line.Trim().Length == 0 || line.Length - line.TrimStart().Length >= indent));
        return string.Concat(body.Select(line => (line.Length >= indent ? line[indent..] : "") + "\n"));
    }

    static string Plain(string code) => code.Trim('\n') + "\n";

    [GeneratedRegex("^# ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex(@"\]\((?!\w+:|#)([^)#\s]+)")]
    private static partial Regex Link();
}
