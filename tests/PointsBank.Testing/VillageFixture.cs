using Dapper;
using FluentAssertions;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Clocks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Village.Proposals;
using PointsBank.Village.Reversals;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Shops;
using PointsBank.Village;
using System.Runtime.CompilerServices;

namespace PointsBank.Testing;

/// <summary>
/// A small village in a folder of its own: three households of group 一组, the default rulebook since 2024, a shop with soap at 5 points.
/// Its clerk may still enter anything directly. It is Monday 2 March 2026, nine in the morning in the village, until a test says otherwise.
/// </summary>
public sealed class VillageFixture : IDisposable
{
    public const string Code = "anjiahe";
    public const long Bank = 1;
    public const long Shop = 1;

    /// <summary>Rounds of a digest that is worth nothing to anybody.</summary>
    public const int FewRounds = 1_000;

    const string FileName = "pointsbank.db";

    readonly TempFolder folder;
    Database database;
    bool guardsClock;

    VillageFixture(FakeClock clock, TempFolder folder)
    {
        (Clock, this.folder) = (clock, folder);
        database = OpenDatabase();
        Desks = new(database, clock, new(FewRounds));
    }

    public FakeClock Clock { get; }

    public Desks Desks { get; private set; }

    public Database Database => database;

    public string Folder => folder.Path;

    public string File => folder.File(FileName);

    public LocalDate Today => Desks.Banks.Today;

    public static Caller Clerk { get; } = new("staff:3", "clerk", [new(Role.Clerk, Bank)]);

    /// <summary>The second person, where one is asked.</summary>
    public static Caller Supervisor { get; } = new("staff:2", "supervisor", [new(Role.Supervisor, Bank)]);

    public static Caller Administrator { get; } = new("staff:1", "administrator", [new(Role.Administrator)]);

    /// <summary>The village with its households, rulebook and shop.</summary>
    public static async Task<VillageFixture> Open(int households = 3, LocalDateTime? at = null)
    {
        var folder = new TempFolder();
        await DatabaseTemplate.New.CopyTo(folder.File(FileName));
        var village = new VillageFixture(new(), folder);
        if (at is { } start) village.At(start);
        var now = village.Clock.GetCurrentInstant();
        // It was opened years ago, so that years end here.
        village.Clock.Set(NodaTime.Instant.FromUtc(2020, 1, 2, 1, 0));
        village.Done(await village.Desks.Banks.Open(Ask("bank"), new(Code, "安家河村", "Anjiahe")));
        village.Clock.Set(now);
        village.Done(await village.Desks.Rulebooks.Adopt(Ask("rulebook"), Bank, RulebookSheet.Default("sixty", new(2024, 1, 1), "村民代表会议")));
        village.Done(
            await village.Desks.Banks.Set(
                Ask("settings"), Bank,
                new(
                    new Dictionary<string, long> { [Setting.ClerkCreditsAnyRule.Name] = 1, [Setting.ClerkDeductsDirectly.Name] = 1 },
                    new(2020, 1, 1), "代表会议决议")));
        for (var i = 1; i <= households; i++)
            await village.OpenHousehold($"张建国{(i == 1 ? "" : i.ToString(System.Globalization.CultureInfo.InvariantCulture))}");
        village.Done(await village.Desks.Shops.Open(Ask("shop"), Bank, new("爱心超市", "Points shop")));
        await village.Sell("soap", 5);
        return village;
    }

    /// <summary>A fresh request of the clerk.</summary>
    public static WriteContext Ask([CallerMemberName] string what = "") => new(Clerk, WriteContext.NewKey(), Digest.Of(what));

    /// <summary>Sets the village's clocks.</summary>
    public void At(LocalDateTime local) => Clock.Set(local.InZoneLeniently(BankDesk.Zone).ToInstant());

    public void At(int year, int month, int day, int hour = 9, int minute = 0) => At(new LocalDateTime(year, month, day, hour, minute));

    public async Task<HouseholdView> OpenHousehold(string head, string group = "一组", long? number = null, LocalDate? born = null) =>
        Done(await Desks.Households.Open(Ask(), Bank, new(group, [new(head, born ?? new(1970, 5, 1), IsHead: true)], number)));

    /// <summary>The household's head agrees to stand on boards by name, or takes it back.</summary>
    public async Task Consents(long household, bool given = true) => Done(
        await Desks.Households.SetConsent(
            Ask(), Bank, household, Done(Desks.Households.Get(Bank, household)).Members[0].Number, Purpose.Boards, given));

    /// <summary>
    /// Sets a setting; where money or rights hang on it, by document, and confirmed by a supervisor once the book has entries.
    /// </summary>
    public Task Set(Setting setting, long value, LocalDate? from = null) => Set(from, (setting, value));

    public async Task Set(LocalDate? from, params (Setting Setting, long Value)[] values)
    {
        var set = Done(
            await Desks.Banks.Set(
                Ask(), Bank, new(values.ToDictionary(value => value.Setting.Name, value => value.Value), from, "代表会议决议")));
        if (set.Proposal is { } proposal)
            Done(await Desks.Banks.Decide(Ask() with { Caller = Supervisor }, Bank, proposal, confirms: true));
    }

    /// <summary>What was asked of households is done: where it waits, a supervisor confirms it.</summary>
    public async Task<ChangeView> Changed(Task<Outcome<ChangeAnswer>> asked)
    {
        var answer = Done(await asked);
        return answer.Change ?? Done(Desks.Changes.Get(Bank, await Confirmed(answer.Proposal!)));
    }

    /// <summary>The same of an award.</summary>
    public async Task<AwardView> Awarded(Task<Outcome<AwardAnswer>> asked)
    {
        var answer = Done(await asked);
        return answer.Award ?? Done(Desks.Honours.Get(Bank, await Confirmed(answer.Proposal!)));
    }

    async Task<long> Confirmed(ProposalView proposal) =>
        Done(await Desks.Proposals.Confirm(Ask() with { Caller = Supervisor }, Bank, proposal.Number)).Result;

    /// <summary>Adopts a rulebook, confirmed by a supervisor once the book has entries.</summary>
    public async Task<RulebookView> Adopt(RulebookInput input)
    {
        var adopted = Done(await Desks.Rulebooks.Adopt(Ask(), Bank, input));
        return adopted.State == RulebookState.Open
            ? Done(await Desks.Rulebooks.Decide(Ask() with { Caller = Supervisor }, Bank, adopted.Version, confirms: true))
            : adopted;
    }

    public Task<Outcome<DeedView>> TryCredit(
        long household, string rule, long quantity = 1, LocalDate? on = null, long? member = null, string? memo = null) =>
        Desks.Deeds.Credit(Ask(), Bank, new(household, rule, on ?? Today, quantity, member, memo));

    public async Task<DeedView> Credit(
        long household, string rule, long quantity = 1, LocalDate? on = null, long? member = null, string? memo = null) =>
        Done(await TryCredit(household, rule, quantity, on, member, memo));

    public Task<Outcome<DeedView>> TryDeduct(long household, string rule, long quantity = 1, LocalDate? on = null, string? memo = null) =>
        Desks.Deeds.Deduct(Ask(), Bank, new(household, rule, on ?? Today, quantity, Memo: memo));

    public async Task<DeedView> Deduct(long household, string rule, long quantity = 1, LocalDate? on = null, string? memo = null) =>
        Done(await TryDeduct(household, rule, quantity, on, memo));

    public Task<Outcome<ReversalView>> TryReverse(long entry, bool allowDeficit = false) =>
        Desks.Reversals.Reverse(Ask() with { Caller = ClaimLife.Supervisor }, Bank, entry, new("记错了", allowDeficit));

    public async Task<ReversalView> Reverse(long entry, bool allowDeficit = false) => Done(await TryReverse(entry, allowDeficit));

    /// <summary>
    /// Points that no rule explains, as brought forward from paper. The program itself does it at any time; staff need a decision.
    /// </summary>
    public async Task BringForward(long household, long points) =>
        Done(await Desks.Deeds.BringForward(Ask() with { Caller = Caller.System }, Bank, [new(household, points)]));

    public async Task Sell(string goods, long price, LocalDate? from = null, long shop = Shop) =>
        Done(await Desks.Shops.SetGoods(Ask(), Bank, shop, new(goods, $"{goods}货", goods, "块", "🧼", price, "村委会", from)));

    public async Task<StockView> Receive(string goods, long quantity, long shop = Shop) =>
        Done(await TryMove("received", goods, quantity, shop));

    public Task<Outcome<StockView>> TryMove(string kind, string goods, long quantity, long shop = Shop, long? to = null) =>
        Desks.Stock.Move(Ask(), Bank, shop, new(kind, [new(goods, quantity)], to));

    /// <summary>A redemption on the attendant's word that the booklet was shown.</summary>
    public Task<Outcome<RedemptionView>> TryRedeem(
        long household, string goods = "soap", long quantity = 1, AuthorisationInput? by = null, long shop = Shop) =>
        Desks.Redemptions.Redeem(Ask(), Bank, shop, new([new(goods, quantity)], by ?? new("booklet"), household));

    public async Task<RedemptionView> Redeem(long household, string goods = "soap", long quantity = 1) =>
        Done(await TryRedeem(household, goods, quantity));

    public async Task<PassbookView> Issue(long household, string? pin = null) =>
        Done(await Desks.Passbooks.Issue(Ask(), Bank, household, new(null, pin)));

    public BalanceView Balance(long household) => Done(Desks.Journal.Balance(Bank, household));

    public long Points(long household) => (Balance(household)).Points.Balance;

    public long Merit(long household, int year) => Total(AccountKind.HouseholdMerit, household, Unit.Merit, year);

    /// <summary>What stands in an account; 0 where it was never opened.</summary>
    public long Total(AccountKind kind, long owner, Unit unit, int period = 0) =>
        database.ReadAccount(Bank, new(kind, owner, unit, period))?.Balance.Value ?? 0;

    public long Stock(string goods, long shop = Shop) => Total(AccountKind.GoodsShelf, shop, Unit.Goods(goods));

    /// <summary>All of the book is as its journal says.</summary>
    public void IsSound() => Desks.Verification.Verify(Bank, full: true).Deviations.Should().BeEmpty();

    /// <summary>
    /// Lets somebody at a copy of the village's file with SQL and triggers out of the way, and tells what the audit finds then.
    /// </summary>
    public async Task<IReadOnlyList<Deviation>> Tamper(string sql)
    {
        var copy = folder.File("tampered.db");
        System.IO.File.Delete(copy);
        await database.WriteHeads(Bank);
        database.Backup(copy);
        WithoutTriggers(copy, sql);
        return Verifier.VerifyFile(copy, VillageAudit.Passes).SelectMany(bank => bank.Deviations).ToList();
    }

    /// <summary>
    /// Changes a file as somebody would who owns it: no foreign key, no trigger in the way, and all of them back afterwards.
    /// </summary>
    public static int WithoutTriggers(string file, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        connection.Open();
        connection.Execute("pragma foreign_keys = off");
        var triggers = connection.Query<(string Name, string Sql)>("select name, sql from sqlite_master where type = 'trigger'").ToList();
        foreach (var (name, _) in triggers) connection.Execute($"drop trigger {name}");
        var rows = connection.Execute(sql);
        foreach (var (_, trigger) in triggers) connection.Execute(trigger);
        return rows;
    }

    /// <summary>Stops the program and starts it again.</summary>
    public void Restart()
    {
        database.Dispose();
        database = OpenDatabase();
        Desks = new(database, Clock, new(FewRounds));
    }

    /// <summary>
    /// Starts the program again with its clock guarded, as it is outside of tests: from now on a leap of more than a month asks to be
    /// confirmed. Staff 1 is the administrator.
    /// </summary>
    public async Task GuardClock()
    {
        await Desks.Staff.AddFirstAdministrator();
        guardsClock = true;
        Restart();
        await Desks.Clock.Tick();
    }

    /// <summary>Somebody of the staff types today's date.</summary>
    public Task<Outcome<ClockView>> TryConfirmClock(LocalDate today, Caller? caller = null) =>
        Desks.ClockCheck.Confirm(Ask("clock") with { Caller = caller ?? Administrator }, new(today));

    /// <summary>The clock is as far as the test says, and the administrator confirms it.</summary>
    public async Task ConfirmClock() => Done(await TryConfirmClock(Clock.GetCurrentInstant().InZone(BankDesk.Zone).Date));

    /// <summary>Stops the program, so that the file can be looked at.</summary>
    public void Close() => database.Dispose();

    public T Done<T>(Outcome<T> outcome)
    {
        outcome.Refusal.Should().BeNull();
        return outcome.Value;
    }

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    Database OpenDatabase() =>
        Database.Open(
            new()
            {
                File = File, Clock = Clock, GuardsClock = guardsClock, Migrations = VillageSchema.Migrations, Rewrite = BankLaw.Check,
            });
}

/// <summary>How a test says that somebody was told no.</summary>
public static class RefusalAssertions
{
    public static void ShouldBeRefused<T>(this Outcome<T> outcome, RefusalKind kind, string? field = null)
    {
        outcome.Refusal.Should().NotBeNull();
        outcome.Refusal!.Kind.Should().Be(kind);
        if (field is not null) outcome.Refusal.Field.Should().Be(field);
    }
}
