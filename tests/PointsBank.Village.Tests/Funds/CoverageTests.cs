using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Coverage;

namespace PointsBank.Village.Tests.Funds;

public class CoverageTests
{
    [Theory]
    [InlineData(0, 0, 0, "sound", null)]
    [InlineData(79, 0, 10_000, "sound", 79L)]
    [InlineData(70, 10, 10_000, "warning", 80L)]
    [InlineData(99, 0, 10_000, "warning", 99L)]
    [InlineData(90, 10, 10_000, "full", 100L)]
    [InlineData(5, 0, 99, "full", null)]
    [InlineData(5, 0, -300, "full", null)]
    public void The_village_is_warned_from_eighty_percent_on(long outstanding, long promised, long fen, string state, long? percent)
    {
        var cover = new Cover(outstanding, promised, 100, fen, 0, 0, 0, 0);

        (cover.State, cover.Percent).Should().Be((state, percent));
    }

    [Fact]
    public async Task Outstanding_points_stand_against_cash_and_stock_less_what_is_owed()
    {
        using var scene = await FundCase.Open();
        await scene.Village.BringForward(1, 100);
        await scene.Village.Credit(2, "A03");
        await scene.Village.Deduct(1, "A10");
        await scene.Give(20_000);
        await scene.Buy("soap", 10, 4_000);
        await scene.Buy("soap", 5, 2_000, paidNow: true);
        await scene.Redeem(1, "soap", VillageFixture.Shop, 2);
        await scene.Redeem(1, "rice", FundCase.Contract);

        var cover = (scene.Coverage()).Cover;

        var inHouseholds = scene.Village.Points(1) + scene.Village.Points(2);
        cover.Should().Be(new Cover(inHouseholds, 0, 100, 18_000, 5_200, 4_000, 0, 2_000));
        cover.Points.Should().Be(172);
    }

    [Fact]
    public async Task What_a_contract_shop_took_in_counts_as_owed_before_and_after_its_statement()
    {
        using var scene = await FundCase.Open();
        await scene.Village.BringForward(1, 100);
        await scene.Give(20_000);
        await scene.Redeem(1, "rice", FundCase.Contract);
        scene.Village.At(2026, 4, 1);
        var before = (scene.Coverage()).Cover;

        var statement = await scene.Settle(new(2026, 3, 1), new(2026, 3, 31));
        await scene.Approve(statement.Number);
        var approved = (scene.Coverage()).Cover;
        scene.Village.Done(await scene.TryPayStatement(statement.Number));
        var paid = (scene.Coverage()).Cover;

        (before.Unbilled, before.OwedToShops, before.Fen).Should().Be((2_000, 0, 18_000));
        (approved.Unbilled, approved.OwedToShops, approved.Fen).Should().Be((0, 2_000, 18_000));
        (paid.Unbilled, paid.OwedToShops, paid.Cash, paid.Fen).Should().Be((0, 0, 18_000, 18_000));
    }

    [Fact]
    public async Task The_fund_limits_what_is_issued_and_each_purchase_and_payment_moves_the_limit()
    {
        using var scene = await FundCase.Open();
        await scene.Village.Set(Setting.CeilingFromFund, 1);
        (await scene.Village.TryCredit(1, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached, "rule");

        await scene.Give(1_000);
        await scene.Village.Credit(1, "A03");
        await scene.Village.Credit(2, "A03");
        (await scene.Village.TryCredit(3, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);

        // Goods bought on credit are owed for: they cover nothing more. Goods given do.
        await scene.Buy("soap", 10, 5_000);
        (await scene.Village.TryCredit(3, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);
        await scene.Donate("soap", 10, 500);
        await scene.Village.Credit(3, "A03");
        (await scene.Village.TryCredit(3, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);

        // Twenty soaps cost 55.00: one handed out for 5 points takes 2.75 off the cover and 5 points off what is out.
        await scene.Redeem(1, "soap", VillageFixture.Shop);
        (scene.Coverage()).Should().BeEquivalentTo(new { Issued = 15, Ceiling = 17, FromFund = true, Set = 0, State = "warning" });
        scene.Village.Done(await scene.TryPay(1_000));
        (scene.Coverage()).State.Should().Be("full");
        scene.Village.IsSound();
    }

    [Fact]
    public async Task The_stricter_of_what_the_assembly_set_and_the_fund_allows_holds()
    {
        using var scene = await FundCase.Open();
        await scene.Village.Set(Setting.CeilingFromFund, 1);
        await scene.Village.Set(Setting.IssueCeiling, 9);
        await scene.Give(100_000);

        await scene.Village.Credit(1, "A03");
        (await scene.Village.TryCredit(1, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);

        (scene.Coverage()).Ceiling.Should().Be(9);
    }

    [Fact]
    public async Task Without_the_setting_the_fund_limits_nothing_and_warns_only_a_village_that_keeps_it_here()
    {
        using var scene = await FundCase.Open();

        await scene.Village.Credit(1, "A03");
        (scene.Coverage()).State.Should().Be("none", "no fund is kept, so nothing says that points can be honoured");
        await scene.Give(100);

        (scene.Coverage()).State.Should().Be("full");
    }

    [Fact]
    public async Task Of_two_clerks_at_once_one_gets_the_last_points()
    {
        using var scene = await FundCase.Open();
        await scene.Village.Set(Setting.CeilingFromFund, 1);
        await scene.Give(900);

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 3).Select(household => scene.Village.TryCredit(household, "A03")));

        outcomes.Count(outcome => outcome.Refusal is null).Should().Be(1);
        scene.Village.IsSound();
    }

    [Fact]
    public async Task What_was_promised_on_a_notice_stays_promised_when_the_cover_shrinks()
    {
        using var scene = await FundCase.Open();
        await scene.Village.Set(Setting.CeilingFromFund, 1);
        await scene.Give(1_000);
        var issuance = new AccountKey(AccountKind.Issuance, 0, Unit.Points, 2026);
        await scene.Village.Credit(1, "A03");
        var hold = scene.Village.Done(await scene.Village.Database.Write(writer =>
        {
            var book = writer.Book(FundCase.Bank);
            return book.Place(new(issuance, new(5), null, "staff:3", WriteContext.NewKey(), Digest.Of("x"), "on_notice"), writer.Now);
        }));
        scene.Village.Done(await scene.TryPay(1_000));

        (await scene.Village.TryCredit(2, "A03")).ShouldBeRefused(VillageRefusals.IssueCeilingReached);
        var settled = await scene.Village.Database.Write(writer => writer.Book(FundCase.Bank).Post(
            new Draft
            {
                Kind = EntryKind.Credit, EffectiveOn = scene.Village.Today, Actor = "staff:3", Key = WriteContext.NewKey(),
                Fingerprint = Digest.Of("x"), Reason = "notice", Settles = hold.Number,
                Legs = [new(issuance, new(-5)), new(new(AccountKind.HouseholdPoints, 1, Unit.Points), new(5))],
            }, writer.Now));

        settled.Refusal.Should().BeNull();
    }

    [Fact]
    public void No_credit_ever_promises_more_than_the_fund_can_honour() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte Who, byte How)>().ListOf().Resize(40).ToArbitrary(),
        steps => Task.Run(() => Honoured(steps)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    static async Task Honoured(IEnumerable<(byte What, byte Who, byte How)> steps)
    {
        using var scene = await FundCase.Open();
        await scene.Village.Set(Setting.CeilingFromFund, 1);
        await scene.Give(2_000);
        foreach (var (what, who, how) in steps)
        {
            var household = who % 3 + 1;
            switch (what % 6)
            {
                case 0 or 1:
                    if ((await scene.Village.TryCredit(household, "A03", how % 2 + 1)).Refusal is null)
                    {
                        var cover = (scene.Coverage()).Cover;
                        cover.Used.Should().BeLessThanOrEqualTo(cover.Points);
                    }
                    break;
                case 2:
                    await scene.Buy("soap", how % 5 + 1, how * 3, paidNow: false);
                    break;
                case 3:
                    await scene.Village.TryRedeem(
                        household, shop: who % 2 == 0 ? VillageFixture.Shop : FundCase.Contract, goods: who % 2 == 0 ? "soap" : "rice");
                    break;
                case 4:
                    await scene.TryPay(how * 2 + 1);
                    break;
                default:
                    await scene.Donate("soap", how % 4 + 1, how * 5);
                    break;
            }
        }
        scene.Village.IsSound();
    }
}
