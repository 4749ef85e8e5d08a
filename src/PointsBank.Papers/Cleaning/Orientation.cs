using System.Buffers.Binary;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// Which way up a picture is shown, from 1 (as it lies) to 8: the one thing in a camera's notes without which the picture is not seen
/// rightly. The notes are in the form of a TIFF file, in JPEG and PNG alike.
/// </summary>
static class Orientation
{
    const ushort Tag = 0x0112;
    const ushort Short = 3;

    /// <summary>1 where the notes do not say, or cannot be read.</summary>
    public static ushort Of(ReadOnlySpan<byte> notes)
    {
        if (notes.Length < 8) return 1;
        var little = notes.StartsWith("II*\0"u8);
        if (!little && !notes.StartsWith("MM\0*"u8)) return 1;
        var start = little ? BinaryPrimitives.ReadUInt32LittleEndian(notes[4..]) : BinaryPrimitives.ReadUInt32BigEndian(notes[4..]);
        if (start > notes.Length - 2) return 1;
        var count = Number(notes[(int)start..]);
        for (long i = 0, at = start + 2L; i < count && at <= notes.Length - 12; i++, at += 12)
            if (notes[(int)at..] is var entry && Number(entry) == Tag && Number(entry[2..]) == Short)
                return Number(entry[8..]) is var way and >= 1 and <= 8 ? way : (ushort)1;
        return 1;

        ushort Number(ReadOnlySpan<byte> at) =>
            little ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
    }

    /// <summary>Notes that say this and nothing else.</summary>
    public static byte[] Notes(ushort way) =>
        [.. "MM\0*\0\0\0\u0008\0\u0001"u8, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)way, 0, 0, 0, 0, 0, 0];
}
