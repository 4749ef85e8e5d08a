using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

/// <summary>What other programs count on: the interface's description and the list of problems. A change must show in a diff.</summary>
[Collection(nameof(SharedVillage))]
public sealed class GoldenTests(WholeVillage village)
{
    static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, IndentSize = 1, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static readonly string[] Wordless = [
        "/sign-out", "/closing", "/notices/{notice}/entry", "/evidence", "/picture", "/counts", "/dropping", "/preparation",
        "/supervisor-signature", "/approval", "/cancellation", "/execution", "/refusal", "/runs", "/posting", "/end", "/confirmation",
        "/rating-certificates", "/seals"];

    [Fact]
    public async Task The_description_of_the_interface_changes_on_purpose_alone()
    {
        // Two files: one of half a megabyte and more nobody opens.
        var document = JsonNode.Parse((await village.Get("/openapi/v1.json")).Text)!.AsObject();
        var components = document["components"]!;
        document.Remove("components");
        Golden.Holds("openapi.json", document.ToJsonString(Readable) + "\n");
        Golden.Holds("openapi-types.json", components.ToJsonString(Readable) + "\n");
    }

    [Fact]
    public async Task The_list_of_problems_changes_on_purpose_alone()
    {
        var list = (await village.Get(ApiVillage.Api + "/problems")).Json.GetProperty("items").EnumerateArray().Select(problem =>
            $"{problem.GetProperty("status")} {problem.GetProperty("code")}\n    {problem.GetProperty("title")} "
                + $"{problem.GetProperty("advice")}\n"
            + $"    {problem.GetProperty("titleEnglish")}. {problem.GetProperty("adviceEnglish")}\n");

        Golden.Holds("problems.txt", string.Concat(list));
    }

    [Fact]
    public async Task Every_operation_has_a_summary_and_a_tag_and_every_write_an_example_and_a_key()
    {
        foreach (var (name, operation) in await Operations())
        {
            operation.GetProperty("summary").GetString().Should().NotBeNullOrWhiteSpace(name);
            operation.GetProperty("tags").GetArrayLength().Should().Be(1, name);
            if (name.StartsWith("get ", StringComparison.Ordinal)) continue;
            var isExchange = (name.Contains("/sign-in") || name.Contains("/sign-out"));
            var parameters = operation.TryGetProperty("parameters", out var known)
                ? known.EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
                : [];
            parameters.Contains("Idempotency-Key").Should().Be(!isExchange, name);
            // Some say nothing, and the writer of the document leaves out an example of nothing; and a picture has no example that is text.
            if (!name.StartsWith("delete ", StringComparison.Ordinal) && !Wordless.Any(end => name.EndsWith(end, StringComparison.Ordinal)))
                ExampleOf(operation).ValueKind.Should().NotBe(JsonValueKind.Undefined, name);
        }
    }

    [Fact]
    public async Task The_description_has_every_endpoint_there_is()
    {
        var described = (await Operations()).Select(operation => operation.Name);

        described.Should().BeEquivalentTo(Call.Reads(village).Concat(Call.Writes(village)).Concat(Call.Exchanges(village))
            .Where(call => call.Pattern is not "/" and not "/metrics" and not "/openapi/{documentName}.json")
            .Select(call => $"{call.Method.ToLowerInvariant()} {call.Pattern}"));
    }

    /// <summary>As the parser sees it: an example may be refused for what it says of this village, never for how it is written.</summary>
    [Fact]
    public async Task Every_example_is_understood_by_the_interface_itself()
    {
        var calls = Call.Writes(village).Where(call => call.Body is not null and not "{}" && !call.IsImport).ToList();
        var operations = (await Operations()).ToDictionary(operation => operation.Name, operation => operation.Operation);
        foreach (var call in calls)
        {
            var example = ExampleOf(operations[$"{call.Method.ToLowerInvariant()} {call.Pattern}"]).GetRawText();
            var answer = await call.Send(village, dryRun: true, body: example);
            answer.Status.Should().BeOneOf([200, 404, 409, 422], "{0} {1}: {2}", call.Name, example, answer.Text);
        }
        calls.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("zh-CN", "zh-CN", "没有这一户")]
    [InlineData("en-GB, zh;q=0.5", "en", "No such household")]
    [InlineData("fr", "zh-CN", "没有这一户")]
    public async Task A_problem_is_told_in_the_callers_language(string wished, string language, string title)
    {
        var answer = await village.Send(
            HttpMethod.Get, ApiVillage.Bank + "/households/999", (string?)null, "clerk", null, language: wished);

        (answer.Status, answer.Code, answer.Header("Content-Language")).Should().Be((404, "unknown_household", language));
        answer.Json.GetProperty("title").GetString().Should().Be(title);
        answer.Json.GetProperty("title")
            .GetString()
            .Should()
            .Be((language == "en" ? Words.English : Words.Chinese).Title("unknown_household"));
    }

    static JsonElement ExampleOf(JsonElement operation) =>
        operation.TryGetProperty("requestBody", out var body)
            && body.GetProperty("content").EnumerateObject().First().Value.TryGetProperty("example", out var example)
            ? example
            : default;

    async Task<List<(string Name, JsonElement Operation)>> Operations() =>
        [.. (await village.Get("/openapi/v1.json")).Json.GetProperty("paths").EnumerateObject()
        .SelectMany(path => path.Value.EnumerateObject().Select(operation => ($"{operation.Name} {path.Name}", operation.Value)))];
}
