using System.Text;

namespace PointsBank.Papers.Names;

/// <summary>
/// The first letters by which a text is found: those of the usual readings, and for a character that is read in several ways any of the
/// others, since no table knows how a family reads its child's name.
/// </summary>
public sealed class Keystrokes
{
    readonly uint[] letters;

    Keystrokes(List<Sign> signs)
    {
        // In loops, because a county's members all pass here when one of them is renamed.
        var (usual, spelled, count) = (new char[signs.Count], new StringBuilder(), 0);
        letters = new uint[signs.Count];
        foreach (var sign in signs)
        {
            if (!sign.IsKnown) continue;
            (usual[count], letters[count]) = (sign.Syllable[0], sign.Letters);
            spelled.Append(sign.Syllable);
            count++;
        }
        Usual = new(usual, 0, count);
        Spelled = spelled.Replace('ü', 'v').ToString();
    }

    public static Keystrokes OfName(string name) => new(PinyinTable.Read(name, isName: true));

    public static Keystrokes Of(string text) => new(PinyinTable.Read(text, isName: false));

    /// <summary>As <see cref="Pinyin.Initials(string)"/>.</summary>
    public string Usual { get; }

    /// <summary>Whole syllables in a row, as an input method takes them: v for ü.</summary>
    public string Spelled { get; }

    public bool Is(string typed) => Usual == typed;

    public bool Begins(string typed) => Usual.StartsWith(typed, StringComparison.Ordinal);

    public bool Holds(string typed) => Usual.Contains(typed, StringComparison.Ordinal);

    public bool IsOtherwise(string typed) => typed.Length == Usual.Length && FitsAt(0, typed);

    public bool BeginsOtherwise(string typed) => FitsAt(0, typed);

    public bool HoldsOtherwise(string typed)
    {
        for (var start = 0; start + typed.Length <= Usual.Length; start++)
            if (FitsAt(start, typed))
                return true;
        return false;
    }

    bool FitsAt(int start, string typed)
    {
        if (start + typed.Length > Usual.Length) return false;
        for (var i = 0; i < typed.Length; i++)
            if (Usual[start + i] != typed[i] && (typed[i] is < 'a' or > 'z' || (letters[start + i] >> (typed[i] - 'a') & 1) == 0))
                return false;
        return true;
    }
}
