using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NodaTime.Text;

namespace PointsBank.Ledger;

/// <summary>
/// The bytes under an entry's hash, written field by field; <c>schema/hashes.md</c> specifies them so that a stranger can write them again.
/// Numbers are 8 bytes big-endian; texts are their length in bytes (4 bytes big-endian) and UTF-8. What can be derived (balances,
/// sequences) stays out; what an account is known by goes in, so that a balance cannot be moved to another household by editing the
/// account.
/// </summary>
public static class Canonical
{
    /// <summary>The version of this layout, the first byte under each hash.</summary>
    public const byte Version = 1;

    /// <summary>The entry's hash: SHA-256 of the version, the hash before it, and its canonical bytes.</summary>
    public static Digest HashOf(JournalEntry entry)
    {
        var writer = new Writer(stackalloc byte[1024]);
        try
        {
            Write(ref writer, entry);
            Span<byte> hash = stackalloc byte[Digest.Size];
            SHA256.HashData(writer.Written, hash);
            return new(hash);
        }
        finally
        {
            writer.Release();
        }
    }

    /// <summary>All bytes that are hashed, for the auditor and the golden tests.</summary>
    public static ImmutableArray<byte> BytesOf(JournalEntry entry)
    {
        var writer = new Writer(stackalloc byte[1024]);
        try
        {
            Write(ref writer, entry);
            return [.. writer.Written];
        }
        finally
        {
            writer.Release();
        }
    }

    static void Write(ref Writer writer, JournalEntry entry)
    {
        writer.Byte(Version);
        writer.Digest(entry.Previous);
        writer.Text(entry.Bank.Value);
        writer.Number(entry.Number.Value);
        writer.Number((long)entry.Kind);
        writer.Number(entry.RecordedAt.ToUnixTimeMilliseconds());
        writer.Text(LocalDatePattern.Iso.Format(entry.EffectiveOn));
        writer.Text(entry.Actor);
        writer.Key(entry.Key);
        writer.Digest(entry.Fingerprint);
        writer.Text(entry.Reason);
        writer.Digest(entry.Note);
        writer.Text(entry.Source);
        writer.Text(entry.Rule);
        writer.Number(entry.Rulebook);
        writer.Number(entry.Reverses?.Value ?? 0);
        writer.Number(entry.Settles?.Value ?? 0);
        writer.Number(entry.Deficit ? 1 : 0);
        writer.Number(entry.Postings.Length);
        foreach (var posting in entry.Postings)
        {
            writer.Number(posting.Account.Value);
            writer.Number((long)posting.Key.Kind);
            writer.Number(posting.Key.Owner);
            writer.Text(posting.Key.Unit.Code);
            writer.Number(posting.Key.Period);
            writer.Number(posting.Amount.Value);
        }
    }

    ref struct Writer(Span<byte> first)
    {
        Span<byte> buffer = first;
        byte[]? rented;
        int length;

        public readonly ReadOnlySpan<byte> Written => buffer[..length];

        public void Byte(byte value) => Take(1)[0] = value;

        public void Number(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(8), value);

        public void Digest(Digest value) => value.CopyTo(Take(Ledger.Digest.Size));

        public void Key(IdempotencyKey value) => value.CopyTo(Take(IdempotencyKey.Size));

        public void Text(string value)
        {
            var bytes = Encoding.UTF8.GetByteCount(value);
            BinaryPrimitives.WriteInt32BigEndian(Take(4), bytes);
            Encoding.UTF8.GetBytes(value, Take(bytes));
        }

        public void Release()
        {
            if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        }

        Span<byte> Take(int bytes)
        {
            if (length + bytes > buffer.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(2 * (length + bytes));
                Written.CopyTo(larger);
                Release();
                buffer = rented = larger;
            }
            length += bytes;
            return buffer.Slice(length - bytes, bytes);
        }
    }
}
