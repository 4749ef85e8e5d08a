using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
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
        options.Converters.Add(new LocalDateConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new LocalDateTimeConverter());
    }

    sealed class LocalDateConverter : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            LocalDatePattern.Iso.Parse(reader.GetString() ?? "") is { Success: true } date ? date.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }

    sealed class LocalDateTimeConverter : JsonConverter<LocalDateTime>
    {
        public override LocalDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Minutes.Parse(reader.GetString() ?? "") is { Success: true } time ? time.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LocalDateTime value, JsonSerializerOptions options) => writer.WriteStringValue(Minutes.Format(value));
    }

    sealed class InstantConverter : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "") is { Success: true } instant ? instant.Value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }
}
