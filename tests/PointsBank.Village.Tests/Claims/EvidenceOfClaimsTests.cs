using PointsBank.Papers.Cleaning;
using PointsBank.Testing;
using PointsBank.Village.Claims;

using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

public class EvidenceOfClaimsTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_photo_proves_a_claim_and_is_shown_to_those_who_may_see_the_claim()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "A03");
        var photo = Photo(1);

        var view = village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, claim, photo));
        village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, claim, photo)).Evidence
            .Should().ContainSingle("the same photo twice is one");

        view.Evidence[0].Digest.Should().Be(photo.Digest.ToString());
        village.Done(village.Desks.Claims.Evidence(HouseholdOf(1), Bank, claim, 1)).Content.Should().Equal(photo.Content);
        village.Desks.Claims.Evidence(HouseholdOf(2), Bank, claim, 1).ShouldBeRefused(VillageRefusals.UnknownClaim);
        village.Desks.Claims.Evidence(Leader, Bank, claim, 2).ShouldBeRefused(VillageRefusals.UnknownEvidence);
        village.IsSound();
    }

    [Fact]
    public async Task The_same_photo_for_two_claims_is_pointed_out()
    {
        using var village = await OpenWithPeople();
        var (one, other) = (await village.Claim(1, "A03"), await village.Claim(2, "A03"));
        village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, one, Photo(1)));

        village.Desks.Claims.Warnings(Bank, one).Should().BeEmpty();
        village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, other, Photo(1)));

        village.Desks.Claims.Warnings(Bank, one).Should().Equal(ClaimWarning.SamePhoto);
        village.Desks.Reports.Exceptions(Bank, village.Today, village.Today)
            .Where(line => line.Kind == "same_photo")
            .Select(line => line.Claim)
            .Should()
            .BeEquivalentTo([one, other]);
    }

    [Fact]
    public async Task After_the_decision_nothing_is_added()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Granted(1, "A03");

        (await village.Desks.Claims.AddEvidence(As(Leader), Bank, claim, Photo(1))).ShouldBeRefused(VillageRefusals.WrongState);
    }

    [Fact]
    public async Task A_claim_has_six_files_at_most()
    {
        using var village = await OpenWithPeople();
        var claim = await village.Claim(1, "A03");
        for (byte i = 0; i < ClaimDesk.MaxFiles; i++)
            village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, claim, Photo(i)));

        (await village.Desks.Claims.AddEvidence(As(Leader), Bank, claim, Photo(9))).ShouldBeRefused(VillageRefusals.OutOfRange, "file");
    }

    [Fact]
    public async Task A_byte_changed_in_a_photo_is_found()
    {
        using var village = await OpenWithPeople();
        village.Done(await village.Desks.Claims.AddEvidence(As(Leader), Bank, await village.Claim(1, "A03"), Photo(1)));

        (await village.Tamper("update evidence_files set content = zeroblob(size)"))
            .Should().Contain(deviation => deviation.Code == "evidence_differs");
    }

    /// <summary>A picture that differs from others in what is seen.</summary>
    static EvidenceFile Photo(byte colour) => EvidenceFile.Read(Pictures.Png(colour)).Value;
}
