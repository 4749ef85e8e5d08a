using NodaTime;
using PointsBank.Storage;

namespace PointsBank.Village.Banks;

/// <summary>The villages' banks.</summary>
static class BankTable
{
    /// <summary>Every bank, the first one first.</summary>
    public static List<BankView> All(DbSession db) => db.Query<(string Code, string Zh, string En, long At)>(
        "select b.code, v.name_zh, v.name_en, v.opened_at from books b join banks v on v.bank = b.bank order by b.bank")
        .ConvertAll(row => new BankView(row.Code, row.Zh, row.En, row.At.ToInstant()));

    public static Instant OpenedAt(DbSession db, long bank) =>
        db.QuerySingle<long>("select opened_at from banks where bank = @bank", new { bank }).ToInstant();

    public static void Add(Writer writer, long bank, string zh, string en) => writer.Execute(
        "insert into banks (bank, name_zh, name_en, opened_at) values (@bank, @zh, @en, @at)",
        new { bank, zh, en, at = writer.NowMilliseconds });
}
