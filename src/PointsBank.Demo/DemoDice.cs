// SplitMix64: System.Random may change between runtimes, and then the demo's day would no longer match its printed page.
namespace PointsBank.Demo;

sealed class DemoDice(int seed, int stream)
{
    ulong state = unchecked(((ulong)(uint)seed << 8) + (ulong)stream);

    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public int Between(int low, int high) => low + Below(high - low + 1);

    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public List<T> Shuffle<T>(IEnumerable<T> items)
    {
        var list = items.ToList();
        for (var last = list.Count - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (list[last], list[other]) = (list[other], list[last]);
        }

        return list;
    }

    /// <summary>The first entry whose share, counted up from zero, passes the throw; shares add up to 100.</summary>
    public T PickByShare<T>(IReadOnlyList<(int Share, T Item)> items)
    {
        var thrown = Below(100);
        foreach (var (share, item) in items)
        {
            thrown -= share;
            if (thrown < 0)
            {
                return item;
            }
        }

        return items[^1].Item;
    }

    ulong Next()
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            var mixed = state;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
