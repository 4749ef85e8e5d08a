// Opening a file: migrations, one writer, a full disk.
using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class OpeningTests
{
    static readonly Migration Later = new(
        2, "0002_later.sql", "create table later (bank integer not null primary key) strict;\ninsert into later values (1);");

    [Fact]
    public async Task Each_migration_is_applied_once()
    {
        using var bank = await Bank.Open(options => options with { Migrations = [.. Migration.Ledger, Later] });
        bank.Clock.Advance(NodaTime.Duration.FromDays(1));

        bank.Reopen();

        bank.Count("select count(*) from later").Should().Be(1);
        bank.Database.Read(
            connection => connection.Query<(long, string, string)>(
                "select number, name, checksum from migrations order by number").ToList())
            .Should().Equal((1, "0001_ledger.sql", Migration.Ledger[0].Checksum), (2, Later.Name, Later.Checksum));
    }

    [Fact]
    public async Task A_new_migration_is_applied_to_an_old_file()
    {
        using var bank = await Bank.Open();

        bank.Reopen(options => options with { Migrations = [.. Migration.Ledger, Later] });

        bank.Count("select count(*) from later").Should().Be(1);
    }

    [Fact]
    public async Task An_applied_migration_that_was_edited_stops_the_program()
    {
        using var bank = await Bank.Open(options => options with { Migrations = [.. Migration.Ledger, Later] });

        var edited = () =>
            bank.Reopen(options => options with { Migrations = [.. Migration.Ledger, Later with { Sql = Later.Sql + "\n-- a thought" }] });

        edited.Should().Throw<CannotOpenException>().WithMessage("*0002_later.sql*edited*");
        bank.Reopen(
            options => options with { Migrations = [.. Migration.Ledger, Later with { Sql = Later.Sql.ReplaceLineEndings("\r\n") }] });
    }

    [Fact]
    public async Task A_file_newer_than_the_program_is_refused()
    {
        using var bank = await Bank.Open(options => options with { Migrations = [.. Migration.Ledger, Later] });

        var older = () => bank.Reopen(options => options with { Migrations = Migration.Ledger });

        older.Should().Throw<OtherVersionException>().WithMessage("*newer*0002_later.sql*");
        bank.Reopen();
    }

    [Fact]
    public async Task A_file_from_before_the_release_is_refused_and_left_as_it_is()
    {
        using var bank = await Bank.Open(options => options with { Migrations = [.. Migration.Ledger, Later] });
        bank.Database.Dispose();
        var before = File.ReadAllBytes(bank.File);

        var released = () =>
            bank.Reopen(options => options with { Migrations = [.. Migration.Ledger, Later with { Name = "0002_banks.sql" }] });

        released.Should().Throw<OtherVersionException>().WithMessage("*发布前*unreleased*0002_later.sql*");
        File.ReadAllBytes(bank.File).Should().Equal(before);
    }

    [Fact]
    public async Task A_migration_that_fails_half_way_leaves_nothing()
    {
        using var bank = await Bank.Open();
        var broken = Later with { Sql = Later.Sql + "\ninsert into nowhere values (1);" };

        var open = () => bank.Reopen(options => options with { Migrations = [.. Migration.Ledger, broken] });

        open.Should().Throw<SqliteException>();
        bank.Reopen();
        bank.Count("select count(*) from sqlite_master where name = 'later'").Should().Be(0);
        bank.Count("select count(*) from migrations").Should().Be(1);
    }

    [Fact]
    public async Task A_second_writer_is_refused_and_the_first_goes_on()
    {
        using var bank = await Bank.Open();

        var second = () => Database.Open(new() { File = bank.File, Clock = bank.Clock });

        second.Should().Throw<CannotOpenException>().WithMessage("*Another process is writing*");
        (await bank.Credit("c", 1, 1)).Number.Value.Should().Be(1);
        bank.Reopen();
        bank.Balance(1).Should().Be(1);
    }

    [Fact]
    public async Task Readers_cannot_write()
    {
        using var bank = await Bank.Open();

        var write = () => bank.Database.Read(connection => connection.Execute("update books set code = 'other'"));

        write.Should().Throw<SqliteException>().WithMessage("*readonly*");
    }

    [Fact]
    public async Task A_read_sees_one_state_though_writing_goes_on()
    {
        using var bank = await Bank.Open();

        var counts = await Task.Run(() => bank.Database.Read(connection =>
        {
            var before = connection.ExecuteScalar<long>("select count(*) from entries");
            bank.Credit("meanwhile", 1, 1).GetAwaiter().GetResult();
            return (before, connection.ExecuteScalar<long>("select count(*) from entries"));
        }));

        counts.Should().Be((0, 0));
        bank.Count("select count(*) from entries").Should().Be(1);
    }

    [Fact]
    public async Task A_commit_is_durable_when_it_is_answered()
    {
        using var bank = await Bank.Open();

        var pragmas = await bank.Database.Write<string>(writer => string.Join(' ',
            writer.ExecuteScalar<string>("pragma journal_mode"), writer.ExecuteScalar<long>("pragma synchronous"),
            writer.ExecuteScalar<long>("pragma foreign_keys"),
            writer.ExecuteScalar<long>("pragma recursive_triggers")));

        pragmas.Value.Should().Be("wal 2 1 1");
    }

    [Fact]
    public async Task A_full_disk_refuses_and_nothing_is_half_written()
    {
        using var bank = await Bank.Open(options => options with { MaxPages = 80 });
        var answered = 0L;
        Refusal? refusal = null;
        for (var number = 1; number <= 5000 && refusal is null; number++)
        {
            var outcome = await bank.Database.Write(writer => writer.Book(1).Post(Bank.CreditDraft($"c{number}", number, 1), writer.Now));
            refusal = outcome.Refusal;
            if (refusal is null) answered = outcome.Value.Number.Value;
        }

        refusal!.Kind.Should().Be(StorageRefusals.StorageFull);
        answered.Should().BeGreaterThan(10);
        bank.Head.Entry.Value.Should().Be(answered);
        bank.Balance((int)answered).Should().Be(1, "reading goes on");
        bank.Verify().Should().BeEmpty();

        bank.Reopen(options => options with { MaxPages = 0 });
        bank.Head.Entry.Value.Should().Be(answered);
        (await bank.Credit("room again", 1, 1)).Number.Value.Should().Be(answered + 1);
        await bank.Database.WriteHeads(1);
        bank.Verify().Should().BeEmpty();
    }

    [Fact]
    public async Task A_crowd_before_a_full_disk_is_answered_one_by_one()
    {
        using var bank = await Bank.Open(options => options with { MaxPages = 80 });

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 2000).Select(number =>
            bank.Database.Write(writer => writer.Book(1).Post(Bank.CreditDraft($"c{number}", number, 1), writer.Now))));

        outcomes.Where(outcome => outcome.Refusal is not null)
            .Should().NotBeEmpty().And.OnlyContain(outcome => outcome.Refusal!.Kind == StorageRefusals.StorageFull);
        bank.Head.Entry.Value.Should().Be(outcomes.Count(outcome => outcome.Refusal is null));
        bank.Database.Fault.Should().BeNull();
        bank.Verify().Should().BeEmpty();
    }
}
