using System.Text.Json;
using NodaTime;

namespace PointsBank.Web.Tests;

/// <summary>Days in the life of a village, over HTTP, as the three kinds of people live them.</summary>
public sealed class JourneyTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    const string Bank = ApiVillage.Bank;

    static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    [Fact]
    public async Task A_day_in_the_village()
    {
        var credit = ApiVillage.Must(
            await village.Post(
                Bank + "/credits", """{"household":3,"rule":"C01","effectiveOn":"2026-03-02","quantity":6,"memo":"扫街"}""", "clerk"));
        credit.GetProperty("balance").GetInt64().Should().Be(30);

        var byPin = ApiVillage.Must(await village.Post(Bank + "/shops/1/redemptions",
            $$$"""{"items":[{"goods":"G01","quantity":2}],"authorisedBy":{"by":"pin","serial":"{{{village.Passbooks[2].Serial}}}","pin":"{{{ApiVillage.Pin}}}"}}""",
            "attendant"));
        var byToken = ApiVillage.Must(await village.Post(Bank + "/shops/1/redemptions",
            $$$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"token","token":"{{{village.Passbooks[2].Token}}}"}}""",
            "attendant"));
        var byBooklet = ApiVillage.Must(await village.Post(Bank + "/shops/1/redemptions", ApiVillage.Redeem(3), "attendant"));
        (byPin.GetProperty("balance").GetInt64(), byToken.GetProperty("balance").GetInt64(), byBooklet.GetProperty("balance").GetInt64())
            .Should()
            .Be((20, 15, 10));

        var back = ApiVillage.Must(
            await village.Post($"{Bank}/shops/1/redemptions/{byBooklet.GetProperty("number")}/void", """{"reason":"拿错了"}""", "attendant"));
        back.GetProperty("balance").GetInt64().Should().Be(15);
        (await village.Post(
            $"{Bank}/shops/1/redemptions/{byBooklet.GetProperty("number")}/void", """{"reason":"拿错了"}""",
            "attendant")).Code.Should().Be("already_void");

        await village.SignInHousehold("reader", 2);
        var lines = (await village.Get(Bank + "/households/3/passbook", "reader")).Json.GetProperty("items").EnumerateArray().ToList();
        lines.Select(
            line => (line.GetProperty("in").GetInt64(), line.GetProperty("out").GetInt64(), line.GetProperty("balance").GetInt64()))
            .Should().Equal((5, 0, 15), (0, 5, 10), (0, 5, 15), (0, 10, 20), (30, 0, 30));
        (lines[^1].GetProperty("matter").GetString(), lines[^1].GetProperty("item").GetString()).Should().Be(("扫街", "村组清洁日"));
        (await village.Get(Bank + "/households/1/passbook", "reader")).Status.Should().Be(403);

        ApiVillage.Must(
            await village.Post($"{Bank}/entries/{byToken.GetProperty("entry")}/reversal", """{"reason":"抽查有误"}""", "supervisor"));
        (await village.Get(Bank + "/households/3/balance", "reader")).Json.GetProperty("points")
            .GetProperty("balance")
            .GetInt64()
            .Should()
            .Be(20);
        (await village.Get(Bank + "/journal/verification?full=true", "supervisor")).Json.GetProperty("sound")
            .GetBoolean()
            .Should()
            .BeTrue();

        var board = (await village.Get(Bank + "/boards/red")).Json.GetProperty("items").EnumerateArray().ToList();
        board.Should().Contain(place => place.GetProperty("name").GetString() == "张*国" && place.GetProperty("standing").GetInt64() == 30);
        var check = (await village.Get($"/api/v1/check/anjiahe/{credit.GetProperty("checkCode").GetString()}")).Json;
        check.EnumerateObject()
            .Select(fact => $"{fact.Name}={fact.Value}")
            .Should()
            .Equal("exists=True", "day=2026-03-02", "kind=credit", "amount=30");
    }

    [Fact]
    public async Task Year_end_divides_by_the_villages_own_midnight()
    {
        var old = new ApiVillage { Host = new() { Clock = new(Instant.FromUtc(2026, 3, 2, 1, 0)) } };
        try
        {
            await old.InitializeAsync();
            old.Host.Clock.Set(At(2026, 12, 31, 23, 59, 30));
            foreach (var who in (string[])["clerk", "attendant"]) old.Tokens[who] = await old.SignIn(who, ApiVillage.Password);
            var redeemed = ApiVillage.Must(await old.Post(Bank + "/shops/1/redemptions", ApiVillage.Redeem(1), "attendant"));
            redeemed.GetProperty("redeemedOn").GetString().Should().Be("2026-12-31");

            old.Host.Clock.Set(At(2027, 1, 1, 0, 0, 30));
            var late = await old.Post(
                $"{Bank}/shops/1/redemptions/{redeemed.GetProperty("number")}/void", """{"reason":"拿错了"}""", "attendant");
            (late.Status, late.Code, late.Json.GetProperty("facts").GetProperty("redeemedOn").GetString())
                .Should().Be((409, "not_same_day", "2026-12-31"));
            ApiVillage.Must(
                await old.Post(Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2026-12-31","quantity":3}""", "clerk"));
            (await old.Post(Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2027-01-02"}""", "clerk")).Code
                .Should().Be("date_in_future");

            Standings(await old.Get(Bank + "/boards/red?period=2026")).Should().Equal(100, 15);
            Standings(await old.Get(Bank + "/boards/red?period=2027")).Should().BeEmpty();
            var balance = (await old.Get(Bank + "/households/2/balance", "clerk")).Json;
            (balance.GetProperty("points").GetProperty("balance").GetInt64(), balance.GetProperty("merit").GetProperty("year").GetInt32(), balance.GetProperty("merit").GetProperty("standing").GetInt64())
                .Should().Be((15, 2027, 0));
            old.Verify();
        }
        finally
        {
            await old.DisposeAsync();
        }

        static Instant At(int year, int month, int day, int hour, int minute, int second) =>
            new LocalDateTime(year, month, day, hour, minute, second).InZoneStrictly(Zone).ToInstant();

        static IEnumerable<long> Standings(Answer board) =>
            board.Json.GetProperty("items").EnumerateArray().Select(place => place.GetProperty("standing").GetInt64());
    }

    [Theory]
    [InlineData("clerk", "/households", "number")]
    [InlineData("clerk", "/entries", "number")]
    [InlineData("clerk", "/shops/2/redemptions", "number")]
    [InlineData("clerk", "/households/2/passbook", "no")]
    [InlineData("clerk", "/boards/red?period=2026", "rank")]
    public async Task Paging_through_a_list_shows_everything_once(string who, string path, string key)
    {
        ApiVillage.Must(
            await village.Post(Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2026-03-02","quantity":10}""", "clerk"));
        for (var i = 0; i < 3; i++)
            ApiVillage.Must(await village.Post(Bank + "/shops/2/redemptions", ApiVillage.Redeem(2), "attendant-next-door"));
        var join = path.Contains('?') ? '&' : '?';
        var whole = Keys((await village.Get($"{Bank}{path}{join}limit=200", who)).Json);

        foreach (var limit in (int[])[1, 2, 7])
        {
            var (seen, after) = (new List<string>(), "");
            do
            {
                var page = (await village.Get($"{Bank}{path}{join}limit={limit}{after}", who)).Json;
                Keys(page).Should().HaveCountLessThanOrEqualTo(limit);
                seen.AddRange(Keys(page));
                after = page.TryGetProperty("next", out var next) ? $"&after={next}" : "";
            }
            while (after.Length > 0);
            seen.Should().Equal(whole, "in pages of {0}", limit);
        }
        whole.Should().HaveCountGreaterThan(1).And.OnlyHaveUniqueItems();

        List<string> Keys(JsonElement page) =>
            [.. page.GetProperty("items").EnumerateArray().Select(
                item => key == "rank" ? item.GetRawText() : item.GetProperty(key).GetRawText())];
    }

    [Fact]
    public async Task Nobody_tries_check_codes_more_than_sixty_times_a_minute()
    {
        var own = new ApiVillage();
        try
        {
            await own.InitializeAsync();
            var checks = new List<Answer>();
            for (var i = 0; i < 61; i++) checks.Add(await own.Get($"/api/v1/check/anjiahe/{i + 1}-AAAAAA"));
            checks[0].Code.Should().Be("unknown_check_code");
            (checks[^1].Status, checks[^1].Code).Should().Be((429, "too_many_requests"));
            checks[^1].Header("Retry-After").Should().MatchRegex("^[1-9][0-9]?$");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Five_wrong_passwords_shut_the_door_for_a_quarter_of_an_hour_and_the_right_one_does_not_open_it()
    {
        var strict = new ApiVillage();
        try
        {
            await strict.InitializeAsync();
            for (var i = 0; i < 5; i++) (await Try("wrong password")).Code.Should().Be("sign_in_failed");

            var locked = await Try(ApiVillage.Password);
            (locked.Status, locked.Code, locked.Header("Retry-After")).Should().Be((429, "sign_in_locked", "900"));
            strict.Host.Clock.Advance(Duration.FromMinutes(15));
            (await Try(ApiVillage.Password)).Status.Should().Be(200);

            Task<Answer> Try(string password) =>
                strict.Send(
                    HttpMethod.Post, "/api/v1/sign-in", JsonSerializer.Serialize(new { username = "supervisor", password }), null, null);
        }
        finally
        {
            await strict.DisposeAsync();
        }
    }

    [Fact]
    public async Task Five_wrong_PINs_shut_the_passbook_and_a_token_ends_an_hour_after_its_last_use()
    {
        var strict = new ApiVillage();
        try
        {
            await strict.InitializeAsync();
            var serial = strict.Passbooks[1].Serial;
            for (var i = 0; i < 5; i++) (await Try("0000")).Code.Should().Be("sign_in_failed");

            (await Try(ApiVillage.Pin)).Code.Should().Be("sign_in_locked");
            var counter = await strict.Post(Bank + "/shops/1/redemptions",
                $$$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"pin","serial":"{{{serial}}}","pin":"{{{ApiVillage.Pin}}}"}}""",
                "attendant");
            (counter.Status, counter.Code).Should().Be((429, "sign_in_locked"), "the counter is no way around the lock");

            strict.Host.Clock.Advance(Duration.FromMinutes(59));
            (await strict.Get(Bank + "/households/1", "household")).Status.Should().Be(200);
            strict.Host.Clock.Advance(Duration.FromMinutes(59));
            (await strict.Get(Bank + "/households/1", "household")).Status.Should().Be(200, "it counts from the last use");
            strict.Host.Clock.Advance(Duration.FromMinutes(60));
            (await strict.Get(Bank + "/households/1", "household")).Code.Should().Be("sign_in_expired");

            Task<Answer> Try(string pin) =>
                strict.Send(HttpMethod.Post, "/api/v1/sign-in/passbook", JsonSerializer.Serialize(new { serial, pin }), null, null);
        }
        finally
        {
            await strict.DisposeAsync();
        }
    }

    [Fact]
    public async Task Who_signs_out_or_loses_a_right_is_out_with_the_next_request()
    {
        var own = new ApiVillage();
        try
        {
            await own.InitializeAsync();
            foreach (var call in Call.Exchanges(own)) (await call.Send(own)).Status.Should().Be(200, call.Name);
            (await own.Get("/api/v1/me", "supervisor")).Code.Should().Be("sign_in_expired");

            ApiVillage.Must(await own.Put("/api/v1/staff/2/grants", """{"grants":[{"role":"clerk","bank":"xiaohe"}]}""", "administrator"));
            (await own.Get(Bank + "/households", "clerk")).Status.Should().Be(403);

            ApiVillage.Must(await own.Post($"{Bank}/households/1/passbooks", """{"reason":"lost"}""", "spare"));
            (await own.Get(Bank + "/households/1", "household")).Code.Should().Be("sign_in_expired", "the lost book opens nothing");
            (await own.Post(Bank + "/shops/1/redemptions",
                $$$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"token","token":"{{{own.Passbooks[0].Token}}}"}}""",
                "attendant")).Code.Should().Be("not_authorised");
        }
        finally
        {
            await own.DisposeAsync();
        }
    }
}
