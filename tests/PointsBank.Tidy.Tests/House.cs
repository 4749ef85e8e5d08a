using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>One text file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes.</param>
/// <param name="Text">All of it.</param>
public sealed record HouseFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    /// <summary>The name up to its first dot.</summary>
    public string Stem => Name.Split('.')[0];

    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '/');

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>The place of a character, as editors understand it.</summary>
    public string Place(int position) => $"{Path}:{Text.AsSpan(0, position).Count('\n') + 1}";

    /// <summary>Where the pattern occurs, with what was found there.</summary>
    public IEnumerable<string> Find(Regex pattern) => Find(pattern, Text);

    /// <summary>The same in a reading of the text that is as long as it is.</summary>
    public IEnumerable<string> Find(Regex pattern, string reading) =>
        pattern.Matches(reading).Select(match => $"{Place(match.Index)}: {match.Value.Trim()}");
}

/// <summary>What the house rules look at: the files that git knows or would add, and the rooms.</summary>
static class House
{
    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Paths { get; } = Tracked();

    static readonly HashSet<string> Binary = [".png", ".xlsx", ".db", ".ico", ".woff2", ".zip", ".jpg"];

    public static IReadOnlyList<HouseFile> Texts { get; } =
        [.. Paths.Where(path => !Binary.Contains(Path.GetExtension(path))).Select(
            path => new HouseFile(path, File.ReadAllText(Full(path))))];

    /// <summary>The C# of the product.</summary>
    public static IReadOnlyList<HouseFile> Source { get; } =
        [.. Texts.Where(file => file.IsIn("src") && file.Path.EndsWith(".cs", StringComparison.Ordinal))];

    public static IReadOnlyList<Assembly> Rooms { get; } =
    [
        typeof(Ledger.Amount).Assembly, typeof(Papers.PaperRefusals).Assembly, typeof(Storage.Database).Assembly,
        typeof(Village.Desks).Assembly, typeof(Demo.DemoVillage).Assembly, typeof(Web.Frame).Assembly, Assembly.Load("pointsbank"),
    ];

    public static IEnumerable<HouseFile> SourceOf(string room) => Source.Where(file => file.IsIn($"src/PointsBank.{room}"));

    public static string Full(string path) => Path.Combine(Root, path);

    /// <summary>Fails with the rule, which says what to do instead, and every place that breaks it.</summary>
    public static void Rule(string rule, IEnumerable<string> broken)
    {
        var places = broken.ToList();
        Assert.True(places.Count == 0, $"{rule}{string.Concat(places.Select(place => $"\n  {place}"))}");
    }

    /// <summary>An exception that nothing needs any more is struck from its list.</summary>
    public static void NoneIsStale(IEnumerable<string> exceptions, IEnumerable<string> needed) =>
        Rule("These exceptions are not needed any more; strike them from the list in this test:", exceptions.Except(needed));

    static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PointsBank.sln")))
            folder = Path.GetDirectoryName(folder)
                ?? throw new InvalidOperationException("PointsBank.sln stands in no folder above the tests");
        return folder;
    }

    static string[] Tracked()
    {
        // The clone may belong to another user than the one who tests it.
        var start = new ProcessStartInfo("git", ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var git = Process.Start(start)!;
        var listed = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        if (git.ExitCode != 0) throw new InvalidOperationException($"git ls-files ended with {git.ExitCode}");
        return [
            .. listed.Split(
                '\0', StringSplitOptions.RemoveEmptyEntries).Where(path => File.Exists(Full(path))).Order(StringComparer.Ordinal)];
    }
}
