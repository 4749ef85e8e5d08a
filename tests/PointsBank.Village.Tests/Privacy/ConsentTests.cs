using PointsBank.Testing;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;

namespace PointsBank.Village.Tests.Privacy;

public class ConsentTests
{
    const long Bank = PrivacyCase.Bank;

    [Fact]
    public async Task Each_word_is_kept_with_who_recorded_it_when_and_how()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var desk = village.Privacy().Consents;
        village.Done(await desk.Say(VillageFixture.Ask(), Bank, 1, new(1, Purpose.Boards, true, "paper", "同意书 12")));
        village.At(2026, 3, 3);
        village.Done(await desk.Say(ClaimLife.As(ClaimLife.HouseholdOf(1)), Bank, 1, new(1, Purpose.Boards, false)));
        village.At(2026, 3, 4);
        await village.Consents(1);

        village.Done(desk.History(Bank, 1)).Select(entry => (entry.Given, entry.How, entry.Document, entry.Handler)).Should().Equal(
            (true, "desk", "", "记分员"), (false, "household", "", "household:1"), (true, "paper", "同意书 12", "记分员"));
        desk.Counts(Bank)[0].Should().Be(new ConsentCount(Purpose.Boards, 1, 0));
        desk.History(Bank, 9).ShouldBeRefused(VillageRefusals.UnknownHousehold);
    }

    [Fact]
    public async Task A_child_says_no_at_home_and_yes_at_the_desk_alone()
    {
        using var village = await VillageFixture.Open();
        var child = await village.OpenHousehold("小明", born: new(2012, 1, 1));
        var (desk, member) = (village.Privacy().Consents, child.Members[0].Number);
        var home = ClaimLife.HouseholdOf(child.Number);

        (await desk.Say(ClaimLife.As(home), Bank, child.Number, new(member, Purpose.Boards, true)))
            .ShouldBeRefused(VillageRefusals.NotOfAge, "member");
        village.Done(await desk.Say(ClaimLife.As(home), Bank, child.Number, new(member, Purpose.Boards, false)));
    }

    [Fact]
    public async Task What_was_said_for_a_child_does_not_name_the_grown_up()
    {
        using var village = await VillageFixture.Open();
        var child = await village.OpenHousehold("王小明", born: new(2008, 6, 1));
        await village.Credit(child.Number, "C09");
        village.Done(
            await village.Privacy().Consents.Say(
                VillageFixture.Ask(), Bank, child.Number, new(child.Members[0].Number, Purpose.Boards, true, "paper", "监护人同意书")));

        village.At(2026, 6, 1);
        (await Names()).Should().Equal("王*明");
        village.Done(
            await village.Privacy().Consents.Say(
                ClaimLife.As(ClaimLife.HouseholdOf(child.Number)), Bank, child.Number, new(child.Members[0].Number, Purpose.Boards, true)));
        (await Names()).Should().Equal("王小明");

        async Task<IEnumerable<string>> Names() =>
            village.Done(village.Desks.Boards.Compute(Bank, "red", "2026", null, 10)).Items.Select(line => line.Name);
    }

    [Fact]
    public async Task What_cannot_be_is_refused_by_its_field()
    {
        using var village = await VillageFixture.Open();
        var desk = village.Privacy().Consents;

        (await desk.Say(VillageFixture.Ask(), Bank, 1, new(1, Purpose.Boards, true, "paper")))
            .ShouldBeRefused(VillageRefusals.MissingValue, "document");
        (await desk.Say(VillageFixture.Ask(), Bank, 1, new(1, Purpose.Boards, true, "household")))
            .ShouldBeRefused(VillageRefusals.NotInList, "how");
        (await desk.Say(ClaimLife.As(ClaimLife.HouseholdOf(1)), Bank, 1, new(1, Purpose.Boards, true, "paper", "x")))
            .ShouldBeRefused(VillageRefusals.NotInList, "how");
        (await desk.Say(VillageFixture.Ask(), Bank, 1, new(2, Purpose.Boards, true)))
            .ShouldBeRefused(VillageRefusals.UnknownMember, "member");
        (await desk.Say(VillageFixture.Ask(), Bank, 1, new(1, "adverts", true))).ShouldBeRefused(VillageRefusals.NotInList, "purpose");
    }
}
