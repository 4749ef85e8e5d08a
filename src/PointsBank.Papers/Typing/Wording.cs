namespace PointsBank.Papers.Typing;

/// <summary>Words looked for in what somebody wrote.</summary>
public static class Wording
{
    /// <summary>
    /// The first of the words that the text has, in capitals or not, and wide or narrow, with blanks, dots or dashes between its letters or
    /// not; null for none.
    /// </summary>
    public static string? FirstOf(IEnumerable<string> words, string text)
    {
        var narrow = CleanText.Narrow(CleanText.Line(text));
        var squeezed = string.Concat(TypedName.Key(text).Where(letter => letter is not ('-' or '_' or '*')));
        return words.FirstOrDefault(
            word => narrow.Contains(word, StringComparison.OrdinalIgnoreCase)
                || squeezed.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
