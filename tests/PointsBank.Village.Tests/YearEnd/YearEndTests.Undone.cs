using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.YearEnd;

namespace PointsBank.Village.Tests.YearEnd;

public partial class YearEndTests
{
    [Fact]
    public async Task A_year_end_is_undone_as_a_whole_and_the_year_closed_anew()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        await village.BringForward(2, 30);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.Done(await TryExpire(village));
        var entry = village.Done(village.Desks.Journal.Passbook(Bank, 1, null, null, null, 1)).Items[0].Entry;
        (await village.TryReverse(entry)).ShouldBeRefused(VillageRefusals.KeptByYearEnd);

        village.Done(await TryUndo(village)).State.Should().Be("open");

        (village.Points(1)).Should().Be(120);
        (village.Points(2)).Should().Be(30);
        village.Total(AccountKind.Expired, 0, Unit.Points, 2026).Should().Be(0);
        village.IsSound();
        (await TryUndo(village)).ShouldBeRefused(VillageRefusals.YearNotClosed);
        await village.Credit(3, "C01", on: new(2026, 12, 31));
        village.Done(await TryClose(village)).Sums.Old.Should().BeGreaterThan(150);
        (await TryClose(village)).ShouldBeRefused(VillageRefusals.YearClosed);
        village.Done(await TryExpire(village)).State.Should().Be("done");
        village.IsSound();
    }

    [Fact]
    public async Task Who_undoes_a_year_end_while_another_goes_on_with_it_leaves_nothing_half_undone()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));

        var (undoing, expiring) = (TryUndo(village), TryExpire(village));
        await Task.WhenAll(undoing, expiring);

        village.IsSound();
        if ((await undoing).Refusal is not null) village.Done(await TryUndo(village));
        (village.Points(1)).Should().Be(120);
        village.IsSound();
    }

    [Fact]
    public async Task A_year_under_a_later_one_is_not_undone_and_none_is_skipped()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 120);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        village.At(2028, 1, 10);
        (await TryClose(village, 2027)).ShouldBeRefused(VillageRefusals.YearUnfinished);
        village.Done(await TryExpire(village));
        village.Done(await TryClose(village, 2027));

        (await TryUndo(village)).ShouldBeRefused(VillageRefusals.YearClosed, "year");
        village.Done(await TryExpire(village, 2027));
        village.IsSound();
    }

    [Fact]
    public async Task What_a_crash_left_undone_is_done_by_whoever_asks_again()
    {
        using var village = await VillageFixture.Open(YearEndDesk.OneWrite + 2);
        await village.BringForward(1, 120);
        await village.BringForward(YearEndDesk.OneWrite + 1, 120);
        village.At(2027, 1, 10);
        village.Done(await TryClose(village));
        var (ask, head) = (VillageFixture.Ask(), (Report(village)).Head);
        // The last write of the step is refused, as if the program had been stopped after the first batch.
        WithTrigger(
            village,
            "create trigger stop before insert on year_expiries when new.household > 500 begin select raise(abort, 'stopped'); end");
        await village.Invoking(async open => await open.Desks.Years.Expire(ask, Bank, 2026, new(head)))
            .Should().ThrowAsync<SqliteException>();
        (Report(village)).Left.Should().Be(2);
        WithTrigger(village, "drop trigger stop");

        village.Done(await village.Desks.Years.Expire(ask, Bank, 2026, new(head))).Left.Should().Be(0);

        (village.Points(1)).Should().Be(50);
        (village.Points(501)).Should().Be(50);
        village.IsSound();
    }
}
