namespace PointsBank.Village;

/// <summary>The number in a label such as <c>staff:3</c>, in a statement.</summary>
static class LabelNumber
{
    /// <summary>
    /// The number behind the prefix, null for labels of other kinds. The case is there because an engine may cast every row of a join
    /// before it looks which ones begin so.
    /// </summary>
    public static string Of(string column, string prefix) =>
        $"case when {column} like '{prefix}%' then cast(substr({column}, {prefix.Length + 1}) as bigint) end";
}
