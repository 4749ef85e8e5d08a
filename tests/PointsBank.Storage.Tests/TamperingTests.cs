// Somebody with the file in an editor: each change is found and its place is named.
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Storage.Tests;

public sealed class TamperingTests
{
    const string Pair = "update postings set amount = amount";

    [Theory]
    [InlineData("update postings set amount = amount + 1 where number = 2", "unbalanced", "entry 1")]
    [InlineData(Pair + " * 2 where entry = 1", "hash_differs", "entry 1")]
    [InlineData("update postings set amount = 9223372036854775807 where number = 2", "balance_after_differs", "entry 1, posting 2")]
    [InlineData("update postings set amount = 9223372036854775807 where entry = 1", "amount_overflows", "entry 1")]
    [InlineData("update postings set balance_after = balance_after + 1 where number = 6", "balance_after_differs", "entry 2, posting 6")]
    [InlineData("update postings set sequence = sequence + 1 where number = 6", "sequence_gap", "entry 2, posting 6")]
    [InlineData("update postings set previous = 1 where number = 6", "previous_posting_differs", "entry 2, posting 6")]
    [InlineData("update postings set account = 5 where number = 2", "hash_differs", "entry 1")]
    [InlineData("update postings set account = 99 where number = 2", "unknown_account", "entry 1, posting 2")]
    [InlineData("update postings set entry = 1 where number = 6", "posting_of_another_entry", "posting 6")]
    [InlineData("update postings set entry = 3 where number = 6", "posting_of_another_entry", "posting 6")]
    [InlineData("delete from postings where number = 6", "posting_gap", "entry 2, posting 7")]
    [InlineData(
        "insert into postings select bank, 90, entry, account, 1, balance_after, sequence, previous from postings where number = 2",
        "postings_beyond_journal", "posting 90")]
    [InlineData("update entries set hash = zeroblob(32) where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set hash = zeroblob(32) where number = 6", "book_hash_differs", "book")]
    [InlineData("update entries set actor = 'staff:2' where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set effective_on = '2025-12-31' where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set effective_on = '2026-02-30' where number = 2", "unreadable", "entry 2")]
    [InlineData("update entries set reason = 'other' where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set kind = 7 where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set kind = 99999999999 where number = 2", "unreadable", "entry 2")]
    [InlineData("update entries set recorded_at = recorded_at - 1 where number = 2", "recorded_backwards", "entry 2")]
    [InlineData("update entries set recorded_at = recorded_at + 1 where number = 6", "hash_differs", "entry 6")]
    [InlineData("update entries set key = zeroblob(16) where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set fingerprint = zeroblob(32) where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set note = null where number = 6", "hash_differs", "entry 6")]
    [InlineData("update entries set source = 'claim:1' where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set rule = 'A' where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set rulebook = 1 where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set reverses = 1 where number = 5", "reversal_not_mirror", "entry 5")]
    [InlineData("update entries set reverses = null where number = 5", "hash_differs", "entry 5")]
    [InlineData("update entries set settles = 2 where number = 3", "settlement_missing", "entry 3")]
    [InlineData("update entries set deficit = 1 where number = 2", "hash_differs", "entry 2")]
    [InlineData("update entries set first_posting = 1 where number = 2", "first_posting_differs", "entry 2")]
    [InlineData("update entries set postings = 2 where number = 2", "first_posting_differs", "entry 3")]
    [InlineData("delete from entries where number = 2", "number_gap", "entry 3")]
    [InlineData("delete from entries where number = 6", "book_entry_differs", "book")]
    [InlineData("update accounts set owner = 9 where kind = 1 and owner = 1", "hash_differs", "entry 1")]
    [InlineData("update accounts set unit = 'fen' where kind = 1 and owner = 1", "hash_differs", "entry 1")]
    [InlineData("update accounts set unit = 'gold' where kind = 1 and owner = 1", "unreadable", "accounts")]
    [InlineData("update accounts set floor = 40 where kind = 1 and owner = 1", "floor_passed", "entry 3, account 2")]
    [InlineData("delete from accounts where kind = 6", "book_accounts_differ", "book")]
    [InlineData(
        "update account_heads set total_in = total_in + 1, balance = balance + 1 where account = 2", "balance_differs", "account 2")]
    [InlineData(
        "update account_heads set total_in = total_in + 1, total_out = total_out + 1 where account = 2", "total_in_differs", "account 2")]
    [InlineData("update account_heads set balance = 900 where account = 2", "head_copy_differs", "account 2")]
    [InlineData("update account_heads set owner = 9 where account = 2", "head_copy_differs", "account 2")]
    [InlineData("update account_heads set held = held + 1 where account = 2", "held_differs", "account 2")]
    [InlineData("update account_heads set postings = postings + 1 where account = 2", "posting_count_differs", "account 2")]
    [InlineData("update account_heads set last_posting = 1 where account = 2", "last_posting_differs", "account 2")]
    [InlineData("delete from account_heads where account = 2", "balance_differs", "account 2")]
    [InlineData("update books set entry = entry - 1", "book_entry_differs", "book")]
    [InlineData("update books set hash = zeroblob(32)", "book_hash_differs", "book")]
    [InlineData("update books set postings = postings + 1", "book_postings_differ", "book")]
    [InlineData("update books set accounts = accounts + 1", "book_accounts_differ", "book")]
    [InlineData("update books set holds = holds + 1", "book_holds_differ", "book")]
    [InlineData("update books set code = 'other'", "hash_differs", "entry 1")]
    [InlineData("update holds set amount = amount + 1 where number = 2", "held_differs", "account 5")]
    [InlineData("update holds set account = 2 where number = 2", "held_differs", "account 5")]
    [InlineData("delete from holds where number = 2", "hold_gap", "hold 3")]
    [InlineData("update holds set amount = 19 where number = 1", "hold_overtaken", "hold 1")]
    [InlineData("update hold_ends set taken = 19 where hold = 1", "settlement_differs", "hold 1")]
    [InlineData("update hold_ends set entry = 2 where hold = 1", "settlement_differs", "hold 1")]
    [InlineData("update hold_ends set outcome = 2, entry = null where hold = 1", "settlement_missing", "entry 3")]
    [InlineData("delete from hold_ends where hold = 3", "held_differs", "account 2")]
    [InlineData(
        "update standing_counts set households = households + 1 where standing = 52", "standing_count_differs", "year 2026, standing 52")]
    [InlineData("update entry_notes set text = '别的话'", "note_differs", "entry 6")]
    [InlineData("update entry_notes set salt = zeroblob(16)", "note_differs", "entry 6")]
    [InlineData("update entry_notes set entry = 5", "note_differs", "entry 5")]
    public async Task A_change_is_found_and_its_place_is_named(string sql, string code, string place)
    {
        using var bank = await Bank.OpenLived();

        var proof = Verifier.VerifyFile(bank.Tampered(sql));

        proof.Should().ContainSingle().Which.IsSound.Should().BeFalse();
        proof[0].Deviations.Should()
            .Contain(deviation => deviation.Code == code && deviation.Place.StartsWith(place, StringComparison.Ordinal),
            string.Join(Environment.NewLine, proof[0].Deviations));
    }

    [Fact]
    public async Task An_untouched_file_is_sound_and_can_be_verified_twice()
    {
        using var bank = await Bank.OpenLived();

        Verifier.VerifyFile(bank.File).Should().OnlyContain(proof => proof.IsSound);
        Verifier.VerifyFile(bank.File).Should().OnlyContain(proof => proof.IsSound);
    }

    [Fact]
    public async Task Verification_goes_on_from_where_it_was_last_sound()
    {
        using var bank = await Bank.OpenLived();
        var upTo = Verify(bank, null).UpTo;
        await bank.Credit("later", 1, 4);
        await bank.Credit("later still", 3, 4);
        await bank.Hold("later hold", 1, 2);

        var proof = Verify(bank, upTo);

        proof.Deviations.Should().BeEmpty();
        proof.From.Value.Should().Be(6);
        proof.UpTo.Should().Be(Verify(bank, null).UpTo);
        Verify(bank, proof.UpTo).Deviations.Should().BeEmpty("there is nothing new");
    }

    [Theory]
    [InlineData("update postings set amount = amount * 2 where entry = 7", "hash_differs", "entry 7")]
    [InlineData("update postings set balance_after = balance_after + 1 where entry = 7", "balance_after_differs", "entry 7")]
    [InlineData(
        "update postings set previous = 1 where number = (select first_posting + 1 from entries where number = 7)",
        "previous_posting_differs", "entry 7")]
    [InlineData(
        "update postings set entry = 6 where number = (select first_posting + 1 from entries where number = 7)", "posting_of_another_entry",
        "posting")]
    [InlineData("update entries set reason = 'other' where number = 7", "hash_differs", "entry 7")]
    [InlineData("update entries set hash = zeroblob(32) where number = 6", "hash_differs", "entry 6")]
    [InlineData(
        "update account_heads set total_in = total_in + 1, balance = balance + 1 where account = 2", "balance_differs", "account 2")]
    [InlineData("delete from entries where number = 7", "book_entry_differs", "book")]
    public async Task What_was_changed_at_or_after_the_last_check_is_found(string sql, string code, string place)
    {
        using var bank = await Bank.OpenLived();
        var upTo = Verify(bank, null).UpTo;
        await bank.Credit("later", 1, 4);
        await bank.Database.WriteHeads(1);
        var copy = bank.Tampered(sql);

        using var changed = Database.Open(new() { File = copy, Clock = bank.Clock });
        var proof = changed.Read(connection => Verifier.Verify(connection, 1, upTo, null));

        proof.Deviations.Should()
            .Contain(deviation => deviation.Code == code && deviation.Place.StartsWith(place, StringComparison.Ordinal),
            string.Join(Environment.NewLine, proof.Deviations));
    }

    [Fact]
    public async Task Another_rooms_pass_reports_to_the_same_audit()
    {
        using var bank = await Bank.OpenLived();

        var proof = Verifier.VerifyFile(bank.File, (_, number, audit) => audit.Report("odd", $"bank {number}", "1", "2"));

        proof[0].Deviations.Should().Equal(new Deviation("odd", "bank 1", "1", "2"));
        proof[0].Deviations[0].ToString().Should().Be("odd at bank 1: expected 1, found 2");
    }

    static BankVerification Verify(Bank bank, VerifiedUpTo? from) =>
        bank.Database.Read(connection => Verifier.Verify(connection, 1, from, null));
}
