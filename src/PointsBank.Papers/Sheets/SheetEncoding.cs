using System.Text;

namespace PointsBank.Papers.Sheets;

/// <summary>Finds out how a file of text is encoded: by its mark, by its zero bytes, or by which reading of it holds together.</summary>
static class SheetEncoding
{
    /// <summary>
    /// What each byte pair FE50 to FEA0 of GBK means, that our decoder leaves as a private sign: the characters came to Unicode later.
    /// </summary>
    static readonly Dictionary<char, string> LaterCharacters = new()
    {
        ['\uE816'] = "\U00020087", ['\uE817'] = "\U00020089", ['\uE818'] = "\U000200CC", ['\uE81E'] = "\u9FB4", ['\uE826'] = "\u9FB5",
        ['\uE82B'] = "\u9FB6",
        ['\uE82C'] = "\u9FB7", ['\uE831'] = "\U000215D7", ['\uE832'] = "\u9FB8", ['\uE83B'] = "\U0002298F", ['\uE843'] = "\u9FB9",
        ['\uE854'] = "\u9FBA",
        ['\uE855'] = "\U000241FE", ['\uE864'] = "\u9FBB",
    };

    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    static readonly UTF8Encoding LooseUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: false);
    static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance
        .GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <summary>
    /// The text and what it was encoded in; null where it is no text. Characters that are broken in an otherwise sound file come out as
    /// U+FFFD.
    /// </summary>
    public static (string Text, string Encoding)? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return (LooseUtf8.GetString(bytes[3..]), "UTF-8");
        if (bytes.StartsWith<byte>([0xFF, 0xFE])) return (Encoding.Unicode.GetString(bytes[2..]), "UTF-16 LE");
        if (bytes.StartsWith<byte>([0xFE, 0xFF])) return (Encoding.BigEndianUnicode.GetString(bytes[2..]), "UTF-16 BE");
        if (bytes.Contains((byte)0)) return Utf16(bytes);
        if (TryDecode(Utf8, bytes) is { } utf8) return (utf8, "UTF-8");
        if (IsMostlyUtf8(bytes)) return (LooseUtf8.GetString(bytes), "UTF-8");
        return TryDecode(Gb18030, bytes) is { } chinese ? (Modern(chinese), "GB18030") : null;
    }

    /// <summary>Lists have line ends and commas, whose other half is zero. Other files with zeros are no text.</summary>
    static (string, string)? Utf16(ReadOnlySpan<byte> bytes)
    {
        var zeros = (Even: 0, Odd: 0);
        for (var at = 0; at < bytes.Length; at++)
            if (bytes[at] == 0 && at % 2 == 0) zeros.Even++;
            else if (bytes[at] == 0) zeros.Odd++;
        if (bytes.Length % 2 == 1) return null;
        var isLittle = zeros.Odd >= zeros.Even;
        var text = (isLittle ? Encoding.Unicode : Encoding.BigEndianUnicode).GetString(bytes);
        return text.AsSpan().ContainsAny('\0', '\uFFFD') || !text.AsSpan().ContainsAny(",\t;\n\uFF0C")
            ? null
            : (text, isLittle ? "UTF-16 LE" : "UTF-16 BE");
    }

    /// <summary>One broken character in ten sound ones is a broken character; more of them are another encoding.</summary>
    static bool IsMostlyUtf8(ReadOnlySpan<byte> bytes)
    {
        var (sound, broken) = (0, 0);
        while (!bytes.IsEmpty)
        {
            var isSound = Rune.DecodeFromUtf8(bytes, out _, out var length) == System.Buffers.OperationStatus.Done;
            if (!isSound) broken++;
            else if (length > 1) sound++;
            bytes = bytes[length..];
        }
        return sound >= broken * 10;
    }

    static string Modern(string text) => text.Any(LaterCharacters.ContainsKey)
        ? string.Concat(text.Select(letter => LaterCharacters.GetValueOrDefault(letter) ?? letter.ToString())) : text;

    static string? TryDecode(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
