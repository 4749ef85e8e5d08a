using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using PointsBank.Testing;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>
/// Two devices on one trip, each in a browser of its own with its own disk. The network is cut, a browser is killed in the middle of the
/// work, and the line over which they send comes and goes.
/// </summary>
public sealed class MobileShopJourneyTests(DemoServer server) : IClassFixture<DemoServer>, IAsyncLifetime, IDisposable
{
    const int Each = 100;
    const int Loaded = 104;
    const string Goods = "G01";
    const string Trips = "/api/v1/banks/anjiahe/shops/1/trips";

    /// <summary>
    /// Serves households one after the other by the page's own fields and buttons, and tells each slip as soon as the page shows it.
    /// </summary>
    const string Serve = """
        async many => {
          const until = selector => new Promise(done => {
            const look = () => { const found = document.querySelector(selector); if (found) { seen.disconnect(); done(found); } };
            const seen = new MutationObserver(look);
            seen.observe(document, { subtree: true, childList: true, attributes: true });
            look();
          });
          const press = async selector => (await until(selector)).click();
          const had = (await tripStore.all("slips")).length;
          for (let i = 0; i < many; i++) {
            const able = (await tripStore.all("households")).filter(household => household.left >= 2);
            const household = able[(had + i) % able.length];
            const field = await until("#trip-find");
            field.value = household.number;
            field.dispatchEvent(new Event("input"));
            await press(`[data-household="${household.id}"]`);
            await press("[data-add=G01]");
            await press("#trip-next:not(:disabled)");
            await press("#trip-booklet");
            await press("#trip-confirm:not(:disabled)");
            const shown = await until("[data-slip]");
            await window.served(Number(shown.dataset.slip));
            await press("#trip-again");
          }
        }
        """;

    /// <summary>
    /// A line that loses what goes over it, before or after the other end has it. In the page itself, where losing costs no time.
    /// </summary>
    const string Line = """
        deadAfter => {
          const sound = window.sound ??= window.fetch.bind(window);
          let asked = 0;
          window.fetch = async (address, ...rest) => {
            if (!String(address).endsWith("/hand-outs")) return sound(address, ...rest);
            const now = ++asked;
            if ((deadAfter !== null && now > deadAfter) || now % 5 === 1) throw new TypeError("lost on the way there");
            const answer = await sound(address, ...rest);
            if (now % 5 === 3) throw new TypeError("lost on the way back");
            return answer;
          };
        }
        """;

    readonly TempFolder folder = new();
    readonly List<IBrowserContext> contexts = [];
    IPlaywright playwright = null!;

    public async Task InitializeAsync() => playwright = await Playwright.CreateAsync();

    public async Task DisposeAsync()
    {
        foreach (var context in contexts) await context.CloseAsync();
        playwright.Dispose();
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Two_devices_without_network_lose_nothing_and_double_nothing()
    {
        using var client = await SignedIn("attendant");
        var (trip, places) = await Prepare(client, limit: 40);
        var (one, two) = (new Phone(1), new Phone(2));
        await Open(one);
        await Open(two);
        await Task.WhenAll(((Phone[])[one, two]).Select(async phone =>
        {
            await TakeIntoUse(phone, trip);
            await phone.Context.SetOfflineAsync(true);
            await phone.Page.ReloadAsync();
        }));

        // The first is killed while it serves; the second goes on.
        var second = ServeOn(two, Each);
        var first = ServeOn(one, Each);
        while (one.Served.Count < Each / 2) await one.Shown.WaitAsync().WaitAsync(Browsers.Patience);
        Kill(one);
        await Assert.ThrowsAnyAsync<Exception>(() => first);
        await Open(one, offline: true);
        await one.Page.GotoAsync("/trip");
        var kept = await Slips(one);
        kept.Select(slip => slip.Number).Should().Contain(one.Served, "what the page had shown as done is on the disk");
        await ServeOn(one, Each - kept.Count);
        await second;
        (await Slips(one)).Should().HaveCount(Each);
        (await Slips(two)).Should().HaveCount(Each);
        (await Result(client, trip)).GetProperty("slips").GetArrayLength().Should().Be(0, "nothing left the devices yet");

        // Meanwhile somebody takes goods from the second device's box in the book: what is missing then is refused.
        await Post(
            client, $"/api/v1/banks/anjiahe/shops/{places[1]}/stock-movements",
            $$"""{"kind":"moved","items":[{"goods":"{{Goods}}","quantity":7}],"toShop":1}""");
        var before = await Result(client, trip);

        foreach (var phone in (Phone[])[one, two]) await Flaky(phone, deadAfter: 80);
        await Task.WhenAll(Send(one, "[data-trouble]"), Send(two, "[data-trouble]"));
        foreach (var phone in (Phone[])[one, two])
            (await Slips(phone)).Should().Contain(slip => slip.State == "settled").And.Contain(slip => slip.State == "waiting");
        foreach (var phone in (Phone[])[one, two]) await Flaky(phone, deadAfter: null);
        await Task.WhenAll(Send(one, "[data-waiting='0']"), Send(two, "[data-waiting='0']"));
        var after = await Result(client, trip);
        await Task.WhenAll(Send(one, "[data-waiting='0']"), Send(two, "[data-waiting='0']"));

        (await Result(client, trip)).ToString().Should().Be(after.ToString(), "sending once more changes nothing");
        var (slips, refusals) = (
            after.GetProperty("slips").EnumerateArray().ToList(), after.GetProperty("refusals").EnumerateArray().ToList());
        slips.Count(slip => slip.GetProperty("device").GetInt64() == 1).Should().Be(Each);
        slips.Count(slip => slip.GetProperty("device").GetInt64() == 2).Should().Be(Each - 3);
        refusals.Should().HaveCount(3).And.OnlyContain(refused => refused.GetProperty("device").GetInt64() == 2);
        slips.Select(slip => slip.GetProperty("number").GetInt64()).Should().OnlyHaveUniqueItems();
        foreach (var good in after.GetProperty("goods").EnumerateArray())
            good.GetProperty("left").GetInt64().Should().Be(good.GetProperty("device").GetInt64() == 1 ? Loaded - Each : 0);
        foreach (var device in before.GetProperty("trip").GetProperty("devices").EnumerateArray())
            device.GetProperty("allowed")
                .GetInt64()
                .Should()
                .BeGreaterThan(2 * Each, "the households had enough, so nothing but stock was refused");
        (await Slips(one)).Should().OnlyContain(slip => slip.State == "settled");
        (await Slips(two)).Where(slip => slip.State == "refused").Should().HaveCount(3).And.OnlyContain(slip => slip.Why.Length > 0);
        (await Slips(one)).Concat(await Slips(two)).Select(slip => slip.Key).Should().OnlyHaveUniqueItems();
        (await server.IsSound()).Should().BeTrue("no household and no good stands below zero, and the audit finds nothing");

        // Each gives back what it did not spend.
        await one.Page.Locator("#trip-nav button").Nth(1).ClickAsync();
        await one.Page.Locator("main .buttons button").Nth(1).ClickAsync();
        await one.Page.Locator("#trip-close").ClickAsync();
        await one.Page.Locator($"[data-good={Goods}]").WaitForAsync();
        (await Result(client, trip)).GetProperty("trip").GetProperty("devices")[0].GetProperty("waiting").GetInt64().Should().Be(0);

        static Task ServeOn(Phone phone, int many) => phone.Page.EvaluateAsync(Serve, many);
    }

    [Fact]
    public async Task A_card_is_read_without_network_and_proved_when_that_is_back()
    {
        using var clerk = await SignedIn("clerk");
        var book = await Post(clerk, "/api/v1/banks/anjiahe/households/30/passbooks", """{"reason":"lost"}""");
        using var client = await SignedIn("attendant");
        var (trip, _) = await Prepare(client, limit: 4);
        var phone = new Phone(2);
        await Open(phone);
        await TakeIntoUse(phone, trip);
        await phone.Context.SetOfflineAsync(true);

        // As a scanner types it where capitals are locked and a Chinese input method is on.
        await phone.Page.Locator("#trip-find").FillAsync($"PB：{book.GetProperty("token").GetString()!.ToUpperInvariant()}");
        await phone.Page.Locator("#trip-find").PressAsync("Enter");
        await phone.Page.Locator($"[data-add={Goods}]").ClickAsync();
        await phone.Page.Locator("#trip-next").ClickAsync();
        (await phone.Page.Locator("#trip-booklet").CountAsync()).Should().Be(0, "the card says enough");
        await phone.Page.Locator("#trip-confirm").ClickAsync();
        await phone.Page.Locator("[data-slip]").WaitForAsync();
        await phone.Context.SetOfflineAsync(false);
        await Send(phone, "[data-waiting='0']");

        var slip = (await Result(client, trip)).GetProperty("slips").EnumerateArray().Should().ContainSingle().Subject;
        (slip.GetProperty("household").GetInt64(), slip.GetProperty("authorisedBy").GetString()).Should().Be((30, "token"));
        (await phone.Page.EvaluateAsync<string>("tripStore.all('slips').then(JSON.stringify)"))
            .Should().NotContain(book.GetProperty("token").GetString());
    }

    /// <summary>A device: its browser, and the slips its page has shown.</summary>
    sealed class Phone(int number)
    {
        public int Number => number;

        public IBrowserContext Context { get; set; } = null!;

        public IPage Page { get; set; } = null!;

        public ConcurrentBag<long> Served { get; } = [];

        public SemaphoreSlim Shown { get; } = new(0);
    }

    sealed record Slip(long Number, string Key, string State, string Why);

    string DiskOf(Phone phone) => folder.File($"phone-{phone.Number}");

    async Task Open(Phone phone, bool offline = false)
    {
        phone.Context = await playwright.Chromium.LaunchPersistentContextAsync(DiskOf(phone), new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("POINTSBANK_CHROMIUM") ?? "/usr/bin/chromium",
            Args = [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync"],
            BaseURL = await server.Address,
            Locale = "zh-CN",
            ViewportSize = new() { Width = 360, Height = 800 },
        });
        contexts.Add(phone.Context);
        phone.Context.SetDefaultTimeout((float)Browsers.Patience.TotalMilliseconds);
        await phone.Context.ExposeFunctionAsync("served", (long slip) =>
        {
            phone.Served.Add(slip);
            phone.Shown.Release();
        });
        await phone.Context.SetOfflineAsync(offline);
        phone.Page = await phone.Context.NewPageAsync();
    }

    /// <summary>By its page, as the attendant does on the device that goes along; then until it needs no network.</summary>
    static async Task TakeIntoUse(Phone phone, long trip)
    {
        await phone.Page.SignInAs("attendant");
        await phone.Page.GotoAsync($"/v/anjiahe/shops/1/trips/{trip}/devices/{phone.Number}");
        await phone.Page.Locator("form[data-take] button").Through();
        await phone.Page.GotoAsync("/trip");
        await phone.Page.Locator("#trip-find").WaitForAsync();
        await phone.Page.EvaluateAsync("navigator.serviceWorker.ready");
    }

    /// <summary>As a flat battery does it: no time to write anything.</summary>
    void Kill(Phone phone)
    {
        contexts.Remove(phone.Context);
        var ours = Directory.EnumerateDirectories("/proc")
            .Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _))
            .Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))
            .Where(
                id => CommandOf(id) is var command
                    && command.Contains(DiskOf(phone), StringComparison.Ordinal)
                    && !command.Contains("--type=", StringComparison.Ordinal)).ToList();
        ours.Should().NotBeEmpty();
        foreach (var id in ours)
        {
            using var process = Process.GetProcessById(id);
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }

        static string CommandOf(int id)
        {
            try
            {
                return File.ReadAllText($"/proc/{id}/cmdline");
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    /// <summary>
    /// The line comes back, but of five sendings one does not arrive, and of one the answer does not; after so many it is dead again.
    /// </summary>
    static async Task Flaky(Phone phone, int? deadAfter)
    {
        await phone.Page.EvaluateAsync(Line, deadAfter);
        await phone.Context.SetOfflineAsync(false);
    }

    static async Task Send(Phone phone, string until)
    {
        await phone.Page.Locator("#trip-send").ClickAsync();
        await phone.Page.Locator($"#trip-status:has({until}):not(:has([data-busy]))").WaitForAsync();
    }

    static async Task<List<Slip>> Slips(Phone phone)
    {
        await phone.Page.Locator("body[data-ready]").WaitForAsync();
        var told = await phone.Page.EvaluateAsync<JsonElement>("tripStore.all('slips')");
        return [.. told.EnumerateArray().Select(slip => new Slip(
            slip.GetProperty("number").GetInt64(), slip.GetProperty("key").GetString()!, slip.GetProperty("state").GetString()!,
            slip.TryGetProperty("why", out var why) ? why.GetString()! : ""))];
    }

    async Task<HttpClient> SignedIn(string who)
    {
        var client = new HttpClient { BaseAddress = new(await server.Address), Timeout = Browsers.Patience };
        using var signedIn = await client.PostAsJsonAsync("/api/v1/sign-in", new { username = who, password = $"demo-{who}" });
        client.DefaultRequestHeaders.Authorization = new(
            "Bearer", (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString());
        return client;
    }

    /// <summary>A trip on which each household's points are split among two devices, with goods on both.</summary>
    async Task<(long Trip, long[] Places)> Prepare(HttpClient client, int limit)
    {
        await Post(
            client, "/api/v1/banks/anjiahe/shops/1/stock-movements",
            $$"""{"kind":"received","items":[{"goods":"{{Goods}}","quantity":{{2 * Loaded}}}]}""");
        using var clerk = await SignedIn("clerk");
        var groups = (await clerk.GetFromJsonAsync<JsonElement>("/api/v1/banks/anjiahe/groups")).GetProperty("items").EnumerateArray()
            .Select(group => new { village = "anjiahe", group = group.GetProperty("name").GetString() });
        var trip = await Post(
            client, Trips,
            JsonSerializer.Serialize(
                new
                {
                    onDay = "2026-03-02", villages = new[] { "anjiahe" }, devices = new[] { "手机甲", "手机乙" }, split = "even",
                    limitPoints = limit, groups,
                }));
        var number = trip.GetProperty("number").GetInt64();
        var places = trip.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("place").GetInt64()).ToArray();
        foreach (var place in places)
            await Post(
                client, "/api/v1/banks/anjiahe/shops/1/stock-movements",
                $$"""{"kind":"moved","items":[{"goods":"{{Goods}}","quantity":{{Loaded}}}],"toShop":{{place}}}""");
        await Post(client, $"{Trips}/{number}/preparation", "{}");
        return (number, places);
    }

    static async Task<JsonElement> Post(HttpClient client, string address, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = content };
        request.Headers.Add("Idempotency-Key", Guid.CreateVersion7().ToString());
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.Should().BeTrue("{0} {1}", address, text);
        return JsonDocument.Parse(text).RootElement;
    }

    static async Task<JsonElement> Result(HttpClient client, long trip) => await client.GetFromJsonAsync<JsonElement>($"{Trips}/{trip}");
}
