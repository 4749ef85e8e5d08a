using PointsBank.Village.Banks;

namespace PointsBank.Web.Pages.Banks;

/// <summary>Changes of settings that wait for a second person, where they are decided, and what was decided lately.</summary>
public sealed record SettingProposalsFacts(
    string At, IReadOnlyList<SettingProposalView> Waiting, IReadOnlyList<SettingProposalView> Decided);

/// <summary>
/// Two people for what money and rights hang on: proposed in the office, confirmed by another administrator or by the supervisor.
/// </summary>
static class SettingProposalRoutes
{
    public const int MaxWaiting = 20;

    public static SettingProposalsFacts Facts(Visit visit, string at) => new(
        at, visit.Desks.Banks.Proposals(visit.Bank, open: true, 0, MaxWaiting),
        [.. visit.Desks.Banks.Proposals(visit.Bank, open: false, 0, MaxWaiting).Where(proposal => proposal.State != "open")]);

    public static string OfSupervisor(Visit visit) => $"{visit.Home}/supervisor/settings";

    public static void MapSettingProposals(
        this IEndpointRouteBuilder pages, string pattern, Func<Visit, IResult> show, Func<Visit, string> back)
    {
        pages.Form(pattern + "/{proposal}/confirmation", (visit, form) => Decide(visit, form, confirms: true, show, back));
        pages.Form(pattern + "/{proposal}/refusal", (visit, form) => Decide(visit, form, confirms: false, show, back));
    }

    /// <summary>A setting's value in words.</summary>
    public static string Worded(Visit visit, Setting setting, long value) =>
        setting.IsOfFlags ? string.Join(
            '、', setting.Words.Where((_, at) => (value >> at & 1) == 1).Select(word => visit.Say("setting_word_" + word)))
        : setting.Words.Count > 0 ? visit.Say("setting_word_" + setting.Words[(int)value])
        : (setting.Least, setting.Most) == (0, 1) ? visit.Say(value == 1 ? "setting_yes" : "setting_no")
        : value.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);

    static async Task<IResult> Decide(Visit visit, FormReader form, bool confirms, Func<Visit, IResult> show, Func<Visit, string> back)
    {
        var number = visit.Ask.Number("proposal");
        var decided = await visit.Write(form, context => visit.Desks.Banks.Decide(context, visit.Bank, number, confirms));
        if (decided.Refusal is { } refusal) return visit.Refuse(refusal);
        return visit.Go(
            back(visit), confirms ? "office_proposal_confirmed"
                : visit.Desks.Banks.IsProposedBy(visit.Caller, visit.Bank, number) ? "office_proposal_withdrawn" : "office_proposal_refused");
    }
}
