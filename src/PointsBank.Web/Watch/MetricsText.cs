using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace PointsBank.Web.Watch;

/// <summary>Listens to one meter and writes what it heard in Prometheus' text format.</summary>
public sealed class MetricsText : IDisposable
{
    static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    readonly ConcurrentDictionary<Line, Sum> sums = new();
    readonly MeterListener listener = new();

    /// <summary>One instrument with up to three tags; a value type, so that measuring allocates nothing.</summary>
    readonly record struct Line(Instrument Instrument, object? First, object? Second, object? Third);

    sealed class Sum
    {
        public readonly long[] Buckets = new long[Bounds.Length + 1];
        public required string Tags { get; init; }
        public double Total;
        public long Count;
    }

    public MetricsText(Meter meter)
    {
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (ReferenceEquals(instrument.Meter, meter)) listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
    }

    public string Write()
    {
        listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var instrument in sums.GroupBy(pair => pair.Key.Instrument).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var name = instrument.Key.Name + (IsCounter(instrument.Key) ? "_total" : "");
            text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {instrument.Key.Description}\n# TYPE {name} {Kind(instrument.Key)}\n");
            foreach (var (_, sum) in instrument.OrderBy(pair => pair.Value.Tags, StringComparer.Ordinal))
                lock (sum)
                    if (instrument.Key is Histogram<double>) WriteHistogram(text, name, sum);
                    else text.Append(CultureInfo.InvariantCulture, $"{name}{Braced(sum.Tags)} {sum.Total}\n");
        }
        return text.ToString();
    }

    public void Dispose() => listener.Dispose();

    void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var line = new Line(instrument, Tag(tags, 0), Tag(tags, 1), Tag(tags, 2));
        if (!sums.TryGetValue(line, out var sum)) sum = sums.GetOrAdd(line, new Sum { Tags = Spell(tags) });
        lock (sum)
        {
            // An observed instrument reports where it stands; the others report one step.
            if (instrument.IsObservable) sum.Total = value;
            else sum.Total += value;
            if (instrument is not Histogram<double>) return;
            sum.Count++;
            var bucket = 0;
            while (bucket < Bounds.Length && value > Bounds[bucket]) bucket++;
            sum.Buckets[bucket]++;
        }
    }

    static void WriteHistogram(StringBuilder text, string name, Sum sum)
    {
        long below = 0;
        for (var bucket = 0; bucket < sum.Buckets.Length; bucket++)
        {
            below += sum.Buckets[bucket];
            var bound = bucket < Bounds.Length ? Bounds[bucket].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{sum.Tags},le=\"{bound}\"}} {below}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{Braced(sum.Tags)} {sum.Total}\n{name}_count{Braced(sum.Tags)} {sum.Count}\n");
    }

    static string Spell(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var parts = new List<string>();
        foreach (var (key, value) in tags)
            parts.Add($"{key}=\"{Convert.ToString(value, CultureInfo.InvariantCulture)!.Replace("\\", @"\\").Replace("\"", "\\\"").Replace("\n", "\\n")}\"");
        return string.Join(',', parts);
    }

    static object? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, int index) => index < tags.Length ? tags[index].Value : null;

    static string Braced(string tags) => tags.Length == 0 ? "" : "{" + tags + "}";

    static bool IsCounter(Instrument instrument) => instrument is Counter<long> or ObservableCounter<long>;

    static string Kind(Instrument instrument) => instrument is Histogram<double> ? "histogram" : IsCounter(instrument) ? "counter" : "gauge";
}
