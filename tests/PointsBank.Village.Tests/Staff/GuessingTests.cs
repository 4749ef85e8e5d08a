using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Tests.Shops;

namespace PointsBank.Village.Tests.Staff;

/// <summary>Guesses at passwords, PINs and codes: many at once at one, and one at many.</summary>
[Trait("Pace", "slow")]
public class GuessingTests
{
    const string Password = "correct horse";
    const int Crowd = 150;

    static readonly Visitor Here = new("10.0.0.1");

    [Fact]
    public async Task Of_150_wrong_passwords_at_once_five_are_checked()
    {
        using var village = await WithClerk();

        var told = await AtOnce(_ => village.Desks.SignIn.SignIn(new("chen", "wrong horse"), Here));

        ShouldBeFive(told, VillageRefusals.SignInFailed, VillageRefusals.SignInLocked);
        (await village.Desks.SignIn.SignIn(new("chen", Password), Here)).ShouldBeRefused(VillageRefusals.SignInLocked);
    }

    [Fact]
    public async Task Of_150_wrong_PINs_at_once_five_are_checked_at_the_door_at_the_counter_and_where_the_PIN_is_changed()
    {
        using var village = await VillageFixture.Open();
        var books = new List<PassbookView>();
        foreach (var household in (long[])[1, 2, 3]) books.Add(await village.Issue(household, "2468"));

        var door = await AtOnce(_ => village.Desks.SignIn.SignInPassbook(new(books[0].Serial, "1357"), Here));
        var counter = await AtOnce(_ => village.TryRedeem(2, by: new("pin", Serial: books[1].Serial, Pin: "1357")));
        var change = await AtOnce(
            _ => village.Desks.Passbooks.ChangePin(VillageFixture.Ask(), VillageFixture.Bank, books[2].Serial, "1357", "8642"));

        ShouldBeFive(door, VillageRefusals.SignInFailed, VillageRefusals.SignInLocked);
        ShouldBeFive(counter, VillageRefusals.NotAuthorised, VillageRefusals.SignInLocked);
        ShouldBeFive(change, VillageRefusals.SignInFailed, VillageRefusals.SignInLocked);
    }

    [Fact]
    public async Task Of_150_wrong_codes_of_a_voucher_at_once_five_are_checked()
    {
        using var village = await Counter.Open();
        await village.IssueVouchers(1, 20);

        ShouldBeFive(await AtOnce(_ => village.TrySpend(1, "AAAAAA")), VillageRefusals.VoucherInvalid, VillageRefusals.VoucherLocked);
        ShouldBeFive(await AtOnce(_ => village.TrySpend(77, "AAAAAA")), VillageRefusals.VoucherInvalid, VillageRefusals.VoucherLocked);
    }

    [Fact]
    public async Task Of_150_wrong_present_passwords_at_once_five_are_checked()
    {
        using var village = await WithClerk();
        var own = VillageFixture.Ask() with { Caller = new("staff:1", "陈会计", []) };

        var told = await AtOnce(
            _ => village.Desks.Staff.ChangePassword(own with { Key = WriteContext.NewKey() }, new("wrong horse", "another horse")));

        ShouldBeFive(told, VillageRefusals.WrongPassword, VillageRefusals.SignInLocked);
    }

    [Fact]
    public async Task A_try_is_counted_before_it_is_checked()
    {
        using var village = await VillageFixture.Open();
        using var secrets = new Secrets(VillageFixture.FewRounds);
        var tries = new Tries(village.Database, village.Clock, secrets);
        var counted = new List<long>();
        bool IsWrong()
        {
            counted.Add(village.Database.Read(connection =>
                connection.ExecuteScalar<long>("select coalesce(sum(wrong), 0) from tries")));
            return false;
        }

        for (var i = 0; i < 2; i++)
            (await tries.Check(secrets.Known, new(1, "a name", IsWrong)))!.Kind.Should().Be(VillageRefusals.SignInFailed);

        counted.Should().Equal([1, 2], "else as many at once as the machine has cores are checked beyond the five");
    }

    [Fact]
    public async Task Ten_who_know_the_password_all_come_in_at_once()
    {
        using var village = await WithClerk();

        var told = await AtOnce(_ => village.Desks.SignIn.SignIn(new("chen", Password), Here), 10);

        told.Should().OnlyContain(refusal => refusal == null);
    }

    [Fact]
    public async Task One_PIN_at_a_hundred_passbooks_from_one_place_is_tried_at_thirty()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");
        var serials = Enumerable.Range(2, 100).Select(issue => PassbookDesk.SerialOf(1, issue)).Prepend(book.Serial).ToList();

        var told = new List<Refusal?>();
        foreach (var serial in serials) told.Add((await village.Desks.SignIn.SignInPassbook(new(serial, "1357"), Here)).Refusal);

        told.Take(30).Should().OnlyContain(refusal => refusal!.Kind == VillageRefusals.SignInFailed);
        told.Skip(30).Should().OnlyContain(refusal => refusal!.Kind == VillageRefusals.TooManyWrongTries && Wait(refusal) == "3600");
        (await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"), Here)).ShouldBeRefused(VillageRefusals.TooManyWrongTries);
        village.Done(await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"), new("10.0.0.2")));

        village.Clock.Advance(Duration.FromHours(1));
        village.Done(await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"), Here));
    }

    [Fact]
    public async Task One_PIN_at_a_hundred_passbooks_at_once_is_tried_at_no_more_than_thirty()
    {
        using var village = await VillageFixture.Open();

        var told = await AtOnce(i => village.Desks.SignIn.SignInPassbook(new(PassbookDesk.SerialOf(1, i + 2), "1357"), Here), 100);

        told.Count(refusal => refusal!.Kind == VillageRefusals.SignInFailed).Should().Be(30);
    }

    [Fact]
    public async Task One_password_at_sixty_names_from_one_place_is_tried_at_thirty()
    {
        using var village = await WithClerk();

        var told = new List<Refusal?>();
        for (var i = 0; i < 60; i++)
            told.Add((await village.Desks.SignIn.SignIn(new(i == 20 ? "chen" : $"name-{i}", "spring 2026"), Here)).Refusal);

        told.Take(30).Should().OnlyContain(refusal => refusal!.Kind == VillageRefusals.SignInFailed);
        told.Skip(30).Should().OnlyContain(refusal => refusal!.Kind == VillageRefusals.TooManyWrongTries);
    }

    [Fact]
    public async Task Who_signs_in_rightly_spends_nothing_of_their_place()
    {
        using var village = await WithClerk();

        for (var i = 0; i < 40; i++) village.Done(await village.Desks.SignIn.SignIn(new("chen", Password), Here));
    }

    [Fact]
    public async Task Past_300_wrong_ones_strangers_of_the_village_wait_and_known_devices_the_counter_and_other_villages_do_not()
    {
        using var village = await WithClerk();
        await village.OpenHousehold("张建国");
        var book = await village.Issue(1, "2468");
        for (var i = 0; i < 300; i++)
            await village.Desks.SignIn.SignInPassbook(new(PassbookDesk.SerialOf(1, i + 2), "1357"), new($"10.0.{i / 30}.1"));

        var fresh = new Visitor("10.9.9.9");
        (await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"), fresh)).ShouldBeRefused(VillageRefusals.TooManyWrongTries);
        village.Done(
            await village.Desks.SignIn.SignInPassbook(new(book.Serial, "2468"), fresh with { Device = "phone", SignedIn = [book.Serial] }));
        (await village.Desks.SignIn.SignInPassbook(
            new(book.Serial, "2468"), fresh with { Device = "phone", SignedIn = [PassbookDesk.SerialOf(1, 2)] }))
            .ShouldBeRefused(VillageRefusals.TooManyWrongTries, "pin");
        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "2468", ofBank: 1));
        (await village.Desks.SignIn.SignInPassbook(new(PassbookDesk.SerialOf(2, 1), "2468"), fresh))
            .ShouldBeRefused(VillageRefusals.SignInFailed);
        village.Done(await village.Desks.SignIn.SignIn(new("chen", Password), fresh));
    }

    [Fact]
    public async Task At_the_counter_forty_elders_mistype_and_the_queue_goes_on()
    {
        using var village = await VillageFixture.Open(1);
        var book = await village.Issue(1, "2468");

        for (var i = 0; i < 40; i++)
            (await village.Desks.Passbooks.OpenByPin(PassbookDesk.SerialOf(1, i + 2), "1357", ofBank: 1))
                .ShouldBeRefused(VillageRefusals.SignInFailed);

        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "2468", ofBank: 1));
    }

    [Fact]
    public async Task A_counter_tries_no_passbook_of_another_village_and_locks_none()
    {
        using var village = await VillageFixture.Open();
        var book = await village.Issue(1, "2468");

        for (var i = 0; i < 6; i++) (await village.Desks.Passbooks.OpenByPin(book.Serial, "2468", ofBank: 2)).Refusal.Should().NotBeNull();

        village.Done(await village.Desks.Passbooks.OpenByPin(book.Serial, "2468", ofBank: 1));
    }

    [Fact]
    public async Task A_name_that_is_not_there_is_told_the_same_as_one_that_is()
    {
        using var village = await WithClerk();
        await village.OpenHousehold("张建国");
        var book = await village.Issue(1, "2468");

        foreach (var pair in ((string, string)[])[
            ("chen", "nobody"), (book.Serial, PassbookDesk.SerialOf(1, 99)), ("pb:" + book.Token, "pb:00")])
        {
            var (there, none) = (await Six(pair.Item1, "10.1.0.1"), await Six(pair.Item2, "10.1.0.2"));
            none.Should().Equal(there);
            there[5].Should().Be((VillageRefusals.SignInLocked, "900"));
            village.Clock.Advance(Duration.FromMinutes(15));
        }

        async Task<List<(RefusalKind, string?)>> Six(string name, string place)
        {
            var told = new List<(RefusalKind, string?)>();
            for (var i = 0; i < 6; i++)
            {
                var visitor = new Visitor(place);
                var outcome = name is "chen" or "nobody"
                    ? await village.Desks.SignIn.SignIn(new(name, "wrong horse"), visitor)
                    : await village.Desks.SignIn.SignInPassbook(new(name, "1357"), visitor);
                told.Add((outcome.Refusal!.Kind, Wait(outcome.Refusal)));
            }
            return told;
        }
    }

    [Fact]
    public async Task Nobody_locks_a_clerk_out_of_the_own_computer_and_it_has_five_tries_as_well()
    {
        using var village = await WithClerk();
        var own = new Visitor("10.0.0.9", "computer", ["staff:1"]);
        for (var i = 0; i < 6; i++) await village.Desks.SignIn.SignIn(new("chen", "wrong horse"), Here);

        (await village.Desks.SignIn.SignIn(new("chen", Password), Here)).ShouldBeRefused(VillageRefusals.SignInLocked);
        village.Done(await village.Desks.SignIn.SignIn(new("chen", Password), own));
        for (var i = 0; i < 5; i++)
            (await village.Desks.SignIn.SignIn(new("chen", "wrong horse"), own)).ShouldBeRefused(VillageRefusals.SignInFailed);
        (await village.Desks.SignIn.SignIn(new("chen", Password), own)).ShouldBeRefused(VillageRefusals.SignInLocked);
    }

    [Fact]
    public async Task A_name_waits_a_quarter_of_an_hour_and_no_longer_whatever_the_clock_says()
    {
        using var village = await WithClerk();
        foreach (var back in (int[])[18, 24 * 210])
        {
            village.At(2026, 3, 2, 6, 0);
            for (var i = 0; i < 5; i++) await village.Desks.SignIn.SignIn(new("chen", "wrong horse"), new($"10.2.0.{back % 255}"));
            (await village.Desks.SignIn.SignIn(new("chen", Password))).ShouldBeRefused(VillageRefusals.SignInLocked);

            village.Clock.Advance(-Duration.FromHours(back));
            village.Clock.Advance(Duration.FromMinutes(15));

            village.Done(await village.Desks.SignIn.SignIn(new("chen", Password)));
        }
    }

    [Fact]
    public async Task Who_waits_does_not_wait_longer_for_having_asked_and_a_restart_forgets_no_lock()
    {
        using var village = await WithClerk();
        for (var i = 0; i < 5; i++) await village.Desks.SignIn.SignIn(new("chen", "wrong horse"));
        village.Clock.Advance(Duration.FromMinutes(14));
        village.Restart();

        var refusal = (await village.Desks.SignIn.SignIn(new("chen", Password))).Refusal!;

        (refusal.Kind, Wait(refusal)).Should().Be((VillageRefusals.SignInLocked, "60"));
        village.Clock.Advance(Duration.FromMinutes(1));
        village.Done(await village.Desks.SignIn.SignIn(new("chen", Password)));
    }

    [Fact]
    public async Task What_was_tried_and_is_over_is_forgotten()
    {
        using var village = await WithClerk();
        for (var i = 0; i < 20; i++) await village.Desks.SignIn.SignIn(new($"made-up {i}", "wrong horse"));
        village.Clock.Advance(Duration.FromMinutes(15));

        village.Done(await village.Desks.SignIn.SignIn(new("chen", Password)));

        village.Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from tries")).Should().Be(0);
    }

    [Fact]
    public async Task A_crowd_at_the_door_is_told_to_come_back_and_the_counter_serves()
    {
        using var village = await VillageFixture.Open();
        using var secrets = new Secrets(VillageFixture.FewRounds);
        var desks = new Desks(village.Database, village.Clock, secrets);
        var book = await village.Issue(1, "2468");
        var gate = new TaskCompletionSource();
        var crowd = Enumerable.Range(0, Line.MaxWaiting + Tries.Max).Select(_ => secrets.Door.Pass<bool>(async () =>
        {
            await gate.Task;
            return true;
        })).ToList();

        (await desks.SignIn.SignInPassbook(new(book.Serial, "2468"), Here)).ShouldBeRefused(VillageRefusals.SignInBusy);
        village.Done(await desks.Passbooks.OpenByPin(book.Serial, "2468", ofBank: 1));
        village.Done(await desks.SignIn.SignInPassbook(new(book.Serial, "2468"), Here with { Device = "phone", SignedIn = [book.Serial] }));

        gate.SetResult();
        await Task.WhenAll(crowd);
        village.Done(await desks.SignIn.SignInPassbook(new(book.Serial, "2468"), Here));
    }

    [Fact]
    public async Task A_name_that_is_not_there_costs_what_one_costs_that_is()
    {
        using var secrets = new Secrets(rounds: 50_000);
        var kept = (await secrets.Make(Password)).Value;
        // The made-up digest is made at its first use.
        secrets.Fits(null, Password).Should().BeFalse();

        var (known, nobodys) = (Shortest(() => secrets.Fits(kept, "wrong horse")), Shortest(() => secrets.Fits(null, "wrong horse")));

        nobodys.Should().BeGreaterThan(known / 10);

        static TimeSpan Shortest(Func<bool> check) => Enumerable.Range(0, 3).Min(_ =>
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            check().Should().BeFalse();
            return System.Diagnostics.Stopwatch.GetElapsedTime(start);
        });
    }

    [Fact]
    public async Task A_digest_is_made_with_as_many_rounds_as_OWASP_asks_for()
    {
        using var secrets = new Secrets();

        var kept = Convert.FromBase64String((await secrets.Make(Password)).Value);

        // The hasher of the framework writes down which function it used, 2 for HMAC-SHA-512, and how often.
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(1, 4)).Should().Be(2);
        System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(kept.AsSpan(5, 4)).Should().BeGreaterThanOrEqualTo(210_000);
    }

    static string? Wait(Refusal refusal) =>
        refusal.Facts.Where(fact => fact.Key == "retryAfterSeconds").Select(fact => fact.Value).SingleOrDefault();

    static async Task<List<Refusal?>> AtOnce<T>(Func<int, Task<Outcome<T>>> tries, int count = Crowd) =>
        [.. (await Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => tries(i))))).Select(outcome => outcome.Refusal)];

    static void ShouldBeFive(List<Refusal?> told, RefusalKind wrong, RefusalKind locked)
    {
        told.Count(refusal => refusal?.Kind == wrong).Should().Be(5);
        told.Where(refusal => refusal?.Kind != wrong)
            .Should().OnlyContain(refusal => refusal!.Kind == locked || refusal.Kind == VillageRefusals.SignInBusy);
    }

    static async Task<VillageFixture> WithClerk()
    {
        var village = await VillageFixture.Open(households: 0);
        village.Done(
            await village.Desks.Staff.Add(VillageFixture.Ask(), new("chen", "陈会计", Password, [new("clerk", VillageFixture.Code)])));
        return village;
    }
}
