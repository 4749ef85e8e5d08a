using System.Net;
using System.Net.Sockets;

namespace PointsBank.Web.Http;

/// <summary>Where a request comes from, as limits count it.</summary>
static class Place
{
    /// <summary>
    /// The address; of the sixth version only the half that names a network, because whoever has one address there has all of its network.
    /// </summary>
    public static string Of(HttpContext http) => http.Connection.RemoteIpAddress is { } address ? Of(address) : "";

    public static string Of(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address.ToString();
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return $"{new IPAddress(bytes)}/64";
    }
}
