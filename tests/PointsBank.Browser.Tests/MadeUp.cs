using System.Net;

namespace PointsBank.Browser.Tests;

/// <summary>Pages that no server has, for tests of what looks at pages.</summary>
static class MadeUp
{
    /// <summary>Shows this page at an address of the server, as if it had answered so.</summary>
    public static async Task<IResponse> Show(
        this IPage page, string body, HttpStatusCode status = HttpStatusCode.OK, string policy = "", string address = "/made-up")
    {
        await page.RouteAsync($"**{address}", route => route.FulfillAsync(new()
        {
            Status = (int)status,
            Headers =
                new Dictionary<string, string> { ["Content-Type"] = "text/html; charset=utf-8", ["Content-Security-Policy"] = policy },
            Body = $"<!doctype html><html lang=zh><meta name=viewport "
                + $"content='width=device-width'><title>试页</title><main>{body}</main></html>",
        }));
        return (await page.GotoAsync(address))!;
    }
}
