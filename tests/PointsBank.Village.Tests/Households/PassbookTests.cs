using System.Text;
using Microsoft.Data.Sqlite;
using PointsBank.Testing;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Households;

public class PassbookTests
{
    const string Seed = "a seed that no file may ever hold, 7f3a";

    [Fact]
    public async Task A_passbook_is_issued_with_a_serial_and_a_secret_that_is_told_once()
    {
        using var village = await VillageFixture.Open();
        var ask = VillageFixture.Ask();

        var first = await village.Desks.Passbooks.Issue(ask, VillageFixture.Bank, 1, new());
        var again = await village.Desks.Passbooks.Issue(ask, VillageFixture.Bank, 1, new());

        first.Value.Token.Should().HaveLength(32);
        again.Replayed.Should().BeTrue();
        (again.Value.Serial, again.Value.Token).Should().Be((first.Value.Serial, null));
        village.Done(village.Desks.Passbooks.OpenByToken(first.Value.Token!)).Household.Should().Be(1);
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Passbook.Should().Be(first.Value.Serial);
    }

    [Fact]
    public async Task A_replaced_passbook_ends_with_its_reason_and_the_new_one_has_another_serial()
    {
        using var village = await VillageFixture.Open();
        var lost = await village.Issue(1);

        var found = village.Done(await village.Desks.Passbooks.Issue(VillageFixture.Ask(), VillageFixture.Bank, 1, new("丢失")));

        found.Serial.Should().NotBe(lost.Serial);
        village.Desks.Passbooks.Of(VillageFixture.Bank, 1)
            .Select(book => (book.Serial, book.EndReason))
            .Should()
            .BeEquivalentTo([(found.Serial, (string?)null), (lost.Serial, "丢失")]);
        village.Desks.Passbooks.OpenByToken(lost.Token!).ShouldBeRefused(VillageRefusals.NotAuthorised);
    }

    [Fact]
    public async Task An_ended_passbook_is_not_voided_again_and_takes_no_PIN()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1);
        village.Done(
            await village.Desks.Passbooks.Void(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("丢失"))).EndReason
                .Should().Be("丢失");

        (await village.Desks.Passbooks.Void(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("丢失")))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook);
        (await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("2468")))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook);
        (await village.Desks.Passbooks.Void(VillageFixture.Ask(), 2, book.Serial, new("丢失")))
            .ShouldBeRefused(VillageRefusals.UnknownPassbook);
    }

    [Theory]
    [InlineData("123")]
    [InlineData("123456789")]
    [InlineData("12a4")]
    [InlineData("１２３")]
    public async Task A_PIN_is_four_to_eight_digits(string pin)
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Passbooks.Issue(VillageFixture.Ask(), VillageFixture.Bank, 1, new(Pin: pin)))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "pin");
    }

    [Fact]
    public async Task A_new_PIN_takes_the_old_ones_place_and_opens_the_lock()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 5; i++) await village.Desks.Passbooks.OpenByPin(book.Serial, "0000");
        village.Done(await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), VillageFixture.Bank, book.Serial, new("1357")));

        (await village.Desks.Passbooks.OpenByPin(book.Serial, "2468")).ShouldBeRefused(VillageRefusals.SignInFailed);
        (await village.Desks.Passbooks.OpenByPin(book.Serial, "1357")).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_passbook_without_a_PIN_opens_by_none()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1);

        (await village.Desks.Passbooks.OpenByPin(book.Serial, "")).ShouldBeRefused(VillageRefusals.SignInFailed);
        (await village.Desks.Passbooks.OpenByPin("0001-000099-0", "2468")).ShouldBeRefused(VillageRefusals.SignInFailed);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_second_open_passbook()
    {
        using var village = await VillageFixture.Open();
        await village.Issue(1);

        var write = () => village.Database.Write<int>(writer => writer.Execute(
            "insert into passbooks (bank, serial, household, issued_at, issued_by) values (1, 'x', 1, 0, 'x')"));

        (await write.Should().ThrowAsync<SqliteException>()).Which.SqliteErrorCode.Should().Be(19);
    }

    [Fact]
    public void The_check_digit_finds_every_single_wrong_digit_and_most_swapped_neighbours()
    {
        var serials = Enumerable.Range(1, 2_000).Select(issue => PassbookDesk.SerialOf(1, issue)).ToHashSet();

        foreach (var serial in serials.Take(200))
            for (var i = 0; i < serial.Length; i++)
            {
                if (serial[i] == '-') continue;
                for (var digit = '0'; digit <= '9'; digit++)
                    if (digit != serial[i])
                        serials.Should().NotContain(serial[..i] + digit + serial[(i + 1)..]);
            }
    }

    [Fact]
    public async Task No_secret_stands_in_the_file_in_clear()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "97531864");
        village.Done(
            await village.Desks.Staff.Add(VillageFixture.Ask(), new("chen", "陈会计", "一个很长的口令 pass", [new("clerk", VillageFixture.Code)])));
        var signedIn = village.Done(await village.Desks.SignIn.SignIn(new("chen", "一个很长的口令 pass")));
        village.Done(await village.Desks.SignIn.SignInPassbook(new(book.Serial, "97531864")));
        var card = village.Done(
            await village.Desks.Passbooks.IssueCards(VillageFixture.Ask(), VillageFixture.Bank, [1], Seed)).Cards.Single();
        village.Close();

        var bytes = Directory.GetFiles(village.Folder).SelectMany(File.ReadAllBytes).ToArray();

        Holds(bytes, book.Serial).Should().BeTrue("what may stand there is found");
        foreach (var secret in (string[])[book.Token!, "97531864", "一个很长的口令 pass", signedIn.Token, card.Token!, Seed])
            Holds(bytes, secret).Should().BeFalse();
        bytes.AsSpan().IndexOf(Convert.FromHexString(book.Token!)).Should().Be(-1);
        bytes.AsSpan().IndexOf(Convert.FromHexString(signedIn.Token)).Should().Be(-1);
        bytes.AsSpan().IndexOf(Convert.FromHexString(card.Token!)).Should().Be(-1);
    }

    static bool Holds(byte[] bytes, string text) => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
}
