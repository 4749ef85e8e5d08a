using System.Diagnostics;

namespace PointsBank.Papers.Cleaning;

/// <summary>What a PDF may ask of the machine, counted before the library reads it.</summary>
sealed class PdfBounds(TimeSpan maxTime)
{
    /// <summary>
    /// Slashes, each the beginning of a name. Thirty honest pages have some thousands, and pictures hold one by chance in each 256 bytes.
    /// The library keeps every name that it ever read, so a file of made-up ones would cost more than its own time.
    /// </summary>
    public const int MaxNames = 70_000, BytesForOneMore = 200;

    /// <summary>For all that is done with one file.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(5);

    readonly long start = Stopwatch.GetTimestamp();

    /// <summary>Counts what is to be read, as it came or as it was unpacked; throws where that is too much.</summary>
    public void Count(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Count((byte)'/') > MaxNames + bytes.Length / BytesForOneMore)
            throw new InvalidDataException("more names than any paper has");
        CheckTime();
    }

    /// <summary>Throws where the file has taken too long.</summary>
    public void CheckTime()
    {
        if (Stopwatch.GetElapsedTime(start) > maxTime) throw new TimeoutException($"reading took longer than {maxTime}");
    }
}
