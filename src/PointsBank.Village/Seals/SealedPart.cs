using System.Collections.Immutable;
using System.Globalization;

namespace PointsBank.Village.Seals;

/// <summary>How the rows of a part come and go.</summary>
enum PartKind
{
    /// <summary>In the order of a number, and never changed.</summary>
    Log,

    /// <summary>In any order, and never changed.</summary>
    Rows,

    /// <summary>What is set once in rows that are there already.</summary>
    Once,

    /// <summary>Rows that may change or go.</summary>
    Kept,

    /// <summary>The same of what may be erased.</summary>
    Personal,

    /// <summary>Words that never change but may be erased.</summary>
    Words,
}

/// <summary>A column under a seal.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Since">The migration that added it; 0 for one that was there from the first seal on.</param>
sealed record SealedColumn(string Name, int Since);

/// <summary>A part of a table that is under seals: a line of <c>schema/seals.txt</c>, where the kinds are explained.</summary>
/// <param name="Name">The table, and a word for the part where there is more than one.</param>
/// <param name="Kind">How its rows come and go.</param>
/// <param name="Instant">The column that says when a row came; null for none.</param>
/// <param name="Order">The columns that name a row and give their order.</param>
/// <param name="Columns">What of the row is under the digest beside them.</param>
sealed record SealedPart(string Name, PartKind Kind, string? Instant, ImmutableArray<string> Order, ImmutableArray<SealedColumn> Columns)
{
    /// <summary>Tables whose key does not begin with the bank; they are under the seals of bank 0.</summary>
    static readonly ImmutableHashSet<string> Outside =
    [
        "activity_moves", "claim_moves", "migrations", "staff", "staff_changes", "staff_grants",
    ];

    static readonly ImmutableArray<string[]> Lines = [.. Read()];

    public static ImmutableArray<SealedPart> All { get; } =
        [.. Lines.Where(
            fields => fields[1] is not ("working" or "left out")).Select(Of).OrderBy(part => part.Name, StringComparer.Ordinal)];

    /// <summary>Tables that no seal holds, each with the reason.</summary>
    public static ImmutableDictionary<string, string> Working { get; } = Lines.Where(fields => fields[1] == "working")
        .ToImmutableDictionary(fields => fields[0], fields => fields[2]);

    /// <summary>Columns that no seal holds, of tables that are under seals, each with the reason.</summary>
    public static ImmutableArray<(string Table, string Column, string Reason)> LeftOut { get; } =
        [.. Lines.Where(fields => fields[1] == "left out").SelectMany(
            fields => fields[2].Split(' ').Select(column => (fields[0], column, fields[3])))];

    public string Table => Name.Split(' ')[0];

    /// <summary>Whether its rows are told one by one.</summary>
    public bool IsByRow => Kind != PartKind.Log;

    public bool MayChange => Kind is PartKind.Kept or PartKind.Personal;

    public bool IsSalted => Kind is PartKind.Personal or PartKind.Words;

    /// <summary>The parts that a bank's seals hold; bank 0 has those that belong to no bank as well.</summary>
    public static IEnumerable<SealedPart> Of(long bank) => bank == 0 ? All : All.Where(part => !Outside.Contains(part.Table));

    /// <summary>How many values of a row a seal of this schema knows; what was added later stands last.</summary>
    public int Width(long schema) => Order.Length + Columns.Count(column => column.Since <= schema);

    public bool HasBank => !Outside.Contains(Table);

    static SealedPart Of(string[] fields)
    {
        var kind = fields[1].Split(' ');
        return new(
            fields[0], Enum.Parse<PartKind>(kind[0], ignoreCase: true), kind.ElementAtOrDefault(1), [.. fields[2].Split(' ')],
            [.. fields.Length < 4
                ? []
                : fields[3].Split(' ').Select(column => column.Split('@')).Select(
                    column => new SealedColumn(column[0], column.Length < 2 ? 0 : int.Parse(column[1], CultureInfo.InvariantCulture)))]);
    }

    static IEnumerable<string[]> Read()
    {
        using var reader = new StreamReader(typeof(SealedPart).Assembly.GetManifestResourceStream("seals.txt")!);
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#')
                yield return line.Split(" | ");
    }
}
