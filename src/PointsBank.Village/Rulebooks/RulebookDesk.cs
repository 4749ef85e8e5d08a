using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Rulebooks;

/// <summary>
/// Rulebooks: adopted as a whole, never changed; a new version from a later day takes their place. Once the book has an entry it takes two
/// people: one proposes, another confirms.
/// </summary>
public sealed class RulebookDesk(Database database)
{
    /// <summary>The most rules of one rulebook.</summary>
    public const int MostRules = 500;

    readonly Remembered<RulebookShelf> shelves = new(database, Load);

    /// <summary>Every version, those that wait and those that were refused too.</summary>
    public IReadOnlyList<RulebookView> All(long bank) => shelves.Of(bank).All;

    /// <summary>The versions of which it was decided that they hold, each from its first day on.</summary>
    public IReadOnlyList<RulebookView> Decided(long bank) => [.. All(bank).Where(book => book.IsDecided())];

    /// <summary>The versions that wait for a second person.</summary>
    public IReadOnlyList<RulebookView> Open(long bank) => [.. All(bank).Where(book => book.State == RulebookState.Open)];

    public Outcome<RulebookView> On(long bank, LocalDate day) =>
        shelves.Of(bank).On(day) is { } book ? book : new Refusal(VillageRefusals.NoRulebook, "on");

    internal Outcome<(int Version, Rule Rule)> Find(long bank, LocalDate day, string code) => shelves.Of(bank).Find(day, code);

    internal Rule Of(long bank, long version, string code) => shelves.Of(bank).Of((int)version, code);

    public Outcome<RulebookView> Get(long bank, long version) =>
        All(bank).FirstOrDefault(book => book.Version == version) is { } book
            ? book
            : new Refusal(VillageRefusals.UnknownRulebook, "version");

    /// <summary>Who proposed a version and who decided on it.</summary>
    public Outcome<RulebookHands> HandsOf(long bank, long version) =>
        database.Read(connection => connection.Query<(string By, long At, string? Kind, string? Decider, long? On)>($"""
        select {Handler.Of("r.actor")}, r.recorded_at, d.kind, {Handler.Of("d.actor")}, d.recorded_at
        from rulebooks r left join rulebook_decisions d on d.bank = r.bank and d.version = r.version
        where r.bank = @bank and r.version = @version
        """, new { bank, version })) is [var row]
            ? new RulebookHands(row.By, row.At.ToInstant(), row.Kind is null ? null : row.Decider, row.On?.ToInstant())
            : new Refusal(VillageRefusals.UnknownRulebook, "version");

    /// <summary>
    /// Adopts a rulebook; once the book has an entry it is only proposed, from no earlier day than today, and waits for a second person.
    /// </summary>
    public async Task<Outcome<RulebookView>> Adopt(WriteContext context, long bank, RulebookInput input)
    {
        if (Check(input) is { } refusal) return refusal;
        input = Clean(input);
        var outcome = await database.Write<RulebookView>(context, bank, "rulebook", writer =>
        {
            var isFirst = BookTable.Head(writer, bank).Entry.Value == 0;
            if (!isFirst && input.ValidFrom < DayOf(writer)) return new Refusal(VillageRefusals.RulebookFromPast, "validFrom");
            var version = writer.ExecuteScalar<long>(
                "select coalesce(max(version), 0) + 1 from rulebooks where bank = @bank", new { bank });
            writer.Execute("""
                insert into rulebooks (bank, version, title, mode, valid_from, adopted_by, recorded_at, actor)
                values (@bank, @version, @title, @mode, @from, @adopted, @at, @actor)
                """,
                new
                {
                    bank, version, title = input.Title, mode = input.Mode, from = input.ValidFrom.ToIso(), adopted = input.AdoptedBy,
                    at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            for (var i = 0; i < input.Rules.Count; i++) Add(writer, bank, version, i + 1, input.Rules[i]);
            if (isFirst) Decide(writer, bank, version, RulebookState.Alone, context.Caller.Actor);
            return new RulebookView(
                (int)version, input.Title, input.Mode, input.ValidFrom, input.AdoptedBy, input.Rules,
                isFirst ? RulebookState.Alone : RulebookState.Open);
        });
        shelves.Forget(bank);
        return outcome;
    }

    /// <summary>
    /// A second person puts a proposed version into force, no later than on its first day, or anybody who may refuses it.
    /// </summary>
    public async Task<Outcome<RulebookView>> Decide(WriteContext context, long bank, long version, bool confirms)
    {
        var outcome = await database.Write<RulebookView>(context, bank, confirms ? "rulebook-confirmation" : "rulebook-refusal", writer =>
        {
            if (Load(writer, bank).All.FirstOrDefault(book => book.Version == version) is not { } book)
                return new Refusal(VillageRefusals.UnknownRulebook, "version");
            if (book.State != RulebookState.Open) return new Refusal(VillageRefusals.RulebookDecided, "version").With("state", book.State);
            if (confirms && SecondPerson.Lacks(
                writer, context.Caller, RulebookTable.MadeBy(writer, bank, version), "version") is { } same)
                return same;
            if (confirms && book.ValidFrom < DayOf(writer)) return new Refusal(VillageRefusals.RulebookFromPast, "version");
            var state = confirms ? RulebookState.Confirmed : RulebookState.Refused;
            Decide(writer, bank, version, state, context.Caller.Actor);
            return book with { State = state };
        });
        shelves.Forget(bank);
        return outcome;
    }

    static LocalDate DayOf(Writer writer) => writer.NowMilliseconds.ToInstant().InZone(BankDesk.Zone).Date;

    static void Decide(Writer writer, long bank, long version, string kind, string actor) => writer.Execute(
        "insert into rulebook_decisions (bank, version, kind, recorded_at, actor) values (@bank, @version, @kind, @at, @actor)",
        new { bank, version, kind, at = writer.NowMilliseconds, actor });

    /// <summary>As it is kept and shown: every text on one line, without the signs that a paste brings.</summary>
    static RulebookInput Clean(RulebookInput input) => input with
    {
        Title = CleanText.Line(input.Title),
        AdoptedBy = CleanText.Line(input.AdoptedBy),
        Rules = [.. input.Rules.Select(rule => rule with
        {
            ItemZh = CleanText.Line(rule.ItemZh), ItemEn = CleanText.Line(rule.ItemEn ?? ""), ClassZh = CleanText.Line(rule.ClassZh),
            ClassEn = CleanText.Line(rule.ClassEn ?? ""),
            Evidence = CleanText.Line(rule.Evidence ?? ""),
        })],
    };

    static Refusal? Check(RulebookInput input)
    {
        if (Fields.Text(input.Title, "title", Fields.Line, out _) is { } badTitle) return badTitle;
        if (Fields.Text(input.AdoptedBy, "adoptedBy", Fields.Line, out _) is { } badMeeting) return badMeeting;
        if (input.Mode is not ("sixty" or "red-yellow")) return new(VillageRefusals.NotInList, "mode");
        if (Fields.Day(input.ValidFrom, "validFrom") is { } badDay) return badDay;
        if (input.Rules.Count is 0 or > MostRules)
            return new Refusal(VillageRefusals.OutOfRange, "rules").With("least", 1).With("most", MostRules);
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
            if (rule.Basis is not ("per_event" or "per_hour" or "per_month" or "per_year"))
                return new(VillageRefusals.NotInList, field + "basis");
            if (rule.CapPeriod is not ("none" or "month" or "year")) return new(VillageRefusals.NotInList, field + "capPeriod");
            if (Fields.Range(rule.Points, field + "points", 1, 1_000) is { } badPoints) return badPoints;
            if (Fields.Range(
                rule.CapPoints, field + "capPoints", rule.CapPeriod == "none" ? 0 : 1,
                rule.CapPeriod == "none" ? 0 : 100_000) is { } badCap)
                return badCap;
        }
        return null;
    }

    static void Add(DbSession connection, long bank, long version, int position, Rule rule) => connection.Execute("""
        insert into rules (bank, version, position, code, class_zh, class_en, item_zh, item_en, kind, basis, points, cap_period, cap_points,
          evidence,
          direct, ordinary, posted)
        values (@bank, @version, @position, @Code, @ClassZh, @ClassEn, @ItemZh, @ItemEn, @Kind, @Basis, @Points, @CapPeriod, @CapPoints,
          @Evidence,
          @direct, @ordinary, @posted)
        """,
        new
        {
            bank, version, position, rule.Code, rule.ClassZh, ClassEn = rule.ClassEn ?? "", rule.ItemZh, ItemEn = rule.ItemEn ?? "",
            rule.Kind, rule.Basis, rule.Points, rule.CapPeriod, rule.CapPoints, Evidence = rule.Evidence ?? "",
            direct = rule.Direct ? 1 : 0, ordinary = rule.Ordinary ? 1 : 0, posted = rule.Posted ? 1 : 0,
        });

    static RulebookShelf Load(DbSession connection, long bank)
    {
        var rules = connection.Query<RuleRow>("select * from rules where bank = @bank order by version, position", new { bank })
            .ToLookup(row => row.Version, row => row.Rule);
        return new(connection.Query<(long Version, string Title, string Mode, string From, string Adopted, string? Kind)>("""
            select r.version, r.title, r.mode, r.valid_from, r.adopted_by, d.kind
            from rulebooks r left join rulebook_decisions d on d.bank = r.bank and d.version = r.version
            where r.bank = @bank order by r.valid_from, d.recorded_at, r.version
            """, new { bank }).Select(row => new RulebookView(
                (int)row.Version, row.Title, row.Mode, row.From.ToDate(), row.Adopted, [.. rules[row.Version]],
                row.Kind ?? RulebookState.Open)));
    }

    sealed record RuleRow(
        long Bank, long Version, long Position, string Code, string Class_Zh, string Class_En, string Item_Zh, string Item_En, string Kind,
        string Basis, long Points, string Cap_Period, long Cap_Points, string Evidence, long Direct, long Ordinary, long Posted)
    {
        public Rule Rule => new(
            Code, Class_Zh, Class_En, Item_Zh, Item_En, Kind, Basis, Points, Cap_Period, Cap_Points, Evidence, Direct == 1, Ordinary == 1,
            Posted == 1);
    }
}
