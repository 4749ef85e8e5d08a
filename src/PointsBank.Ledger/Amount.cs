namespace PointsBank.Ledger;

/// <summary>
/// A whole number of some unit: points, merit, minutes, fen or pieces of a good. Signed, 64 bits, checked: an overflow throws.
/// <c>default</c> is zero and valid. There is no multiplication of amounts, because it has no meaning.
/// </summary>
public readonly record struct Amount : IComparable<Amount>
{
    /// <summary>The largest amount one posting may carry (10^12): totals of a million such postings still fit in 64 bits.</summary>
    public const long MaxPerPosting = 1_000_000_000_000;

    /// <summary>Makes an amount of <paramref name="value"/> units.</summary>
    public Amount(long value) => Value = value;

    /// <summary>The number of units.</summary>
    public long Value { get; }

    /// <summary>Nothing.</summary>
    public static Amount Zero => default;

    /// <summary>Whether more goes out than comes in.</summary>
    public bool IsNegative => Value < 0;

    /// <summary>Orders by size.</summary>
    public int CompareTo(Amount other) => Value.CompareTo(other.Value);

    /// <summary>The sum, checked.</summary>
    public static Amount operator +(Amount left, Amount right) => new(left.Value + right.Value);

    /// <summary>The difference, checked.</summary>
    public static Amount operator -(Amount left, Amount right) => new(left.Value - right.Value);

    /// <summary>The same amount the other way round.</summary>
    public static Amount operator -(Amount amount) => new(-amount.Value);

    /// <summary>Smaller.</summary>
    public static bool operator <(Amount left, Amount right) => left.Value < right.Value;

    /// <summary>Larger.</summary>
    public static bool operator >(Amount left, Amount right) => left.Value > right.Value;

    /// <summary>Smaller or the same.</summary>
    public static bool operator <=(Amount left, Amount right) => left.Value <= right.Value;

    /// <summary>Larger or the same.</summary>
    public static bool operator >=(Amount left, Amount right) => left.Value >= right.Value;

    /// <summary>The number, in invariant digits.</summary>
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
