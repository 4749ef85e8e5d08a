using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Claims;

/// <summary>Claims as a sheet tells them, and all that is wrong with it.</summary>
public sealed record ClaimDraft(IReadOnlyList<ClaimInput> Claims, IReadOnlyList<SheetProblem> Problems);

/// <summary>Claims as a table: a line for each; quantity, member, channel, who claims and a memo may be left out.</summary>
public static class ClaimSheet
{
    static readonly SheetColumn Household = new("household", "户号", "number");
    static readonly SheetColumn Rule = new("rule", "条目编号", "编号");
    static readonly SheetColumn EffectiveOn = new("effective_on", "日期", "行为日期");
    static readonly SheetColumn Quantity = new("quantity", "数量");
    static readonly SheetColumn Member = new("member", "成员", "姓名");
    static readonly SheetColumn Way = new("channel", "渠道");
    static readonly SheetColumn ClaimedBy = new("claimed_by", "申报人");
    static readonly SheetColumn Memo = new("memo", "备注");

    static readonly SheetColumn[] Columns = [Household, Rule, EffectiveOn, Quantity, Member, Way, ClaimedBy, Memo];

    static readonly Dictionary<string, string> Ways = new()
    {
        ["self"] = Channel.Self, ["villagers"] = Channel.Villagers, ["organisation"] = Channel.Organisation,
        ["自荐"] = Channel.Self, ["群众推荐"] = Channel.Villagers, ["组织推荐"] = Channel.Organisation,
    };

    /// <summary>Reads a file without writing anything. What only the village can know (households, rules, members) is looked up.</summary>
    public static ClaimDraft Read(Stream file, string fileName, HouseholdDesk households, RulebookDesk rulebooks, long bank)
    {
        var sheet = SheetReader.Read(file, fileName, Columns);
        sheet.Require(Household, Rule, EffectiveOn);
        var known = new Dictionary<long, HouseholdView?>();
        var claims = new List<ClaimInput>();
        foreach (var row in sheet.Rows)
        {
            var input = Of(row);
            if (row.IsSound) input = Known(row, input, HouseholdOf(input.Household), rulebooks, bank);
            if (!row.IsSound) continue;
            if (claims.Count == ClaimDesk.MaxAtOnce) row.Report(Household, SheetCode.TooManyRows);
            else claims.Add(input);
        }
        return new(claims, sheet.Problems);

        HouseholdView? HouseholdOf(long number)
        {
            if (known.TryGetValue(number, out var view)) return view;
            var found = households.Get(bank, number);
            return known[number] = found.Refusal is null ? found.Value : null;
        }
    }

    /// <summary>An empty sheet to fill in, its headers in English or in Chinese.</summary>
    public static void WriteTemplate(Stream output, string format, bool inChinese)
    {
        IReadOnlyList<string> header = [.. Columns.Select(column => column.Names[inChinese ? 1 : 0])];
        if (format == "csv") SheetWriter.WriteCsv(output, header, []);
        else SheetWriter.WriteWorkbook(output, "claims", header, []);
    }

    static ClaimInput Of(SheetRow row) => new(
        row.Whole(Household, 1, HouseholdDesk.MaxNumber), row.Code(Rule, 8), row.Date(EffectiveOn),
        row.IsBlank(Quantity) ? 1 : row.Whole(Quantity, 1, Deeds.DeedDesk.MaxQuantity),
        Channel: row.IsBlank(Way) ? Channel.Self : row.OneOf(Way, Ways) ?? Channel.Self,
        ClaimedBy: row.OptionalText(ClaimedBy, Fields.Name), Memo: row.OptionalText(Memo, Fields.Memo));

    /// <summary>The claim with its member; what does not exist is reported where it stands.</summary>
    static ClaimInput Known(SheetRow row, ClaimInput input, HouseholdView? household, RulebookDesk rulebooks, long bank)
    {
        var book = rulebooks.On(bank, input.EffectiveOn);
        if (book.Refusal is { } none) row.Report(EffectiveOn, none.Kind.Code);
        else if (book.Value.Rules.FirstOrDefault(rule => rule.Code.Equals(input.Rule, StringComparison.OrdinalIgnoreCase)) is { } rule)
            input = input with { Rule = rule.Code };
        else row.Report(Rule, VillageRefusals.UnknownRule.Code);
        if (household is null) row.Report(Household, VillageRefusals.UnknownHousehold.Code);
        if (household is null || row.OptionalText(Member, Fields.Name) is not { } name) return input;
        if (household.Members.FirstOrDefault(member => TypedName.Key(member.Name) == TypedName.Key(name)) is { } found)
            return input with { Member = found.Number };
        row.Report(Member, VillageRefusals.UnknownMember.Code);
        return input;
    }
}
