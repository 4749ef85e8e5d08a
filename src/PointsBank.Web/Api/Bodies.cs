using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>
/// Reads a request's body as JSON. The good case is one pass; only a bad one is walked a second time, to name every field at fault.
/// </summary>
static class Bodies
{
    /// <summary>How many bytes a body may have unless its endpoint says otherwise.</summary>
    public const int MaxBytes = 1024 * 1024;

    public static async ValueTask<(
        T? Value, IReadOnlyList<Refusal>? Refusals)> Read<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        var request = http.Request;
        if (!IsJson(request.ContentType)) return (null, [new(WebRefusals.WrongContentType)]);
        if (request.ContentLength > MaxBytes) return (null, [TooLarge]);
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(http.RequestAborted);
            if (read.Buffer.Length > MaxBytes)
            {
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return (null, [TooLarge]);
            }
            if (!read.IsCompleted)
            {
                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var answer = Parse(read.Buffer, type);
            request.BodyReader.AdvanceTo(read.Buffer.End);
            return answer;
        }
    }

    static Refusal TooLarge => new Refusal(WebRefusals.BodyTooLarge).With("mostBytes", MaxBytes);

    static bool IsJson(string? contentType)
    {
        if (contentType == "application/json") return true;
        return System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(contentType, out var type)
            && string.Equals(type.MediaType, "application/json", StringComparison.OrdinalIgnoreCase)
            && (type.CharSet is null || type.CharSet.Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase));
    }

    static (T?, IReadOnlyList<Refusal>?) Parse<T>(ReadOnlySequence<byte> bytes, JsonTypeInfo<T> type) where T : class
    {
        var span = bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
        if (span.IsEmpty) return (null, [new(VillageRefusals.MissingValue, "body")]);
        if (!Utf8.IsValid(span)) return (null, [new(WebRefusals.MalformedJson)]);
        try
        {
            return JsonSerializer.Deserialize(span, type) is { } value
                ? (value, null)
                : (null, [new(VillageRefusals.MissingValue, "body")]);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return (null, Diagnose(span.ToArray(), type, (fault as JsonException)?.Path));
        }
    }

    static List<Refusal> Diagnose(byte[] bytes, JsonTypeInfo type, string? path)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, new() { MaxDepth = Json.MaxDepth });
            var refusals = new List<Refusal>();
            Walk(document.RootElement, type, nullable: false, "", refusals);
            return refusals.Count > 0
                ? refusals
                : [new(WebRefusals.WrongType, path?.TrimStart('$', '.') is { Length: > 0 } field ? field : "body")];
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a name or a text with half a surrogate pair, which is no text.
            return [new(WebRefusals.MalformedJson)];
        }
    }

    static void Walk(JsonElement element, JsonTypeInfo type, bool nullable, string path, List<Refusal> refusals)
    {
        if (element.ValueKind is JsonValueKind.Null)
        {
            if (!nullable) refusals.Add(new(VillageRefusals.MissingValue, Field(path)));
            return;
        }
        switch (type.Kind, element.ValueKind)
        {
            case (JsonTypeInfoKind.Object, JsonValueKind.Object):
                WalkObject(element, type, path, refusals);
                break;
            case (JsonTypeInfoKind.Enumerable, JsonValueKind.Array) when type.ElementType is { } each:
                var index = 0;
                foreach (var item in element.EnumerateArray())
                    Walk(
                        item, type.Options.GetTypeInfo(each), Nullable.GetUnderlyingType(each) is not null, $"{path}[{index++}]", refusals);
                break;
            default:
                if (!Fits(element, type)) refusals.Add(new(Reason(element, type.Type), Field(path)));
                break;
        }
    }

    static void WalkObject(JsonElement element, JsonTypeInfo type, string path, List<Refusal> refusals)
    {
        var seen = new HashSet<string>();
        foreach (var given in element.EnumerateObject())
        {
            var inner = path.Length == 0 ? given.Name : $"{path}.{given.Name}";
            var property = type.Properties.FirstOrDefault(known => known.Name == given.Name);
            if (!seen.Add(given.Name)) refusals.Add(new(WebRefusals.DuplicateField, inner));
            else if (property is null) refusals.Add(new(WebRefusals.UnknownField, Short(inner)));
            else Walk(given.Value, type.Options.GetTypeInfo(property.PropertyType), IsNullable(property), inner, refusals);
        }
        foreach (var property in type.Properties)
            if (property.IsRequired && !seen.Contains(property.Name))
                refusals.Add(new(VillageRefusals.MissingValue, path.Length == 0 ? property.Name : $"{path}.{property.Name}"));
    }

    static bool IsNullable(JsonPropertyInfo property) => property.AssociatedParameter?.IsNullable ?? property.IsSetNullable;

    static bool Fits(JsonElement element, JsonTypeInfo type)
    {
        try
        {
            element.Deserialize(type);
            return true;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    static RefusalKind Reason(JsonElement element, Type wanted)
    {
        wanted = Nullable.GetUnderlyingType(wanted) ?? wanted;
        if (element.ValueKind is JsonValueKind.String)
        {
            if (wanted == typeof(LocalDate) || wanted == typeof(LocalDateTime) || wanted == typeof(Instant)) return WebRefusals.NotADate;
            if (wanted.IsEnum) return VillageRefusals.NotInList;
        }
        var isWhole = element.ValueKind is JsonValueKind.Number && !element.GetRawText().AsSpan().ContainsAny('.', 'e', 'E');
        return isWhole && (wanted == typeof(long) || wanted == typeof(int)) ? VillageRefusals.OutOfRange : WebRefusals.WrongType;
    }

    static string Field(string path) => path.Length == 0 ? "body" : path;

    /// <summary>A name that a caller made up goes back to them, but not a megabyte of it.</summary>
    static string Short(string name) => name.Length <= 64 ? name : name[..64];
}
