using NodaTime;
using PointsBank.Storage;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Banks;

/// <summary>Changes of settings on which money or rights hang, with their documents and who decided on them.</summary>
static class SettingProposalTable
{
    /// <summary>Adds a proposal, and answers its number. The same change by the same person does not wait twice.</summary>
    public static long Add(Writer writer, long bank, LocalDate day, string document, IReadOnlyDictionary<string, long> values, string actor)
    {
        if (Waiting(writer, bank, day, document, values, actor) is { } waiting) return waiting;
        var number = writer.ExecuteScalar<long>("""
            insert into setting_proposals (bank, number, valid_from, document, recorded_at, actor)
            select @bank, coalesce(max(number), 0) + 1, @day, @document, @at, @actor from setting_proposals where bank = @bank
              returning number
            """, new { bank, day = day.ToIso(), document, at = writer.NowMilliseconds, actor });
        foreach (var (name, value) in values)
            writer.Execute(
                "insert into setting_proposal_values (bank, proposal, name, value) values (@bank, @number, @name, @value)",
                new { bank, number, name, value = value.Text() });
        return number;
    }

    static long? Waiting(
        DbSession db, long bank, LocalDate day, string document, IReadOnlyDictionary<string, long> values, string actor) =>
        db.Query<long>("""
        select p.number from setting_proposals p
        where p.bank = @bank and p.valid_from = @day and p.document = @document and p.actor = @actor
          and not exists (select 1 from setting_decisions d where d.bank = p.bank and d.proposal = p.number)
        """, new { bank, day = day.ToIso(), document, actor })
        .Where(number => Values(db, bank, number) is var same && same.Count == values.Count
            && same.All(value => values.TryGetValue(value.Key, out var asked) && asked == value.Value))
        .Select(number => (long?)number).FirstOrDefault();

    /// <summary>Whether one of its settings was set by somebody since it was proposed: then it says nothing of what holds now.</summary>
    public static bool IsOvertaken(DbSession db, long bank, long number) => db.ExecuteScalar<long>("""
        select count(*) from setting_proposals p
        join setting_proposal_values v on v.bank = p.bank and v.proposal = p.number
        join settings s on s.bank = p.bank and s.name = v.name and s.recorded_at > p.recorded_at
        where p.bank = @bank and p.number = @number
        """, new { bank, number }) > 0;

    public static void Decide(Writer writer, long bank, long proposal, string kind, string actor) => writer.Execute(
        "insert into setting_decisions (bank, proposal, kind, recorded_at, actor) values (@bank, @proposal, @kind, @at, @actor)",
        new { bank, proposal, kind, at = writer.NowMilliseconds, actor });

    public static Maker MadeBy(DbSession db, long bank, long number) => db.QuerySingle<Maker>(
        "select actor, recorded_at as at from setting_proposals where bank = @bank and number = @number", new { bank, number });

    public static bool IsBy(DbSession db, long bank, long number, string actor) => db.ExecuteScalar<long>(
        "select count(*) from setting_proposals where bank = @bank and number = @number and actor = @actor",
        new { bank, number, actor }) > 0;

    /// <summary>The last first; one of them where it is named.</summary>
    public static IReadOnlyList<SettingProposalView> List(
        DbSession db, long bank, long? number, bool open, long before, int limit) =>
        db.Query<
        (long Number, string Day, string Document, string By, long At, string? State, string? Decider, long? DecidedAt)>($"""
            select p.number, p.valid_from, p.document, {Handler.Of("p.actor")}, p.recorded_at, {SecondPerson.Outcome},
              {Handler.Of("d.actor")}, d.recorded_at
            from setting_proposals p left join setting_decisions d on d.bank = p.bank and d.proposal = p.number
            where p.bank = @bank and (@number is null or p.number = @number) and (@open = 0 or d.kind is null)
              and (@before = 0 or p.number < @before)
            order by p.number desc limit @limit
            """, new { bank, number, open = open ? 1 : 0, before, limit }).Select(row => new SettingProposalView(
            row.Number, row.Day.ToDate(), Values(db, bank, row.Number), row.Document, row.By, row.At.ToInstant(),
            row.State ?? "open", row.State is null ? null : row.Decider,
            row.DecidedAt?.ToInstant(), HoldsFrom(row.State, row.Day.ToDate(), row.DecidedAt?.ToInstant()))).ToList();

    /// <summary>What is confirmed late changes no day that is over; what is set alone, before the first entry, may.</summary>
    static LocalDate? HoldsFrom(string? state, LocalDate asked, Instant? decidedAt) => state switch
    {
        "alone" => asked,
        "confirmed" => LocalDate.Max(asked, decidedAt!.Value.InZone(BankDesk.Zone).Date),
        _ => null,
    };

    static Dictionary<string, long> Values(DbSession db, long bank, long proposal) =>
        db.Query<(string Name, long Value)>(
        "select name, cast(value as bigint) from setting_proposal_values where bank = @bank and proposal = @proposal order by name",
        new { bank, proposal })
        .ToDictionary(row => row.Name, row => row.Value);
}
