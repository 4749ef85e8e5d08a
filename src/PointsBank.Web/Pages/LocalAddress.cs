using Microsoft.AspNetCore.Http.HttpResults;

namespace PointsBank.Web.Pages;

/// <summary>Addresses of ours that somebody else's text names, such as the page to come back to.</summary>
static class LocalAddress
{
    /// <summary>
    /// The address, fit for a header, where it leads to a page of ours; else null. What browsers leave out of an address, such as a tab, or
    /// read as another sign, such as a backslash, makes a foreign address look like ours, so no address with one of them is followed.
    /// </summary>
    public static string? Of(string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Any(sign => char.IsControl(sign) || char.IsWhiteSpace(sign) || sign == '\\')) return null;
        var address = Encoded(text);
        return address[0] == '/' && RedirectHttpResult.IsLocalUrl(address) ? address : null;
    }

    /// <summary>The address with everything that may not stand in a header written as %XX.</summary>
    public static string Encoded(string address) => address.All(IsPlain)
        ? address
        : string.Concat(
            address.EnumerateRunes().Select(
                rune => rune.IsAscii && IsPlain((char)rune.Value) ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));

    static bool IsPlain(char sign) => sign is > ' ' and <= '~';
}
