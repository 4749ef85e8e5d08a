using System.Collections.Concurrent;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Verification;

public sealed record VerificationView(bool Sound, long FromEntry, long UpToEntry, string Hash, IReadOnlyList<Deviation> Deviations)
{
    /// <summary>The last seal; null before the first.</summary>
    public SealView? Seal { get; init; }

    /// <summary>What happened since, and is not yet sealed.</summary>
    public IReadOnlyList<Unsealed> Unsealed { get; init; } = [];
}

/// <summary>When a book was last verified, what was found, and how far it went.</summary>
public sealed record VerifiedView(Instant At, bool Sound, long UpToEntry);

/// <summary>Audits books while the program runs, and remembers how far each was found sound.</summary>
public sealed class VerificationDesk(Database database, BankDesk banks, SealDesk seals)
{
    readonly ConcurrentDictionary<long, VerifiedUpTo> verified = new();
    readonly ConcurrentDictionary<long, VerifiedView> lastVerified = new();

    /// <summary>Audits the book, on from where it was last found sound, or in full.</summary>
    public VerificationView Verify(long bank, bool full, Action<long, long>? progress = null)
    {
        var from = !full && verified.TryGetValue(bank, out var known) ? known : null;
        var result = database.Read(db => Verifier.Verify(db, bank, from, progress, VillageAudit.Passes));
        if (result.IsSound) verified[bank] = result.UpTo;
        lastVerified[bank] = new(banks.Now, result.IsSound, result.UpTo.Entry.Value);
        return new(
            result.IsSound, result.From.Value, result.UpTo.Entry.Value, result.UpTo.Hash.ToString(),
            result.Deviations)
        { Seal = seals.Last(bank), Unsealed = result.Unsealed };
    }

    /// <summary>The last time since the program started; null for none.</summary>
    public VerifiedView? LastVerified(long bank) => lastVerified.GetValueOrDefault(bank);
}
