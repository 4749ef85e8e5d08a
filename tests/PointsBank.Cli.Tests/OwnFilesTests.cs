using PointsBank.Testing;

namespace PointsBank.Cli.Tests;

/// <summary>Files that the command line makes, where the machine would let everybody read them.</summary>
public sealed class OwnFilesTests
{
    [Fact]
    public async Task Everything_that_is_written_is_its_owners_alone_although_the_machine_gives_all_rights_away()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 50);
        village.Close();
        using var folder = new TempFolder();
        var (data, copy, journal) = (folder.File("restored"), folder.File("copies/copy.db"), folder.File("village.journal"));

        await Open(village.Folder, "backup", copy);
        await Open(data, "restore", copy);
        await Open(data, "verify");
        await Open(data, "export", "--format", "hledger", "--out", journal);
        await Open(data, "key", "renew");

        var made = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        made.Select(Path.GetFileName).Should()
            .Contain(["copy.db", "pointsbank.db", "pointsbank.db.lock", "verified.json", "village.journal", "server.key"]);
        made.Where(file => File.GetUnixFileMode(file) != (UnixFileMode.UserRead | UnixFileMode.UserWrite)).Should().BeEmpty();
        Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories)
            .Where(inner => File.GetUnixFileMode(inner) != (UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute))
            .Should()
            .BeEmpty();
    }

    static async Task Open(string folder, params string[] arguments)
    {
        var run = await CliTests.Start(
            "/bin/sh",
            ["-c", "umask 0; exec dotnet \"$@\"", "sh", Path.Combine(
                AppContext.BaseDirectory, "pointsbank.dll"), .. arguments, "--data", folder]);
        run.Status.Should().Be(0, run.Error);
    }
}
