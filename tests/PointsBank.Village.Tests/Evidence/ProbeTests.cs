using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using PointsBank.Village.Evidence;
using PointsBank.Village.Sheets;
using PointsBank.Village.Tests.Sheets;
using Xunit.Abstractions;
namespace PointsBank.Village.Tests.Evidence;
public class ProbeTests(ITestOutputHelper output)
{
    static string Wrap(string res) => "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources " + res + ">>endobj\ntrailer<</Root 1 0 R/Size 9>>\n%%EOF";
    [Fact]
    public void Probe()
    {
        void T(string name, byte[] b)
        {
            if (b.Length > EvidenceFile.MostBytes) b = b; 
            var m = GC.GetTotalMemory(true); var a = GC.GetTotalAllocatedBytes(); var s = Stopwatch.StartNew();
            var r = EvidenceFile.Read(b);
            output.WriteLine($"{name} {b.Length} {s.ElapsedMilliseconds} ms, kept {(GC.GetTotalMemory(true) - m) / 1e6:N0} MB alloc {(GC.GetTotalAllocatedBytes() - a)/1e6:N0} MB {r.Refusal}");
        }
        byte[] L(string s) => Encoding.Latin1.GetBytes(s);
        T("array of unique", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 500_000).Select(i => $"/{i:x}")) + "]>>")));
        T("array of same", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 1_900_000).Select(i => "/a")) + "]>>")));
        T("numbers", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 1_900_000).Select(i => "1 ")) + "]>>")));
        T("dict", L(Wrap("<</Font<<" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"/{i:x} 1 ")) + ">>>>")));
        T("dict refs", L(Wrap("<</Font<<" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"/{i:x} 3 0 R")) + ">>>>")));
        T("objects", L(Wrap("<<>>").Replace("trailer", string.Concat(Enumerable.Range(10, 180_000).Select(i => $"{i} 0 obj null endobj\n")) + "trailer")));
        T("escapes", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 300_000).Select(i => $"/#41#42{i:x}")) + "]>>")));
        T("strings", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => "()")) + "]>>")));
        T("brackets", L(Wrap("<</ProcSet[" + string.Concat(Enumerable.Range(0, 1_000_000).Select(i => "[]")) + "]>>")));
        using var packed = new MemoryStream();
        using (var z = new ZLibStream(packed, CompressionLevel.Fastest, true)) z.Write(L("20 0 [" + string.Concat(Enumerable.Range(0, 4_000_000).Select(i => $"/{i:x}")) + "]"));
        var d = Encoding.Latin1.GetString(packed.ToArray());
        T("objstm", L(Wrap("<</ProcSet 20 0 R>>").Replace("trailer", $"9 0 obj<</Type/ObjStm/N 1/First 5/Filter/FlateDecode/Length {d.Length}>>stream\n{d}\nendstream endobj\ntrailer")));
        void S(string name, byte[] b)
        {
            var m = GC.GetTotalMemory(true); var a = GC.GetTotalAllocatedBytes(); var s = Stopwatch.StartNew();
            var r = SheetCase.Read(b, "x.xlsx");
            output.WriteLine($"{name} {b.Length} {s.ElapsedMilliseconds} ms, kept {(GC.GetTotalMemory(true) - m) / 1e6:N0} MB alloc {(GC.GetTotalAllocatedBytes() - a)/1e6:N0} MB rows {r.Rows.Count} {r.Problems.FirstOrDefault()}");
        }
        S("100 MB", SheetCase.Workbook("", padding: 100));
        S("60 MB", SheetCase.Workbook("", padding: 60));
        S("cells", SheetCase.Workbook(string.Concat(Enumerable.Range(1, 90_000).Select(i => $"<row r='{i}'>" + string.Concat(Enumerable.Range(0, 10).Select(c => $"<c r='{(char)('A' + c)}{i}' t='inlineStr'><is><t>x</t></is></c>")) + "</row>"))));
        S("gap", SheetCase.Workbook("<row r='1'><c r='BL1'><v>1</v></c></row><row r='1048576'><c r='BL1048576'><v>1</v></c></row>"));
        S("empty rows", SheetCase.Workbook("<dimension ref='A1:BL2'/>".Substring(0,0) + string.Concat(Enumerable.Repeat("<row/>", 3_900_000))));
        S("csv one line", new byte[0]);
        var c = Stopwatch.StartNew(); var al = GC.GetTotalAllocatedBytes();
        SheetCase.Csv(string.Concat(Enumerable.Repeat("a,", 2_500_000))); output.WriteLine($"csv {c.ElapsedMilliseconds} {(GC.GetTotalAllocatedBytes() - al)/1e6:N0}");
    }
}
