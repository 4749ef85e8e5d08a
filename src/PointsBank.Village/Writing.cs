using System.Collections.Concurrent;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village;

/// <summary>How every desk starts a write: once for each key, inside the queue.</summary>
static class Writing
{
    public static Task<Outcome<T>> Write<T>(
        this Database database, WriteContext context, long bank, string action, Func<Writer, Outcome<T>> work, bool atAnyClock = false) =>
        database.Write(writer => writer.Once(bank, context.As(action), () => work(writer)), context.DryRun, atAnyClock);
}

/// <summary>
/// Something of a bank that is read at each request and changes a few times a year. It is loaded from committed data only; a change of the
/// bank counts up, so that a load which began before the change is not kept. What other banks have stays.
/// </summary>
sealed class Remembered<T>(Database database, Func<DbSession, long, T> load)
{
    readonly ConcurrentDictionary<long, (long Version, T Value)> values = new();
    readonly ConcurrentDictionary<long, long> versions = new();

    public T Of(long bank)
    {
        var now = versions.GetValueOrDefault(bank);
        if (values.TryGetValue(bank, out var found) && found.Version == now) return found.Value;
        var value = database.Read(db => load(db, bank));
        values[bank] = (now, value);
        return value;
    }

    public void Forget(long bank) => versions.AddOrUpdate(bank, 1, (_, version) => version + 1);
}
