// Ten fixed entries, one after another in one book: what stands under their hashes must never change.
using NodaTime;
using PointsBank.Testing;

namespace PointsBank.Ledger.Tests;

static class GoldenEntries
{
    static readonly Instant Start = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static IReadOnlyList<(string Name, JournalEntry Entry)> All { get; } = Make();

    static List<(string, JournalEntry)> Make()
    {
        var book = new MemoryBook(BankCode.Parse("anjiahe"));
        var entries = new List<(string, JournalEntry)>();
        Add("opening", book.Post(Draft(EntryKind.Opening, "opening.points -120 H1 120"), Start));
        Add("credit of points, merit and minutes under a rule", book.Post(
            Draft(EntryKind.Credit, "issuance.points -5 H1 5 issuance.merit -5 H1.merit 5 issuance.minutes -90 M7.minutes 90") with
            {
                Reason = "volunteer-hour",
                Source = "claim:12",
                Rule = "B-3.1",
                Rulebook = 2,
                EffectiveOn = new(2025, 12, 31),
            }, Start + Duration.FromMilliseconds(1)));
        Add("credit with a note", book.Post(
            Draft(EntryKind.Credit, "issuance.points -3 H2 3") with { Note = Digest.Salted(new byte[16], "扶起摔倒的老人") },
            Start + Duration.FromDays(1)));
        Add(
            "deduction",
            book.Post(Draft(EntryKind.Deduction, "H2 -2 deducted.points 2 H2.merit -2 deducted.merit 2"), Start + Duration.FromDays(2)));
        Add(
            "money and goods",
            book.Post(Draft(EntryKind.Transfer, "fund -1000000000000 cash 1000000000000"), Start + Duration.FromDays(2)));
        Add(
            "stock",
            book.Post(
                Draft(EntryKind.Stock, "source.goods/rice-5kg -40 shelf1.goods/rice-5kg 40 cash -100000 cost 100000"),
                Start + Duration.FromDays(3)));
        var hold = book.Place(
            new(Scenario.Account("H1"), new(30), null, "household:1", Key("hold"), Digest.Of("hold"), "order"),
            Start + Duration.FromDays(4));
        Add("redemption that settles a hold", book.Post(
            Draft(EntryKind.Redemption, "H1 -20 shop1 20 shelf1.goods/rice-5kg -1 issued.goods/rice-5kg 1") with
            {
                Settles = hold.Value.Number,
                Source = "redemption:1",
                Actor = "staff:2",
            }, Start + Duration.FromDays(5)));
        Add("reversal", book.Reverse(Undo(4, false), Start + Duration.FromDays(6)));
        Add("reversal into a deficit, the clock having gone back", book.Reverse(Undo(1, true), Start + Duration.FromDays(1)));
        Add("two hundred legs", book.Post(
            Draft(
                EntryKind.Credit,
                "issuance.points -199 " + string.Join(' ', Enumerable.Range(1, 199).Select(household => $"H{household} 1"))),
            Start + Duration.FromDays(300)));
        return entries;

        void Add(string name, Outcome<JournalEntry> outcome) => entries.Add((name, outcome.Value));

        Draft Draft(EntryKind kind, string legs) => new()
        {
            Kind = kind,
            EffectiveOn = new(2026, 1, 1),
            Actor = "staff:1",
            Key = Key($"write {entries.Count}"),
            Fingerprint = Digest.Of($"request {entries.Count}"),
            Reason = "deed",
            Legs = [
                .. legs.Split(' ').Chunk(2).Select(
                    leg => new Leg(Scenario.Account(leg[0]), new(long.Parse(leg[1], System.Globalization.CultureInfo.InvariantCulture))))],
        };

        ReversalDraft Undo(long entry, bool deficit) => new()
        {
            Entry = new(entry),
            EffectiveOn = new(2026, 1, 7),
            Actor = "staff:1",
            Key = Key($"write {entries.Count}"),
            Fingerprint = Digest.Of($"request {entries.Count}"),
            Reason = "wrong-household",
            Deficit = deficit,
        };
    }

    static IdempotencyKey Key(string text) => IdempotencyKey.TryParse(text, out var key) ? key : throw new FormatException(text);
}
