using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Text;

namespace PointsBank.Storage;

/// <summary>How answers are kept for a repeated request: web naming, Chinese as it is, days and instants as ISO text.</summary>
static class Answers
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        // Without these a day comes back as 1 January of the year 1, and an instant as the epoch, without a word.
        Converters = { new TextJson<LocalDate>(LocalDatePattern.Iso), new TextJson<Instant>(InstantPattern.ExtendedIso) },
    };

    sealed class TextJson<T>(IPattern<T> pattern) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => pattern.Parse(reader.GetString()!).GetValueOrThrow();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(pattern.Format(value));
    }
}
