using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using static PointsBank.Testing.EvidenceCase;

namespace PointsBank.Papers.Tests.Cleaning;

public class EvidenceFileTests
{
    /// <summary>The way up where there are no notes.</summary>
    const int Upright = 1;

    static readonly Dictionary<string, byte[]> Real = new()
    {
        ["jpeg"] = Jpeg(6),
        ["png"] = Png(6),
        ["pdf"] = Pdf(),
        ["packed pdf"] = PackedPdf(),
    };

    public static TheoryData<string> RealNames => [.. Real.Keys];

    [Theory]
    [MemberData(nameof(RealNames))]
    public void The_place_the_time_and_the_maker_do_not_survive(string name)
    {
        var file = Read(Real[name]);

        Latin(file.Content).Should().NotContain(Place).And.NotContain("ftyp").And.NotContain("ICC_PROFILE").And.NotContain("tIME");
    }

    [Theory]
    [MemberData(nameof(RealNames))]
    public void What_was_cleaned_once_stays_as_it_is(string name)
    {
        var file = Read(Real[name]);

        var again = Read(file.Content);

        (again.Digest, again.Kind, again.FileName).Should().Be((file.Digest, file.Kind, file.FileName));
        file.FileName.Should().Be($"evidence-{file.Digest.ToString()[..8]}.{file.Kind.Extension}");
    }

    [Fact]
    public void A_photo_is_kept_byte_by_byte_but_for_what_it_told() => Read(Jpeg()).Content.Should().Equal(
        Join(PlainJpeg()[..20], Segment(0xee, Latin("Adobe\0\u0064\0\0\0\0\u0001")), PlainJpeg()[20..]),
        "one that told nothing is kept as it is, with how its colours are meant");

    [Fact]
    public void A_picture_is_kept_byte_by_byte_but_for_what_it_told() =>
        Read(Png()).Content.Should().Equal(Join(PlainPng()[..33], Chunk("gAMA", 0, 1, 2, 3), PlainPng()[33..]));

    [Fact]
    public void A_picture_ends_as_every_decoder_knows_it() =>
        Read(Png()).Content[^12..].Should().Equal(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);

    [Theory]
    [InlineData(6, false)]
    [InlineData(3, true)]
    [InlineData(8, false)]
    public void The_picture_stays_the_right_way_up(ushort way, bool little)
    {
        Turned(Read(Jpeg(way, little)).Content, "Exif\0\0").Should().Be(way);
        Turned(Read(Png(way)).Content, "eXIf").Should().Be(way);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(9)]
    public void A_picture_that_lies_as_it_is_shown_needs_no_notes(ushort way)
    {
        Latin(Read(Jpeg(way)).Content).Should().NotContain("Exif");
        Latin(Read(Png(way)).Content).Should().NotContain("eXIf");
    }

    [Theory]
    [InlineData("GIF89a")]
    [InlineData("<html><script>alert(1)</script></html>")]
    [InlineData("MZ\u0090\0")]
    [InlineData("PK\u0003\u0004")]
    [InlineData("\0\0\0\u0018ftypheic")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ")]
    [InlineData("照片.jpg")]
    [InlineData("\n%PDF-1.7")]
    [InlineData("")]
    public void What_is_neither_picture_nor_PDF_is_refused_whatever_it_is_called(string content) =>
        Refused(System.Text.Encoding.UTF8.GetBytes(content)).Should().Be("file_type_unknown (file)");

    [Fact]
    public void A_file_is_kept_up_to_its_bound()
    {
        var code = new byte[EvidenceFile.MaxBytes - PlainJpeg(code: []).Length];

        Read(PlainJpeg(code: code)).Content.Should().HaveCount(EvidenceFile.MaxBytes);
        Refused(PlainJpeg(code: [.. code, 0])).Should().Be("file_too_large (file)");
    }

    [Fact]
    public void A_picture_that_claims_too_much_is_refused()
    {
        Read(PlainJpeg(10_000, 6_000)).Kind.Should().Be(EvidenceKind.Jpeg);
        Read(PlainPng(10_000, 6_000)).Kind.Should().Be(EvidenceKind.Png);
        Refused(PlainJpeg(10_000, 6_001)).Should().Be("picture_too_large (file)");
        Refused(PlainPng(10_000, 6_001)).Should().Be("picture_too_large (file)");
        Refused(PlainPng(int.MaxValue, int.MaxValue)).Should().Be("picture_too_large (file)");
    }

    [Fact]
    public void A_picture_without_a_size_is_damaged()
    {
        Refused(PlainJpeg(0)).Should().Be("file_damaged (file)");
        Refused(PlainPng(0)).Should().Be("file_damaged (file)");
    }

    [Fact]
    public void A_flipped_byte_of_a_PNG_is_noticed()
    {
        var bytes = PlainPng();
        for (var i = 8; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x10;
            EvidenceFile.Read(bytes).Refusal.Should().NotBeNull($"byte {i} was flipped");
            bytes[i] ^= 0x10;
        }
    }

    [Fact]
    public void A_chunk_no_decoder_knows_and_needs_is_damage() =>
        Refused(Join(PlainPng()[..33], Chunk("ABCD", 1), PlainPng()[33..])).Should().Be("file_damaged (file)");

    [Fact]
    public void A_palette_too_large_to_be_one_is_damage() =>
        Refused(Join(PlainPng()[..33], Chunk("PLTE", new byte[769]), PlainPng()[33..])).Should().Be("file_damaged (file)");

    /// <summary>What stands behind the end is not needed; a PDF is whole once its trailer names the root.</summary>
    [Theory]
    [InlineData("jpeg", "ftyp")]
    [InlineData("png", Place)]
    [InlineData("pdf", "/Root")]
    [InlineData("packed pdf", "/Root")]
    public void A_file_that_is_cut_short_is_damaged_wherever_it_is_cut(string name, string end)
    {
        var bytes = Real[name];
        for (var length = Latin(bytes).LastIndexOf(end, StringComparison.Ordinal) - 1; length >= 8; length--)
            EvidenceFile.Read(bytes.AsMemory(0, length)).Refusal
                .Should().Be(new Refusal(PaperRefusals.FileDamaged, "file"), $"it was cut after {length}");
    }

    [Fact]
    public void Nothing_that_is_sent_throws() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(int Seed, byte Changes, bool Cut)>().ToArbitrary(),
        sent =>
        {
            var random = new Random(sent.Seed);
            foreach (var real in Real.Values)
            {
                var bytes = real.ToArray();
                for (var i = 0; i <= sent.Changes % 12; i++) Change(random, bytes);
                EvidenceFile.Read(sent.Cut ? bytes.AsMemory(0, random.Next(bytes.Length)) : bytes);
                random.NextBytes(bytes.AsSpan(random.Next(4, 12)));
                EvidenceFile.Read(bytes);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>One byte, or a number in its place, or a piece of the file laid over another: what damage and malice do.</summary>
    static void Change(Random random, byte[] bytes)
    {
        var at = random.Next(bytes.Length);
        if (random.Next(3) == 0) bytes[at] = (byte)random.Next(256);
        else if (random.Next(2) == 0) bytes[at] = (byte)random.Next('0', '9' + 1);
        else bytes.AsSpan(
            random.Next(bytes.Length) is var from && at + 20 < bytes.Length && from + 20 < bytes.Length ? from..(from + 20) : ..0)
                .CopyTo(bytes.AsSpan(at));
    }

    static EvidenceFile Read(byte[] bytes) => EvidenceFile.Read(bytes).Value;

    static string? Refused(byte[] bytes) => EvidenceFile.Read(bytes).Refusal?.ToString();

    /// <summary>The way up that the kept notes tell, which are all of a camera's notes that are kept.</summary>
    static int Turned(byte[] content, string mark)
    {
        var at = Latin(content).IndexOf(mark, StringComparison.Ordinal);
        if (at < 0) return Upright;
        var notes = content.AsSpan(at + mark.Length, 26).ToArray();
        notes[..18].Should().Equal("MM\0*\0\0\0\u0008\0\u0001"u8.ToArray().Concat((byte[])[0x01, 0x12, 0, 3, 0, 0, 0, 1]));
        notes[20..].Should().OnlyContain(value => value == 0);
        return notes[18] * 256 + notes[19];
    }
}
