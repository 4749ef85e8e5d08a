using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Rulebooks;

/// <summary>Versions of the rulebook, their rules, and who proposed and decided on them.</summary>
static class RulebookTable
{
    public static Maker MadeBy(DbSession db, long bank, long version) => db.QuerySingle<Maker>(
        "select actor, recorded_at as at from rulebooks where bank = @bank and version = @version", new { bank, version });

    public static bool IsBy(DbSession db, long bank, long version, string actor) => db.ExecuteScalar<long>(
        "select count(*) from rulebooks where bank = @bank and version = @version and actor = @actor", new { bank, version, actor }) > 0;

    /// <summary>Who proposed a version and who decided on it; null where there is no such version.</summary>
    public static RulebookHands? HandsOf(DbSession db, long bank, long version) =>
        db.Query<(string By, long At, string? Kind, string? Decider, long? On)>($"""
            select {Handler.Of("r.actor")}, r.recorded_at, d.kind, {Handler.Of("d.actor")}, d.recorded_at
            from rulebooks r left join rulebook_decisions d on d.bank = r.bank and d.version = r.version
            where r.bank = @bank and r.version = @version
            """, new { bank, version }) is [var row]
            ? new(row.By, row.At.ToInstant(), row.Kind is null ? null : row.Decider, row.On?.ToInstant())
            : null;

    /// <summary>Adds a version with its rules, and answers which it is.</summary>
    public static long Add(Writer writer, long bank, RulebookInput input, string actor)
    {
        var version = writer.ExecuteScalar<long>("""
            insert into rulebooks (bank, version, title, mode, valid_from, adopted_by, recorded_at, actor)
            select @bank, coalesce(max(version), 0) + 1, @Title, @Mode, @from, @AdoptedBy, @at, @actor from rulebooks where bank = @bank
            returning version
            """,
            new { bank, input.Title, input.Mode, from = input.ValidFrom.ToIso(), input.AdoptedBy, at = writer.NowMilliseconds, actor });
        for (var i = 0; i < input.Rules.Count; i++) Add(writer, bank, version, i + 1, input.Rules[i]);
        return version;
    }

    public static void Decide(Writer writer, long bank, long version, string kind, string actor) => writer.Execute(
        "insert into rulebook_decisions (bank, version, kind, recorded_at, actor) values (@bank, @version, @kind, @at, @actor)",
        new { bank, version, kind, at = writer.NowMilliseconds, actor });

    static void Add(Writer writer, long bank, long version, int position, Rule rule) => writer.Execute("""
        insert into rules (bank, version, position, code, class_zh, class_en, item_zh, item_en, kind, basis, points, cap_period, cap_points,
          evidence,
          direct, ordinary, posted)
        values (@bank, @version, @position, @Code, @ClassZh, @ClassEn, @ItemZh, @ItemEn, @Kind, @Basis, @Points, @CapPeriod, @CapPoints,
          @Evidence,
          @direct, @ordinary, @posted)
        """,
        new
        {
            bank, version, position, rule.Code, rule.ClassZh, ClassEn = rule.ClassEn ?? "", rule.ItemZh, ItemEn = rule.ItemEn ?? "",
            rule.Kind, rule.Basis, rule.Points, rule.CapPeriod, rule.CapPoints, Evidence = rule.Evidence ?? "",
            direct = rule.Direct ? 1 : 0, ordinary = rule.Ordinary ? 1 : 0, posted = rule.Posted ? 1 : 0,
        });

    /// <summary>Every version with its rules.</summary>
    public static RulebookShelf Shelf(DbSession db, long bank)
    {
        var rules = db.Query<RuleRow>("select * from rules where bank = @bank order by version, position", new { bank })
            .ToLookup(row => row.Version, row => row.Rule);
        return new(db.Query<(long Version, string Title, string Mode, string From, string Adopted, string? Kind)>($"""
            select p.version, p.title, p.mode, p.valid_from, p.adopted_by, {SecondPerson.Outcome}
            from rulebooks p left join rulebook_decisions d on d.bank = p.bank and d.version = p.version
            where p.bank = @bank order by p.valid_from, d.recorded_at, p.version
            """, new { bank }).Select(row => new RulebookView(
                (int)row.Version, row.Title, row.Mode, row.From.ToDate(), row.Adopted, [.. rules[row.Version]],
                row.Kind ?? RulebookState.Open)));
    }

    sealed record RuleRow(
        long Bank, long Version, long Position, string Code, string ClassZh, string ClassEn, string ItemZh, string ItemEn, string Kind,
        string Basis, long Points, string CapPeriod, long CapPoints, string Evidence, long Direct, long Ordinary, long Posted)
    {
        public Rule Rule => new(
            Code, ClassZh, ClassEn, ItemZh, ItemEn, Kind, Basis, Points, CapPeriod, CapPoints, Evidence, Direct == 1, Ordinary == 1,
            Posted == 1);
    }
}
