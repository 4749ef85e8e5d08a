// Copies: taken while writing goes on, whole by themselves, and never put back unless they are sound.
using PointsBank.Ledger;

namespace PointsBank.Storage.Tests;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_taken_while_writing_is_sound_and_a_state_the_bank_was_in()
    {
        using var bank = await Bank.OpenLived();
        var copy = bank.Path("backup.db");
        var writing = Task.Run(async () =>
        {
            for (var number = 1; number <= 300; number++) await bank.Credit($"w{number}", number % 20, 1);
        });

        bank.Database.Backup(copy);
        await writing;

        var proof = Verifier.VerifyFile(copy).Should().ContainSingle().Subject;
        proof.Deviations.Should().BeEmpty();
        proof.UpTo.Hash.Should().Be(bank.Database.Read(connection => EntryTable.Find(connection, 1, proof.UpTo.Entry))!.Hash);
    }

    [Fact]
    public async Task A_backup_is_one_file_and_holds_the_same_heads()
    {
        using var bank = await Bank.OpenLived();
        var copy = bank.Path("backup.db");

        Backups.Backup(bank.File, copy);

        Directory.GetFiles(Path.GetDirectoryName(copy)!, "backup.db*").Should().Equal(copy);
        using var opened = Database.Open(new() { File = copy, Clock = bank.Clock });
        opened.Read(connection => BookTable.Head(connection, 1)).Should().Be(bank.Head);
        opened.Read(connection => AccountTable.All(connection, 1).ToList())
            .Should().Equal(bank.Database.Read(connection => AccountTable.All(connection, 1).ToList()));
    }

    [Fact]
    public async Task A_backup_never_overwrites()
    {
        using var bank = await Bank.OpenLived();
        var copy = bank.Path("backup.db");
        await System.IO.File.WriteAllTextAsync(copy, "something dear");

        var backup = () => bank.Database.Backup(copy);

        backup.Should().Throw<CannotOpenException>();
        (await System.IO.File.ReadAllTextAsync(copy)).Should().Be("something dear");
    }

    [Fact]
    public async Task A_sound_backup_is_restored_and_used()
    {
        using var bank = await Bank.OpenLived();
        bank.Database.Backup(bank.Path("backup.db"));

        var proof = Backups.Restore(bank.Path("backup.db"), bank.Path("restored/bank.db"));

        proof.Should().OnlyContain(book => book.IsSound);
        using var restored = Database.Open(new() { File = bank.Path("restored/bank.db"), Clock = bank.Clock });
        (await restored.Write(writer => writer.Book(1).Post(Bank.CreditDraft("after", 1, 1), writer.Now))).Value.Number.Value
            .Should().Be(7);
        restored.Read(connection => Verifier.Verify(connection, 1, null, null)).IsSound.Should().BeTrue();
    }

    [Fact]
    public async Task A_restore_refuses_a_file_that_exists_and_a_log_that_was_left_behind()
    {
        using var bank = await Bank.OpenLived();
        bank.Database.Backup(bank.Path("backup.db"));
        await System.IO.File.WriteAllTextAsync(bank.Path("other.db-wal"), "");

        var onto = () => Backups.Restore(bank.Path("backup.db"), bank.File);
        var besideALog = () => Backups.Restore(bank.Path("backup.db"), bank.Path("other.db"));

        onto.Should().Throw<CannotOpenException>();
        besideALog.Should().Throw<CannotOpenException>().WithMessage("*-wal*");
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task A_tampered_backup_is_not_restored()
    {
        using var bank = await Bank.OpenLived();
        var tampered = bank.Tampered("update postings set amount = amount * 2 where entry = 1");

        var proof = Backups.Restore(tampered, bank.Path("restored.db"));

        proof[0].Deviations.Should().Contain(deviation => deviation.Place == "entry 1");
        System.IO.File.Exists(bank.Path("restored.db")).Should().BeFalse();
    }
}
