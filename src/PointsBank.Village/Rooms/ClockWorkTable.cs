using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>Writes down what the clock did by itself, so that it can be told if the day was wrong.</summary>
static class ClockWorkTable
{
    /// <summary>A hold lapsed.</summary>
    public const string Hold = "hold";

    /// <summary>A suspension of favours ended.</summary>
    public const string Suspension = "suspension";

    public static void Add(Writer writer, long bank, string kind, long subject) => writer.Execute("""
        insert into clock_works (bank, number, kind, subject) select @bank, coalesce(max(number), 0) + 1, @kind, @subject from clock_works
          where bank = @bank
        """, new { bank, kind, subject });
}
