using System.Security.Cryptography;
using System.Text;

namespace PointsBank.Web.Http;

/// <summary>
/// Names of cookies. A browser keeps cookies by host and not by port, so the name tells apart the banks of one machine by their data
/// folders.
/// </summary>
public sealed class CookieNames(Settings settings)
{
    readonly string folder = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(settings.Data))))[..8];

    /// <summary>The token of whoever signed in.</summary>
    public string SignIn => $"pointsbank-{folder}";

    /// <summary>The secret by which a form is known as ours.</summary>
    public string Form => $"pointsbank-form-{folder}";

    /// <summary>Who has signed in with this browser before.</summary>
    public string Known => $"pointsbank-known-{folder}";
}
