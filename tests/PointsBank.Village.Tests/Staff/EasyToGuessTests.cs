using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Tests.Staff;

/// <summary>What a guesser tries first is refused; what people make up themselves is not.</summary>
public class EasyToGuessTests
{
    static readonly LocalDate[] Born = [new(1962, 5, 8), new(2015, 11, 21)];

    [Theory]
    [InlineData("123456")]
    [InlineData("654321")]
    [InlineData("000000")]
    [InlineData("1111")]
    [InlineData("121212")]
    [InlineData("123123")]
    [InlineData("112233")]
    [InlineData("7890")]
    [InlineData("147258")]
    [InlineData("520131")]
    [InlineData("0508")]
    [InlineData("0805")]
    [InlineData("620508")]
    [InlineData("196205")]
    [InlineData("1962")]
    [InlineData("2015")]
    [InlineData("19620508")]
    [InlineData("1121")]
    [InlineData("2111")]
    public void A_PIN_that_is_tried_first(string pin) => EasyToGuess.Pin(pin, Born).Should().BeTrue();

    [Theory]
    [InlineData("2468")]
    [InlineData("246810")]
    [InlineData("135790")]
    [InlineData("975310")]
    [InlineData("860527")]
    [InlineData("4071")]
    [InlineData("1963")]
    public void A_PIN_of_somebodys_own(string pin) => EasyToGuess.Pin(pin, Born).Should().BeFalse();

    [Theory]
    [InlineData("12345678")]
    [InlineData("87654321")]
    [InlineData("11111111")]
    [InlineData("abcdefgh")]
    [InlineData("abcd1234")]
    [InlineData("a1234567")]
    [InlineData("Passw0rd!")]
    [InlineData("password")]
    [InlineData("Password2026")]
    [InlineData("qwertyui")]
    [InlineData("1qaz2wsx")]
    [InlineData("admin888")]
    [InlineData("woaini1314")]
    [InlineData("wang12345")]
    [InlineData("wang-wang-2026")]
    [InlineData("王秀兰19700501")]
    [InlineData("aabbaabb")]
    public void A_password_that_is_tried_first(string password) => EasyToGuess.Password(password, "wang", "王秀兰").Should().BeTrue();

    [Theory]
    [InlineData("correct horse")]
    [InlineData("a longer secret")]
    [InlineData("first password")]
    [InlineData("demo-clerk")]
    [InlineData("我家门前有棵大槐树")]
    [InlineData("39570128")]
    public void A_password_of_somebodys_own(string password) => EasyToGuess.Password(password, "clerk", "李").Should().BeFalse();

    [Fact]
    public async Task Whoever_sets_a_PIN_or_a_password_is_told()
    {
        using var village = await VillageFixture.Open(1);
        var book = await village.Issue(1, "2468");

        (await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), 1, book.Serial, new("0105")))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "pin");
        (await village.Desks.Passbooks.ChangePin(VillageFixture.Ask(), 1, book.Serial, "2468", "197005"))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "newPin");
        (await village.Desks.Passbooks.Issue(VillageFixture.Ask(), 1, 1, new(Pin: "123456")))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "pin");
        (await village.Desks.Staff.Add(VillageFixture.Ask(), new("wang", "王秀兰", "wang2026", [new("clerk", "anjiahe")])))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "password");
        var number = village.Done(
            await village.Desks.Staff.Add(VillageFixture.Ask(), new("wang", "王秀兰", "a first horse", [new("clerk", "anjiahe")]))).Number;
        (await village.Desks.Staff.SetPassword(VillageFixture.Ask(), number, new("12345678")))
            .ShouldBeRefused(VillageRefusals.EasyToGuess, "password");
    }
}
