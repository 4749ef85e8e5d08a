using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Proposals;

namespace PointsBank.Web.Pages.Honours;

/// <summary>The public roll of honour.</summary>
public sealed record HonourRollFacts(IReadOnlyList<HonourLine> Lines, string? Next);

/// <summary>Titles, candidates and awards, and the meetings that may have decided.</summary>
public sealed record HonourDeskFacts(
    IReadOnlyList<TitleView> Titles, IReadOnlyList<CandidateView> Candidates, IReadOnlyList<AwardView> Awards,
    IReadOnlyList<(string Number, string Words)> Meetings);

/// <summary>Honours: the roll in public, and the desk where candidates are proposed, decided on and awarded.</summary>
static class HonourRoutes
{
    const int OnAPage = 50, OneSheet = 100, LastMeetings = 20, RollsPerMinute = 120;

    public static void MapHonours(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}/honours", visit => visit.Show<HonourRollPage>(Roll(visit, OnAPage))).Public()
            .Limited("boards", RollsPerMinute);
        pages.Page("/v/{bank}/honours/sheet", visit => visit.Show<HonourRollSheet>(Roll(visit, OneSheet))).Public()
            .Limited("boards", RollsPerMinute);

        var door = pages.MapGroup("/v/{bank}/honour-desk");
        door.Page("", visit => visit.Show<HonourDeskPage>(Desk(visit))).Requires(Role.Clerk, Role.Supervisor, Role.Assessor);
        door.Form("/titles", (visit, form) =>
        {
            var input = new TitleInput(
                form.Required("code", 16), form.Required("nameZh", 200), form.Required("nameEn", 400), form.Required("level", 20),
                form.Required("body", 400), form.Text("rule", 20));
            return Write(visit, form, "honour_title_added", context => desks.Honours.SetTitle(context, visit.Bank, input));
        }).Requires(Role.Clerk);
        door.Form("/candidates", (visit, form) =>
        {
            var input = new CandidatesInput(
                (int)form.RequiredNumber("year", 1949, 2199), form.Required("title", 16), form.Number("household", 1),
                form.Number("member", 1), form.Text("reason", 2_000));
            return Write(visit, form, "honour_proposed", context => desks.Honours.Propose(context, visit.Bank, input));
        }).Requires(Role.Clerk, Role.Assessor);
        door.Form("/decisions", (visit, form) =>
        {
            var candidate = form.RequiredNumber("candidate", 1);
            var input = new CandidateDecisionInput(
                form.Required("outcome", 20), form.RequiredNumber("session", 1), form.Text("document", 400), form.Text("reason", 2_000));
            return Write(visit, form, "honour_decided", context => desks.Honours.Decide(context, visit.Bank, candidate, input));
        }).Requires(Role.Clerk, Role.Assessor);
        door.Form("/awards/check", (visit, form) => Award(visit, form, isTrial: true)).Requires(Role.Clerk);
        door.Form("/awards/again", (visit, _) => Task.FromResult(visit.Show<HonourDeskPage>(Desk(visit)))).Requires(Role.Clerk);
        door.Form("/awards", (visit, form) => Award(visit, form, isTrial: false)).Requires(Role.Clerk);
        door.Form("/removals", (visit, form) =>
        {
            var (award, reason) = (form.RequiredNumber("award", 1), form.Required("reason", 2_000));
            var points = desks.Honours.Get(visit.Bank, award) is { Refusal: null, Value: { Entry: not null, ReversedBy: null } };
            return Write(
                visit, form, points ? "honour_removed_points" : "honour_removed",
                context => desks.Honours.TakeBack(context, visit.Bank, award, new(reason)));
        }).Requires(Role.Supervisor);

        HonourRollFacts Roll(Visit visit, int most)
        {
            var lines = desks.Honours.Roll(visit.Bank, visit.After ?? 0, most + 1);
            return new([.. lines.Take(most)], lines.Count > most ? lines[most - 1].Number.Plain() : null);
        }

        async Task<IResult> Award(Visit visit, FormReader form, bool isTrial)
        {
            var input = new AwardInput(
                form.Required("title", 16), form.Required("document", 400), form.RequiredDate("awardedOn"), form.Number("household", 1),
                form.Number("member", 1), form.Number("candidate", 1),
                form.Text("body", 400));
            if (form.Finish() is { } refusals) return visit.Again<HonourDeskPage>(refusals, Desk(visit));
            var done = isTrial
                ? await visit.Try(context => desks.Honours.Award(context, visit.Bank, input))
                : await visit.Write(form, context => desks.Honours.Award(context, visit.Bank, input));
            if (done.Refusal is { } refusal) return visit.Again<HonourDeskPage>(refusal, Desk(visit));
            if (isTrial) return visit.Show<AwardCheckPage>(done.Value);
            return done.Value.Award is null ? visit.Go(ProposalRoutes.At(visit), "proposal_sent") : visit.Go(At(visit), "honour_awarded");
        }
    }

    public static string At(Visit visit, string page = "") => $"{visit.Home}/honour-desk{page}";

    static HonourDeskFacts Desk(Visit visit) => new(
        visit.Desks.Honours.Titles(visit.Bank), visit.Desks.Honours.Candidates(visit.Bank, null, null, 0, OnAPage),
        visit.Desks.Honours.Awards(visit.Bank, null, 0, OnAPage),
        [.. visit.Desks.Assessments.List(visit.Bank, 0, LastMeetings)
            .Select(
                meeting => (
                    meeting.Number.Plain(),
                    visit.Say(
                        "favour_meeting", ("number", meeting.Number), ("day", NodaTime.Text.LocalDatePattern.Iso.Format(meeting.HeldOn)),
                        ("people", meeting.Present.Count))))]);

    static async Task<IResult> Write<T>(Visit visit, FormReader form, string done, Func<WriteContext, Task<Outcome<T>>> write)
    {
        if (form.Finish() is { } refusals) return visit.Again<HonourDeskPage>(refusals, Desk(visit));
        var outcome = await visit.Write(form, write);
        return outcome.Refusal is { } refusal ? visit.Again<HonourDeskPage>(refusal, Desk(visit)) : visit.Go(At(visit), done);
    }
}
