using PointsBank.Storage;

namespace PointsBank.Village.Callers;

/// <summary>In whose household somebody who works here lives, or has a relative: there they decide nothing.</summary>
static class KinTable
{
    /// <summary>Whether whoever asks is tied to this household. On the hot path.</summary>
    public static bool Bind(Writer writer, long bank, long household, Caller caller) => caller.StaffNumber is { } staff && writer.Prepared(
        "select 1 from staff_ties where bank = @bank and staff = @staff and household = @household", "@bank", "@staff",
        "@household").Single(bank, staff, household) is not null;
}
