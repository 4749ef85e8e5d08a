using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Demo;

/// <summary>
/// The diary of the demo village: what happens on which day, told in any order and lived day by day through the real desks, until the
/// evening before the demo is opened. Keys and salts are counted, not drawn, so that the same plan makes the same journal.
/// </summary>
sealed class DemoLife(Desks desks, Action<LocalDate> openOn, long bank, DemoSpan span)
{
    readonly List<(LocalDate Day, Func<Task> Happens)> diary = [];
    long writes;

    public Desks Desks => desks;

    public long Bank => bank;

    public DemoSpan Span => span;

    /// <summary>The day on which the demo is opened; nothing happens on it yet.</summary>
    public LocalDate Today => span.Opened;

    public DemoStaff Staff { get; } = new(bank);

    /// <summary>
    /// Something that happens on a day, after what was told of that day before. What would be later than the last day does not happen.
    /// </summary>
    public void On(LocalDate day, Func<Task> happens)
    {
        if (day <= span.Last) diary.Add((day, happens));
    }

    public async Task Live(Action<string>? progress)
    {
        foreach (var day in diary.GroupBy(entry => entry.Day).OrderBy(day => day.Key))
        {
            openOn(day.Key);
            foreach (var (_, happens) in day) await happens();
            if (day.Key.Day == 1) progress?.Invoke($"{day.Key.Year:D4}-{day.Key.Month:D2}");
        }
    }

    /// <summary>A request of somebody; of the program itself where nobody is named.</summary>
    public WriteContext Next(string what, Caller? caller = null)
    {
        Span<byte> key = stackalloc byte[IdempotencyKey.Size];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(key, ++writes);
        key[^1] = 1;
        return new(caller ?? Caller.System, new(key), Digest.Of(what)) { Salt = key.ToArray() };
    }

    /// <summary>The number of the household's head.</summary>
    public long HeadOf(long household) => Done(desks.Households.Get(bank, household)).Members.First(member => member.IsHead).Number;

    /// <summary>Many writes at once, as many counters would send them; the queue takes them in this order.</summary>
    public static async Task<IReadOnlyList<T>> All<T>(IEnumerable<Task<Outcome<T>>> writes) =>
        [.. (await Task.WhenAll(writes.ToList())).Select(Done)];

    public static T Done<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal
        ? throw new InvalidOperationException($"the demo's plan was refused: {refusal} {string.Join(", ", refusal.Facts)}")
        : outcome.Value;
}
