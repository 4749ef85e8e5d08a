using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Clocks;

/// <summary>Today's date, typed by somebody who has looked at a calendar or a phone.</summary>
public sealed record ClockInput(LocalDate Today);

/// <summary>
/// Somebody of the staff said that the clock is right: what the book or the program had last seen, and what the clock said.
/// </summary>
public sealed record ClockConfirmation(long Number, Instant LastAt, Instant ConfirmedAt, string Handler);

/// <summary>How the clock stands.</summary>
/// <param name="InDoubt">Whether it has jumped and nobody has confirmed it: nothing is written.</param>
/// <param name="Last">The last moment that was believed; null where the clock is.</param>
/// <param name="NeedsAdministrator">Whether an administrator must confirm it.</param>
/// <param name="BehindMinutes">By how much a clock that is believed lies behind what was seen before; 0 where it does not.</param>
/// <param name="Confirmations">Every confirmation, newest first.</param>
public sealed record ClockView(
    bool InDoubt, Instant? Last, bool NeedsAdministrator, long BehindMinutes, IReadOnlyList<ClockConfirmation> Confirmations);

/// <summary>
/// What a book got between one confirmation of the clock and the next, as entry numbers; none where the last is less than the first.
/// </summary>
public sealed record ClockStretch(ClockConfirmation Confirmation, long FirstEntry, long LastEntry);

/// <summary>Whether the clock is believed, and who said that it is right.</summary>
public sealed class ClockCheckDesk(Database database, IClock clock)
{
    const int MinTold = 5;

    public ClockDoubt? Doubt => database.DoubtOf(clock.GetCurrentInstant());

    /// <summary>By how many minutes a clock that is believed lies behind; 0 where it is not worth telling.</summary>
    public long BehindMinutes =>
        Doubt is null && database.BehindAt(clock.GetCurrentInstant()) is { TotalMinutes: >= MinTold } behind
            ? (long)behind.TotalMinutes
            : 0;

    /// <summary>How the clock stands, for staff.</summary>
    public Outcome<ClockView> View(Caller caller) => IsStaff(caller) ? View() : VillageRefusals.NotAllowed;

    ClockView View()
    {
        var doubt = Doubt;
        var confirmations = database.Read(ClockStretchTable.Confirmations);
        return new(doubt is not null, doubt?.Last, doubt is { NeedsAdministrator: true }, BehindMinutes, confirmations);
    }

    /// <summary>The confirmations, newest first, with what the bank's book got after each.</summary>
    public IReadOnlyList<ClockStretch> Stretches(long bank) => database.Read(db => Stretches(db, bank));

    static List<ClockStretch> Stretches(DbSession db, long bank)
    {
        var marks = ClockStretchTable.Marks(db, bank);
        var last = BookTable.Head(db, bank).Entry.Value;
        var stretches = new List<ClockStretch>();
        foreach (var confirmation in ClockStretchTable.Confirmations(db))
        {
            var before = marks.GetValueOrDefault(confirmation.Number)?.Entry ?? 0;
            stretches.Add(new(confirmation, before + 1, last));
            last = before;
        }
        return stretches;
    }

    /// <summary>One stretch with what happened in it beside entries; null where there is no such confirmation.</summary>
    public ClockStretchView? Stretch(long bank, long confirmation) =>
        Told(bank, confirmation + 1, 1) is [var told] && told.Stretch.Confirmation.Number == confirmation ? told : null;

    /// <summary>
    /// Stretches with what happened in them, newest first; <paramref name="before"/> is the last number of the page before.
    /// </summary>
    public IReadOnlyList<ClockStretchView> Told(long bank, long? before, int limit) => database.Read(db =>
    {
        var marks = ClockStretchTable.Marks(db, bank);
        // A village that was opened later has no mark: all that it has came since.
        return Stretches(db, bank).Where(stretch => before is null || stretch.Confirmation.Number < before).Take(limit)
            .Select(stretch => ClockStretchTable.View(
                db, bank, stretch, marks.GetValueOrDefault(stretch.Confirmation.Number) ?? ClockStretchTable.Numbers.None,
                marks.GetValueOrDefault(stretch.Confirmation.Number + 1) ?? ClockStretchTable.Numbers.All)).ToList();
    });

    /// <summary>
    /// Work goes on if the typed day is the clock's own. The clock's day is told only to whoever typed another, so that nobody copies it.
    /// </summary>
    public async Task<Outcome<ClockView>> Confirm(WriteContext context, ClockInput input)
    {
        if (!IsStaff(context.Caller)) return VillageRefusals.NotAllowed;
        var outcome = await database.Write<ClockView>(
            context, 0, "clock-confirmation", writer => Confirm(writer, context.Caller, input.Today), atAnyClock: true);
        if (outcome.Refusal is null && !context.DryRun) database.ReloadClock();
        return outcome;
    }

    static bool IsStaff(Caller caller) => caller.Grants.Any(grant => grant.Role is not (Role.Household or Role.Device));

    Outcome<ClockView> Confirm(Writer writer, Caller caller, LocalDate typed)
    {
        var doubt = database.DoubtOf(writer.Now);
        if (doubt is { NeedsAdministrator: true } && !caller.Is(Role.Administrator, 0)) return VillageRefusals.ClockNeedsAdministrator;
        var says = writer.Now.InZone(BankDesk.Zone).Date;
        if (typed != says)
            return new Refusal(VillageRefusals.ClockDiffers, "today").With("typed", typed.ToIso()).With("clock", says.ToIso());
        ClockStretchTable.Confirm(
            writer, doubt?.Last ?? writer.Now + Duration.Max(Duration.Zero, database.BehindAt(writer.Now)), caller.Actor);
        ClockTable.Confirm(writer, writer.Now);
        return new ClockView(false, null, false, 0, ClockStretchTable.Confirmations(writer));
    }
}
