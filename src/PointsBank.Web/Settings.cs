using System.Globalization;

namespace PointsBank.Web;

/// <summary>What the operator chose, on the command line or as POINTSBANK_…; the command line wins.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Data">The folder of the database.</param>
/// <param name="Demo">Whether to fill an empty database with the demo village.</param>
/// <param name="JsonLog">Whether the log is for programs rather than people.</param>
public sealed record Settings(string Urls, string Data, bool Demo, bool JsonLog)
{
    public string DatabaseFile => Path.Combine(Data, "pointsbank.db");

    public static Settings From(IConfiguration given) => new(
        given["urls"] is { Length: > 0 } urls ? urls : "http://127.0.0.1:5080",
        given["data"] is { Length: > 0 } data ? data : "./data",
        IsTrue(given["demo"]),
        string.Equals(given["log"], "json", StringComparison.OrdinalIgnoreCase));

    static bool IsTrue(string? text) => bool.TryParse(text, out var value) ? value : text?.ToLower(CultureInfo.InvariantCulture) is "1" or "yes";
}
