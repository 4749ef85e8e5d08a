using Microsoft.Data.Sqlite;

namespace PointsBank.Storage;

/// <summary>
/// A connection whose statements pass by somebody who sees their texts, and may leave a condition out of one: so a test learns whether
/// anybody would notice.
/// </summary>
sealed class SeenConnection(string options, Func<string, string> rewrite) : SqliteConnection(options)
{
    public override SqliteCommand CreateCommand() =>
        new SeenCommand(rewrite) { Connection = this, CommandTimeout = DefaultTimeout, Transaction = Transaction };

    /// <summary>The text that is prepared in place of this one.</summary>
    public static string TextOf(SqliteConnection connection, string sql) => connection is SeenConnection seen ? seen.Rewrite(sql) : sql;

    string Rewrite(string sql) => rewrite(sql);

    sealed class SeenCommand(Func<string, string> rewrite) : SqliteCommand
    {
        [System.Diagnostics.CodeAnalysis.AllowNull]
        public override string CommandText
        {
            get => base.CommandText;
            set => base.CommandText = value is null ? value : rewrite(value);
        }
    }
}
