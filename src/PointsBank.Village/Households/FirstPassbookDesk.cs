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
            var group = name.Length == 0 ? null : GroupTable.Find(writer, bank, name);
            if (name.Length > 0 && group is null) return new Refusal(VillageRefusals.UnknownGroup, "group");
            var (there, leftAlone) = PassbookTable.Households(writer, bank, group);
            var cards = new List<CardView>();
            var issued = PassbookTable.Issued(writer, bank);
            foreach (var household in PassbookTable.Without(writer, bank, group, Most))
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
    public IReadOnlyList<GroupView> GroupsWithout(long bank) => database.Read(db => GroupTable.WithoutPassbook(db, bank));

    /// <summary>
    /// The passbooks in use between two serials, for their covers. Serials of one bank are in the order of issue, so a batch is what lies
    /// between its first and its last.
    /// </summary>
    public IReadOnlyList<CoverView> Covers(long bank, string first, string last) =>
        database.Read(db => PassbookTable.Covers(db, bank, first, last, Most));
}
