using Dapper;
using Microsoft.Data.Sqlite;

namespace PointsBank.Storage;

/// <summary>Copies of the database, and the proof that a copy is whole.</summary>
public static class Backups
{
    /// <summary>Copies a database that may be in use to a new file; the file appears under its name only when it is whole.</summary>
    public static void Backup(string file, string target) => Copy(Database.ReadConnectionString(file), target);

    /// <summary>
    /// Puts a backup in place of a database that does not exist. The backup is audited first; deviations are answered and nothing is
    /// written.
    /// </summary>
    public static IReadOnlyList<BankVerification> Restore(string backup, string file, params IReadOnlyList<Verifier.Pass> passes)
    {
        if (System.IO.File.Exists(file))
            throw new CannotOpenException($"{file} 已存在，不会覆盖；请先移走它。{file} exists and is never overwritten: move it away first.");
        if (System.IO.File.Exists(file + "-wal"))
            throw new CannotOpenException(
                $"{file}-wal 是旧数据库留下的日志，会混入恢复的数据；请先移走它。{file}-wal was left by another database and would be read into this one: move it "
                    + $"away first.");
        var proof = Verifier.VerifyFile(backup, passes);
        if (proof.All(bank => bank.IsSound)) Copy(Database.ReadConnectionString(backup), file);
        return proof;
    }

    internal static void Copy(string source, string target)
    {
        if (System.IO.File.Exists(target))
            throw new CannotOpenException($"{target} 已存在，不会覆盖。{target} exists and is never overwritten.");
        PrivateFiles.MakeFolder(Path.GetDirectoryName(Path.GetFullPath(target))!);
        var partial = target + ".partial";
        foreach (var leftover in (string[])[partial, partial + "-journal"]) System.IO.File.Delete(leftover);
        PrivateFiles.Make(partial);
        using (var from = new SqliteConnection(source))
        using (var to = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = partial, Pooling = false }.ToString()))
        {
            from.Open();
            to.Open();
            from.BackupDatabase(to);
            // One file that can be carried away on a stick, without a companion.
            to.Execute("pragma journal_mode = delete");
            var check = to.ExecuteScalar<string>("pragma integrity_check");
            if (check != "ok") throw new InvalidDataException($"the copy is damaged: {check}");
        }
        System.IO.File.Move(partial, target);
    }
}
