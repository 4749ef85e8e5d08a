using PointsBank.Testing;
using PointsBank.Village.Privacy;

namespace PointsBank.Village.Tests.Privacy;

public class DisclosureTests
{
    internal static DisclosureInput Decision() => new(
        "red", "鼓励善行", "户主姓名（本人同意）、村民小组、积分、名次", "不公开名次就起不到鼓励作用", "落后户可能被议论", "不同意者姓名打码；未成年人不上榜", "村民代表会议", new(2026, 3, 1), new(2027, 3, 1),
        "会议记录 3 号");

    [Fact]
    public async Task A_decision_to_publish_is_kept_with_its_reasons()
    {
        using var village = await VillageFixture.Open();
        var desk = village.Privacy().Disclosures;

        var kept = village.Done(await desk.Record(ClaimLife.As(ClaimLife.Supervisor), 1, Decision()));

        kept.Number.Should().Be(1);
        village.Done(desk.Get(1, 1)).Should().Be(kept);
        desk.All(1, null, 10).Should().Equal(kept);
        desk.All(1, 1, 10).Should().BeEmpty();
        desk.Get(1, 2).ShouldBeRefused(VillageRefusals.UnknownDisclosure);
    }

    [Theory]
    [InlineData("subject")]
    [InlineData("risk")]
    [InlineData("decidedOn")]
    [InlineData("reviewOn")]
    public async Task What_is_missing_or_cannot_be_is_named(string field)
    {
        using var village = await VillageFixture.Open();
        var input = field switch
        {
            "subject" => Decision() with { Subject = "gossip" },
            "risk" => Decision() with { Risk = " " },
            "decidedOn" => Decision() with { DecidedOn = new(2026, 3, 3) },
            _ => Decision() with { ReviewOn = new(2026, 3, 1) },
        };

        (await village.Privacy().Disclosures.Record(ClaimLife.As(ClaimLife.Supervisor), 1, input)).Refusal!.Field.Should().Be(field);
    }
}
