using NodaTime;

namespace PointsBank.Testing;

/// <summary>A clock that moves only when told.</summary>
public sealed class FakeClock(Instant start) : IClock
{
    long ticks = start.ToUnixTimeTicks();

    public FakeClock() : this(Instant.FromUtc(2026, 3, 2, 1, 0))
    {
    }

    public Instant GetCurrentInstant() => Instant.FromUnixTimeTicks(Interlocked.Read(ref ticks));

    public void Advance(Duration duration) => Interlocked.Add(ref ticks, duration.BclCompatibleTicks);

    public void Set(Instant instant) => Interlocked.Exchange(ref ticks, instant.ToUnixTimeTicks());
}
