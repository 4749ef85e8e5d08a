using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Homes;

namespace PointsBank.Web.Pages.Claims.Assessment;

/// <summary>
/// What waits in a group: how many claims, how many of them deductions, how many whoever asks keeps out of, and what they would give.
/// </summary>
public sealed record GroupDue(string Group, int Items, int Deductions, int Barred, long Points);

/// <summary>What an assessor sees first: the next day of assessment, what waits for it, and the meetings.</summary>
public sealed record AssessHomeFacts(LocalDate NextDay, IReadOnlyList<GroupDue> Due, IReadOnlyList<AssessmentView> Meetings, string? Next);

/// <summary>Who may sit in a meeting that is to be opened.</summary>
public sealed record MeetingFormFacts(IReadOnlyList<PersonView> People);

/// <summary>A meeting about to be closed, and how much it leaves for the next.</summary>
public sealed record MeetingCloseFacts(AssessmentView Meeting, int Waiting);

/// <summary>The minutes: who was there and what was decided.</summary>
public sealed record MinutesFacts(AssessmentView Meeting, IReadOnlyList<DecidedItem> Items);

/// <summary>A claim as it was made, and what should be looked at once more.</summary>
public sealed record AssessClaimFacts(ClaimView Claim, IReadOnlyList<string> Warnings);

/// <summary>The assessors' area: what waits, meetings, their minutes.</summary>
static class AssessRoutes
{
    const int MeetingsOnAPage = 20;

    public static void MapAssess(this IEndpointRouteBuilder pages, Desks desks)
    {
        var area = pages.MapGroup("/v/{bank}/assess").Requires(Role.Assessor);
        area.Page("", Home);
        area.Page("/meetings/new", visit => visit.Show<MeetingFormPage>(People(visit)));
        area.Form("/meetings", async (visit, form) =>
        {
            var (day, place, present) = (form.RequiredDate("heldOn"), form.Text("place", 120), Present(form));
            if (form.Finish() is { } refusals) return visit.Again<MeetingFormPage>(refusals, People(visit));
            var opened = await visit.Write(form, context => desks.Assessments.Open(context, visit.Bank, new(day, present, place)));
            return opened.Refusal is { } refusal
                ? visit.Again<MeetingFormPage>(refusal, People(visit))
                : visit.Go(At(visit, $"meetings/{opened.Value.Number}"), "assess_opened");
        });
        area.Page("/meetings/{session}/close", visit => WithMeeting(visit, meeting => meeting.ClosedAt is not null
            ? visit.Go(At(visit, $"meetings/{meeting.Number}/minutes"))
            : visit.Show<MeetingClosePage>(new MeetingCloseFacts(meeting, desks.Assessments.Waiting(visit.Bank, meeting.HeldOn).Count))));
        area.Form("/meetings/{session}/close", async (visit, form) =>
        {
            var closed = await visit.Write(form, context => desks.Assessments.Close(context, visit.Bank, visit.Ask.Number("session")));
            return closed.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Go(At(visit, $"meetings/{closed.Value.Number}/minutes"), "assess_closed");
        });
        area.MapDecisions(desks);

        var readers = pages.MapGroup("/v/{bank}/assess").Requires(Role.Assessor, Role.Supervisor, Role.Clerk);
        readers.Page("/meetings/{session}/minutes", visit => WithMeeting(visit, meeting =>
            visit.Show<MinutesSheet>(new MinutesFacts(meeting, desks.Assessments.Decided(visit.Bank, meeting.Number)))));
        readers.Page("/claims/{claim}", visit =>
        {
            var claim = desks.Claims.Get(visit.Caller, visit.Bank, visit.Ask.Number("claim"));
            return claim.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : visit.Show<AssessClaimPage>(new AssessClaimFacts(claim.Value, desks.Claims.Warnings(visit.Bank, claim.Value.Number)));
        });
        readers.Page("/claims/{claim}/evidence/{file}", visit =>
        {
            var found = desks.Claims.Evidence(visit.Caller, visit.Bank, visit.Ask.Number("claim"), visit.Ask.Number("file"));
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : Results.File(found.Value.Content, found.Value.ContentType, found.Value.FileName);
        });
    }

    /// <summary>An address of this area.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/assess" : $"{visit.Home}/assess/{page}";

    /// <summary>The bar of this area; somebody who reads the minutes from another one keeps that one's.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) => visit.Caller.Is(Role.Assessor, visit.Bank)
        ? [
            (At(visit), "assess_home"), (At(visit, "meetings/new"), "assess_open"), ($"{visit.Home}/board-desk/black", "black_list"),
            ($"{visit.Home}/notices", "notice_link"), ($"{visit.Home}/rulebook", "assess_rulebook")]
        : ClerkLinks.Of(visit);

    public static IResult WithMeeting(Visit visit, Func<AssessmentView, IResult> then)
    {
        var meeting = visit.Desks.Assessments.Get(visit.Bank, visit.Ask.Number("session"));
        return meeting.Refusal is { } refusal ? visit.Refuse(refusal) : then(meeting.Value);
    }

    /// <summary>The people who are ticked.</summary>
    public static IReadOnlyList<long> Present(FormReader form) =>
        [.. form.All("present").Select(number => TypedText.Number(number) ?? 0).Distinct()];

    static MeetingFormFacts People(Visit visit) => new(visit.Desks.Assessments.People(visit.Bank));

    static IResult Home(Visit visit)
    {
        var asked = Asked.Of(visit);
        var before = asked.After() ?? 0;
        if (asked.Finish() is { } refusals) return visit.Refuse(refusals);
        var due = visit.Desks.Assessments.Due(visit.Caller, visit.Bank, visit.Today).GroupBy(item => item.Claim.Group)
            .Select(group => new GroupDue(
            group.Key, group.Count(), group.Count(item => item.Claim.Kind != "credit"), group.Count(item => item.Barred is not null),
            group.Sum(item => item.Claim.Kind == "credit" ? item.Claim.Worth : 0))).ToList();
        var meetings = visit.Desks.Assessments.List(visit.Bank, before, MeetingsOnAPage + 1);
        var page = meetings.Take(MeetingsOnAPage).ToList();
        return visit.Show<AssessHomePage>(
            new AssessHomeFacts(NextDay(visit), due, page, meetings.Count > MeetingsOnAPage ? page[^1].Number.Plain() : null));
    }

    /// <summary>The village's day of assessment, this month's or the next one's.</summary>
    static LocalDate NextDay(Visit visit)
    {
        var day = new LocalDate(
            visit.Today.Year, visit.Today.Month, (int)visit.Desks.Banks.SettingsOf(visit.Bank).On(visit.Today, Setting.AssessmentDay));
        return day < visit.Today ? day.PlusMonths(1) : day;
    }
}
