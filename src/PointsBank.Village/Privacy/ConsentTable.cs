using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Privacy;

/// <summary>What members said to purposes, word by word.</summary>
static class ConsentTable
{
    /// <summary>All words of a household's members, newest first.</summary>
    public static List<ConsentEntry> OfHousehold(DbSession db, long bank, long household) =>
        db.Query<(long Member, string Name, string Purpose, long Given, string How, string Document, string Handler, long At)>($"""
            select c.member, m.name, c.purpose, c.given, c.how, c.document, {Handler.Of("c.actor")}, c.recorded_at
            from consents c join members m on m.bank = c.bank and m.number = c.member
            where c.bank = @bank and m.household = @household order by c.recorded_at desc, c.member, c.purpose, c.sequence desc
            """, new { bank, household }).ConvertAll(
            row => new ConsentEntry(
                row.Member, row.Name, row.Purpose, row.Given == 1, row.How, row.Document, row.Handler, row.At.ToInstant()));

    /// <summary>The last words of all members, counted.</summary>
    public static List<(string Purpose, long Given, long Count)> Counts(DbSession db, long bank) =>
        db.Query<(string Purpose, long Given, long Count)>("""
            select c.purpose, c.given, count(*) from consents c
            where c.bank = @bank and c.sequence = (select max(l.sequence) from consents l
              where l.bank = c.bank and l.member = c.member and l.purpose = c.purpose)
            group by c.purpose, c.given
            """, new { bank });
}
