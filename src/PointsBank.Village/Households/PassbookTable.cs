using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>A passbook as it is kept; of its PIN there is a digest under the server's key, or none.</summary>
sealed record PassbookRow(long Bank, string Serial, long Household, string? PinHash, long IssuedAt, long? EndedAt, string? EndReason)
{
    public PassbookView View => new(Serial, Household, IssuedAt.ToInstant(), PinHash is not null, EndedAt?.ToInstant(), EndReason);

    public OpenedPassbook Opened => new(Bank, Serial, Household);
}

/// <summary>Passbooks with their cards, and how far their booklets are printed.</summary>
static class PassbookTable
{
    /// <summary>Whether the household that a query calls h has no passbook in use.</summary>
    public const string HasNone =
        "not exists (select 1 from passbooks p where p.bank = h.bank and p.household = h.number and p.ended_at is null)";

    const string Select = "select bank, serial, household, pin_hash, issued_at, ended_at, end_reason from passbooks";

    const string WithBearer = """
        from passbooks p
        join households h on h.bank = p.bank and h.number = p.household
        join village_groups g on g.bank = h.bank and g.number = h.group_no
        join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
        """;

    /// <summary>A household's passbooks, the last first.</summary>
    public static List<PassbookRow> Of(DbSession db, long bank, long household) => db.Query<PassbookRow>(
        $"{Select} where bank = @bank and household = @household order by issued_at desc, serial desc", new { bank, household });

    public static PassbookRow? Find(DbSession db, string serial) =>
        db.QuerySingleOrDefault<PassbookRow>($"{Select} where serial = @serial", new { serial });

    /// <summary>The passbook whose last card this is.</summary>
    public static PassbookRow? FindByToken(DbSession db, string token) => db.QuerySingleOrDefault<string>("""
        select c.serial from cards c where c.token_hash = @hash
          and not exists (select 1 from cards l where l.bank = c.bank and l.serial = c.serial and l.sequence > c.sequence)
        """, new { hash = Digest.Of(Card.TokenIn(token)).ToArray() }) is { } serial ? Find(db, serial) : null;

    /// <summary>The serial of the passbook in use; null where there is none.</summary>
    public static string? InUse(DbSession db, long bank, long household) => db.QuerySingleOrDefault<string>(
        "select serial from passbooks where bank = @bank and household = @household and ended_at is null", new { bank, household });

    /// <summary>The serials in use by household.</summary>
    public static Dictionary<long, string> AllInUse(DbSession db, long bank) => db.Query<(long Household, string Serial)>(
        "select household, serial from passbooks where bank = @bank and ended_at is null", new { bank })
        .ToDictionary(row => row.Household, row => row.Serial);

    /// <summary>How many are in use, and how many of them have a PIN.</summary>
    public static (long InUse, long Pins) Count(DbSession db, long bank) => db.QuerySingle<(long, long)>(
        "select count(*), count(pin_hash) from passbooks where bank = @bank and ended_at is null", new { bank });

    /// <summary>How many the bank ever issued; the next serial follows.</summary>
    public static long Issued(DbSession db, long bank) =>
        db.ExecuteScalar<long>("select count(*) from passbooks where bank = @bank", new { bank });

    /// <summary>How many households there are, of the group where one is asked for, and how many of them have a passbook in use.</summary>
    public static (int There, int WithPassbook) Households(DbSession db, long bank, long? group)
    {
        var (there, without) = db.QuerySingle<(long, long)>($"""
            select count(*), cast(coalesce(sum(case when {HasNone} then 1 else 0 end), 0) as bigint) from households h
            where h.bank = @bank and (@group is null or h.group_no = @group) and {HouseholdTable.IsThere}
            """, new { bank, group });
        return ((int)there, (int)(there - without));
    }

    /// <summary>The households that have none in use, of the group where one is asked for, the lowest numbers first.</summary>
    public static List<(long Number, string Group, string Head)> Without(DbSession db, long bank, long? group, int most) =>
        db.Query<(long, string, string)>($"""
            select h.number, g.name, m.name from households h
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
            where h.bank = @bank and (@group is null or h.group_no = @group) and {HouseholdTable.IsThere} and {HasNone}
            order by h.number limit @most
            """, new { bank, group, most });

    /// <summary>Those in use between two serials, for their covers.</summary>
    public static List<CoverView> Covers(DbSession db, long bank, string first, string last, int most) =>
        db.Query<(string Serial, long Household, string Group, string Head, long At)>($"""
            select p.serial, p.household, g.name, m.name, p.issued_at {WithBearer}
            where p.bank = @bank and p.serial >= @first and p.serial <= @last and p.ended_at is null order by p.serial limit @most
            """, new { bank, first, last, most })
        .ConvertAll(row => new CoverView(row.Serial, row.Household, row.Group, row.Head, row.At.ToInstant()));

    /// <summary>What stands on the card of a household's open passbook, but for the token.</summary>
    public static CardView? Bearer(DbSession db, long bank, long household)
    {
        var row = db.QuerySingleOrDefault<(string? Serial, string Group, string Head)>($"""
            select p.serial, g.name, m.name {WithBearer} where p.bank = @bank and p.household = @household and p.ended_at is null
            """, new { bank, household });
        return row.Serial is null ? null : new(row.Serial, household, row.Group, row.Head);
    }

    public static void Add(Writer writer, long bank, string serial, long household, string? pinHash, string actor) => writer.Execute("""
        insert into passbooks (bank, serial, household, pin_hash, issued_at, issued_by)
          values (@bank, @serial, @household, @pinHash, @at, @actor)
        """, new { bank, serial, household, pinHash, at = writer.NowMilliseconds, actor });

    /// <summary>False where a card with this token was made before.</summary>
    public static bool AddCard(Writer writer, long bank, string serial, string token, string actor) => writer.Execute("""
        insert into cards (bank, serial, sequence, token_hash, issued_at, issued_by)
        select @bank, @serial, coalesce(max(sequence), 0) + 1, @hash, @at, @actor from cards where bank = @bank and serial = @serial
        on conflict (token_hash) do nothing
        """, new { bank, serial, hash = Digest.Of(token).ToArray(), at = writer.NowMilliseconds, actor }) == 1;

    /// <summary>Sets the PIN of a passbook in use, of the household that is named alone; false where there is none such.</summary>
    public static bool SetPin(Writer writer, long bank, string serial, string hash, long? household) => writer.Execute("""
        update passbooks set pin_hash = @hash where serial = @serial and bank = @bank and ended_at is null
          and (@household is null or household = @household)
        """, new { serial, bank, hash, household }) > 0;

    /// <summary>Puts a PIN in the place of the one that was checked; false where another one stands there by now.</summary>
    public static bool ChangePin(Writer writer, string serial, string? old, string hash) => writer.Execute(
        "update passbooks set pin_hash = @hash where serial = @serial and ended_at is null and pin_hash = @old",
        new { hash, serial, old }) > 0;

    /// <summary>Ends the one in use, if there is one.</summary>
    public static void End(Writer writer, long bank, long household, string reason) => writer.Execute(
        "update passbooks set ended_at = @at, end_reason = @reason where bank = @bank and household = @household and ended_at is null",
        new { bank, household, reason, at = writer.NowMilliseconds });

    /// <summary>The last print of this booklet or of those before it; no serial where nothing is printed.</summary>
    public static (string? Serial, long Line, long Row) LastPrint(DbSession db, long bank, long household, string serial) =>
        db.QuerySingleOrDefault<(string?, long, long)>("""
        select r.serial, r.upto_line, r.next_row from passbooks p join passbook_prints r on r.bank = p.bank and r.serial = p.serial
        where p.bank = @bank and p.household = @household and p.serial <= @serial order by p.serial desc, r.sequence desc limit 1
        """, new { bank, household, serial });

    public static void AddPrint(Writer writer, long bank, string serial, long uptoLine, long nextRow, string actor) => writer.Execute("""
        insert into passbook_prints (bank, serial, sequence, upto_line, next_row, recorded_at, actor)
        select @bank, @serial, coalesce(max(sequence), 0) + 1, @uptoLine, @nextRow, @at, @actor from passbook_prints
          where bank = @bank and serial = @serial
        """, new { bank, serial, uptoLine, nextRow, at = writer.NowMilliseconds, actor });
}
