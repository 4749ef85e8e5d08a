namespace PointsBank.Web.Tests;

/// <summary>Files under golden/ that a person reads and a change must show in. POINTSBANK_GOLDEN=write writes them anew.</summary>
static class Golden
{
    public static void Holds(string name, string found)
    {
        var file = Path.Combine(Folder(), name);
        if (Environment.GetEnvironmentVariable("POINTSBANK_GOLDEN") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, found);
            return;
        }
        var kept = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (kept == found) return;
        var (before, after) = (kept.Split('\n'), found.Split('\n'));
        var at = Enumerable.Range(0, Math.Max(before.Length, after.Length))
            .First(line => before.ElementAtOrDefault(line) != after.ElementAtOrDefault(line));
        Assert.Fail($"""
            golden/{name} differs first in line {at + 1}:
            - {before.ElementAtOrDefault(at)}
            + {after.ElementAtOrDefault(at)}
            If the change is meant: POINTSBANK_GOLDEN=write dotnet test tests/PointsBank.Web.Tests, then read the diff and commit it.
            """);
    }

    static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "PointsBank.sln")))
            folder = folder.Parent ?? throw new DirectoryNotFoundException("no PointsBank.sln above the tests");
        return Path.Combine(folder.FullName, "tests", "PointsBank.Web.Tests", "golden");
    }
}
