namespace PointsBank.Papers.Names;

/// <summary>Finding among things that have a code and words in both languages, such as rules and goods.</summary>
public static class Finding
{
    /// <summary>The things that fit, the best first; among those that fit equally well in their own order.</summary>
    public static IReadOnlyList<T> Best<T>(IEnumerable<T> things, int limit, Func<T, int?> fit) =>
        [.. things.Select(
            thing => (Thing: thing, Fit: fit(thing))).Where(
                found => found.Fit is not null).OrderBy(found => found.Fit).Take(limit).Select(found => found.Thing)];

    /// <summary>
    /// How well a thing fits what was typed, 0 being best and null not at all: its code, its Chinese words by their characters or the first
    /// letters of their readings, a heading it stands under, its English words.
    /// </summary>
    public static int? Fit(string query, string code, string wordsZh, string wordsEn, string headingZh = "", string headingEn = "")
    {
        var typed = Typed.Of(query);
        if (typed.IsEmpty) return null;
        if (code.Equals(typed.Text, StringComparison.OrdinalIgnoreCase)) return 0;
        if (code.StartsWith(typed.Text, StringComparison.OrdinalIgnoreCase)) return 1;
        var letters = typed.Kind == TypedKind.Latin ? FitLetters(Keystrokes.Of(wordsZh), typed.Text) : null;
        var zh = Typed.Fold(wordsZh);
        if (letters == 2 || zh.StartsWith(typed.Text, StringComparison.Ordinal)) return 2;
        if (letters == 3 || zh.Contains(typed.Text, StringComparison.Ordinal)) return 3;
        var words = string.Join(' ', Typed.Words(query));
        if (wordsEn.Contains(words, StringComparison.OrdinalIgnoreCase)) return 4;
        if (Typed.Fold(headingZh).Contains(typed.Text, StringComparison.Ordinal)
            || headingEn.Contains(words, StringComparison.OrdinalIgnoreCase))
            return 5;
        return letters;
    }

    static int? FitLetters(Keystrokes keys, string typed) =>
        keys.Begins(typed) ? 2
        : keys.Holds(typed) ? 3
        : keys.HoldsOtherwise(typed) ? 6
        : null;
}
