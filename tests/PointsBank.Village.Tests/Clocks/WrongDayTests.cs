using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Clocks;
using PointsBank.Village.Tests.Boards;
using PointsBank.Village.Tests.Favours;
using PointsBank.Village.Tests.Shops;

namespace PointsBank.Village.Tests.Clocks;

/// <summary>A wrong day was confirmed, and did what its date asked for. All of it is told, and nothing of it is told twice.</summary>
public sealed class WrongDayTests : IAsyncLifetime
{
    const long Bank = VillageFixture.Bank;

    VillageFixture village = null!;

    /// <summary>
    /// Household 2 has a voucher of 20 points and two pieces of soap kept ready for 10. The favours of household 1 are paused for 30 days.
    /// A03 of household 3 hangs on a notice, and the village lets the clock enter what nobody objected to.
    /// </summary>
    public async Task InitializeAsync()
    {
        village = await FavourLife.Open();
        await village.Set(Setting.NoticeAutoEntry, 1);
        await village.Suspend(1);
        await village.IssueVouchers(2, 20);
        await village.Reserve(2);
        await village.Granted(3, "A03");
        await village.Post();
        await village.GuardClock();
    }

    public Task DisposeAsync()
    {
        village.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task While_the_day_is_in_doubt_nothing_happens_and_nothing_is_told()
    {
        village.At(2028, 6, 1);
        village.Restart();
        await village.Desks.Clock.Tick();

        village.Desks.ClockCheck.Stretches(Bank).Should().BeEmpty();
        village.Done(village.Desks.Vouchers.Get(Bank, 1)).State.Should().Be("open");
        village.State(1).Should().Be("live");

        village.At(2026, 3, 3);
        await village.ConfirmClock();
        Told(1).Should().BeEquivalentTo(Nothing);
    }

    [Fact]
    public async Task Whatever_a_wrong_day_let_lapse_end_enter_erase_or_publish_is_told_with_its_numbers()
    {
        var head = village.Desks.Journal.Head(Bank).Entry;
        var answers = Requests();
        await WrongDay();

        var told = Told(1);

        told.Stretch.FirstEntry.Should().Be(head + 1);
        (told.HoldsLapsed, told.PointsFreed).Should().Be((3, 30));
        told.Holds.Select(hold => (hold.Household, hold.Unit, hold.Amount, hold.LapsedAt)).Should().BeEquivalentTo(
            [((long?)2, "points", 20L, Now), (2, "points", 10, Now), (null, "goods/soap", 2, Now)]);
        (told.NoticesEntered, told.PointsOfNotices).Should().Be((1, 5));
        told.Suspensions.Should().Equal(new EndedSuspension(1, 1, "lapsed", new(2028, 6, 1)));
        told.Erased.Should().Equal(new ErasedRows("answers", answers));
        told.Boards.Should().Equal(new PublishedBoard(1, "red", "2028", new(2028, 6, 1), told.Boards[0].ShownUntil));
        village.IsSound();
    }

    [Fact]
    public async Task The_right_day_that_was_confirmed_after_it_has_its_own_stretch_even_when_it_comes_to_the_same_dates()
    {
        await WrongDay();
        village.At(2026, 3, 3);
        await village.ConfirmClock();
        await village.IssueVouchers(2, 5);
        village.At(2028, 6, 1);
        await village.ConfirmClock();
        await village.Desks.Clock.Tick();

        Told(1).HoldsLapsed.Should().Be(3);
        // The new voucher lapsed at the very moment at which the others had.
        village.Desks.ClockCheck.Stretches(Bank).Should().HaveCount(3);
        Told(2).Should()
            .BeEquivalentTo(
                new
                {
                    HoldsLapsed = 0L, NoticesEntered = 0L, Suspensions = Array.Empty<EndedSuspension>(),
                    Boards = Array.Empty<PublishedBoard>(),
                });
        var third = Told(3);
        (third.HoldsLapsed, third.PointsFreed, third.Holds.Single().Amount).Should().Be((1, 5, 5));
        (third.NoticesEntered, third.Suspensions.Count, third.Boards.Count).Should().Be((0, 0, 0));
    }

    [Fact]
    public async Task A_village_sees_its_own_alone()
    {
        var other = village.Done(await village.Desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe")));
        await WrongDay();

        var told = village.Desks.ClockCheck.Stretch(village.Desks.Banks.Find(other.Code)!.Value, 1)!;

        (told.HoldsLapsed, told.NoticesEntered, told.Suspensions.Count, told.Boards.Count).Should().Be((0, 0, 0, 0));
        village.Desks.ClockCheck.Stretch(Bank, 2).Should().BeNull();
    }

    [Fact]
    public async Task What_can_be_done_about_it_is_done_by_hand_and_the_book_is_right_again()
    {
        await WrongDay();
        village.At(2026, 3, 3);
        await village.ConfirmClock();
        var told = Told(1);

        await village.Reverse(told.Stretch.FirstEntry);
        await village.IssueVouchers(2, 20);
        // The seal of the right day takes the place of the one that was made two years later.
        await village.Desks.Clock.Tick();

        (village.PointsOf(2)).Held.Should().Be(20);
        village.IsSound();
    }

    [Fact]
    public async Task What_the_clock_did_is_kept_as_it_was()
    {
        await WrongDay();
        await village.Refuses("update clock_works set subject = 9", "append-only");
        await village.Refuses("delete from clock_works", "append-only");
    }

    [Theory]
    [InlineData("update clock_works set subject = 99 where kind = 'hold' and number = 1", "work 1")]
    [InlineData("update clock_works set subject = 99 where kind = 'suspension'", "work 4")]
    public async Task A_work_of_the_clock_that_never_was_is_found(string sql, string place)
    {
        await WrongDay();

        (await village.Tamper(sql))
            .Where(deviation => deviation.Code == "clock_work_differs")
            .Select(deviation => deviation.Place)
            .Should()
            .Equal(place);
    }

    NodaTime.Instant Now => village.Clock.GetCurrentInstant();

    /// <summary>
    /// The battery is empty, and the administrator believes the computer: it is the first of June 2028. Holds lapse, notices end, words go,
    /// and a board is published.
    /// </summary>
    async Task WrongDay()
    {
        village.At(2028, 6, 1);
        village.Restart();
        await village.ConfirmClock();
        await village.Desks.Clock.Tick();
        await village.Publish("red", "2028");
    }

    ClockStretchView Told(long confirmation) => village.Desks.ClockCheck.Stretch(Bank, confirmation)!;

    long Requests() =>
        village.Database.Read(
            connection => connection.ExecuteScalar<long>("select count(*) from requests where bank = 1 and answer <> ''"));

    static object Nothing { get; } = new
    {
        HoldsLapsed = 0L, PointsFreed = 0L, Holds = Array.Empty<LapsedHold>(), NoticesEntered = 0L, PointsOfNotices = 0L,
        Suspensions = Array.Empty<EndedSuspension>(), Erased = Array.Empty<ErasedRows>(), Boards = Array.Empty<PublishedBoard>(),
    };
}
