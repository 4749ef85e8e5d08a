using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.AssessDoor;
using PointsBank.Web.Pages.BoardDoor;
using PointsBank.Web.Pages.ChangeDoor;
using PointsBank.Web.Pages.ClerkDoor;
using PointsBank.Web.Pages.ClockDoor;
using PointsBank.Web.Pages.CounterDoor;
using PointsBank.Web.Pages.FavourDoor;
using PointsBank.Web.Pages.FundDoor;
using PointsBank.Web.Pages.HonourDoor;
using PointsBank.Web.Pages.HouseholdDoor;
using PointsBank.Web.Pages.LeaderDoor;
using PointsBank.Web.Pages.OfficeDoor;
using PointsBank.Web.Pages.PrivacyDoor;
using PointsBank.Web.Pages.Proposals;
using PointsBank.Web.Pages.PublicDoor;
using PointsBank.Web.Pages.ServiceDoor;
using PointsBank.Web.Pages.StartDoor;
using PointsBank.Web.Pages.TripDoor;
using PointsBank.Web.Pages.VoucherDoor;
using PointsBank.Web.Pages.YearDoor;

namespace PointsBank.Web.Pages;

/// <summary>The whole of the pages, a line for each door.</summary>
static class Doors
{
    public static void AddPages(this IServiceCollection services, Settings settings)
    {
        services.AddRazorComponents();
        services.AddSingleton<Assets>();
        services.AddSingleton<IProblemPage, PageProblems>();
        services.AddResponseCompression(options => options.MimeTypes = ["text/html", "text/javascript"]);
        // Two hundred slips of seven fields each are one form.
        services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(options =>
        {
            options.ValueCountLimit = 4096;
            // A file that is sent in never lies in the machine's shared folder; how large it may be, its form says.
            options.MemoryBufferThreshold = int.MaxValue;
        });
        // Chinese stands in the page as it is, not as numbers.
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        var names = new CookieNames(settings);
        services.AddSingleton(names);
        services.AddSingleton<Microsoft.AspNetCore.Antiforgery.IAntiforgeryAdditionalDataProvider, FormOwner>();
        services.AddAntiforgery(options =>
        {
            options.Cookie.Name = names.Form;
            // Sent along a link from another site too: without it that link's page would get a new secret, and every form that stands open
            // would be stale.
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.SuppressXFrameOptionsHeader = true;
        });
        // Kept beside the database, so that a form opened before a restart can still be sent.
        services.AddSingleton<KnownDevice>();
        services.AddDataProtection().SetApplicationName("PointsBank")
            .PersistKeysToFileSystem(PrivateFiles.MakeFolder(Path.Combine(settings.Data, "keys")));
    }

    public static void MapPages(this IEndpointRouteBuilder pages, Desks desks)
    {
        Assets.Map(pages);
        pages.MapStartDoor(desks);
        pages.MapClockDoor(desks);
        pages.MapPublicDoor(desks);
        pages.MapHouseholdDoor(desks);
        pages.MapLeaderDoor(desks);
        pages.MapCounterDoor(desks);
        pages.MapVoucherDoor(desks);
        pages.MapTripDoor();
        pages.MapClerkDoor(desks);
        pages.MapAssessDoor(desks);
        pages.MapServiceDoor(desks);
        pages.MapFundDoor(desks);
        pages.MapBoardDoor(desks);
        pages.MapFavourDoor(desks);
        pages.MapHonourDoor(desks);
        pages.MapRatingDoor(desks);
        pages.MapYearDoor(desks);
        pages.MapChangeDoor(desks);
        pages.MapProposals(desks);
        pages.MapPrivacyDoor(desks);
        pages.MapOfficeDoor(desks);
    }
}
