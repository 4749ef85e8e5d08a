using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>Names that say nothing, and files that are not called after what they hold.</summary>
public sealed partial class NameTests
{
    /// <summary>Files named after a theme, because no type of theirs is the main one.</summary>
    static readonly Dictionary<string, string> Themes = new()
    {
        ["src/PointsBank.Cli/Program.cs"] = "top-level statements",
        ["src/PointsBank.Web/Program.cs"] = "top-level statements",
        ["src/PointsBank.Village/Rulebooks/Rulebook.cs"] = "a rulebook as it is written, kept and shown",
    };

    [Theory]
    [InlineData("SettingsManager", true)]
    [InlineData("AmountUtils", true)]
    [InlineData("IEntryRepository", true)]
    [InlineData("PageBase", true)]
    [InlineData("Database", false)]
    [InlineData("Helpers", true)]
    [InlineData("JournalEntry", false)]
    public void The_banned_words_are_known(string name, bool isBanned) => Banned().IsMatch(name).Should().Be(isBanned);

    [Fact]
    public void No_type_bears_a_word_that_says_nothing() => House.Rule(
        "Name the thing instead: *Desk use cases, *Table SQL, *Api endpoints, *View what leaves, *Row what SQL gives, JournalEntry for "
            + "a transaction:",
        House.Rooms.SelectMany(room => room.GetTypes())
            .Where(
                type => !Attribute.IsDefined(type, typeof(CompilerGeneratedAttribute))
                    && type.FullName!.StartsWith("PointsBank.", StringComparison.Ordinal))
            .Where(type => !type.FullName!.Contains('<') && Banned().IsMatch(type.Name.Split('`')[0])).Select(type => type.FullName!));

    [Fact]
    public void No_file_bears_one_either() => House.Rule(
        "Name the file after what it holds:",
        House.Texts.Where(
            file => file.Path.EndsWith(".cs", StringComparison.Ordinal) && Banned().IsMatch(file.Stem)).Select(file => file.Path));

    [Fact]
    public void A_source_file_is_called_after_its_main_type()
    {
        var odd = House.Source.Where(file => !Declared(file).Any(type => IsCalledAfter(file.Stem, type))).Select(file => file.Path)
            .ToList();

        House.Rule("Rename the file or its main type, so that one is found by the other:", odd.Except(Themes.Keys));
        House.NoneIsStale(Themes.Keys, odd);
    }

    /// <summary>Amount.cs holds Amount; Digests.cs holds Digest and what is like it; Refusals.cs holds LedgerRefusals.</summary>
    static bool IsCalledAfter(string stem, string type) =>
        type == stem
            || type + "s" == stem
            || type.EndsWith(stem, StringComparison.Ordinal)
            || (type + "s").EndsWith(stem, StringComparison.Ordinal);

    static IEnumerable<string> Declared(HouseFile file) =>
        Declaration().Matches(CSharpText.Read(file.Text).Code).Select(match => match.Groups[1].Value);

    [GeneratedRegex("((Manager|Helper|Service|Dto|DTO|Impl|Repository|Util)s?|Base)$|Transaction")]
    private static partial Regex Banned();

    [GeneratedRegex(@"^(?:[a-z]+ )*(?:class|struct|record|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
