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
    public const int MaxRules = 500;

    readonly Remembered<RulebookShelf> shelves = new(database, RulebookTable.Shelf);

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
        database.Read(db => RulebookTable.HandsOf(db, bank, version)) is { } hands
            ? hands
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
            var version = RulebookTable.Add(writer, bank, input, context.Caller.Actor);
            if (isFirst) RulebookTable.Decide(writer, bank, version, RulebookState.Alone, context.Caller.Actor);
            return new RulebookView(
                (int)version, input.Title, input.Mode, input.ValidFrom, input.AdoptedBy, input.Rules,
                isFirst ? RulebookState.Alone : RulebookState.Open);
        });
        shelves.Forget(bank);
        return outcome;
    }

    /// <summary>Whether this caller proposed the version, and so leaves it to another person to confirm it.</summary>
    public bool IsProposedBy(Caller caller, long bank, long version) =>
        database.Read(db => RulebookTable.IsBy(db, bank, version, caller.Actor));

    /// <summary>
    /// A second person puts a proposed version into force, no later than on its first day, or anybody who may refuses it.
    /// </summary>
    public async Task<Outcome<RulebookView>> Decide(WriteContext context, long bank, long version, bool confirms)
    {
        var outcome = await database.Write<RulebookView>(context, bank, confirms ? "rulebook-confirmation" : "rulebook-refusal", writer =>
        {
            if (RulebookTable.Shelf(writer, bank).All.FirstOrDefault(book => book.Version == version) is not { } book)
                return new Refusal(VillageRefusals.UnknownRulebook, "version");
            if (book.State != RulebookState.Open) return new Refusal(VillageRefusals.RulebookDecided, "version").With("state", book.State);
            if (confirms && SecondPerson.Lacks(
                writer, context.Caller, RulebookTable.MadeBy(writer, bank, version), "version") is { } same)
                return same;
            if (confirms && book.ValidFrom < DayOf(writer)) return new Refusal(VillageRefusals.RulebookFromPast, "version");
            RulebookTable.Decide(
                writer, bank, version, confirms ? RulebookState.Confirmed : RulebookState.Refused, context.Caller.Actor);
            return RulebookTable.Shelf(writer, bank).All.First(book => book.Version == version);
        });
        shelves.Forget(bank);
        return outcome;
    }

    static LocalDate DayOf(Writer writer) => writer.NowMilliseconds.ToInstant().InZone(BankDesk.Zone).Date;

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
        if (input.Rules.Count is 0 or > MaxRules)
            return new Refusal(VillageRefusals.OutOfRange, "rules").With("least", 1).With("most", MaxRules);
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
}
