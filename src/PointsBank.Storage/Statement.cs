using Microsoft.Data.Sqlite;

namespace PointsBank.Storage;

/// <summary>A prepared statement with its parameters bound by position: the hot path writes thousands a second and must not parse each time.</summary>
sealed class Statement : IDisposable
{
    readonly SqliteCommand command;
    readonly SqliteParameter[] parameters;

    public Statement(SqliteConnection connection, string sql, params string[] names)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        parameters = [.. names.Select(name => command.Parameters.Add(new SqliteParameter { ParameterName = name }))];
    }

    public int Execute(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteNonQuery();
    }

    public SqliteDataReader Query(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return command.ExecuteReader();
    }

    public void Dispose() => command.Dispose();

    void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != parameters.Length) throw new InvalidOperationException($"{parameters.Length} parameters, {values.Length} values");
        for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
