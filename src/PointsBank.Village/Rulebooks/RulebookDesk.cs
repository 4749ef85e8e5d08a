using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Typing;

namespace PointsBank.Village.Rulebooks;

/// <summary>Rulebooks: adopted as a whole, never changed; a new version from a later day takes their place.</summary>
public sealed class RulebookDesk(Database database)
{
    /// <summary>The most rules of one rulebook.</summary>
    public const int MostRules = 500;

    readonly Remembered<RulebookShelf> shelves = new(database, Load);

    public IReadOnlyList<RulebookView> All(long bank) => shelves.Of(bank).All;

    public Outcome<RulebookView> On(long bank, LocalDate day) =>
        shelves.Of(bank).On(day) is { } book ? book : new Refusal(VillageRefusals.NoRulebook, "on");

    internal Outcome<(int Version, Rule Rule)> Find(long bank, LocalDate day, string code) => shelves.Of(bank).Find(day, code);

    internal Rule Of(long bank, long version, string code) => shelves.Of(bank).Of((int)version, code);

    public async Task<Outcome<RulebookView>> Adopt(WriteContext context, long bank, RulebookInput input)
    {
        if (Check(input) is { } refusal) return refusal;
        input = Clean(input);
        var outcome = await database.Write<RulebookView>(context, bank, "rulebook", writer =>
        {
            var version = writer.Connection.ExecuteScalar<long>("select coalesce(max(version), 0) + 1 from rulebooks where bank = @bank", new { bank });
            writer.Connection.Execute("""
                insert into rulebooks (bank, version, title, mode, valid_from, adopted_by, recorded_at, actor)
                values (@bank, @version, @title, @mode, @from, @adopted, @at, @actor)
                """,
                new
                {
                    bank, version, title = input.Title, mode = input.Mode, from = input.ValidFrom.ToIso(), adopted = input.AdoptedBy, at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            for (var i = 0; i < input.Rules.Count; i++) Add(writer.Connection, bank, version, i + 1, input.Rules[i]);
            return new RulebookView((int)version, input.Title, input.Mode, input.ValidFrom, input.AdoptedBy, input.Rules);
        });
        shelves.Forget(bank);
        return outcome;
    }

    /// <summary>As it is kept and shown: every text on one line, without the signs that a paste brings.</summary>
    static RulebookInput Clean(RulebookInput input) => input with
    {
        Title = CleanText.Line(input.Title),
        AdoptedBy = CleanText.Line(input.AdoptedBy),
        Rules = [.. input.Rules.Select(rule => rule with
        {
            ItemZh = CleanText.Line(rule.ItemZh), ItemEn = CleanText.Line(rule.ItemEn ?? ""), ClassZh = CleanText.Line(rule.ClassZh), ClassEn = CleanText.Line(rule.ClassEn ?? ""),
            Evidence = CleanText.Line(rule.Evidence ?? ""),
        })],
    };

    static Refusal? Check(RulebookInput input)
    {
        if (Fields.Text(input.Title, "title", Fields.Line, out _) is { } badTitle) return badTitle;
        if (Fields.Text(input.AdoptedBy, "adoptedBy", Fields.Line, out _) is { } badMeeting) return badMeeting;
        if (input.Mode is not ("sixty" or "red-yellow")) return new(VillageRefusals.NotInList, "mode");
        if (Fields.Day(input.ValidFrom, "validFrom") is { } badDay) return badDay;
        if (input.Rules.Count is 0 or > MostRules) return new Refusal(VillageRefusals.OutOfRange, "rules").With("least", 1).With("most", MostRules);
        var codes = new HashSet<string>();
        for (var i = 0; i < input.Rules.Count; i++)
        {
            var (rule, field) = (input.Rules[i], $"rules[{i}].");
            if (!Label.IsCode(rule.Code, 8)) return new Refusal(VillageRefusals.BadCode, field + "code").With("most", 8);
            if (!codes.Add(rule.Code)) return new(VillageRefusals.AlreadyExists, field + "code");
            if (Fields.Text(rule.ItemZh, field + "itemZh", Fields.Line, out _) is { } badItem) return badItem;
            if (Fields.Text(rule.ClassZh, field + "classZh", Fields.Line, out _) is { } badClass) return badClass;
            if (Fields.Optional(rule.ItemEn, field + "itemEn", Fields.Line, out _) is { } badItemEn) return badItemEn;
            if (Fields.Optional(rule.ClassEn, field + "classEn", Fields.Line, out _) is { } badClassEn) return badClassEn;
            if (Fields.Optional(rule.Evidence, field + "evidence", Fields.Line, out _) is { } badEvidence) return badEvidence;
            if (rule.Kind is not ("credit" or "deduct")) return new(VillageRefusals.NotInList, field + "kind");
            if (rule.Basis is not ("per_event" or "per_hour" or "per_month" or "per_year")) return new(VillageRefusals.NotInList, field + "basis");
            if (rule.CapPeriod is not ("none" or "month" or "year")) return new(VillageRefusals.NotInList, field + "capPeriod");
            if (Fields.Range(rule.Points, field + "points", 1, 1_000) is { } badPoints) return badPoints;
            if (Fields.Range(rule.CapPoints, field + "capPoints", rule.CapPeriod == "none" ? 0 : 1, rule.CapPeriod == "none" ? 0 : 100_000) is { } badCap) return badCap;
        }
        return null;
    }

    static void Add(SqliteConnection connection, long bank, long version, int position, Rule rule) => connection.Execute("""
        insert into rules (bank, version, position, code, class_zh, class_en, item_zh, item_en, kind, basis, points, cap_period, cap_points, evidence,
          direct, ordinary, posted)
        values (@bank, @version, @position, @Code, @ClassZh, @ClassEn, @ItemZh, @ItemEn, @Kind, @Basis, @Points, @CapPeriod, @CapPoints, @Evidence,
          @direct, @ordinary, @posted)
        """,
        new
        {
            bank, version, position, rule.Code, rule.ClassZh, ClassEn = rule.ClassEn ?? "", rule.ItemZh, ItemEn = rule.ItemEn ?? "", rule.Kind, rule.Basis, rule.Points,
            rule.CapPeriod, rule.CapPoints, Evidence = rule.Evidence ?? "", direct = rule.Direct ? 1 : 0, ordinary = rule.Ordinary ? 1 : 0, posted = rule.Posted ? 1 : 0,
        });

    static RulebookShelf Load(SqliteConnection connection, long bank)
    {
        var rules = connection.Query<RuleRow>("select * from rules where bank = @bank order by version, position", new { bank }).ToLookup(row => row.Version, row => row.Rule);
        return new(connection.Query<(long Version, string Title, string Mode, string From, string Adopted)>(
            "select version, title, mode, valid_from, adopted_by from rulebooks where bank = @bank", new { bank })
            .Select(row => new RulebookView((int)row.Version, row.Title, row.Mode, row.From.ToDate(), row.Adopted, [.. rules[row.Version]])));
    }

    sealed record RuleRow(
        long Bank, long Version, long Position, string Code, string Class_Zh, string Class_En, string Item_Zh, string Item_En, string Kind, string Basis, long Points,
        string Cap_Period, long Cap_Points, string Evidence, long Direct, long Ordinary, long Posted)
    {
        public Rule Rule => new(
            Code, Class_Zh, Class_En, Item_Zh, Item_En, Kind, Basis, Points, Cap_Period, Cap_Points, Evidence, Direct == 1, Ordinary == 1, Posted == 1);
    }
}
