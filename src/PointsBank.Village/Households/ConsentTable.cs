using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>What members agreed to and took back; the last word on a purpose counts.</summary>
static class ConsentTable
{
    /// <summary>The purposes to which the members of a household agree, by member.</summary>
    public static ILookup<long, string> Of(DbSession db, long bank, long household) => db.Query<(long Member, string Purpose)>("""
        select c.member, c.purpose from consents c join members m on m.bank = c.bank and m.number = c.member
        where c.bank = @bank and m.household = @household and c.given = 1 and c.sequence =
          (select max(l.sequence) from consents l where l.bank = c.bank and l.member = c.member and l.purpose = c.purpose)
        """, new { bank, household }).ToLookup(row => row.Member, row => row.Purpose);

    public static void Add(
        Writer writer, long bank, long member, string purpose, bool given, string how, string document, string actor) => writer.Execute("""
        insert into consents (bank, member, purpose, sequence, given, recorded_at, actor, how, document)
        select @bank, @member, @purpose, coalesce(max(sequence), 0) + 1, @given, @at, @actor, @how, @document
        from consents where bank = @bank and member = @member and purpose = @purpose
        """, new { bank, member, purpose, given = given ? 1 : 0, at = writer.NowMilliseconds, actor, how, document });
}
