using PointsBank.Village;
using PointsBank.Village.Coverage;
using PointsBank.Village.Funds;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Funds.Donations;

/// <summary>What was given, and how far the points are covered; null where the village keeps no fund here.</summary>
public sealed record DonationsFacts(IReadOnlyList<GiftView> Gifts, Cover? Cover, string? Next);

/// <summary>The board on which givers are thanked, on the screen and on paper.</summary>
static class DonationRoutes
{
    const int OnePage = 30, OneSheet = 60, BoardsPerMinute = 120;

    public static void MapDonations(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.Page("/v/{bank}/donations", async visit => visit.Show<DonationsPage>(Facts(visit, OnePage))).Public()
            .Limited("boards", BoardsPerMinute);
        pages.Page("/v/{bank}/donations/sheet", async visit => visit.Show<DonationsSheetPage>(Facts(visit, OneSheet))).Public()
            .Limited("boards", BoardsPerMinute);

        DonationsFacts Facts(Visit visit, int most)
        {
            var skip = (int)Math.Min(FundRoutes.Before(visit) ?? 0, int.MaxValue / 2);
            var gifts = desks.Fund.Donations(visit.Bank, skip, most + 1);
            var cover = (desks.Fund.Coverage(visit.Bank)).Cover;
            return new([.. gifts.Take(most)], cover.IsKept ? cover : null, gifts.Count > most ? FundRoutes.Text(skip + most) : null);
        }
    }
}
