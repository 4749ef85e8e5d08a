using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;

namespace PointsBank.Web.Http;

/// <summary>
/// The browser's proof of who has signed in on it before, in a cookie that only this program can write. It opens nothing; for these names
/// the browser does not wait because of what others guess.
/// </summary>
public sealed class KnownDevice(IDataProtectionProvider protection, CookieNames cookies)
{
    /// <summary>A family's phone or an office's computer; the last ones stay.</summary>
    const int MaxNames = 20;

    readonly IDataProtector protector = protection.CreateProtector("known device");

    /// <summary>Whoever stands at the door with this browser.</summary>
    public Visitor Visitor(HttpContext http)
    {
        var place = Place.Of(http);
        if (http.Request.Cookies[cookies.Known] is not { Length: > 0 and < 4_000 } cookie) return new(place);
        try
        {
            return protector.Unprotect(cookie).Split('\n') is [var device, .. var names] ? new(place, device, [.. names]) : new(place);
        }
        catch (CryptographicException)
        {
            return new(place);
        }
    }

    /// <summary>Keeps that this one signed in here.</summary>
    public void Keep(HttpContext http, Visitor visitor, SignedInView signedIn)
    {
        var who = signedIn.Actor.StartsWith("staff:", StringComparison.Ordinal) ? signedIn.Actor : signedIn.Name;
        var device = visitor.Device.Length > 0 ? visitor.Device : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string[] names = [who, .. visitor.SignedIn.Where(known => known != who).Take(MaxNames - 1)];
        http.Response.Cookies.Append(cookies.Known, protector.Protect(string.Join('\n', [device, .. names])), new()
        {
            MaxAge = TimeSpan.FromDays(400), HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, Path = "/sign-in",
            IsEssential = true,
        });
    }
}
