using PointsBank.Storage;

namespace PointsBank.Village.Staff;

/// <summary>Who works here.</summary>
static class StaffTable
{
    public static List<long> Numbers(DbSession db) => db.Query<long>("select number from staff order by number");

    public static bool IsEmpty(DbSession db) => db.ExecuteScalar<long>("select count(*) from staff") == 0;

    /// <summary>Whether somebody has, or had, this name to sign in with, whatever its capitals: two such are easily confused.</summary>
    public static bool IsTaken(DbSession db, string username) =>
        db.ExecuteScalar<long>("select count(*) from staff where lower(username) = lower(@username)", new { username }) > 0;

    public static (string Username, string Name, long MustChange, long? EndedAt)? Find(DbSession db, long number) =>
        db.QuerySingleOrDefault<(string Username, string Name, long MustChange, long? EndedAt)?>(
            "select username, name, must_change, ended_at from staff where number = @number", new { number });

    /// <summary>Whoever signs in with this name; number 0 where nobody who works here does.</summary>
    public static (long Number, string Name, string? Hash, long MustChange) Named(DbSession db, string username) =>
        db.QuerySingleOrDefault<(long Number, string Name, string? Hash, long MustChange)>(
            "select number, name, password_hash, must_change from staff where username = @username and ended_at is null",
            new { username });

    public static (string? Username, string? Name, string? Hash) SecretOf(DbSession db, long number) =>
        db.QuerySingleOrDefault<(string?, string?, string?)>(
            "select username, name, password_hash from staff where number = @number", new { number });

    /// <summary>Adds somebody, and answers the number.</summary>
    public static long Add(Writer writer, string username, string name, string hash, bool mustChange) => writer.ExecuteScalar<long>("""
        insert into staff (number, username, name, password_hash, must_change, created_at)
        select coalesce(max(number), 0) + 1, @username, @name, @hash, @mustChange, @at from staff where true
        returning number
        """, new { username, name, hash, mustChange = mustChange ? 1 : 0, at = writer.NowMilliseconds });

    /// <summary>Sets a password that its owner has to change; whether there is one.</summary>
    public static bool SetPassword(Writer writer, long number, string hash) => writer.Execute(
        "update staff set password_hash = @hash, must_change = 1 where number = @number", new { number, hash }) > 0;

    /// <summary>Puts a new password in the place of the one that was checked; whether that still was it.</summary>
    public static bool ChangePassword(Writer writer, long number, string? old, string hash) => writer.Execute(
        "update staff set password_hash = @hash, must_change = 0 where number = @number and password_hash = @old",
        new { number, hash, old }) > 0;

    /// <summary>Ends somebody's work here; whether it had not ended.</summary>
    public static bool End(Writer writer, long number) => writer.Execute(
        "update staff set ended_at = @at where number = @number and ended_at is null", new { number, at = writer.NowMilliseconds }) > 0;
}
