using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Rulebooks;

/// <summary>Who proposed which version of the rulebook.</summary>
static class RulebookTable
{
    public static Maker MadeBy(DbSession connection, long bank, long version) => connection.QuerySingle<Maker>(
        "select actor, recorded_at as at from rulebooks where bank = @bank and version = @version", new { bank, version });

    public static bool IsBy(DbSession connection, long bank, long version, string actor) => connection.ExecuteScalar<long>(
        "select count(*) from rulebooks where bank = @bank and version = @version and actor = @actor", new { bank, version, actor }) > 0;
}
