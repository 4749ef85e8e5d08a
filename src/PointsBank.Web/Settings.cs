using System.Globalization;
using NodaTime;
using NodaTime.Text;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Web;

/// <summary>What the operator chose, on the command line or as POINTSBANK_…; the command line wins.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Data">The folder of the database.</param>
/// <param name="Demo">Whether to fill an empty database with the demo village.</param>
/// <param name="Now">The moment at which a demo stands still, for training and documentation; null for the real time.</param>
/// <param name="JsonLog">Whether the log is for programs rather than people.</param>
public sealed record Settings(string Urls, string Data, bool Demo, Instant? Now, bool JsonLog)
{
    public string DatabaseFile => Path.Combine(Data, "pointsbank.db");

    public static Settings From(IConfiguration given) => new(
        given["urls"] is { Length: > 0 } urls ? urls : "http://127.0.0.1:5080",
        given["data"] is { Length: > 0 } data ? data : "./data",
        IsTrue(given["demo"]),
        Moment(given["now"], IsTrue(given["demo"])),
        string.Equals(given["log"], "json", StringComparison.OrdinalIgnoreCase));

    /// <summary>The villages' own time, such as 2026-03-02T09:00. Real points are never entered at a made-up time, so only a demo may stand still.</summary>
    static Instant? Moment(string? text, bool isDemo)
    {
        if (text is not { Length: > 0 }) return null;
        if (!isDemo || LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text) is not { Success: true } moment)
            throw new CannotOpenException("--now=2026-03-02T09:00 goes with --demo=true");
        return moment.Value.InZoneLeniently(BankDesk.Zone).ToInstant();
    }

    static bool IsTrue(string? text) => bool.TryParse(text, out var value) ? value : text?.ToLower(CultureInfo.InvariantCulture) is "1" or "yes";
}
