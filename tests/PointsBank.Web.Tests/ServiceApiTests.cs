namespace PointsBank.Web.Tests;

/// <summary>Teams, activities and hours over the interface: who learns and does what.</summary>
public sealed class ServiceApiTests(ServiceApiTests.LedVillage village) : IClassFixture<ServiceApiTests.LedVillage>
{
    const string Bank = ApiVillage.Bank;
    const string Activities = Bank + "/activities";

    [Fact]
    public async Task A_leader_acts_for_the_own_team_and_learns_nothing_of_another()
    {
        (await village.Get(Activities + "/1/attendances", "team")).Status.Should().Be(200);
        (await village.Get(Activities + "/3/sign-ups", "team")).Status.Should().Be(200);
        (await village.Get(Bank + "/teams/1", "team")).Status.Should().Be(200);
        foreach (var path in (string[])["/activities/1/attendances", "/activities/3/sign-ups", "/teams/1"])
            (await village.Get(Bank + path, "other-team")).Code.Should().Be("not_allowed", path);
        foreach (var path in (string[])[
            "/volunteers", "/households/1/service", "/certificates/1", "/service-exceptions?from=2026-03-01&until=2026-03-02",
            "/households"])
            (await village.Get(Bank + path, "team")).Code.Should().Be("not_allowed", path);
        (await village.Post(
            Activities, """{"project":1,"team":2,"begins":"2026-03-08T08:30","ends":"2026-03-08T11:30"}""",
            "team")).Code.Should().Be("not_allowed");
        (await village.Post(Activities + "/1/confirmations", """{"attendances":[2]}""", "other-team")).Code.Should().Be("not_allowed");
    }

    [Fact]
    public async Task A_household_learns_of_its_own_members_alone()
    {
        foreach (var path in (string[])[
            "/activities/1/attendances", "/activities/3/sign-ups", "/teams/1", "/households/2/service", "/households/2/certificates"])
            (await village.Get(Bank + path, "household")).Code.Should().Be("not_allowed", path);
        var own = ApiVillage.Must(await village.Post(Activities + "/3/sign-ups", """{"member":1}""", "household"));

        own.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("member").GetInt64()).Should().Equal(1);
        (await village.Post(Activities + "/3/sign-ups", """{"member":3}""", "household")).Code.Should().Be("not_allowed");
        var service = ApiVillage.Must(await village.Get(Bank + "/households/1/service", "household"));
        service.GetProperty("volunteers").EnumerateArray().Select(item => item.GetProperty("minutes").GetInt64()).Should().Equal(120, 0);
    }

    [Fact]
    public async Task Anybody_may_ask_for_a_certificates_code_and_learns_its_day_and_minutes_alone()
    {
        var code = ApiVillage.Must(await village.Get(Bank + "/certificates/1", "clerk")).GetProperty("checkCode").GetString();

        var check = (await village.Get($"/api/v1/check/anjiahe/{code}")).Json;

        check.EnumerateObject()
            .Select(fact => $"{fact.Name}={fact.Value}")
            .Should()
            .Equal("exists=True", "day=2026-03-02", "kind=service_certificate", "amount=120");
        (await village.Get("/api/v1/check/anjiahe/S9-AAAAAA")).Code.Should().Be("unknown_check_code");
    }

    [Theory]
    [InlineData("2026-03-02")]
    [InlineData("2026-03-02T06:10:00")]
    [InlineData("2026-03-02 06:10")]
    [InlineData("2026-03-02T24:10")]
    [InlineData("06:10")]
    public async Task A_time_is_a_day_with_hours_and_minutes(string time)
    {
        var answer = await village.Post(Activities + "/1/attendances", $$"""{"rows":[{"member":5,"came":"{{time}}"}]}""", "clerk");

        (answer.Status, answer.Errors).Should().Be((400, "rows[0].came:not_a_date"));
    }

    [Fact]
    public async Task Confirmed_hours_are_corrected_by_reversal_and_confirmed_anew()
    {
        ApiVillage.Must(
            await village.Post(
                Activities + "/1/attendances", """{"rows":[{"member":6,"came":"2026-03-02T06:00","left":"2026-03-02T07:00"}]}""", "team"));
        var number = (await village.Get(Activities + "/1/attendances", "team")).Json.GetProperty("items").EnumerateArray()
            .Single(item => item.GetProperty("member").GetInt64() == 6).GetProperty("number").GetInt64();
        (await village.Post(Activities + "/1/confirmations", $$"""{"attendances":[{{number}}]}""", "team")).Code
            .Should().Be("maker_is_checker");
        var entry = ApiVillage.Must(await village.Post(Activities + "/1/confirmations", $$"""{"attendances":[{{number}}]}""", "supervisor"))
            .GetProperty("items")[0].GetProperty("entry").GetInt64();
        var change = """{"rows":[{"member":6,"left":"2026-03-02T08:00","reason":"晚走一小时"}]}""";

        (await village.Post(Activities + "/1/attendances", change, "team")).Code.Should().Be("already_confirmed");
        ApiVillage.Must(await village.Post($"{Bank}/entries/{entry}/reversal", """{"reason":"时间记错"}""", "supervisor"));
        ApiVillage.Must(await village.Post(Activities + "/1/attendances", change, "team"));
        var anew = ApiVillage.Must(await village.Post(Activities + "/1/confirmations", $$"""{"attendances":[{{number}}]}""", "supervisor"))
            .GetProperty("items")[0];

        (anew.GetProperty("minutes").GetInt64(), anew.GetProperty("points").GetInt64()).Should().Be((120, 5));
        village.Verify();
    }

    /// <summary>The villages with leaders of team 1 and of team 2.</summary>
    public sealed class LedVillage : WholeVillage
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await Hire("team", """{"role":"team-leader","bank":"anjiahe","team":1}""");
            await Hire("other-team", """{"role":"team-leader","bank":"anjiahe","team":2}""");
        }
    }
}
