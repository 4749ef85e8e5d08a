using System.Collections.Frozen;
using Microsoft.AspNetCore.StaticAssets;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>Styles, scripts and the icon. Each has a fingerprint in its address, so a browser keeps it until it changes.</summary>
public sealed class Assets(EndpointDataSource endpoints, IWebHostEnvironment environment)
{
    const string Folder = "assets/";

    readonly Lazy<FrozenDictionary<string, string>> addresses = new(() => (
        from endpoint in endpoints.Endpoints
        let asset = endpoint.Metadata.GetMetadata<StaticAssetDescriptor>()
        from property in asset?.Properties ?? []
        where property.Name == "label"
        group "/" + asset.Route by property.Value[Folder.Length..]).ToFrozenDictionary(routes => routes.Key, routes => routes.First()));

    /// <summary>Where browsers get the file.</summary>
    public string Address(string name) => addresses.Value[name];

    public byte[] Bytes(string name)
    {
        using var stream = environment.WebRootFileProvider.GetFileInfo(Folder + name).CreateReadStream();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes.MapStaticAssets().Public().Add(asset =>
    {
        var send = asset.RequestDelegate!;
        asset.RequestDelegate = http =>
        {
            // Each file says how long it may be kept, beside what is said already.
            http.Response.Headers.CacheControl = default;
            return send(http);
        };
    });
}
