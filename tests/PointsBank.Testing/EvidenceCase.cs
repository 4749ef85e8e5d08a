// Files made in memory, the way cameras, scanners and offices make them.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using PointsBank.Papers.Cleaning;

namespace PointsBank.Testing;

public static class EvidenceCase
{
    /// <summary>What must not survive, wherever it stood.</summary>
    public const string Place = "N37.7700 E110.0900";

    public static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);

    public static string Latin(byte[] bytes) => Encoding.Latin1.GetString(bytes);

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    /// <summary>A camera's notes: which way up, and where, in either order of bytes.</summary>
    public static byte[] Notes(ushort way, bool little = false)
    {
        var notes = new byte[8 + 2 + 24 + 4];
        (little ? "II*\0"u8 : "MM\0*"u8).CopyTo(notes);
        Long(4, 8);
        Short(8, 2);
        // The maker first, as text that stands behind the table; then the orientation.
        Short(10, 0x010f);
        Short(12, 2);
        Long(14, Place.Length);
        Long(18, notes.Length);
        Short(22, 0x0112);
        Short(24, 3);
        Long(26, 1);
        Short(30, way);
        return [.. notes, .. Latin(Place)];

        void Short(int at, ushort value)
        {
            if (little) BinaryPrimitives.WriteUInt16LittleEndian(notes.AsSpan(at), value);
            else BinaryPrimitives.WriteUInt16BigEndian(notes.AsSpan(at), value);
        }

        void Long(int at, int value)
        {
            if (little) BinaryPrimitives.WriteInt32LittleEndian(notes.AsSpan(at), value);
            else BinaryPrimitives.WriteInt32BigEndian(notes.AsSpan(at), value);
        }
    }

    public static byte[] Segment(byte marker, params byte[][] body) =>
        Join(
            [[
                0xff, marker, (byte)((body.Sum(part => part.Length) + 2) >> 8),
                (byte)((body.Sum(part => part.Length) + 2) & 0xff)], .. body]);

    static byte[] Jfif(params byte[] thumbnail) =>
        Segment(0xe0, Latin("JFIF\0"), [1, 2, 1, 0, 72, 0, 72, (byte)(thumbnail.Length / 3), (byte)(thumbnail.Length / 3)], thumbnail);

    /// <summary>The tables and the picture itself: one grey block, with an escaped byte and a restart in its code.</summary>
    static byte[] Picture(ushort width = 8, ushort height = 8, byte[]? code = null) => Join(
        Segment(0xdb, [0], [.. Enumerable.Repeat((byte)1, 64)]),
        Segment(0xc0, [8, (byte)(height >> 8), (byte)(height & 0xff), (byte)(width >> 8), (byte)(width & 0xff), 1, 1, 0x11, 0]),
        Segment(0xc4, [0, 1], new byte[15], [0]),
        Segment(0xc4, [0x10, 1], new byte[15], [0]),
        Segment(0xda, [1, 1, 0, 0, 63, 0]), code ?? [0x3f, 0xff, 0x00, 0xff, 0xd0, 0x3f], [0xff, 0xd9]);

    /// <summary>A photo and nothing else.</summary>
    public static byte[] PlainJpeg(ushort width = 8, ushort height = 8, byte[]? code = null) =>
        Join([0xff, 0xd8], Jfif(), Picture(width, height, code));

    /// <summary>
    /// A photo as a telephone makes it: with place and time, a thumbnail of what it was before it was cut, words, a profile and a film
    /// behind it.
    /// </summary>
    public static byte[] Jpeg(ushort way = 1, bool little = false) => Join(
        [0xff, 0xd8], Jfif(1, 2, 3), Segment(0xe1, Latin("Exif\0\0"), Notes(way, little)),
        Segment(0xe1, Latin("http://ns.adobe.com/xap/1.0/\0" + Place)), Segment(0xe2, Latin("ICC_PROFILE\0" + Place)),
        Segment(0xed, Latin("Photoshop 3.0\0" + Place)), Segment(0xee, Latin("Adobe\0\u0064\0\0\0\0\u0001" + Place)),
        Segment(0xfe, Latin(Place)),
        Picture(), Latin("ftypmp42" + Place));

    public static byte[] Chunk(string type, params byte[] body) => PngFile.Chunk(Latin(type), body);

    static byte[] Header(int width, int height)
    {
        var body = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(body, width);
        BinaryPrimitives.WriteInt32BigEndian(body.AsSpan(4), height);
        body[8] = 8;
        return Chunk("IHDR", body);
    }

    public static byte[] PlainPng(int width = 1, int height = 1) =>
        Join([.. PngFile.Start], Header(width, height), Chunk("IDAT", Packed([0, 128])), Chunk("IEND"));

    /// <summary>A picture with words, a time, a camera's notes, a profile, a second frame and something behind it.</summary>
    public static byte[] Png(ushort way = 1) => Join(
        [.. PngFile.Start], Header(1, 1), Chunk("gAMA", 0, 1, 2, 3), Chunk("iCCP", Latin(Place)), Chunk("eXIf", Notes(way)),
        Chunk("tEXt", Latin("Comment\0" + Place)), Chunk("zTXt", Latin(Place)), Chunk("iTXt", Latin(Place)),
        Chunk("tIME", 7, 234, 3, 2, 9, 0, 0), Chunk("IDAT", Packed([0, 128])), Chunk("fdAT", Latin(Place)), Chunk("IEND"), Latin(Place));

    public static byte[] Packed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZLibStream(stream, CompressionLevel.SmallestSize)) zip.Write(bytes);
        return stream.ToArray();
    }

    public static byte[] Stream(string dictionary, byte[] data, string? length = null) =>
        Join(Latin($"<<{dictionary}/Length {length ?? $"{data.Length}"}>>\nstream\n"), data, Latin("\nendstream"));

    /// <summary>A PDF of these objects, numbered from 1; the first is the catalog.</summary>
    public static byte[] Pdf(string trailer, params byte[][] objects)
    {
        using var stream = new MemoryStream();
        stream.Write("%PDF-1.7\n"u8);
        var places = new List<long>();
        for (var i = 0; i < objects.Length; i++)
        {
            places.Add(stream.Position);
            stream.Write(Join(Latin($"{i + 1} 0 obj\n"), objects[i], Latin("\nendobj\n")));
        }
        var table = stream.Position;
        stream.Write(
            Latin(
                $"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n{string.Concat(places.Select(place => $"{place:D10} 00000 n \n"))}"));
        stream.Write(Latin($"trailer\n<</Size {objects.Length + 1}/Root 1 0 R{trailer}>>\nstartxref\n{table}\n%%EOF\n"));
        return stream.ToArray();
    }

    public const string Words = "BT /A 12 Tf 10 50 Td (Anjiahe) Tj ET q 20 0 0 20 0 0 cm /F Do Q";

    public static byte[] Image(byte[] jpeg) =>
        Stream(
            "/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode/Metadata 7 0 R", jpeg);

    /// <summary>
    /// A scanned page with words and a photo, and all that must not survive: an author, XMP, scripts that start by themselves, a form, a
    /// link that launches, an attached file, what a program noted for itself. Its font and its photo bear the names of what is left out
    /// elsewhere.
    /// </summary>
    public static byte[] Pdf(byte[]? photo = null) => Pdf("/Info 6 0 R",
        Latin(
            "<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R/OpenAction 8 0 R/AA<</WC 8 0 R>>/AcroForm<</Fields[]/XFA 7 0 "
                + "R>>/Names<</JavaScript<</Names[(a)8 0 R]>>/EmbeddedFiles<</Names[(a)9 0 R]>>>>>>"),
        Latin(
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]/Resources<</Font<</A 4 0 R>>/XObject<</F 5 0 R>>/Properties<</P 7 "
                + "0 R>>>>>>"),
        Latin(
            "<</Type/Page/Parent 2 0 R/Contents 11 0 R/Rotate 90/AA<</O 8 0 R>>/Metadata 7 0 R/PieceInfo<</X<</Private 7 0 "
                + "R>>>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A 12 0 R>>]>>"),
        Latin("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/AA 8 0 R>>"),
        Image(photo ?? Jpeg()),
        Latin($"<</Author({Place})/Producer({Place})/CreationDate(D:20260302)>>"),
        Stream("/Type/Metadata/Subtype/XML", Latin($"<x:xmpmeta>{Place}</x:xmpmeta>")),
        Latin("<</S/JavaScript/JS(app.alert\\(1\\))>>"),
        Latin("<</Type/Filespec/F(a.exe)/EF<</F 10 0 R>>>>"),
        Stream("/Type/EmbeddedFile", Latin("MZ" + Place)),
        Stream("", Latin(Words)),
        Latin("<</S/Launch/F(a.exe)>>"));

    /// <summary>The same page as offices make it now: objects packed together.</summary>
    public static byte[] PackedPdf()
    {
        string[] objects =
        [
            "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 6 0 R/Resources<</Font<</A 4 0 R>>>>>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ];
        var places = objects.Select((_, i) => $"{i + 1} {objects.Take(i).Sum(text => text.Length + 1)}");
        var pairs = string.Join(' ', places) + "\n";
        var packed = Stream(
            $"/Type/ObjStm/N {objects.Length}/First {pairs.Length}/Filter/FlateDecode", Packed(Latin(pairs + string.Join('\n', objects))));
        return Join(
            Latin("%PDF-1.7\n5 0 obj\n"), packed, Latin("\nendobj\n6 0 obj\n"),
            Stream("/Filter/FlateDecode", Packed(Latin("BT /A 12 Tf 10 50 Td (Anjiahe) Tj ET"))), Latin("\nendobj\n7 0 obj\n"),
            Stream("/Type/XRef/Size 8/W[1 1 1]/Root 1 0 R", new byte[24]), Latin("\nendobj\nstartxref\n0\n%%EOF\n"));
    }

    /// <summary>A PDF of so many empty pages.</summary>
    public static byte[] Pages(int count) => Pdf("",
        [Latin("<</Type/Catalog/Pages 2 0 R>>"), Latin(
            $"<</Type/Pages/Count {count}/Kids[{string.Join(' ', Enumerable.Range(3, count).Select(number => $"{number} 0 R"))}]>>"),
            .. Enumerable.Repeat(Latin("<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"), count)]);
}
