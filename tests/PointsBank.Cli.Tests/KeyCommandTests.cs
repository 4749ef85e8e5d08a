using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Cli.Tests;

/// <summary>A backup is put back with the key from the recovery sheet, with a wrong one, and without.</summary>
public sealed class KeyCommandTests
{
    const string Pin = "482617";

    /// <summary>A village whose household 1 has a PIN and a voucher of 10 points, its backup, and its key.</summary>
    static async Task<(VillageFixture Village, string Backup, string Key)> BackedUp()
    {
        // The program goes by the machine's clock, and a voucher is good for its days alone.
        var village = await VillageFixture.Open(at: SystemClock.Instance.GetCurrentInstant().InZone(BankDesk.Zone).LocalDateTime);
        await village.BringForward(1, 50);
        await village.Issue(1, Pin);
        village.Done(
            await village.Desks.Vouchers.Issue(
                VillageFixture.Ask(), VillageFixture.Bank, new([10], new("booklet"), "a sheet of slips, drawn on 8 March 2026", 1)));
        var backup = Path.Combine(village.Folder, "backup.db");
        village.Database.Backup(backup);
        var key = ServerKey.Load(KeyRing.FileBeside(village.File))!.ToString();
        village.Close();
        return (village, backup, key);
    }

    [Fact]
    public async Task With_the_key_of_the_recovery_sheet_everything_opens_as_before()
    {
        var (village, backup, key) = await BackedUp();
        using (village)
        {
            var restored = Path.Combine(village.Folder, "new");

            var run = await CliTests.Run(restored, "restore", backup, $"--key={key.ToLowerInvariant().Replace('-', ' ')}");

            run.Status.Should().Be(0, run.Error);
            run.Out.Should().Contain("sound").And.NotContain("void");
            (await CliTests.Run(restored, "key", "show")).Out.Should().Contain(key);
            File.GetUnixFileMode(Path.Combine(restored, "keys", "server.key")).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    [Fact]
    public async Task A_wrong_key_and_a_mistyped_one_are_told_before_anything_is_written()
    {
        var (village, backup, key) = await BackedUp();
        using (village)
        {
            var restored = Path.Combine(village.Folder, "new");

            var wrong = await CliTests.Run(restored, "restore", backup, $"--key={ServerKey.New()}");
            var mistyped = await CliTests.Run(restored, "restore", backup, $"--key={key[..^1]}");

            (wrong.Status, mistyped.Status, Directory.Exists(restored)).Should().Be((1, 1, false));
            wrong.Error.Should().Contain("is needed here");
            mistyped.Error.Should().Contain("nine groups of four");
        }
    }

    [Fact]
    public async Task Without_the_key_PINs_are_cleared_vouchers_are_void_and_listed_and_the_new_sheet_is_printed()
    {
        var (village, backup, key) = await BackedUp();
        using (village)
        {
            var restored = Path.Combine(village.Folder, "new");

            var run = await CliTests.Run(restored, "restore", backup);

            run.Status.Should().Be(0);
            run.Out.Should()
                .Contain("passbooks without a PIN 1").And.Contain(
                    $"void {VillageFixture.Code} voucher 1 household 1 points 10").And.Contain("Recovery sheet").And.NotContain(key);
            (await CliTests.Run(restored, "verify", "--full")).Status.Should().Be(0);
            (await CliTests.Run(restored, "key", "enter", key)).Status.Should().Be(0, "nothing needs the new key yet");
        }
    }
}
