using PointsBank.Village.Callers;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Journal;

/// <summary>
/// What this folder knows about people: what a household gets of it, which words are struck out, and how long they are kept.
/// </summary>
static class JournalPersonalData
{
    public static PersonalData All { get; } = new()
    {
        Exports =
        [
            new("entries", "账目", $"""
                with recursive walk (number, previous, account, entry, amount, balance_after, sequence) as (
                  select p.number, p.previous, p.account, p.entry, p.amount, p.balance_after, p.sequence
                  from accounts a join account_heads t on t.bank = a.bank and t.account = a.number
                  join postings p on p.bank = t.bank and p.number = t.last_posting
                  where a.bank = @bank and ((a.kind in (1, 2) and a.owner = @household)
                    or (a.kind = 3 and exists (select 1 from members m
                      where m.bank = a.bank and m.number = a.owner and m.household = @household)))
                  union all
                  select p.number, p.previous, p.account, p.entry, p.amount, p.balance_after, p.sequence
                    from walk w join postings p on p.bank = @bank and p.number = w.previous)
                select w.entry, e.effective_on, a.unit, a.period, w.sequence, w.amount, w.balance_after, e.rule, e.source, e.reverses,
                  n.text as note, {Handler.Of("e.actor")} as handler, e.recorded_at
                from walk w join accounts a on a.bank = @bank and a.number = w.account
                  join entries e on e.bank = @bank and e.number = w.entry
                left join entry_notes n on n.bank = @bank and n.entry = w.entry order by w.entry, a.unit
                """),
        ],
        Retention =
        [
            new("notes", 60, 12,
                """
                select n.entry as k from entry_notes n join entries e on e.bank = n.bank and e.number = n.entry
                  where n.bank = @bank and e.recorded_at < @before
                """,
                "delete from entry_notes where bank = @bank and entry = @k"),
        ],
    };
}
