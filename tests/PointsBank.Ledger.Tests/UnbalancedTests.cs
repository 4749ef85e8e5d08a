using NodaTime;

namespace PointsBank.Ledger.Tests;

/// <summary>An entry whose hash is right and whose lines sum to nothing over all units, but not in each: points paid with fen.</summary>
public class UnbalancedTests
{
    static readonly AccountKey Points = new(AccountKind.HouseholdPoints, 1, Unit.Points), Cash = new(AccountKind.FundCash, 0, Unit.Fen);
    static readonly BankCode Bank = BankCode.Parse("anjiahe");

    [Fact]
    public void Each_unit_is_summed_for_itself()
    {
        var audit = new Audit(Bank);
        audit.Opened(new(1), Points, null);
        audit.Opened(new(2), Cash, null);

        audit.Check(Entry(new(1, new(1), Points, new(5), new(5), 1, 0), new(2, new(2), Cash, new(-5), new(-5), 1, 0)));

        audit.Deviations.Select(found => (found.Code, found.Place, found.Found))
            .Should().Equal(("unbalanced", "entry 1, unit points", "5"), ("unbalanced", "entry 1, unit fen", "-5"));
    }

    [Fact]
    public void Lines_of_one_unit_that_do_not_sum_to_nothing_are_found_though_the_hash_is_right()
    {
        var other = Points with { Owner = 2 };
        var audit = new Audit(Bank);
        audit.Opened(new(1), Points, null);
        audit.Opened(new(2), other, null);

        audit.Check(Entry(new(1, new(1), Points, new(5), new(5), 1, 0), new(2, new(2), other, new(-4), new(-4), 1, 0)));

        audit.Deviations.Select(found => (found.Code, found.Found)).Should().Equal(("unbalanced", "1"));
    }

    static JournalEntry Entry(params Posting[] postings)
    {
        var entry = new JournalEntry
        {
            Bank = Bank,
            Number = new(1),
            Kind = EntryKind.Transfer,
            RecordedAt = Instant.FromUtc(2026, 3, 2, 1, 0),
            EffectiveOn = new(2026, 3, 2),
            Actor = "staff:3",
            Key = new(new byte[16]),
            Fingerprint = Digest.Of("x"),
            Reason = "x",
            Postings = [.. postings],
            Previous = default,
            Hash = default,
        };
        return entry with { Hash = Canonical.HashOf(entry) };
    }
}
