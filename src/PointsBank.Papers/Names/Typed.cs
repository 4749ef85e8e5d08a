using System.Text;

namespace PointsBank.Papers.Names;

public enum TypedKind { Digits, Latin, Words }

/// <summary>
/// What somebody typed to find something: full-width letters and digits of an input method made narrow, lower-case, and without the spaces
/// and middle dots that some write into a name and others do not.
/// </summary>
public sealed class Typed
{
    Typed(string text)
    {
        Text = text;
        Kind = text.All(char.IsAsciiDigit) ? TypedKind.Digits : text.All(char.IsAsciiLetterOrDigit) ? TypedKind.Latin : TypedKind.Words;
    }

    public string Text { get; }

    /// <summary>Digits alone; letters, perhaps with digits, for the sounds of a word; or the words themselves.</summary>
    public TypedKind Kind { get; }

    public bool IsEmpty => Text.Length == 0;

    public override string ToString() => Text;

    public static Typed Of(string text) => new(Fold(text));

    /// <summary>The words that were typed, each by itself.</summary>
    public static Typed[] Words(string text) =>
        [.. text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Of).Where(word => !word.IsEmpty)];

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Narrow(rune) is var narrow && !Rune.IsWhiteSpace(narrow) && !IsDot(narrow))
                folded.Append(Rune.ToLowerInvariant(narrow).ToString());
        return folded.ToString();
    }

    public static Rune Narrow(Rune rune) => rune.Value switch
    {
        >= 0xff01 and <= 0xff5e => new(rune.Value - 0xfee0),
        0x3000 => new(' '),
        _ => rune,
    };

    static bool IsDot(Rune rune) => rune.Value is 0xb7 or 0x2022 or 0x2027 or 0x30fb;
}
