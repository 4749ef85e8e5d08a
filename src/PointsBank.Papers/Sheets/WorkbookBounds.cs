// What a workbook may ask of the machine. Its bytes are counted before anybody looks at what they mean.
using System.Diagnostics;
using System.IO.Compression;

namespace PointsBank.Papers.Sheets;

public static class WorkbookBounds
{
    /// <summary>All parts unpacked. A hundred thousand rows of ten ordinary cells are less, a zip bomb is far more.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Tags of sheets: a cell has four to six, so this is more than a million cells.</summary>
    public const long MaxSheetTags = 8_000_000;

    /// <summary>
    /// Tags of all other parts, which stay in memory as long as the workbook is read: four for each text that cells share.
    /// </summary>
    public const long MaxOtherTags = 2_000_000;

    /// <summary>For the reading of a workbook that is within the bounds.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(20);

    /// <summary>
    /// Whether the workbook is within the bounds, by what its parts are and not by what it says of them; throws where it cannot be
    /// unpacked.
    /// </summary>
    public static bool Fits(Stream workbook)
    {
        using var zip = new ZipArchive(workbook, ZipArchiveMode.Read, leaveOpen: true);
        var (bytes, sheetTags, otherTags, block) = (0L, 0L, 0L, new byte[64 * 1024]);
        foreach (var part in zip.Entries)
        {
            using var unpacked = part.Open();
            while (unpacked.Read(block) is var count and > 0)
            {
                var tags = block.AsSpan(0, count).Count((byte)'<');
                if (part.FullName.Contains("worksheets/", StringComparison.OrdinalIgnoreCase)) sheetTags += tags;
                else otherTags += tags;
                if ((bytes += count) > MaxBytes || sheetTags > MaxSheetTags || otherTags > MaxOtherTags) return false;
            }
        }
        return true;
    }
}

/// <summary>
/// The bytes of a file that may be read for so long and no longer. What unpacks them asks for more again and again, and is told then.
/// </summary>
sealed class TimedStream(Stream inner, TimeSpan most) : Stream
{
    readonly long start = Stopwatch.GetTimestamp();

    public override bool CanRead => true;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position { get => inner.Position; set => inner.Position = value; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) =>
        Stopwatch.GetElapsedTime(start) < most ? inner.Read(buffer) : throw new TimeoutException($"reading took longer than {most}");

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
