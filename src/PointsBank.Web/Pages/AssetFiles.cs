using System.Collections.Frozen;
using System.Security.Cryptography;
using PointsBank.Web.Security;

namespace PointsBank.Web.Pages;

/// <summary>Styles, scripts and the icon, carried inside the program. Each has its digest in its address, so a browser keeps it until it changes.</summary>
static class AssetFiles
{
    sealed record Asset(byte[] Bytes, string Type, string Address);

    const string Prefix = "assets/";

    static readonly FrozenDictionary<string, Asset> Files = typeof(AssetFiles).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..]).ToFrozenDictionary(name => name, Load);

    public static IEnumerable<string> Names => Files.Keys;

    public static string Address(string name) => Files[name].Address;

    public static ReadOnlyMemory<byte> Bytes(string name) => Files[name].Bytes;

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapGet("/assets/{name}", (RequestDelegate)Send).Public().ExcludeFromDescription();

    static Task Send(HttpContext http)
    {
        if (!Files.TryGetValue((string)http.Request.RouteValues["name"]!, out var asset))
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        http.Response.ContentType = asset.Type;
        http.Response.ContentLength = asset.Bytes.Length;
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return http.Response.Body.WriteAsync(asset.Bytes, http.RequestAborted).AsTask();
    }

    static Asset Load(string name)
    {
        using var stream = typeof(AssetFiles).Assembly.GetManifestResourceStream(Prefix + name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        var type = Path.GetExtension(name) switch { ".css" => "text/css", ".js" => "text/javascript", _ => "image/svg+xml" };
        return new(bytes, type, $"/assets/{name}?v={Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}");
    }
}
