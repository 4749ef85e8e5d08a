// What lies on the disk is for the bank's own account on the machine and for nobody else, and nothing half written stays there.
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class PrivateFilesTests
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    [Fact]
    public async Task Every_file_of_a_bank_is_its_owners_alone_whatever_the_machine_gives_away()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(new() { File = folder.File("new/folder/bank.db"), Clock = new FakeClock() });
        _ = await database.Write<long>(writer => writer.AddBook(BankCode.Parse("anjiahe"))!.Value);
        database.Backup(folder.File("copies/copy.db"));
        using var temporary = database.OpenTemporary();
        using var sent = database.OpenCopy();

        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);

        files.Select(Path.GetFileName).Should()
            .Contain(["bank.db", "bank.db-wal", "bank.db-shm", "bank.db.lock", "copy.db"]).And.HaveCount(7);
        files.Where(file => File.GetUnixFileMode(file) != OwnFile).Should().BeEmpty();
        Directory.GetDirectories(folder.Path, "*", SearchOption.AllDirectories)
            .Where(inner => File.GetUnixFileMode(inner) != OwnFolder)
            .Should()
            .BeEmpty();
        files.Should().OnlyContain(file => file.StartsWith(folder.Path, StringComparison.Ordinal));
    }

    [Fact]
    public void A_bank_that_others_could_read_is_closed_to_them_when_it_is_next_opened()
    {
        using var folder = new TempFolder();
        var file = folder.File("bank.db");
        Database.Open(new() { File = file, Clock = new FakeClock() }).Dispose();
        foreach (var open in (string[])[file, file + ".lock"])
            File.SetUnixFileMode(open, OwnFile | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

        Database.Open(new() { File = file, Clock = new FakeClock() }).Dispose();

        Directory.GetFiles(folder.Path).Where(found => File.GetUnixFileMode(found) != OwnFile).Should().BeEmpty();
    }

    [Fact]
    public void A_file_to_send_lies_beside_the_bank_and_is_gone_once_it_was_sent()
    {
        using var folder = new TempFolder();
        using var database = Database.Open(new() { File = folder.File("bank.db"), Clock = new FakeClock() });

        using (var sent = database.OpenCopy()) Path.GetDirectoryName(sent.Name).Should().Be(folder.File("bank.db.tmp"));

        Directory.GetFiles(folder.File("bank.db.tmp")).Should().BeEmpty();
    }

    [Fact]
    public void What_a_kill_left_half_written_is_gone_after_the_next_start_and_nothing_else()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder.File("bank.db.tmp"));
        string[] left = [
            folder.File("bank.db.tmp/0123"), folder.File("copy.db.partial"), folder.File("copy.db.partial-journal"),
            folder.File("bank.db.demo"), folder.File("bank.db.demo-wal")];
        string[] kept = [folder.File("copy.db"), folder.File("list.xlsx")];
        foreach (var file in left.Concat(kept)) File.WriteAllText(file, "names of a village");

        Database.Open(new() { File = folder.File("bank.db"), Clock = new FakeClock() }).Dispose();

        left.Where(File.Exists).Should().BeEmpty();
        kept.Should().OnlyContain(file => File.Exists(file));
    }
}
