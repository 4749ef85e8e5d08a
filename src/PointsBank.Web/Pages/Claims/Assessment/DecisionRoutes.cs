using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Claims;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Claims.Assessment;

/// <summary>A group to choose, and how many of its claims wait.</summary>
public sealed record GroupWaiting(long Number, string Name, int Waiting);

/// <summary>A meeting that is going on, and a page of what waits for it.</summary>
/// <param name="Meeting">The meeting.</param>
/// <param name="Others">Who may still come.</param>
/// <param name="Groups">The groups in which claims wait.</param>
/// <param name="Group">The group that is read out; 0 for all.</param>
/// <param name="Items">The claims of this page.</param>
/// <param name="Waiting">How many claims wait in what was chosen.</param>
/// <param name="After">The claim behind which the page begins; 0 for the first page.</param>
/// <param name="Next">The mark of the page behind this one.</param>
public sealed record MeetingFacts(
    AssessmentView Meeting, IReadOnlyList<PersonView> Others, IReadOnlyList<GroupWaiting> Groups, long Group, IReadOnlyList<DueItem> Items,
    int Waiting, long After, string? Next);

/// <summary>What would be written of a page's decisions, and what cannot be and so stays for later, with its reason.</summary>
public sealed record DecisionsCheckFacts(
    AssessmentView Meeting, long Group, IReadOnlyList<(ClaimLine Claim, DecisionView Decision)> Sound,
    IReadOnlyList<(long Number, ClaimLine? Claim, Refusal Refusal)> Left);

/// <summary>A page of claims decided at once: each with its own answer, checked together, written together.</summary>
static class DecisionRoutes
{
    const int ClaimsOnAPage = 50;

    /// <summary>Fields of a decision in which somebody can mend what is wrong by typing.</summary>
    static readonly string[] Mendable = ["outcome", "points", "reason"];

    public static IReadOnlyList<string> Outcomes { get; } = ["as_claimed", "other_points", "rejected"];

    public static void MapDecisions(this IEndpointRouteBuilder area, Desks desks)
    {
        area.Page("/meetings/{session}", visit => AssessRoutes.WithMeeting(visit, meeting =>
        {
            if (meeting.ClosedAt is not null) return visit.Go(AssessRoutes.At(visit, $"meetings/{meeting.Number}/minutes"));
            var asked = Asked.Of(visit);
            var facts = Facts(visit, meeting, asked);
            return asked.Finish() is { } refusals ? visit.Refuse(refusals) : visit.Show<MeetingPage>(facts);
        }));
        area.Form(
            "/meetings/{session}/again",
            (visit, form) => AssessRoutes.WithMeeting(visit, meeting => visit.Show<MeetingPage>(Facts(visit, meeting, form))));
        area.Form("/meetings/{session}/present", async (visit, form) =>
        {
            var session = visit.Ask.Number("session");
            var added = await visit.Write(
                form, context => desks.Assessments.AddPresent(context, visit.Bank, session, new(AssessRoutes.Present(form))));
            return added.Refusal is { } refusal
                ? AssessRoutes.WithMeeting(visit, meeting => visit.Again<MeetingPage>(refusal, Facts(visit, meeting, form)))
                : visit.Go(AssessRoutes.At(visit, $"meetings/{session}"), "assess_present");
        });
        area.Form("/meetings/{session}/check", Check);
        area.Form("/meetings/{session}/decisions", Write);
    }

    /// <summary>The name of a claim's field: <c>o</c> for the outcome, <c>p</c> for points, <c>r</c> for the reason.</summary>
    public static string Field(char what, long claim) => what + claim.Plain();

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var found = visit.Desks.Assessments.Get(visit.Bank, visit.Ask.Number("session"));
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var (meeting, decisions) = (found.Value, Read(form, withLeft: true));
        var facts = Facts(visit, meeting, form);
        if (form.Finish() is { } refusals) return visit.Again<MeetingPage>(refusals, facts);
        if (decisions.Count == 0) return visit.Again<MeetingPage>(new Refusal(VillageRefusals.MissingValue, "items"), facts);
        var tried = await visit.Desks.Assessments.Check(visit.Caller, visit.Bank, meeting.Number, decisions);
        if (tried.Refusal is { } refusal) return visit.Again<MeetingPage>(refusal, facts);

        var shown = facts.Items.ToDictionary(item => item.Claim.Number, item => item.Claim);
        var (sound, left) = (new List<(ClaimLine, DecisionView)>(), new List<(long, ClaimLine?, Refusal)>());
        for (var i = 0; i < decisions.Count; i++)
        {
            var (number, answer) = (decisions[i].Claim, tried.Value.Items[i]);
            var claim = shown.GetValueOrDefault(number) ?? LineOf(visit, number);
            if (answer.Refusal is { } wrong) left.Add((number, claim, wrong with { Field = FieldOf(number, wrong.Field) }));
            else sound.Add((claim!, answer.Decision!));
        }
        // What typing can mend is mended on the page where it was typed; nothing at all to write is no page to confirm.
        var mend = left.Where(item => item.Item3.Field is { } field && field[0] != 'c').Select(item => item.Item3).ToList();
        if (mend.Count > 0) return visit.Again<MeetingPage>(mend, facts);
        return sound.Count == 0
            ? visit.Again<MeetingPage>([.. left.Select(item => item.Item3)], facts)
            : visit.Show<DecisionsCheckPage>(new DecisionsCheckFacts(meeting, facts.Group, sound, left));
    }

    static async Task<IResult> Write(Visit visit, FormReader form)
    {
        var (session, decisions) = (visit.Ask.Number("session"), Read(form, withLeft: false));
        var group = form.Number("group") ?? 0;
        if (form.Finish() is { } refusals) return Again(refusals);
        var written = await visit.Write(form, context => visit.Desks.Assessments.Decide(context, visit.Bank, session, decisions));
        if (written.Refusal is not { } refusal)
        {
            var back = AssessRoutes.At(visit, $"meetings/{session}{(group == 0 ? "" : $"?group={group}")}");
            return visit.Go(back, "assess_decided", ("count", written.Value.Items.Count));
        }
        if (refusal.Kind == LedgerRefusals.KeyReused) visit.RenewKey();
        return Again([At(decisions, refusal)]);

        IResult Again(IReadOnlyList<Refusal> wrong) =>
            AssessRoutes.WithMeeting(visit, meeting => visit.Again<MeetingPage>(wrong, Facts(visit, meeting, form)));
    }

    /// <summary>
    /// The decisions of a form. A claim without an outcome waits on; those that were left out on the page before stay out.
    /// </summary>
    static List<DecisionInput> Read(FormReader form, bool withLeft)
    {
        var decisions = new List<DecisionInput>();
        var left = withLeft ? [] : form.All("left").ToHashSet();
        foreach (var text in form.All("claim").Where(text => !left.Contains(text)).Distinct())
        {
            if (TypedText.Number(text) is not { } claim || form.Text(Field('o', claim), 20) is not { Length: > 0 } outcome) continue;
            var (points, reason) = (form.Number(Field('p', claim)), form.Text(Field('r', claim), 400));
            // Who types other points means them, whatever the list beside still says.
            if (outcome == "as_claimed" && points is { } typed && form.Number(Field('w', claim)) != typed) outcome = "other_points";
            decisions.Add(new(claim, outcome, outcome == "other_points" ? points : null, reason));
        }
        return decisions;
    }

    /// <summary>A refusal of one of a list, beside the field of its claim.</summary>
    static Refusal At(List<DecisionInput> decisions, Refusal refusal)
    {
        if (refusal.Field is not { } field
            || !field.StartsWith("items[", StringComparison.Ordinal)
            || field.IndexOf(']', StringComparison.Ordinal) is var end && end < 0)
            return refusal;
        var index = TypedText.Number(field[6..end]) ?? -1;
        return index < 0 || index >= decisions.Count
            ? refusal
            : refusal with { Field = FieldOf(decisions[(int)index].Claim, field[(end + 1)..].TrimStart('.')) };
    }

    /// <summary>A claim that is not on this page any more, because somebody decided on others meanwhile.</summary>
    static ClaimLine? LineOf(Visit visit, long number) =>
        visit.Desks.Claims.List(visit.Caller, visit.Bank, ClaimFilter.All, number + 1, 1) is { Refusal: null, Value: [var line] }
            && line.Number == number
            ? line
            : null;

    static string FieldOf(long claim, string? field) => Field(Mendable.Contains(field) ? field![0] : 'c', claim);

    static MeetingFacts Facts(Visit visit, AssessmentView meeting, FormReader asked)
    {
        var (group, after) = (asked.Number("group") ?? 0, asked.After() ?? 0);
        var waiting = visit.Desks.Assessments.Waiting(visit.Bank, meeting.HeldOn);
        var counts = waiting.GroupBy(claim => claim.Group).ToDictionary(items => items.Key, items => items.Count());
        var groups = visit.Desks.Households.Groups(visit.Bank).Where(known => counts.ContainsKey(known.Name) || known.Number == group)
            .Select(known => new GroupWaiting(known.Number, known.Name, counts.GetValueOrDefault(known.Name))).ToList();
        var chosen = groups.Find(known => known.Number == group) is { } one
            ? [.. waiting.Where(claim => claim.Group == one.Name)]
            : waiting;
        // The claim that the mark names may be decided by now; then the list begins anew.
        var start = after == 0 ? 0 : chosen.ToList().FindIndex(claim => claim.Number == after) + 1;
        var page = visit.Desks.Assessments.Due(visit.Caller, visit.Bank, [.. chosen.Skip(start).Take(ClaimsOnAPage)]);
        var others = visit.Desks.Assessments.People(visit.Bank).Where(person => meeting.Present.All(seated => seated.Staff != person.Staff))
            .ToList();
        return new(
            meeting, others, groups, group, page, chosen.Count, after,
            start + page.Count < chosen.Count ? page[^1].Claim.Number.Plain() : null);
    }
}
