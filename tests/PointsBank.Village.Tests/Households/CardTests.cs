using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class CardTests
{
    const long Bank = VillageFixture.Bank;
    const string Seed = "7f3a90c2d15e864b0b29e71c5d8f3a64";
    const string OtherSeed = "c45f1e2a9b8370d6e6d1802f4a7c93b5";

    [Fact]
    public async Task A_new_card_opens_the_same_passbook_and_the_old_one_opens_nothing()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        await village.Issue(2);

        var card = await NewCard(village, 1, Seed);

        card.Should().BeEquivalentTo(new CardView(book.Serial, 1, "一组", "张建国", card.Token));
        village.Desks.Passbooks.OpenByToken(book.Token!).ShouldBeRefused(VillageRefusals.NotAuthorised, "token");
        (await village.Desks.Passbooks.OpenByCard(book.Token!, "2468")).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
        village.Done(village.Desks.Passbooks.OpenByToken(card.Token!)).Should().Be(new OpenedPassbook(Bank, book.Serial, 1));
        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "2468")).Household.Should().Be(1, "the serial and the PIN stay");

        var third = await NewCard(village, 1, OtherSeed);

        village.Desks.Passbooks.OpenByToken(card.Token!).ShouldBeRefused(VillageRefusals.NotAuthorised);
        village.Done(village.Desks.Passbooks.OpenByToken(third.Token!)).Serial.Should().Be(book.Serial);
        village.IsSound();
    }

    [Fact]
    public async Task A_card_opens_nothing_once_its_passbook_has_ended()
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1, "2468");
        var card = await NewCard(village, 1, Seed);

        await village.Issue(1, "2468");

        village.Desks.Passbooks.OpenByToken(card.Token!).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await village.Desks.Passbooks.OpenByCard(card.Token!, "2468")).ShouldBeRefused(VillageRefusals.SignInFailed);
    }

    [Fact]
    public async Task The_same_request_again_gets_the_same_cards_although_only_digests_are_kept()
    {
        using var village = await VillageFixture.Open();
        for (var household = 1; household <= 3; household++) await village.Issue(household);
        var ask = VillageFixture.Ask();

        var first = await village.Desks.Passbooks.IssueCards(ask, Bank, [3, 1], Seed);
        var again = await village.Desks.Passbooks.IssueCards(ask, Bank, [3, 1], Seed);

        (first.Replayed, again.Replayed).Should().Be((false, true));
        again.Value.Cards.Should().Equal(first.Value.Cards);
        first.Value.Cards.Select(card => (card.Household, card.Token!.Length)).Should().Equal((3, 32), (1, 32));
        foreach (var card in again.Value.Cards)
            village.Done(village.Desks.Passbooks.OpenByToken(card.Token!)).Household.Should().Be(card.Household);
        Count(village, "select count(*) from cards").Should().Be(5);
        Count(village, "select count(*) from requests where answer like '%' || @token || '%'", new { token = first.Value.Cards[0].Token })
            .Should()
            .Be(0);
        (await village.Desks.Passbooks.IssueCards(ask, Bank, [3, 1], OtherSeed)).ShouldBeRefused(LedgerRefusals.KeyReused);
    }

    [Fact]
    public async Task A_token_is_the_first_half_of_the_HMAC_of_the_serial_under_the_seed()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1);
        book.Serial.Should().Be("0001-000001-6");

        (await NewCard(village, 1, Seed)).Token.Should().Be("d2944a09b496ced73b789798b8a7d772");
    }

    [Fact]
    public async Task A_seed_makes_a_passbooks_card_once()
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);
        await village.Issue(2);
        var card = await NewCard(village, 1, Seed);

        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [2, 1], Seed))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "seed");

        village.Done(village.Desks.Passbooks.OpenByToken(card.Token!)).Household.Should().Be(1);
        Count(village, "select count(*) from cards where serial = '0001-000002-4'").Should().Be(1, "all cards are made or none");
    }

    [Fact]
    public async Task A_household_without_a_passbook_is_named_and_no_card_is_made()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1);
        var ended = await village.Issue(3);
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), Bank, ended.Serial, new("丢失")));

        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [1, 2], Seed))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook, "households[1]");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [3], Seed))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook, "households[0]");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), 2, [1], Seed))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook, "households[0]");

        village.Done(village.Desks.Passbooks.OpenByToken(book.Token!)).Household.Should().Be(1);
    }

    [Fact]
    public async Task What_cannot_be_asked_is_refused_at_its_field()
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);

        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [1], " "))
            .ShouldBeRefused(VillageRefusals.MissingValue, "seed");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [1], Seed[1..]))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "seed");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [], Seed))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "households");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [.. Enumerable.Range(1, 401)], Seed))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "households");
        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [1, 1], Seed))
            .ShouldBeRefused(VillageRefusals.AlreadyExists, "households[1]");
    }

    [Theory]
    [InlineData("00000000000000000000000000000000")]
    [InlineData("abcabcabcabcabcabcabcabcabcabcabcab")]
    [InlineData("0123456789012345678901234567890123456789")]
    [InlineData("98765432109876543210987654321098")]
    [InlineData("0011223344556677889900112233445566778899")]
    [InlineData("1a2b3c1a2b3c4d4d1a2b3c1a2b3c4d4d1a2b")]
    [InlineData("0110100110010110100101100110100110")]
    [InlineData("abcdefghijklmnopqrstuvwxyz012345")]
    [InlineData("9876543210zyxwvutsrqponmlkjihgfe")]
    [InlineData("qwertyuiopasdfghjklzxcvbnm123456")]
    public async Task A_seed_that_others_can_find_makes_no_secret(string seed)
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);

        (await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [1], seed))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "seed");
        (await village.Desks.Vouchers.Issue(VillageFixture.Ask(), Bank, new([5], new("booklet"), seed, 1)))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "seed");
        (await village.Desks.FirstPassbooks.Issue(VillageFixture.Ask(), Bank, new(seed)))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "seed");
        (await village.Desks.Service.Activities.IssueCode(VillageFixture.Ask(), Bank, 1, seed))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "seed");
    }

    [Fact]
    public async Task A_trial_makes_no_card_and_tells_no_token()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1);

        village.Done(
            await village.Desks.Passbooks.IssueCards(
                VillageFixture.Ask() with { DryRun = true }, Bank, [1], Seed)).Cards.Single().Token.Should().BeNull();

        village.Done(village.Desks.Passbooks.OpenByToken(book.Token!)).Household.Should().Be(1);
    }

    [Theory]
    [InlineData("{0}")]
    [InlineData("pb:{0}")]
    [InlineData("  pb: {0} ")]
    [InlineData("PB:{1}")]
    [InlineData("pb：{0}")]
    [InlineData("{1}\n")]
    public async Task A_scanned_card_opens_with_prefix_spaces_and_capitals(string scanned)
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);
        var token = (await NewCard(village, 1, Seed)).Token!;

        village.Done(village.Desks.Passbooks.OpenByToken(string.Format(null, scanned, token, token.ToUpperInvariant()))).Household
            .Should().Be(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pb:")]
    [InlineData("pb:0123456789abcdef0123456789abcdef")]
    [InlineData("\uD800")]
    public async Task Any_other_text_opens_nothing(string scanned)
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1, "2468");

        village.Desks.Passbooks.OpenByToken(scanned).ShouldBeRefused(VillageRefusals.NotAuthorised);
        (await village.Desks.Passbooks.OpenByCard(scanned, "2468")).ShouldBeRefused(VillageRefusals.SignInFailed);
    }

    [Theory]
    [InlineData("insert into cards select bank, serial, 2, token_hash, issued_at, issued_by from cards")]
    [InlineData("insert into cards select bank, serial, 0, zeroblob(32), issued_at, issued_by from cards")]
    [InlineData("insert into cards select bank, serial, 1, zeroblob(32), issued_at, issued_by from cards")]
    [InlineData("insert into cards select bank, serial, 2, zeroblob(31), issued_at, issued_by from cards")]
    [InlineData("insert into cards select bank, 'x', 1, zeroblob(32), issued_at, issued_by from cards")]
    [InlineData("insert into passbook_prints values (1, '0001-000001-6', 0, 0, 1, 0, 'x')")]
    [InlineData("insert into passbook_prints values (1, '0001-000001-6', 1, -1, 1, 0, 'x')")]
    [InlineData("insert into passbook_prints values (1, '0001-000001-6', 1, 0, 0, 0, 'x')")]
    [InlineData("insert into passbook_prints values (1, 'x', 1, 0, 1, 0, 'x')")]
    public async Task The_database_itself_refuses_a_card_or_print_that_cannot_be(string sql)
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);

        var write = () => village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(19);
    }

    static async Task<CardView> NewCard(VillageFixture village, long household, string seed) =>
        village.Done(await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), Bank, [household], seed)).Cards.Single();

    static long Count(VillageFixture village, string sql, object? with = null) =>
        village.Database.Read(connection => connection.ExecuteScalar<long>(sql, with));
}
