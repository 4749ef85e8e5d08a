using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>
/// To issue passbooks to the households that have none: to all, or to those of one group. The cards' tokens follow from the seed, a secret
/// of 32 to 256 signs that the caller draws.
/// </summary>
public sealed record FirstPassbooksInput(string Seed, string? Group = null);

/// <summary>Passbooks that were issued together, with their cards.</summary>
/// <param name="Cards">The cards, by the households' numbers. Tokens are told to whoever holds the seed, and kept as digests only.</param>
/// <param name="LeftAlone">Households that had a passbook in use, and keep it.</param>
/// <param name="StillWithout">Households for which there was no room in this write: the next one goes on with them.</param>
public sealed record FirstPassbooksView(IReadOnlyList<CardView> Cards, int LeftAlone, int StillWithout);

/// <summary>
/// Passbooks for a whole village or group. Who has none is found inside the write, so a batch that is sent once more, under its own key or
/// another one, issues no second passbook to anybody.
/// </summary>
public sealed class FirstPassbookDesk(Database database, PassbookDesk passbooks)
{
    /// <summary>The most passbooks of one write.</summary>
    public const int Most = Card.Most;

    /// <summary>Issues passbooks with cards to at most <see cref="Most"/> households without one, the lowest numbers first.</summary>
    public async Task<Outcome<FirstPassbooksView>> Issue(WriteContext context, long bank, FirstPassbooksInput input)
    {
        if (Card.CheckSeed(input.Seed) is { } badSeed) return badSeed;
        if (Fields.Optional(input.Group, "group", Fields.Name, out var name) is { } badGroup) return badGroup;
        // With another seed it is another request: its tokens would open nothing.
        var asked = context with { Fingerprint = Digest.Of($"{context.Fingerprint} {input.Seed}") };
        var outcome = await database.Write<FirstPassbooksView>(asked, bank, "first-passbooks", writer =>
        {
            var group = name.Length == 0 ? null : HouseholdDesk.FindGroup(writer, bank, name);
            if (name.Length > 0 && group is null) return new Refusal(VillageRefusals.UnknownGroup, "group");
            var (there, leftAlone) = Counts(writer, bank, group);
            var cards = new List<CardView>();
            var issued = PassbookDesk.Issued(writer, bank);
            foreach (var household in Without(writer, bank, group))
            {
                var serial = PassbookDesk.SerialOf(bank, ++issued);
                var token = Card.NewToken(input.Seed, serial);
                if (PassbookDesk.Add(writer, context, bank, household.Number, serial, null, token) is { } used)
                    return used with { Field = "seed" };
                cards.Add(new(serial, household.Number, household.Group, household.Head));
            }
            return new FirstPassbooksView(cards, leftAlone, there - leftAlone - cards.Count);
        });
        passbooks.Forget(bank);
        // As at a single issue: tokens are added here, so that they are never kept with the answer.
        return context.DryRun ? outcome : outcome.Then(view => view with
        {
            Cards = [.. view.Cards.Select(card => card with { Token = Card.NewToken(input.Seed, card.Serial) })],
        });
    }

    /// <summary>Every group, with how many of its households have no passbook in use.</summary>
    public IReadOnlyList<GroupView> GroupsWithout(long bank) => database.Read(db =>
        db.Query<(long Number, string Name, long Households)>($"""
            select g.number, g.name, count(h.number) from village_groups g
            left join households h on h.bank = g.bank and h.group_no = g.number and {HouseholdDesk.IsThere} and {HasNone}
            where g.bank = @bank group by g.number, g.name order by g.number
            """, new { bank })
        .Select(row => new GroupView(row.Number, row.Name, (int)row.Households)).ToList());

    /// <summary>
    /// The passbooks in use between two serials, for their covers. Serials of one bank are in the order of issue, so a batch is what lies
    /// between its first and its last.
    /// </summary>
    public IReadOnlyList<CoverView> Covers(long bank, string first, string last) => database.Read(db =>
        db.Query<(string Serial, long Household, string Group, string Head, long At)>("""
            select p.serial, p.household, g.name, m.name, p.issued_at from passbooks p
            join households h on h.bank = p.bank and h.number = p.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
            where p.bank = @bank and p.serial >= @first and p.serial <= @last and p.ended_at is null order by p.serial limit @most
            """, new { bank, first, last, most = Most })
        .Select(row => new CoverView(row.Serial, row.Household, row.Group, row.Head, row.At.ToInstant())).ToList());

    const string HasNone = "not exists (select 1 from passbooks p where p.bank = h.bank and p.household = h.number and p.ended_at is null)";

    /// <summary>How many households there are, of the group where one is asked for, and how many of them have a passbook in use.</summary>
    static (int There, int WithPassbook) Counts(DbSession db, long bank, long? group)
    {
        var (there, without) = db.QuerySingle<(long, long)>($"""
            select count(*), cast(coalesce(sum(case when {HasNone} then 1 else 0 end), 0) as bigint) from households h
            where h.bank = @bank and (@group is null or h.group_no = @group) and {HouseholdDesk.IsThere}
            """, new { bank, group });
        return ((int)there, (int)(there - without));
    }

    static List<(long Number, string Group, string Head)> Without(DbSession db, long bank, long? group) =>
        [.. db.Query<(long, string, string)>($"""
            select h.number, g.name, m.name from households h
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            join members m on m.bank = h.bank and m.household = h.number and m.is_head = 1
            where h.bank = @bank and (@group is null or h.group_no = @group) and {HouseholdDesk.IsThere} and {HasNone}
            order by h.number limit @most
            """, new { bank, group, most = Most })];
}
