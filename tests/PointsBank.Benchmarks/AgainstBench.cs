using PointsBank.Testing;

namespace PointsBank.Benchmarks;

/// <summary>
/// The servers of two checkouts, each with its own demo village, asked the same in turn, round after round. They are asked over HTTP alone,
/// so that the other one may be of any commit that has the demo.
/// </summary>
static class AgainstBench
{
    const int Connections = 16, Rounds = 15, Households = 200;
    const string Bank = "/api/v1/banks/anjiahe";

    static readonly TimeSpan Round = TimeSpan.FromSeconds(1), WarmUp = TimeSpan.FromSeconds(5);

    static readonly Operation[] Operations =
    [
        new("balance of a household", "clerk", () => $"{Bank}/households/{Household}/balance"),
        new("passbook, newest 20 lines", "clerk", () => $"{Bank}/households/{Household}/passbook?limit=20"),
        new("finding a household by letters", "clerk", () => $"{Bank}/households?search=zh&limit=10"),
        new("goods of a shop", "attendant", () => $"{Bank}/shops/1/goods"),
        new("public page of the village", null, () => "/v/anjiahe"),
        new("credit, tried", "clerk", () => $"{Bank}/credits?dryRun=true",
            () => $$"""{"household":{{Household}},"rule":"D04","effectiveOn":"2026-03-02"}"""),
        new("redemption, tried", "attendant", () => $"{Bank}/shops/1/redemptions?dryRun=true",
            () => """{"household":30,"items":[{"goods":"G01","quantity":3}],"authorisedBy":{"by":"booklet"}}"""),
        new("goods received, durable", "attendant", () => $"{Bank}/shops/1/stock-movements",
            () => """{"kind":"received","items":[{"goods":"G08","quantity":1}],"memo":"bench"}"""),
    ];

    static int Household => Random.Shared.Next(Households) + 1;

    public static async Task Run(string other)
    {
        using var folder = new TempFolder();
        using var ours = await Side.Start(Host.Root, folder.File("ours"));
        using var theirs = await Side.Start(other, folder.File("theirs"));
        Console.WriteLine("| operation | p50 here | there | processor here | there | processor here / there |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var operation in Operations) Console.WriteLine(await Row(operation, ours, theirs));
    }

    /// <summary>One operation on both sides. The ratio is the median over the rounds; the sides begin a round in turn.</summary>
    static async Task<string> Row(Operation operation, Side ours, Side theirs)
    {
        var (here, there) = (new List<Rate>(), new List<Rate>());
        try
        {
            foreach (var side in (Side[])[ours, theirs]) await side.Ask(operation, WarmUp);
            for (var round = 0; round < Rounds; round++)
                foreach (var side in round % 2 == 0 ? (Side[])[ours, theirs] : [theirs, ours])
                    (side == ours ? here : there).Add(await side.Ask(operation, Round));
        }
        catch (InvalidOperationException refused)
        {
            return $"| {operation.Name} | did not run: {refused.Message.Split('\r')[0]} | | | | |";
        }
        var (one, two) = (Measuring.Median(here), Measuring.Median(there));
        var ratio = Measuring.Median(here.Zip(there, (a, b) => a.Processor / b.Processor));
        return $"| {operation.Name} | {one.P50.Milliseconds()} | {two.P50.Milliseconds()} "
            + $"| {one.Processor.Microseconds()} | {two.Processor.Microseconds()} | {ratio.Ratio()} |";
    }

    /// <summary>What is asked: by nobody who signed in where <c>Who</c> is null, and a read where <c>Body</c> is.</summary>
    sealed record Operation(string Name, string? Who, Func<string> Path, Func<string>? Body = null);

    sealed class Side(Host host, Dictionary<string, string> tokens) : IDisposable
    {
        public static async Task<Side> Start(string root, string data)
        {
            var host = await Host.WebOf(root, data, "--demo=true", "--now=2026-03-02T09:00");
            var tokens = new Dictionary<string, string>();
            foreach (var who in Operations.Select(operation => operation.Who).OfType<string>().Distinct())
                tokens[who] = await HttpBench.SignIn(host.Port, who, $"demo-{who}");
            return new(host, tokens);
        }

        public void Dispose() => host.Dispose();

        /// <summary>The processor is that of the server, for each answer.</summary>
        public async Task<Rate> Ask(Operation operation, TimeSpan time)
        {
            var before = host.Processor;
            var token = operation.Who is { } who ? tokens[who] : null;
            var rate = await Load.Run(host.Port, Connections, time, operation.Path, token, operation.Body);
            return rate with { Processor = (host.Processor - before).TotalMicroseconds / (rate.PerSecond * time.TotalSeconds) };
        }
    }
}
