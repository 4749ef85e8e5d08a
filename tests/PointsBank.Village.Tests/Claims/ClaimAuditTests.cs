namespace PointsBank.Village.Tests.Claims;

/// <summary>Each test looks at its own copy of one village's file; claims as in <see cref="ClaimConstraintTests"/>.</summary>
public class ClaimAuditTests(ClaimConstraintTests.LivedVillage lived) : IClassFixture<ClaimConstraintTests.LivedVillage>
{
    [Theory]
    [InlineData("update claims set state = 'assessed' where number = 1", "claim_state_differs", 1)]
    [InlineData("delete from claim_steps where claim = 2 and sequence = 2", "claim_state_differs", 2)]
    [InlineData("delete from claim_steps where claim = 3 and sequence = 2", "claim_state_differs", 3)]
    [InlineData("update claim_steps set state = 'withdrawn' where claim = 3 and sequence = 2", "claim_moved_unlawfully", 3)]
    [InlineData("update claim_steps set points = 1 where claim = 5 and state = 'entered'", "claim_entry_differs", 5)]
    [InlineData("update claims set household = 1 where number = 5", "claim_entry_differs", 5)]
    [InlineData("update claims set effective_on = '2026-02-01' where number = 5", "claim_entry_differs", 5)]
    [InlineData("update claims set rule = 'A01' where number = 5", "claim_entry_differs", 5)]
    [InlineData("update claim_steps set state = 'dropped', entry = null where claim = 5 and state = 'entered'", "claim_entry_differs", 5)]
    [InlineData("update claim_steps set hold = null where claim = 4", "claim_hold_differs", 4)]
    [InlineData("update claim_steps set points = points + 1 where claim = 4", "claim_hold_differs", 4)]
    [InlineData("update claim_steps set actor = 'staff:3' where claim = 5 and state = 'assessed'", "claim_judged_by_its_maker", 5)]
    [InlineData("update claim_steps set actor = 'staff:6' where claim = 5 and state = 'collected'", "claim_judged_by_its_maker", 5)]
    [InlineData("update rulings set actor = 'staff:7' where objection = 2", "claim_ruled_by_its_maker", 6)]
    [InlineData("update rulings set actor = 'staff:5' where objection = 2", "claim_ruled_by_its_maker", 6)]
    [InlineData("update notice_items set points = points + 1 where claim = 4", "notice_item_differs", 4)]
    [InlineData("delete from notice_items where claim = 5", "notice_item_differs", 5)]
    public async Task One_changed_value_is_named_with_its_claim(string sql, string code, long claim)
    {
        (await lived.Village.Tamper(sql)).Should().Contain(deviation => deviation.Code == code && deviation.Place == $"claim {claim}");
    }

    [Fact]
    public async Task What_nobody_touched_is_sound()
    {
        (await lived.Village.Tamper("select 1")).Should().BeEmpty();
    }
}
