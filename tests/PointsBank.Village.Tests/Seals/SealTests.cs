using Dapper;
using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using PointsBank.Village.Tests.Boards;
using PointsBank.Village.Tests.Privacy;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Seals;

public sealed class SealTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task The_clock_seals_each_day_once_and_a_publication_is_sealed_with_what_it_says()
    {
        using var village = await VillageFixture.Open();
        await village.Desks.Clock.Tick();
        await village.Desks.Clock.Tick();
        village.At(2026, 3, 3);
        await village.Desks.Clock.Tick();
        await village.Credit(1, "A03");
        await village.Publish("red", "2026");

        var seals = village.Desks.Seals.List(Bank, null, 9);

        seals.Select(seal => seal.Cause).Should().Equal("publication", "day", "day");
        seals[0].Code.Should().StartWith("F3-");
        seals[0].Entry.Should()
            .Be(village.Desks.Journal.Head(Bank).Entry, "the paper's seal holds the book that the paper was computed from");
        village.Desks.Verification.Verify(Bank, full: true).Should().BeEquivalentTo(new { Sound = true, Seal = seals[0] });
    }

    [Fact]
    public async Task The_end_of_a_year_is_sealed_and_no_entry_waits_for_a_seal()
    {
        using var village = await VillageFixture.Open(at: new(2026, 12, 1, 9, 0));
        await village.Receive("soap", 3);
        for (var i = 0; i < 3; i++) await village.Credit(1, "A03");
        await village.Redeem(1);
        village.Desks.Seals.List(Bank, null, 9).Should().BeEmpty("what is written makes no seal");

        village.At(2027, 1, 2);
        var head = village.Done(village.Desks.Years.Get(Bank, 2026)).Head;
        village.Done(await village.Desks.Years.Close(VillageFixture.Ask(), Bank, 2026, new(head)));

        village.Desks.Seals.List(Bank, null, 9).Select(seal => seal.Cause).Should().Equal("year");
    }

    [Fact]
    public async Task Somebody_asks_for_a_seal_and_the_same_word_twice_makes_one()
    {
        using var village = await VillageFixture.Open();
        var ask = VillageFixture.Ask();

        var made = village.Done(await village.Desks.Seals.Make(ask, Bank));
        var again = village.Done(await village.Desks.Seals.Make(ask, Bank));
        var tried = village.Done(await village.Desks.Seals.Make(VillageFixture.Ask() with { DryRun = true }, Bank));

        again.Should().Be(made);
        tried.Number.Should().Be(made.Number + 1);
        village.Desks.Seals.List(Bank, null, 9).Should().ContainSingle().Which.Cause.Should().Be("asked");
    }

    [Fact]
    public async Task Eight_who_ask_at_once_get_eight_seals_one_after_the_other()
    {
        using var village = await VillageFixture.Open();

        var made = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => village.Desks.Seals.Make(VillageFixture.Ask(), Bank))));

        made.Select(outcome => village.Done(outcome).Number).Should().BeEquivalentTo(Enumerable.Range(1, 8));
        village.IsSound();
    }

    [Fact]
    public async Task A_paper_is_checked_without_signing_in_and_tells_that_the_book_was_changed_since()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var seal = village.Done(await village.Desks.Seals.Make(Bank, "publication"));

        var right = village.Done(village.Desks.CheckCodes.Check(Bank, seal.Code.ToLowerInvariant()));
        var wrong = village.Desks.CheckCodes.Check(Bank, "F1-000000");
        village.Close();
        VillageFixture.WithoutTriggers(village.File, "update deeds set rule = 'A01'");
        village.Restart();
        var changed = village.Done(village.Desks.CheckCodes.Check(Bank, seal.Code));

        (right.Kind, right.Day, right.Amount, right.Valid).Should().Be(("seal", village.Today, 1, true));
        wrong.ShouldBeRefused(VillageRefusals.UnknownCheckCode, "code");
        changed.Valid.Should().BeFalse();
    }

    [Fact]
    public async Task An_owner_who_computes_every_digest_anew_is_found_by_any_paper_outside()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var paper = village.Done(await village.Desks.Seals.Make(Bank, "publication")).Code;
        village.Close();

        VillageFixture.WithoutTriggers(
            village.File,
            "update rules set points = points + 50 where position = 1; delete from seal_rows; delete from seal_parts; delete from seals");
        village.Restart();
        var forged = village.Done(await village.Desks.Seals.Make(Bank, "publication")).Code;

        village.Desks.Verification.Verify(Bank, full: true).Deviations.Should()
            .NotContain(deviation => deviation.Code.StartsWith("seal", StringComparison.Ordinal), "within the file all computes again");
        forged.Should().NotBe(paper);
        village.Desks.CheckCodes.Check(Bank, paper).ShouldBeRefused(VillageRefusals.UnknownCheckCode, "code");
    }

    [Theory]
    [InlineData("update seals set made_at = made_at + 1 where number = 1 and bank = 1", "seal_differs", "seal 1")]
    [InlineData("update seals set digest = zeroblob(32) where number = 1 and bank = 1", "seal_chain_differs", "seal 2")]
    [InlineData("delete from seals where number = 1 and bank = 1", "seal_gap", "seal 2")]
    [InlineData("delete from seals where bank = 0", "seal_of_bank_0_missing", "seal 1")]
    [InlineData("update seal_parts set rows = rows + 1 where bank = 1 and seal = 1 and part = 'rules'", "seal_differs", "seal 1")]
    [InlineData(
        "update seal_rows set digest = zeroblob(32) where bank = 1 and part = 'settings'", "seal_rows_differ",
        "seal_rows of settings, up to seal 1")]
    public async Task A_seal_that_was_edited_does_not_compute(string sql, string code, string place)
    {
        using var village = await VillageFixture.Open();
        await village.Desks.Seals.Make(Bank, "day");
        await village.Credit(1, "A03");
        await village.Desks.Seals.Make(Bank, "day");

        var found = await village.Tamper(sql);

        found.Should().Contain(deviation => deviation.Code == code && deviation.Place.StartsWith(place, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_database_itself_keeps_seals_in_a_row_and_as_they_are()
    {
        using var village = await VillageFixture.Open();
        await village.Desks.Seals.Make(Bank, "day");
        await village.Desks.Seals.Make(Bank, "day");
        village.Close();
        using var connection = new SqliteConnection($"Data Source={village.File};Pooling=false");
        connection.Open();
        const string columns = "made_at, cause, entry, head, migration, catalogue, outside, previous, digest, actor";

        foreach (var sql in (string[])[
            $"insert into seals (bank, number, {columns}) select bank, 9, {columns} from seals where bank = 1 and number = 2",
            $"insert into seals (bank, number, {columns}) select bank, 3, {columns} from seals where bank = 1 and number = 2",
            "update seals set cause = 'day'", "delete from seals", "update seal_parts set rows = 1", "delete from seal_parts",
            "update seal_rows set digest = null", "delete from seal_rows",
            "update seal_rows set salt = zeroblob(16)"])
        {
            var edit = () => connection.Execute(sql);
            edit.Should().Throw<SqliteException>(sql);
        }
    }

    [Fact]
    public async Task A_name_that_is_erased_leaves_no_digest_to_be_guessed_and_the_seals_sound()
    {
        using var village = await LivedRooms.Open();
        await village.NameEverywhere();
        await village.Desks.Seals.Make(Bank, "day");
        village.At(2026, 3, 3);
        await village.Changed(village.Desks.Changes.Leave(VillageFixture.Ask(), Bank, new(4, new("搬走了", "村委会"))));
        var asked = village.Done(await village.Privacy().Erasures.Ask(As(VillageFixture.Clerk), Bank, new(4)));
        var before = Salts(village);

        village.Done(await village.Privacy().Erasures.CarryOut(As(Supervisor), Bank, asked.Number));

        Salts(village).Should().BeLessThan(before);
        village.IsSound();
        await village.Desks.Seals.Make(Bank, "day");
        village.IsSound();
        (await village.Tamper("update members set name = '别人' where household = 4"))
            .Should().Contain(deviation => deviation.Place.StartsWith("members ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_clock_that_goes_back_makes_no_false_alarm()
    {
        using var village = await VillageFixture.Open();
        village.At(2026, 3, 2, 10);
        await village.Credit(1, "A03");
        await village.Desks.Seals.Make(Bank, "day");
        village.At(2026, 3, 2, 9, 30);
        village.Restart();
        village.IsSound();
        await village.Credit(2, "A03");
        village.IsSound();
        await village.Desks.Seals.Make(Bank, "day");

        village.IsSound();
        village.Desks.Verification.Verify(Bank, full: true).Unsealed.Should().BeEmpty();
    }

    static long Salts(VillageFixture village) =>
        village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from seal_rows where salt is not null"));
}
