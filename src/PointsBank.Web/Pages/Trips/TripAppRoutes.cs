using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Trips;

/// <summary>
/// The mobile shop as it runs in a browser without network: a page that holds nothing by itself, its words in both languages, and the
/// worker that keeps them. What the device knows comes by the API, for its own token.
/// </summary>
static class TripAppRoutes
{
    /// <summary>Every word the script says.</summary>
    static readonly string[] Words =
    [
        "app_title", "app_find", "app_slips", "app_goods", "app_send", "app_waiting", "app_none_waiting", "app_settled", "app_refused",
        "app_sending", "app_shut", "app_no_network", "app_no_network_lead", "app_insecure", "app_no_device", "app_closed",
        "app_closed_lead", "app_loading", "app_again", "app_not_here", "app_card_unknown", "app_points", "app_lead", "app_find_label",
        "app_find_hint", "app_camera", "app_next", "app_left", "app_take_one", "app_household", "app_card_read", "app_allowance",
        "app_no_goods", "app_total", "app_rest", "app_other_household", "app_confirm", "app_short_goods", "app_short_points",
        "app_not_kept", "app_check", "app_booklet_shown", "app_adult", "app_change", "app_good", "app_pieces", "app_points_column",
        "app_slip_done", "app_slip_number", "app_rest_trip", "app_slip_hint", "app_sign", "app_print", "app_slips_open", "app_slips_told",
        "app_close", "app_state_waiting", "app_state_sending", "app_state_settled", "app_state_refused", "app_state_void", "app_take_back",
        "app_pieces_left", "app_price", "app_close_lead", "app_close_confirm",
    ];

    static readonly byte[] WordsOfBoth = JsonSerializer.SerializeToUtf8Bytes(
        new[] { PageWords.Chinese, PageWords.English }
            .ToDictionary(words => words.Language, words => Words.ToDictionary(key => key, key => words.Say(key))),
        Json.Options);

    /// <summary>The assets that must be there without network.</summary>
    static readonly string[] Kept = ["pages.css", "trip-store.js", "trip.js", "icon.svg"];

    public static void MapTripApp(this IEndpointRouteBuilder pages)
    {
        var app = pages.MapGroup("/trip").Public();
        app.Page("", visit => visit.Show<TripAppPage>());
        app.Page("/words", _ => Results.Bytes(WordsOfBoth, "application/json"));
        app.Page("/worker.js", visit =>
        {
            visit.Http.Response.Headers["Service-Worker-Allowed"] = "/trip";
            return Results.Bytes(Worker(visit.Http.RequestServices.GetRequiredService<Assets>()), "text/javascript");
        });
    }

    /// <summary>The script, behind a line that tells it what to keep.</summary>
    static byte[] Worker(Assets assets)
    {
        string[] files = ["/trip", "/trip/words", .. Kept.Select(assets.Address)];
        var script = assets.Bytes("trip-worker.js");
        var shell = JsonSerializer.Serialize(new { version = Version(files, script), files }, Json.Options);
        return [.. Encoding.UTF8.GetBytes($"self.shell = {shell};\n"), .. script];
    }

    /// <summary>A new one wherever a word, a script or a style is; the page itself has no more than their addresses.</summary>
    static string Version(string[] files, byte[] script) =>
        Convert.ToHexStringLower(SHA256.HashData([.. Encoding.UTF8.GetBytes(string.Join('\n', files)), .. WordsOfBoth, .. script]))[..12];
}
