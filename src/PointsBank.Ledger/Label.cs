namespace PointsBank.Ledger;

/// <summary>
/// The short names that go under the hash. They are codes, never free text: what a person wrote is hashed as a salted digest,
/// so that it can be erased later without breaking the chain.
/// </summary>
public static class Label
{
    /// <summary>The longest label of an entry, in characters.</summary>
    public const int MaxCharacters = 64;

    /// <summary>Whether <paramref name="text"/> is 1 to <paramref name="most"/> ASCII letters, digits or hyphens.</summary>
    public static bool IsCode(string? text, int most) =>
        text is { Length: > 0 } && text.Length <= most && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-');

    /// <summary>Whether <paramref name="text"/> is empty or up to 64 ASCII letters, digits or any of <c>_ - : / .</c></summary>
    public static bool IsLabel(string? text)
    {
        if (text is null || text.Length > MaxCharacters) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-' or ':' or '/' or '.'))
                return false;
        return true;
    }
}
