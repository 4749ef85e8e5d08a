using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Service;

/// <summary>Somebody of the village who may serve.</summary>
sealed record Participant(long Number, string Name, long Household, string Birth_Date)
{
    /// <summary>From this age on somebody serves without one of the own household there.</summary>
    public const int AgeAlone = 14;

    public const int AgeOfMajority = 18;

    public int AgeOn(LocalDate day) => Period.Between(Birth_Date.ToDate(), day, PeriodUnits.Years).Years;

    /// <summary>
    /// Somebody who may serve: not where the household is no more, which ends with all its hours confirmed, nor after they left it; on an
    /// earlier day they still did.
    /// </summary>
    public static Outcome<Participant> On(DbSession db, long bank, long number, LocalDate? day = null)
    {
        if (ParticipantTable.Find(db, bank, number) is not { } person) return new Refusal(VillageRefusals.UnknownMember, "member");
        var (left, ended) = ParticipantTable.Ends(db, bank, person);
        if (ended is not null) return new Refusal(VillageRefusals.HouseholdEnded, "member");
        return left is not null && (day is null || left.ToDate() < day) ? new Refusal(VillageRefusals.MemberLeft, "member") : person;
    }
}
