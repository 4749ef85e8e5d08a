using System.Diagnostics;

namespace PointsBank.Benchmarks;

/// <summary>How much to do. Quick is for CI: every row, fewer and shorter rounds, smaller files.</summary>
sealed record Size(bool Quick)
{
    public int Rounds => Quick ? 3 : 7;

    public TimeSpan Round => TimeSpan.FromSeconds(Quick ? 0.6 : 2);

    public TimeSpan WarmUp => TimeSpan.FromSeconds(Quick ? 1.5 : 8);
}

/// <summary>What a number of callers got done in a time.</summary>
/// <param name="PerSecond">How many a second.</param>
/// <param name="P50">Half of them took no longer, in milliseconds.</param>
/// <param name="P99">99 of 100 took no longer, in milliseconds.</param>
/// <param name="Processor">Microseconds of processor for each, of this whole process.</param>
readonly record struct Rate(double PerSecond, double P50, double P99, double Processor)
{
    public override string ToString() =>
        $"{PerSecond.Whole()}/s, p50 {P50.Milliseconds()}, p99 {P99.Milliseconds()}, {Processor.Microseconds()} processor";
}

static class Measuring
{
    /// <summary>Several callers, each one call after the other, until the time is over.</summary>
    public static async Task<Rate> Callers(int callers, TimeSpan time, Func<int, Task> call)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var took = await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var times = new List<double>(4096);
            while (clock.Elapsed < time)
            {
                var start = Stopwatch.GetTimestamp();
                await call(caller);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
            return times;
        })));
        return Of(took.SelectMany(times => times), clock.Elapsed, processor);
    }

    /// <summary>The same with a thread for each caller, for calls that block.</summary>
    public static Rate Threads(int callers, TimeSpan time, Action<int> call)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var took = Enumerable.Range(0, callers).Select(_ => new List<double>()).ToArray();
        var threads = took.Select((times, caller) => new Thread(() =>
        {
            while (clock.Elapsed < time)
            {
                var start = Stopwatch.GetTimestamp();
                call(caller);
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        })).ToArray();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return Of(took.SelectMany(times => times), clock.Elapsed, processor);
    }

    public static Rate Of(IEnumerable<double> milliseconds, TimeSpan elapsed, TimeSpan processorBefore)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime - processorBefore;
        var times = milliseconds.Order().ToArray();
        return times.Length == 0
            ? default
            : new(
                times.Length / elapsed.TotalSeconds, times[times.Length / 2], times[times.Length * 99 / 100],
                processor.TotalMicroseconds / times.Length);
    }

    /// <summary>The median of how long one call takes, in milliseconds, after some to warm up.</summary>
    public static async Task<double> Each(int times, Func<int, Task> call)
    {
        for (var i = 0; i < times / 5; i++) await call(i);
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await call(i);
            took[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return Median(took);
    }

    public static double Median(IEnumerable<double> values)
    {
        var ordered = values.Order().ToArray();
        return ordered.Length == 0 ? double.NaN : ordered[ordered.Length / 2];
    }

    public static Rate Median(IReadOnlyList<Rate> rounds) => new(
        Median(rounds.Select(rate => rate.PerSecond)), Median(rounds.Select(rate => rate.P50)), Median(rounds.Select(rate => rate.P99)),
        Median(rounds.Select(rate => rate.Processor)));

    /// <summary>The median over rounds of one side's rate against the other's in the same round.</summary>
    public static double Ratio(IReadOnlyList<Rate> side, IReadOnlyList<Rate> other) =>
        Median(side.Zip(other, (one, two) => one.PerSecond / two.PerSecond));
}

/// <summary>Sides that are measured in turn, round after round, so that a noisy minute falls on all of them.</summary>
sealed class Rounds(int count)
{
    readonly List<(string Name, Func<Task<Rate>> Measure)> sides = [];
    readonly Dictionary<string, List<Rate>> measured = [];

    public void Add(string name, Func<Task<Rate>> measure)
    {
        sides.Add((name, measure));
        measured[name] = [];
    }

    public void Add(string name, Func<Rate> measure) => Add(name, () => Task.FromResult(measure()));

    public async Task Run()
    {
        for (var round = 0; round < count; round++)
            foreach (var (name, measure) in sides)
                measured[name].Add(await measure());
    }

    public IReadOnlyList<Rate> this[string name] => measured[name];
}
