using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Boards.Black;

/// <summary>Decided entries, in the state that the address asks for.</summary>
public sealed record BlackListFacts(IReadOnlyList<BlackView> Entries, string? State, string? Next);

/// <summary>A decision to write down: written reminders that had one in private before them, and meetings.</summary>
public sealed record BlackFormFacts(IReadOnlyList<ReminderView> Reminders, IReadOnlyList<AssessmentView> Sessions);

/// <summary>A decided entry with what was objected to it; a supervisor may see who objects.</summary>
public sealed record BlackFacts(BlackView Entry, IReadOnlyList<BlackObjectionView> Objections);

public sealed record BlackEndCheckFacts(BlackView Entry, BlackEndInput Input);

public sealed record BlackObjectionsFacts(IReadOnlyList<BlackObjectionView> Objections, bool All, string? Next);

public sealed record BlackObjectionFacts(BlackObjectionView Objection, BlackView Entry, bool IsInvolved);

/// <summary>The way onto the black board and off it: clerk and assessor write down, the supervisor posts, ends and answers.</summary>
static class BlackRoutes
{
    const int OnePage = 30;
    const int MaxToChooseFrom = 200;

    public static void MapBlack(this IEndpointRouteBuilder door, Desks desks)
    {
        var readers = door.MapGroup("/black").Requires(Role.Clerk, Role.Assessor, Role.Supervisor);
        readers.Page("", List);
        readers.Page("/{entry}", visit => With(visit, facts => Task.FromResult(visit.Show<BlackEntryPage>(facts))));
        readers.Page("/{entry}/letter", visit => With(visit, facts => Task.FromResult(visit.Show<BlackLetter>(facts.Entry))));

        var writers = door.MapGroup("/black").Requires(Role.Clerk, Role.Assessor);
        writers.Page("/new", visit => visit.Show<BlackFormPage>(Choices(visit)));
        writers.Form("/change", (visit, _) => Task.FromResult(visit.Show<BlackFormPage>(Choices(visit))));
        writers.Form("/check", (visit, form) => Read(visit, form, async input =>
        {
            var tried = await visit.Try(context => desks.Black.Record(context, visit.Bank, input));
            return tried.Refusal is { } refusal
                ? visit.Again<BlackFormPage>(refusal, Choices(visit))
                : visit.Show<BlackCheckPage>(tried.Value);
        }));
        writers.Form("", (visit, form) => Read(visit, form, async input =>
        {
            var written = await visit.Write(form, context => desks.Black.Record(context, visit.Bank, input));
            return written.Refusal is { } refusal
                ? visit.Again<BlackFormPage>(refusal, Choices(visit))
                : visit.Go(At(visit, $"/{written.Value.Number}"), "black_recorded");
        }));

        var desk = door.MapGroup("/black/{entry}/objections").Requires(Role.Clerk, Role.Supervisor);
        desk.Form("/again", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<BlackEntryPage>(facts))));
        desk.Form("/check", (visit, form) => Object(visit, form, isTrial: true));
        desk.Form("", (visit, form) => Object(visit, form, isTrial: false));

        var supervisor = door.MapGroup("/black").Requires(Role.Supervisor);
        supervisor.Form("/{entry}/posting/check", (visit, _) => With(visit, async facts =>
        {
            var tried = await visit.Try(context => desks.Black.Post(context, visit.Bank, facts.Entry.Number));
            return tried.Refusal is { } refusal ? visit.Again<BlackEntryPage>(refusal, facts) : visit.Show<BlackPostCheckPage>(facts.Entry);
        }));
        supervisor.Form("/{entry}/again", (visit, _) => With(visit, facts => Task.FromResult(visit.Show<BlackEntryPage>(facts))));
        supervisor.Form("/{entry}/posting", (visit, form) => With(visit, async facts =>
        {
            var written = await visit.Write(form, context => desks.Black.Post(context, visit.Bank, facts.Entry.Number));
            return written.Refusal is { } refusal
                ? visit.Again<BlackEntryPage>(refusal, facts)
                : visit.Go(At(visit, $"/{facts.Entry.Number}"), "black_posted");
        }));
        supervisor.Form("/{entry}/end/check", (visit, form) => ReadEnd(visit, form, async (facts, input) =>
        {
            var tried = await visit.Try(context => desks.Black.End(context, visit.Bank, facts.Entry.Number, input));
            return tried.Refusal is { } refusal
                ? visit.Again<BlackEntryPage>(refusal, facts)
                : visit.Show<BlackEndCheckPage>(new BlackEndCheckFacts(facts.Entry, input));
        }));
        supervisor.Form("/{entry}/end", (visit, form) => ReadEnd(visit, form, async (facts, input) =>
        {
            var written = await visit.Write(form, context => desks.Black.End(context, visit.Bank, facts.Entry.Number, input));
            return written.Refusal is { } refusal
                ? visit.Again<BlackEntryPage>(refusal, facts)
                : visit.Go(At(visit, $"/{facts.Entry.Number}"), "black_ended");
        }));
        supervisor.Page("/objections", Objections);
        supervisor.Page(
            "/objections/{objection}", visit => WithObjection(visit, facts => Task.FromResult(visit.Show<BlackObjectionPage>(facts))));
        supervisor.Form(
            "/objections/{objection}/again",
            (visit, _) => WithObjection(visit, facts => Task.FromResult(visit.Show<BlackObjectionPage>(facts))));
        supervisor.Form("/objections/{objection}/check", (visit, form) => Rule(visit, form, isTrial: true));
        supervisor.Form("/objections/{objection}", (visit, form) => Rule(visit, form, isTrial: false));

        Task<IResult> Object(Visit visit, FormReader form, bool isTrial) => With(visit, async facts =>
        {
            var input = new BlackObjectionInput(form.Required("words", 400), "voice", Objector: form.Text("objector", 40));
            if (form.Finish() is { } refusals) return visit.Again<BlackEntryPage>(refusals, facts);
            Task<Outcome<BlackObjectionView>> Write(WriteContext context) =>
                desks.BlackObjections.Object(context, visit.Bank, facts.Entry.Number, input);
            var done = isTrial ? await visit.Try(Write) : await visit.Write(form, Write);
            if (done.Refusal is { } refusal) return visit.Again<BlackEntryPage>(refusal, facts);
            return isTrial
                ? visit.Show<BlackSpokenCheckPage>(facts.Entry)
                : visit.Go(At(visit, $"/{facts.Entry.Number}"), "black_objected");
        });

        Task<IResult> Rule(Visit visit, FormReader form, bool isTrial) => WithObjection(visit, async facts =>
        {
            var input = new BlackRulingInput(form.Required("outcome", 20), form.Required("reason", 400));
            if (form.Finish() is { } refusals) return visit.Again<BlackObjectionPage>(refusals, facts);
            Task<Outcome<BlackObjectionView>> Write(WriteContext context) =>
                desks.BlackObjections.Rule(context, visit.Bank, facts.Objection.Number, input);
            var done = isTrial ? await visit.Try(Write) : await visit.Write(form, Write);
            if (done.Refusal is { } refusal) return visit.Again<BlackObjectionPage>(refusal, facts);
            return isTrial
                ? visit.Show<BlackRulingCheckPage>(facts)
                : visit.Go(At(visit, $"/objections/{facts.Objection.Number}"), "black_ruled");
        });
    }

    /// <summary>An address of the decided entries.</summary>
    public static string At(Visit visit, string page = "") => BoardRoutes.At(visit, "black" + page);

    static IResult List(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (before, state) = (asked.After() ?? 0, visit.Query("state"));
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        if (state is not null && !BlackState.All.Contains(state)) return visit.Refuse(new Refusal(VillageRefusals.NotInList, "state"));
        var found = visit.Desks.Black.List(visit.Caller, visit.Bank, state, before, OnePage + 1);
        var page = found.Take(OnePage).ToList();
        return visit.Show<BlackListPage>(new BlackListFacts(page, state, found.Count > OnePage ? page[^1].Number.Plain() : null));
    }

    static IResult Objections(Visit visit)
    {
        var asked = Asked.Of(visit);
        var (before, all) = (asked.After() ?? 0, visit.Query("show") == "all");
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var found = visit.Desks.BlackObjections.List(visit.Bank, !all, 0, before, OnePage + 1);
        var page = found.Take(OnePage).ToList();
        return visit.Show<BlackObjectionsPage>(new BlackObjectionsFacts(page, all, found.Count > OnePage ? page[^1].Number.Plain() : null));
    }

    static BlackFormFacts Choices(Visit visit)
    {
        var reminders = visit.Desks.Reminders.List(visit.Bank, null, 0, MaxToChooseFrom);
        return new(
            [.. reminders.Where(reminder => reminder.Kind == "written" && Before(reminders, reminder) is not null)],
            visit.Desks.Assessments.List(visit.Bank, 0, OnePage));
    }

    /// <summary>The last reminder in private before a written one of the same household and rule.</summary>
    static ReminderView? Before(IEnumerable<ReminderView> reminders, ReminderView written) => reminders
        .Where(
            reminder => reminder.Kind == "private"
                && reminder.Household == written.Household
                && reminder.Rule == written.Rule
                && reminder.RemindedOn <= written.RemindedOn)
        .MaxBy(reminder => reminder.RemindedOn);

    static Task<IResult> Read(Visit visit, FormReader form, Func<BlackInput, Task<IResult>> then)
    {
        var (number, session) = (form.RequiredNumber("writtenReminder", 1), form.RequiredNumber("session", 1));
        var reminders = visit.Desks.Reminders.List(visit.Bank, null, 0, MaxToChooseFrom);
        var written = reminders.FirstOrDefault(reminder => reminder.Number == number);
        if (written is null && number > 0) form.Refuse(new(VillageRefusals.ReminderMissing, "writtenReminder"));
        var input = new BlackInput(
            written?.Household ?? 0, written?.Rule ?? "", written is null ? 0 : Before(reminders, written)?.Number ?? 0, number, session,
            form.Required("document", 120), form.Required("reason", 400), form.Date("shownFrom"), form.RequiredNumber("days", 1));
        return form.Finish() is { } refusals ? Task.FromResult(visit.Again<BlackFormPage>(refusals, Choices(visit))) : then(input);
    }

    static Task<IResult> ReadEnd(Visit visit, FormReader form, Func<BlackFacts, BlackEndInput, Task<IResult>> then) => With(visit, facts =>
    {
        var input = new BlackEndInput(form.Required("kind", 20), form.Required("note", 400));
        return form.Finish() is { } refusals ? Task.FromResult(visit.Again<BlackEntryPage>(refusals, facts)) : then(facts, input);
    });

    static async Task<IResult> With(Visit visit, Func<BlackFacts, Task<IResult>> then)
    {
        var found = visit.Desks.Black.Get(visit.Caller, visit.Bank, visit.Ask.Number("entry"));
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        return await then(
            new(found.Value, visit.Desks.BlackObjections.List(visit.Bank, open: false, found.Value.Number, 0, MaxToChooseFrom)));
    }

    static async Task<IResult> WithObjection(Visit visit, Func<BlackObjectionFacts, Task<IResult>> then)
    {
        var found = visit.Desks.BlackObjections.Get(visit.Bank, visit.Ask.Number("objection"));
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        var tried = found.Value.Ruling is null
            ? await visit.Try(context => visit.Desks.BlackObjections.Rule(context, visit.Bank, found.Value.Number, new("dismissed", "-")))
            : found;
        return await then(
            new(
                found.Value, visit.Desks.Black.Get(visit.Caller, visit.Bank, found.Value.Entry).Value,
                tried.Refusal?.Kind == VillageRefusals.Involved));
    }
}
