using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>What holds for every file that git knows.</summary>
public sealed partial class FileTests
{
    const int MaxLines = 600;
    const int MaxBytes = 512 * 1024;

    /// <summary>Files to which tabs belong.</summary>
    static readonly HashSet<string> WithTabs = ["PointsBank.sln"];

    /// <summary>NuGet ends it without a line feed, each time anew.</summary>
    const string WrittenByRestore = "packages.lock.json";

    static IEnumerable<HouseFile> Code =>
        House.Texts.Where(
            file => Path.GetExtension(file.Path) is ".cs" or ".razor" or ".sql" or ".sh" or ".js" or ".css" or ".csproj" or ".props");

    [Fact]
    public void No_source_file_is_over_600_lines() => House.Rule(
        "Split the file by task:",
        House.Source.Where(file => file.Text.AsSpan().Count('\n') > MaxLines).Select(
            file => $"{file.Path}: {file.Text.AsSpan().Count('\n')} lines"));

    [Fact]
    public void Nothing_is_left_open() => House.Rule("Do it, or write an issue:", Code.SelectMany(file => file.Find(LeftOpen)));

    [Fact]
    public void No_test_is_skipped() => House.Rule(
        "Mend the test or remove it:",
        House.Texts.Where(
            file => file.IsIn("tests") && file.Path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(
                file => file.Find(Skipped(), CSharpText.Read(file.Text).Code)));

    [Fact]
    public void No_file_knows_a_machine() =>
        House.Rule("Use a path from the root of the repository:", House.Texts.SelectMany(file => file.Find(MachinePath)));

    [Fact]
    public void Lines_end_with_a_line_feed_alone_and_the_last_one_too() => House.Rule(
        "Line feeds only, and one at the end (.editorconfig):",
        House.Texts.Where(
            file => file.Text.Contains('\r')
                || (file.Text.Length > 0 && !file.Text.EndsWith('\n') && file.Name != WrittenByRestore)).Select(file => file.Path));

    [Fact]
    public void No_tabs_and_no_spaces_at_the_end_of_a_line() => House.Rule(
        "Spaces for indenting, none at the end of a line (.editorconfig):",
        House.Texts.Where(file => !WithTabs.Contains(file.Path)).SelectMany(
            file => file.Find(file.Path.EndsWith(".md", StringComparison.Ordinal) ? Tab() : TabOrTrailing())));

    [Fact]
    public void No_file_begins_with_a_byte_order_mark() => House.Rule(
        "Save as UTF-8 without a byte order mark:",
        House.Texts.Where(
            file => !file.Path.EndsWith(".sln", StringComparison.Ordinal)
                && File.ReadAllBytes(House.Full(file.Path)).AsSpan().StartsWith("\ufeff"u8)).Select(file => file.Path));

    [Fact]
    public void No_file_is_over_512_KiB() => House.Rule(
        "Make it when it is needed instead of keeping it:", House.Paths.Where(path => new FileInfo(House.Full(path)).Length > MaxBytes));

    [Fact]
    public void Scripts_can_be_run_and_stop_at_the_first_failure() => House.Rule(
        "Begin with #!/usr/bin/env bash and `set -euo pipefail`, and make it executable:",
        House.Texts.Where(file => file.IsIn("scripts") || file.IsIn(".ci"))
            .Where(file => file.Path.EndsWith(".sh", StringComparison.Ordinal) || !file.Name.Contains('.'))
            .Where(
                file =>
                    !file.Text.StartsWith("#!/usr/bin/env bash\n", StringComparison.Ordinal)
                        || !file.Text.Contains("\nset -euo pipefail\n", StringComparison.Ordinal)
                || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(House.Full(file.Path)) & UnixFileMode.UserExecute) == 0))
            .Select(file => file.Path));

    /// <summary>A rule left open swallows every rule behind it, and no browser says so.</summary>
    [Fact]
    public void Style_sheets_close_what_they_open() => House.Rule(
        "Count the braces; outside all of them a comment begins each section:",
        from file in House.Texts
        where file.Path.EndsWith(".css", StringComparison.Ordinal)
        from section in SectionOfStyles().Matches(file.Text)
        where file.Text.AsSpan(0, section.Index).Count('{') != file.Text.AsSpan(0, section.Index).Count('}')
        select file.Place(section.Index));

    // Made from pieces, so that this file passes its own rules.
    static readonly Regex LeftOpen = new(
        @"\b(" + string.Join('|', "TO" + "DO", "FIX" + "ME", "HA" + "CK", "NotImplemented" + "Exception") + @")\b");

    static readonly Regex MachinePath = new(
        @"(?<![\w.:/}])/(" + string.Join('|', "wo" + "rk", "ro" + "ot", "ho" + "me", "Us" + "ers") + @")/\w|\b[A-Z]:\\Us" + "ers");

    [GeneratedRegex(@"\bSkip\s*=")]
    private static partial Regex Skipped();

    [GeneratedRegex(@"^/\*|\z", RegexOptions.Multiline)]
    private static partial Regex SectionOfStyles();

    [GeneratedRegex(@"\t")]
    private static partial Regex Tab();

    [GeneratedRegex(@"\t|[ ]+$", RegexOptions.Multiline)]
    private static partial Regex TabOrTrailing();
}
