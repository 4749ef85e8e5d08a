using NodaTime;

namespace PointsBank.Village.Service;

/// <summary>A version of a project with its class as that is now.</summary>
sealed record ProjectRow(
    long Number, long Version, string Title_Zh, string Title_En, string Class, string Rule, string Place, long Wanted, long Ceiling_Points,
    string Valid_From,
    string? Valid_Until, string Class_Zh, string Class_En, long Unit_Minutes)
{
    public bool IsInForce(LocalDate day) => Valid_From.ToDate() <= day && (Valid_Until is not { } until || day <= until.ToDate());
}
