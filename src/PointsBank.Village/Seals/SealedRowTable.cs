using PointsBank.Storage;

namespace PointsBank.Village.Seals;

/// <summary>The rows of any part that is under seals, by the names that <c>schema/seals.txt</c> gives.</summary>
static class SealedRowTable
{
    /// <summary>All rows in their order: its columns first, then the others.</summary>
    public static Statement All(DbSession db, SealedPart part) =>
        part.HasBank ? new(db, Rows(part, null), "@bank") : new(db, Rows(part, null));

    /// <summary>The rows of a log after one key and up to another.</summary>
    public static Statement Stretch(DbSession db, SealedPart part)
    {
        var sql = Rows(part, $"{part.Order[0]} > @after and {part.Order[0]} <= @upto");
        return part.HasBank ? new(db, sql, "@bank", "@after", "@upto") : new(db, sql, "@after", "@upto");
    }

    public static long Count(DbSession db, SealedPart part, long bank) =>
        Number(db, part, $"select count(*) from {part.Table}{Where(part, null)}", bank);

    /// <summary>The last key of a log.</summary>
    public static long Last(DbSession db, SealedPart part, long bank) =>
        Number(db, part, $"select coalesce(max({part.Order[0]}), 0) from {part.Table}{Where(part, null)}", bank);

    static string Rows(SealedPart part, string? stretch)
    {
        var columns = string.Join(
            ", ",
            [.. part.Order, .. part.Columns.Select(column => column.Name), .. part.Instant is null ? [] : new[] { part.Instant }]);
        return $"""
            select {columns} from {part.Table}{Where(part, stretch)}
              order by {string.Join(", ", part.Order)}
            """;
    }

    static string Where(SealedPart part, string? stretch)
    {
        var conditions = new[]
        {
            part.HasBank ? "bank = @bank" : null, part.Kind == PartKind.Once ? $"{part.Columns[0].Name} is not null" : null, stretch,
        }.Where(condition => condition is not null).ToList();
        return conditions.Count == 0 ? "" : $" where {string.Join(" and ", conditions)}";
    }

    static long Number(DbSession db, SealedPart part, string sql, long bank)
    {
        using var statement = part.HasBank ? new Statement(db, sql, "@bank") : new Statement(db, sql);
        return (part.HasBank ? statement.Single(bank) : statement.Single()) ?? 0;
    }
}
