using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class FirstPassbookTests
{
    const long Bank = VillageFixture.Bank;
    const string Seed = "7f3a90c2d15e864b0b29e71c5d8f3a64";
    const string OtherSeed = "c45f1e2a9b8370d6e6d1802f4a7c93b5";

    [Fact]
    public async Task Whoever_has_none_gets_one_and_whoever_has_one_keeps_it()
    {
        using var village = await VillageFixture.Open(households: 5);
        var (kept, other) = (await village.Issue(2, "2468"), await village.Issue(4));

        var issued = village.Done(await Issue(village));

        issued.Cards.Select(card => (card.Household, card.Serial))
            .Should().Equal((1, "0001-000003-2"), (3, "0001-000004-0"), (5, "0001-000005-7"));
        (issued.LeftAlone, issued.StillWithout).Should().Be((2, 0));
        foreach (var card in issued.Cards)
            village.Done(village.Desks.Passbooks.OpenByToken(card.Token!)).Household.Should().Be(card.Household);
        village.Done(village.Desks.Passbooks.OpenByToken(kept.Token!)).Serial.Should().Be(kept.Serial);
        village.Done(await village.Desks.Passbooks.OpenByPin(kept.Serial, "2468")).Household.Should().Be(2);
        village.Done(village.Desks.Passbooks.OpenByToken(other.Token!)).Household.Should().Be(4);
        village.Desks.Households.WithoutPassbook(Bank, 10).Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task The_same_request_again_tells_the_same_cards_and_issues_nothing()
    {
        using var village = await VillageFixture.Open();
        var ask = VillageFixture.Ask();

        var first = await village.Desks.FirstPassbooks.Issue(ask, Bank, new(Seed));
        var again = await village.Desks.FirstPassbooks.Issue(ask, Bank, new(Seed));

        (first.Replayed, again.Replayed).Should().Be((false, true));
        again.Value.Should().BeEquivalentTo(first.Value);
        Count(village, "select count(*) from passbooks").Should().Be(3);
        (await village.Desks.FirstPassbooks.Issue(ask, Bank, new(OtherSeed))).ShouldBeRefused(LedgerRefusals.KeyReused);
        foreach (var card in first.Value.Cards)
            Count(village, "select count(*) from requests where answer like '%' || @token || '%'", new { token = card.Token })
                .Should().Be(0, "a token is never kept");
    }

    [Fact]
    public async Task Another_request_issues_no_second_passbook_to_anybody()
    {
        using var village = await VillageFixture.Open();
        village.Done(await Issue(village));

        var again = village.Done(await Issue(village, OtherSeed));

        (again.Cards.Count, again.LeftAlone, again.StillWithout).Should().Be((0, 3, 0));
        Count(village, "select count(*) from passbooks").Should().Be(3);
    }

    [Fact]
    public async Task Of_two_at_once_one_issues_and_the_other_finds_nobody_without()
    {
        using var village = await VillageFixture.Open();

        var both = await Task.WhenAll(Issue(village), Issue(village, OtherSeed));

        both.Select(outcome => village.Done(outcome).Cards.Count).Order().Should().Equal(0, 3);
        Count(village, "select count(*) from passbooks where ended_at is null").Should().Be(3);
    }

    [Theory]
    [InlineData("二组")]
    [InlineData("2组")]
    [InlineData(" ２ 组 ")]
    public async Task A_group_however_it_is_written_is_served_alone(string group)
    {
        using var village = await VillageFixture.Open();
        for (var i = 1; i <= 2; i++) await village.OpenHousehold($"李四{i}", "二组");
        await village.OpenHousehold("王五", "三组");
        village.Desks.FirstPassbooks.GroupsWithout(Bank)
            .Select(line => (line.Name, line.Households))
            .Should()
            .Equal(("一组", 3), ("二组", 2), ("三组", 1));

        var issued = village.Done(await Issue(village, group: group));

        issued.Cards.Select(card => (card.Household, card.Group)).Should().Equal((4, "二组"), (5, "二组"));
        (issued.LeftAlone, issued.StillWithout).Should().Be((0, 0));
        village.Desks.FirstPassbooks.GroupsWithout(Bank).Select(line => line.Households).Should().Equal(3, 0, 1);
    }

    [Fact]
    public async Task One_write_is_bounded_and_the_next_goes_on()
    {
        using var village = await VillageFixture.Open(households: FirstPassbookDesk.Most + 2);

        var first = village.Done(await Issue(village));
        var second = village.Done(await Issue(village, OtherSeed));

        (first.Cards.Count, first.LeftAlone, first.StillWithout).Should().Be((FirstPassbookDesk.Most, 0, 2));
        second.Cards.Select(card => card.Household).Should().Equal(FirstPassbookDesk.Most + 1, FirstPassbookDesk.Most + 2);
        (second.LeftAlone, second.StillWithout).Should().Be((FirstPassbookDesk.Most, 0));
    }

    [Fact]
    public async Task Whose_passbook_ended_gets_another_and_who_left_gets_none()
    {
        using var village = await VillageFixture.Open();
        var ended = await village.Issue(1);
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), Bank, ended.Serial, new("丢失")));
        await village.Changed(village.Desks.Changes.Leave(VillageFixture.Ask(), Bank, new(2, new("搬走了", "村委会"))));

        var issued = village.Done(await Issue(village));

        issued.Cards.Select(card => card.Household).Should().Equal(1, 3);
        (issued.LeftAlone, issued.StillWithout).Should().Be((0, 0));
        village.Desks.Passbooks.OpenByToken(ended.Token!).ShouldBeRefused(VillageRefusals.NotAuthorised);
    }

    [Fact]
    public async Task A_trial_issues_nothing_and_tells_no_token()
    {
        using var village = await VillageFixture.Open();

        var tried = village.Done(await village.Desks.FirstPassbooks.Issue(VillageFixture.Ask() with { DryRun = true }, Bank, new(Seed)));

        tried.Cards.Should().HaveCount(3).And.OnlyContain(card => card.Token == null);
        Count(village, "select count(*) from passbooks").Should().Be(0);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_at_its_field()
    {
        using var village = await VillageFixture.Open();

        (await Issue(village, " ")).ShouldBeRefused(VillageRefusals.MissingValue, "seed");
        (await Issue(village, Seed[1..])).ShouldBeRefused(VillageRefusals.OutOfRange, "seed");
        (await Issue(village, group: "没有这个组")).ShouldBeRefused(VillageRefusals.UnknownGroup, "group");
        (await Issue(village, group: new string('组', 500))).ShouldBeRefused(VillageRefusals.TooLong, "group");
        Count(village, "select count(*) from passbooks").Should().Be(0);
    }

    [Fact]
    public async Task The_covers_of_a_batch_are_those_between_its_first_and_its_last_serial()
    {
        using var village = await VillageFixture.Open(households: 5);
        await village.Issue(5);
        var batch = village.Done(await Issue(village)).Cards;
        await village.OpenHousehold("后来的");
        await village.Issue(6);
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), Bank, batch[1].Serial, new("丢失")));

        var covers = village.Desks.FirstPassbooks.Covers(Bank, batch[0].Serial, batch[^1].Serial);

        covers.Select(cover => (cover.Household, cover.Serial, cover.Head)).Should().Equal(
            batch.Where(card => card.Household != 2).Select(card => (card.Household, card.Serial, card.Head)), "one of them has ended");
        village.Desks.FirstPassbooks.Covers(Bank + 1, batch[0].Serial, batch[^1].Serial).Should().BeEmpty();
    }

    static Task<Outcome<FirstPassbooksView>> Issue(VillageFixture village, string seed = Seed, string? group = null) =>
        village.Desks.FirstPassbooks.Issue(VillageFixture.Ask(), Bank, new(seed, group));

    static long Count(VillageFixture village, string sql, object? with = null) =>
        village.Database.Read(connection => connection.ExecuteScalar<long>(sql, with));
}
