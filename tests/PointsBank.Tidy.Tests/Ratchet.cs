namespace PointsBank.Tidy.Tests;

/// <summary>
/// What breaks a rule of the house today, counted in a file beside the test. A count may only shrink, and the file with it:
/// POINTSBANK_RATCHET=write writes it anew, and refuses to write more than stood there.
/// </summary>
static class Ratchet
{
    const string Folder = "tests/PointsBank.Tidy.Tests/ratchet";

    /// <param name="name">The file's name without its ending.</param>
    /// <param name="rule">What to do instead.</param>
    /// <param name="broken">Where the rule is broken: the name under which it is counted, and the place.</param>
    public static void Holds(string name, string rule, IEnumerable<(string Under, string Place)> broken)
    {
        var file = House.Full($"{Folder}/{name}.txt");
        var now = broken.GroupBy(found => found.Under).OrderBy(found => found.Key, StringComparer.Ordinal)
            .ToDictionary(found => found.Key, found => found.Select(one => one.Place).ToList());
        var allowed = File.Exists(file)
            ? File.ReadLines(file).Select(line => line.Split(' ', 2))
                .ToDictionary(line => line[1], line => int.Parse(line[0], System.Globalization.CultureInfo.InvariantCulture))
            : [];
        House.Rule(rule, now.Where(found => File.Exists(file) && found.Value.Count > allowed.GetValueOrDefault(found.Key))
            .Select(
                found => $"{found.Key}: {found.Value.Count}, {allowed.GetValueOrDefault(found.Key)} were left\n    "
                    + $"{string.Join("\n    ", found.Value.Take(20))}"));
        if (Environment.GetEnvironmentVariable("POINTSBANK_RATCHET") == "write")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllLines(file, now.Select(found => $"{found.Value.Count} {found.Key}"));
            return;
        }
        House.Rule(
            $"Fewer places break the rule than {Folder}/{name}.txt allows; run POINTSBANK_RATCHET=write dotnet test "
                + $"tests/PointsBank.Tidy.Tests and commit it:",
            allowed.Where(left => now.GetValueOrDefault(left.Key, []).Count < left.Value).Select(
                left => $"{left.Key}: {now.GetValueOrDefault(left.Key, []).Count} instead of {left.Value}"));
    }
}
