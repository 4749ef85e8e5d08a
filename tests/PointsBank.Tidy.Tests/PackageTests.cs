using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>What we build on is named exactly, with a reason, and locked.</summary>
public sealed partial class PackageTests
{
    static IEnumerable<HouseFile> Projects => House.Texts.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    static readonly string[] Pins =
        [.. House.Texts.Single(file => file.Path == "Directory.Packages.props").Text.Split('\n').Select(line => line.Trim())];

    [Fact]
    public void Versions_are_exact() => House.Rule(
        "Pin the version as [x.y.z]; a floating one builds something else tomorrow:",
        Pins.Where(
            line => line.Contains("PackageVersion ", StringComparison.Ordinal)
                || line.Contains("GlobalPackageReference ", StringComparison.Ordinal))
            .Where(line => !ExactVersion().IsMatch(line)));

    [Fact]
    public void Every_pin_has_its_reason_above_it() => House.Rule(
        "Write in a comment above what the package is for:",
        Pins.Where((line, i) => ExactVersion().IsMatch(line) && !Pins[i - 1].EndsWith("-->", StringComparison.Ordinal)));

    [Fact]
    public void Versions_stand_in_one_file() =>
        House.Rule("Move the version to Directory.Packages.props:", Projects.SelectMany(file => file.Find(OwnVersion())));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = House.Texts.Single(file => file.Path == "PointsBank.sln").Text.Replace('\\', '/');

        House.Rule(
            "Add it: dotnet sln add",
            Projects.Where(file => !solution.Contains($"\"{file.Path}\"", StringComparison.Ordinal)).Select(file => file.Path));
    }

    [Fact]
    public void Every_project_has_its_lock_file() => House.Rule(
        "Run dotnet restore and add the file:", Projects.Select(file => $"{file.Folder}/packages.lock.json").Except(House.Paths));

    [Fact]
    public void Lock_files_name_no_server() => House.Rule(
        "A lock file holds names, versions and hashes; take the address out:",
        House.Texts.Where(file => file.Name == "packages.lock.json").SelectMany(file => file.Find(Address())));

    [Fact]
    public void No_file_names_a_package_source_of_ours() => House.Rule(
        "Leave package sources to the machine that builds:",
        House.Paths.Where(path => Path.GetFileName(path).Equals("nuget.config", StringComparison.OrdinalIgnoreCase)));

    [GeneratedRegex(@"Version=""\[\d+(\.\d+){2,3}(-beta\.\d+)?\]""")]
    private static partial Regex ExactVersion();

    [GeneratedRegex("PackageReference[^>]*Version(Override)?=")]
    private static partial Regex OwnVersion();

    [GeneratedRegex(@"\bhttps?://\S*")]
    private static partial Regex Address();
}
