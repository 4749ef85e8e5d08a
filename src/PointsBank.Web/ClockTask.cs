using PointsBank.Village;

namespace PointsBank.Web;

/// <summary>Looks at the clock once before the first request and then each minute, and lets the village do what is due.</summary>
sealed class ClockTask(Desks desks, TimeProvider time, ILogger<ClockTask> log) : BackgroundService
{
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
}

static partial class ClockLog
{
    [LoggerMessage(LogLevel.Error, "what the clock does by itself failed; it is tried again in a minute")]
    public static partial void ClockFailed(this ILogger log, Exception fault);
}
