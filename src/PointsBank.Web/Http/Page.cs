namespace PointsBank.Web.Http;

/// <summary>One page of a list; <paramref name="Next"/> goes into <c>after</c> to get the page behind it, null on the last one.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, long? Next)
{
    /// <summary>Cuts the page from one row more than was asked for: that row only tells that there is a next page.</summary>
    public static Page<T> Of(IReadOnlyList<T> rows, Paging paging, Func<T, long> key) =>
        rows.Count <= paging.Limit ? new(rows, null) : new([.. rows.Take(paging.Limit)], key(rows[paging.Limit - 1]));
}

/// <summary>
/// Which page is asked for: the rows whose key is above <paramref name="After"/>, <paramref name="Limit"/> of them at most.
/// </summary>
public readonly record struct Paging(long After, int Limit)
{
    public const int MaxItems = 200;

    public const int UsualItems = 50;
}
