using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests.Staff;

public class StaffTests
{
    const string Password = "correct horse";

    [Fact]
    public async Task A_clerk_signs_in_and_is_known_by_the_token_with_rights_in_one_bank()
    {
        using var village = await WithClerk();

        var signedIn = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password)));
        var caller = village.Desks.SignIn.FindCaller(signedIn.Token)!;

        (caller.Actor, caller.Name).Should().Be(("staff:1", "陈会计"));
        (caller.Is(Role.Clerk, 1), caller.Is(Role.Clerk, 2), caller.Is(Role.Supervisor, 1)).Should().Be((true, false, false));
        caller.MustChangePassword.Should().BeTrue();
    }

    [Fact]
    public async Task A_grant_for_one_shop_does_not_reach_another()
    {
        var caller = new Caller("staff:1", "x", [new(Role.Attendant, 1, 2)]);

        (caller.Is(Role.Attendant, 1, 2), caller.Is(Role.Attendant, 1, 3), caller.Is(Role.Attendant, 2, 2), caller.Is(Role.Attendant, 1))
            .Should()
            .Be((true, false, false, true));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Nobody_ends_their_own_work_or_changes_their_own_rights()
    {
        using var village = await WithClerk();
        var self = new Caller("staff:1", "陈会计", [new(Role.Administrator)]);

        (await village.Desks.Staff.End(new(self, WriteContext.NewKey(), default), 1)).ShouldBeRefused(VillageRefusals.NotOneself);
        (await village.Desks.Staff.SetGrants(new(self, WriteContext.NewKey(), default), 1, new([])))
            .ShouldBeRefused(VillageRefusals.NotOneself);
    }

    [Theory]
    [InlineData("chen", "wrong")]
    [InlineData("nobody", Password)]
    public async Task A_wrong_name_and_a_wrong_password_are_told_alike(string username, string password)
    {
        using var village = await WithClerk();

        (await village.Desks.SignIn.SignIn(new(username, password))).ShouldBeRefused(VillageRefusals.SignInFailed);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_the_name_for_a_quarter_of_an_hour()
    {
        using var village = await WithClerk();
        for (var i = 0; i < 5; i++) (await village.Desks.SignIn.SignIn(new("chen", "wrong"))).ShouldBeRefused(VillageRefusals.SignInFailed);

        (await village.Desks.SignIn.SignIn(new("chen", Password))).ShouldBeRefused(VillageRefusals.SignInLocked);
        village.Clock.Advance(Duration.FromMinutes(15));
        (await village.Desks.SignIn.SignIn(new("chen", Password))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_token_ends_with_its_time()
    {
        using var village = await WithClerk();
        var token = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;
        village.Desks.SignIn.FindCaller(token).Should().NotBeNull();

        village.Clock.Advance(Duration.FromHours(12));

        village.Desks.SignIn.FindCaller(token).Should().BeNull("although it was remembered");
        village.Restart();
        village.Desks.SignIn.FindCaller(token).Should().BeNull();
    }

    [Fact]
    public async Task A_token_outlives_a_restart_and_ends_with_signing_out()
    {
        using var village = await WithClerk();
        var token = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;
        village.Restart();

        await village.Desks.SignIn.SignOut(village.Desks.SignIn.FindCaller(token)!);

        village.Desks.SignIn.FindCaller(token).Should().BeNull();
    }

    [Fact]
    public async Task Who_signs_out_everywhere_is_signed_out_on_every_device_and_nobody_else_is()
    {
        using var village = await WithClerk();
        await village.OpenHousehold("李四");
        await village.OpenHousehold("王五");
        var (first, second) = (await village.Issue(1, "2468"), await village.Issue(2, "2468"));
        var clerk = (await Token(village), await Token(village));
        var household = (await Token(village, first), await Token(village, first));
        var neighbour = await Token(village, second);

        await village.Desks.SignIn.SignOutEverywhere(village.Desks.SignIn.FindCaller(household.Item1)!);
        (Knows(village, household.Item1), Knows(village, household.Item2), Knows(village, neighbour), Knows(village, clerk.Item1))
            .Should().Be((false, false, true, true));

        await village.Desks.SignIn.SignOutEverywhere(village.Desks.SignIn.FindCaller(clerk.Item2)!);
        (Knows(village, clerk.Item1), Knows(village, clerk.Item2), Knows(village, neighbour)).Should().Be((false, false, true));

        village.Restart();
        (Knows(village, household.Item2), Knows(village, clerk.Item1), Knows(village, neighbour)).Should().Be((false, false, true));
    }

    [Fact]
    public async Task A_household_of_another_bank_with_the_same_number_stays_signed_in()
    {
        using var village = await VillageFixture.Open();
        village.Done(await village.Desks.Banks.Open(VillageFixture.Ask("second"), new("qiaodong", "桥东村", "Qiaodong")));
        village.Done(await village.Desks.Households.Open(VillageFixture.Ask(), 2, new("一组", [new("赵六", new(1970, 1, 1), IsHead: true)])));
        var elsewhere = await Token(
            village, village.Done(await village.Desks.Passbooks.Issue(VillageFixture.Ask(), 2, 1, new(null, "2468"))));
        var here = await Token(village, await village.Issue(1, "2468"));

        await village.Desks.SignIn.SignOutEverywhere(village.Desks.SignIn.FindCaller(here)!);

        (Knows(village, here), Knows(village, elsewhere)).Should().Be((false, true));
    }

    [Fact]
    public async Task A_household_signs_in_with_its_card_and_PIN()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(2, "2468");

        var signedIn = village.Done(await village.Desks.SignIn.SignInPassbook(new($" PB:{book.Token!.ToUpperInvariant()} ", "2468")));

        (signedIn.Actor, signedIn.Name).Should().Be(("household:2", book.Serial));
        (await village.Desks.SignIn.SignInPassbook(new($"pb:{book.Token}", "1357"))).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
        (await village.Desks.SignIn.SignInPassbook(new("pb:", "2468"))).ShouldBeRefused(VillageRefusals.SignInFailed, "pin");
    }

    [Fact]
    public async Task A_new_password_signs_out_everywhere_else_and_the_old_one_no_longer_opens()
    {
        using var village = await WithClerk();
        var (token, elsewhere) = (await Token(village), await Token(village));
        var own = VillageFixture.Ask() with { Caller = village.Desks.SignIn.FindCaller(token)! };

        village.Done(await village.Desks.Staff.ChangePassword(own, new(Password, "another horse"))).MustChangePassword.Should().BeFalse();

        (Knows(village, token), Knows(village, elsewhere)).Should().Be((true, false));
        village.Desks.SignIn.FindCaller(token)!.MustChangePassword.Should().BeFalse();
        (await village.Desks.SignIn.SignIn(new("chen", Password))).ShouldBeRefused(VillageRefusals.SignInFailed);
        village.Done(await village.Desks.SignIn.SignIn(new("chen", "another horse"))).MustChangePassword.Should().BeFalse();
    }

    [Fact]
    public async Task Who_left_is_signed_out_and_does_not_come_in_again()
    {
        using var village = await WithClerk();
        var token = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;
        village.Desks.SignIn.FindCaller(token).Should().NotBeNull();

        village.Done(await village.Desks.Staff.End(VillageFixture.Ask(), 1)).EndedAt.Should().NotBeNull();

        village.Desks.SignIn.FindCaller(token).Should().BeNull();
        (await village.Desks.SignIn.SignIn(new("chen", Password))).ShouldBeRefused(VillageRefusals.SignInFailed);
        (await village.Desks.Staff.End(VillageFixture.Ask(), 1)).ShouldBeRefused(VillageRefusals.UnknownStaff);
    }

    [Fact]
    public async Task Taken_rights_are_gone_with_the_next_request()
    {
        using var village = await WithClerk();
        var token = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;
        village.Desks.SignIn.FindCaller(token)!.Is(Role.Clerk, 1).Should().BeTrue();

        village.Done(await village.Desks.Staff.SetGrants(VillageFixture.Ask(), 1, new([new("attendant", VillageFixture.Code, 1)])));

        var caller = village.Desks.SignIn.FindCaller(token)!;
        (caller.Is(Role.Clerk, 1), caller.Is(Role.Attendant, 1, 1)).Should().Be((false, true));
    }

    [Fact]
    public async Task Tokens_revoked_while_many_ask_are_not_served_afterwards()
    {
        using var village = await WithClerk();
        for (var round = 0; round < 10; round++)
        {
            var token = village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;
            var asking = Enumerable.Range(0, 8).Select(_ => Task.Run(() => village.Desks.SignIn.FindCaller(token))).ToList();
            village.Done(await village.Desks.Staff.RevokeTokens(VillageFixture.Ask(), 1));
            await Task.WhenAll(asking);
            village.Desks.SignIn.FindCaller(token).Should().BeNull();
        }
    }

    [Fact]
    public async Task A_household_signs_in_with_its_passbook_and_sees_itself_alone()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(2, "2468");

        var token = village.Done(await village.Desks.SignIn.SignInPassbook(new($" {book.Serial} ", "2468"))).Token;
        var caller = village.Desks.SignIn.FindCaller(token)!;

        (caller.Actor, caller.Household).Should().Be(("household:2", 2));
        caller.Grants.Should().Equal(new Grant(Role.Household, 1));
        village.Clock.Advance(Duration.FromHours(1));
        village.Desks.SignIn.FindCaller(token).Should().BeNull();
    }

    [Fact]
    public async Task A_household_is_signed_out_when_its_passbook_is_replaced()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(2, "2468");
        var token = village.Done(await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"))).Token;
        village.Desks.SignIn.FindCaller(token).Should().NotBeNull();

        await village.Issue(2, "1357");

        village.Desks.SignIn.FindCaller(token).Should().BeNull();
    }

    [Theory]
    [InlineData("陈", "陈会计", Password, "clerk", "anjiahe", "bad_code")]
    [InlineData("chen", "陈会计", Password, "clerk", "anjiahe", "already_exists")]
    [InlineData("Chen", "陈会计", Password, "clerk", "anjiahe", "already_exists")]
    [InlineData("li", " ", Password, "clerk", "anjiahe", "missing_value")]
    [InlineData("li", "李", "short", "clerk", "anjiahe", "out_of_range")]
    [InlineData("li", "李", Password, "king", "anjiahe", "not_in_list")]
    [InlineData("li", "李", Password, "clerk", null, "missing_value")]
    [InlineData("li", "李", Password, "clerk", "nowhere", "unknown_bank")]
    public async Task Who_cannot_be_added_is_told_why_and_nobody_is_added(
        string username, string name, string password, string role, string? bank, string code)
    {
        using var village = await WithClerk();

        (await village.Desks.Staff.Add(VillageFixture.Ask(), new(username, name, password, [new(role, bank)]))).Refusal!.Kind.Code
            .Should().Be(code);

        village.Desks.Staff.All().Should().ContainSingle();
    }

    [Fact]
    public async Task Passwords_are_kept_as_digests_that_differ_for_the_same_password()
    {
        using var village = await WithClerk();
        village.Done(await village.Desks.Staff.Add(VillageFixture.Ask(), new("li", "李", Password, [])));

        var hashes = village.Database.Read(connection => connection.Query<string>("select password_hash from staff").ToList());

        hashes.Should().OnlyHaveUniqueItems().And.NotContain(hash => hash.Contains(Password));
    }

    static async Task<string> Token(VillageFixture village, PassbookView? book = null) => village.Done(
        book is null
            ? await village.Desks.SignIn.SignIn(new("chen", Password))
            : await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"))).Token;

    static bool Knows(VillageFixture village, string token) => village.Desks.SignIn.FindCaller(token) is not null;

    static async Task<VillageFixture> WithClerk()
    {
        var village = await VillageFixture.Open(households: 0);
        village.Done(
            await village.Desks.Staff.Add(VillageFixture.Ask(), new("chen", "陈会计", Password, [new("clerk", VillageFixture.Code)])));
        return village;
    }
}
