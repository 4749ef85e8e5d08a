using System.Diagnostics.Metrics;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using PointsBank.Storage;

namespace PointsBank.Web.Http;

/// <summary>What is measured, and the exporter that keeps the sums for Prometheus.</summary>
public sealed class Meters : IDisposable
{
    /// <summary>So many lines has one measure at most; each route has some for its statuses.</summary>
    const int MaxLines = 10_000;

    static readonly double[] Bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

    readonly Meter meter = new("PointsBank");
    readonly Counter<long> refusals;
    readonly Histogram<double> durations;

    public Meters(Database database)
    {
        meter.CreateObservableCounter("pointsbank_writes", () => database.Writes, description: "Writes kept since the program started");
        meter.CreateObservableCounter("pointsbank_commits", () => database.Commits, description: "Commits made since the program started");
        meter.CreateObservableGauge("pointsbank_queue_waiting", () => (long)database.Waiting, description: "Writes waiting for the writer");
        meter.CreateObservableGauge(
            "pointsbank_writer_alive", () => database.Fault is null ? 1L : 0L, description: "1 while the writer works");
        refusals = meter.CreateCounter<long>("pointsbank_refusals", description: "Refusals by code");
        durations = meter.CreateHistogram<double>(
            "pointsbank_request_seconds", unit: "s", description: "How long requests took, by method, route and status");
        Exporter = Sdk.CreateMeterProviderBuilder().AddMeter(meter.Name).AddView(View).AddPrometheusExporter(options =>
        {
            options.ScopeInfoEnabled = options.TargetInfoEnabled = false;
            options.ScrapeResponseCacheDurationMilliseconds = 0;
        }).Build();
    }

    public MeterProvider Exporter { get; }

    public void Refused(string code) => refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Answered(string method, string route, int status, double seconds) =>
        durations.Record(seconds, new("method", method), new("route", route), new("status", Digits(status)));

    public void Dispose()
    {
        Exporter.Dispose();
        meter.Dispose();
    }

    /// <summary>Meters are found by name, and several programs may run in one process: what another one measures is not ours.</summary>
    MetricStreamConfiguration View(Instrument instrument) => !ReferenceEquals(instrument.Meter, meter) ? MetricStreamConfiguration.Drop
        : instrument is Histogram<double> ? new ExplicitBucketHistogramConfiguration { Boundaries = Bounds, CardinalityLimit = MaxLines }
        : new() { CardinalityLimit = MaxLines };

    /// <summary>The common ones without making a text each time.</summary>
    static string Digits(int status) => status switch
    {
        200 => "200",
        201 => "201",
        409 => "409",
        422 => "422",
        _ => status.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
