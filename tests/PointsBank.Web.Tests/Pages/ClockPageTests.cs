using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Two villages on a computer whose clock is guarded, as it is outside of tests.</summary>
public sealed class GuardedVillage : ApiVillage
{
    public GuardedVillage() => Host = new() { GuardsClock = true };
}

/// <summary>
/// The clock jumps while the program runs: every page says so, nothing is written, and somebody of the staff sets it right.
/// </summary>
public sealed class ClockPageTests(GuardedVillage village) : IClassFixture<GuardedVillage>
{
    const string Confirmations = ApiVillage.Api + "/clock/confirmations";

    [Fact]
    public async Task A_jump_is_told_on_every_page_until_the_typed_date_is_that_of_the_clock()
    {
        await village.Desks.Clock.Tick();
        var clerk = new PageVisitor(village.Host);
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/shops/1/reservations", """{"household":1,"items":[{"goods":"G01","quantity":1}],"channel":"phone"}""",
                "attendant"));
        village.Host.Clock.Advance(NodaTime.Duration.FromDays(90));

        (await clerk.Get("/")).TextOf("#clock strong").Should().EndWith("it was last used on 2026-03-02 09:00");
        (await clerk.SignIn(village.Usernames["clerk"], ApiVillage.Password)).Location.Should().Be("/home");
        (await clerk.Get("/v/anjiahe/clerk")).Find("#clock a").GetAttribute("href").Should().Be("/clock");
        var page = await clerk.Get("/v/anjiahe/clerk/households/new");
        var refused = await clerk.Submit(
            page, "/v/anjiahe/clerk/households", ("group", "上庄组"), ("members[0].name", "王建军"), ("members[0].birthDate", "1962-05-08"));
        refused.Status.Should().Be(503);
        refused.Find("[name='members[0].name']").GetAttribute("value").Should().Be("王建军", "what was typed stays");

        page = await clerk.Get("/clock");
        page.Text.Should().NotContain("2026-05-31", "nobody shall copy what the clock says");
        var wrong = await clerk.Submit(page, "/clock", ("today", "2026-03-03"));
        (wrong.Status, wrong.TextOf("#problem p")).Should().Be((409, "You typed 2026-03-03; the computer says 2026-05-31."));
        wrong.Text.Should().Contain("Set time automatically");
        var right = await clerk.Submit(wrong, "/clock", ("today", "2026-05-31"));
        (right.Status, right.Location).Should().Be((303, "/clock?done=clock"));

        (await clerk.Get("/v/anjiahe/clerk")).Document.QuerySelector("#clock").Should().BeNull();
        village.Tokens["clerk"] = await village.SignIn(village.Usernames["clerk"], ApiVillage.Password);
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-05-31","quantity":1}""", "clerk"));
        var supervisor = new PageVisitor(village.Host);
        await supervisor.SignIn(village.Usernames["supervisor"], ApiVillage.Password);
        page = await supervisor.Get("/v/anjiahe/supervisor");
        page.Text.Should().Contain("Checks of the clock").And.Contain("2026-05-31 09:00");
        var link = page.Document.QuerySelectorAll("a").First(found => found.TextContent == "1 in all: look").GetAttribute("href")!;
        (await supervisor.Get(link)).TextsOf("table.entries tbody th").Should().ContainSingle();

        await village.Desks.Clock.Tick();
        page = await supervisor.Get(page.Document.QuerySelectorAll("a").First(found => found.TextContent == "look").GetAttribute("href")!);
        page.Text.Should()
            .Contain(
                "After the check of the clock of 2026-05-31 09:00").And.Contain("Order goods anew").And.Contain(
                    "come back from a backup of an earlier day alone");
        page.TextsOf("table tbody tr").Should()
            .Contain(
                row => row.Contains("reservation") && row.Contains("1 of G01")).And.Contain(
                    row => row.Contains("reservation") && row.Contains("points"));
        (await supervisor.Get("/v/anjiahe/clerk/journal/clock/9")).Status.Should().Be(404);
    }

    [Fact]
    public async Task The_interface_says_later_and_takes_the_date_too()
    {
        await village.Desks.Clock.Tick();
        village.Host.Clock.Advance(NodaTime.Duration.FromDays(500));
        village.Tokens["clerk"] = await village.SignIn(village.Usernames["clerk"], ApiVillage.Password);
        village.Tokens["administrator"] = await village.SignIn(village.Usernames["administrator"], ApiVillage.Password);
        var today = JsonSerializer.Serialize(new { today = village.Host.Clock.GetCurrentInstant().ToString("uuuu-MM-dd", null) });

        var refused = await village.Post(
            ApiVillage.Bank + "/households", """{"group":"上庄组","members":[{"name":"王建军","birthDate":"1962-05-08","isHead":true}]}""",
            "clerk");
        (refused.Status, refused.Code, refused.Header("Retry-After")).Should().Be((503, "clock_in_doubt", "60"));
        (await village.Get(ApiVillage.Api + "/clock", "clerk")).Json.GetProperty("inDoubt").GetBoolean().Should().BeTrue();
        (await village.Post(Confirmations, today, "clerk")).Code.Should().Be("clock_needs_administrator");

        ApiVillage.Must(await village.Post(Confirmations, today, "administrator")).GetProperty("inDoubt").GetBoolean().Should().BeFalse();
        ApiVillage.Must(await village.Get(ApiVillage.Api + "/clock", "clerk")).GetProperty("inDoubt").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task The_log_tells_of_a_jump_before_the_first_request_and_once()
    {
        var own = new GuardedVillage();
        await own.InitializeAsync();
        await own.Desks.Clock.Tick();
        var told = new Told();
        own.Host.Clock.Advance(NodaTime.Duration.FromDays(1000));

        using (var task = new ClockTask(own.Desks, TimeProvider.System, told))
        {
            await task.StartAsync(default);
            await task.StopAsync(default);
        }
        await own.DisposeAsync();

        told.Lines.Should().ContainSingle().Which.Should().StartWith("Warning the clock says 2")
            .And.Contain("nothing is written until somebody of the staff types today's date");
    }

    sealed class Told : ILogger<ClockTask>
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
