namespace PointsBank.Browser.Tests;

/// <summary>Tests on the pages of one server. Each page is watched, and whatever it complained of fails its test.</summary>
public abstract class PageTests(DemoServer server) : IAsyncLifetime
{
    readonly List<IBrowserContext> contexts = [];
    readonly Complaints complaints = new();

    public Task InitializeAsync() => server.Address;

    public async Task DisposeAsync()
    {
        foreach (var context in contexts) await context.CloseAsync();
        complaints.ShouldBeNone();
    }

    protected async Task<IPage> NewPage(
        int width = 360, bool script = true, string language = "zh-CN", bool dark = false, string? who = null)
    {
        var page = await Browsers.NewPage(
            await server.Address, new(width, script, language, dark), complaints, who is null ? null : await server.SignedIn(who));
        contexts.Add(page.Context);
        return page;
    }

    /// <summary>A test that provokes a complaint names a part of it.</summary>
    protected void Expect(string complaint) => complaints.Expect(complaint);
}
