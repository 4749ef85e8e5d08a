using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit.Abstractions;

namespace PointsBank.Web.Tests;

/// <summary>
/// Every write with every kind of bad input: each value of its body in turn is spoilt in each way, and so are the body as a whole, the key,
/// the query and the address. The answer is always a refusal with a code, names the field, and nothing is written.
/// </summary>
[Collection(nameof(SharedVillage))]
[Trait("Pace", "slow")]
public sealed class BadInputTests(WholeVillage village, ITestOutputHelper output)
{
    const string Long = "长";

    static readonly string[] WrongTexts =
    [
        "null", "5", "true", "[]", "{}", "\"\"", "\"  \"", "\"\\ud800\"", "\"a\\ufffdb\"", "\"\\ufffe\"", "LONG",
    ];

    static readonly string[] WrongNumbers =
    [
        "null", "\"5\"", "\"５\"", "true", "[]", "{}", "1.5", "1e400", "1e2", "-1", "9223372036854775807", "9223372036854775808",
        "99999999999999999999999", "-9223372036854775808",
    ];

    static readonly string[] WrongDates =
    [
        "null", "20260302", "\"\"", "\"2026-02-30\"", "\"2025-02-29\"", "\"0000-01-01\"", "\"-0001-01-01\"", "\"9999-12-31\"",
        "\"10000-01-01\"", "\"1899-12-31\"", "\"2201-01-01\"",
        "\"2026/3-2\"", "\"3-2\"", "\"02/03/2026\"", "\"tomorrow\"",
    ];

    static readonly string[] WrongFlags = ["null", "\"true\"", "1", "[]"];

    /// <summary>What one might take for bad and is not: what may be left out may be null or empty.</summary>
    static bool IsAllowed(Call call, string path, string wrong)
    {
        var name = path.Split('.')[^1];
        var issues = call.Name.EndsWith("/passbooks", StringComparison.Ordinal);
        var isOfTitles = call.Name.EndsWith("/titles", StringComparison.Ordinal);
        var mayGoWithout = call.Name.Contains("/household-changes/", StringComparison.Ordinal)
            || call.Name.EndsWith("/decision", StringComparison.Ordinal);
        return wrong switch
        {
            "null" when call.IsExchange => false,
            "null" when call.Name.EndsWith("/attendances", StringComparison.Ordinal) => name == "left",
            "null" when call.Name.EndsWith("/members", StringComparison.Ordinal)
                || call.Name.EndsWith("/sign-ups", StringComparison.Ordinal) =>
                false,
            "null" =>
                name is "memo" or "place" or "days" or "hangDays" or "member" or "validFrom" or "number" or "shop" or "receipt" or "receivedOn" or "paidOn" or "counts" or "how"
                    || (name == "items" && call.Name.EndsWith("/pick-up", StringComparison.Ordinal))
                    || (issues && (name is "reason" or "pin"))
                || (name == "group" && call.Name.EndsWith("/first-passbooks", StringComparison.Ordinal))
                || name is "titleEn" or "aboutZh" or "aboutEn" or "rules" or "top" or "threshold" or "shownFrom" or "objector" or "corrects"
                || (name is "leastStanding" or "mostDeducted" or "note" && call.Name.EndsWith("/favours", StringComparison.Ordinal))
                || name is "body" or "grantedOn" or "pointsTo" || (name == "rule" && isOfTitles) || (name == "document" && mayGoWithout)
                || (
                    name == "household"
                        && (
                            call.Name.EndsWith("/redemptions", StringComparison.Ordinal)
                                || call.Name.EndsWith("/black-entries/{entry}/objections", StringComparison.Ordinal))),
            "\"\"" or "\"  \"" =>
                name is "memo" or "place" or "emoji" or "classEn" or "itemEn" or "evidence" or "receipt" or "titleEn" or "aboutZh" or "aboutEn" or "rules" or "objector"
                    || (issues && name == "reason")
                || (name == "group" && call.Name.EndsWith("/first-passbooks", StringComparison.Ordinal))
                || name == "body"
                || (name == "note" && call.Name.EndsWith("/favours", StringComparison.Ordinal))
                || (name == "rule" && isOfTitles)
                || (name == "document" && mayGoWithout),
            "-1" => name == "leastStanding",
            "[]" => name is "grants" or "ties" or "present" or "counts",
            _ => false,
        };
    }

    [Fact]
    public async Task Every_value_of_every_body_spoilt_in_every_way_is_refused_with_its_code_and_nothing_is_written()
    {
        var before = await village.Everything();
        var (sent, wrong) = (0, new List<string>());
        foreach (var call in Call.Writes(village).Where(call => call.Body is not null && !call.IsImport))
            foreach (var (path, spoilt, body) in Spoilt(call))
            {
                sent++;
                var answer = await call.Send(village, body: body);
                if (answer.Status is < 400 or >= 500 || answer.Code is null)
                    wrong.Add($"{call.Name} {path} = {spoilt}: {answer.Status} {answer.Text}");
            }

        output.WriteLine($"{sent} bad values");
        wrong.Should().BeEmpty();
        (await village.Everything()).Should().Be(before);
    }

    [Fact]
    public async Task A_list_that_is_to_go_on_after_a_number_below_nothing_is_refused_at_that_field()
    {
        foreach (var call in Call.Reads(village))
        {
            var answer = await village.Get(
                call.Path + (call.Path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "after=-9223372036854775808", call.Who);
            answer.Status.Should().BeLessThan(500, call.Name);
            if (call.Path.Contains("limit=", StringComparison.Ordinal) && answer.Status == 400)
                answer.Text.Should().Contain("\"after\"", call.Name);
        }
    }

    public static TheoryData<string, int, string> WrongBodies => new()
    {
        { "", 400, "missing_value" }, { "null", 400, "missing_value" }, { "[]", 400, "wrong_type" }, { "5", 400, "wrong_type" },
        { "\"x\"", 400, "wrong_type" },
        { "{", 400, "malformed_json" }, { "{}x", 400, "malformed_json" }, { "{'a':1}", 400, "malformed_json" },
        { "{\"strange\":1}", 400, "unknown_field" },
        { new string(' ', 10_000_000), 413, "body_too_large" }, { new string('[', 100_000), 400, "malformed_json" },
    };

    [Theory]
    [MemberData(nameof(WrongBodies))]
    public async Task A_body_that_is_wrong_as_a_whole_is_refused_by_every_write(string body, int status, string code)
    {
        var before = await village.Everything();
        foreach (var call in Call.Writes(village).Where(call => call.Body is not null && !call.IsImport))
        {
            var answer = await call.Send(village, body: body);
            (answer.Status, answer.Code).Should().Be((status, code), call.Name);
        }
        (await village.Everything()).Should().Be(before);
    }

    [Fact]
    public async Task A_field_given_twice_and_a_field_that_nobody_knows_are_refused_by_every_write()
    {
        var before = await village.Everything();
        foreach (var call in Call.Writes(village).Where(call => call.Body is not null and not "{}" && !call.IsImport))
        {
            var first = JsonNode.Parse(call.Body!)!.AsObject().First();
            var twice = await call.Send(village, body: $"{{\"{first.Key}\":{first.Value!.ToJsonString()},{call.Body!.Trim()[1..]}");
            var unknown = await call.Send(village, body: $"{{\"颜色\":1,{call.Body!.Trim()[1..]}");
            (twice.Status, twice.Code, twice.Errors).Should().Be((400, "duplicate_field", $"{first.Key}:duplicate_field"), call.Name);
            (unknown.Status, unknown.Code, unknown.Errors).Should().Be((400, "unknown_field", "颜色:unknown_field"), call.Name);
        }
        (await village.Everything()).Should().Be(before);
    }

    public static TheoryData<string?, string> WrongKeys => new()
    {
        { null, "key_missing" }, { "", "key_missing" }, { "   ", "key_missing" }, { "00000000-0000-0000-0000-000000000000", "key_missing" },
        { new string('k', 201), "too_long" },
    };

    [Theory]
    [MemberData(nameof(WrongKeys))]
    public async Task A_key_that_is_none_is_refused_by_every_write(string? key, string code)
    {
        var before = await village.Everything();
        foreach (var call in Call.Writes(village))
        {
            var answer = await village.Send(new(call.Method), call.Path, call.Body, call.Who, key, call.Type);
            (answer.Status, answer.Code, answer.Errors).Should().Be((400, code, $"Idempotency-Key:{code}"), call.Name);
        }
        (await village.Everything()).Should().Be(before);
    }

    [Theory]
    [InlineData("dryRun=perhaps", "dryRun:wrong_type")]
    [InlineData("dryRun=", "dryRun:wrong_type")]
    [InlineData("dryRun", "dryRun:wrong_type")]
    [InlineData("dryRun=%00", "dryRun:wrong_type")]
    [InlineData("dryRun=%20", "dryRun:wrong_type")]
    [InlineData("dryRun=true&dryRun=true", "dryRun:duplicate_parameter")]
    [InlineData("DryRun=true", "DryRun:unknown_parameter")]
    [InlineData("colour=%E7%BA%A2", "colour:unknown_parameter")]
    public async Task A_query_that_is_wrong_is_refused_by_every_write(string query, string errors)
    {
        var before = await village.Everything();
        foreach (var call in Call.Writes(village))
        {
            var answer = await village.Send(new(call.Method), $"{call.Path}?{query}", call.Body, call.Who, village.NewKey(), call.Type);
            (answer.Status, answer.Errors).Should().Be((400, errors), call.Name);
        }
        (await village.Everything()).Should().Be(before);
    }

    [Theory]
    [InlineData("colour=red")]
    [InlineData("limit=0")]
    [InlineData("limit=201")]
    [InlineData("limit=1.5")]
    [InlineData("limit=%E4%BA%94")]
    [InlineData("limit=1&limit=2")]
    [InlineData("after=-1")]
    [InlineData("after=99999999999999999999")]
    [InlineData("on=2026-02-30")]
    [InlineData("from=2025-02-29")]
    [InlineData("to=tomorrow")]
    [InlineData("full=2")]
    [InlineData("from=-9998-01-01")]
    [InlineData("until=9999-12-31")]
    [InlineData("until=-9998-01-01")]
    [InlineData("format=pdf")]
    [InlineData("mode=blue")]
    [InlineData("period=9999")]
    [InlineData("period=9999-12")]
    [InlineData("period=2026-13")]
    [InlineData("period=2026-Q5")]
    [InlineData("period=0000")]
    [InlineData("period=20260")]
    public async Task A_query_that_is_wrong_is_refused_by_every_read(string query)
    {
        foreach (var call in Call.Reads(village).Where(
            call => call.Pattern.StartsWith(ApiVillage.Api + "/banks", StringComparison.Ordinal)))
        {
            var answer = await village.Get($"{call.Path.Split('?')[0]}?{query}", call.Who.Length == 0 ? null : call.Who);
            (answer.Status, answer.Code).Should()
                .Match<(int Status, string? Code)>(told => told.Status == 400 && told.Code != null, "{0}?{1}", call.Name, query);
        }
    }

    /// <summary>Each hole of each address in turn holds what no address should.</summary>
    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    [InlineData("%EF%BC%91")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    [InlineData("%2e%2e%5C")]
    [InlineData("'; drop table entries; --")]
    [InlineData("%F0%A0%AE%B7")]
    [InlineData("%FF%FE")]
    [InlineData("%E2%80%AE")]
    public async Task Strange_addresses_find_nothing_and_change_nothing(string strange)
    {
        var before = await village.Everything();
        foreach (var call in Call.Reads(village).Concat(Call.Writes(village)).Where(
            call => call.Pattern.StartsWith(ApiVillage.Api, StringComparison.Ordinal)))
        {
            var (holes, steps) = (call.Pattern.Split('/'), call.Path.Split('?')[0].Split('/'));
            for (var i = 0; i < holes.Length; i++)
            {
                if (holes[i].Length == 0 || holes[i][0] != '{') continue;
                var path = string.Join('/', steps.Select((step, at) => at == i ? strange : step));
                var answer = await village.Send(
                    new(call.Method), path, call.Body, call.Who.Length == 0 ? null : call.Who, call.HasKey ? village.NewKey() : null,
                    call.Type);
                (answer.Status, answer.Code).Should()
                    .Match<(int Status, string? Code)>(
                        told => told.Status >= 400 && told.Status < 500 && told.Code != null, "{0} {1}", call.Method, path);
            }
        }
        (await village.Everything()).Should().Be(before);
    }

    [Theory]
    [InlineData("𠮷田一郎")]
    [InlineData("阿依古丽·买买提")]
    [InlineData("e\u0301")]
    public async Task Names_of_real_people_come_back_as_they_were(string name)
    {
        var answer = ApiVillage.Must(await village.Post(
            ApiVillage.Bank + "/households?dryRun=true",
            $$"""{"group":"上庄组","members":[{"name":"{{name}}","birthDate":"1970-01-01","isHead":true}]}""", "clerk"));

        answer.GetProperty("head").GetString().Should().Be(name.Normalize());
    }

    [Fact]
    public async Task Every_value_of_a_sign_in_spoilt_in_every_way_lets_nobody_in()
    {
        foreach (var call in Call.Exchanges(village).Where(call => call.Who.Length == 0))
            foreach (var (path, spoilt, body) in Spoilt(call))
            {
                var answer = await call.Send(village, body: body);
                (answer.Status, answer.Code).Should().Match<(int Status, string? Code)>(
                    told => told.Status >= 400 && told.Status < 500 && told.Code != null, "{0} {1} = {2}", call.Name, path, spoilt);
            }
    }

    static IEnumerable<(string Path, string Spoilt, string Body)> Spoilt(Call call)
    {
        var body = call.Body!;
        foreach (var path in Paths(JsonNode.Parse(body)!, ""))
        {
            var value = At(JsonNode.Parse(body)!, path)!;
            var wrongs = value.GetValueKind() switch
            {
                JsonValueKind.Number => WrongNumbers,
                JsonValueKind.True or JsonValueKind.False => WrongFlags,
                JsonValueKind.String when DateOnly.TryParse(value.GetValue<string>(), out _) => WrongDates,
                JsonValueKind.String => WrongTexts,
                _ =>
                    (string[])[
                        "null", "5", "\"x\"", value is JsonArray ? "{}" : "[]", value is JsonArray ? "[null]" : "{\"\":1}",
                        value is JsonArray ? "[]" : "{}"],
            };
            foreach (var wrong in wrongs)
                if (!IsAllowed(call, path, wrong))
                    yield return (
                        path, wrong, Replace(body, path, wrong == "LONG" ? $"\"{string.Concat(Enumerable.Repeat(Long, 5000))}\"" : wrong));
        }
    }

    static IEnumerable<string> Paths(JsonNode node, string path) => node switch
    {
        JsonObject fields =>
            fields.SelectMany(
                field => Paths(
                    field.Value!,
                    path.Length == 0 ? field.Key : $"{path}.{field.Key}").Prepend(path.Length == 0 ? field.Key : $"{path}.{field.Key}"))
                        .Distinct(),
        JsonArray items => items.Take(1).SelectMany(item => Paths(item!, $"{path}.0")),
        _ => [],
    };

    static JsonNode? At(JsonNode root, string path) =>
        path.Split('.')
            .Aggregate(
                (JsonNode?)root,
                (node, step) => node is JsonArray items
                    ? items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]
                    : node![step]);

    static string Replace(string body, string path, string wrong)
    {
        const string Mark = "\"@@@\"";
        var root = JsonNode.Parse(body)!;
        var steps = path.Split('.');
        var parent = steps.Length == 1 ? root : At(root, string.Join('.', steps[..^1]))!;
        parent[steps[^1]] = "@@@";
        return root.ToJsonString().Replace(Mark, wrong);
    }
}
