using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PointsBank.Storage;

namespace PointsBank.Web.Http;

/// <summary>One strict way to read and write JSON: what is not understood is refused, never guessed.</summary>
public static class Json
{
    /// <summary>How deep a body may nest; ours nest three levels.</summary>
    public const int MaxDepth = 16;

    static readonly string[] Secrets = ["pin", "password", "presentPassword", "token"];

    /// <summary>For bodies and answers.</summary>
    public static JsonSerializerOptions Options { get; } = Make(new DefaultJsonTypeInfoResolver { Modifiers = { RefuseNullItems } });

    /// <summary>
    /// For fingerprints. They are kept in the database, and a PIN has so few values that its digest would give it away, so secrets stay
    /// out.
    /// </summary>
    public static JsonSerializerOptions WithoutSecrets { get; } = Make(new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutSecrets } });

    /// <summary>How the type is read and written.</summary>
    public static JsonTypeInfo<T> Of<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    /// <summary>Makes other options equal to ours, for the OpenAPI document.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.PropertyNameCaseInsensitive = false;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = MaxDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.AddNodaTime();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    /// <summary>A kept answer as it was given: members without a value are kept, and not told.</summary>
    public static string WithoutNulls(string kept)
    {
        var node = JsonNode.Parse(kept);
        Strip(node);
        return node?.ToJsonString(Plain) ?? kept;

        static void Strip(JsonNode? node)
        {
            if (node is JsonObject members)
                foreach (var (name, value) in members.ToList())
                    if (value is null) members.Remove(name);
                    else Strip(value);
            else if (node is JsonArray items)
                foreach (var item in items) Strip(item);
        }
    }

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static JsonSerializerOptions Make(IJsonTypeInfoResolver rest)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = rest };
        WellFormed.AddConverters(options);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    /// <summary>
    /// The serializer looks at whether a field may be null, but not at the items of a list; none of ours may hold a null.
    /// </summary>
    static void RefuseNullItems(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object) return;
        var lists = type.Properties.Where(
            property => property.Get is not null && typeof(IEnumerable<object>).IsAssignableFrom(property.PropertyType)).ToList();
        if (lists.Count == 0) return;
        type.OnDeserialized = value =>
        {
            foreach (var list in lists)
                if (list.Get!(value) is IEnumerable<object?> items && items.Contains(null))
                    throw new JsonException(null, $"$.{list.Name}", null, null);
        };
    }

    static void LeaveOutSecrets(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (Secrets.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                property.ShouldSerialize = static (_, _) => false;
    }
}
