using System.Collections.Immutable;
using Dapper;
using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>A kind of data that is kept for so many months and no longer.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Default">For how many months it is kept out of the box.</param>
/// <param name="Least">The fewest months a village may choose.</param>
/// <param name="Due">What is older than <c>@before</c> and needed by nothing that is still open; the key of each as <c>k</c>.</param>
/// <param name="Erase">How one of them goes, by its key <c>@k</c>.</param>
sealed record RetentionKind(string Code, int Default, int Least, string Due, params ImmutableArray<string> Erase)
{
    public const int MaxMonths = 1_200;

    /// <summary>Empties what is no row, as a file is, before the statements: the write, the bank, the run, the key.</summary>
    public Action<Writer, long, long, object>? Empty { get; init; }

    /// <summary>Erases one of what is due; a file leaves a row that says why it is empty.</summary>
    public void Apply(Writer writer, long bank, long run, object key)
    {
        Empty?.Invoke(writer, bank, run, key);
        var parameters = new DynamicParameters(new { bank });
        parameters.Add("k", key);
        foreach (var sql in Erase) writer.Execute(sql, parameters);
    }
}
