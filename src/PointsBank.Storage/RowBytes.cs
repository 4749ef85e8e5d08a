using System.Buffers.Binary;
using System.Security.Cryptography;
using PointsBank.Ledger;

namespace PointsBank.Storage;

/// <summary>
/// The bytes of rows under a digest, value by value; <c>schema/hashes.md</c> specifies them so that a stranger can write them again. A
/// value is one byte for its kind, and then 8 bytes big-endian for a number, or 4 bytes for the length and the bytes of a text in UTF-8 or
/// of bytes.
/// </summary>
public sealed class RowBytes : IDisposable
{
    readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    byte[] buffer = new byte[1 << 14];
    int length;

    /// <summary>Adds the columns of a row from one up to before another.</summary>
    public void Add(Statement.Rows row, int from, int until)
    {
        for (var column = from; column < until; column++)
            switch (row.Kind(column))
            {
                case SqlKind.Number:
                    Add(row.Number(column));
                    break;
                case SqlKind.Text:
                    Add(SqlKind.Text, row.Bytes(column));
                    break;
                case SqlKind.Bytes:
                    Add(SqlKind.Bytes, row.Bytes(column));
                    break;
                default:
                    Take(1)[0] = (byte)SqlKind.Nothing;
                    break;
            }
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        var bytes = Take(9);
        bytes[0] = (byte)SqlKind.Number;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
    }

    /// <summary>Adds a text.</summary>
    public void Add(string text) => Add(SqlKind.Text, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Adds a digest as bytes; none as nothing.</summary>
    public void Add(Digest? digest)
    {
        if (digest is { } known) Add(SqlKind.Bytes, known.ToArray());
        else Take(1)[0] = (byte)SqlKind.Nothing;
    }

    /// <summary>Adds bytes as they are, without a kind or a length: a salt.</summary>
    public void AddRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>The SHA-256 of what was added, and begins anew.</summary>
    public Digest Finish()
    {
        Flush();
        Span<byte> digest = stackalloc byte[Digest.Size];
        hash.GetHashAndReset(digest);
        return new(digest);
    }

    /// <summary>Lets go of it.</summary>
    public void Dispose() => hash.Dispose();

    void Add(SqlKind kind, ReadOnlySpan<byte> value)
    {
        var bytes = Take(5 + value.Length);
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(bytes[1..], value.Length);
        value.CopyTo(bytes[5..]);
    }

    Span<byte> Take(int bytes)
    {
        if (length + bytes > buffer.Length)
        {
            Flush();
            if (bytes > buffer.Length) buffer = new byte[bytes];
        }
        length += bytes;
        return buffer.AsSpan(length - bytes, bytes);
    }

    void Flush()
    {
        hash.AppendData(buffer, 0, length);
        length = 0;
    }
}
