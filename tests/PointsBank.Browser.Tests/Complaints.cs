using System.Collections.Concurrent;

namespace PointsBank.Browser.Tests;

/// <summary>
/// What pages complained of: errors on the console, uncaught ones, what the content security policy stopped (Chromium says it on the
/// console, also without scripts), requests that failed, and answers that a page cannot use.
/// </summary>
sealed class Complaints
{
    /// <summary>A page that is left, or an address that turns out to be a download, gives up its requests.</summary>
    const string GivenUp = "net::ERR_ABORTED";

    /// <summary>Chromium's second word on an answer that is judged where it arrives.</summary>
    const string SaidAgain = "Failed to load resource";

    readonly ConcurrentQueue<string> heard = new();
    readonly ConcurrentBag<string> expected = [];

    public IEnumerable<string> Heard => heard.Where(complaint => !expected.Any(part => complaint.Contains(part, StringComparison.Ordinal)));

    /// <summary>A test that provokes a complaint names a part of it.</summary>
    public void Expect(string part) => expected.Add(part);

    public void Watch(IBrowserContext context)
    {
        context.Console += (_, message) =>
        {
            if (message.Type == "error" && !message.Text.StartsWith(SaidAgain, StringComparison.Ordinal))
                Add(message.Page, $"console: {message.Text}");
        };
        context.WebError += (_, fault) => Add(fault.Page, $"uncaught: {fault.Error}");
        context.RequestFailed += (_, request) =>
        {
            if (request.Failure != GivenUp) Add(null, $"{request.Method} {request.Url}: {request.Failure}");
        };
        context.Response += (_, response) =>
        {
            if (response.Status >= (IsPage(response.Request) ? 500 : 400))
                Add(null, $"{response.Request.Method} {response.Url}: {response.Status}");
        };
    }

    /// <summary>Each complaint is told once, so that who looks at one page after the other hears it of the page it came from.</summary>
    public void ShouldBeNone()
    {
        List<string> told = [.. Heard];
        heard.Clear();
        Assert.True(told.Count == 0, $"The pages complained:{string.Concat(told.Select(complaint => $"\n  {complaint}"))}");
    }

    /// <summary>A page that says what was wrong with a form is an answer like any other; its test looks at the status.</summary>
    static bool IsPage(IRequest request) => request.IsNavigationRequest && request.Frame.ParentFrame is null;

    void Add(IPage? page, string complaint) => heard.Enqueue(page is null ? complaint : $"{page.Url}: {complaint}");
}
