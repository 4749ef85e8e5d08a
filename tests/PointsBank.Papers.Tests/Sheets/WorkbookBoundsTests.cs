using System.IO.Compression;
using System.Text;
using PointsBank.Papers.Sheets;

namespace PointsBank.Papers.Tests.Sheets;

/// <summary>
/// Workbooks that are small on the way and large in memory are known before anybody reads them; honest ones of every size pass.
/// </summary>
public class WorkbookBoundsTests
{
    const int Million = 1_000_000;

    [Theory]
    [InlineData("xl/worksheets/sheet1.xml", "<c/>", 7 * Million, true)]
    [InlineData("xl/worksheets/sheet1.xml", "<c/>", 9 * Million, false)]
    [InlineData("xl/sharedStrings.xml", "<si/>", 1 * Million, true)]
    [InlineData("xl/sharedStrings.xml", "<si/>", 3 * Million, false)]
    [InlineData("xl/styles.xml", "<xf/>", 3 * Million, false)]
    [InlineData("xl/media/image1.png", "          ", 6 * Million, true)]
    [InlineData("xl/media/image1.png", "          ", 10 * Million, false)]
    public void A_part_that_unpacks_to_too_much_is_refused_for_next_to_nothing(string part, string of, int times, bool fits)
    {
        using var workbook = new MemoryStream();
        using (var zip = new ZipArchive(workbook, ZipArchiveMode.Create, leaveOpen: true))
        using (var unpacked = zip.CreateEntry(part, CompressionLevel.Fastest).Open())
        {
            var thousand = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(of, 1000)));
            for (var i = 0; i < times / 1000; i++) unpacked.Write(thousand);
        }
        workbook.Position = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();

        WorkbookBounds.Fits(workbook).Should().Be(fits);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(2 * Million);
    }

    [Fact]
    public void Bytes_that_take_too_long_end_with_an_exception_for_the_reader()
    {
        using var slow = new TimedStream(new MemoryStream([1, 2]), TimeSpan.Zero);
        using var fast = new TimedStream(new MemoryStream([1, 2]), TimeSpan.FromHours(1));

        FluentActions.Invoking(() => slow.ReadByte()).Should().Throw<TimeoutException>();
        fast.ReadByte().Should().Be(1);
    }
}
