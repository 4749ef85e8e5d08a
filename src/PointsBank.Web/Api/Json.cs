using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using PointsBank.Storage;

namespace PointsBank.Web.Api;

/// <summary>One strict way to read and write JSON: what is not understood is refused, never guessed.</summary>
public static class Json
{
    /// <summary>How deep a body may nest; ours nest three levels.</summary>
    public const int MostDepth = 16;

    static readonly string[] Secrets = ["pin", "password", "token"];

    /// <summary>For bodies and answers.</summary>
    public static JsonSerializerOptions Options { get; } = Make(new DefaultJsonTypeInfoResolver());

    /// <summary>
    /// For fingerprints. They are kept in the database, and a PIN has so few values that its digest would give it away, so secrets stay out.
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
        options.MaxDepth = MostDepth;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.AddNodaTime();
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
    }

    static JsonSerializerOptions Make(IJsonTypeInfoResolver rest)
    {
        var options = new JsonSerializerOptions { TypeInfoResolver = rest };
        Configure(options);
        options.MakeReadOnly();
        return options;
    }

    static void LeaveOutSecrets(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
            if (Secrets.Contains(property.Name, StringComparer.OrdinalIgnoreCase))
                property.ShouldSerialize = static (_, _) => false;
    }
}
