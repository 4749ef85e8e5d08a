using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Primitives;
using NodaTime;
using NodaTime.Text;
using PointsBank.Papers.Typing;
using PointsBank.Storage;

namespace PointsBank.Web;

/// <summary>
/// Text from outside, made text as Unicode allows it where it comes in, once for each way in: the query, a form, a body. Whoever reads it
/// afterwards may normalise it, store it and search for it.
/// </summary>
static class WellFormed
{
    /// <summary>The query with every value well-formed; the same where they were.</summary>
    public static Task Query(HttpContext http, RequestDelegate next)
    {
        if (http.Request.QueryString.HasValue && Cleaned(http.Request.Query) is { } clean) http.Request.Query = new QueryCollection(clean);
        return next(http);
    }

    /// <summary>The form with every value well-formed; a page shown again shows that.</summary>
    public static IFormCollection Form(HttpRequest request, IFormCollection form)
    {
        if (Cleaned(form) is { } clean) request.Form = form = new FormCollection(clean, form.Files);
        return form;
    }

    /// <summary>
    /// Lets bodies be read like everything else that comes in: texts well-formed, days as people write them and none far from any book's.
    /// </summary>
    public static void AddConverters(JsonSerializerOptions options)
    {
        options.Converters.Add(new Texts());
        options.Converters.Add(new Days());
        options.Converters.Add(new Times());
        options.Converters.Add(new Moments());
    }

    sealed class Days : JsonConverter<LocalDate>
    {
        public override LocalDate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TypedDay.Whole(reader.GetString()) ?? throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LocalDate value, JsonSerializerOptions options) =>
            writer.WriteStringValue(LocalDatePattern.Iso.Format(value));
    }

    sealed class Times : JsonConverter<LocalDateTime>
    {
        public override LocalDateTime Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            NodaJson.Minutes.Parse(reader.GetString()
                ?? "") is { Success: true, Value: { Year: >= TypedDay.MinYear and <= TypedDay.MaxYear } time }
                ? time
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, LocalDateTime value, JsonSerializerOptions options) =>
            writer.WriteStringValue(NodaJson.Minutes.Format(value));
    }

    sealed class Moments : JsonConverter<Instant>
    {
        public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            InstantPattern.ExtendedIso.Parse(reader.GetString() ?? "") is { Success: true } instant
                && instant.Value.InUtc().Year is >= TypedDay.MinYear and <= TypedDay.MaxYear
                ? instant.Value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantPattern.ExtendedIso.Format(value));
    }

    sealed class Texts : JsonConverter<string>
    {
        public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType is JsonTokenType.String ? CleanText.WellFormed(reader.GetString()!) : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);
    }

    static Dictionary<string, StringValues>? Cleaned(IEnumerable<KeyValuePair<string, StringValues>> fields)
    {
        Dictionary<string, StringValues>? clean = null;
        foreach (var (name, values) in fields)
        {
            if (!values.Any(value => value is not null && !ReferenceEquals(CleanText.WellFormed(value), value))
                && ReferenceEquals(CleanText.WellFormed(name), name))
                continue;
            clean ??= fields.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
            clean.Remove(name);
            clean[CleanText.WellFormed(name)] = new([.. values.Select(value => value is null ? null : CleanText.WellFormed(value))]);
        }
        return clean;
    }
}
