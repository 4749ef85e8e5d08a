using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Notices;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;

namespace PointsBank.Web.Pages.Notices.Objections;

/// <summary>
/// An objection that somebody speaks at the desk: the notice, the item meant, and who speaks where it is a household of the village.
/// </summary>
public sealed record ObjectionFormFacts(NoticeLine Notice, NoticeClaim? Item, HouseholdLine? Household);

/// <summary>Objections that villagers bring in person or by telephone, written down for them.</summary>
static class ObjectionRoutes
{
    /// <summary>How an objection reaches the desk.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["desk", "voice"];

    public static void MapObjectionPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        var objections = pages.MapGroup("/v/{bank}/clerk/notices/{notice}/objections").Requires(Role.Clerk);
        objections.Page(
            "/new",
            visit => With(
                visit, TypedText.Number(visit.Query("line") ?? ""), null, facts => Task.FromResult(visit.Show<ObjectionFormPage>(facts))));
        objections.Form(
            "/again",
            (visit, form) => With(visit, form.Number("line"), null, facts => Task.FromResult(visit.Show<ObjectionFormPage>(facts))));
        objections.Form("/check", (visit, form) => Checked(visit, form, async (facts, input) =>
        {
            var tried = await visit.Try(context => desks.Objections.Object(context, visit.Bank, facts.Notice.Number, input));
            return tried.Refusal is { } refusal ? visit.Again<ObjectionFormPage>(refusal, facts) : visit.Show<ObjectionCheckPage>(facts);
        }));
        objections.Form("", (visit, form) => Checked(visit, form, async (facts, input) =>
        {
            var written = await visit.Write(form, context => desks.Objections.Object(context, visit.Bank, facts.Notice.Number, input));
            return written.Refusal is { } refusal
                ? visit.Again<ObjectionFormPage>(refusal, facts)
                : visit.Go(NoticeRoutes.At(visit, facts.Notice.Number), "objection_written");
        }));
    }

    static Task<IResult> Checked(Visit visit, FormReader form, Func<ObjectionFormFacts, ObjectionInput, Task<IResult>> then)
    {
        var (line, words, channel, typed, objector) =
            (form.RequiredNumber("line", 1), form.Required("words", 400), form.Required("channel", 10),
             form.Text("household", 60), form.Text("objector", 40));
        if (channel.Length > 0 && !Channels.Contains(channel)) form.Refuse(new(VillageRefusals.NotInList, "channel"));
        var found = typed.Length == 0 ? [] : new SlipReader(visit).Households(typed);
        if (typed.Length > 0 && found.Count != 1) form.Refuse(new(VillageRefusals.UnknownHousehold, "household"));
        var household = found is [var one] ? one : null;
        return With(visit, line, household, facts => form.Finish() is { } refusals
            ? Task.FromResult(visit.Again<ObjectionFormPage>(refusals, facts))
            : then(facts, new(line, words, channel, household?.Number, objector)));
    }

    static Task<IResult> With(Visit visit, long? line, HouseholdLine? household, Func<ObjectionFormFacts, Task<IResult>> then)
    {
        var number = visit.Ask.Number("notice");
        var view = visit.Desks.Notices.Get(visit.Bank, number);
        if (view.Refusal is { } refusal) return Task.FromResult(visit.Refuse(refusal));
        return then(
            new(
                view.Value.Notice, visit.Desks.Notices.Claims(visit.Bank, number).Value.FirstOrDefault(item => item.Line == line),
                household));
    }
}
