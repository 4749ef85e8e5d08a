using System.Security.Cryptography;
using System.Text;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Service;

/// <summary>Activities: planned from the library, published, held, closed; or cancelled with a reason.</summary>
public sealed class ActivityDesk(Database database, BankDesk banks)
{
    /// <summary>The longest activity, in hours; a camp of several days is several activities.</summary>
    public const int MaxHours = 24;

    public Outcome<ActivityView> Get(long bank, long number) => database.Read<Outcome<ActivityView>>(db =>
        ActivityTable.Find(db, bank, number) is { } found
            ? ActivityTable.View(db, bank, found)
            : new Refusal(VillageRefusals.UnknownActivity, "activity"));

    /// <summary>Activities, the newest number first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<ActivityLine> All(long bank, ActivityFilter filter, long? before, int limit) => database.Read(db =>
        ActivityTable.All(db, bank, filter, before ?? 0, limit));

    /// <summary>How many activities are over whose hours this caller still writes down or confirms, and the day of the earliest.</summary>
    public (int Count, LocalDate? Since) Over(Caller caller, long bank, int limit)
    {
        var over = database.Read(db => ActivityTable.Over(db, bank, banks.LocalNow.ToMilliseconds(), limit))
            .Where(activity => caller.Leads(bank, activity.Team)).ToList();
        return (over.Count, over is [var (_, ends), ..] ? ends.ToLocal().Date : null);
    }

    public async Task<Outcome<ActivityView>> Plan(WriteContext context, long bank, ActivityInput input)
    {
        if (Fields.Optional(input.Title, "title", Fields.Name, out var title) is { } badTitle) return badTitle;
        if (Fields.Optional(input.Place, "place", Fields.Name, out var place) is { } badPlace) return badPlace;
        if (Check(input.Begins, input.Ends, input.Wanted) is { } bad) return bad;
        return await database.Write<ActivityView>(context, bank, "activity", writer =>
        {
            if (!TeamTable.IsOpen(writer, bank, input.Team)) return new Refusal(VillageRefusals.UnknownTeam, "team");
            if (!context.Caller.Leads(bank, input.Team)) return new Refusal(VillageRefusals.NotAllowed, "team");
            if (ProjectTable.Find(writer, bank, input.Project) is not { } project)
                return new Refusal(VillageRefusals.UnknownProject, "project");
            if (OutOfForce(project, input.Begins.Date) is { } early) return early;
            var planned = new Activity(
                0, project.Number, project.Version, input.Team, title, place.Length > 0 ? place : project.Place,
                input.Begins.ToMilliseconds(), input.Ends.ToMilliseconds(),
                input.Wanted ?? project.Wanted, ActivityState.Planned, 0, "");
            var number = ActivityTable.Add(writer, bank, planned);
            ActivityTable.Advance(writer, bank, planned with { Number = number }, "", context.Caller.Actor);
            return ActivityTable.View(writer, bank, ActivityTable.Find(writer, bank, number)!);
        });
    }

    /// <summary>Another time, place or number of people, before it is held.</summary>
    public async Task<Outcome<ActivityView>> Change(WriteContext context, long bank, long number, ActivityChange change)
    {
        if (Fields.Optional(change.Place, "place", Fields.Name, out var place) is { } badPlace) return badPlace;
        if (Fields.Optional(change.Reason, "reason", Fields.Line, out var reason) is { } badReason) return badReason;
        return await Step(context, bank, number, "activity-change", reason, (writer, before) =>
        {
            if (before.State is not (ActivityState.Planned or ActivityState.Open)) return Wrong(before);
            var after = before with
            {
                Place = place.Length > 0 ? place : before.Place,
                Begins_At = change.Begins?.ToMilliseconds() ?? before.Begins_At,
                Ends_At = change.Ends?.ToMilliseconds() ?? before.Ends_At,
                Wanted = change.Wanted ?? before.Wanted,
            };
            if (after == before) return new Refusal(VillageRefusals.MissingValue, "place");
            if (Check(after.Begins_At.ToLocal(), after.Ends_At.ToLocal(), after.Wanted) is { } bad) return bad;
            return OutOfForce(ProjectTable.Of(writer, bank, before.Project, before.Project_Version), after.Day) is { } early
                ? early
                : after;
        });
    }

    /// <summary>An activity, for whoever may act for its team.</summary>
    public Outcome<ActivityView> Led(Caller caller, long bank, long number)
    {
        var found = Get(bank, number);
        return found.Refusal is null && !caller.Leads(bank, found.Value.Team) ? new Refusal(VillageRefusals.NotAllowed) : found;
    }

    /// <summary>Takes an activity to a state by its name.</summary>
    public async Task<Outcome<ActivityView>> Advance(WriteContext context, long bank, long number, ActivityStepInput input) =>
        input.State switch
        {
            ActivityState.Open => await Open(context, bank, number),
            ActivityState.Held when !string.IsNullOrWhiteSpace(input.Reason) => await Reopen(context, bank, number, new(input.Reason)),
            ActivityState.Held => await Hold(context, bank, number),
            ActivityState.Closed => await Close(context, bank, number),
            ActivityState.Cancelled => await Cancel(context, bank, number, new(input.Reason)),
            _ => new Refusal(VillageRefusals.NotInList, "state"),
        };

    /// <summary>Opens it to the village: from now on people sign up.</summary>
    public Task<Outcome<ActivityView>> Open(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-open", "", (_, before) =>
        before.State == ActivityState.Planned ? before with { State = ActivityState.Open } : Wrong(before));

    /// <summary>Says that it took place.</summary>
    public Task<Outcome<ActivityView>> Hold(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-held", "", (_, before) =>
        before.State != ActivityState.Open ? Wrong(before)
        : before.Begins_At > banks.Now.ToUnixTimeMilliseconds() ? new Refusal(VillageRefusals.TimeInFuture, "begins")
        : before with { State = ActivityState.Held });

    /// <summary>Closes it when everybody's times are confirmed or struck off.</summary>
    public Task<Outcome<ActivityView>> Close(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "activity-close", "", (writer, before) =>
    {
        if (before.State != ActivityState.Held) return Wrong(before);
        var waiting = ActivityTable.Unconfirmed(writer, bank, number);
        return waiting > 0
            ? new Refusal(VillageRefusals.AttendancesOpen, "activity").With("count", waiting)
            : before with { State = ActivityState.Closed };
    });

    /// <summary>Opens a closed one again, because something has to be corrected.</summary>
    public async Task<Outcome<ActivityView>> Reopen(WriteContext context, long bank, long number, ReasonInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await Step(context, bank, number, "activity-reopen", reason, (_, before) =>
            before.State == ActivityState.Closed ? before with { State = ActivityState.Held } : Wrong(before));
    }

    /// <summary>Calls it off. Where somebody has come already it was held.</summary>
    public async Task<Outcome<ActivityView>> Cancel(WriteContext context, long bank, long number, ReasonInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await Step(context, bank, number, "activity-cancel", reason, (writer, before) =>
        {
            if (before.State is not (ActivityState.Planned or ActivityState.Open)) return Wrong(before);
            var came = ActivityTable.Came(writer, bank, number);
            return came > 0
                ? new Refusal(VillageRefusals.AttendancesOpen, "activity").With("count", came)
                : before with { State = ActivityState.Cancelled };
        });
    }

    /// <summary>
    /// A new code for the door; the one before signs nobody in any more. The token follows from the seed, a secret of the page that asks:
    /// the same request gets the same token again although only its digest is kept.
    /// </summary>
    public async Task<Outcome<ActivityCodeView>> IssueCode(WriteContext context, long bank, long number, string seed)
    {
        if (Card.CheckSeed(seed) is { } badSeed) return badSeed;
        var token = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(seed), Encoding.UTF8.GetBytes($"activity:{bank}:{number}")).AsSpan(0, 16));
        var asked = context with { Fingerprint = Digest.Of($"{context.Fingerprint} {seed}") };
        var outcome = await database.Write<ActivityCodeView>(asked, bank, "activity-code", writer =>
        {
            if (ActivityTable.Find(writer, bank, number) is not { } found)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, found.Team)) return new Refusal(VillageRefusals.NotAllowed);
            if (found.State is ActivityState.Cancelled or ActivityState.Closed) return Wrong(found);
            if (!ActivityTable.AddCode(writer, bank, number, Digest.Of(token), context.Caller.Actor))
                return new Refusal(VillageRefusals.AlreadyExists, "seed");
            var view = ActivityTable.View(writer, bank, found);
            return new ActivityCodeView(number, view.Title, view.Begins, view.Ends);
        });
        // The token is added here and not in the write, so that it is never kept with the answer.
        return context.DryRun ? outcome : outcome.Then(view => view with { Token = token });
    }

    /// <summary>Whether this is the last code of the activity.</summary>
    internal static bool IsItsCode(DbSession db, long bank, long activity, string token) =>
        ActivityTable.CodeOf(db, bank, activity) is { } hash
        && CryptographicOperations.FixedTimeEquals(hash, Digest.Of(token.Trim().ToLowerInvariant()).ToArray());

    internal static Refusal Wrong(Activity activity) =>
        new Refusal(VillageRefusals.WrongActivityState, "activity").With("state", activity.State);

    Task<Outcome<ActivityView>> Step(
        WriteContext context, long bank, long number, string action, string reason, Func<Writer, Activity, Outcome<Activity>> decide) =>
        database.Write<ActivityView>(context, bank, action, writer =>
        {
            if (ActivityTable.Find(writer, bank, number) is not { } before)
                return new Refusal(VillageRefusals.UnknownActivity, "activity");
            if (!context.Caller.Leads(bank, before.Team)) return new Refusal(VillageRefusals.NotAllowed);
            var decided = decide(writer, before);
            if (decided.Refusal is { } refusal) return refusal;
            ActivityTable.Advance(writer, bank, decided.Value, reason, context.Caller.Actor);
            return ActivityTable.View(writer, bank, ActivityTable.Find(writer, bank, number)!);
        });

    static Refusal? Check(LocalDateTime begins, LocalDateTime ends, long? wanted)
    {
        if (Fields.Day(begins.Date, "begins") is { } badDay) return badDay;
        if (begins.Second != 0 || begins.NanosecondOfSecond != 0) return new(VillageRefusals.NotInList, "begins");
        if (ends.Second != 0 || ends.NanosecondOfSecond != 0) return new(VillageRefusals.NotInList, "ends");
        if (ends <= begins || ends > begins.PlusHours(MaxHours))
            return new Refusal(VillageRefusals.OutOfRange, "ends").With("most", MaxHours);
        return wanted is { } people ? Fields.Range(people, "wanted", 1, ProjectDesk.MaxWanted) : null;
    }

    static Refusal? OutOfForce(ProjectRow project, LocalDate day) => project.IsInForce(day)
        ? null
        : new Refusal(VillageRefusals.ProjectNotInForce, "begins").With("from", project.Valid_From)
            .With("until", project.Valid_Until ?? "…");
}
