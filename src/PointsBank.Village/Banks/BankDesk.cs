using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Banks;

public sealed record BankInput(string Code, string NameZh, string NameEn);

public sealed record BankView(string Code, string NameZh, string NameEn, Instant OpenedAt);

/// <summary>
/// Settings to set from a day on; today where no day is given. Only those named change. Where money or rights hang on one of them, the
/// document says who decided it.
/// </summary>
public sealed record SettingsInput(IReadOnlyDictionary<string, long> Values, LocalDate? ValidFrom = null, string? Document = null);

/// <summary>The settings of a day; and where a change waits for a second person, its number.</summary>
public sealed record SettingsView(LocalDate On, IReadOnlyDictionary<string, long> Values, long? Proposal = null);

/// <summary>
/// A change of settings on which money or rights hang: <c>open</c>, set <c>alone</c> before the first entry, <c>confirmed</c>,
/// <c>refused</c>, or <c>taken_back</c> by whoever proposed it. It holds from the day that was proposed, or from its confirmation if that
/// came later.
/// </summary>
public sealed record SettingProposalView(
    long Number, LocalDate ValidFrom, IReadOnlyDictionary<string, long> Values, string Document, string ProposedBy, Instant ProposedAt,
    string State, string? DecidedBy, Instant? DecidedAt, LocalDate? HoldsFrom);

/// <summary>Banks and their settings.</summary>
public sealed class BankDesk(Database database, IClock clock)
{
    /// <summary>Every village that runs this lives in one zone; the server's own zone never matters.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    readonly Remembered<Settings> settings = new(database, SettingTable.Of);

    readonly Remembered<Dictionary<string, long>> codes = new(database, (db, _) =>
        BookTable.All(db).ToDictionary(row => row.Code.Value, row => row.Bank));

    /// <summary>Today in the village.</summary>
    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary>Today and the time, in the village.</summary>
    public LocalDateTime LocalNow => Now.InZone(Zone).LocalDateTime;

    /// <summary>What the clock says, believed or not.</summary>
    internal Instant ClockNow => clock.GetCurrentInstant();

    /// <summary>Now; while the clock is in doubt, the last moment that was believed.</summary>
    internal Instant Now => database.Believed(clock.GetCurrentInstant());

    /// <summary>The bank's number; null if there is none with this code.</summary>
    public long? Find(string code) => codes.Of(0).TryGetValue(code, out var bank) ? bank : null;

    public Settings SettingsOf(long bank) => settings.Of(bank);

    public IReadOnlyList<BankView> All() => database.Read(BankTable.All);

    /// <summary>The day on which the bank opened here.</summary>
    internal LocalDate OpenedOn(long bank) =>
        database.Read(db => BankTable.OpenedAt(db, bank)).InZone(Zone).Date;

    public BankView Get(long bank) => All().First(view => Find(view.Code) == bank);

    public async Task<Outcome<BankView>> Open(WriteContext context, BankInput input)
    {
        if (!BankCode.TryParse(input.Code, out var code)) return new Refusal(VillageRefusals.BadBankCode, "code");
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        var outcome = await database.Write<BankView>(context, 0, "bank", writer =>
        {
            if (writer.AddBook(code) is not { } bank) return new Refusal(VillageRefusals.AlreadyExists, "code");
            BankTable.Add(writer, bank, zh, en);
            return new BankView(code.Value, zh, en, BankTable.OpenedAt(writer, bank));
        });
        codes.Forget(0);
        database.ReloadClock();
        return outcome;
    }

    public SettingsView SettingsOn(long bank, LocalDate? on) => View(SettingsOf(bank), on ?? Today);

    /// <summary>
    /// Sets settings. What money or rights hang on is only proposed once the book has entries, and all that is sent with it waits too.
    /// </summary>
    public async Task<Outcome<SettingsView>> Set(WriteContext context, long bank, SettingsInput input)
    {
        if (input.Values.Count == 0) return new Refusal(VillageRefusals.MissingValue, "values");
        foreach (var (name, value) in input.Values)
        {
            var setting = Setting.All.FirstOrDefault(setting => setting.Name == name);
            if (setting is null) return new Refusal(VillageRefusals.NotInList, $"values.{name}");
            if (Fields.Range(value, $"values.{name}", setting.Least, setting.Most) is { } outside) return outside;
        }
        var day = input.ValidFrom ?? Today;
        if (Fields.Day(day, "validFrom") is { } badDay) return badDay;
        if (Fields.Optional(input.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        var isGuarded = Setting.Guarded.Any(setting => input.Values.ContainsKey(setting.Name));
        if (isGuarded && document.Length == 0) return new Refusal(VillageRefusals.MissingValue, "document");
        if (Levels(SettingsOf(bank), input.Values, day) is { } crossed) return crossed;
        var outcome = await database.Write<SettingsView>(context, bank, "settings", writer =>
        {
            var isFirst = BookTable.Head(writer, bank).Entry.Value == 0;
            if (!isFirst && day < Today) return new Refusal(VillageRefusals.SettingFromPast, "validFrom").With("today", Today.ToIso());
            long? proposal = isGuarded ? SettingProposalTable.Add(writer, bank, day, document, input.Values, context.Caller.Actor) : null;
            if (proposal is { } waiting && isFirst) SettingProposalTable.Decide(writer, bank, waiting, "alone", context.Caller.Actor);
            if (proposal is null || isFirst) SettingTable.Set(writer, bank, day, input.Values, context.Caller.Actor);
            return View(SettingTable.Of(writer, bank), day) with { Proposal = isFirst ? null : proposal };
        });
        settings.Forget(bank);
        return outcome;
    }

    /// <summary>
    /// Changes of settings on which money or rights hang, the last first; only those that wait where <paramref name="open"/> is set.
    /// </summary>
    public IReadOnlyList<SettingProposalView> Proposals(long bank, bool open, long before, int limit) =>
        database.Read(db => SettingProposalTable.List(db, bank, null, open, before, limit));

    /// <summary>Whether this caller proposed the change, and so leaves it to another person to confirm it.</summary>
    public bool IsProposedBy(Caller caller, long bank, long number) =>
        database.Read(db => SettingProposalTable.IsBy(db, bank, number, caller.Actor));

    /// <summary>How many changes of other people wait for this caller to decide, counted no further than <paramref name="most"/>.</summary>
    public long WaitingFor(Caller caller, long bank, int most) => database.Read(db =>
        SettingProposalTable.List(db, bank, null, true, 0, most)
            .Count(proposal => !SettingProposalTable.IsBy(db, bank, proposal.Number, caller.Actor)));

    /// <summary>A second person puts a proposed change into force, or anybody who may refuses it.</summary>
    public async Task<Outcome<SettingProposalView>> Decide(WriteContext context, long bank, long number, bool confirms)
    {
        var outcome = await database.Write<SettingProposalView>(
            context, bank, confirms ? "setting-confirmation" : "setting-refusal", writer =>
        {
            if (SettingProposalTable.List(writer, bank, number, false, 0, 1) is not [var proposal])
                return new Refusal(VillageRefusals.UnknownProposal, "proposal");
            if (proposal.State != "open") return new Refusal(VillageRefusals.ProposalDecided, "proposal").With("state", proposal.State);
            if (confirms && SecondPerson.Lacks(
                writer, context.Caller, SettingProposalTable.MadeBy(writer, bank, number), "proposal") is { } same)
                return same;
            if (confirms && SettingProposalTable.IsOvertaken(writer, bank, number))
                return new Refusal(VillageRefusals.ProposalMoved, "proposal");
            // Whoever decides late changes no day that is over.
            var day = LocalDate.Max(proposal.ValidFrom, Today);
            if (confirms && Levels(SettingTable.Of(writer, bank), proposal.Values, day) is { } crossed) return crossed;
            SettingProposalTable.Decide(writer, bank, number, confirms ? "confirmed" : "refused", context.Caller.Actor);
            if (confirms) SettingTable.Set(writer, bank, day, proposal.Values, context.Caller.Actor);
            return SettingProposalTable.List(writer, bank, number, false, 0, 1)[0];
        });
        settings.Forget(bank);
        return outcome;
    }

    /// <summary>A household is reminded no later than its favours may be paused, and neither at the honour with which it begins.</summary>
    static Refusal? Levels(Settings settings, IReadOnlyDictionary<string, long> values, LocalDate day)
    {
        if (!Changes(Setting.BaseStanding) && !Changes(Setting.FavourRemindBelow) && !Changes(Setting.FavourPauseBelow)) return null;
        var (start, remind, pause) = (Value(Setting.BaseStanding), Value(Setting.FavourRemindBelow), Value(Setting.FavourPauseBelow));
        if (remind > start && Changes(Setting.FavourRemindBelow))
            return new Refusal(VillageRefusals.OutOfRange, Field(Setting.FavourRemindBelow)).With("most", start);
        if (remind > start) return new Refusal(VillageRefusals.OutOfRange, Field(Setting.BaseStanding)).With("least", remind);
        if (pause <= remind) return null;
        return Changes(Setting.FavourPauseBelow)
            ? new Refusal(VillageRefusals.OutOfRange, Field(Setting.FavourPauseBelow)).With("most", remind)
            : new Refusal(VillageRefusals.OutOfRange, Field(Setting.FavourRemindBelow)).With("least", pause);

        bool Changes(Setting setting) => values.ContainsKey(setting.Name);

        long Value(Setting setting) => values.TryGetValue(setting.Name, out var value) ? value : settings.On(day, setting);

        static string Field(Setting setting) => $"values.{setting.Name}";
    }

    static SettingsView View(Settings settings, LocalDate day) =>
        new(day, Setting.All.ToDictionary(setting => setting.Name, setting => settings.On(day, setting)));
}
