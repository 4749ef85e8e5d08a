// The contracts of the small values: what they accept, what default means, how they print.
namespace PointsBank.Ledger.Tests;

public sealed class ValueTests
{
    static readonly Digest Hash = Digest.Of("安家河村");

    [Fact]
    public void A_check_code_reads_back_what_it_prints()
    {
        foreach (var number in new[] { 1L, 42, 1742, long.MaxValue })
        {
            var code = new CheckCode(new EntryNumber(number), Hash);

            CheckCode.TryParse(code.ToString(), out var read).Should().BeTrue();
            read.Should().Be(code);
        }
    }

    [Fact]
    public void A_check_code_is_the_first_thirty_bits_of_the_hash_in_crockfords_letters()
    {
        var hash = new byte[32];
        hash[0] = 0b00001_000;
        hash[1] = 0b10_00011_0;
        hash[2] = 0b0100_0010;
        hash[3] = 0b1_11111_11;

        new CheckCode(new EntryNumber(7), new Digest(hash)).ToString().Should().Be("7-12345Z");
        new CheckCode(default, default(Digest)).ToString().Should().Be("0-000000", "that is the head of an empty book");
    }

    [Theory]
    [InlineData("1742-7K3QFX")]
    [InlineData(" 1742-7k3qfx ")]
    [InlineData("1742 - 7K3 QFX")]
    [InlineData("1742-7K3QFX\n")]
    public void A_check_code_is_read_as_a_person_types_it(string text)
    {
        CheckCode.TryParse(text, out var code).Should().BeTrue();
        code.ToString().Should().Be("1742-7K3QFX");
    }

    [Fact]
    public void Letters_that_look_like_digits_are_forgiven()
    {
        CheckCode.TryParse("9-iLo0O1", out var code).Should().BeTrue();
        code.ToString().Should().Be("9-110001");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1742")]
    [InlineData("17427K3QFX")]
    [InlineData("0-7K3QFX")]
    [InlineData("-1-7K3QFX")]
    [InlineData("1742-7K3QF")]
    [InlineData("1742-7K3QFXX")]
    [InlineData("1742-7K3QFU")]
    [InlineData("1742-7K3Q-X")]
    [InlineData("1742-七K3QFX")]
    [InlineData("9223372036854775808-7K3QFX")]
    [InlineData("0000000000000000000000000000000000001742-7K3QFX")]
    public void Anything_else_is_no_check_code(string? text) => CheckCode.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void A_digest_keeps_its_bytes()
    {
        var bytes = Enumerable.Range(1, 32).Select(number => (byte)number).ToArray();

        new Digest(bytes).ToArray().Should().Equal(bytes);
        new Digest(bytes).ToString().Should().Be("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
        new Digest(bytes).Should().Be(new Digest(bytes)).And.NotBe(Hash);
        default(Digest).IsZero.Should().BeTrue();
        default(Digest).ToArray().Should().Equal(new byte[32]);
        ((Action)(() => _ = new Digest(new byte[31]))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void A_digest_is_sha256()
    {
        Digest.Of("abc").ToString().Should().Be("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Digest.Salted("a"u8, "bc").Should().Be(Digest.Of("abc"));
    }

    [Fact]
    public void A_uuid_is_a_key_as_it_is_and_other_text_is_folded()
    {
        Key("01890a5d-ac96-774b-bcce-b302099a8057").ToString().Should().Be("01890a5dac96774bbcceb302099a8057");
        Key("01890A5D-AC96-774B-BCCE-B302099A8057").Should().Be(Key("01890a5d-ac96-774b-bcce-b302099a8057"));
        Key("order 12").ToString().Should().Be(Digest.Of("order 12").ToString()[..32]);
        Key("order 12").Should().NotBe(Key("order 13"));
        new IdempotencyKey(Key("order 12").ToArray()).Should().Be(Key("order 12"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    public void Nothing_is_no_key(string? text) => IdempotencyKey.TryParse(text, out _).Should().BeFalse();

    [Fact]
    public void A_key_has_two_hundred_characters_at_most()
    {
        IdempotencyKey.TryParse(new string('k', 200), out _).Should().BeTrue();
        IdempotencyKey.TryParse(new string('k', 201), out _).Should().BeFalse();
        default(IdempotencyKey).IsNone.Should().BeTrue();
    }

    [Fact]
    public void The_parts_of_a_key_differ_from_it_and_from_each_other() =>
        Enumerable.Range(0, 50)
            .Select(part => Key("order").Part(part))
            .Append(Key("order"))
            .Append(Key("order 2").Part(1))
            .Should()
            .OnlyHaveUniqueItems();

    [Theory]
    [InlineData("points")]
    [InlineData("merit")]
    [InlineData("minutes")]
    [InlineData("fen")]
    [InlineData("goods/rice-5kg")]
    public void A_unit_reads_back_what_it_prints(string code)
    {
        Unit.Parse(code).ToString().Should().Be(code);
        Unit.Parse(code).IsGoods.Should().Be(code[0] == 'g');
    }

    [Theory]
    [InlineData("")]
    [InlineData("Points")]
    [InlineData("goods/")]
    [InlineData("goods/大米")]
    [InlineData("goods/a/b")]
    [InlineData("goods/abcdefghijklmnopqrstuvwxyz1234567")]
    public void Anything_else_is_no_unit(string code) => ((Action)(() => Unit.Parse(code))).Should().Throw<Exception>();

    [Theory]
    [InlineData("anjiahe", true)]
    [InlineData("a1", true)]
    [InlineData("cun-12", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz123456", true)]
    [InlineData("abcdefghijklmnopqrstuvwxyz1234567", false)]
    [InlineData("a", false)]
    [InlineData("Anjiahe", false)]
    [InlineData("安家河", false)]
    [InlineData("an jia", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_banks_code_is_short_and_plain(string? text, bool valid)
    {
        BankCode.TryParse(text, out var code).Should().Be(valid);
        code.Value.Should().Be(valid ? text : "");
    }

    [Fact]
    public void Amounts_are_checked()
    {
        (new Amount(2) + new Amount(3) - new Amount(1)).Should().Be(new Amount(4));
        (-new Amount(2)).Value.Should().Be(-2);
        default(Amount).Should().Be(Amount.Zero);
        (new Amount(1) < new Amount(2) && new Amount(2) >= new Amount(2) && new Amount(3) > new Amount(2) && new Amount(1) <= new Amount(2))
            .Should()
            .BeTrue();
        new Amount(-1234).ToString().Should().Be("-1234");
        ((Action)(() => _ = new Amount(long.MaxValue) + new Amount(1))).Should().Throw<OverflowException>();
        ((Action)(() => _ = new Amount(long.MinValue) - new Amount(1))).Should().Throw<OverflowException>();
        ((Action)(() => _ = -new Amount(long.MinValue))).Should().Throw<OverflowException>();
    }

    [Fact]
    public void Totals_of_a_million_of_the_largest_amounts_still_fit() =>
        (Amount.MaxPerPosting * 1_000_000).Should().BeLessThan(long.MaxValue);

    [Fact]
    public void An_account_prints_what_it_is_known_by()
    {
        new AccountKey(AccountKind.HouseholdPoints, 12, Unit.Points).ToString().Should().Be("HouseholdPoints:12:points");
        new AccountKey(AccountKind.HouseholdMerit, 12, Unit.Merit, 2026).ToString().Should().Be("HouseholdMerit:12:merit:2026");
    }

    [Fact]
    public void Only_what_people_own_and_what_can_be_touched_opens_with_a_floor()
    {
        var floored = Enum.GetValues<AccountKind>().Where(kind => new AccountKey(kind, 1, Unit.Points).OpeningFloor is not null);

        floored.Should()
            .Equal(
                AccountKind.HouseholdPoints, AccountKind.MemberMinutes, AccountKind.GoodsShelf, AccountKind.FundCash,
                AccountKind.GoodsAtCost);
    }

    [Fact]
    public void An_outcome_is_a_value_or_a_refusal()
    {
        Outcome<int> value = 5;
        Outcome<int> refused = LedgerRefusals.Unbalanced;

        value.Value.Should().Be(5);
        value.Replayed.Should().BeFalse();
        Outcome<int>.Again(5).Replayed.Should().BeTrue();
        Outcome<int>.Again(5).Then(number => number + 1).Should().Be(Outcome<int>.Again(6));
        refused.Refusal!.Kind.Should().Be(LedgerRefusals.Unbalanced);
        refused.Then(number => number + 1).Refusal.Should().Be(refused.Refusal);
        ((Action)(() => _ = refused.Value)).Should().Throw<InvalidOperationException>().WithMessage("*unbalanced*");
    }

    [Fact]
    public void An_entry_has_two_hundred_legs_at_most()
    {
        var golden = GoldenEntries.All[^1].Entry;
        var draft = new Draft
        {
            Kind = EntryKind.Credit,
            EffectiveOn = golden.EffectiveOn,
            Actor = "staff:1",
            Key = Key("many"),
            Fingerprint = Hash,
            Reason = "deed",
            Legs = [.. golden.Postings.Select(posting => new Leg(posting.Key, posting.Amount)), new(golden.Postings[1].Key, new(1))],
        };
        var book = new MemoryBook(golden.Bank);

        book.Post(draft, golden.RecordedAt).Refusal!.Kind.Should().Be(LedgerRefusals.BadLegCount);
        book.Post(draft with { Legs = default }, golden.RecordedAt).Refusal!.Kind.Should().Be(LedgerRefusals.BadLegCount);
        golden.Postings.Should().HaveCount(Draft.MaxLegs);
    }

    static IdempotencyKey Key(string text) => IdempotencyKey.TryParse(text, out var key) ? key : throw new FormatException(text);
}
