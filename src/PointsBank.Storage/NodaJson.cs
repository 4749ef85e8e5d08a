using System.Text.Json;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace PointsBank.Storage;

/// <summary>Days, instants and local times to the minute as ISO 8601 in JSON; what is no date is refused, never guessed.</summary>
public static class NodaJson
{
    /// <summary>A day and a time of it, as in <c>2026-03-02T09:00</c>.</summary>
    public static LocalDateTimePattern Minutes { get; } = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm");

    /// <summary>Teaches options to read and write them.</summary>
    public static void AddNodaTime(this JsonSerializerOptions options)
    {
        options.Converters.Add(NodaConverters.LocalDateConverter);
        options.Converters.Add(NodaConverters.InstantConverter);
        options.Converters.Add(new NodaPatternConverter<LocalDateTime>(Minutes));
    }
}
