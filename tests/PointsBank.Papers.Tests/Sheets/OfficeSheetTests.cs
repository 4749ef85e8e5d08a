// Lists as offices make them: what a person sees in them is what is read.
using System.Text;
using NodaTime;
using PointsBank.Papers.Sheets;

namespace PointsBank.Papers.Tests.Sheets;

public sealed class OfficeSheetTests
{
    static readonly SheetColumn Household = new("household", "户号");
    static readonly SheetColumn Group = new("group", "村民小组");
    static readonly SheetColumn Head = new("head", "户主");
    static readonly SheetColumn Birth = new("birth_date", "出生日期");
    static readonly SheetColumn Related = new("related", "村干部亲属");
    static readonly SheetColumn[] Wanted = [Household, Group, Head, Birth, Related];

    static readonly string[] Header = ["户号", "村民小组", "户主", "出生日期"];
    static readonly string[] First = ["<c><v>9001</v></c>", "一组", "甲一", "<c s='1'><v>29292</v></c>"];
    static readonly string[] Second = ["<c><v>9002</v></c>", "一组", "乙二", "<c s='2'><v>29293</v></c>"];

    static readonly (long, string, string, string)[] Both = [(9001, "一组", "甲一", "1980-03-12"), (9002, "一组", "乙二", "1980-03-13")];

    static readonly byte[] Gbk = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!.GetBytes(
        "户号,村民小组,户主,出生日期\n9001,一组,甲一,1980-03-12\n9002,一组,乙二,1980-03-13\n");

    public static TheoryData<string, byte[]> SameLists() => new()
    {
        { "a title above the header", new OfficeBook().With("S", "visible", "<mergeCells><mergeCell ref='A1:D1'/></mergeCells>", ["某村花名册"], [], Header, First, Second).Bytes() },
        { "a header of two lines", new OfficeBook().With(["户号", "村民小组", "户主信息", ""], ["", "", "户主", "出生日期"], First, Second).Bytes() },
        { "a group merged down", new OfficeBook().With("S", "visible", "<mergeCells><mergeCell ref='B2:B3'/></mergeCells>", Header, First, [
            "<c><v>9002</v></c>", "", "乙二", "<c s='2'><v>29293</v></c>"]).Bytes() },
        { "blanks, breaks and brackets in headers", new OfficeBook().With([
            " 户 号*", "村民&#10;小组", "户主（必填）", "出生　日期："], First, Second).Bytes() },
        { "empty and doubled columns that nobody needs", new OfficeBook().With([
            "序号", "备注", "", "备注",
            .. Header], ["1", "x", "", "y", .. First], ["2", "", "", "", .. Second], ["3", "", "", "", "", "", "", ""]).Bytes() },
        { "a hidden first sheet", new OfficeBook().With("旧名单", "hidden", "", Header, [
            "8001", "旧组", "旧一", "1970-01-01"]).With("今年", "visible", "", Header, First, Second).Bytes() },
        { "a very hidden first sheet", new OfficeBook().With("旧名单", "veryHidden", "", Header, [
            "8001", "旧组", "旧一", "1970-01-01"]).With("今年", "visible", "", Header, First, Second).Bytes() },
        { "a first sheet of explanations", new OfficeBook().With("说明", "visible", "", ["请在第二张表填写"]).With("名单", "visible", "", Header, First, Second).Bytes() },
        { "an empty form behind the list", new OfficeBook().With("名单", "visible", "", Header, First, Second).With("空表", "visible", "", Header).Bytes() },
        { "a total and a footer", new OfficeBook().With(Header, First, Second, ["合 计：", "2户", "", ""], ["制表人：某某", "", "", ""]).Bytes() },
        { "the header printed once more", new OfficeBook().With(Header, First, Header, Second).Bytes() },
        { "a note beside the table", new OfficeBook().With(Header, [.. First, "外出务工"], Second).Bytes() },
        { "blank rows by the thousand", new OfficeBook().With([
            Header, First, Second, .. Enumerable.Repeat<string[]>(["", " "], 3000)]).Bytes() },
        { "a formula with its value", new OfficeBook().With(Header, [
            "<c><f>9000+1</f><v>9001</v></c>", "<c t='str'><f>\"一\"&amp;\"组\"</f><v>一组</v></c>", "甲一",
            "<c s='1'><v>29292</v></c>"], Second).Bytes() },
        { "days counted from 1904", new OfficeBook { CountsFrom1904 = true }.With(Header, [
            "9001", "一组", "甲一", "<c s='1'><v>27830</v></c>"], ["9002", "一组", "乙二", "<c><v>27831</v></c>"]).Bytes() },
        { "days as bare numbers", new OfficeBook().With(Header, ["9001", "一组", "甲一", "<c><v>29292</v></c>"], [
            "9002", "一组", "乙二", "<c><v>19800313</v></c>"]).Bytes() },
        { "days as ISO cells", new OfficeBook().With(Header, [
            "9001", "一组", "甲一",
            "<c t='d'><v>1980-03-12T00:00:00</v></c>"], ["9002", "一组", "乙二", "<c t='d'><v>1980-03-13</v></c>"]).Bytes() },
        { "shared strings with readings and runs", new OfficeBook { SharedStrings = "<si><t>甲一</t><rPh sb='0' eb='1'><t>jia</t></rPh></si><si><r><t>乙</t></r><r><t>二</t></r></si>" }.With(Header, [
            "9001", "一组", "<c t='s'><v>0</v></c>", "1980-3-12"], ["9002", "一组", "<c t='s'><v>1</v></c>", "1980-3-13"]).Bytes() },
        { "Strict Open XML", new OfficeBook { IsStrict = true }.With(Header, First, Second).Bytes() },
        { "a workbook at the root", new OfficeBook { Folder = "" }.With(Header, First, Second).Bytes() },
        { "targets from the root", new OfficeBook { Target = "/xl/" }.With(Header, First, Second).Bytes() },
        { "a first line that names the sign", Utf8("sep=;\n户号;村民小组;户主;出生日期\n9001;一组;甲一;1980-03-12\n9002;一组;乙二;1980-03-13\n") },
        { "semicolons", Utf8("户号;村民小组;户主;出生日期\n9001;一组;甲一;1980-03-12\n9002;一组;乙二;1980-03-13\n") },
        { "Chinese commas", Utf8("户号，村民小组，户主，出生日期\n9001，一组，甲一，1980-03-12\n9002，一组，乙二，1980-03-13\n") },
        { "full-width digits", Utf8("户号,村民小组,户主,出生日期\n９００１,一组,甲一,１９８０－０３－１２\n９００２,一组,乙二,１９８０．３．１３\n") },
        { "leading zeros and quoted line breaks", Utf8("户号,村民小组,户主,出生日期\r\n0009001,\"一组\",\"甲一\r\n\",1980-03-12\r\n0009002,一组,\"\n乙二\",1980-03-13\r\n") },
        { "GB18030", Gbk },
        { "UTF-16 LE with tabs", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Tabs)] },
        { "UTF-16 BE with tabs", [.. Encoding.BigEndianUnicode.Preamble, .. Encoding.BigEndianUnicode.GetBytes(Tabs)] },
        { "UTF-16 LE without a mark", Encoding.Unicode.GetBytes(Tabs) },
        { "UTF-16 BE without a mark", Encoding.BigEndianUnicode.GetBytes(Tabs) },
    };

    const string Tabs = "户号\t村民小组\t户主\t出生日期\r\n9001\t一组\t甲一\t1980-03-12\r\n9002\t一组\t乙二\t1980-03-13\r\n";

    [Theory, MemberData(nameof(SameLists))]
    public void The_same_list_reads_the_same_however_an_office_made_it(string how, byte[] bytes)
    {
        var sheet = Read(bytes);

        Lines(sheet).Should().Equal(Both, how);
        sheet.Problems.Should().BeEmpty(how);
    }

    [Theory]
    [InlineData("1980.3.12")]
    [InlineData("1980/3/12 0:00")]
    [InlineData("1980-03-12 00:00:00")]
    [InlineData("1980年3月12日")]
    [InlineData("1980年3月12号")]
    [InlineData("１９８０．３．１２")]
    [InlineData("１９８０年３月１２日")]
    [InlineData("一九八〇年三月十二日")]
    [InlineData("1980 - 3 - 12")]
    [InlineData("19800312")]
    public void A_day_is_read_as_people_write_it(string day) =>
        Read(Utf8($"户号,村民小组,户主,出生日期\n1,一组,甲,{day}\n")).Rows[0].Date(Birth).Should().Be(new LocalDate(1980, 3, 12));

    [Theory]
    [InlineData("√", true)]
    [InlineData("✓", true)]
    [InlineData("Ｙ", true)]
    [InlineData("是", true)]
    [InlineData("有", true)]
    [InlineData("<c t='b'><v>1</v></c>", true)]
    [InlineData("无", false)]
    [InlineData("n", false)]
    [InlineData("<c t='b'><v>0</v></c>", false)]
    [InlineData("", false)]
    public void A_tick_means_yes(string cell, bool yes) =>
        Read(new OfficeBook().With([.. Header, "村干部亲属"], [.. First, cell]).Bytes()).Rows[0]
            .YesNo(Related, otherwise: false)
            .Should()
            .Be(yes);

    [Fact]
    public void Hidden_rows_are_read_and_counted_and_lines_beside_the_list_are_counted()
    {
        var sheet = Read(new OfficeBook().With(Header, First, ["hidden", .. Second], ["合计", "2户", "", ""]).Bytes());

        (sheet.Rows.Count, sheet.HiddenRows).Should().Be((2, 1));
        sheet.PassedLines.Should().Equal(4);
    }

    [Fact]
    public void Where_several_sheets_fit_it_is_asked_which_and_the_named_one_is_read()
    {
        var book = new OfficeBook().With("一组", "visible", "", Header, First).With("二组", "visible", "", Header, Second).Bytes();

        Read(book).Problems.Should().Equal(new SheetProblem(1, "", SheetCode.SeveralSheets, "一组 / 二组"));
        Lines(Read(book, " 二组")).Should().Equal(Both[1]);
        Read(book, "三组").Problems.Should().Equal(new SheetProblem(1, "", SheetCode.NoSuchSheet, "一组 / 二组"));
    }

    [Fact]
    public void Failed_and_uncalculated_formulas_are_named()
    {
        var sheet = Read(new OfficeBook().With(
            Header, ["9001", "一组", "<c t='e'><f>X1</f><v>#N/A</v></c>", "<c t='e'><v>#REF!</v></c>"],
            ["9002", "<c><f>\"一\"&amp;\"组\"</f></c>", "#VALUE!", "1980-03-12"]).Bytes());

        Lines(sheet);

        sheet.Problems.Should().Equal(
            new SheetProblem(2, "户主", SheetCode.FormulaError, "#N/A"), new SheetProblem(2, "出生日期", SheetCode.FormulaError, "#REF!"),
            new SheetProblem(3, "村民小组", SheetCode.FormulaWithoutValue, "#FORMULA?"),
            new SheetProblem(3, "户主", SheetCode.FormulaError, "#VALUE!"));
    }

    [Theory]
    [InlineData("?明", "?明")]
    [InlineData("安？祥", "安？祥")]
    [InlineData("□明", "□明")]
    [InlineData("〓明", "〓明")]
    [InlineData("\uE863明", "[U+E863]明")]
    [InlineData("明\uFFFD", "明[U+FFFD]")]
    public void A_name_that_lost_a_character_is_a_problem_of_its_cell(string name, string shown)
    {
        var sheet = Read(Utf8($"户号,村民小组,户主,出生日期\n9001,一组,{name},1980-03-12\n"));

        Lines(sheet);

        sheet.Problems.Should().Equal(new SheetProblem(2, "户主", SheetCode.LostCharacter, shown));
    }

    [Fact]
    public void One_bad_byte_is_a_problem_of_its_cell_and_not_of_the_file()
    {
        byte[] bytes =
            [.. Encoding.UTF8.Preamble, .. Utf8("户号,村民小组,户主,出生日期\n9001,一组,甲一,1980-03-12\n9002,一组,乙"), 0xCC, .. Utf8(",1980-03-13\n")];

        foreach (var file in (byte[][])[bytes, bytes[3..]])
        {
            var sheet = Read(file);
            Lines(sheet);
            sheet.Problems.Should().Equal(new SheetProblem(3, "户主", SheetCode.LostCharacter, "乙[U+FFFD]"));
            sheet.Encoding.Should().Be("UTF-8");
        }
    }

    [Fact]
    public void Rare_characters_of_old_lists_are_read_as_the_characters_they_are()
    {
        byte[] head = [.. Gbk.AsSpan()[..Gbk.AsSpan().IndexOf("9001"u8)]];

        var sheet = Read([.. head, .. "1,"u8, 0xD2, 0xBB, 0xD7, 0xE9, (byte)',', 0xFE, 0x9F, 0xFE, 0x59, .. ",1980-03-12\n"u8]);

        Lines(sheet).Should().Equal((1, "一组", "\u4DAE\u9FB4", "1980-03-12"));
        sheet.Encoding.Should().Be("GB18030");
    }

    [Fact]
    public void A_column_that_is_there_twice_is_a_problem_only_where_its_contents_differ()
    {
        Read(Utf8("户号,户主,户主,村民小组,出生日期\n1,甲,甲,一组,1980-03-12\n2,乙,,一组,1980-03-12\n")).Problems
            .Should().Equal(new SheetProblem(1, "户主", SheetCode.DoubledColumn, "户主"));
        Lines(Read(Utf8("户号,户主,户主,村民小组,出生日期\n1,,甲,一组,1980-03-12\n"))).Should().Equal((1, "一组", "甲", "1980-03-12"));
    }

    public static TheoryData<string, byte[], string, string> OtherFiles() => new()
    {
        { "名单.ods", Zip("mimetype", "content.xml"), SheetCode.OtherFormat, "OpenDocument (.ods)" },
        { "名单.numbers", Zip("Index/Document.iwa"), SheetCode.OtherFormat, "Numbers" },
        { "名单.xlsx", Zip("word/document.xml"), SheetCode.OtherFormat, "Word" },
        { "名单.xlsb", Zip("xl/workbook.bin"), SheetCode.OtherFormat, "Excel .xlsb" },
        { "名单.pdf", Utf8("%PDF-1.7"), SheetCode.OtherFormat, "PDF" },
        { "名单.xls", Utf8("<html><table><tr><td>户号</td></tr></table></html>"), SheetCode.OtherFormat, "HTML / XML" },
        { "名单.xlsx", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes("EncryptedPackage")], SheetCode.PasswordProtected, "名单.xlsx" },
        { "名单.wps", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600], .. Encoding.Unicode.GetBytes("WordDocument")], SheetCode.OtherFormat, "Word / WPS" },
    };

    [Theory, MemberData(nameof(OtherFiles))]
    public void A_file_that_cannot_be_read_says_what_it_is_and_nothing_of_columns(string name, byte[] bytes, string code, string what)
    {
        var sheet = SheetReader.Read(new MemoryStream(bytes), name, Wanted);

        sheet.Require(Wanted);

        sheet.Problems.Should().Equal(new SheetProblem(1, "", code, what));
    }

    [Theory]
    [InlineData("导出.xls")]
    [InlineData("导出.et")]
    public void A_list_of_text_that_is_called_a_workbook_is_read(string name) =>
        Lines(SheetReader.Read(new MemoryStream(Utf8(Tabs)), name, Wanted)).Should().Equal(Both);

    [Theory]
    [InlineData("名单.et")]
    [InlineData("名单.ET")]
    [InlineData("名单.xlsm")]
    public void A_workbook_is_read_under_the_names_that_offices_give_it(string name)
    {
        var bytes = SheetCase.Written(true, ["户号", "村民小组", "户主", "出生日期"], [1L, "一组", "甲", "1980/3/12"]);

        Lines(SheetReader.Read(new MemoryStream(bytes), name, Wanted)).Should().Equal((1, "一组", "甲", "1980-03-12"));
    }

    static Sheet Read(byte[] bytes, string? sheetName = null) =>
        SheetReader.Read(new MemoryStream(bytes), bytes is [(byte)'P', (byte)'K', ..] ? "名单.xlsx" : "名单.csv", Wanted, sheetName);

    static (long, string, string, string)[] Lines(Sheet sheet) =>
        [.. sheet.Rows.Select(
            row => (
                row.Whole(Household, 1, 99_999), row.Name(Group, 40), row.Name(Head, 40), row.Date(Birth).ToString("uuuu-MM-dd", null)))];

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create))
            foreach (var name in names) zip.CreateEntry(name);
        return stream.ToArray();
    }
}
