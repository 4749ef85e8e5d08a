// Files as they come: encodings, line numbers, bounds, and bytes that are no sheet at all.
using System.Text;
using PointsBank.Papers.Sheets;
using static PointsBank.Papers.Tests.Sheets.SheetCase;

namespace PointsBank.Papers.Tests.Sheets;

public sealed class SheetReaderTests
{
    const string Village = "户号,户主\nH1,𠮷野家\nH2,王㐂\n";

    public static TheoryData<string, byte[]> Encodings() => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Village) },
        { "UTF-8 with a mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Village)] },
        { "GB18030", CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(Village) },
        { "CRLF", Encoding.UTF8.GetBytes(Village.Replace("\n", "\r\n", StringComparison.Ordinal)) },
        { "no last line end", Encoding.UTF8.GetBytes(Village.TrimEnd()) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void The_same_list_reads_the_same_in_every_encoding(string how, byte[] bytes)
    {
        var sheet = Csv(bytes);

        sheet.Columns.Should().Equal(["户号", "户主"], how);
        sheet.Rows.Select(row => row.Text(Household, 9)).Should().Equal("H1", "H2");
        sheet.Rows.Select(row => row.Text(Name, 9)).Should().Equal("𠮷野家", "王㐂");
        sheet.Rows.Select(row => row.Line).Should().Equal(2, 3);
        sheet.IsSound.Should().BeTrue();
    }

    [Fact]
    public void Bytes_in_no_known_encoding_are_refused()
    {
        Only(Csv([.. "户号\n"u8, 0xFF, 0xFF, 0x0A]), SheetCode.BadEncoding);
        Only(Csv([.. "户号\n"u8, 0, 0, 0, 0x0A]), SheetCode.BadEncoding);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Lines_are_counted_as_a_person_sees_them(string end)
    {
        var sheet = Csv(
            "\nhousehold,note\nH1,\"two\nlines\"\n\n   \nH2,\"a \"\"word\"\", and\n\n more\"\nH3,x\n".Replace(
                "\n", end, StringComparison.Ordinal));

        sheet.HeaderLine.Should().Be(2);
        sheet.Rows.Select(row => (row.Text(Household, 9), row.Line)).Should().Equal(("H1", 3), ("H2", 7), ("H3", 10));
        sheet.Rows[1][new SheetColumn("note")].Should().Be($"a \"word\", and{end}{end} more");
        sheet.IsSound.Should().BeTrue();
    }

    [Fact]
    public void Trailing_empty_cells_are_no_matter_but_extra_words_are()
    {
        var sheet = Csv("household,name,,\nH1,A,,,,\nH2\nH3,C,note\nH4,D,,,a comma too many\n");

        sheet.Columns.Should().Equal("household", "name");
        sheet.Rows.Select(row => row.Line).Should().Equal(2, 3, 4);
        sheet.Problems.Should().Equal(new SheetProblem(5, "", SheetCode.MalformedRow, "H4,D,,,a comma too many"));
    }

    [Theory]
    [InlineData("household\nH\"1\nH2\n", 2)]
    [InlineData("household\n\"H1\" x\nH2\n", 2)]
    [InlineData("household\nH2\n\"H1\n", 3)]
    public void A_stray_quote_spoils_its_row_alone(string text, int line)
    {
        var sheet = Csv(text);

        sheet.Problems.Should().ContainSingle().Which.Should().Match<SheetProblem>(p => p.Line == line && p.Code == SheetCode.MalformedRow);
        sheet.Rows.Should().ContainSingle().Which.Text(Household, 9).Should().Be("H2");
    }

    [Fact]
    public void Rows_are_bounded()
    {
        var full = new StringBuilder("household\n").Insert("household\n".Length, "H\n", SheetReader.MaxRows).ToString();

        Csv(full + "\n\n").IsSound.Should().BeTrue();
        var sheet = Csv(full + "\nH\nH\n");

        sheet.Rows.Should().HaveCount(SheetReader.MaxRows);
        sheet.Problems.Should().Equal(new SheetProblem(SheetReader.MaxRows + 3, "", SheetCode.TooManyRows, ""));
    }

    [Fact]
    public void Columns_cells_and_bytes_are_bounded()
    {
        var widest = string.Join(',', Enumerable.Range(1, SheetReader.MaxColumns));
        var longest = new string('x', SheetReader.MaxCell);

        Csv(widest).IsSound.Should().BeTrue();
        Only(Csv(widest + ",65"), SheetCode.TooManyColumns);
        Csv("name\n" + longest).IsSound.Should().BeTrue();
        Csv($"household,name\nH1,{longest}x").Problems.Should().Equal(new SheetProblem(2, "name", SheetCode.TooLong, longest[..80]));
        Only(Csv(longest + "x"), SheetCode.TooLong);
        Only(Csv(new byte[SheetReader.MaxBytes + 1]), SheetCode.TooLarge);
    }

    [Theory]
    [InlineData("a.xlsx", 1)]
    [InlineData("a.XLSX", 7)]
    [InlineData("empty.xlsx", 0)]
    [InlineData("a.xls", 5000)]
    [InlineData("a", 50)]
    [InlineData("empty.csv", 0)]
    public void Random_bytes_are_not_a_sheet(string fileName, int length)
    {
        var bytes = new byte[length * 40];
        new Random(length).NextBytes(bytes);

        Only(Read(bytes, fileName), SheetCode.NotASheet);
    }

    [Fact]
    public void A_workbook_with_any_byte_flipped_or_cut_is_read_or_refused_but_never_throws()
    {
        var good = Written(workbook: true, ["household", "points"], ["H1", 5L], ["H2", 7L]);
        var random = new Random(7);

        for (var i = 0; i < 400; i++)
        {
            var bad = good.ToArray();
            bad[random.Next(bad.Length)] ^= (byte)random.Next(1, 256);
            var act = () => Read(i % 4 == 0 ? bad[..random.Next(bad.Length)] : bad, "a.xlsx");
            act.Should().NotThrow();
        }
    }

    [Fact]
    public void Whatever_a_csv_holds_every_row_is_kept_or_reported_in_order()
    {
        const string Alphabet = "a1,\"\n\r '=\uFFFE\u200B村";
        var random = new Random(11);

        for (var i = 0; i < 2_000; i++)
        {
            var sheet = Csv("a,b\n" + new string(random.GetItems<char>(Alphabet, random.Next(30))));
            foreach (var row in sheet.Rows)
                row.Text(new SheetColumn("a"), 3);

            sheet.Rows.Select(row => row.Line).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            sheet.Rows.Where(row => !row.IsSound).Select(row => row.Line).Should().BeSubsetOf(sheet.Problems.Select(p => p.Line));
        }
    }

    [Fact]
    public void A_header_with_an_invisible_character_is_the_column_that_is_seen() =>
        Csv("house\u200Bhold\nH1\n").Columns.Should().Equal("household");

    [Fact]
    public void A_workbook_that_unpacks_without_end_is_refused() =>
        Only(Read(Workbook("", padding: 100), "bomb.xlsx"), SheetCode.TooLarge);

    [Fact]
    public void A_workbook_that_lies_about_its_size_is_unpacked_no_further_than_it_said()
    {
        var bytes = Workbook(new string(' ', 1024 * 1024) + "<row r='1'><c t='str'><v>name</v></c></row>");
        Read(bytes, "a.xlsx").Columns.Should().Equal("name");

        var directoryEntry = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(directoryEntry + 24), 2_000).Should().BeTrue();

        Only(Read(bytes, "a.xlsx"), SheetCode.NotASheet);
    }

    [Fact]
    public void A_forged_row_or_column_number_does_not_keep_us_busy()
    {
        Only(Read(Workbook("<row r='2147483000'><c r='A2147483000'><v>1</v></c></row>"), "a.xlsx"), SheetCode.TooManyRows);
        Only(Read(Workbook("<row r='1'><c r='XFD1'><v>1</v></c></row>"), "a.xlsx"), SheetCode.TooManyColumns);
    }

    [Fact]
    public void Workbook_numbers_come_out_as_they_look()
    {
        var sheet = Read(Workbook(
            "<row r='1'><c t='str'><v>points</v></c><c t='str'><v>name</v></c></row>" +
            "<row r='3'><c><v>5</v></c></row><row r='4'><c><v>5.0</v></c></row><row r='5'><c><v>-1E2</v></c></row>" +
            "<row r='6'><c><v>5.5</v></c></row><row r='7'><c t='b'><v>1</v></c></row><row r='9'><c><v>123456789012345678</v></c></row>" +
            "<row r='10'><c t='e'><f>1/0</f><v>#DIV/0!</v></c><c t='str'><v>x</v></c></row>"), "a.xlsx");

        sheet.Rows.Select(row => row[Points]).Should().Equal("5", "5", "-100", "5.5", "TRUE", "1.2345678901234568E+17", "#DIV/0!");
        sheet.Rows.Select(row => row.Line).Should().Equal(3, 4, 5, 6, 7, 9, 10);
        foreach (var row in sheet.Rows.Skip(5))
            row.Whole(Points, 0, long.MaxValue);
        sheet.Problems.Should().Equal(
            new SheetProblem(9, "points", SheetCode.NotAWholeNumber, "1.2345678901234568E+17"),
            new SheetProblem(10, "points", SheetCode.FormulaError, "#DIV/0!"));
    }

    static void Only(Sheet sheet, string code) => sheet.Problems.Should().ContainSingle().Which.Code.Should().Be(code);
}
