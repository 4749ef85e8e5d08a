using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>What documents show is there: files, headings, folders, and the C# that our tests compile and run.</summary>
public sealed partial class ReadmeTests
{
    /// <summary>What a newcomer reads in five minutes.</summary>
    const int MaxLines = 120;

    const string Architecture = "docs/architecture.md";
    const string VillageFolder = "src/PointsBank.Village/";
    const string Example = "tests/PointsBank.Storage.Tests/Example.cs";
    const string Mark = "// snippet: embedded";

    [Fact]
    public void A_document_has_one_heading_of_the_first_rank() => House.Rule(
        "One `# Title` in each document:",
        Documents.Where(file => Heading().Count(Fence().Replace(file.Text, "")) != 1).Select(file => file.Path));

    [Fact]
    public void The_README_is_read_in_five_minutes() => House.Rule(
        $"At most {MaxLines} lines; move what is told at length to docs/:",
        Documents.Where(
            file => file.Path == "README.md" && file.Text.AsSpan().Count('\n') > MaxLines).Select(
                file => $"{file.Path}: {file.Text.AsSpan().Count('\n')} lines"));

    [Fact]
    public void Links_between_documents_lead_somewhere() => House.Rule(
        "Nothing is there:",
        from file in Documents
        from Match link in Link().Matches(Fence().Replace(file.Text, ""))
        let target = link.Groups[1].Value
        where target.Length > 0 && !Path.Exists(Path.Combine(House.Root, file.Folder, target))
        select $"{file.Place(file.Text.IndexOf(link.Value, StringComparison.Ordinal))}: {target}");

    [Fact]
    public void Anchors_lead_to_headings() => House.Rule(
        "No heading has this anchor:",
        from file in Documents
        from Match link in Link().Matches(Fence().Replace(file.Text, ""))
        let anchor = link.Groups[2].Value
        where anchor.Length > 0
            && !Anchors(link.Groups[1].Value.Length == 0 ? file.Path : Path.Combine(file.Folder, link.Groups[1].Value)).Contains(anchor)
        select $"{file.Place(file.Text.IndexOf(link.Value, StringComparison.Ordinal))}: {link.Groups[1].Value}#{anchor}");

    [Theory]
    [InlineData("The shop", "the-shop")]
    [InlineData("Boards, favours and the year's end", "boards-favours-and-the-years-end")]
    [InlineData("`Ledger` and *Storage*, alone", "ledger-and-storage-alone")]
    [InlineData("A credit over the API, from HTTP to commit", "a-credit-over-the-api-from-http-to-commit")]
    public void An_anchor_is_its_heading_in_small_letters_with_hyphens(string heading, string anchor) =>
        AnchorOf(heading).Should().Be(anchor);

    [Fact]
    public void The_folders_of_the_village_are_told_in_one_order_and_none_is_missing()
    {
        var there = House.Paths.Where(
            path => path.StartsWith(VillageFolder, StringComparison.Ordinal)
                && path[VillageFolder.Length..].Contains('/', StringComparison.Ordinal))
            .Select(path => path[VillageFolder.Length..].Split('/')[0]).Distinct().ToList();
        var tree = FoldersInTree()
            .Match(Text("README.md")).Groups[1].Value.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        var table = FolderRow()
            .Matches(Text(Architecture)[Text(Architecture).IndexOf("## The folders of Village", StringComparison.Ordinal)..])
            .Select(row => row.Groups[1].Value)
            .ToList();

        tree.Should().BeEquivalentTo(there, "the README's tree names the folders of {0}", VillageFolder);
        tree.Should().Equal(FloorTests.Floors.SelectMany(floor => floor), "they stand in the order of their floors");
        table.Should().Equal(tree, "{0} tells them in the same order", Architecture);
    }

    [Fact]
    public void The_changelog_has_a_heading_for_the_version()
    {
        var version = System.Xml.Linq.XDocument.Load(House.Full("Directory.Build.props")).Descendants("Version").Single().Value;
        Text("CHANGELOG.md").Should().Contain($"\n## [{version}] - ");
        typeof(Village.Desks).Assembly.GetName().Version!.ToString(3).Should().Be(version);
    }

    [Fact]
    public void The_CSharp_that_is_shown_is_the_example_that_is_tested()
    {
        var page = House.Texts.Single(file => file.Path == Architecture);
        var example = House.Texts.Single(file => file.Path == Example);

        var shown = CSharpBlock()
            .Matches(page.Text)
            .Select(block => block.Groups[1].Value)
            .Single(block => block.Contains("Database.Open", StringComparison.Ordinal));
        Plain(shown).Should()
            .Be(
                Plain(Snippet(example.Text)),
                $"the C# block in {Architecture} and the lines after `{Mark}` in {Example} are the same text");
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

    /// <summary>
    /// The lines after the mark, up to the line that ends the snippet or leaves its block, without the indentation they share.
    /// </summary>
    static string Snippet(string source)
    {
        var lines = source.Split('\n');
        var mark = Array.FindIndex(lines, line => line.Trim() == Mark);
        if (mark < 0) return $"no line `{Mark}`";
        var indent = lines[mark].Length - lines[mark].TrimStart().Length;
        var body = lines[(mark + 1)..]
            .TakeWhile(
                line => line.Trim() != "// snippet end" && (line.Trim().Length == 0 || line.Length - line.TrimStart().Length >= indent));
        return string.Concat(body.Select(line => (line.Length >= indent ? line[indent..] : "") + "\n"));
    }

    static IEnumerable<HouseFile> Documents => House.Texts.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    static string Text(string path) => House.Texts.Single(file => file.Path == path).Text;

    /// <summary>The anchors of a document; none where there is no such document, which another rule says.</summary>
    static HashSet<string> Anchors(string path) =>
        File.Exists(House.Full(path))
            ? [
                .. AnyHeading().Matches(
                    Fence().Replace(File.ReadAllText(House.Full(path)), "")).Select(heading => AnchorOf(heading.Groups[1].Value))]
            : [];

    static string AnchorOf(string heading) => NoPartOfAnAnchor().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    static string Plain(string code) => code.Trim('\n') + "\n";

    [GeneratedRegex("^# ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^```csharp\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex CSharpBlock();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex AnyHeading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoPartOfAnAnchor();

    /// <summary>The lines under Village's own in the README's tree.</summary>
    [GeneratedRegex(@"^  PointsBank\.Village .*\n((?:    \w.*\n)+)", RegexOptions.Multiline)]
    private static partial Regex FoldersInTree();

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex FolderRow();

    /// <summary>A link inside the repository: a file, an anchor, or both.</summary>
    [GeneratedRegex(@"\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)")]
    private static partial Regex Link();
}
