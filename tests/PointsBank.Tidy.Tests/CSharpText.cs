using System.Text;

namespace PointsBank.Tidy.Tests;

/// <summary>A string in the source. What is interpolated into it is shown as <c>{}</c>.</summary>
public sealed record Literal(int Start, int End, string Text);

/// <summary>
/// Tells a C# file's code from its comments and strings; enough of the language for house rules. The code keeps its length, so that places
/// stay true.
/// </summary>
public sealed class CSharpText
{
    readonly string text;
    readonly StringBuilder code;
    readonly List<Literal> literals = [];
    int at;

    CSharpText(string text)
    {
        this.text = text;
        code = new(text);
        ReadCode(holeEnd: 0);
    }

    /// <summary>The text with spaces in place of comments and of what strings hold.</summary>
    public string Code => code.ToString();

    public IReadOnlyList<Literal> Literals => literals;

    public static CSharpText Read(string text) => new(text);

    char Now => at < text.Length ? text[at] : '\0';

    bool Sees(string word) => string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    /// <summary>Reads to the end of the file, or of a hole in a string that so many closing braces end.</summary>
    void ReadCode(int holeEnd)
    {
        for (var depth = 0; at < text.Length;)
        {
            if (Sees("//")) Blank(LineEnd());
            else if (Sees("/*")) Blank(After("*/"));
            else if (Now == '\'') Blank(CharacterEnd());
            else if (StringStart(out var dollars, out var isVerbatim)) ReadString(dollars, isVerbatim);
            else if (holeEnd > 0 && depth == 0 && Now == '}')
            {
                at += holeEnd;
                return;
            }
            else
            {
                if (Now is '{' or '(' or '[') depth++;
                if (Now is '}' or ')' or ']') depth--;
                at++;
            }
        }
    }

    bool StringStart(out int dollars, out bool isVerbatim)
    {
        var mark = at;
        while (mark < text.Length && text[mark] is '$' or '@') mark++;
        var marks = text.AsSpan(at, mark - at);
        (dollars, isVerbatim) = (marks.Count('$'), marks.Contains('@'));
        if (mark >= text.Length || text[mark] != '"') return false;
        at = mark;
        return true;
    }

    void ReadString(int dollars, bool isVerbatim)
    {
        var (start, content) = (at, new StringBuilder());
        var quotes = Run('"');
        var isRaw = quotes >= 3;
        at += isRaw ? quotes : 1;
        while (at < text.Length)
        {
            if (Now == '"')
            {
                var run = Run('"');
                if (!isRaw && isVerbatim && run >= 2) Take(content, 2);
                else if (!isRaw || run >= quotes)
                {
                    if (isRaw) Take(content, run - quotes);
                    at += isRaw ? quotes : 1;
                    break;
                }
                else Take(content, run);
            }
            else if (!isRaw && !isVerbatim && Now == '\\') Take(content, 2);
            else if (dollars > 0 && Now == '{')
            {
                var run = Run('{');
                if (isRaw ? run < dollars : run % 2 == 0)
                {
                    Take(content, run);
                    continue;
                }
                if (isRaw) Take(content, run - dollars);
                else Take(content, run - 1);
                at += isRaw ? dollars : 1;
                content.Append("{}");
                ReadCode(isRaw ? dollars : 1);
            }
            else Take(content, 1);
        }
        literals.Add(new(start, at, content.ToString()));
    }

    int Run(char sign)
    {
        var end = at;
        while (end < text.Length && text[end] == sign) end++;
        return end - at;
    }

    void Take(StringBuilder content, int count)
    {
        var end = Math.Min(at + count, text.Length);
        content.Append(text, at, end - at);
        Blank(end);
    }

    int LineEnd() => text.IndexOf('\n', at) is var end and >= 0 ? end : text.Length;

    int After(string word) =>
        text.IndexOf(word, at + word.Length, StringComparison.Ordinal) is var found and >= 0 ? found + word.Length : text.Length;

    int CharacterEnd()
    {
        var end = at + 1;
        while (end < text.Length && text[end] != '\'') end += text[end] == '\\' ? 2 : 1;
        return Math.Min(end + 1, text.Length);
    }

    void Blank(int end)
    {
        for (; at < end; at++)
            if (code[at] != '\n')
                code[at] = ' ';
    }
}
