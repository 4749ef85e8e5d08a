using System.Diagnostics;
using System.Text;
using PointsBank.Testing;

namespace PointsBank.Browser.Tests;

/// <summary>Pages as they come out of a printer.</summary>
static class Paper
{
    /// <summary>A PDF of the page on this paper, or on that which its own style asks for.</summary>
    public static Task<byte[]> Print(this IPage page, string width = "210mm", string height = "297mm") =>
        page.PdfAsync(new() { Width = width, Height = height, PreferCSSPageSize = true, PrintBackground = true });
}

/// <summary>What stands on a PDF, laid out as on paper.</summary>
static class PdfText
{
    public static async Task<string> Read(byte[] pdf)
    {
        using var folder = new TempFolder();
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), pdf);
        return await Tool.Run(folder, "pdftotext", "-layout", "-enc", "UTF-8", "paper.pdf", "-");
    }

    public static async Task<IReadOnlyList<string>> Pages(byte[] pdf) => (await Read(pdf)).Split('\f')[..^1];
}

/// <summary>What a scanner reads.</summary>
static class QrCodes
{
    const int NothingFound = 4;

    /// <summary>
    /// A scanner now and then misses a sound code at one size, 2 of 226 at 200 dots per inch, and reads it at another; so does a phone
    /// until it is moved.
    /// </summary>
    static readonly string[] DotsPerInch = ["150", "220"];

    /// <summary>The texts of all codes on a PNG, or on the pages of a PDF.</summary>
    public static async Task<IReadOnlyList<string>> Read(byte[] pictureOrPaper)
    {
        using var folder = new TempFolder();
        if (!pictureOrPaper.AsSpan().StartsWith("%PDF"u8))
        {
            await File.WriteAllBytesAsync(folder.File("page.png"), pictureOrPaper);
            return await Scan(folder, "page");
        }
        await File.WriteAllBytesAsync(folder.File("paper.pdf"), pictureOrPaper);
        List<string> read = [];
        foreach (var size in DotsPerInch)
        {
            await Tool.Run(folder, "pdftoppm", "-r", size, "-gray", "-png", "paper.pdf", size);
            var known = read.ToHashSet();
            read.AddRange((await Scan(folder, size)).Where(text => !known.Contains(text)));
        }
        return read;
    }

    static async Task<IReadOnlyList<string>> Scan(TempFolder folder, string named)
    {
        string[] pictures = [.. Directory.GetFiles(folder.Path, $"{named}*.png").Order(StringComparer.Ordinal)];
        var read = await Tool.Run(folder, NothingFound, "zbarimg", ["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", .. pictures]);
        return read.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}

/// <summary>A program beside ours.</summary>
static class Tool
{
    public static Task<string> Run(TempFolder folder, string program, params string[] arguments) => Run(folder, 0, program, arguments);

    /// <summary>What it printed. It fails with what it said, unless it ends with 0 or with this other status.</summary>
    public static async Task<string> Run(TempFolder folder, int alsoFine, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        using var process = Process.Start(start)!;
        var (printed, said) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Browsers.Patience);
        }
        catch (TimeoutException)
        {
            process.Kill();
            throw;
        }
        if (process.ExitCode != 0 && process.ExitCode != alsoFine)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await said}");
        return await printed;
    }
}
