using PointsBank.Papers.Cleaning;
using UglyToad.PdfPig;
using static PointsBank.Testing.EvidenceCase;

namespace PointsBank.Papers.Tests.Cleaning;

/// <summary>What was cleaned is opened by a library that reads such files in full.</summary>
public class PdfFileTests
{
    [Fact]
    public void What_the_pages_show_survives()
    {
        using var document = Open(Pdf());

        var page = document.GetPages().Single();
        (page.Text, page.Rotation.Value, page.Width, page.Height).Should().Be(("Anjiahe", 90, 100, 200));
        page.GetImages()
            .Single().RawBytes.ToArray()
            .Should()
            .Equal(EvidenceFile.Read(Jpeg()).Value.Content, "a photo on a page is cleaned as a photo");
    }

    [Fact]
    public void A_file_that_takes_too_long_is_not_read_on()
    {
        PdfFile.Clean(Pdf(), TimeSpan.FromMinutes(1)).Refusal.Should().BeNull();

        PdfFile.Clean(Pdf(), TimeSpan.Zero).Refusal!.Kind.Should().Be(PaperRefusals.FileDamaged);
    }

    [Theory]
    [InlineData("JavaScript")]
    [InlineData("Launch")]
    [InlineData("OpenAction")]
    [InlineData("/AA")]
    [InlineData("EmbeddedFile")]
    [InlineData("Filespec")]
    [InlineData("AcroForm")]
    [InlineData("Annots")]
    [InlineData("Metadata")]
    [InlineData("PieceInfo")]
    [InlineData("xmpmeta")]
    [InlineData("Author")]
    [InlineData("CreationDate")]
    [InlineData("app.alert")]
    [InlineData("a.exe")]
    [InlineData(Place)]
    public void Nothing_survives_that_acts_or_tells(string word)
    {
        Latin(Pdf()).Should().Contain(word, "else this shows nothing");

        var kept = Latin(Read(Pdf()));
        kept.Should().NotContain(word).And.NotContain(Convert.ToHexString(Latin(word)));
    }

    [Fact]
    public void An_action_is_not_reached_by_way_of_what_is_drawn()
    {
        var file = Pdf("",
            Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            Latin(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R/Y 5 0 R>>/ExtGState<</G<</Z[6 0 R]/V 1 0 "
                    + "R>>>>>>>>"),
            Latin("<</S/JavaScript/JS(app)>>"), Stream("/Type/EmbeddedFile", Latin("MZ")), Latin("<</S/Launch/Win<</F(a.exe)>>>>"));

        Latin(Read(file)).Should().NotContain("JavaScript").And.NotContain("MZ").And.NotContain("Launch").And.NotContain("OpenAction");
    }

    [Fact]
    public void Objects_that_are_packed_together_are_found()
    {
        using var document = Open(PackedPdf());

        document.GetPages().Single().Text.Should().Be("Anjiahe");
        Latin(Read(PackedPdf())).Should().NotContain("JavaScript");
    }

    [Fact]
    public void A_photo_that_was_packed_once_more_is_cleaned_too()
    {
        var file = Pdf("",
            Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            Latin("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 5 0 R/Resources<</XObject<</X 4 0 R>>>>>>"),
            Stream(
                "/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent "
                    + "8/Filter[/FlateDecode/DCTDecode]/DecodeParms[null<</ColorTransform 0>>]",
                Packed(Jpeg())),
            Stream("", Latin("/X Do")));

        using var document = Open(file);

        document.GetPage(1).GetImages().Single().RawBytes.ToArray().Should().Equal(EvidenceFile.Read(Jpeg()).Value.Content);
        Latin(Read(file)).Should().Contain("/ColorTransform 0");
    }

    [Fact]
    public void Colours_in_a_table_keep_every_byte()
    {
        var file = Pdf("",
            Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            Latin(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</ColorSpace<</C[/Indexed/DeviceRGB "
                    + "1(\u00fe\u00ff\\r\\n\\)\u0080)]>>>>>>"));

        Latin(Read(file)).Should().Contain("/C[/Indexed/DeviceRGB 1<FEFF0D0A2980>]");
    }

    [Fact]
    public void What_was_added_at_the_end_replaces_what_stood_before()
    {
        var file = Join(
            PackedPdf(), Latin("6 0 obj\n"), Stream("", Latin("BT /A 12 Tf 10 50 Td (Later) Tj ET")),
            Latin("\nendobj\ntrailer<</Root 1 0 R/Size 8>>\n"));

        using var document = Open(file);

        document.GetPage(1).Text.Should().Be("Later");
    }

    [Theory]
    [InlineData("8 0 R")]
    [InlineData("99 0 R")]
    [InlineData("1")]
    [InlineData("999999")]
    public void A_stream_whose_length_is_told_wrongly_ends_where_it_ends(string length)
    {
        var file = Pdf("",
            Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            Latin("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 5 0 R/Resources<</Font<</A 4 0 R>>>>>>"),
            Latin("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"), Stream("", Latin("BT /A 12 Tf 10 50 Td (Anjiahe) Tj ET"), length),
            Latin("3"), Latin("4"), Latin("36"));

        using var document = Open(file);

        document.GetPage(1).Text.Should().Be("Anjiahe");
    }

    [Fact]
    public void A_file_attached_to_a_file_does_not_take_its_place()
    {
        // The attached one, unpacked, stands behind the pages and has pages of its own under the same numbers.
        var file = Pdf("",
            Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
            Latin("<</Type/Page/Parent 2 0 R/MediaBox[0 0 77 77]>>"), Stream("", Pages(2), "5 0 R"), Latin($"{Pages(2).Length}"));

        using var document = Open(file);

        document.GetPages().Single().Width.Should().Be(77);
    }

    [Fact]
    public void A_file_has_no_more_pages_than_its_bound()
    {
        Open(Pages(PdfFile.MaxPages)).NumberOfPages.Should().Be(PdfFile.MaxPages);
        Refused(Pages(PdfFile.MaxPages + 1)).Should().Be("file_too_long (file)");
    }

    [Fact]
    public void A_locked_file_is_refused() =>
        Refused(Join(Pdf(), Latin("trailer<</Root 1 0 R/Encrypt 4 0 R>>\n"))).Should().Be("file_damaged (file)");

    [Theory]
    [InlineData("/Type/XObject/Subtype/Image/Width 8/Height 8/Filter/JPXDecode", "file_type_unknown (file)")]
    [InlineData("/Type/XObject/Subtype/Image/Width 8/Height 8/Filter[/ASCII85Decode/DCTDecode]", "file_type_unknown (file)")]
    [InlineData("/Type/XObject/Subtype/Image/Width 8/Height 8/Filter/DCTDecode", "file_damaged (file)")]
    [InlineData("/Type/XObject/Subtype/Image/Width 10000/Height 6001/Filter/FlateDecode", "picture_too_large (file)")]
    [InlineData("/Type/XObject/Subtype/Image", "file_damaged (file)")]
    [InlineData("/X 77 0 R", "file_damaged (file)")]
    public void What_cannot_be_cleaned_is_refused(string image, string refusal) => Refused(Pdf("",
        Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]/Count 1>>"),
        Latin("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>>>"),
        Stream(image, Latin("no picture")))).Should().Be(refusal);

    [Theory]
    [InlineData(
        "[3 0 R]", "<</Type/Page/Contents 4 0 R>>", "<</Length 5 0 R>>\nstream\nabc\nendstream",
        "<</Length 4 0 R>>\nstream\nabc\nendstream")]
    [InlineData("[3 0 R]", "<</Type/Page/Contents 4 0 R>>", "<</Length 4 0 R>>\nstream\nabc\nendstream", "5")]
    public void Streams_that_name_each_other_as_their_lengths_are_read_all_the_same(string kids, string page, string four, string five) =>
        Refused(Made(kids, page, four, five)).Should().BeNull();

    [Theory]
    [InlineData("[2 0 R]", "<</Type/Page>>", "4", "5")]
    [InlineData("[4 0 R]", "<</Type/Page>>", "<</Type/Pages/Kids[2 0 R]>>", "5")]
    [InlineData("[3 0 R 3 0 R]", "<</Type/Page>>", "4", "5")]
    [InlineData("[]", "<</Type/Page>>", "4", "5")]
    [InlineData("[9 0 R]", "<</Type/Page>>", "4", "5")]
    [InlineData("[3 0 R]", "<</Type/Page/Contents 9 0 R>>", "4", "5")]
    [InlineData("[3 0 R]", "<</Type/Page", "4", "5")]
    public void A_file_that_leads_nowhere_or_in_circles_is_damaged(string kids, string page, string four, string five) =>
        Refused(Made(kids, page, four, five)).Should().Be("file_damaged (file)");

    [Fact]
    public void A_small_file_does_not_become_a_large_one()
    {
        var bomb = Stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", Packed(Latin("9 0 " + new string(' ', 40_000_000) + "1")));

        Refused(Join(Pdf(), Latin("9 0 obj\n"), bomb, Latin("\nendobj\n"))).Should().Be("file_damaged (file)");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("<</A ")]
    [InlineData("(")]
    public void A_file_nested_without_end_is_damaged(string opening) =>
        Refused(Join(Latin("%PDF-1.7\n1 0 obj\n"), Latin(string.Concat(Enumerable.Repeat(opening, 3_000_000 / opening.Length)))))
            .Should().Be("file_damaged (file)");

    [Fact]
    public void A_tree_of_pages_as_deep_as_the_file_is_long_is_walked()
    {
        const int Deep = 60_000;
        var nodes = Enumerable.Range(2, Deep).Select(number => $"{number} 0 obj\n<</Kids[{number + 1} 0 R]>>\nendobj\n");
        var file = Latin(
            $"%PDF-1.7\n1 0 obj\n<</Pages 2 0 R>>\nendobj\n{string.Concat(nodes)}{Deep + 2} 0 obj\n<</Type/Page/MediaBox[0 0 9 "
                + $"9]>>\nendobj\ntrailer<</Root 1 0 R>>");

        using var document = Open(file);

        document.NumberOfPages.Should().Be(1);
    }

    [Theory]
    [InlineData(120_000, false)]
    [InlineData(5_000, true)]
    public void A_file_of_made_up_names_is_refused_before_it_is_read(int names, bool fits)
    {
        var all = string.Concat(Enumerable.Range(0, names).Select(name => $"/{name:x}"));
        var file = Pdf(
            "", Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin("<</Type/Pages/Kids[3 0 R]>>"),
            Latin($"<</Type/Page/MediaBox[0 0 9 9]/Resources<</ProcSet[{all}]>>>>"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var refused = Refused(file);

        refused.Should().Be(fits ? null : "file_damaged (file)");
        if (!fits) (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(3_000_000);
    }

    static byte[] Made(string kids, string page, string four, string five) =>
        Pdf(
            "", Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin($"<</Type/Pages/Kids{kids}/MediaBox[0 0 9 9]>>"), Latin(page), Latin(four),
            Latin(five));

    static byte[] Read(byte[] bytes) => EvidenceFile.Read(bytes).Value.Content;

    static PdfDocument Open(byte[] bytes) => PdfDocument.Open(Read(bytes), new() { UseLenientParsing = false });

    static string? Refused(byte[] bytes) => EvidenceFile.Read(bytes).Refusal?.ToString();
}
