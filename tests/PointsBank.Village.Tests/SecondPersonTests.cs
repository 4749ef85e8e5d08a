using System.Text;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Reports;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Tests.Favours;
using PointsBank.Village.Tests.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests;

/// <summary>Wherever another person confirms, it is nobody whom the proposer has made staff since.</summary>
public class SecondPersonTests
{
    const long Bank = VillageFixture.Bank;

    /// <summary>The clerk of the tests, who is an administrator too.</summary>
    static readonly Caller Maker = new(VillageFixture.Clerk.Actor, "both", [new(Role.Administrator), new(Role.Clerk, Bank)]);

    [Fact]
    public async Task Settings()
    {
        using var village = await Lived();
        await village.Set(Setting.PassbookRows, 30);
        var values = new Dictionary<string, long> { [Setting.IssueCeiling.Name] = 99_999 };
        var number = village.Done(await village.Desks.Banks.Set(As(Maker), Bank, new(values, null, "决议"))).Proposal!.Value;
        var made = await Made(village);

        (await village.Desks.Banks.Decide(As(made), Bank, number, confirms: true))
            .ShouldBeRefused(VillageRefusals.MadeByProposer, "proposal");

        await Refuses(village, $"insert into setting_decisions values (1, {number}, 'confirmed', 0, '{made.Actor}')");
        village.Done(await village.Desks.Banks.Decide(As(Supervisor), Bank, number, confirms: true));
    }

    [Fact]
    public async Task Opening_balances()
    {
        using var village = await Lived();
        var file = Encoding.UTF8.GetBytes("household,points\n2,1000\n");
        var proposed = village.Done(await village.Desks.Imports.Import(
            new(Maker, WriteContext.NewKey(), Digest.Of(file)), Bank, "opening", new MemoryStream(file), "表.csv", new()));
        var (made, number) = (await Made(village), proposed.Proposal!.Value);

        (await village.Desks.Openings.Decide(As(made), Bank, number, confirms: true))
            .ShouldBeRefused(VillageRefusals.MadeByProposer, "proposal");

        await Refuses(village, $"insert into opening_decisions values (1, {number}, 'confirmed', 0, '{made.Actor}')");
        village.Done(await village.Desks.Openings.Decide(As(made), Bank, number, confirms: false)).State.Should().Be("refused");
    }

    [Fact]
    public async Task Rulebooks()
    {
        using var village = await Lived();
        var book = village.Done(await village.Desks.Rulebooks.Adopt(
            As(Maker), Bank, RulebookSheet.Default("sixty", village.Today, "村民代表会议")));
        var made = await Made(village);

        (await village.Desks.Rulebooks.Decide(As(made), Bank, book.Version, confirms: true))
            .ShouldBeRefused(VillageRefusals.MadeByProposer, "version");

        await Refuses(village, $"insert into rulebook_decisions values (1, {book.Version}, 'confirmed', 0, '{made.Actor}')");
    }

    [Fact]
    public async Task The_early_end_of_a_notice()
    {
        using var village = await OpenWithPeople();
        await village.Granted(1, "A03");
        var notice = await village.Post();
        village.Done(await village.Desks.Notices.ProposeEnd(As(Maker), Bank, notice, new("会议已过", "决议")));

        (await village.Desks.Notices.ConfirmEnd(As(await Made(village)), Bank, notice))
            .ShouldBeRefused(VillageRefusals.MadeByProposer, "notice");
    }

    [Fact]
    public async Task A_suspension_of_favours()
    {
        using var village = await FavourLife.Open();
        village.Done(await village.TryRemind());
        var suspension = village.Done(await village.TryRecord()).Number;

        (await village.TryConfirm(suspension, await Made(village))).ShouldBeRefused(VillageRefusals.MadeByProposer, "suspension");

        village.Done(await village.TryConfirm(suspension));
    }

    [Fact]
    public async Task What_is_over_is_changed_by_no_setting_and_by_none_that_was_confirmed_late()
    {
        using var village = await Lived();
        var values = new Dictionary<string, long> { [Setting.MonthCeiling.Name] = 7, [Setting.CollectionDay.Name] = 3 };
        var yesterday = village.Today.PlusDays(-1);
        (await village.Desks.Banks.Set(As(Maker), Bank, new(values, yesterday, "决议")))
            .ShouldBeRefused(VillageRefusals.SettingFromPast, "validFrom");
        (await village.Desks.Banks.Set(
            As(Maker), Bank, new(new Dictionary<string, long> { [Setting.CollectionDay.Name] = 3 }, yesterday)))
            .ShouldBeRefused(VillageRefusals.SettingFromPast, "validFrom");
        var asked = village.Today;
        var number = village.Done(await village.Desks.Banks.Set(As(Maker), Bank, new(values, asked, "决议"))).Proposal!.Value;

        village.At(asked.PlusDays(3).At(new(9, 0)));
        village.Done(await village.Desks.Banks.Decide(As(Supervisor), Bank, number, confirms: true));

        var settings = village.Desks.Banks.SettingsOf(Bank);
        settings.On(asked.PlusDays(2), Setting.MonthCeiling).Should().NotBe(7);
        (settings.On(village.Today, Setting.MonthCeiling), settings.On(village.Today, Setting.CollectionDay)).Should().Be((7, 3));
        await village.Refuses(
            $"insert into settings values (1, 'collectionDay', '{asked.PlusDays(1).ToIso()}', 1, '9', {Now(village)}, 'staff:3')",
            "does not change days that are over");
        await village.Refuses(
            $"insert into settings values (1, 'monthCeiling', '{asked.PlusDays(4).ToIso()}', 1, '7', {Now(village)}, 'staff:3')",
            "it wants a document and a second person");
    }

    [Fact]
    public async Task A_deed_that_one_person_enters_long_after_its_day_is_told_to_the_supervisor()
    {
        using var village = await Lived();
        await village.Credit(2, "C01", on: village.Today.PlusDays(-SlipWarning));
        var late = await village.Credit(2, "C01", on: village.Today.PlusDays(-SlipWarning - 1));

        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today).Where(line => line.Kind == "backdated")
            .Should().ContainSingle().Which.Should().Match<ExceptionLine>(line =>
                line.Entry == late.Entry && line.Household == 2 && line.Found == 32 && line.Usual == 31);
    }

    const int SlipWarning = 31;

    static async Task<VillageFixture> Lived()
    {
        var village = await OpenWithPeople();
        await village.Credit(1, "D04");
        return village;
    }

    /// <summary>A supervisor whom the maker adds a minute later.</summary>
    static async Task<Caller> Made(VillageFixture village)
    {
        village.Clock.Advance(NodaTime.Duration.FromMinutes(1));
        var staff = village.Done(await village.Desks.Staff.Add(
            As(Maker), new("fang", "fang", "a long word for all 5", [new("supervisor", VillageFixture.Code)]))).Number;
        return new($"staff:{staff.ToString(System.Globalization.CultureInfo.InvariantCulture)}", "fang", [new(Role.Supervisor, Bank)]);
    }

    static string Now(VillageFixture village) => village.Clock.GetCurrentInstant().ToUnixTimeMilliseconds().ToString(
        System.Globalization.CultureInfo.InvariantCulture);

    static Task Refuses(VillageFixture village, string sql) =>
        village.Refuses(sql, "whom the proposer made staff since does not confirm it");
}
