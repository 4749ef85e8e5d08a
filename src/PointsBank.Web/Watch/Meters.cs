using System.Diagnostics.Metrics;
using PointsBank.Storage;

namespace PointsBank.Web.Watch;

/// <summary>What is measured.</summary>
public sealed class Meters : IDisposable
{
    public const string Name = "PointsBank";

    readonly Meter meter = new(Name);
    readonly Counter<long> refusals;
    readonly Histogram<double> durations;

    public Meters(Database database)
    {
        meter.CreateObservableCounter("pointsbank_writes", () => database.Writes, description: "Writes kept since the program started");
        meter.CreateObservableCounter("pointsbank_commits", () => database.Commits, description: "Commits made since the program started");
        meter.CreateObservableGauge("pointsbank_queue_waiting", () => (long)database.Waiting, description: "Writes waiting for the writer");
        meter.CreateObservableGauge("pointsbank_writer_alive", () => database.Fault is null ? 1L : 0L, description: "1 while the writer works");
        refusals = meter.CreateCounter<long>("pointsbank_refusals", description: "Refusals by code");
        durations = meter.CreateHistogram<double>("pointsbank_request_seconds", unit: "s", description: "How long requests took, by method, route and status");
        Text = new(meter);
    }

    /// <summary>The measures as text for Prometheus.</summary>
    public MetricsText Text { get; }

    public void Refused(string code) => refusals.Add(1, new KeyValuePair<string, object?>("code", code));

    public void Answered(string method, string route, int status, double seconds) =>
        durations.Record(seconds, new("method", method), new("route", route), new("status", Digits(status)));

    public void Dispose()
    {
        Text.Dispose();
        meter.Dispose();
    }

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
