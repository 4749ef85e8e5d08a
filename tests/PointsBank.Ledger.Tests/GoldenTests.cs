// golden/entries.txt holds the bytes and hashes of ten entries. It is edited only together with a new version byte.
using System.Text;
using NodaTime;

namespace PointsBank.Ledger.Tests;

public sealed class GoldenTests
{
    static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "golden");

    static IReadOnlyList<(string Name, string Bytes, string Hash, string Code)> Golden { get; } =
        [.. File.ReadAllLines(Path.Combine(Folder, "entries.txt")).Where(line => line.Length > 0 && line[0] != '#').Chunk(4)
            .Select(lines => (lines[0], lines[1]["bytes ".Length..], lines[2]["hash ".Length..], lines[3]["code ".Length..]))];

    [Fact]
    public void The_ledger_writes_the_golden_bytes()
    {
        var written = GoldenEntries.All.Select(golden =>
            (golden.Name, Convert.ToHexStringLower(
                [.. Canonical.BytesOf(golden.Entry)]), golden.Entry.Hash.ToString(), golden.Entry.CheckCode.ToString()));

        written.Should().Equal(Golden);
    }

    [Fact]
    public void The_golden_bytes_show_every_field_in_use()
    {
        var entries = GoldenEntries.All.Select(golden => golden.Entry).ToList();

        entries.Should().HaveCount(10);
        entries.Select(entry => entry.Kind).Distinct().Should().BeEquivalentTo(Enum.GetValues<EntryKind>());
        entries.Should()
            .Contain(entry => !entry.Note.IsZero).And.Contain(entry => entry.Settles != null).And.Contain(entry => entry.Reverses != null)
            .And.Contain(entry => entry.Deficit).And.Contain(entry => entry.Rulebook > 0).And.Contain(entry => entry.Source.Length > 0);
    }

    [Fact]
    public void A_stranger_who_follows_the_readme_gets_the_same_bytes_and_hashes()
    {
        foreach (var ((_, entry), golden) in GoldenEntries.All.Zip(Golden))
        {
            var bytes = Stranger.BytesOf(entry);

            Convert.ToHexStringLower(bytes).Should().Be(golden.Bytes);
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)).Should().Be(golden.Hash);
        }
    }

    [Fact]
    public void Each_hash_stands_in_the_bytes_of_the_next_entry()
    {
        Golden[0].Bytes.Should().StartWith("01" + new string('0', 64));
        foreach (var (earlier, later) in Golden.Zip(Golden.Skip(1)))
            later.Bytes.Should().StartWith("01" + earlier.Hash);
    }

    [Fact]
    public void Changing_any_field_changes_the_hash()
    {
        var entry = GoldenEntries.All[1].Entry;
        var posting = entry.Postings[1];
        JournalEntry[] changed =
        [
            entry with { Bank = BankCode.Parse("anjiahf") }, entry with { Number = new(3) }, entry with { Kind = EntryKind.Transfer },
            entry with { RecordedAt = entry.RecordedAt + Duration.FromMilliseconds(1) },
            entry with { EffectiveOn = entry.EffectiveOn.PlusDays(1) }, entry with { Actor = "staff:2" },
            entry with { Key = entry.Key.Part(1) }, entry with { Fingerprint = Digest.Of("other") }, entry with { Reason = "other" },
            entry with { Note = Digest.Of("other") }, entry with { Source = "claim:1" }, entry with { Rule = "B-3.2" },
            entry with { Rulebook = 3 }, entry with { Reverses = new(1) }, entry with { Settles = new(1) }, entry with { Deficit = true },
            entry with { Previous = Digest.Of("other") }, entry with { Postings = entry.Postings.RemoveAt(5) },
            entry with { Postings = [.. entry.Postings.Reverse()] },
            Line(posting with { Account = new(99) }), Line(posting with { Amount = new(6) }),
            Line(posting with { Key = posting.Key with { Owner = 2 } }),
            Line(posting with { Key = posting.Key with { Kind = AccountKind.Expired } }),
            Line(posting with { Key = posting.Key with { Unit = Unit.Fen } }),
            Line(posting with { Key = posting.Key with { Period = 2025 } }),
        ];

        changed.Select(Canonical.HashOf).Append(entry.Hash).Should().OnlyHaveUniqueItems();

        JournalEntry Line(Posting other) => entry with { Postings = entry.Postings.SetItem(1, other) };
    }

    [Fact]
    public void What_can_be_derived_stays_out_of_the_hash()
    {
        var entry = GoldenEntries.All[0].Entry;

        var same = entry with
        {
            Postings = [.. entry.Postings.Select(
            posting => posting with { BalanceAfter = new(9), Sequence = 9, Previous = 9, Number = 9 })]
        };

        Canonical.HashOf(same).Should().Be(entry.Hash);
    }

    /// <summary>Written from schema/hashes.md alone, with nothing of Canonical.</summary>
    static class Stranger
    {
        public static byte[] BytesOf(JournalEntry entry)
        {
            var bytes = new List<byte> { 1 };
            bytes.AddRange(entry.Previous.ToArray());
            Text(entry.Bank.Value);
            Number(entry.Number.Value);
            Number((int)entry.Kind);
            Number((entry.RecordedAt - Instant.FromUtc(1970, 1, 1, 0, 0)).BclCompatibleTicks / 10_000);
            Text(
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{entry.EffectiveOn.Year:0000}-{entry.EffectiveOn.Month:00}-{entry.EffectiveOn.Day:00}"));
            Text(entry.Actor);
            bytes.AddRange(entry.Key.ToArray());
            bytes.AddRange(entry.Fingerprint.ToArray());
            Text(entry.Reason);
            bytes.AddRange(entry.Note.ToArray());
            Text(entry.Source);
            Text(entry.Rule);
            Number(entry.Rulebook);
            Number(entry.Reverses is { } reverses ? reverses.Value : 0);
            Number(entry.Settles is { } settles ? settles.Value : 0);
            Number(entry.Deficit ? 1 : 0);
            Number(entry.Postings.Length);
            foreach (var posting in entry.Postings)
            {
                Number(posting.Account.Value);
                Number((int)posting.Key.Kind);
                Number(posting.Key.Owner);
                Text(posting.Key.Unit.Code);
                Number(posting.Key.Period);
                Number(posting.Amount.Value);
            }
            return [.. bytes];

            void Number(long value)
            {
                for (var shift = 56; shift >= 0; shift -= 8) bytes.Add((byte)((value >> shift) & 255));
            }

            void Text(string value)
            {
                var utf8 = Encoding.UTF8.GetBytes(value);
                for (var shift = 24; shift >= 0; shift -= 8) bytes.Add((byte)((utf8.Length >> shift) & 255));
                bytes.AddRange(utf8);
            }
        }
    }
}
