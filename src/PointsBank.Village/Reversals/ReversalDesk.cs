using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Reversals;

/// <summary>Why an entry is taken back, and whether points that are spent become a deficit, which later credits fill.</summary>
public sealed record ReversalInput(string Reason, bool AllowDeficit = false);

/// <summary>The mirror of the entry that was taken back.</summary>
public sealed record ReversalView(long Entry, string CheckCode, long Reverses, Instant RecordedAt);

/// <summary>
/// Takes entries back by their mirror, at most once. What an entry is about, and what follows from taking it back, the rooms say.
/// </summary>
public sealed class ReversalDesk
{
    readonly Database database;
    readonly BankDesk banks;
    readonly IReadOnlyList<ReversalRule> rules;

    internal ReversalDesk(Database database, BankDesk banks, IReadOnlyList<ReversalRule> rules) =>
        (this.database, this.banks, this.rules) = (database, banks, rules);

    /// <summary>How the reason of what a clerk entered alone begins.</summary>
    public const string DirectPrefix = "direct_";

    /// <summary>
    /// Takes an entry back. Points already spent make it refused, unless a supervisor allows a deficit. A clerk takes back what a clerk may
    /// enter alone; what others had a part in, a supervisor.
    /// </summary>
    public async Task<Outcome<ReversalView>> Reverse(WriteContext context, long bank, long entry, ReversalInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<ReversalView>(context, bank, "reversal", writer =>
        {
            var asked = writer.Book(bank).FindEntry(new EntryNumber(entry));
            if (asked is not null && Denied(asked, context.Caller, bank, input.AllowDeficit) is { } denied) return denied;
            var reversed = Reverse(writer, context, bank, new(entry), reason, input.AllowDeficit);
            var isSpent = reversed.Refusal?.Kind == LedgerRefusals.WouldPassFloor;
            return isSpent && !MayDecideAlone(context.Caller, bank) ? DeficitDenied : reversed;
        });
    }

    /// <summary>Who leaves a household in debt for a mistake of the desk has a second person beside them.</summary>
    static Refusal DeficitDenied => new(VillageRefusals.ReversalNeedsSupervisor, "allowDeficit");

    static bool MayDecideAlone(Caller caller, long bank) => caller == Caller.System || caller.Is(Role.Supervisor, bank);

    static Refusal? Denied(JournalEntry entry, Caller caller, long bank, bool deficit)
    {
        if (!MayDecideAlone(caller, bank))
        {
            var entersAlone = entry.Kind is EntryKind.Credit or EntryKind.Deduction
                && entry.Reason.StartsWith(DirectPrefix, StringComparison.Ordinal);
            if (!entersAlone) return new Refusal(VillageRefusals.ReversalNeedsSupervisor, "entry");
            return deficit ? DeficitDenied : null;
        }
        return entry.Kind == EntryKind.Opening && entry.Actor == caller.Actor
            ? new Refusal(VillageRefusals.ConfirmedByAnother, "entry")
            : null;
    }

    /// <summary>
    /// The same inside a write. <paramref name="byItsRoom"/>: the room that keeps the entry takes it back, so no rule is asked whether it
    /// may.
    /// </summary>
    internal Outcome<ReversalView> Reverse(
        Writer writer, WriteContext context, long bank, EntryNumber number, string reason, bool allowDeficit, bool byItsRoom = false)
    {
        var book = writer.Book(bank);
        if (book.FindEntry(number) is not { } entry) return LedgerRefusals.UnknownEntry;
        var asked = new Reversal(
            writer, context, bank, entry,
            (other, along, part, why) => Reverse(
                writer, context with { Key = context.Key.Part(part) }, other, along, why, allowDeficit: false, byItsRoom: true).Refusal);
        if (!byItsRoom && First(rule => rule.MayReverse(asked)) is { } barred) return barred;
        if (First(rule => rule.Before(asked)) is { } unready) return unready;
        var note = Note.Of(reason);
        // A deficit is points to be earned back; goods that left the shelf do not come back by themselves.
        var deficit = allowDeficit && !entry.Postings.Any(posting => posting.Key.Kind == AccountKind.GoodsShelf);
        var reversed = Mirror(book, writer, context, number, note, deficit);
        if (reversed.Refusal is { } refusal) return First(rule => rule.Explain(asked, refusal)) ?? refusal;
        var mirror = reversed.Value;
        if (First(rule => rule.After(asked, mirror)) is { } unfollowed) return unfollowed;
        writer.AddNote(bank, mirror.Number, note);
        return new ReversalView(mirror.Number.Value, mirror.CheckCode.ToString(), number.Value, mirror.RecordedAt);
    }

    Outcome<JournalEntry> Mirror(Book book, Writer writer, WriteContext context, EntryNumber number, Note note, bool deficit) =>
        book.Reverse(
        new ReversalDraft
        {
            Entry = number,
            EffectiveOn = banks.Today,
            Actor = context.Caller.Actor,
            Key = context.Key,
            Fingerprint = context.Fingerprint,
            Reason = "reversal",
            Note = note.Digest,
            Deficit = deficit,
        },
        writer.Now);

    Refusal? First(Func<ReversalRule, Refusal?> ask) => rules.Select(ask).FirstOrDefault(refusal => refusal is not null);
}
