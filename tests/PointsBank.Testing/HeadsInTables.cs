using FluentAssertions;
using PointsBank.Storage;

namespace PointsBank.Testing;

/// <summary>For tests that look at the tables themselves, or change them behind the program's back.</summary>
public static class HeadsInTables
{
    /// <summary>Writes every account head of the bank to its table.</summary>
    public static async Task WriteHeads(this Database database, long bank) =>
        (await database.Write<bool>(writer =>
        {
            writer.Book(bank).WriteAllHeads();
            return true;
        }, atAnyClock: true)).Refusal.Should().BeNull();
}
