using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Journal;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Journal;

public class ExplainTests
{
    [Fact]
    public async Task A_line_of_a_deed_is_explained_by_its_rule_and_the_meeting_that_adopted_it()
    {
        using var village = await VillageFixture.Open();
        await village.BringForward(1, 5);
        await village.Credit(1, "C01", quantity: 2, member: 1, memo: "清渠两小时");

        var line = Explain(village, 2);

        (line.Line.No, line.Line.In, line.Line.Balance, line.Line.Handler, line.Note).Should().Be((2, 4, 9, "staff:3", "清渠两小时"));
        (line.Quantity, line.Member, line.ReversedBy, line.Redemption, line.Shop, line.RecordedAt)
            .Should().Be((2, "张建国", null, null, null, village.Clock.GetCurrentInstant()));
        line.Rule.Should().BeEquivalentTo(new
        {
            Code = "C01", ClassZh = "邻里互助·志愿服务", ClassEn = "Neighbour help and volunteering", ItemZh = "参加村里登记在册的志愿服务", Basis = "per_hour",
            Points = 2, Rulebook = 1, Title = "五类六十条", AdoptedBy = "村民代表会议", ValidFrom = new NodaTime.LocalDate(2024, 1, 1),
        });
        line.Rule!.Evidence.Should().NotBeEmpty();
        Explain(village, 1).Rule.Should().BeNull("paper brought it forward, no rule did");
    }

    [Fact]
    public async Task A_line_keeps_the_words_of_the_rulebook_of_its_day()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        var rules = village.Done(
            village.Desks.Rulebooks.On(VillageFixture.Bank, village.Today)).Rules.Select(rule => rule with { ItemZh = "新词" }).ToList();
        await village.Adopt(new("新细则", "sixty", village.Today, "村民大会", rules));
        await village.Credit(1, "A03");

        (Explain(village, 1).Rule!.ItemZh, Explain(village, 1).Rule!.Rulebook).Should().Be(("拾到财物主动交还失主", 1));
        (Explain(village, 2).Rule!.ItemZh, Explain(village, 2).Rule!.Rulebook, Explain(village, 2).Rule!.AdoptedBy)
            .Should().Be(("新词", 2, "村民大会"));
    }

    [Fact]
    public async Task A_reversal_and_what_it_undid_name_each_other()
    {
        using var village = await VillageFixture.Open();
        var deed = await village.Credit(1, "A03");
        var reversal = await village.Reverse(deed.Entry);

        (Explain(village, 1).ReversedBy, Explain(village, 1).Line.Reverses).Should().Be((reversal.Entry, null));
        var undone = Explain(village, 2);
        (undone.Line.Reverses, undone.ReversedBy, undone.Line.Out, undone.Note, undone.Quantity, undone.Rule!.Code)
            .Should().Be((deed.Entry, null, 5, "记错了", -1, "A03"));
    }

    [Fact]
    public async Task A_redemption_and_its_void_name_slip_and_shop()
    {
        using var village = await VillageFixture.Open();
        await village.Receive("soap", 2);
        await village.BringForward(1, 5);
        var slip = await village.Redeem(1);
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), VillageFixture.Bank, 1, slip.Number, new("拿错了")));

        foreach (var no in (long[])[2, 3])
            (Explain(village, no).Redemption, Explain(village, no).Shop, Explain(village, no).Rule)
                .Should().Be((slip.Number, new ShopView(1, "爱心超市", "Points shop"), null));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 3)]
    [InlineData(1, long.MaxValue)]
    [InlineData(2, 1)]
    [InlineData(9, 1)]
    public async Task A_line_that_is_not_the_households_is_unknown(long household, long line)
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "A03");
        await village.Credit(1, "A01");

        village.Desks.Journal.Explain(VillageFixture.Bank, household, line).ShouldBeRefused(LedgerRefusals.UnknownEntry);
    }

    static LineExplained Explain(VillageFixture village, long line) =>
        village.Done(village.Desks.Journal.Explain(VillageFixture.Bank, 1, line));
}
