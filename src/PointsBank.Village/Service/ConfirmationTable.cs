using PointsBank.Storage;

namespace PointsBank.Village.Service;

/// <summary>A confirmation of an attendance: its entry, by which rules and what its minutes were worth.</summary>
/// <param name="Of">The attendance.</param>
/// <param name="Entry">The entry of its hours and points.</param>
/// <param name="Rulebook">The version of the rules.</param>
/// <param name="Project">Class, rule and unit.</param>
/// <param name="Worth">What the minutes are worth.</param>
/// <param name="Quantity">The units that the household's caps let through.</param>
/// <param name="OnePerson">Whether one person alone stands behind it.</param>
sealed record Confirmation(Attendance Of, long Entry, long Rulebook, ProjectRow Project, Worth Worth, long Quantity, bool OnePerson);

/// <summary>Confirmations of hours.</summary>
static class ConfirmationTable
{
    public static void Add(Writer writer, long bank, Confirmation confirmation, string actor)
    {
        var (of, worth, project) = (confirmation.Of, confirmation.Worth, confirmation.Project);
        writer.Execute("""
            insert into attendance_confirmations (bank, attendance, times, entry, member, class, rule, rulebook, unit_minutes, carried,
              minutes, used, quantity, lapsed, one_person, confirmed_at, actor)
            values (@bank, @Number, @times, @entry, @Member, @Class, @Rule, @version, @unit, @Carried, @Minutes, @Used, @quantity, @lapsed,
              @onePerson, @at, @actor)
            """,
            new
            {
                bank, of.Number, times = of.Sequence, entry = confirmation.Entry, of.Member, project.Class, project.Rule,
                version = confirmation.Rulebook, unit = project.Unit_Minutes, worth.Carried, worth.Minutes, worth.Used,
                quantity = confirmation.Quantity, lapsed = worth.Units - confirmation.Quantity,
                onePerson = confirmation.OnePerson ? 1 : 0, at = writer.NowMilliseconds, actor,
            });
    }

    /// <summary>Minutes left over by the confirmations of a member that count, in the project's class and rule.</summary>
    public static long Carried(Writer writer, long bank, long member, ProjectRow project) => writer.ExecuteScalar<long>($"""
        select cast(coalesce(sum(c.minutes - c.used), 0) as bigint) from attendance_confirmations c
        where c.bank = @bank and c.member = @member and c.class = @class and c.rule = @rule and {AttendanceTable.IsLive}
        """, new { bank, member, @class = project.Class, rule = project.Rule });
}
