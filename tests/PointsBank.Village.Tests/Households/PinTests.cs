using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class PinTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_household_changes_its_PIN_with_the_old_one_and_stays_signed_in()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        var (token, elsewhere) = (await SignIn(village, book, "2468"), await SignIn(village, book, "2468"));
        var own = VillageFixture.Ask() with { Caller = village.Desks.SignIn.FindCaller(token)! };

        village.Done(await village.Desks.Passbooks.ChangePin(own, Bank, book.Serial, "2468", "13579")).HasPin.Should().BeTrue();

        (await village.Desks.Passbooks.OpenByPin(book.Serial, "2468")).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "13579")).Household.Should().Be(1);
        village.Desks.SignIn.FindCaller(token).Should().NotBeNull();
        village.Desks.SignIn.FindCaller(elsewhere).Should().BeNull("it was opened with the old PIN");
    }

    [Fact]
    public async Task A_PIN_may_be_typed_in_digits_of_full_width_wherever_it_is_asked_for()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");

        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "２４６８")).Household.Should().Be(1);
        village.Done(await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), Bank, book.Serial, new("１３５７９")));

        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "13579")).Household.Should().Be(1);
        (await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), Bank, book.Serial, new("１２３４５６")))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "pin");
    }

    [Fact]
    public async Task A_household_is_signed_out_when_the_clerk_sets_another_PIN()
    {
        using var village = await VillageFixture.Open();
        var (book, next) = (await village.Issue(1, "2468"), await village.Issue(2, "2468"));
        var (token, neighbour) = (await SignIn(village, book, "2468"), await SignIn(village, next, "2468"));
        village.Desks.SignIn.FindCaller(token).Should().NotBeNull();

        village.Done(await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), Bank, book.Serial, new("1357")));

        village.Desks.SignIn.FindCaller(token).Should().BeNull();
        village.Desks.SignIn.FindCaller(neighbour).Should().NotBeNull();
    }

    [Fact]
    public async Task Five_wrong_old_PINs_lock_the_passbook_for_every_door()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 5; i++) (await Change(village, book, "0000", "1357")).ShouldBeRefused(VillageRefusals.SignInFailed, "oldPin");

        (await Change(village, book, "2468", "1357")).ShouldBeRefused(VillageRefusals.SignInLocked, "oldPin");
        (await village.Desks.Passbooks.OpenByPin(book.Serial, "2468")).ShouldBeRefused(VillageRefusals.SignInLocked, "pin");
        (await village.Desks.Passbooks.OpenByCard(book.Token!, "2468")).ShouldBeRefused(VillageRefusals.SignInLocked, "pin");

        village.Clock.Advance(Duration.FromMinutes(15));
        village.Done(await Change(village, book, "2468", "1357"));
    }

    [Fact]
    public async Task Wrong_PINs_at_the_card_count_with_those_at_the_serial()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 3; i++)
            (await village.Desks.Passbooks.OpenByCard(book.Token!, "0000")).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
        for (var i = 0; i < 2; i++)
            (await village.Desks.Passbooks.OpenByPin(book.Serial, "0000")).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");

        (await village.Desks.Passbooks.OpenByCard(book.Token!, "2468")).ShouldBeRefused(VillageRefusals.SignInLocked, "pin");
    }

    [Fact]
    public async Task The_right_PIN_ends_the_count()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 4; i++) await village.Desks.Passbooks.OpenByCard(book.Token!, "0000");
        village.Done(await village.Desks.Passbooks.OpenByCard(book.Token!, "2468")).Household.Should().Be(1);

        for (var i = 0; i < 4; i++) await village.Desks.Passbooks.OpenByCard(book.Token!, "0000");

        village.Done(await village.Desks.Passbooks.OpenByCard(book.Token!, "2468")).Serial.Should().Be(book.Serial);
    }

    [Fact]
    public async Task The_same_request_again_is_answered_and_does_not_count_as_wrong()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        var ask = VillageFixture.Ask();
        village.Done(await village.Desks.Passbooks.ChangePin(ask, Bank, book.Serial, "2468", "1357"));

        for (var i = 0; i < 6; i++)
            (await village.Desks.Passbooks.ChangePin(ask, Bank, book.Serial, "2468", "1357")).Replayed.Should().BeTrue();

        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "1357")).Household.Should().Be(1);
    }

    [Fact]
    public async Task Two_who_change_it_at_once_do_not_both_win()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");

        var outcomes = await Task.WhenAll(((string[])["1928", "2837", "3746", "4655"]).Select(pin => Change(village, book, "2468", pin)));

        outcomes.Count(outcome => outcome.Refusal is null).Should().Be(1);
        outcomes.Where(outcome => outcome.Refusal is not null)
            .Should().OnlyContain(outcome => outcome.Refusal!.Kind == VillageRefusals.SignInFailed);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("123456789")]
    [InlineData("12a4")]
    [InlineData("１２３")]
    public async Task A_new_PIN_is_four_to_eight_digits(string pin)
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");

        (await Change(village, book, "2468", pin)).ShouldBeRefused(VillageRefusals.OutOfRange, "newPin");
    }

    [Fact]
    public async Task Another_households_passbook_and_one_that_does_not_open_are_told_alike()
    {
        using var village = await VillageFixture.Open();
        var (book, without, ended) = (await village.Issue(1, "2468"), await village.Issue(2), await village.Issue(3, "2468"));
        village.Done(await village.Desks.Passbooks.Void(VillageFixture.Ask(), Bank, ended.Serial, new("丢失")));

        (await village.Desks.Passbooks.ChangePin(VillageFixture.Ask(), Bank, book.Serial, "2468", "1357", household: 2))
            .ShouldBeRefused(VillageRefusals.SignInFailed, "oldPin");
        (await village.Desks.Passbooks.ChangePin(VillageFixture.Ask(), 2, book.Serial, "2468", "1357"))
            .ShouldBeRefused(VillageRefusals.SignInFailed, "oldPin");
        (await Change(village, without, "", "1357")).ShouldBeRefused(VillageRefusals.SignInFailed, "oldPin");
        (await Change(village, ended, "2468", "1357")).ShouldBeRefused(VillageRefusals.SignInFailed, "oldPin");

        village.Done(
            await village.Desks.Passbooks.ChangePin(
                VillageFixture.Ask(), Bank, book.Serial, "2468", "1357", household: 1)).Household.Should().Be(1);
    }

    [Theory]
    [InlineData("0001-000001-6")]
    [InlineData(" 00010000016 ")]
    [InlineData("0001 000001 6")]
    [InlineData("０００１－０００００１－６")]
    [InlineData("0001—000001–6")]
    public async Task A_serial_opens_as_people_write_it(string written)
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        book.Serial.Should().Be("0001-000001-6");

        PassbookDesk.SerialIn(written).Should().Be(book.Serial);
        village.Done(await village.Desks.SignIn.SignInPassbook(new(written, "2468"))).Actor.Should().Be("household:1");
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("0001-000001-x")]
    [InlineData("0001-000001-4")]
    public async Task What_is_no_serial_opens_nothing(string written)
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1, "2468");

        PassbookDesk.SerialIn(written).Should().Be(written);
        (await village.Desks.SignIn.SignInPassbook(new(written, "2468"))).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
    }

    [Fact]
    public void A_serial_of_a_bank_or_an_issue_with_more_digits_is_read_as_well()
    {
        PassbookDesk.SerialIn(PassbookDesk.SerialOf(12_345, 7).Replace("-", "", StringComparison.Ordinal))
            .Should().Be(PassbookDesk.SerialOf(12_345, 7));
        PassbookDesk.SerialIn(PassbookDesk.SerialOf(9_999, 999_999)).Should().Be(PassbookDesk.SerialOf(9_999, 999_999));
    }

    static async Task<string> SignIn(VillageFixture village, PassbookView book, string pin) =>
        village.Done(await village.Desks.SignIn.SignInPassbook(new(book.Serial, pin))).Token;

    static Task<Ledger.Outcome<PassbookView>> Change(VillageFixture village, PassbookView book, string from, string to) =>
        village.Desks.Passbooks.ChangePin(VillageFixture.Ask(), Bank, book.Serial, from, to);
}
