using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Identity;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Keys;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Keys;

/// <summary>What a thief of the file can do with its PINs and vouchers, and how a village goes on that lost its key.</summary>
public class KeyTests
{
    const long Bank = VillageFixture.Bank;
    const string Pin = "482617";
    const string Seed = "a sheet of slips, drawn on 8 March 2026";

    /// <summary>A village of which household 1 has a PIN, a card, and two vouchers of 10 and 20 points.</summary>
    static async Task<(VillageFixture Village, string Serial, string Token, VoucherView Voucher)> Lived()
    {
        var village = await VillageFixture.Open();
        await village.BringForward(1, 100);
        var passbook = await village.Issue(1, Pin);
        var vouchers = village.Done(await village.Desks.Vouchers.Issue(VillageFixture.Ask(), Bank, new([10, 20], new("booklet"), Seed, 1)));
        return (village, passbook.Serial, passbook.Token!, vouchers.Vouchers[0]);
    }

    static T One<T>(VillageFixture village, string sql) => village.Database.Read(connection => connection.ExecuteScalar<T>(sql))!;

    [Fact]
    public async Task A_thief_of_the_file_has_nothing_to_compare_a_guessed_PIN_or_code_with()
    {
        var (village, _, _, voucher) = await Lived();
        using (village)
        {
            var kept = One<string>(village, "select pin_hash from passbooks where pin_hash is not null");

            kept.Should().MatchRegex("^k1\\.[2-9A-HJ-NP-Z]{8}\\.");
            new PasswordHasher<string>()
                .VerifyHashedPassword("", kept["k1.XXXXXXXX.".Length..], Pin)
                .Should()
                .Be(PasswordVerificationResult.Failed);
            One<byte[]>(village, "select code_hash from vouchers where number = 1")
                .Should().NotEqual(SHA256.HashData(Encoding.UTF8.GetBytes($"voucher {Bank} 1 {voucher.Code}"))).And.HaveCount(32);
        }
    }

    [Fact]
    public async Task The_key_lies_in_a_file_of_its_own_and_in_no_copy_of_the_database()
    {
        var (village, _, _, _) = await Lived();
        using (village)
        {
            var file = KeyRing.FileBeside(village.File);
            var key = ServerKey.Load(file)!;
            var copy = Path.Combine(village.Folder, "copy.db");
            village.Database.Backup(copy);

            File.GetUnixFileMode(file).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            var bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(copy));
            key.ToString().Split('-').Should().OnlyContain(group => !bytes.Contains(group, StringComparison.Ordinal));
            bytes.Should().Contain(key.Name, "it tells which key is needed");
        }
    }

    [Fact]
    public async Task PIN_and_voucher_open_after_a_restart_with_the_same_key()
    {
        var (village, serial, _, voucher) = await Lived();
        using (village)
        {
            village.Restart();

            (await village.Desks.Passbooks.OpenByPin(serial, Pin)).Refusal.Should().BeNull();
            (await village.Desks.Passbooks.OpenByPin(serial, "482618")).ShouldBeRefused(VillageRefusals.SignInFailed);
            village.Done(await village.Desks.Vouchers.Open(Bank, voucher.Number, voucher.Code!)).Points.Should().Be(10);
            (await village.Desks.Vouchers.Open(Bank, 2, voucher.Code!)).ShouldBeRefused(VillageRefusals.VoucherInvalid);
        }
    }

    [Fact]
    public async Task Without_its_key_the_bank_does_not_open_and_says_which_key_it_needs()
    {
        var (village, _, _, _) = await Lived();
        using (village)
        {
            var file = KeyRing.FileBeside(village.File);
            var name = ServerKey.Load(file)!.Name;
            File.Delete(file);
            village.Restart();
            FluentActions.Invoking(village.Desks.Keys.Open)
                .Should()
                .Throw<CannotOpenException>()
                .WithMessage($"*{name}*pointsbank key enter*pointsbank key renew*");
            File.Exists(file).Should().BeFalse("a new key would hide that the old one is missing");

            ServerKey.New().Save(file);
            village.Restart();
            FluentActions.Invoking(village.Desks.Keys.Open).Should().Throw<CannotOpenException>().WithMessage($"*{name}*");
        }
    }

    [Fact]
    public async Task With_a_new_key_PINs_are_set_anew_open_vouchers_are_void_and_listed_their_points_are_free_and_cards_work_on()
    {
        var (village, serial, token, voucher) = await Lived();
        using (village)
        {
            (village.Balance(1)).Points.Available.Should().Be(70);
            var before = One<string>(village, "select key_name from vouchers where number = 1");

            var renewed = village.Done(await village.Desks.Keys.Renew(VillageFixture.Ask()));

            renewed.Pins.Should().Be(1);
            renewed.Vouchers.Should().Equal(new LostVoucher(VillageFixture.Code, 2, 1, 20), new LostVoucher(VillageFixture.Code, 1, 1, 10));
            (village.Balance(1)).Points.Available.Should().Be(100);
            village.Desks.Vouchers.Of(Bank, null, 1, long.MaxValue, 10)
                .Should().OnlyContain(view => view.State == "void" && view.Reason!.Contains("the key was replaced"));
            (await village.Desks.Passbooks.OpenByPin(serial, Pin)).ShouldBeRefused(VillageRefusals.SignInFailed);
            (await village.Desks.Vouchers.Open(Bank, voucher.Number, voucher.Code!)).Refusal.Should().NotBeNull();
            village.Done(village.Desks.Passbooks.OpenByToken(token)).Household.Should().Be(1);
            village.Desks.Keys.Open().Name.Should().NotBe(before);
            village.Restart();
            village.Desks.Keys.Open();
            village.Done(await village.Desks.Passbooks.SetPin(VillageFixture.Ask(), Bank, serial, new(Pin)));
            (await village.Desks.Passbooks.OpenByPin(serial, Pin)).Refusal.Should().BeNull();
            village.IsSound();
        }
    }

    [Fact]
    public async Task What_was_kept_before_there_was_a_key_opens_as_ever()
    {
        var (village, serial, _, voucher) = await Lived();
        using (village)
        {
            var (hash, code) = (
                new PasswordHasher<string>().HashPassword("", Pin),
                SHA256.HashData(Encoding.UTF8.GetBytes($"voucher {Bank} 1 {voucher.Code}")));
            village.Close();
            VillageFixture.WithoutTriggers(
                village.File,
                $"""
                update passbooks set pin_hash = '{hash}'; update vouchers set key_name = '', code_hash = x'{Convert.ToHexString(code)}'
                  where number = 1
                """);
            village.Restart();

            (await village.Desks.Passbooks.OpenByPin(serial, Pin)).Refusal.Should().BeNull();
            (await village.Desks.Vouchers.Open(Bank, 1, voucher.Code!)).Refusal.Should().BeNull();
        }
    }

    [Fact]
    public void A_key_is_read_as_people_type_it_and_a_slip_of_the_finger_is_noticed()
    {
        var key = ServerKey.New();
        var text = key.ToString();

        text.Should().MatchRegex("^([2-9A-HJ-NP-Z]{4}-){8}[2-9A-HJ-NP-Z]{4}$");
        foreach (var typed in (string[])[
            text, text.ToLowerInvariant(), text.Replace('-', ' '), $"  {text.Replace("-", "")}\n",
            string.Concat(text.Select(sign => (char)(sign + 0xFEE0)))])
            (ServerKey.TryParse(typed, out var read) ? read.Name : "").Should().Be(key.Name, typed);
        for (var i = 0; i < text.Length; i++)
            if (text[i] != '-')
                ServerKey.TryParse(text.Remove(i, 1).Insert(i, text[i] == 'A' ? "B" : "A"), out _).Should().BeFalse();
        ServerKey.TryParse(text[..^1], out _).Should().BeFalse();
        ServerKey.TryParse("", out _).Should().BeFalse();
        ServerKey.New().Name.Should().NotBe(key.Name);
    }
}
