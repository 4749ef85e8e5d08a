using System.Text;

namespace PointsBank.Papers.Names;

/// <summary>How Chinese is read in Latin letters: for finding by a few keystrokes, and for the order of a dictionary.</summary>
public static class Pinyin
{
    /// <summary>
    /// The first letters of a person's name, lower-case, the family name in the reading it has as one: <c>qxs</c> where a dictionary of
    /// words would say <c>cxs</c>. Letters and digits stay; what nobody can read is left out.
    /// </summary>
    public static string Initials(string name) => Initials(PinyinTable.Read(name, isName: true));

    /// <summary>The same of what is no person's name: a group, a rule, a good.</summary>
    public static string InitialsOf(string text) => Initials(PinyinTable.Read(text, isName: false));

    /// <summary>A person's name in full syllables, without tones: <c>lü jian guo</c>.</summary>
    public static string Spelling(string name)
    {
        var spelled = new StringBuilder();
        var afterChinese = false;
        foreach (var sign in PinyinTable.Read(name, isName: true))
        {
            if (!sign.IsKnown) continue;
            if (spelled.Length > 0 && (sign.IsChinese || afterChinese)) spelled.Append(' ');
            spelled.Append(sign.Syllable);
            afterChinese = sign.IsChinese;
        }
        return spelled.ToString();
    }

    /// <summary>
    /// What puts names into the order of a dictionary when compared ordinally: the family name before the rest, character by character,
    /// each by its syllable, then its tone, then itself, so that those of one family name stand together.
    /// </summary>
    public static string SortKey(string name)
    {
        // Less than any rank, so that a family name stands before a longer one that begins with it.
        const char EndOfFamily = '\u0001';
        const char FirstRank = '\u0002';
        var key = new StringBuilder();
        var inFamily = false;
        foreach (var sign in PinyinTable.Read(name, isName: true))
        {
            if (inFamily && !sign.IsFamily) key.Append(EndOfFamily);
            inFamily = sign.IsFamily;
            key.Append((char)(FirstRank + sign.Rank)).Append((char)(sign.Character.Value >> 11))
                .Append((char)(sign.Character.Value & 0x7ff));
        }
        return key.ToString();
    }

    /// <summary>The order of a dictionary; names that differ only in what cannot be read stand in the order of their characters.</summary>
    public static IComparer<string> Comparer { get; } = Comparer<string>.Create((one, other) =>
        string.CompareOrdinal(SortKey(one), SortKey(other)) is var order and not 0 ? order : string.CompareOrdinal(one, other));

    static string Initials(List<Sign> signs)
    {
        var initials = new StringBuilder(signs.Count);
        foreach (var sign in signs)
            if (sign.IsKnown)
                initials.Append(sign.Syllable[0]);
        return initials.ToString();
    }
}
