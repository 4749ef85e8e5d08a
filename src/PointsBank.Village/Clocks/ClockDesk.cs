using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Notices;
using PointsBank.Village.Privacy;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Clocks;

/// <summary>
/// What the clock does by itself, in every bank: holds past their time lapse, what lost devices were allowed goes back, closed notices are
/// entered where the village wants that, suspensions end whose time has come, what is kept long enough is erased, and the day is sealed.
/// While the clock is in doubt it does nothing.
/// </summary>
public sealed class ClockDesk(
    Database database, BankDesk banks, NoticeDesk notices, DeviceDesk devices, SuspensionDesk suspensions, RetentionDesk retention,
    SealDesk seals)
{
    /// <summary>How many holds lapse in one write.</summary>
    const int MaxHolds = 500;

    /// <summary>Does all that is due now; doing it twice does it once.</summary>
    public async Task Tick()
    {
        if (database.DoubtOf(banks.ClockNow) is not null) return;
        await database.KeepSeen(banks.ClockNow);
        var hasErased = false;
        foreach (var bank in banks.All().Select(view => banks.Find(view.Code)!.Value))
        {
            await Expire(bank);
            await devices.ReleaseWhatIsDue(bank);
            await notices.EnterWhatIsDue(bank);
            await suspensions.EndWhatIsDue(bank);
            hasErased |= await retention.RunWhatIsDue(bank);
            await seals.MakeOfTheDay(bank);
        }
        if (hasErased) await database.WriteAnew();
    }

    /// <summary>Lets holds lapse that are past their time; answers how many.</summary>
    internal async Task<int> Expire(long bank)
    {
        if (database.Read(db => HoldTable.AnyPast(db, bank, banks.Now)) is false) return 0;
        var expired = await database.Write<int>(writer =>
        {
            var book = writer.Book(bank);
            var past = book.HoldsPast(writer.Now, MaxHolds);
            foreach (var hold in past)
            {
                book.End(new HoldEndDraft(hold.Number, HoldOutcome.Expired, Caller.System.Actor, WriteContext.NewKey()), writer.Now);
                ClockWorkTable.Add(writer, bank, ClockWorkTable.Hold, hold.Number.Value);
            }
            return past.Count;
        });
        return expired.Refusal is null ? expired.Value : 0;
    }
}
