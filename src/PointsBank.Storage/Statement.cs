using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PointsBank.Storage;

/// <summary>
/// A prepared statement on the library itself, with its parameters bound by position: the hot path writes thousands of rows a second, and an audit
/// reads millions. Half the price of a reused command. Everything else is Dapper.
/// </summary>
sealed class Statement : IDisposable
{
    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    readonly int[] positions;

    public Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> names)
    {
        database = connection.Handle!;
        // The library waits by itself for whoever is ahead; by default it would not wait at all.
        raw.sqlite3_busy_timeout(database, 1000 * connection.DefaultTimeout);
        Check(raw.sqlite3_prepare_v2(database, sql, out statement));
        positions = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
            if ((positions[i] = raw.sqlite3_bind_parameter_index(statement, names[i])) == 0) throw new InvalidOperationException($"no parameter {names[i]} in {sql}");
    }

    public void Execute(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
    }

    /// <summary>The rows, one at a time; disposing of them makes the statement ready for its next use.</summary>
    public Rows Query(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return new(this);
    }

    public void Dispose() => statement.Dispose();

    void Bind(ReadOnlySpan<SqlValue> values)
    {
        if (values.Length != positions.Length) throw new InvalidOperationException($"{positions.Length} parameters, {values.Length} values");
        for (var i = 0; i < values.Length; i++) values[i].Bind(statement, positions[i]);
    }

    void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }

    /// <summary>The rows of a query, read where they stand.</summary>
    public readonly struct Rows(Statement owner) : IDisposable
    {
        readonly sqlite3_stmt row = owner.statement;

        public bool Read()
        {
            var result = raw.sqlite3_step(row);
            if (result == raw.SQLITE_ROW) return true;
            if (result != raw.SQLITE_DONE) owner.Check(result);
            return false;
        }

        public bool IsNull(int column) => raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL;

        public long Number(int column) => raw.sqlite3_column_int64(row, column);

        public string Text(int column) => raw.sqlite3_column_text(row, column).utf8_to_string() ?? throw new InvalidDataException($"column {column} is empty");

        /// <summary>The bytes as they lie in the library; they are gone with the next row.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(row, column);

        public void Dispose() => raw.sqlite3_reset(row);
    }
}

/// <summary>What a parameter may be: a whole number, a text, bytes, or nothing.</summary>
readonly struct SqlValue
{
    readonly long number;
    readonly object? reference;
    readonly bool isNumber;

    SqlValue(long number) => (this.number, isNumber) = (number, true);

    SqlValue(object? reference) => this.reference = reference;

    public static implicit operator SqlValue(long value) => new(value);

    public static implicit operator SqlValue(long? value) => value is { } number ? new(number) : default;

    public static implicit operator SqlValue(string? value) => new(value);

    public static implicit operator SqlValue(byte[]? value) => new(value);

    public void Bind(sqlite3_stmt statement, int position)
    {
        if (isNumber) raw.sqlite3_bind_int64(statement, position, number);
        else if (reference is string text) raw.sqlite3_bind_text(statement, position, text);
        else if (reference is byte[] bytes) raw.sqlite3_bind_blob(statement, position, bytes);
        else raw.sqlite3_bind_null(statement, position);
    }
}
