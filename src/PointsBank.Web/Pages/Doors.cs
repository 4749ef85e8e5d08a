using System.Text.Encodings.Web;
using System.Text.Unicode;
using Microsoft.AspNetCore.DataProtection;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Boards;
using PointsBank.Web.Pages.Households.Changes;
using PointsBank.Web.Pages.Claims.Assessment;
using PointsBank.Web.Pages.Clocks;
using PointsBank.Web.Pages.Favours;
using PointsBank.Web.Pages.Funds;
using PointsBank.Web.Pages.Homes;
using PointsBank.Web.Pages.Honours;
using PointsBank.Web.Pages.Households.Personal;
using PointsBank.Web.Pages.Banks;
using PointsBank.Web.Pages.Privacy;
using PointsBank.Web.Pages.Proposals;
using PointsBank.Web.Pages.Service;
using PointsBank.Web.Pages.Shops;
using PointsBank.Web.Pages.Shops.Vouchers;
using PointsBank.Web.Pages.SignIn;
using PointsBank.Web.Pages.Trips;
using PointsBank.Web.Pages.YearEnd;

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
        pages.MapStart(desks);
        pages.MapClock(desks);
        pages.MapPublic();
        pages.MapHousehold(desks);
        pages.MapLeader(desks);
        pages.MapCounter(desks);
        pages.MapVoucher(desks);
        pages.MapTrip();
        pages.MapClerk(desks);
        pages.MapAssess(desks);
        pages.MapService(desks);
        pages.MapFund(desks);
        pages.MapBoard(desks);
        pages.MapFavour(desks);
        pages.MapHonours(desks);
        pages.MapRatingDoor(desks);
        pages.MapYear(desks);
        pages.MapChanges(desks);
        pages.MapProposals(desks);
        pages.MapPrivacy(desks);
        pages.MapOffice(desks);
    }
}
