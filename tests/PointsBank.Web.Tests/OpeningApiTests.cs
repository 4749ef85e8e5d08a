using System.Text;

namespace PointsBank.Web.Tests;

/// <summary>Opening balances over the interface: a clerk's sheet waits, and the supervisor alone decides.</summary>
public sealed class OpeningApiTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    const string Proposals = ApiVillage.Bank + "/imports/opening/proposals";

    [Fact]
    public async Task A_sheet_of_a_book_that_lives_waits_until_the_supervisor_confirms_it()
    {
        const string Sheet = "household,points\n2,1000000\n";
        var trial = await Import(Sheet, "?dryRun=true");
        (trial.Json.GetProperty("waits").GetBoolean(), trial.Json.TryGetProperty("proposal", out _)).Should().Be((true, false));

        var number = (await Import(Sheet)).Json.GetProperty("proposal").GetInt64();

        (Balance()).Should().Be(0);
        (await Import(Sheet)).Json.GetProperty("proposal").GetInt64().Should().Be(number, "the same lines do not wait twice");
        var waiting = (await village.Get(Proposals + "?open=true", "clerk")).Json.GetProperty("items")[0];
        (waiting.GetProperty("state").GetString(), waiting.GetProperty("pointsAfter").GetInt64()).Should().Be(("open", 1_000_000));
        var line = (await village.Get($"{Proposals}/{number}/lines", "supervisor")).Json.GetProperty("items")[0];
        (line.GetProperty("household").GetInt64(), line.GetProperty("pointsBefore").GetInt64(), line.GetProperty("pointsAfter").GetInt64())
            .Should().Be((2, 0, 1_000_000));
        foreach (var who in (string[])["clerk", "attendant", "administrator", "household", "clerk-elsewhere"])
            (await village.Post($"{Proposals}/{number}/confirmation", "{}", who)).Status.Should().Be(403, who);

        var confirmed = await village.Post($"{Proposals}/{number}/confirmation", "{}", "supervisor");

        (confirmed.Status, confirmed.Json.GetProperty("state").GetString()).Should().Be((201, "confirmed"));
        (Balance()).Should().Be(1_000_000);
        var twice = await village.Post($"{Proposals}/{number}/refusal", "{}", "supervisor");
        (twice.Status, twice.Json.GetProperty("code").GetString()).Should().Be((409, "opening_decided"));
        (await village.Get($"{Proposals}/99/lines", "supervisor")).Status.Should().Be(404);
    }

    Task<Answer> Import(string sheet, string query = "") => village.Send(
        HttpMethod.Post, $"{ApiVillage.Bank}/imports/opening{query}", Encoding.UTF8.GetBytes(sheet), "clerk", village.NewKey(), "text/csv");

    long Balance() => (village.Desks.Journal.Balance(1, 2)).Value.Points.Balance;
}
