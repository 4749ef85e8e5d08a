using PointsBank.Demo;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Tests.Demo;

[Trait("Pace", "slow")]
public class DemoVillageTests
{
    [Fact]
    public async Task The_demo_has_the_published_figures_in_its_ledger_and_is_the_same_each_time()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("first.db.demo"), "left over by a demo that was interrupted");
        await DemoVillage.Create(folder.File("first.db"), new FakeClock());
        await DatabaseTemplate.Demo.CopyTo(folder.File("second.db"));

        using (var connection = Database.OpenToRead(folder.File("first.db")))
        {
            var accounts = AccountTable.All(connection, 1).ToList();
            accounts.Where(account => account.Key.Kind == AccountKind.Issuance && account.Key.Unit == Unit.Points)
                .Sum(account => account.Balance.Value)
                .Should()
                .Be(-14_420);
            accounts.Where(account => account.Key.Kind == AccountKind.Redeemed).Sum(account => account.Balance.Value).Should().Be(8_640);
            connection.ExecuteScalar<long>("select count(*) from households").Should().Be(227, "one of the 226 split in December");
        }
        var (first, second) = (
            Verifier.VerifyFile(folder.File("first.db"), VillageAudit.Passes).Single(),
            Verifier.VerifyFile(folder.File("second.db"), VillageAudit.Passes).Single());
        first.Deviations.Should().BeEmpty();
        second.UpTo.Should().Be(first.UpTo);
        Directory.GetFiles(folder.Path, "*.demo*").Should().BeEmpty();
    }

    [Fact]
    public async Task The_demo_shows_boards_decisions_and_a_year_that_waits_to_be_carried_over()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock();
        await DatabaseTemplate.Demo.CopyTo(folder.File("demo.db"));
        using var database = Database.Open(new() { File = folder.File("demo.db"), Clock = clock, Migrations = VillageSchema.Migrations });
        var (desks, supervisor) = (new Desks(database, clock), new Caller("staff:2", "", [new(Role.Supervisor, 1)]));

        var published = desks.Publications.List(1, null, isStaff: true, 0, 99);
        published.Count(line => line.Board == "red").Should().Be(14, "eleven months, the year twice, and January");
        published.Count(line => line.Board == "good-deeds").Should().Be(13);
        var correction = published.Single(line => line.Corrects is not null);
        var changed = desks.Publications.Difference(1, "red", correction.Number, isStaff: false).Value;
        changed.Changed.Should().NotBeEmpty("deeds of the last week were missing");
        desks.Publications.List(1, null, isStaff: false, 0, 99)
            .Select(line => line.Board)
            .Should()
            .Equal("stars", "red", "good-deeds", "red", "red");
        desks.Black.List(supervisor, 1, null, 0, 9)
            .Select(entry => entry.State)
            .Should()
            .BeEquivalentTo(BlackState.Amended, BlackState.Posted);
        desks.Suspensions.List(1, null, open: false, 0, 9)
            .Select(suspension => suspension.State)
            .Should()
            .BeEquivalentTo("amended", "live");
        desks.Favours.List(1).Should().HaveCount(4, "redemption is one by itself");
        desks.Honours.Roll(1, 0, 9).Should().HaveCount(3);
        desks.Loans.Figures(1).Should().BeEquivalentTo(new { Certified = 3L, Loans = 2L, Lent = 5_000_000L });
        desks.Privacy.Consents.Counts(1).Single(count => count.Purpose == "boards").Withdrawn.Should().Be(1);
        desks.Changes.List(1, null, null, 9).Should().ContainSingle().Which.Kind.Should().Be("split");
        var year = (desks.Years.Get(1, 2025)).Value;
        (year.State, year.Left).Should().Be(("closed", 227), "the clerk finds something to do in the guide");
    }

    [Fact]
    public async Task The_life_was_lived_by_claim_meeting_and_notice_and_by_four_eyes()
    {
        using var folder = new TempFolder();
        await DatabaseTemplate.Demo.CopyTo(folder.File("demo.db"));
        using var connection = Database.OpenToRead(folder.File("demo.db"));

        connection.Query<string>("select distinct reason from entries where kind = 2 and bank = 1 order by reason")
            .Should().Equal("after_notice", "confirmed_hours", "direct_rule");
        connection.Query<string>("select distinct channel from claims where state = 'entered' order by channel")
            .Should().Equal("organisation", "self", "villagers");
        connection.Query<string>("select distinct outcome from rulings order by outcome")
            .Should().Equal("corrected", "dismissed", "dropped");
        connection.ExecuteScalar<long>("select count(*) from claim_steps where one_person = 1").Should().Be(0);
        connection.ExecuteScalar<long>("select count(*) from attendance_confirmations where one_person = 1").Should().Be(0);
        connection.ExecuteScalar<long>("select count(distinct actor) from claim_steps where state = 'collected'")
            .Should().Be(7, "each group has its leader");
        connection.ExecuteScalar<long>("select count(distinct actor) from claim_steps where state = 'assessed'").Should().Be(2);
        connection.ExecuteScalar<long>("select count(*) from assessments")
            .Should().Be(16, "one in each of fourteen months, and two this week");
        connection.ExecuteScalar<long>(
            "select count(*) from settings where name in ('clerkCreditsAnyRule', 'clerkDeductsDirectly') and value = '1'")
            .Should().Be(0);
        connection.ExecuteScalar<long>("""
            select count(*) from claims c where c.kind = 'deduct' and c.state = 'entered' and (select count(*) from reminders r
              where r.household = c.household and r.rule = c.rule and r.reminded_on < c.effective_on) < 2
            """).Should().Be(0, "whoever loses points was told twice before");
    }

    /// <summary>The other days are tried on the plan.</summary>
    [Theory]
    [InlineData(2026, 1, 2)]
    [InlineData(2028, 2, 29)]
    [InlineData(2026, 11, 30)]
    public async Task The_demo_is_made_for_the_day_on_which_it_is_opened(int year, int month, int day)
    {
        using var folder = new TempFolder();
        var clock = new FakeClock(NodaTime.Instant.FromUtc(year, month, day, 1, 0));

        await DemoVillage.Create(folder.File("demo.db"), clock);

        Verifier.VerifyFile(folder.File("demo.db"), VillageAudit.Passes).Single().Deviations.Should().BeEmpty();
        using var database = Database.Open(new() { File = folder.File("demo.db"), Clock = clock, Migrations = VillageSchema.Migrations });
        var desks = new Desks(database, clock);
        var totals = database.Read(connection => AccountTable.All(connection, 1).ToList());
        totals.Where(account => account.Key.Kind == AccountKind.Issuance && account.Key.Unit == Unit.Points)
            .Sum(account => account.Balance.Value)
            .Should()
            .Be(-14_420);
        totals.Where(account => account.Key.Kind == AccountKind.Redeemed).Sum(account => account.Balance.Value).Should().Be(8_640);
        var states = desks.Claims.Counts(1);
        states.Keys.Should().Contain(["submitted", "collected", "assessed", "on_notice", "objected"], "something waits at each step");
        var red = desks.Boards.Compute(1, "red", $"{year}", null, 50);
        red.Value.Items.Should().HaveCountGreaterThan(20);
        database.Read(
            connection => connection.ExecuteScalar<long>(
                "select count(*) from entries where effective_on > @today", new { today = $"{year}-{month:D2}-{day:D2}" }))
            .Should().Be(0);
        database.Read(connection => connection.ExecuteScalar<long>("select max(recorded_at) from entries"))
            .Should().BeLessThan(clock.GetCurrentInstant().ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task The_demo_never_touches_a_file_that_exists()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder.File("mine.db"), "mine");

        var create = () => DemoVillage.Create(folder.File("mine.db"), new FakeClock());

        await create.Should().ThrowAsync<CannotOpenException>();
        File.ReadAllText(folder.File("mine.db")).Should().Be("mine");
    }
}
