using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using NodaTime;
using NodaTime.Text;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Web;

/// <summary>What the operator chose, on the command line or as POINTSBANK_…; the command line wins.</summary>
/// <param name="Urls">Where to listen.</param>
/// <param name="Data">The folder of the database.</param>
/// <param name="Demo">Whether to fill an empty database with the demo village.</param>
/// <param name="Now">The moment at which a demo stands still, for training and documentation; null for the real time.</param>
/// <param name="JsonLog">Whether the log is for programs rather than people.</param>
public sealed record Settings(string Urls, string Data, bool Demo, Instant? Now, bool JsonLog)
{
    public string DatabaseFile => FileIn(Data);

    /// <summary>The file of the server's key; beside the database where no other is named.</summary>
    public string KeyFile { get; init; } = KeyRing.FileBeside(FileIn(Data));

    /// <summary>The address by which visitors come, such as https://points.example.cn; null where nobody said.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>The proxies that are believed when they say from where a visitor comes, and whether over HTTPS.</summary>
    public ImmutableArray<IPNetwork> TrustedProxies { get; init; } = [];

    /// <summary>What stands before an address of ours on paper; null where that would lead to the reader's own phone.</summary>
    public string? Outside { get; private init; }

    public static Settings From(IConfiguration given)
    {
        var urls = given["urls"] is { Length: > 0 } chosen ? chosen : "http://127.0.0.1:5080";
        var address = Address(Named(given, "public-address"));
        var data = given["data"] is { Length: > 0 } folder ? folder : "./data";
        return new(urls, data, IsTrue(given["demo"]), Moment(given["now"], IsTrue(given["demo"])),
            string.Equals(given["log"], "json", StringComparison.OrdinalIgnoreCase))
        {
            KeyFile = Named(given, "key-file") is { Length: > 0 } named ? named : KeyRing.FileBeside(FileIn(data)),
            PublicAddress = address,
            TrustedProxies = [.. Parts(Named(given, "trusted-proxies")).Select(Network)],
            Outside = (address is null ? Parts(urls).Select(Known) : [address]).FirstOrDefault(LeadsHere) is { } outside
                ? Begin(outside)
                : null,
        };
    }

    static string FileIn(string folder) => Path.Combine(folder, "pointsbank.db");

    /// <summary>
    /// The villages' own time, such as 2026-03-02T09:00. Real points are never entered at a made-up time, so only a demo may stand still.
    /// </summary>
    static Instant? Moment(string? text, bool isDemo)
    {
        if (text is not { Length: > 0 }) return null;
        if (!isDemo || LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(text) is not { Success: true } moment)
            throw new CannotOpenException("--now=2026-03-02T09:00 goes with --demo=true");
        return moment.Value.InZoneLeniently(BankDesk.Zone).ToInstant();
    }

    static Uri? Address(string? text)
    {
        if (text is not { Length: > 0 }) return null;
        return Known(text) is { PathAndQuery: "/", UserInfo: "" } address && text.IndexOf('#', StringComparison.Ordinal) < 0
            ? address
            : throw new CannotOpenException($"--public-address=https://points.example.cn ({text})");
    }

    static IPNetwork Network(string text) =>
        IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var one) ? new(one, one.GetAddressBytes().Length * 8)
        : throw new CannotOpenException($"--trusted-proxies=127.0.0.1,10.0.0.0/8 ({text})");

    static Uri? Known(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            ? address
            : null;

    /// <summary>Whether another device comes here by it, and not to itself.</summary>
    static bool LeadsHere(Uri? address) => address is { IsLoopback: false, HostNameType: not UriHostNameType.Unknown }
        && !(
            IPAddress.TryParse(address.DnsSafeHost, out var ip)
                && (IPAddress.IsLoopback(ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)))
        && !address.DnsSafeHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    /// <summary>Scheme, host and port as they stand in an address, without a Chinese sign.</summary>
    static string Begin(Uri address) => new UriBuilder(address) { Host = address.IdnHost }.Uri.GetLeftPart(UriPartial.Authority);

    /// <summary>
    /// A name of several words, which stands with a line below in an environment, where a dash cannot be: POINTSBANK_KEY_FILE.
    /// </summary>
    static string? Named(IConfiguration given, string name) => given[name] ?? given[name.Replace('-', '_')];

    static string[] Parts(string? text) =>
        (text ?? "").Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    static bool IsTrue(string? text) =>
        bool.TryParse(text, out var value) ? value : text?.ToLower(CultureInfo.InvariantCulture) is "1" or "yes";
}
