using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace PointsBank.Testing;

/// <summary>Small pictures to prove things with.</summary>
public static class Pictures
{
    /// <summary>A picture of one grey dot, or of a column of dots at least so many bytes large; another shade is another picture.</summary>
    public static byte[] Png(byte shade, int padding = 0)
    {
        var rows = 1 + (padding / 2);
        using var data = new MemoryStream();
        using (var zip = new ZLibStream(data, padding > 0 ? CompressionLevel.NoCompression : CompressionLevel.Fastest, leaveOpen: true))
            for (var row = 0; row < rows; row++) zip.Write([0, shade]);
        var height = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(height, rows);
        return [
            0x89, .. "PNG\r\n"u8, 0x1a, 0x0a, .. Chunk("IHDR", [0, 0, 0, 1, .. height, 8, 0, 0, 0, 0]), .. Chunk("IDAT", data.ToArray()),
            .. Chunk("IEND", [])];
    }

    static byte[] Chunk(string type, byte[] body)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. body];
        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, body.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, Crc(named));
        return [.. length, .. named, .. check];
    }

    static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xedb88320;
        }
        return ~crc;
    }
}
