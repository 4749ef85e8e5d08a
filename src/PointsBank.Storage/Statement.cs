using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PointsBank.Storage;

/// <summary>
/// A prepared statement on the library itself, with its parameters bound by position: the hot path writes thousands of rows a second, and
/// an audit reads millions. Half the price of a reused command. All else asks the session.
/// </summary>
public sealed class Statement : IDisposable
{
    readonly sqlite3 database;
    readonly sqlite3_stmt statement;
    readonly int[] positions;

    /// <summary>Prepares a text with these parameters; dispose of it before the session.</summary>
    public Statement(DbSession db, string sql, params ReadOnlySpan<string> names)
    {
        var connection = db.Connection;
        database = connection.Handle!;
        // The library waits by itself for whoever is ahead; by default it would not wait at all.
        raw.sqlite3_busy_timeout(database, 1000 * connection.DefaultTimeout);
        Check(raw.sqlite3_prepare_v2(database, SeenConnection.TextOf(connection, sql), out statement));
        positions = new int[names.Length];
        for (var i = 0; i < names.Length; i++)
            if ((positions[i] = raw.sqlite3_bind_parameter_index(statement, names[i])) == 0)
                throw new InvalidOperationException($"no parameter {names[i]} in {sql}");
    }

    /// <summary>Runs it; the values in the order of the names.</summary>
    public void Execute(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        var result = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (result is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) Check(result);
    }

    /// <summary>The first column of the first row as a number; null where there is no row or nothing stands there.</summary>
    public long? Single(params ReadOnlySpan<SqlValue> values)
    {
        using var rows = Query(values);
        return rows.Read() && !rows.IsNull(0) ? rows.Number(0) : null;
    }

    /// <summary>The rows, one at a time; disposing of them makes the statement ready for its next use.</summary>
    public Rows Query(params ReadOnlySpan<SqlValue> values)
    {
        Bind(values);
        return new(this);
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => statement.Dispose();

    void Bind(ReadOnlySpan<SqlValue> values)
    {
        if (values.Length != positions.Length)
            throw new InvalidOperationException($"{positions.Length} parameters, {values.Length} values");
        for (var i = 0; i < values.Length; i++) values[i].Bind(statement, positions[i]);
    }

    void Check(int result)
    {
        if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, database);
    }

    /// <summary>The rows of a query, read where they stand.</summary>
    public readonly struct Rows : IDisposable
    {
        readonly Statement owner;
        readonly sqlite3_stmt row;

        internal Rows(Statement owner) => (this.owner, row) = (owner, owner.statement);

        /// <summary>Goes on to the next row; false after the last.</summary>
        public bool Read()
        {
            var result = raw.sqlite3_step(row);
            if (result == raw.SQLITE_ROW) return true;
            if (result != raw.SQLITE_DONE) owner.Check(result);
            return false;
        }

        /// <summary>Whether nothing stands there.</summary>
        public bool IsNull(int column) => raw.sqlite3_column_type(row, column) == raw.SQLITE_NULL;

        /// <summary>What sort of value stands there.</summary>
        public SqlKind Kind(int column) => raw.sqlite3_column_type(row, column) switch
        {
            raw.SQLITE_INTEGER => SqlKind.Number,
            raw.SQLITE_TEXT => SqlKind.Text,
            raw.SQLITE_BLOB => SqlKind.Bytes,
            raw.SQLITE_NULL => SqlKind.Nothing,
            _ => throw new InvalidDataException($"column {column} holds a fraction"),
        };

        /// <summary>A whole number.</summary>
        public long Number(int column) => raw.sqlite3_column_int64(row, column);

        /// <summary>A text.</summary>
        public string Text(int column) =>
            raw.sqlite3_column_text(row, column).utf8_to_string() ?? throw new InvalidDataException($"column {column} is empty");

        /// <summary>The bytes as they lie in the library; they are gone with the next row.</summary>
        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(row, column);

        /// <summary>Makes the statement ready for its next use.</summary>
        public void Dispose() => raw.sqlite3_reset(row);
    }
}

/// <summary>What a column may hold; the numbers are those under a seal.</summary>
public enum SqlKind : byte
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>A whole number.</summary>
    Number = 1,

    /// <summary>A text.</summary>
    Text = 2,

    /// <summary>Bytes.</summary>
    Bytes = 3,
}

/// <summary>What a parameter may be: a whole number, a text, bytes, or nothing.</summary>
public readonly struct SqlValue
{
    readonly long number;
    readonly object? reference;
    readonly bool isNumber;

    SqlValue(long number) => (this.number, isNumber) = (number, true);

    SqlValue(object? reference) => this.reference = reference;

    /// <summary>A whole number.</summary>
    public static implicit operator SqlValue(long value) => new(value);

    /// <summary>A whole number or nothing.</summary>
    public static implicit operator SqlValue(long? value) => value is { } number ? new(number) : default;

    /// <summary>A text or nothing.</summary>
    public static implicit operator SqlValue(string? value) => new(value);

    /// <summary>Bytes or nothing.</summary>
    public static implicit operator SqlValue(byte[]? value) => new(value);

    internal void Bind(sqlite3_stmt statement, int position)
    {
        if (isNumber) raw.sqlite3_bind_int64(statement, position, number);
        else if (reference is string text) raw.sqlite3_bind_text(statement, position, text);
        else if (reference is byte[] bytes) raw.sqlite3_bind_blob(statement, position, bytes);
        else raw.sqlite3_bind_null(statement, position);
    }
}
