using System.Buffers;
using System.Globalization;
using System.Text;
using PointsBank.Ledger;
using UglyToad.PdfPig.Tokens;

namespace PointsBank.Papers.Cleaning;

/// <summary>
/// The pages of a PDF copied into a new one: what they draw, and what that refers to. Nothing else is reached, so that titles, authors,
/// scripts, actions, notes, forms, layers and attached files stay behind. Photos on its pages are cleaned as photos.
/// </summary>
sealed class PdfFile
{
    /// <summary>Nobody proves a deed with more.</summary>
    public const int MaxPages = 30;

    const int CatalogNumber = 1, PagesNumber = 2;

    /// <summary>What a page takes from the node above it where it does not say itself.</summary>
    static readonly string[] Inherited = ["Resources", "MediaBox", "CropBox", "Rotate"];

    static readonly string[] OfPage = [.. Inherited, "Contents", "UserUnit", "Group"];

    static readonly HashSet<string> OfResources = ["Font", "XObject", "ExtGState", "ColorSpace", "Pattern", "Shading", "ProcSet"];

    /// <summary>What is never seen, or tells of something else than what is seen; F names a file beside this one.</summary>
    static readonly HashSet<string> LeftOut =
    [
        "Metadata", "PieceInfo", "LastModified", "AA", "A", "OpenAction", "JS", "JavaScript", "URI", "Names", "Annots", "AF", "EF", "F",
        "FFilter", "FDecodeParms", "OC", "OPI", "Alternates", "Measure", "PtData", "StructParent", "StructParents", "Parent", "Private",
    ];

    static readonly HashSet<string> LeftOutTypes =
        ["Action", "Annot", "Catalog", "EmbeddedFile", "F", "Filespec", "Metadata", "ObjStm", "OCG", "OCMD", "Page", "Pages", "XRef"];

    static readonly HashSet<string> Actions =
    [
        "GoTo", "GoToR", "GoToE", "GoTo3DView", "Hide", "ImportData", "JavaScript", "Launch", "Movie", "Named", "Rendition", "ResetForm",
        "RichMediaExecute", "SetOCGState",
        "Sound", "SubmitForm", "Thread", "Trans", "URI",
    ];

    readonly PdfObjects objects;
    readonly ArrayBufferWriter<byte> kept = new();
    readonly SortedDictionary<int, int> places = [];
    readonly Dictionary<(long, Part), int> numbers = [];
    readonly Queue<(int Number, long Object, Part Part)> waiting = [];
    int last = PagesNumber;
    Refusal? refusal;

    PdfFile(PdfObjects objects) => this.objects = objects;

    /// <summary>How a dictionary is read: in one of names every key is a name that the page gave, and none is left out.</summary>
    enum Part
    {
        Drawn,
        Resources,
        Names,
    }

    public static ReadOnlySpan<byte> Start => "%PDF-"u8;

    public static Outcome<byte[]> Clean(ReadOnlyMemory<byte> bytes) => Clean(bytes, PdfBounds.MaxTime);

    /// <summary>The same within this time, counted from here.</summary>
    internal static Outcome<byte[]> Clean(ReadOnlyMemory<byte> bytes, TimeSpan maxTime)
    {
        try
        {
            var objects = PdfObjects.Find(bytes, new(maxTime));
            return objects is { IsLocked: false, Catalog: { } catalog } ? new PdfFile(objects).Copy(catalog) : EvidenceFile.Damaged;
        }
        // Whatever a file does to its reader, it cannot be read.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return EvidenceFile.Damaged;
        }
    }

    Outcome<byte[]> Copy(DictionaryToken catalog)
    {
        if (Pages(catalog) is not { } pages) return refusal ?? EvidenceFile.Damaged;
        Text("%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n");
        last += pages.Count;
        Begin(CatalogNumber);
        Text($"<</Type/Catalog/Pages {PagesNumber} 0 R>>\nendobj\n");
        Begin(PagesNumber);
        Text(
            $"<</Type/Pages/Count {pages.Count}/Kids[{string.Join(' ', pages.Select((_, i) => $"{PagesNumber + 1 + i} 0 R"))}]>>\nendobj\n");
        for (var i = 0; i < pages.Count; i++)
        {
            Begin(PagesNumber + 1 + i);
            Text($"<</Type/Page/Parent {PagesNumber} 0 R");
            foreach (var key in OfPage)
                if (pages[i].TryGetValue(key, out var value))
                {
                    WriteName(key);
                    Write(value, key == "Resources" ? Part.Resources : Part.Drawn);
                }
            Text(">>\nendobj\n");
        }
        while (refusal is null && waiting.TryDequeue(out var next))
        {
            objects.CheckTime();
            Begin(next.Number);
            if (objects[next.Object] is StreamToken stream) WriteStream(stream);
            else Write(objects[next.Object], next.Part);
            Text("\nendobj\n");
        }
        if (refusal is { } no) return no;
        var table = kept.WrittenCount;
        Text($"xref\n0 {last + 1}\n0000000000 65535 f \n");
        foreach (var place in places.Values) Text($"{place:D10} 00000 n \n");
        Text($"trailer\n<</Size {last + 1}/Root {CatalogNumber} 0 R>>\nstartxref\n{table}\n%%EOF\n");
        return kept.WrittenSpan.ToArray();
    }

    /// <summary>What each page draws, in order, found from the tree of pages; null where the tree is broken or too large.</summary>
    List<Dictionary<string, IToken>>? Pages(DictionaryToken catalog)
    {
        var pages = new List<Dictionary<string, IToken>>();
        var seen = new HashSet<long>();
        var nodes = new Stack<(IToken? Node, Dictionary<string, IToken> Above)>([(catalog.Data.GetValueOrDefault("Pages"), [])]);
        while (nodes.TryPop(out var next))
        {
            if (next.Node is not IndirectReferenceToken reference
                || !seen.Add(reference.Data.ObjectNumber)
                || objects.Resolve(next.Node) is not DictionaryToken node)
                return null;
            var known = new Dictionary<string, IToken>(next.Above);
            foreach (var key in node.Data.ContainsKey("Kids") ? Inherited : OfPage)
                if (node.Data.TryGetValue(key, out var value))
                    known[key] = value;
            if (objects.Resolve(node, "Kids") is ArrayToken kids) foreach (var kid in kids.Data.Reverse()) nodes.Push((kid, known));
            else if (objects.Resolve(node, "Type") is not NameToken { Data: "Page" }) return null;
            else pages.Add(known);
            if (pages.Count > MaxPages)
            {
                refusal = new Refusal(PaperRefusals.FileTooLong, "file").With("most", MaxPages);
                return null;
            }
        }
        return pages.Count > 0 ? pages : null;
    }

    void Begin(int number)
    {
        places.Add(number, kept.WrittenCount);
        Text($"{number} 0 obj\n");
    }

    void Write(IToken? token, Part part)
    {
        switch (token)
        {
            case null or NullToken:
                Text(" null");
                break;
            case IndirectReferenceToken { Data.ObjectNumber: var number } when objects.Has(number):
                Text($" {NumberOf(number, part)} 0 R");
                break;
            case DictionaryToken dictionary:
                WriteDictionary(dictionary, part);
                break;
            case ArrayToken array:
                Text("[");
                foreach (var item in array.Data) Write(item, Part.Drawn);
                Text("]");
                break;
            case NameToken name:
                WriteName(name.Data);
                break;
            case StringToken words:
                Text($"<{Convert.ToHexString(words.GetBytes())}>");
                break;
            case HexToken hex:
                Text($"<{Convert.ToHexString(hex.Bytes)}>");
                break;
            case NumericToken { Data: var value } when double.IsFinite(value):
                Text(" " + value.ToString("0.##########", CultureInfo.InvariantCulture));
                break;
            case BooleanToken { Data: var truth }:
                Text(truth ? " true" : " false");
                break;
            default:
                refusal ??= EvidenceFile.Damaged;
                break;
        }
    }

    int NumberOf(long number, Part part)
    {
        if (numbers.TryGetValue((number, part), out var known)) return known;
        numbers.Add((number, part), ++last);
        waiting.Enqueue((last, number, part));
        return last;
    }

    void WriteDictionary(DictionaryToken dictionary, Part part)
    {
        if (part != Part.Names && IsLeftOut(dictionary))
        {
            Text(" null");
            return;
        }
        Text("<<");
        foreach (var (key, value) in dictionary.Data)
        {
            if (part == Part.Resources ? !OfResources.Contains(key) : part == Part.Drawn && LeftOut.Contains(key)) continue;
            WriteName(key);
            Write(value, part switch
            {
                Part.Resources when key != "ProcSet" => Part.Names,
                Part.Drawn when key == "Resources" => Part.Resources,
                Part.Drawn when key is "CharProcs" or "Colorants" => Part.Names,
                _ => Part.Drawn,
            });
        }
        Text(">>");
    }

    bool IsLeftOut(DictionaryToken dictionary) =>
        (objects.Resolve(dictionary, "Type") is NameToken type && LeftOutTypes.Contains(type.Data))
            || (objects.Resolve(dictionary, "S") is NameToken action && Actions.Contains(action.Data));

    void WriteStream(StreamToken stream)
    {
        var dictionary = stream.StreamDictionary;
        if (IsLeftOut(dictionary))
        {
            Text("null");
            return;
        }
        if (objects.Resolve(dictionary, "Subtype") is NameToken { Data: "Image" })
            refusal ??= objects.Resolve(dictionary, "Width") is NumericToken width
                && objects.Resolve(dictionary, "Height") is NumericToken height
                ? EvidenceFile.CheckPixels((long)width.Data, (long)height.Data)
                : EvidenceFile.Damaged;
        ReadOnlyMemory<byte> data = stream.Data;
        var filters = Filters(dictionary);
        if (filters.Contains("DCTDecode") || filters.Contains("DCT"))
        {
            if (filters.Count == 2 && filters[0] == "FlateDecode")
            {
                data = objects.Unpack(data);
                dictionary = dictionary.With("Filter", NameToken.Create("DCTDecode"));
                if (objects.Resolve(dictionary, "DecodeParms") is ArrayToken { Data: [_, { } ofPicture] })
                    dictionary = dictionary.With("DecodeParms", ofPicture);
            }
            else if (filters.Count > 1) refusal ??= EvidenceFile.TypeUnknown;
            var picture = JpegFile.Clean(data.Span);
            refusal ??= picture.Refusal;
            if (refusal is null) data = picture.Value;
        }
        // What this one tells beside the picture is not known to us.
        if (filters.Contains("JPXDecode")) refusal ??= EvidenceFile.TypeUnknown;
        WriteDictionary(dictionary.With("Length", new NumericToken(data.Length)), Part.Drawn);
        Text("\nstream\n");
        kept.Write(data.Span);
        Text("\nendstream");
    }

    List<string> Filters(DictionaryToken dictionary) => objects.Resolve(dictionary, "Filter") switch
    {
        null => [],
        NameToken name => [name.Data],
        ArrayToken names => [.. names.Data.Select(name => ((NameToken)objects.Resolve(name)!).Data)],
        _ => throw new InvalidDataException("a filter is named by its name"),
    };

    void WriteName(string name)
    {
        var bytes = name.All(letter => letter <= 0xff) ? Encoding.Latin1.GetBytes(name) : Encoding.UTF8.GetBytes(name);
        Text(
            "/" + string.Concat(
                bytes.Select(
                    value => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'+' or (byte)'.'
                        ? $"{(char)value}"
                        : $"#{value:X2}")));
    }

    void Text(string text) => kept.Write(Encoding.Latin1.GetBytes(text));
}
