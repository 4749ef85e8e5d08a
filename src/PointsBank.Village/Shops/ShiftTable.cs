using PointsBank.Storage;

namespace PointsBank.Village.Shops;

static class ShiftTable
{
    /// <summary>The number of an attendant's open shift at a shop; null where there is none.</summary>
    public static long? OpenOf(Writer writer, long bank, long shop, string actor) => writer.Prepared("""
        select s.number from shifts s where s.bank = @bank and s.shop = @shop and s.actor = @actor
          and not exists (select 1 from shift_ends e where e.bank = s.bank and e.shift = s.number) order by s.number desc limit 1
        """, "@bank", "@shop", "@actor").Single(bank, shop, actor);

    public static bool IsOpen(Writer writer, long bank, long shift) =>
        writer.Prepared("select 1 from shift_ends where bank = @bank and shift = @shift", "@bank", "@shift").Single(bank, shift) is null;
}
