using System.Net.Http.Json;
using System.Text.Json;
using PointsBank.Testing;

namespace PointsBank.Benchmarks;

/// <summary>
/// Over HTTP: durable credits and redemptions against an echo on the same kind of host, each server a process of its own.
/// </summary>
static class HttpBench
{
    const int Connections = 64;

    public static async Task Run(Size size, Report report)
    {
        using var folder = new TempFolder();
        var households = size.Quick ? 2_000 : 20_000;
        using (var village = await BenchVillage.Make(folder.File("pointsbank.db"), households)) await village.Provision();
        using var web = await Host.Web(folder.Path);
        using var echo = await Host.Echo();
        var clerk = await SignIn(web.Port, "clerk", BenchVillage.Password);
        var attendant = await SignIn(web.Port, "attendant", BenchVillage.Password);
        var today = NodaTime.Text.LocalDatePattern.Iso.Format(BenchVillage.Today);

        string Deed() =>
            $$"""{"household":{{Random.Shared.Next(households) + 1}},"rule":"{{BenchVillage.EventRule}}","effectiveOn":"{{today}}","quantity":1}""";
        string Slip() =>
            $$$"""{"household":{{{Random.Shared.Next(households) + 1}}},"items":[{"goods":"{{{BenchVillage.Goods}}}","quantity":1}],"authorisedBy":{"by":"booklet"}}""";
        const string Bank = $"/api/v1/banks/{BenchVillage.Code}";
        Task<Rate> Echoed(TimeSpan time) => Load.Run(echo.Port, Connections, time, () => "/echo", null, Deed);
        Task<Rate> Credited(TimeSpan time) => Load.Run(web.Port, Connections, time, () => Bank + "/credits", clerk, Deed);
        Task<Rate> Redeemed(TimeSpan time) => Load.Run(web.Port, Connections, time, () => Bank + "/shops/1/redemptions", attendant, Slip);

        foreach (var side in (Func<TimeSpan, Task<Rate>>[])[Echoed, Credited, Redeemed]) await side(size.WarmUp);
        var rounds = new Rounds(size.Rounds);
        rounds.Add("echo", () => Echoed(size.Round));
        rounds.Add("credit", () => Credited(size.Round));
        rounds.Add("redemption", () => Redeemed(size.Round));
        await rounds.Run();

        var bound = Measuring.Median(rounds["echo"]);
        report.Note($"(c) echo over HTTP, {Connections} connections", Told(bound));
        foreach (var (side, what) in (ReadOnlySpan<(string, string)>)[("credit", "durable credit"), ("redemption", "durable redemption")])
        {
            var rate = Measuring.Median(rounds[side]);
            var share = Measuring.Ratio(rounds[side], rounds["echo"]);
            var tail = Measuring.Median(rounds[side].Zip(rounds["echo"], (one, other) => one.P99 / other.P99));
            report.Goal(
                $"(c) {what} over HTTP, {Connections} connections", Told(rate), $"{share.Ratio()} of echo, p99 {tail.Ratio()}",
                "≥ 0.5 × of echo, p99 ≤ 10 ×", share >= 0.5 && tail <= 10);
        }
    }

    static string Told(Rate rate) => $"{rate.PerSecond.Whole()}/s, p50 {rate.P50.Milliseconds()}, p99 {rate.P99.Milliseconds()}";

    public static async Task<string> SignIn(int port, string username, string password)
    {
        using var client = new HttpClient();
        using var answer = await client.PostAsJsonAsync($"http://127.0.0.1:{port}/api/v1/sign-in", new { username, password });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }
}
