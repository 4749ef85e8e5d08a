using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Tests.Shops;

namespace PointsBank.Village.Tests.Clocks;

/// <summary>A clock that has jumped is not believed until somebody of the staff has typed today's date.</summary>
public sealed class ClockGuardTests : IAsyncLifetime
{
    const long Bank = VillageFixture.Bank;

    static readonly Caller Clerk = new("staff:2", "clerk", [new(Role.Clerk, Bank)]);

    VillageFixture village = null!;

    /// <summary>
    /// Household 1 has 100 points; 20 of them are held by a voucher until the end of May. Staff 1 is the administrator, staff 2 a clerk.
    /// </summary>
    public async Task InitializeAsync()
    {
        village = await Counter.Open();
        await village.IssueVouchers(1, 20);
        await village.GuardClock();
        village.Done(
            await village.Desks.Staff.Add(
                VillageFixture.Ask(), new("wang", "王秀兰", "a first password", [new("clerk", VillageFixture.Code)])));
    }

    public Task DisposeAsync()
    {
        village.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_computer_that_starts_in_2031_lets_nothing_lapse_and_writes_nothing()
    {
        var before = Everything();
        village.At(2031, 1, 1);
        village.Restart();

        await village.Desks.Clock.Tick();

        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        (await village.TryRedeem(1)).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        Everything().Should().Be(before);
        (village.PointsOf(1)).Should().Be((100, 20));
        village.Done(village.Desks.Vouchers.Get(Bank, 1)).State.Should().Be("open", "no hold lapses on a day that nobody believes");
        village.Today.Should().Be(new LocalDate(2026, 3, 2), "today is the last day that was believed");
    }

    [Fact]
    public async Task A_credit_of_2199_is_refused_while_the_program_runs_and_the_next_one_carries_its_own_day()
    {
        village.At(2199, 1, 1);
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        await village.Desks.Clock.Tick();

        village.At(2026, 3, 3);
        var credit = await village.Credit(1, "A03");

        credit.RecordedAt.Should().Be(village.Clock.GetCurrentInstant(), "a clock that is set right again needs nobody's word");
        village.IsSound();
    }

    [Fact]
    public async Task Work_goes_on_until_the_next_jump_once_somebody_of_the_staff_has_typed_the_date()
    {
        village.At(2026, 5, 4);
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);

        var view = village.Done(await village.TryConfirmClock(new(2026, 5, 4), Clerk));

        view.InDoubt.Should().BeFalse();
        await village.Credit(1, "A03");
        village.At(2026, 5, 30);
        await village.Credit(2, "A03");
        village.Restart();
        await village.Credit(3, "A03");
        village.At(2026, 7, 30);
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
    }

    [Fact]
    public async Task The_supervisor_sees_who_confirmed_the_clock_and_what_was_entered_since()
    {
        var head = village.Desks.Journal.Head(Bank).Entry;
        village.At(2026, 5, 4);
        village.Done(await village.TryConfirmClock(new(2026, 5, 4), Clerk));
        var (first, last) = (await village.Credit(1, "A03"), await village.Credit(2, "A03"));

        var (confirmation, from, until) = village.Desks.ClockCheck.Stretches(Bank).Should().ContainSingle().Subject;

        (confirmation.Handler, confirmation.LastAt, confirmation.ConfirmedAt)
            .Should().Be(("王秀兰", Instant.FromUtc(2026, 3, 2, 1, 0), Instant.FromUtc(2026, 5, 4, 1, 0)));
        (from, until).Should().Be((head + 1, last.Entry));
        village.Desks.Journal.Lines(Bank, new(First: from, Last: until), null, 10)
            .Select(line => line.Number)
            .Should()
            .Equal(last.Entry, first.Entry);
    }

    [Fact]
    public async Task Another_date_than_the_clocks_confirms_nothing_and_tells_what_the_clock_says()
    {
        village.At(2026, 5, 4);
        var before = Everything();

        var outcome = await village.TryConfirmClock(new(2026, 3, 3), Clerk);

        outcome.ShouldBeRefused(VillageRefusals.ClockDiffers, "today");
        outcome.Refusal!.Facts.Should().Contain([new("typed", "2026-03-03"), new("clock", "2026-05-04")]);
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        Everything().Should().Be(before);
    }

    [Fact]
    public async Task Above_a_year_an_administrator_confirms_and_never_a_household_or_a_device()
    {
        village.At(2027, 3, 4);

        (await village.TryConfirmClock(new(2027, 3, 4), Clerk)).ShouldBeRefused(VillageRefusals.ClockNeedsAdministrator);
        (await village.TryConfirmClock(new(2027, 3, 4), new("household:1", "P-1", [new(Role.Household, Bank)], 1)))
            .ShouldBeRefused(VillageRefusals.NotAllowed);
        (await village.TryConfirmClock(new(2027, 3, 4), new("staff:2", "甲", [new(Role.Device, Bank)])))
            .ShouldBeRefused(VillageRefusals.NotAllowed);

        await village.ConfirmClock();
        await village.Credit(1, "A03");
    }

    [Theory]
    [InlineData(2026, 3, 1, 8, true)]
    [InlineData(2009, 1, 1, 9, true)]
    [InlineData(2026, 3, 1, 10, false)]
    public async Task More_than_a_day_back_asks_and_less_is_only_told(int year, int month, int day, int hour, bool asks)
    {
        village.At(year, month, day, hour);

        village.Desks.ClockCheck.Doubt.Should().Match<ClockDoubt?>(doubt => (doubt != null) == asks);
        village.Desks.ClockCheck.BehindMinutes.Should().Be(asks ? 0 : 23 * 60);
        (await village.TryReverse(1)).Refusal?.Kind.Should().Be(asks ? StorageRefusals.ClockInDoubt : null);
        if (asks) return;
        await village.ConfirmClock();
        village.Desks.ClockCheck.BehindMinutes.Should().Be(0, "whoever has confirmed it is told no more");
    }

    [Fact]
    public async Task Thirty_days_ahead_are_believed_and_a_village_that_was_closed_for_two_months_is_asked_once()
    {
        village.At(2026, 4, 1, 8);
        village.Restart();
        await village.Credit(1, "A03");

        village.At(2026, 6, 2);
        village.Restart();
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        await village.ConfirmClock();
        village.Restart();

        await village.Credit(1, "A03");
    }

    [Fact]
    public async Task A_wrong_year_that_was_confirmed_is_left_behind_by_confirming_the_right_day()
    {
        village.At(2099, 3, 2);
        await village.ConfirmClock();
        await village.Credit(1, "A03", on: new(2099, 3, 2));

        village.At(2026, 3, 3);
        (await village.TryCredit(1, "A03")).ShouldBeRefused(StorageRefusals.ClockInDoubt);
        await village.ConfirmClock();

        await village.Credit(1, "A03");
        village.Restart();
        await village.Credit(2, "A03");
        var stretches = village.Desks.ClockCheck.Stretches(Bank);
        stretches.Select(stretch => stretch.LastEntry - stretch.FirstEntry + 1).Should().Equal(2, 1);
        await village.Reverse(stretches[1].FirstEntry);
        village.IsSound();
    }

    [Fact]
    public async Task Signing_in_and_ones_own_password_go_on_while_the_clock_is_in_doubt()
    {
        village.At(2026, 9, 1);

        var signedIn = village.Done(await village.Desks.SignIn.SignIn(new("wang", "a first password")));
        village.Desks.SignIn.FindCaller(signedIn.Token)!.Name.Should().Be("王秀兰");
        village.Done(
            await village.Desks.Staff.ChangePassword(
                VillageFixture.Ask() with { Caller = Clerk }, new("a first password", "a second password")));
        var stolen = village.Done(await village.Desks.SignIn.SignIn(new("wang", "a second password"))).Token;
        village.Done(await village.Desks.Staff.RevokeTokens(VillageFixture.Ask() with { Caller = VillageFixture.Administrator }, 2));
        village.Desks.SignIn.FindCaller(stolen).Should().BeNull("a stolen one waits for no clock");
        (await village.Desks.Staff.SetGrants(VillageFixture.Ask() with { Caller = VillageFixture.Administrator }, 2, new([])))
            .ShouldBeRefused(StorageRefusals.ClockInDoubt);
        village.Done(await village.TryConfirmClock(new(2026, 9, 1), Clerk));
    }

    [Fact]
    public async Task What_a_mobile_shop_sends_is_to_be_sent_again_later()
    {
        village.At(2031, 1, 1);

        var outcome = await village.Desks.HandOuts.Tell(
            VillageFixture.Ask() with { Caller = new("staff:2", "甲", [new(Role.Device, Bank)]) }, "slip-1", Bank, 1, 1,
            new(VillageFixture.Code, 1, [new("soap", 1)], new("booklet"), village.Clock.GetCurrentInstant()));

        outcome.ShouldBeRefused(StorageRefusals.ClockInDoubt);
        outcome.Refusal!.Kind.Class.Should().Be(RefusalClass.Unavailable, "a device keeps what is answered like this and sends it again");
    }

    [Fact]
    public async Task An_empty_database_never_asks()
    {
        using var folder = new TempFolder();
        var clock = new FakeClock(Instant.FromUtc(2009, 1, 1, 0, 0));
        using var database = Database.Open(
            new() { File = folder.File("new.db"), Clock = clock, GuardsClock = true, Migrations = VillageSchema.Migrations });
        var desks = new Desks(database, clock);
        await desks.Staff.AddFirstAdministrator();
        await desks.Clock.Tick();

        clock.Set(Instant.FromUtc(2026, 3, 2, 1, 0));
        await desks.Clock.Tick();

        village.Done(await desks.Banks.Open(VillageFixture.Ask(), new("anjiahe", "安家河村", "Anjiahe")));
        await desks.Clock.Tick();
        clock.Advance(Duration.FromDays(31));
        (await desks.Banks.Open(VillageFixture.Ask(), new("xiaohe", "小河村", "Xiaohe"))).ShouldBeRefused(StorageRefusals.ClockInDoubt);
    }

    [Fact]
    public async Task The_demo_never_asks()
    {
        using var folder = new TempFolder();
        await DatabaseTemplate.Demo.CopyTo(folder.File("demo.db"));
        var clock = new FakeClock(Instant.FromUtc(2031, 1, 1, 0, 0));

        using var database = Database.Open(
            new() { File = folder.File("demo.db"), Clock = clock, GuardsClock = true, Migrations = VillageSchema.Migrations });

        new Desks(database, clock).ClockCheck.Doubt.Should().BeNull();
    }

    [Fact]
    public async Task The_database_itself_refuses_an_entry_that_leaps_and_a_confirmation_by_nobody()
    {
        await village.Credit(1, "A03");
        village.Close();
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = village.File, Pooling = false }.ToString());
        connection.Open();
        var leap = Instant.FromUtc(2199, 1, 1, 0, 0).ToUnixTimeMilliseconds();

        Refused("""
            insert into entries select bank, number + 1, kind, @leap, effective_on, actor, zeroblob(16), fingerprint, reason, note, source, rule, rulebook, null, null, deficit, first_posting + 2, postings, hash
            from entries where number = (select max(number) from entries)
            """).Should().Contain("nobody has confirmed it");
        Refused("insert into clock_confirmations (bank, number, last_at, confirmed_at, actor) values (0, 1, 0, 1, 'household:1')")
            .Should().Contain("somebody of the staff");
        Refused("insert into clock_confirmations (bank, number, last_at, confirmed_at, actor) values (0, 1, 0, @leap, 'staff:2')")
            .Should().Contain("an administrator");
        connection.Execute(
            "insert into clock_confirmations (bank, number, last_at, confirmed_at, actor) values (0, 1, 0, @leap, 'staff:1')",
            new { leap });

        string Refused(string sql) =>
            connection.Invoking(open => open.Execute(sql, new { leap })).Should().Throw<SqliteException>().Which.Message;
    }

    string Everything() =>
        village.Database.Read(
            connection => string.Join("\n", connection.Query<string>("select name from sqlite_master where type = 'table' order by name")
        .Select(
            table => $"{table} {Digest.Of(System.Text.Json.JsonSerializer.Serialize(connection.Query<dynamic>($"select * from {table}").Select(row => (IDictionary<string, object?>)row)))}")));
}
