using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>Wrong tries in a row of a name, which is kept as a digest, and when the last of them was.</summary>
static class TriesTable
{
    public static (long Wrong, long At) Of(DbSession db, long bank, byte[] name) => db.QuerySingleOrDefault<(long, long)>(
        "select wrong, tried_at from tries where bank = @bank and name = @name", new { bank, name });

    /// <summary>Counts one more. Once <paramref name="max"/> were wrong the time of the last stays.</summary>
    public static (long Wrong, long At) Count(Writer writer, long bank, byte[] name, int max) => writer.QuerySingle<(long, long)>("""
        insert into tries (bank, name, wrong, tried_at) values (@bank, @name, 1, @now)
        on conflict (bank, name) do update set
          wrong = tries.wrong + 1, tried_at = case when tries.wrong < @max then @now else tries.tried_at end
        returning wrong, tried_at
        """, new { bank, name, now = writer.NowMilliseconds, max });

    public static void Delete(Writer writer, long bank, byte[] name) =>
        writer.Execute("delete from tries where bank = @bank and name = @name", new { bank, name });

    /// <summary>Deletes what was tried up to the first moment, or after the second, on a clock that was wrong.</summary>
    public static void DeleteOutside(Writer writer, long bank, long since, long now) => writer.Execute(
        "delete from tries where bank = @bank and (tried_at <= @since or tried_at > @now)", new { bank, since, now });
}
