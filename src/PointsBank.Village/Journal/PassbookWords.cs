using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;

namespace PointsBank.Village.Journal;

/// <summary>
/// What stands beside a posting in the passbook: what was done, as the activity is called or as somebody wrote it down; where nobody did
/// the rule's item, or the goods. Prepared once for a page, because a page is twenty of them.
/// </summary>
sealed class PassbookWords(DbSession db, long bank) : IDisposable
{
    readonly Statement entries = PassbookLineTable.Entries(db);

    readonly Statement goods = PassbookLineTable.Goods(db);

    readonly Statement activities = PassbookLineTable.Activities(db);

    readonly Statement claims = PassbookLineTable.Claims(db);

    readonly Statement years = PassbookLineTable.Years(db);

    readonly Statement returns = PassbookLineTable.Returns(db);

    readonly Statement changes = PassbookLineTable.Changes(db);

    public PassbookLine Line(Posting posting, EntryNumber number)
    {
        using var entry = entries.Query(bank, number.Value);
        if (!entry.Read()) throw new InvalidDataException($"posting {posting.Number} belongs to no entry");
        var (reverses, zh, en) = (entry.IsNull(4) ? default(long?) : entry.Number(4), entry.Text(5), entry.Text(6));
        var amount = posting.Amount.Value;
        var (item, itemEn) = (zh, en);
        if (zh.Length == 0) (zh, en) = MatterOf(reverses ?? number.Value, isBack: amount > 0 == reverses is null);
        else if (LifeOf(
            reverses ?? number.Value, entry.Text(9), entry.Text(10), entry.Text(11),
            entry.Number(12) is > 0 and var each ? Math.Abs(amount) / each : 0) is { } life)
            (zh, en) = life;
        return new(
            posting.Sequence, entry.Text(1).ToDate(), entry.Number(8).ToInstant().InZone(BankDesk.Zone).Date, zh, en, item, itemEn,
            Math.Max(amount, 0), Math.Max(-amount, 0), posting.BalanceAfter.Value, JournalDesk.KindOf((EntryKind)entry.Number(0)),
            entry.Text(7), new CheckCode(number, new Digest(entry.Bytes(2))).ToString(), number.Value, reverses);
    }

    public void Dispose()
    {
        entries.Dispose();
        goods.Dispose();
        activities.Dispose();
        claims.Dispose();
        years.Dispose();
        returns.Dispose();
        changes.Dispose();
    }

    /// <summary>
    /// What was done in life: the activity and how long, or the memo of the claim or the slip, with the hours where the rule counts them;
    /// null where nobody wrote any.
    /// </summary>
    (string Zh, string En)? LifeOf(long entry, string source, string note, string basis, long quantity)
    {
        using (var activity = activities.Query(bank, entry))
            if (activity.Read())
            {
                var (own, zh, en) = (activity.Text(0), activity.Text(1), activity.Text(2));
                return EntryWords.WithTime(own.Length > 0 ? own : zh, own.Length > 0 ? "" : en, activity.Number(3));
            }
        if (Claim.TryReadSource(source, out var number))
        {
            using var claim = claims.Query(bank, number);
            if (claim.Read()) (note, quantity) = (claim.Text(0), claim.Number(1));
        }
        return note.Length == 0 ? null : EntryWords.WithTime(EntryWords.Short(note), "", basis == "per_hour" ? 60 * quantity : 0);
    }

    /// <summary>
    /// What an entry without a rule was: goods, a year's end, a household's change. <paramref name="isBack"/> is the line by which a year's
    /// end gives back what is carried over.
    /// </summary>
    public (string Zh, string En) MatterOf(long entry, bool isBack = false)
    {
        if (GoodsOf(entry) is { Zh.Length: > 0 } handed) return handed;
        using (var year = years.Query(bank, entry))
            if (year.Read())
                return EntryWords.OfYear(year.Number(0), year.Number(1), year.Number(2), isBack);
        using (var back = returns.Query(bank, entry))
            if (back.Read())
                return EntryWords.OfReturn(back.Number(0), back.Number(1));
        using var change = changes.Query(bank, entry);
        return change.Read() ? EntryWords.OfChange(change.Text(0)) : ("", "");
    }

    /// <summary>What the redemption of this entry handed out; nothing where it is none.</summary>
    (string Zh, string En) GoodsOf(long redeeming)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        using var rows = goods.Query(bank, redeeming);
        while (rows.Read())
        {
            zh.Add($"{rows.Text(0)}×{rows.Number(2)}");
            en.Add($"{rows.Text(1)} ×{rows.Number(2)}");
        }
        return (string.Join("、", zh), string.Join(", ", en));
    }
}
