using System.Globalization;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Tokenization.Scanner;
using UglyToad.PdfPig.Tokens;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// The objects of a PDF, gathered in one walk through the file; what stands later replaces what stands earlier, as each change to such a
/// file is added at its end. The library reads the tokens. Its document is not opened: it follows references while it reads, and two
/// streams that name each other as their lengths would end the program.
/// </summary>
sealed partial class PdfObjects
{
    const int MaxNested = 100;
    const string EndOfStream = "endstream";

    readonly ReadOnlyMemory<byte> bytes;
    readonly string text;
    readonly Dictionary<long, IToken> objects = [];
    readonly Dictionary<long, int> numbers = [];
    readonly PdfBounds bounds;
    IToken? root;

    /// <summary>How much may yet be unpacked, so that a small file does not become a large one.</summary>
    int room = 32 * 1024 * 1024;

    PdfObjects(ReadOnlyMemory<byte> bytes, PdfBounds bounds)
    {
        (this.bytes, this.bounds) = (bytes, bounds);
        text = Encoding.Latin1.GetString(bytes.Span);
    }

    /// <summary>Where the pages are found from.</summary>
    public DictionaryToken? Catalog { get; private set; }

    /// <summary>Whether the file needs a password, be it an empty one.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Walks through the file; throws where it cannot be read.</summary>
    public static PdfObjects Find(ReadOnlyMemory<byte> bytes, PdfBounds bounds)
    {
        var file = new PdfObjects(bytes, bounds);
        bounds.Count(bytes.Span);
        // A stream may stand before the number that is its length.
        foreach (Match number in NumberObject().Matches(file.text))
            file.numbers[Number(number.Groups[1].ValueSpan)] = (int)Number(number.Groups[2].ValueSpan);
        for (var found = Heading().Match(file.text); found.Success;) found = Heading().Match(file.text, file.Read(found));
        file.Catalog = file.root is { } root ? file.Resolve(root) as DictionaryToken : null;
        return file;
    }

    /// <summary>What a reference refers to, and anything else as it is; null where that is missing.</summary>
    public IToken? Resolve(IToken? token)
    {
        for (var i = 0; i < MaxNested && token is IndirectReferenceToken reference; i++)
            token = objects.GetValueOrDefault(reference.Data.ObjectNumber);
        return token is IndirectReferenceToken ? null : token;
    }

    public IToken? Resolve(DictionaryToken dictionary, string key) =>
        dictionary.Data.TryGetValue(key, out var token) ? Resolve(token) : null;

    public bool Has(long number) => objects.ContainsKey(number);

    public IToken this[long number] => objects[number];

    /// <summary>Unpacks a stream; throws where it is no such stream, or where all that was unpacked becomes too much.</summary>
    public byte[] Unpack(ReadOnlyMemory<byte> packed)
    {
        using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var block = new byte[64 * 1024];
        while (stream.Read(block) is var count and > 0)
        {
            if ((room -= count) < 0) throw new InvalidDataException("too much is packed in this file");
            unpacked.Write(block, 0, count);
        }
        return unpacked.ToArray();
    }

    /// <summary>Throws where all that was done with the file took too long.</summary>
    public void CheckTime() => bounds.CheckTime();

    /// <summary>Reads an object or a trailer and answers where it ends.</summary>
    int Read(Match heading)
    {
        CheckTime();
        var (token, end) = Token(bytes[(heading.Index + heading.Length)..]);
        end += heading.Index + heading.Length;
        if (!heading.Groups[1].Success)
        {
            Trail(token);
            return end;
        }
        var number = Number(heading.Groups[1].ValueSpan);
        objects[number] = token;
        if (token is not DictionaryToken dictionary || StreamHeading().Match(text, end) is not { Success: true } stream) return end;
        var start = stream.Index + stream.Length;
        var length = LengthOf(dictionary, start);
        var data = bytes.Slice(start, length);
        objects[number] = new StreamToken(dictionary, MemoryMarshal.AsMemory(data));
        switch (dictionary.Data.GetValueOrDefault("Type"))
        {
            case NameToken { Data: "XRef" }:
                Trail(dictionary);
                break;
            case NameToken { Data: "ObjStm" }:
                ReadPacked(dictionary, data);
                break;
        }
        return text.IndexOf(EndOfStream, start + length, StringComparison.Ordinal) + EndOfStream.Length;
    }

    void Trail(IToken token)
    {
        if (token is not DictionaryToken trailer) throw new InvalidDataException("no trailer");
        root = trailer.Data.GetValueOrDefault("Root") ?? root;
        IsLocked |= trailer.Data.ContainsKey("Encrypt");
    }

    /// <summary>A length that leads to the end of the stream is believed; else it ends where its end is written.</summary>
    int LengthOf(DictionaryToken dictionary, int start)
    {
        var told = dictionary.Data.GetValueOrDefault("Length") switch
        {
            NumericToken { Data: >= 0 and < int.MaxValue } direct => (int)direct.Data,
            IndirectReferenceToken reference => numbers.GetValueOrDefault(reference.Data.ObjectNumber, -1),
            _ => -1,
        };
        if (told >= 0 && told <= text.Length - start && StreamEnding().IsMatch(text, start + told)) return told;
        var end = text.IndexOf(EndOfStream, start, StringComparison.Ordinal);
        if (end < 0) throw new InvalidDataException("a stream without an end");
        if (end > start && text[end - 1] == '\n') end--;
        if (end > start && text[end - 1] == '\r') end--;
        return end - start;
    }

    /// <summary>A stream of objects: pairs of number and place, then the objects in order of place.</summary>
    void ReadPacked(DictionaryToken dictionary, ReadOnlyMemory<byte> data)
    {
        if (dictionary.Data.ContainsKey("DecodeParms")) throw new InvalidDataException("objects are packed in a way that is not read");
        ReadOnlyMemory<byte> unpacked = dictionary.Data.GetValueOrDefault("Filter") switch
        {
            null => data,
            NameToken { Data: "FlateDecode" } or ArrayToken { Data: [NameToken { Data: "FlateDecode" }] } => Unpack(data),
            _ => throw new InvalidDataException("objects are packed in a way that is not read"),
        };
        bounds.Count(unpacked.Span);
        var first = (int)((NumericToken)dictionary.Data["First"]).Data;
        var pairs = Encoding.Latin1.GetString(unpacked.Span[..first])
            .Split((char[])[' ', '\r', '\n', '\t', '\f', '\0'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i + 1 < pairs.Length; i += 2)
        {
            var start = first + (int)Number(pairs[i + 1]);
            // No object reads into the next one: each byte is read once.
            var end = i + 3 < pairs.Length ? first + (int)Number(pairs[i + 3]) : unpacked.Length;
            objects[Number(pairs[i])] = Token(unpacked[start..end]).Token;
        }
    }

    static long Number(ReadOnlySpan<char> digits) => long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    static (IToken Token, int End) Token(ReadOnlyMemory<byte> from)
    {
        var scanner = new CoreTokenScanner(new MemoryInputBytes(from), usePdfDocEncoding: false, new StackDepthGuard(MaxNested));
        while (scanner.MoveNext())
            if (scanner.CurrentToken is { } token and not CommentToken)
                return (token, Math.Min((int)scanner.CurrentPosition, from.Length));
        throw new InvalidDataException("no token");
    }

    [GeneratedRegex(
        @"(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]{1,8}[0-9]{1,5}[\0\t\n\f\r ]{1,8}obj(?![a-zA-Z])|(?<![a-zA-Z])trailer(?![a-zA-Z])")]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"(?<![0-9])([0-9]{1,10})[\0\t\n\f\r ]{1,8}[0-9]{1,5}[\0\t\n\f\r ]{1,8}obj[\0\t\n\f\r ]{1,8}([0-9]{1,9})[\0\t\n\f\r ]{1,8}endobj")]
    private static partial Regex NumberObject();

    [GeneratedRegex(@"\G[\0\t\n\f\r ]{0,8}stream(\r\n|\n|\r)")]
    private static partial Regex StreamHeading();

    [GeneratedRegex(@"\G[\0\t\n\f\r ]{0,8}endstream")]
    private static partial Regex StreamEnding();
}
