using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PointsBank.Tidy.Tests;

/// <summary>Chinese stands in resources; where it stands in code there is a reason.</summary>
public sealed partial class LanguageTests
{
    const string BothTongues = "its sentences are for an operator at a console, Chinese and English together";
    const string Demo = "the demo village's own names, deeds and goods";
    const string Sheets = "headers and words as they stand in people's sheets";
    const string Typed = "how people write days, names, answers and money";

    static readonly Dictionary<string, string> Reasons = new()
    {
        ["src/PointsBank.Storage/Backups.cs"] = BothTongues,
        ["src/PointsBank.Storage/Database.cs"] = BothTongues,
        ["src/PointsBank.Storage/Migrations.cs"] = BothTongues,
        ["src/PointsBank.Cli/Commands.cs"] = BothTongues,
        ["src/PointsBank.Cli/Commands.User.cs"] = BothTongues,
        ["src/PointsBank.Cli/KeyCommands.cs"] = BothTongues,
        ["src/PointsBank.Cli/Program.cs"] = BothTongues,
        ["src/PointsBank.Village/Keys/KeyDesk.cs"] = BothTongues,
        ["src/PointsBank.Village/Keys/RecoverySheet.cs"] = BothTongues,
        ["src/PointsBank.Village/Callers/ServerKey.cs"] = BothTongues,
        ["src/PointsBank.Demo/DemoClaims.cs"] = Demo,
        ["src/PointsBank.Demo/DemoCounter.cs"] = Demo,
        ["src/PointsBank.Demo/DemoDecisions.cs"] = Demo,
        ["src/PointsBank.Demo/DemoMonth.cs"] = Demo,
        ["src/PointsBank.Demo/DemoStaff.cs"] = Demo,
        ["src/PointsBank.Demo/DemoYear.cs"] = Demo,
        ["src/PointsBank.Demo/DemoPlan.cs"] = Demo,
        ["src/PointsBank.Demo/DemoPlanCalendar.cs"] = Demo,
        ["src/PointsBank.Demo/DemoPlanDeeds.cs"] = Demo,
        ["src/PointsBank.Demo/DemoPlanGoods.cs"] = Demo,
        ["src/PointsBank.Demo/DemoPlanNames.cs"] = Demo,
        ["src/PointsBank.Web/Api/ImportsApi.cs"] = "an example of a sheet",
        ["src/PointsBank.Demo/DemoVolunteers.cs"] = Demo,
        ["src/PointsBank.Demo/DemoFund.cs"] = Demo,
        ["src/PointsBank.Demo/DemoStock.cs"] = Demo,
        ["src/PointsBank.Demo/DemoVillage.cs"] = Demo,
        ["src/PointsBank.Papers/Sheets/Sheet.cs"] = "the brackets that stand in headers",
        ["src/PointsBank.Papers/Sheets/SheetLayout.cs"] = Sheets,
        ["src/PointsBank.Papers/Sheets/WorkbookReader.cs"] = Sheets,
        ["src/PointsBank.Village/Imports/ImportColumns.cs"] = Sheets,
        ["src/PointsBank.Village/Imports/OpeningImport.cs"] = "the reason of a reversal, which is kept in the village's language",
        ["src/PointsBank.Papers/Typing/TypedAnswer.cs"] = Typed,
        ["src/PointsBank.Papers/Typing/TypedDay.cs"] = Typed,
        ["src/PointsBank.Papers/Typing/TypedName.cs"] = Typed,
        ["src/PointsBank.Papers/Names/OrdinaryWords.cs"] = "words of every day that are somebody's name as well",
        ["src/PointsBank.Papers/Sheets/CellText.cs"] = "the full-width signs with which a formula may begin",
        ["src/PointsBank.Village/Claims/ClaimSheet.cs"] = Sheets,
        ["src/PointsBank.Village/Imports/ImportDesk.cs"] = Sheets,
        ["src/PointsBank.Village/Rulebooks/RulebookSheet.cs"] = Sheets,
        ["src/PointsBank.Papers/Names/Mask.cs"] = "family names of two characters",
        ["src/PointsBank.Village/ProtectedMatters.cs"] = "words that people write and that never stand in public",
        ["src/PointsBank.Village/Favours/StatutoryBenefits.cs"] = "words by which people name what a law gives",
        ["src/PointsBank.Village/Favours/FavourView.cs"] = "the name of the favour that every village gives",
        ["src/PointsBank.Papers/Names/Erased.cs"] = "the mark that stands where a name was",
        ["src/PointsBank.Village/Privacy/ExportHeadings.cs"] = Sheets,
        ["src/PointsBank.Village/Boards/BoardsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Claims/ClaimsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Deeds/DeedsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Favours/FavoursPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Funds/FundsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Honours/HonoursPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Households/HouseholdsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Imports/ImportsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Journal/JournalPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Notices/NoticesPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Privacy/PrivacyPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Proposals/ProposalsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Service/ServicePersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Shops/ShopsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Trips/TripsPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/YearEnd/YearEndPersonalData.cs"] = Sheets,
        ["src/PointsBank.Village/Staff/StaffDesk.cs"] = "the first administrator's name",
        ["src/PointsBank.Village/Journal/EntryWords.cs"] = "lines of a passbook stand in both languages, as a rulebook's do",
        ["src/PointsBank.Village/Journal/PassbookWords.cs"] = "the Chinese comma between the goods of a passbook line",
    };

    [Fact]
    public void Chinese_stands_in_resources()
    {
        var chinese = House.Source.Where(file => Han().IsMatch(WithoutExamples(file))).ToList();

        House.Rule(
            "Move the words into src/PointsBank.Web/Resources, or list the file in this test with a reason:",
            chinese.Where(file => !Reasons.ContainsKey(file.Path)).SelectMany(file => file.Find(Han(), WithoutExamples(file))));
        House.NoneIsStale(Reasons.Keys, chinese.Select(file => file.Path));
    }

    [Fact]
    public void Every_resource_is_in_both_languages_under_the_same_keys()
    {
        foreach (var file in House.Paths.Where(
            path => path.EndsWith(".resx", StringComparison.Ordinal) && !path.EndsWith(".en.resx", StringComparison.Ordinal)))
        {
            var english = Path.ChangeExtension(file, ".en.resx");
            var (ours, theirs) = (Words(file), Words(english));

            House.Rule($"Missing in {english}:", ours.Keys.Except(theirs.Keys));
            House.Rule($"Missing in {file}:", theirs.Keys.Except(ours.Keys));
            House.Rule($"Write Chinese in {file}:", ours.Where(word => !Han().IsMatch(word.Value)).Select(word => word.Key));
            House.Rule(
                $"Write English in {english}:",
                theirs.Where(word => string.IsNullOrWhiteSpace(word.Value) || Han().IsMatch(word.Value)).Select(word => word.Key));
            House.Rule(
                $"The same {{facts}} in both languages ({file}):",
                ours.Where(
                    word => theirs.TryGetValue(word.Key, out var other)
                        && !Gaps(word.Value).SetEquals(Gaps(other))).Select(word => word.Key));
        }
    }

    /// <summary>The code and its strings, without comments and without what <c>.WithExample(…)</c> shows in the OpenAPI document.</summary>
    static string WithoutExamples(HouseFile file)
    {
        const string Example = ".WithExample(";
        var source = CSharpText.Read(file.Text);
        var (code, text) = (source.Code, source.Code.ToCharArray());
        foreach (var literal in source.Literals) file.Text.CopyTo(literal.Start, text, literal.Start, literal.End - literal.Start);
        for (var start = code.IndexOf(Example, StringComparison.Ordinal); start >= 0; start = code.IndexOf(
            Example, start + 1, StringComparison.Ordinal))
        {
            var (end, depth) = (start + Example.Length, 1);
            for (; depth > 0; end++) depth += code[end] == '(' ? 1 : code[end] == ')' ? -1 : 0;
            for (var at = start; at < end; at++)
                if (text[at] != '\n')
                    text[at] = ' ';
        }
        return new(text);
    }

    static Dictionary<string, string> Words(string path) =>
        XDocument.Load(House.Full(path)).Root!.Elements("data")
            .ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    /// <summary>What a sentence leaves open; a thing's name in the one language stands for that in the other.</summary>
    static HashSet<string> Gaps(string sentence) =>
        [.. Gap().Matches(sentence).Select(
            gap => gap.Value.Replace("Zh}", "}", StringComparison.Ordinal).Replace("En}", "}", StringComparison.Ordinal))];

    /// <summary>Chinese characters and the punctuation that comes with them.</summary>
    [GeneratedRegex(@"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\ud840-\ud88f]+")]
    private static partial Regex Han();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Gap();
}
