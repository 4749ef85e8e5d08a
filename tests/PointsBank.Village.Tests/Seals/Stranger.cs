using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace PointsBank.Village.Tests.Seals;

/// <summary>
/// Seals as somebody computes them who has the file, <c>schema/hashes.md</c> and <c>schema/seals.txt</c>, and nothing of this program:
/// plain SQL and SHA-256.
/// </summary>
sealed class Stranger(SqliteConnection connection, IEnumerable<string> lines)
{
    readonly List<string[]> parts = [
        .. lines.Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(" | ")).Where(
            line => line[1] is not ("working" or "left out"))];

    /// <summary>What a seal's digest must be, by all that stands in the file.</summary>
    public string DigestOf(long bank, long number)
    {
        var seal = Rows(
            $"""
            select previous, made_at, cause, actor, entry, head, migration, catalogue, outside from seals
              where bank = {bank} and number = {number}
            """).Single();
        var code = bank == 0 ? "" : (string)Rows($"select code from books where bank = {bank}").Single()[0]!;
        var told = Rows($"select part, rows, upto from seal_parts where bank = {bank} and seal = {number}")
            .OrderBy(part => (string)part[0]!, StringComparer.Ordinal)
            .ToList();
        var bytes = new List<byte>();
        foreach (var value in (object?[])[1L, seal[0], code, number, .. seal[1..], (long)told.Count]) Write(bytes, value);
        foreach (var part in told)
            foreach (var value in (object?[])[.. part, DigestOf(bank, number, (string)part[0]!)]) Write(bytes, value);
        return Convert.ToHexStringLower(SHA256.HashData(bytes.ToArray()));
    }

    /// <summary>What is new of a part in a seal, by the rows of its table.</summary>
    byte[] DigestOf(long bank, long number, string name)
    {
        var part = parts.Single(line => line[0] == name);
        var migration = (long)Rows($"select migration from seals where bank = {bank} and number = {number}").Single()[0]!;
        var (table, kind, order) = (name.Split(' ')[0], part[1].Split(' ')[0], part[2].Split(' '));
        var columns = (part.Length > 3 ? part[3].Split(' ') : []).Select(column => column.Split('@'))
            .Where(column => column.Length == 1 || long.Parse(column[1], CultureInfo.InvariantCulture) <= migration)
            .Select(column => column[0]);
        var hasBank = table is not ("activity_moves" or "claim_moves" or "migrations" or "staff" or "staff_changes" or "staff_grants");
        var query = $"select {string.Join(", ", order.Concat(columns))} from {table} where {(hasBank ? $"bank = {bank}" : "1 = 1")}";
        var bytes = new List<byte>();
        if (kind == "log")
        {
            var stretch = Rows(
                $"select upto from seal_parts where bank = {bank} and part = '{name}' and seal <= {number} order by seal desc limit 2")
                    .Select(row => (long)row[0]!)
                .ToList();
            foreach (var row in Rows(
                $"{query} and {order[0]} > {(stretch.Count > 1 ? stretch[1] : 0)} and {order[0]} <= {stretch[0]} order by "
                    + $"{string.Join(", ", order)}"))
                foreach (var value in row) Write(bytes, value);
            return SHA256.HashData(bytes.ToArray());
        }
        var now = Rows(query).ToDictionary(row => string.Join('|', row[..order.Length].Select(Name)));
        var sealedRows = Rows(
            $"""
            select key, digest, salt, (select max(r.seal) from seal_rows r where r.bank = s.bank and r.part = s.part and r.key = s.key)
              from seal_rows s where bank = {bank} and part = '{name}' and seal = {number}
            """);
        foreach (var row in sealedRows.OrderBy(row => Convert.ToHexString(Encoding.UTF8.GetBytes((string)row[0]!)), StringComparer.Ordinal))
        {
            var (key, digest, salt, isLast) = ((string)row[0]!, row[1], row[2] as byte[] ?? [], (long)row[3]! == number);
            // A later state, or an erased one, cannot be computed any more; the digest that was written down stands for it.
            if (isLast
                && digest is not null
                && now.TryGetValue(key, out var found)
                && (kind is not ("words" or "personal") || salt.Length > 0))
            {
                var told = new List<byte>(salt);
                foreach (var value in found) Write(told, value);
                digest = SHA256.HashData(told.ToArray());
            }
            Write(bytes, key);
            Write(bytes, digest);
        }
        return SHA256.HashData(bytes.ToArray());
    }

    /// <summary>A value: its kind, and then a number in 8 bytes, or the length in 4 and the bytes.</summary>
    public static void Write(List<byte> bytes, object? value)
    {
        var head = new byte[9];
        switch (value)
        {
            case null:
                bytes.Add(0);
                return;
            case long number:
                head[0] = 1;
                BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), number);
                bytes.AddRange(head);
                return;
            default:
                var content = value as byte[] ?? Encoding.UTF8.GetBytes((string)value);
                head[0] = value is string ? (byte)2 : (byte)3;
                BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(1), content.Length);
                bytes.AddRange(head[..5]);
                bytes.AddRange(content);
                return;
        }
    }

    static string Name(object? value) => value switch
    {
        long number => number.ToString(CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        string text => text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("|", @"\|", StringComparison.Ordinal),
        _ => "",
    };

    List<object?[]> Rows(string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        return rows;
    }
}
