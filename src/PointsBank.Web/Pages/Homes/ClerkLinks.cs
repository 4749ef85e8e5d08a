using PointsBank.Village.Callers;
using PointsBank.Web.Pages.Imports;
using PointsBank.Web.Pages.Notices.Objections;
using PointsBank.Web.Pages.Banks;
using PointsBank.Web.Pages.Proposals;
using PointsBank.Web.Pages.Reports;
using PointsBank.Web.Pages.Rulebooks;

namespace PointsBank.Web.Pages.Homes;

/// <summary>The pages of the clerk's door, for the bar above each of them; a supervisor sees those of their own.</summary>
static class ClerkLinks
{
    /// <summary>The bar for whoever asks: the clerk's, or the supervisor's where they are no clerk here.</summary>
    public static IReadOnlyList<(string Address, string Word)> Of(Visit visit) => IsClerk(visit)
        ?
        [
            (At(visit), "clerk_home"), (At(visit, "slips"), "clerk_slips"), (At(visit, "ticks"), "clerk_ticks"),
            (At(visit, "claims"), "claim_list"), (At(visit, "notices"), "notice_link"), ($"{visit.Home}/board-desk", "board_link"),
            ($"{visit.Home}/favours", "favour_home"), ($"{visit.Home}/service", "service_link"),
            (At(visit, "households"), "clerk_households"), ($"{visit.Home}/changes", "change_link"),
            (ProposalRoutes.At(visit), "proposal_link"), ($"{visit.Home}/years", "year_link"),
            ($"{visit.Home}/vouchers", "voucher_list"), ($"{visit.Home}/fund", "fund_link"), (At(visit, "rulebook"), "clerk_rulebook"),
            (At(visit, "sheets"), "clerk_sheets"), (At(visit, "journal"), "clerk_journal"), ($"{visit.Home}/privacy/desk", "privacy_link"),
            (At(visit, "sheets#backup"), "clerk_backup"),
        ]
        :
        [
            ($"{visit.Home}/supervisor", "supervisor_home"), (ProposalRoutes.At(visit), "proposal_link"),
            (SettingProposalRoutes.OfSupervisor(visit), "office_proposals"),
            (OpeningRoutes.At(visit), "opening_list"), (RulebookRoutes.OfSupervisor(visit), "rulebook_list"),
            (RulingRoutes.At(visit), "objection_link"), (At(visit, "claims"), "claim_list"), (At(visit, "notices"), "notice_link"),
            ($"{visit.Home}/board-desk", "board_link"), ($"{visit.Home}/favours", "favour_home"), ($"{visit.Home}/service", "service_link"),
            ($"{visit.Home}/shops", "shop_slips_later"), ($"{visit.Home}/fund", "fund_link"), ($"{visit.Home}/changes", "change_link"),
            ($"{visit.Home}/years", "year_link"), (ReportRoutes.At(visit), "report_link"), (At(visit, "journal"), "clerk_journal"),
            (At(visit, "verify"), "clerk_verify"), ($"{visit.Home}/privacy/desk", "privacy_link"),
        ];

    /// <summary>Whether whoever asks is a clerk of this village.</summary>
    public static bool IsClerk(Visit visit) => visit.Caller.Is(Role.Clerk, visit.Bank);

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/clerk" : $"{visit.Home}/clerk/{page}";
}
