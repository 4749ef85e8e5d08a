using System.Buffers.Binary;
using PointsBank.Ledger;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// A PNG walked chunk by chunk, each against its check sum. Kept is the picture, its colours in numbers and its measure; words, times, a
/// camera's notes but for which way up, colour profiles, further frames and all after the end go.
/// </summary>
static class PngFile
{
    /// <summary>No kept chunk but the picture's own is larger: a palette of 256 colours.</summary>
    const int MaxBytesAside = 768;

    /// <summary>Length, type and check sum.</summary>
    const int Frame = 12;

    static readonly uint[] Crc = MakeCrc();

    public static ReadOnlySpan<byte> Start => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static Outcome<byte[]> Clean(ReadOnlySpan<byte> bytes)
    {
        var kept = new MemoryStream(bytes.Length);
        kept.Write(Start);
        bool headed = false, filled = false, turned = false;
        for (var at = Start.Length; bytes.Length - at >= Frame;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);
            if (length > bytes.Length - at - Frame) return EvidenceFile.Damaged;
            var chunk = bytes.Slice(at, Frame + (int)length);
            var type = chunk[4..8];
            var body = chunk[8..^4];
            at += chunk.Length;
            if (BinaryPrimitives.ReadUInt32BigEndian(chunk[^4..]) != CheckSum(chunk[4..^4]) || headed == type.SequenceEqual("IHDR"u8))
                return EvidenceFile.Damaged;
            switch (System.Text.Encoding.Latin1.GetString(type))
            {
                case "IHDR":
                    if (!IsHeader(body)) return EvidenceFile.Damaged;
                    if (EvidenceFile.CheckPixels(
                        BinaryPrimitives.ReadUInt32BigEndian(body), BinaryPrimitives.ReadUInt32BigEndian(body[4..])) is { } refusal)
                        return refusal;
                    kept.Write(chunk);
                    headed = true;
                    break;
                case "IDAT":
                    kept.Write(chunk);
                    filled = true;
                    break;
                case "IEND":
                    Keep(kept, type, []);
                    return filled ? kept.ToArray() : EvidenceFile.Damaged;
                case "PLTE" or "tRNS" or "gAMA" or "sRGB" or "cHRM" or "sBIT" or "bKGD" or "pHYs":
                    if (body.Length > MaxBytesAside) return EvidenceFile.Damaged;
                    kept.Write(chunk);
                    break;
                case "eXIf" when !turned:
                    if (Orientation.Of(body) is var way and not 1) Keep(kept, type, Orientation.Notes(way));
                    turned = true;
                    break;
                // A small first letter: what a decoder may leave out.
                case [>= 'a' and <= 'z', ..]:
                    break;
                default:
                    return EvidenceFile.Damaged;
            }
        }
        return EvidenceFile.Damaged;
    }

    /// <summary>Width and height, depth, colour type, and the only compression and filter there are.</summary>
    static bool IsHeader(ReadOnlySpan<byte> body) =>
        body.Length == 13 && body[8] is 1 or 2 or 4 or 8 or 16 && body[9] is 0 or 2 or 3 or 4 or 6 && body[10..] is [0, 0, 0 or 1];

    static void Keep(MemoryStream kept, ReadOnlySpan<byte> type, ReadOnlySpan<byte> body) => kept.Write(Chunk(type, body));

    /// <summary>A chunk with its length and check sum.</summary>
    internal static byte[] Chunk(ReadOnlySpan<byte> type, ReadOnlySpan<byte> body)
    {
        var chunk = new byte[Frame + body.Length];
        BinaryPrimitives.WriteInt32BigEndian(chunk, body.Length);
        type.CopyTo(chunk.AsSpan(4));
        body.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(8 + body.Length), CheckSum(chunk.AsSpan(4, 4 + body.Length)));
        return chunk;
    }

    static uint CheckSum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes) sum = Crc[(sum ^ value) & 0xff] ^ (sum >> 8);
        return ~sum;
    }

    static uint[] MakeCrc()
    {
        var table = new uint[256];
        for (var i = 0u; i < table.Length; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++) table[i] = (table[i] & 1) == 0 ? table[i] >> 1 : 0xedb88320 ^ (table[i] >> 1);
        }
        return table;
    }
}
