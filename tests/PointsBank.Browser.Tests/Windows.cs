namespace PointsBank.Browser.Tests;

/// <summary>
/// One window for each role, in which one page is opened after the other. A window of its own for every page would cost more than the
/// looking: each would compile all scripts anew.
/// </summary>
public sealed class Windows : IAsyncLifetime
{
    readonly Dictionary<string, Window> open = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var window in open.Values) await window.Page.Context.CloseAsync();
    }

    /// <param name="who">The role that is signed in; null for anybody.</param>
    /// <param name="look">Through which it was opened; afterwards it is as the last test left it.</param>
    internal async Task<Window> Of(string? who, Look look)
    {
        if (open.TryGetValue(who ?? "", out var known)) return known;
        var complaints = new Complaints();
        var server = DemoServer.Shared;
        var page = await Browsers.NewPage(await server.Address, look, complaints, who is null ? null : await server.SignedIn(who));
        return open[who ?? ""] = new(page, complaints);
    }

    internal sealed record Window(IPage Page, Complaints Complaints);
}
