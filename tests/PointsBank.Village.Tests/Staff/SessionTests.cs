using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Tests.Staff;

/// <summary>How long somebody who came in stays in.</summary>
public class SessionTests
{
    const string Password = "correct horse";

    [Fact]
    public async Task A_sign_in_counts_from_the_last_use()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);

        for (var use = 0; use < 5; use++)
        {
            village.Clock.Advance(Duration.FromHours(11));
            Knows(village, token).Should().BeTrue();
        }
        village.Clock.Advance(Duration.FromHours(12));
        Knows(village, token).Should().BeFalse();
    }

    [Fact]
    public async Task The_last_use_outlives_a_restart()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);
        village.Clock.Advance(Duration.FromHours(11));
        Knows(village, token).Should().BeTrue();

        village.Restart();
        village.Clock.Advance(Duration.FromHours(11));

        Knows(village, token).Should().BeTrue();
    }

    [Fact]
    public async Task A_thousand_uses_within_the_hour_write_nothing_and_many_at_once_write_once()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);
        var before = village.Database.Writes;

        for (var use = 0; use < 1_000; use++) Knows(village, token).Should().BeTrue();
        village.Clock.Advance(Duration.FromMinutes(59));
        Knows(village, token).Should().BeTrue();
        await Settled(village);
        village.Database.Writes.Should().Be(before + 1, "that is the write waited for");

        village.Clock.Advance(Duration.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Knows(village, token))));
        await Settled(village);
        village.Database.Writes.Should().Be(before + 3);
    }

    [Fact]
    public async Task However_much_it_is_used_a_sign_in_ends_after_thirty_days()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);

        for (var use = 0; use < 71; use++)
        {
            village.Clock.Advance(Duration.FromHours(10));
            Knows(village, token).Should().BeTrue("{0} hours", 10 * (use + 1));
        }
        village.Clock.Advance(Duration.FromHours(10));
        Knows(village, token).Should().BeFalse();
    }

    [Theory]
    [InlineData(18)]
    [InlineData(24 * 210)]
    public async Task A_clock_put_back_makes_no_sign_in_longer(int hours)
    {
        using var village = await WithClerk();
        var token = await SignIn(village);

        village.Clock.Advance(-Duration.FromHours(hours));

        Knows(village, token).Should().BeFalse();
        village.Restart();
        Knows(village, token).Should().BeFalse();
    }

    [Fact]
    public async Task A_clock_that_is_put_right_by_a_little_ends_no_sign_in()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);

        village.Clock.Advance(-Duration.FromMinutes(4));

        Knows(village, token).Should().BeTrue();
    }

    [Fact]
    public async Task A_password_set_anew_signs_out_and_a_first_one_cannot_be_kept()
    {
        using var village = await WithClerk();
        var token = await SignIn(village);
        village.Done(await village.Desks.Staff.SetPassword(VillageFixture.Ask(), 1, new("a first horse")));
        Knows(village, token).Should().BeFalse();

        var signedIn = village.Done(await village.Desks.SignIn.SignIn(new("chen", "a first horse")));
        var own = VillageFixture.Ask() with { Caller = village.Desks.SignIn.FindCaller(signedIn.Token)! };

        own.Caller.MustChangePassword.Should().BeTrue();
        (await village.Desks.Staff.ChangePassword(own, new("a first horse", "a first horse")))
            .ShouldBeRefused(VillageRefusals.SamePassword, "password");
        (await village.Desks.Staff.ChangePassword(own, new("another horse", "my own horse")))
            .ShouldBeRefused(VillageRefusals.WrongPassword, "presentPassword");
        village.Done(await village.Desks.Staff.ChangePassword(own, new("a first horse", "my own horse"))).MustChangePassword
            .Should().BeFalse();
        (await village.Desks.Staff.ChangePassword(own, new("a first horse", "my own horse"))).Replayed.Should().BeTrue();
    }

    [Fact]
    public async Task Nobody_sets_the_own_password_without_the_present_one()
    {
        using var village = await WithClerk();
        var administrator = VillageFixture.Ask() with { Caller = new("staff:1", "陈会计", [new(Role.Administrator)]) };

        (await village.Desks.Staff.SetPassword(administrator, 1, new("another horse")))
            .ShouldBeRefused(VillageRefusals.NotOneself, "staff");
    }

    [Theory]
    [InlineData("update tokens set revoked_at = null", "a revoked token stays revoked")]
    [InlineData("update tokens set staff = 2", "a token stays whose it is")]
    public async Task The_database_keeps_a_token_as_it_is(string sql, string message)
    {
        using var village = await WithClerk();
        var token = await SignIn(village);
        await village.Desks.SignIn.SignOut(village.Desks.SignIn.FindCaller(token)!);

        var write = () => village.Database.Write<bool>(writer => writer.Execute(sql) > 0);

        await write.Should().ThrowAsync<Microsoft.Data.Sqlite.SqliteException>().WithMessage($"*{message}*");
    }

    /// <summary>Waits until whatever was queued before is written.</summary>
    static Task Settled(VillageFixture village) => village.Database.Write<bool>(_ => true);

    static async Task<string> SignIn(VillageFixture village) =>
        village.Done(await village.Desks.SignIn.SignIn(new("chen", Password))).Token;

    static bool Knows(VillageFixture village, string token) => village.Desks.SignIn.FindCaller(token) is not null;

    static async Task<VillageFixture> WithClerk()
    {
        var village = await VillageFixture.Open(households: 0);
        village.Done(
            await village.Desks.Staff.Add(VillageFixture.Ask(), new("chen", "陈会计", Password, [new("clerk", VillageFixture.Code)])));
        return village;
    }
}
