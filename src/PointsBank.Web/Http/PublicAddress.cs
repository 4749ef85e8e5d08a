using Microsoft.AspNetCore.HttpOverrides;

namespace PointsBank.Web.Http;

/// <summary>
/// From where a visitor comes and how, behind the operator's proxy or without one. What a stranger's request says of itself counts for
/// nothing.
/// </summary>
static class PublicAddress
{
    public static void UsePublicAddress(this WebApplication app, Settings settings)
    {
        if (settings.TrustedProxies.Length > 0)
        {
            // Not the host: our address is what the operator says it is. As many proxies as there are, as long as each is trusted.
            var options = new ForwardedHeadersOptions
            { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto, ForwardLimit = null };
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var network in settings.TrustedProxies) options.KnownIPNetworks.Add(network);
            app.UseForwardedHeaders(options);
        }
        // Visitors see the public address, whatever reaches us from the proxy: with HTTPS there, cookies are marked for it and browsers
        // stay with it.
        if (settings.PublicAddress is { } address)
            app.Use((http, next) =>
            {
                http.Request.Scheme = address.Scheme;
                return next(http);
            });
    }
}
