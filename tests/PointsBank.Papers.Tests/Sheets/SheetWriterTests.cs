// What we write we read back, and no spreadsheet runs it.
using System.IO.Compression;
using System.Text;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using NodaTime;
using PointsBank.Papers.Sheets;
using static PointsBank.Papers.Tests.Sheets.SheetCase;

namespace PointsBank.Papers.Tests.Sheets;

public sealed class SheetWriterTests
{
    [Fact]
    public void A_csv_is_marked_quoted_and_neutralised()
    {
        var bytes = Written(workbook: false, ["户号", "积分"], ["H,\"1\"", -5L], ["=1+1", new LocalDate(2026, 3, 1)], [null, 7]);

        bytes.Should().StartWith(Encoding.UTF8.Preamble.ToArray());
        Encoding.UTF8.GetString(bytes[3..]).Should().Be("户号,积分\r\n\"H,\"\"1\"\"\",-5\r\n'=1+1,2026-03-01\r\n,7\r\n");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_was_written_is_read_back(bool workbook)
    {
        string[] texts =
        [
            "=1+1", "+86", "-5", "@SUM(A1)", "\tx", "\rx", "＝1", "'=1", "''=1", "'quoted'", "'",
            "𠮷野家", "a,b", "say \"hi\"", "two\nlines", " spaces ", "_x0041_", "<&>", "007", "2026-03-01", "1.50",
        ];

        var sheet = Read(Written(workbook, ["name"], [.. texts.Select(text => new object?[] { text })]), workbook ? "a.xlsx" : "a.csv");

        sheet.Rows.Select(row => row[Name]).Should().Equal(texts);
        sheet.IsSound.Should().BeTrue();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Numbers_dates_and_blanks_keep_their_kind(bool workbook)
    {
        LocalDate[] days = [new(2026, 3, 1), new(1900, 3, 1), new(1900, 2, 28), new(1900, 1, 1), new(2024, 2, 29)];
        long[] numbers = [0, -5, 999_999_999_999_999, long.MaxValue, long.MinValue];
        var rows = days.Zip(numbers, (day, number) => new object?[] { day, number, null, "end" });

        var sheet = Read(Written(workbook, ["日期", "积分", "name", "end"], [.. rows]), workbook ? "a.xlsx" : "a.csv");

        sheet.Rows.Select(row => row.Date(Day)).Should().Equal(days);
        sheet.Rows.Select(row => row.Whole(Points, long.MinValue, long.MaxValue)).Should().Equal(numbers);
        sheet.Rows.Should().OnlyContain(row => row.IsBlank(Name));
        sheet.IsSound.Should().BeTrue();
    }

    [Fact]
    public void A_workbook_holds_real_numbers_and_dates_and_inert_text()
    {
        var bytes = Written(workbook: true, ["a", "b", "c"], ["=1+1", -5L, new LocalDate(2026, 3, 1)]);

        using var zip = new ZipArchive(new MemoryStream(bytes));
        using var reader = new StreamReader(
            zip.Entries.Single(entry => entry.FullName.Contains("worksheets", StringComparison.Ordinal)).Open());
        var xml = reader.ReadToEnd();

        xml.Should().Contain(">'=1+1<").And.Contain("<x:v>-5</x:v>").And.Contain("<x:v>46082</x:v>").And.NotContain("<x:f");
    }

    [Fact]
    public void A_workbook_is_valid_by_the_book()
    {
        using var document = SpreadsheetDocument.Open(
            new MemoryStream(Written(workbook: true, ["a"], ["x"], [5L], [new LocalDate(2026, 3, 1)])), false);

        new OpenXmlValidator().Validate(document).Select(error => error.Description).Should().BeEmpty();
    }

    [Theory]
    [InlineData("a\u0001b")]
    [InlineData("a\uFFFEb")]
    [InlineData("a\uD842")]
    public void Characters_that_XML_cannot_hold_do_not_spoil_a_workbook(string text) =>
        Read(Written(workbook: true, ["name", "end"], [text, "."]), "a.xlsx").Rows
            .Should().ContainSingle().Which[Name]
            .Should()
            .StartWith("a");

    [Fact]
    public void A_large_workbook_is_streamed_to_an_output_that_cannot_seek()
    {
        using var output = new ForwardOnly();
        const int Last = 50_000;
        long beforeTheLastRow = 0;

        SheetWriter.WriteWorkbook(
            output, "a", ["household", "name", "points"], Enumerable.Range(1, Last).Select(IReadOnlyList<object?> (i) =>
        {
            if (i == Last)
                beforeTheLastRow = output.Written;
            return [$"H{i}", "一户人家的名字", (long)i];
        }));

        beforeTheLastRow.Should().BeGreaterThan(output.Written / 2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Any_text_survives_the_journey(bool workbook)
    {
        const string Alphabet = "a,\"\n\r\t '=+-@_x0041\u0001村㐂";
        var random = new Random(20260301);
        var texts = Enumerable.Range(0, 2_000)
            .Select(_ => new string(random.GetItems<char>(Alphabet, random.Next(8))))
            .Select(text => text.Replace("_", "_x0041_", StringComparison.Ordinal)).ToList();

        var sheet = Read(
            Written(workbook, ["name", "end"], [.. texts.Select(text => new object?[] { text, "." })]), workbook ? "a.xlsx" : "a.csv");

        sheet.Rows.Select(row => row[Name]).Should().Equal(texts);
    }

    [Fact]
    public void An_unknown_kind_of_cell_is_a_bug()
    {
        var act = () => Written(workbook: false, ["a"], [1.5]);

        act.Should().Throw<ArgumentException>();
    }

    sealed class ForwardOnly : Stream
    {
        public long Written { get; private set; }
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => Written += count;
    }
}
