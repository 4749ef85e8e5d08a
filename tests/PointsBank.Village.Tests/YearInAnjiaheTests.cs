using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;

namespace PointsBank.Village.Tests;

/// <summary>
/// A year of 226 households as it is lived: a board each month, a consent taken back, a name on the black board and off again, favours
/// suspended and restored, a household that becomes two, the year's end, and certificates for whoever has five stars. In the end the
/// journal alone is asked for all of it.
/// </summary>
[Trait("Pace", "slow")]
public sealed class YearInAnjiaheTests
{
    const int Households = 226, Step = 30, Best = 8, Consenting = 7, Black = 200, Suspended = 201, Dividing = 202;

    static readonly ChangeGrounds Decided = new("兄弟分家", "村民代表会议", "安分〔2026〕1号");

    [Fact]
    public async Task Every_number_of_the_year_stands_in_the_journal()
    {
        using var village = await ClaimLife.OpenWithPeople(Households, new(2026, 1, 5, 9, 0));
        await village.Set(Setting.StarStep, Step, new(2026, 1, 1));
        await village.Receive("soap", 500);
        await village.Consents(Consenting);

        var published = new List<long>();
        for (var month = 1; month <= 12; month++)
        {
            village.At(2026, month, 15);
            await Deeds(village, month);
            if (month == 5) await BlackEntry(village);
            if (month == 6) await Suspension(village);
            if (month == 7) await Withdrawal(village, published[^1]);
            if (month == 9) await Split(village);
            village.At(new LocalDateTime(2026, month, 28, 9, 0));
            published.Add(await Publish(village, "red", "2026"));
            published.Add(await Publish(village, "good-deeds", $"2026-{month:00}"));
        }
        foreach (var number in published)
        {
            var board = number % 2 == 1 ? "red" : "good-deeds";
            village.Done(village.Desks.Publications.Recompute(VillageFixture.Bank, board, number, isStaff: true)).IsEqual
                .Should().BeTrue("publication {0}", number);
        }

        var ended = await YearEnd(village);
        await Certificates(village);
        Rederived(village, ended);
        village.IsSound();
    }

    /// <summary>
    /// The eight best work every week, the others now and then; a third of the village redeems a bar of soap in the autumn.
    /// </summary>
    static async Task Deeds(VillageFixture village, int month)
    {
        for (var household = 1; household <= Households; household++)
        {
            if (household <= Best) await village.Credit(household, "C01", 8);
            else if ((household + month) % 4 == 0) await village.Credit(household, "C01", 2 + household % 3);
            if (month == 10 && household % 3 == 0 && household <= 199) await village.Redeem(household);
        }
    }

    /// <summary>Told in private, told in writing, decided, posted, and off again because the field was cleared.</summary>
    static async Task BlackEntry(VillageFixture village)
    {
        var said = village.Done(
            await village.Desks.Reminders.Record(
                VillageFixture.Ask("said"), VillageFixture.Bank, new(Black, "D11", "private", village.Today)));
        village.At(2026, 5, 17);
        var session = await village.Meet();
        (await Record(session, said.Number, said.Number)).ShouldBeRefused(VillageRefusals.ReminderMissing);
        var written = village.Done(
            await village.Desks.Reminders.Record(
                VillageFixture.Ask("written"), VillageFixture.Bank, new(Black, "D11", "written", village.Today)));
        village.At(2026, 5, 20);
        session = await village.Meet();
        var entry = village.Done(await Record(session, said.Number, written.Number));
        (Shown(village)).Should().BeEmpty("nothing hangs before a supervisor has posted it");
        village.Done(await village.Desks.Black.Post(ClaimLife.As(ClaimLife.Supervisor), VillageFixture.Bank, entry.Number));
        var line = (Shown(village)).Should().ContainSingle().Subject;
        (line.Name, line.Group).Should().Be(("", "一组"), "in a group a mask is as good as a name");

        village.At(2026, 5, 24);
        village.Done(
            await village.Desks.Black.End(
                ClaimLife.As(ClaimLife.Supervisor), VillageFixture.Bank, entry.Number, new(BlackState.Amended, "已清理并补种")));
        (Shown(village)).Should().BeEmpty();
        village.Desks.Black.Get(VillageFixture.Clerk, VillageFixture.Bank, entry.Number).ShouldBeRefused(VillageRefusals.UnknownBlackEntry);
        village.Done(village.Desks.Black.Get(ClaimLife.Supervisor, VillageFixture.Bank, entry.Number)).State
            .Should().Be(BlackState.Amended);

        Task<Outcome<BlackView>> Record(long meeting, long first, long second) => village.Desks.Black.Record(
            ClaimLife.As(ClaimLife.Assessor), VillageFixture.Bank,
            new(Black, "D11", first, second, meeting, "安评〔2026〕5号", "露天焚烧秸秆，两次提醒后仍未清理", Days: 10));
    }

    static IReadOnlyList<BoardLine> Shown(VillageFixture village) =>
        village.Done(village.Desks.Boards.Compute(VillageFixture.Bank, "black", "2026", null, 50)).Items;

    /// <summary>Forty points below the year's base: reminded, suspended by a meeting, and back by itself at the level.</summary>
    static async Task Suspension(VillageFixture village)
    {
        await village.BringForward(Suspended, 60);
        await village.Deduct(Suspended, "A11");
        await village.Deduct(Suspended, "A11");
        await village.Deduct(Suspended, "D11");
        (await Decide()).ShouldBeRefused(VillageRefusals.FavourReminderMissing);
        village.Done(await village.Desks.Suspensions.Remind(VillageFixture.Ask("remind"), VillageFixture.Bank, new(Suspended)));
        var suspension = village.Done(await Decide());
        village.Done(await village.Desks.Suspensions.Confirm(ClaimLife.As(ClaimLife.Supervisor), VillageFixture.Bank, suspension.Number));
        (await village.TryRedeem(Suspended)).ShouldBeRefused(VillageRefusals.FavoursSuspended);
        for (var deed = 0; village.Done(
            village.Desks.Favours.Of(VillageFixture.Clerk, VillageFixture.Bank, Suspended)).Standing < suspension.RestoresAt; deed++)
        {
            deed.Should().BeLessThan(3, "eighteen points bring it back to seventy");
            (await village.TryRedeem(Suspended)).ShouldBeRefused(VillageRefusals.FavoursSuspended);
            await village.Credit(Suspended, "C01", 3);
        }
        village.Done(await village.TryRedeem(Suspended)).Points.Should().Be(5);
        village.Done(village.Desks.Suspensions.Get(VillageFixture.Bank, suspension.Number)).End!.Kind.Should().Be("level");

        async Task<Outcome<SuspensionView>> Decide() => await village.Desks.Suspensions.Record(
            ClaimLife.As(ClaimLife.Assessor), VillageFixture.Bank,
            new(Suspended, await village.Meet(), "安评〔2026〕6号", "一年内多次赌博受罚", village.Today.PlusDays(60)));
    }

    /// <summary>The name goes off at once, from what is published already as well.</summary>
    static async Task Withdrawal(VillageFixture village, long goodDeeds)
    {
        var red = goodDeeds - 1;
        Names(red).Should().Contain("张建国7");
        Names(goodDeeds, "good-deeds").Should().Contain("张建国7");
        await village.Consents(Consenting, given: false);
        Names(red).Should().NotContain("张建国7");
        Names(goodDeeds, "good-deeds").Should().NotContain("张建国7");
        village.Done(village.Desks.Publications.Recompute(VillageFixture.Bank, "red", red, isStaff: true)).IsEqual
            .Should().BeTrue("what is frozen holds no names");

        List<string> Names(long number, string board = "red") =>
            [.. village.Done(
                village.Desks.Publications.Get(VillageFixture.Bank, board, number, isStaff: true)).Items.Select(line => line.Name)];
    }

    /// <summary>The brother goes with a third of the points and half of the standing, as they agreed.</summary>
    static async Task Split(VillageFixture village)
    {
        var brother = village.Done(
            await village.Desks.Households.AddMember(
                VillageFixture.Ask("member"), VillageFixture.Bank, Dividing, new("张建军", new(1975, 3, 1)))).Members[^1].Number;
        await village.BringForward(Dividing, 90);
        var (points, standing) = (village.Points(Dividing), village.Merit(Dividing, 2026));
        var change = await village.Changed(village.Desks.Changes.Split(
            VillageFixture.Ask("split"), VillageFixture.Bank, new(Dividing, [brother], brother, "二组", points / 3, standing / 2, Decided)));
        change.OtherHousehold.Should().Be(Households + 1);
        (village.Points(Dividing)).Should().Be(points - points / 3);
        (village.Points(Households + 1)).Should().Be(points / 3);
        village.Merit(Households + 1, 2026).Should().Be(standing / 2);
        village.Merit(Dividing, 2026).Should().Be(standing - standing / 2);
    }

    static async Task<long> Publish(VillageFixture village, string board, string period) => village.Done(
        await village.Desks.Publications.Publish(
            ClaimLife.As(ClaimLife.Supervisor), VillageFixture.Bank, board, new(period, "按月公布"))).Number;

    /// <summary>Closed in the new year, two bars of soap out of old points, and on the tenth of January fifty carried over.</summary>
    static async Task<Dictionary<long, long>> YearEnd(VillageFixture village)
    {
        var (years, bank) = (village.Desks.Years, VillageFixture.Bank);
        village.At(new LocalDateTime(2026, 12, 31, 23, 59, 59));
        (await years.Close(VillageFixture.Ask("early"), bank, 2026, new(await Head()))).Refusal.Should().NotBeNull("the year is not over");
        village.At(2027, 1, 2);
        var points = new Dictionary<long, long>();
        for (var household = 1; household <= Households + 1; household++) points[household] = village.Points(household);
        village.Done(years.Get(bank, 2026)).State.Should().Be("open");
        village.Done(await years.Close(VillageFixture.Ask("close"), bank, 2026, new(await Head())));
        (await village.TryCredit(9, "A02", on: new(2026, 12, 30))).ShouldBeRefused(VillageRefusals.YearClosed);
        await village.Redeem(5, quantity: 2);
        await village.Credit(6, "A02");
        (await years.Expire(VillageFixture.Ask("too early"), bank, 2026, new(await Head()))).ShouldBeRefused(VillageRefusals.ExpiryNotDue);

        village.At(2027, 1, 10);
        var report = village.Done(years.Get(bank, 2026));
        var done = village.Done(await years.Expire(VillageFixture.Ask("expire"), bank, 2026, new(await Head())));
        done.State.Should().Be("done");
        points[5] -= 10;
        foreach (var (household, old) in points)
        {
            var fresh = household == 6 ? 4 : 0;
            (village.Points(household)).Should().Be(Math.Min(old, 50) + fresh, "household {0} had {1}", household, old);
        }
        var expired = points.Values.Sum(old => Math.Max(0, old - 50));
        (done.Sums.Households, done.Sums.Carried, done.Sums.Expired)
            .Should().Be((points.Count, points.Values.Sum(old => Math.Min(old, 50)), expired));
        (report.Sums.Carried, report.Sums.Expired).Should()
            .Be((done.Sums.Carried, done.Sums.Expired), "the report told beforehand what was written");
        village.Total(AccountKind.Expired, 0, Unit.Points, 2026).Should().Be(expired);
        return points;

        async Task<string> Head() => village.Done(years.Get(bank, 2026)).Head;
    }

    static async Task Certificates(VillageFixture village)
    {
        var lines = village.Done(village.Desks.Years.Lines(VillageFixture.Bank, 2026, null, Households + 1));
        var best = lines.Where(line => line.Stars == 5).Select(line => line.Household).ToList();
        best.Should().Contain(Enumerable.Range(1, Best).Select(household => (long)household)).And.NotContain([Suspended]);
        foreach (var household in best)
        {
            var certificate = village.Done(
                await village.Desks.Ratings.Issue(
                    ClaimLife.As(ClaimLife.HouseholdOf(household)), VillageFixture.Bank, household, new(2026)));
            village.Done(village.Desks.CheckCodes.Check(VillageFixture.Bank, certificate.CheckCode)).Exists.Should().BeTrue();
        }
        var other = lines.First(line => line.Stars < 5).Household;
        (await village.Desks.Ratings.Issue(ClaimLife.As(ClaimLife.HouseholdOf(other)), VillageFixture.Bank, other, new(2026)))
            .ShouldBeRefused(VillageRefusals.TooFewStars);
    }

    /// <summary>By another way than the product's: postings added up, ranks counted one by one.</summary>
    static void Rederived(VillageFixture village, Dictionary<long, long> points)
    {
        var lines = village.Done(village.Desks.Years.Lines(VillageFixture.Bank, 2026, null, Households + 1));
        village.Database.WriteHeads(VillageFixture.Bank).GetAwaiter().GetResult();
        using var connection = new SqliteConnection($"Data Source={village.File};Mode=ReadOnly;Pooling=False");
        var merits = connection.Query<(long Household, long Merit)>("""
            select h.number, coalesce((select sum(p.amount) from accounts a join postings p on p.bank = a.bank and p.account = a.number
              where a.bank = h.bank and a.kind = 2 and a.owner = h.number and a.period = 2026), 0) from households h where h.bank = 1
            """).ToDictionary(row => row.Household, row => row.Merit);
        merits.Should().HaveCount(Households + 1);
        foreach (var line in lines)
        {
            line.Standing.Should().Be(merits[line.Household]);
            line.Rank.Should().Be(line.Standing > 0 ? 1 + merits.Values.Count(standing => standing > line.Standing) : null);
            (line.Carried, line.Expired).Should().Be((Math.Min(points[line.Household], 50), Math.Max(0, points[line.Household] - 50)));
        }
        lines.Should().HaveCount(Households + 1);
    }
}
