using System.Buffers.Binary;
using PointsBank.Ledger;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// A JPEG walked segment by segment. Kept is what a decoder needs; of the application's segments only that the picture is JFIF, Adobe's
/// colour transform, and which way up it is. A colour profile goes: it is room for anything, and no deed is proved by a shade. So does all
/// after the end.
/// </summary>
static class JpegFile
{
    const byte EndOfImage = 0xd9, StartOfScan = 0xda, Comment = 0xfe, Application = 0xe0;
    const int JfifBytes = 14, AdobeBytes = 12;

    public static ReadOnlySpan<byte> Start => [0xff, 0xd8, 0xff];

    static ReadOnlySpan<byte> Exif => "Exif\0\0"u8;

    public static Outcome<byte[]> Clean(ReadOnlySpan<byte> bytes)
    {
        var kept = new MemoryStream(bytes.Length);
        kept.Write(bytes[..2]);
        bool framed = false, scanned = false, jfif = false, adobe = false, turned = false;
        for (var at = 2; NextMarker(bytes, ref at) is { } marker;)
        {
            if (marker == EndOfImage)
            {
                kept.Write([0xff, EndOfImage]);
                return scanned ? kept.ToArray() : EvidenceFile.Damaged;
            }
            if (bytes.Length - at < 2
                || BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]) is var length && (length < 2 || length > bytes.Length - at))
                return EvidenceFile.Damaged;
            var body = bytes[(at + 2)..(at + length)];
            at += length;
            switch (marker)
            {
                case Application when !jfif && body.Length >= JfifBytes && body.StartsWith("JFIF\0"u8):
                    // Its last two bytes say how large a thumbnail follows: none.
                    Keep(kept, marker, [.. body[..(JfifBytes - 2)], 0, 0]);
                    jfif = true;
                    break;
                case Application + 1 when !turned && body.StartsWith(Exif):
                    if (Orientation.Of(body[Exif.Length..]) is var way and not 1) Keep(kept, marker, [.. Exif, .. Orientation.Notes(way)]);
                    turned = true;
                    break;
                case Application + 14 when !adobe && body.Length >= AdobeBytes && body.StartsWith("Adobe"u8):
                    Keep(kept, marker, body[..AdobeBytes]);
                    adobe = true;
                    break;
                case >= Application and <= Application + 15 or Comment:
                    break;
                case StartOfScan when framed:
                    Keep(kept, marker, body);
                    var end = EndOfScan(bytes, at);
                    kept.Write(bytes[at..end]);
                    at = end;
                    scanned = true;
                    break;
                // Tables: Huffman, arithmetic, quantisation, restart interval.
                case 0xc4 or 0xcc or 0xdb or 0xdd:
                    Keep(kept, marker, body);
                    break;
                case >= 0xc0 and <= 0xcf and not 0xc8 when !framed && body.Length >= 6:
                    if (EvidenceFile.CheckPixels(
                        BinaryPrimitives.ReadUInt16BigEndian(body[3..]), BinaryPrimitives.ReadUInt16BigEndian(body[1..])) is { } refusal)
                        return refusal;
                    Keep(kept, marker, body);
                    framed = true;
                    break;
                default:
                    return EvidenceFile.Damaged;
            }
        }
        return EvidenceFile.Damaged;
    }

    /// <summary>The marker here, behind any bytes that fill; null where there is none.</summary>
    static byte? NextMarker(ReadOnlySpan<byte> bytes, ref int at)
    {
        var fill = bytes[at..].IndexOfAnyExcept((byte)0xff);
        if (fill < 1) return null;
        at += fill + 1;
        return bytes[at - 1];
    }

    /// <summary>Where the coded picture ends: at the next marker that is neither an escaped byte nor a restart.</summary>
    static int EndOfScan(ReadOnlySpan<byte> bytes, int at)
    {
        while (bytes[at..].IndexOf((byte)0xff) is var next and >= 0)
        {
            at += next;
            if (at + 1 == bytes.Length || bytes[at + 1] is not (0 or (>= 0xd0 and <= 0xd7))) return at;
            at += 2;
        }
        return bytes.Length;
    }

    static void Keep(MemoryStream kept, byte marker, ReadOnlySpan<byte> body)
    {
        kept.Write([0xff, marker, (byte)((body.Length + 2) >> 8), (byte)((body.Length + 2) & 0xff)]);
        kept.Write(body);
    }
}
