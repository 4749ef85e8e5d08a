namespace PointsBank.Village;

/// <summary>A text without what one may put between two characters so that a word is not found: spaces, dots and dashes.</summary>
static class Squeezed
{
    public static string Of(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter) && letter is not ('·' or '・' or '.' or '-' or '_' or '—' or '*')));
}
