using System.Text;

namespace PointsBank.Papers.Names;

/// <summary>One letter, digit or Chinese character of a text and how it is read.</summary>
/// <param name="Character">As it stands in the text.</param>
/// <param name="Syllable">Such as <c>zhang</c> or <c>lü</c>; a Latin letter or digit itself, lower-case; empty where it is not
/// known.</param>
/// <param name="Rank">Its place in a dictionary; letters and digits come first, what is not known last.</param>
/// <param name="Letters">A bit for each first letter by which it may be typed, from a at 0.</param>
/// <param name="IsFamily">Whether it belongs to the family name.</param>
readonly record struct Sign(Rune Character, string Syllable, int Rank, uint Letters, bool IsFamily)
{
    public const int NotKnown = 0xf000;

    public bool IsKnown => Syllable.Length > 0;

    public bool IsChinese => Rank is > 0 and < NotKnown;
}

/// <summary>
/// The readings of Chinese characters as <c>scripts/pinyin.sh</c> wrote them, read once at first need: three arrays in order of the
/// characters, a quarter of a megabyte.
/// </summary>
sealed class PinyinTable
{
    static readonly Lazy<PinyinTable> Table = new(Load);

    readonly int[] characters;
    readonly ushort[] ranks;
    readonly uint[] letters;
    readonly string[] syllables;
    readonly Dictionary<string, ushort[]> families;

    PinyinTable(Dictionary<int, ushort> readings, Dictionary<int, uint> others, string[] syllables, Dictionary<string, ushort[]> families)
    {
        (this.syllables, this.families) = (syllables, families);
        characters = [.. readings.Keys.Order()];
        ranks = [.. characters.Select(character => readings[character])];
        letters = [.. characters.Select(character => LetterOf(readings[character]) | others.GetValueOrDefault(character))];
    }

    /// <summary>
    /// The signs of a text, without its spaces and punctuation; a person's name begins with the family name in its own reading.
    /// </summary>
    public static List<Sign> Read(string text, bool isName) => Table.Value.SignsOf(text, isName);

    List<Sign> SignsOf(string text, bool isName)
    {
        var signs = new List<Sign>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var narrow = Typed.Narrow(rune);
            if (Array.BinarySearch(characters, narrow.Value) is var at and >= 0)
                signs.Add(new(narrow, syllables[ranks[at]], ranks[at], letters[at], false));
            else if (Rune.IsLetterOrDigit(narrow)) signs.Add(Unread(narrow));
        }
        if (isName && signs.Count > 0) ReadFamily(signs);
        return signs;
    }

    static Sign Unread(Rune rune) => rune.Value >= FirstBeyondLatin
        ? new(rune, "", Sign.NotKnown, 0, false)
        : new(rune, Rune.ToLowerInvariant(rune).ToString(), 0, Letter(Rune.ToLowerInvariant(rune).Value), false);

    /// <summary>
    /// Who has a family name of the list may be typed by that reading or the usual one, and by no third: few people read Wang as Yu.
    /// </summary>
    void ReadFamily(List<Sign> signs)
    {
        var first = signs[0].Character.ToString();
        if ((signs.Count < 2 || !families.TryGetValue(first + signs[1].Character, out var reading))
            && !families.TryGetValue(first, out reading))
        {
            signs[0] = signs[0] with { IsFamily = true };
            return;
        }
        for (var i = 0; i < reading.Length; i++)
            signs[i] = signs[i] with
            {
                Syllable = syllables[reading[i]],
                Rank = reading[i],
                Letters = LetterOf(reading[i]) | Letter(signs[i].Syllable[0]),
                IsFamily = true,
            };
    }

    uint LetterOf(int rank) => Letter(syllables[rank][0]);

    static uint Letter(int letter) => letter is >= 'a' and <= 'z' ? 1u << (letter - 'a') : 0;

    /// <summary>Beyond it stand the scripts that nobody types with Latin letters alone.</summary>
    const int FirstBeyondLatin = 0x250;

    static PinyinTable Load()
    {
        using var reader = new StreamReader(typeof(PinyinTable).Assembly.GetManifestResourceStream("pinyin.txt")!);
        // Rank 0 is for letters and digits.
        List<string> syllables = [""];
        var (readings, others) = (new Dictionary<int, ushort>(), new Dictionary<int, uint>());
        var (ranks, families) = (new Dictionary<string, ushort>(), new Dictionary<string, ushort[]>());
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[')
            {
                section = line;
                continue;
            }
            var words = line.Split(' ');
            var (key, signs) = (words[0], words.Length > 1 ? words[^1].EnumerateRunes().ToArray() : []);
            switch (section)
            {
                case "[readings]":
                    ranks.Add(key, (ushort)syllables.Count);
                    foreach (var rune in signs) readings.Add(rune.Value, ranks[key]);
                    syllables.Add(key[..^1]);
                    break;
                case "[letters]":
                    foreach (var rune in signs) others[rune.Value] = others.GetValueOrDefault(rune.Value) | Letter(key[0]);
                    break;
                default:
                    var reading = words[..^1].Select(word => ranks[word]).ToArray();
                    foreach (var family in signs.Chunk(reading.Length)) families.Add(string.Concat(family), reading);
                    break;
            }
        }
        return new(readings, others, [.. syllables], families);
    }
}
