using System.Diagnostics;
using PointsBank.Testing;

namespace PointsBank.Benchmarks;

/// <summary>The real program on the demo village: how long until it is ready, and how much it takes while nobody asks.</summary>
static class StartBench
{
    public static async Task Run(Size size, Report report)
    {
        using var folder = new TempFolder();
        var clock = Stopwatch.StartNew();
        using (await Host.Web(folder.Path, "--demo=true"))
            report.Note("(g) first start: the demo village is made", clock.Elapsed.TotalMilliseconds.Milliseconds());
        var (starts, memory) = (new List<double>(), new List<double>());
        for (var round = 0; round < (size.Quick ? 3 : 7); round++)
        {
            clock.Restart();
            using var web = await Host.Web(folder.Path, "--demo=true");
            starts.Add(clock.Elapsed.TotalMilliseconds);
            await Task.Delay(2_000);
            memory.Add(web.ResidentMegabytes);
        }
        var (ready, resident) = (Measuring.Median(starts), Measuring.Median(memory));
        report.Goal("(g) start to ready on the demo", ready.Milliseconds(), "", "≤ 1 s", ready <= 1_000);
        report.Goal("(g) resident memory, idle", $"{resident.Whole()} MB", "", "≤ 120 MB", resident <= 120);
    }
}
