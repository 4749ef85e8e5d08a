using PointsBank.Village;

namespace PointsBank.Web;

/// <summary>Looks at the clock once before the first request and then each minute, and lets the village do what is due.</summary>
sealed class ClockTask(Desks desks, TimeProvider time, ILogger<ClockTask> log) : BackgroundService
{
    bool wasInDoubt, wasBehind;

    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await Tick();
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Minute, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await Tick();
        }
        catch (OperationCanceledException)
        {
            // The program stops; what is due waits for the next start.
        }
    }

    async Task Tick()
    {
        Tell();
        try
        {
            await desks.Clock.Tick();
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // What is due stays due: the next minute tries again, and requests go on meanwhile.
            log.ClockFailed(fault);
        }
    }

    /// <summary>A jump of the clock is told once, and once that it is over.</summary>
    void Tell()
    {
        var (doubt, behind) = (desks.ClockCheck.Doubt, desks.ClockCheck.BehindMinutes);
        if (doubt is not null && !wasInDoubt) log.ClockInDoubt(doubt.Now, doubt.Last);
        if (doubt is null && wasInDoubt) log.ClockBelieved();
        if (behind > 0 && !wasBehind) log.ClockBehind(behind);
        (wasInDoubt, wasBehind) = (doubt is not null, behind > 0);
    }
}

static partial class ClockLog
{
    [LoggerMessage(
        LogLevel.Warning,
        "the clock says {Now}, but the last moment known is {Last}: nothing is written until somebody of the staff types today's date "
            + "on the page /clock")]
    public static partial void ClockInDoubt(this ILogger log, NodaTime.Instant now, NodaTime.Instant last);

    [LoggerMessage(LogLevel.Warning, "the clock is believed again")]
    public static partial void ClockBelieved(this ILogger log);

    [LoggerMessage(LogLevel.Warning, "the clock was put back by {Minutes} minutes")]
    public static partial void ClockBehind(this ILogger log, long minutes);

    [LoggerMessage(LogLevel.Error, "what the clock does by itself failed; it is tried again in a minute")]
    public static partial void ClockFailed(this ILogger log, Exception fault);
}
