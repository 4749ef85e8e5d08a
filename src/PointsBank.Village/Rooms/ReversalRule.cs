using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>An entry that is to be taken back, inside the write that does so.</summary>
/// <param name="Writer">The write.</param>
/// <param name="Context">Who takes it back, under which key.</param>
/// <param name="Bank">The bank of the entry.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Along">Takes another entry back in the same write: its bank, its number, a part of the key, why. Its room asked, so no rule
/// is.</param>
sealed record Reversal(
    Writer Writer, WriteContext Context, long Bank, JournalEntry Entry, Func<long, EntryNumber, int, string, Refusal?> Along);

/// <summary>
/// What a room has to say when an entry is taken back by a reversal. Any of them may refuse, and then nothing is written. The rules are
/// asked from the highest floor down.
/// </summary>
abstract class ReversalRule
{
    /// <summary>Why the entry is not taken back by itself. Not asked where the room that keeps the entry takes it back.</summary>
    public virtual Refusal? MayReverse(Reversal asked) => null;

    /// <summary>Writes what must be written before.</summary>
    public virtual Refusal? Before(Reversal asked) => null;

    /// <summary>Says better than the ledger why it refused; null where it cannot.</summary>
    public virtual Refusal? Explain(Reversal asked, Refusal refusal) => null;

    /// <summary>Writes what follows from it.</summary>
    public virtual Refusal? After(Reversal done, JournalEntry mirror) => null;
}
