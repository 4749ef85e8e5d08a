using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using NodaTime;
using PointsBank.Papers.Typing;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>An example of a body, shown in the OpenAPI document and on the page to try it.</summary>
public sealed record Example(object Body);

/// <summary>Describes the interface to programs; what our endpoints know of themselves is put in here.</summary>
static class Description
{
    const string Scheme = "bearer";

    public static void AddOpenApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(Describe);
        options.AddSchemaTransformer(SpellTime);
        options.AddSchemaTransformer(LeaveOutNulls);
        options.AddSchemaTransformer(UnfoldDescription);
    });

    /// <summary>An example of what the endpoint takes.</summary>
    public static TBuilder WithExample<TBuilder>(this TBuilder endpoint, object body) where TBuilder : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new Example(body));

    static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken stop)
    {
        document.Info = new()
        {
            Title = "PointsBank",
            Version = "v1",
            Description =
                "A points bank for villages. Points are whole numbers, dates are ISO 8601, lists are paged by `after` and `limit`. "
                + "Every write needs an `Idempotency-Key`: the same key with the same request has one effect. "
                + "Errors are problem details with a stable `code`; `GET /api/v1/problems` lists all of them.",
        };
        // Relative, so that the page works at whatever address it is reached.
        document.Servers = [new() { Url = "/" }];
        document.Components ??= new();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "The token that POST /api/v1/sign-in answers.",
            },
        };
        return Task.CompletedTask;
    }

    static async Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var facts = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Parameters ??= [];
        foreach (var name in RouteNames(context.Description.RelativePath ?? ""))
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = name,
                In = ParameterLocation.Path,
                Required = true,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        foreach (var query in facts.OfType<Queries>().SelectMany(queries => queries.Parameters)) operation.Parameters.Add(Parameter(query));
        if (facts.OfType<IsWrite>().Any()) DescribeWrite(operation);
        if (facts.OfType<Takes>().LastOrDefault() is { } takes)
        {
            var media = new OpenApiMediaType { Schema = await Component(takes.Input, context, stop) };
            if (facts.OfType<Example>().LastOrDefault() is { } example)
                media.Example = JsonSerializer.SerializeToNode(example.Body, Json.Options);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/json"] = media },
            };
        }
        if (facts.OfType<TakesFile>().LastOrDefault() is { } file)
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = file.Kinds.ToDictionary(kind => kind.Key, kind => new OpenApiMediaType
                {
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = kind.Value is null ? "binary" : null },
                    Example = kind.Value,
                }),
            };
        operation.Responses ??= [];
        operation.Responses["default"] = new OpenApiResponse
        {
            Description = "A problem: see its code.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = await Component(typeof(Problem), context, stop) },
            },
        };
        if (facts.OfType<Access>().LastOrDefault() is { IsPublic: false })
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
    }

    /// <summary>The type's schema, written once for the whole document.</summary>
    static async Task<IOpenApiSchema> Component(Type type, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(type.Name) != true)
            document.AddComponent<IOpenApiSchema>(type.Name, await context.GetOrCreateSchemaAsync(type, null, stop));
        return new OpenApiSchemaReference(type.Name, document);
    }

    static void DescribeWrite(OpenApiOperation operation)
    {
        operation.Parameters!.Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Required = true,
            Description = "Your own name for this write, best a UUID. Use the same one to try again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = PointsBank.Ledger.IdempotencyKey.MaxCharacters },
        });
        operation.Parameters.Add(new OpenApiParameter
        {
            Name = "dryRun",
            In = ParameterLocation.Query,
            Description = "Answer as if it were done, and do nothing.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Boolean },
        });
    }

    static OpenApiParameter Parameter(QueryParameter query) => new()
    {
        Name = query.Name,
        In = ParameterLocation.Query,
        Schema = new OpenApiSchema
        {
            Type =
                query.Kind switch { "integer" => JsonSchemaType.Integer, "boolean" => JsonSchemaType.Boolean, _ => JsonSchemaType.String },
            Format = query.Format,
            Minimum = Bound(query.Least),
            Maximum = query.Kind == "integer" ? Bound(query.Most) : null,
            Enum = query.Allowed?.Select(JsonNode (word) => JsonValue.Create(word)).ToList(),
        },
    };

    static string? Bound(long? bound) =>
        bound is null or TypedNumber.Max ? null : bound.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    static IEnumerable<string> RouteNames(string path) =>
        path.Split('{').Skip(1).Select(part => part[..part.IndexOf('}', StringComparison.Ordinal)].Split(':')[0]);

    /// <summary>Days and instants are texts on the wire, whatever NodaTime's types look like inside.</summary>
    static Task SpellTime(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type != typeof(LocalDate) && type != typeof(LocalDateTime) && type != typeof(Instant)) return Task.CompletedTask;
        schema.Type = JsonSchemaType.String;
        if (type == typeof(LocalDateTime)) schema.Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}$";
        else schema.Format = type == typeof(LocalDate) ? "date" : "date-time";
        return Task.CompletedTask;
    }

    /// <summary>Where a comment breaks its lines says nothing to a reader of the interface.</summary>
    static Task UnfoldDescription(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        schema.Description = schema.Description is { } text
            ? string.Join(' ', text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            : null;
        return Task.CompletedTask;
    }

    /// <summary>What is null is left out of our answers, so nobody may count on it.</summary>
    static Task LeaveOutNulls(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken stop)
    {
        foreach (var property in context.JsonTypeInfo.Properties)
            if (property.IsGetNullable)
                schema.Required?.Remove(property.Name);
        return Task.CompletedTask;
    }
}
