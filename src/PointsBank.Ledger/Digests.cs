using System.Security.Cryptography;
using System.Text;

namespace PointsBank.Ledger;

/// <summary>32 bytes of SHA-256. <c>default</c> is all zeros: the hash before the first entry, and "no note".</summary>
public readonly record struct Digest
{
    readonly UInt128 high;
    readonly UInt128 low;

    /// <summary>Takes 32 bytes.</summary>
    public Digest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("a digest has 32 bytes", nameof(bytes));
        high = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
        low = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes[16..]);
    }

    /// <summary>The size in bytes.</summary>
    public const int Size = 32;

    /// <summary>Whether all bytes are zero.</summary>
    public bool IsZero => high == 0 && low == 0;

    /// <summary>The SHA-256 of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[Size];
        SHA256.HashData(bytes, hash);
        return new(hash);
    }

    /// <summary>The SHA-256 of this text in UTF-8.</summary>
    public static Digest Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The SHA-256 of a salt and a text: what stands under the hash in place of words a person wrote.</summary>
    public static Digest Salted(ReadOnlySpan<byte> salt, string text) => Of([.. salt, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>Writes the 32 bytes.</summary>
    public void CopyTo(Span<byte> target)
    {
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(target, high);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(target[16..], low);
    }

    /// <summary>The 32 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}

/// <summary>
/// The name a caller gives to one write, so that sending it twice has one effect: 16 bytes. A UUID is taken as it is (version 7 is made
/// in time order and keeps inserts cheap); any other text is folded by SHA-256. <c>default</c> is no key and is refused.
/// </summary>
public readonly record struct IdempotencyKey
{
    readonly UInt128 value;

    /// <summary>Takes 16 bytes.</summary>
    public IdempotencyKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException("a key has 16 bytes", nameof(bytes));
        value = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The size in bytes.</summary>
    public const int Size = 16;

    /// <summary>The longest text a key may be given as, in characters.</summary>
    public const int MaxCharacters = 200;

    /// <summary>Whether no key was given.</summary>
    public bool IsNone => value == 0;

    /// <summary>Reads a key from what a caller sent; false if it is empty or longer than 200 characters.</summary>
    public static bool TryParse(string? text, out IdempotencyKey key)
    {
        key = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > MaxCharacters) return false;
        if (Guid.TryParseExact(text, "D", out var uuid))
        {
            Span<byte> bytes = stackalloc byte[Size];
            uuid.TryWriteBytes(bytes, bigEndian: true, out _);
            key = new(bytes);
        }
        else key = new(Digest.Of(text).ToArray().AsSpan(0, Size));
        return !key.IsNone;
    }

    /// <summary>The key of part <paramref name="part"/> of a write that makes several entries.</summary>
    public IdempotencyKey Part(long part)
    {
        Span<byte> bytes = stackalloc byte[Size + 8];
        CopyTo(bytes);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes[Size..], part);
        return new(Digest.Of(bytes).ToArray().AsSpan(0, Size));
    }

    /// <summary>Writes the 16 bytes.</summary>
    public void CopyTo(Span<byte> target) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(target, value);

    /// <summary>The 16 bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[Size];
        CopyTo(bytes);
        return bytes;
    }

    /// <summary>32 lower-case hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToArray());
}
