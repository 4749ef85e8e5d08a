using PointsBank.Testing;
using PointsBank.Village.Privacy;

namespace PointsBank.Village.Tests.Privacy;

public class RetentionTests
{
    const long Bank = PrivacyCase.Bank;

    [Fact]
    public async Task What_is_kept_long_enough_goes_by_the_clock_once_a_day()
    {
        using var village = await PrivacyCase.Lived();
        village.Done(await village.Desks.Claims.Withdraw(ClaimLife.As(VillageFixture.Clerk), Bank, 1, new("不要了")));
        await village.Desks.Clock.Tick();
        village.Privacy().Retention.View(Bank).Runs.Should().BeEmpty("nothing is old");

        village.At(2031, 4, 1);
        await village.Desks.Clock.Tick();
        await village.Desks.Clock.Tick();

        var view = village.Privacy().Retention.View(Bank);
        view.Rules.Should().OnlyContain(rule => rule.Due == 0);
        var run = view.Runs.Should().ContainSingle().Subject;
        run.Counts.Select(count => count.Kind).Should().Equal("answers", "evidence", "notes", "objections", "reminders");
        run.Counts.Single(count => count.Kind == "evidence").Rows.Should().Be(2);
        run.Handler.Should().Be("system");
        village.Finds("打扫").Should().BeEmpty();
        village.IsSound();
    }

    [Fact]
    public async Task What_is_still_open_is_kept_however_old_it_is()
    {
        using var village = await PrivacyCase.Lived();
        village.Done(
            await village.Desks.Claims.Submit(
                ClaimLife.As(VillageFixture.Clerk), Bank, new(4, "A10", village.Today, Channel: "organisation", Document: "8")));

        village.At(2031, 4, 1);
        var run = village.Done(await village.Privacy().Retention.Run(ClaimLife.As(ClaimLife.Supervisor), Bank));

        run.Counts.Should().Contain(new RetentionCount("evidence", 1)).And.NotContain(count => count.Kind == "reminders");
        village.Desks.Claims.Evidence(VillageFixture.Clerk, Bank, 1, 1).Refusal.Should().BeNull("its claim waits for the meeting");
        village.Finds("提醒了").Should().Contain("reminders.memo");
    }

    [Fact]
    public async Task A_village_chooses_its_months_within_bounds_and_sees_what_would_go()
    {
        using var village = await PrivacyCase.Lived();
        var desk = village.Privacy().Retention;
        village.At(2026, 6, 2);
        desk.View(Bank).Rules.Single(rule => rule.Kind == "answers").Due.Should().Be(0);

        village.Done(await desk.Set(ClaimLife.As(ClaimLife.Supervisor), Bank, new(new Dictionary<string, long> { ["answers"] = 2 })));

        var early = desk.View(Bank).Rules.Single(rule => rule.Kind == "answers");
        early.Should().BeEquivalentTo(
            new { Months = 2, Before = new NodaTime.LocalDate(2025, 6, 2), Due = 0 }, "a shorter term waits for others to see it");
        village.Done(await desk.Run(ClaimLife.As(ClaimLife.Supervisor), Bank)).Counts.Should().NotContain(count => count.Kind == "answers");
        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Where(line => line.Kind == "term_shortened")
            .Should().ContainSingle(line => line.Rule == "answers" && line.Found == 2);
        village.At(2026, 7, 3);
        var answers = desk.View(Bank).Rules.Single(rule => rule.Kind == "answers");
        answers.Should().BeEquivalentTo(new { Months = 2, Before = new NodaTime.LocalDate(2026, 5, 3) });
        answers.Due.Should().BePositive();
        village.Finds("打扫").Should().NotBeEmpty("looking erases nothing");
        (await desk.Set(ClaimLife.As(ClaimLife.Supervisor), Bank, new(new Dictionary<string, long> { ["evidence"] = 5 })))
            .ShouldBeRefused(VillageRefusals.OutOfRange, "months.evidence");
        (await desk.Set(ClaimLife.As(ClaimLife.Supervisor), Bank, new(new Dictionary<string, long> { ["gossip"] = 5 })))
            .ShouldBeRefused(VillageRefusals.NotInList, "months.gossip");
        (await desk.Set(ClaimLife.As(ClaimLife.Supervisor), Bank, new(new Dictionary<string, long>())))
            .ShouldBeRefused(VillageRefusals.MissingValue, "months");
    }

    [Fact]
    public async Task The_same_word_twice_runs_once_and_a_trial_erases_nothing()
    {
        using var village = await PrivacyCase.Lived();
        village.At(2031, 4, 1);
        var desk = village.Privacy().Retention;
        var ask = ClaimLife.As(ClaimLife.Supervisor);

        (await desk.Run(ask with { DryRun = true }, Bank)).Refusal.Should().BeNull();
        village.Finds("打扫").Should().NotBeEmpty();
        village.Done(await desk.Run(ask, Bank)).Number.Should().Be(1);
        (await desk.Run(ask, Bank)).Replayed.Should().BeTrue();
        desk.View(Bank).Runs.Should().ContainSingle();
    }

    [Fact]
    public async Task Old_sign_ins_go()
    {
        using var village = await PrivacyCase.Lived();
        await village.Issue(1, "135790");
        village.Done(await village.Desks.SignIn.SignInPassbook(new(village.Desks.Passbooks.Of(Bank, 1)[0].Serial, "135790")));
        village.At(2027, 4, 1);

        village.Done(await village.Privacy().Retention.Run(ClaimLife.As(ClaimLife.Supervisor), Bank)).Counts
            .Should().Contain(new RetentionCount("tokens", 1));

        village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from tokens")).Should().Be(0);
    }
}
