using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Meetings;

/// <summary>What a meeting needs to decide about a household: a quorum of people without a tie to it.</summary>
static class MeetingTable
{
    public static Refusal? Lacks(DbSession db, long bank, long household, long session, Settings settings, LocalDate today)
    {
        if (HeldOn(db, bank, session) is null) return new(VillageRefusals.UnknownAssessment, "session");
        var impartial = db.ExecuteScalar<long>("""
            select count(*) from assessment_people p where p.bank = @bank and p.session = @session
              and not exists (select 1 from staff_ties t where t.bank = p.bank and t.staff = p.staff and t.household = @household)
            """, new { bank, session, household });
        var quorum = settings.On(today, Setting.AssessmentQuorum);
        return impartial < quorum
            ? new Refusal(VillageRefusals.QuorumMissing, "session").With("needed", quorum).With("present", impartial)
            : null;
    }

    /// <summary>The day of a meeting; null where there is none.</summary>
    public static string? HeldOn(DbSession db, long bank, long session) =>
        db.QuerySingleOrDefault<string>("select held_on from assessments where bank = @bank and number = @session", new { bank, session });
}
