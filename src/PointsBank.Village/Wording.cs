namespace PointsBank.Village;

/// <summary>Words looked for in what somebody wrote.</summary>
static class Wording
{
    /// <summary>The first of the words that the text has, in capitals or not, and with spaces, dots or dashes between its letters or not; null for none.</summary>
    public static string? FirstOf(IEnumerable<string> words, string text)
    {
        var squeezed = string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('·' or '.' or '-' or '_' or '—' or '*')));
        return words.FirstOrDefault(word => text.Contains(word, StringComparison.OrdinalIgnoreCase) || squeezed.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
