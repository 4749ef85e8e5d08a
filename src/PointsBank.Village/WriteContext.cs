using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village;

/// <summary>
/// What comes with every request to write: who asks, under which key, what was asked (digested), and whether it is only a trial.
/// </summary>
public sealed record WriteContext(Caller Caller, IdempotencyKey Key, Digest Fingerprint, bool DryRun = false)
{
    /// <summary>The salt of a note; drawn for each where it is null. Who gives one gets the same journal from the same requests.</summary>
    public byte[]? Salt { get; init; }

    /// <summary>What a person wrote, salted; null where they wrote nothing.</summary>
    internal Note? NoteOf(string memo) => memo.Length == 0 ? null : Salt is null ? Note.Of(memo) : new(memo, Salt);

    /// <summary>A context of the program itself, with a key made in time order.</summary>
    public static WriteContext OfSystem(string what) => new(Caller.System, NewKey(), Digest.Of(what));

    /// <summary>A fresh key, made in time order.</summary>
    public static IdempotencyKey NewKey()
    {
        Span<byte> bytes = stackalloc byte[IdempotencyKey.Size];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        return new(bytes);
    }

    /// <summary>The same as text, for a form that carries it.</summary>
    public static string NewKeyText() => Guid.CreateVersion7().ToString("D");

    /// <summary>The request as the storage records it.</summary>
    public WriteRequest As(string action) => new(Key, Fingerprint, Caller.Actor, action);
}
