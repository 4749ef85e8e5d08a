using Dapper;
using Microsoft.Data.Sqlite;

namespace PointsBank.Storage;

/// <summary>
/// How the database is asked, by a reader and by the writer alike: one connection inside its transaction. A statement names its parameters
/// <c>@name</c> and gets them as an object's properties; its rows become numbers, tuples or records. Nothing above names the engine.
/// </summary>
public class DbSession : IDisposable
{
    readonly Dictionary<string, Statement> prepared = [];

    static DbSession() => DefaultTypeMap.MatchNamesWithUnderscores = true;

    /// <summary>A session on an open connection, which is closed with it.</summary>
    public DbSession(SqliteConnection connection) => Connection = connection;

    internal SqliteConnection Connection { get; }

    /// <summary>The rows.</summary>
    public List<T> Query<T>(string sql, object? parameters = null) => Connection.Query<T>(sql, parameters).AsList();

    /// <summary>The rows one at a time, for a statement that finds many.</summary>
    public IEnumerable<T> Stream<T>(string sql, object? parameters = null) => Connection.Query<T>(sql, parameters, buffered: false);

    /// <summary>The one row.</summary>
    public T QuerySingle<T>(string sql, object? parameters = null) => Connection.QuerySingle<T>(sql, parameters);

    /// <summary>The one row, or nothing.</summary>
    public T? QuerySingleOrDefault<T>(string sql, object? parameters = null) => Connection.QuerySingleOrDefault<T>(sql, parameters);

    /// <summary>The first of the rows, or nothing.</summary>
    public T? QueryFirstOrDefault<T>(string sql, object? parameters = null) => Connection.QueryFirstOrDefault<T>(sql, parameters);

    /// <summary>The first column of the first row, or nothing.</summary>
    public T? ExecuteScalar<T>(string sql, object? parameters = null) => Connection.ExecuteScalar<T>(sql, parameters);

    /// <summary>Changes rows and answers how many; once for each object where <paramref name="parameters"/> are a list.</summary>
    public int Execute(string sql, object? parameters = null) => Connection.Execute(sql, parameters);

    /// <summary>
    /// A statement of the hot path, prepared at its first use and kept as long as the session; <paramref name="sql"/> is a constant text.
    /// </summary>
    public Statement Prepared(string sql, params ReadOnlySpan<string> names)
    {
        if (!prepared.TryGetValue(sql, out var statement)) prepared.Add(sql, statement = new(this, sql, names));
        return statement;
    }

    /// <summary>Lets go of the statements and closes the connection.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc cref="Dispose()"/>
    protected virtual void Dispose(bool disposing)
    {
        foreach (var statement in prepared.Values) statement.Dispose();
        Connection.Dispose();
    }
}
