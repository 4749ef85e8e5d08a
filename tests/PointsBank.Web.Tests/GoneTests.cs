using System.Text.Json.Nodes;

namespace PointsBank.Web.Tests;

/// <summary>
/// Every write that names a household or somebody in it, tried with a household that is no more and with somebody who left: each is refused
/// for that reason, or stands here with the reason why it is not.
/// </summary>
public sealed class GoneTests(WholeVillage village) : IClassFixture<WholeVillage>
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string H = B + "/households/{household}";
    const string HouseholdEnded = "household_ended";
    const string MemberLeft = "member_left";

    /// <summary>Names of places in which a household stands, and of those in which one of its members does.</summary>
    static readonly string[] Households = ["household", "claimant", "into", "pointsTo"], Members = ["member", "members", "head"];

    /// <summary>What goes on although the household is no more.</summary>
    static readonly Dictionary<string, string> OpenToEnded = new()
    {
        ["POST " + B + "/erasures"] = "only who is gone is erased",
        ["POST " + B + "/notices/{notice}/objections"] = "who went may still say that something is wrong",
        ["POST " + B + "/black-entries/{entry}/objections"] = "who went may still say that something is wrong",
        ["POST " + H + "/favour-objections"] = "who went may still say that something is wrong",
        ["POST " + B + "/certificates"] = "hours are the person's own, and whoever moves shows them elsewhere",
        ["DELETE " + B + "/teams/{team}/members/{member}"] = "who went goes off the list",
        ["DELETE " + B + "/activities/{activity}/sign-ups/{member}"] = "who went goes off the list",
        ["PUT " + B + "/staff/{staff}/ties"] = "kin stay kin, and old entries are read by these ties",
        ["PUT " + H + "/passbooks/{serial}/pin"] = "names a passbook, and that ended with the household",
        ["POST " + H + "/passbooks/{serial}/void"] = "names a passbook, and that ended with the household",
        ["POST " + B + "/shops/{shop}/trips/{trip}/devices/{device}/hand-outs"] =
            "a device hands out to whom it was given an allowance for, and nobody ends with one",
        ["POST " + B + "/shops/{shop}/trips/{trip}/removals"] =
            "takes a household off a device that has something for it, and nobody ends with that",
    };

    /// <summary>What goes on although they left, besides.</summary>
    static readonly Dictionary<string, string> OpenToLeavers = new()
    {
        ["POST " + B + "/erasures"] = "only who is gone is erased",
        ["POST " + B + "/certificates"] = "hours are the person's own, and whoever moves shows them elsewhere",
        ["DELETE " + B + "/teams/{team}/members/{member}"] = "who went goes off the list",
        ["DELETE " + B + "/activities/{activity}/sign-ups/{member}"] = "who went goes off the list",
        ["POST " + H + "/members/{member}/leaving"] = "says that they left before, by the code for what is there already",
    };

    JsonNode? description;

    [Fact]
    public async Task Nothing_is_written_for_a_household_that_is_no_more_but_what_is_said_here()
    {
        var (household, member) = await Open(80);
        var asked = ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/household-changes/departures", """{"household":80,"grounds":{"reason":"全家搬走","decidedBy":"村委会"}}""",
                "clerk")).GetProperty("proposal").GetProperty("number");
        ApiVillage.Must(await village.Post($"{ApiVillage.Bank}/proposals/{asked}/confirmation", "{}", "supervisor"));

        await AllAreRefused(
            household, OpenToEnded, call => call.Who == "household" ? "sign_in_expired" : HouseholdEnded,
            call => Places(call, Households).DefaultIfEmpty("").Select(
                place => Written(
                    call, name => name == place ? household : place is "" or "household" && Members.Contains(name) ? member : null)));
    }

    [Fact]
    public async Task Nothing_is_written_for_somebody_who_left_but_what_is_said_here()
    {
        var (household, _) = await Open(81);
        var member = ApiVillage.Must(await village.Post(
            ApiVillage.Bank + "/households/81/members",
            """{"name":"周小雪","birthDate":"1990-06-01","isHead":false,"relatedToCommittee":false}""",
            "clerk")).GetProperty("members")[1].GetProperty("number").GetInt64();
        ApiVillage.Must(
            await village.Post(
                $"{ApiVillage.Bank}/households/81/members/{member}/leaving", """{"leftOn":"2026-02-01","kind":"moved"}""", "clerk"));

        await AllAreRefused(
            household, OpenToLeavers, _ => MemberLeft,
            call => Places(call, Members).Any()
                ? [Written(call, name => name == "household" ? household : Members.Contains(name) ? member : null)]
                : []);
    }

    async Task AllAreRefused(
        long household, Dictionary<string, string> open, Func<Call, string> code,
        Func<Call, IEnumerable<(string Path, string? Body)>> written)
    {
        var (tried, wrong, stale) = (0, new List<string>(), open.Keys.ToHashSet());
        foreach (var call in Call.Writes(village).Where(
            call => !call.IsImport && (Places(call, Households).Any() || Places(call, Members).Any())))
        {
            stale.Remove(call.Name);
            if (open.ContainsKey(call.Name)) continue;
            foreach (var (path, body) in written(call))
            {
                tried++;
                var answer = await (call with { Path = path })
                    .Send(village, call.Who == "household" ? $"of {household}" : null, body: body);
                if (answer.Code != code(call)) wrong.Add($"{call.Name} {path} {body}: {answer.Status} {answer.Text}");
            }
        }

        wrong.Should().BeEmpty();
        stale.Should().BeEmpty("what is listed is a write that names somebody");
        tried.Should().BeGreaterThan(8);
    }

    /// <summary>Which of these names stand in a call's address or body, or might.</summary>
    IEnumerable<string> Places(Call call, string[] names) => names.Where(name =>
        call.Pattern.Contains($"{{{name}}}", StringComparison.Ordinal)
        || (
            call.Body is not null
                && !IsOfPeople(call, name)
                && (call.Body.Contains($"\"{name}\":", StringComparison.Ordinal) || Optional(call).Contains(name))));

    /// <summary>The fields that the interface describes for a call's body.</summary>
    HashSet<string> Optional(Call call)
    {
        var body = Description["paths"]![call.Pattern]![
            call.Method.ToLowerInvariant()]!["requestBody"]?["content"]?["application/json"]?["schema"];
        if (body?["$ref"] is { } named) body = Description["components"]!["schemas"]![named.GetValue<string>().Split('/')[^1]];
        return body?["properties"] is JsonObject fields ? [.. fields.Select(field => field.Key)] : [];
    }

    JsonNode Description =>
        description ??= JsonNode.Parse(village.Host.CreateClient().GetStringAsync("/openapi/v1.json").GetAwaiter().GetResult())!;

    /// <summary>Members that are written out, and a head that is a question.</summary>
    static bool IsOfPeople(Call call, string name) =>
        name is "members" or "head" && !call.Name.EndsWith("/splits", StringComparison.Ordinal);

    /// <summary>The call's address and body with these numbers in the places for which there is one.</summary>
    (string Path, string? Body) Written(Call call, Func<string, long?> number)
    {
        var (pattern, path) = (call.Pattern.Split('/'), call.Path.Split('/'));
        for (var i = 0; i < pattern.Length; i++)
            if (pattern[i].StartsWith('{') && number(pattern[i].Trim('{', '}')) is { } other) path[i] = $"{other}";
        if (call.Body is null) return (string.Join('/', path), null);
        var body = JsonNode.Parse(call.Body)!;
        Replace(body);
        if (body is JsonObject whole)
            foreach (var name in Optional(call).Where(name => !whole.ContainsKey(name)))
                if (number(name) is { } added) whole[name] = added;
        // An award goes to a candidate or to whom it names.
        if (body["household"] is not null) ((JsonObject)body).Remove("candidate");
        return (string.Join('/', path), body.ToJsonString());

        void Replace(JsonNode node)
        {
            if (node is JsonArray items)
                foreach (var item in items.OfType<JsonNode>()) Replace(item);
            if (node is not JsonObject parts) return;
            foreach (var (name, value) in parts.ToList())
                // A card opens its own household alone; a booklet that is shown names none.
                if (name == "authorisedBy" && number("household") is not null) parts[name] = new JsonObject { ["by"] = "booklet" };
                else if (value is JsonArray list && list.All(item => item is JsonValue) && number(name) is { } one)
                    parts[name] = new JsonArray(one);
                else if (value is JsonValue && number(name) is { } other) parts[name] = other;
                else if (value is not null) Replace(value);
        }
    }

    async Task<(long Household, long Member)> Open(int number)
    {
        var opened = ApiVillage.Must(await village.Post(
            ApiVillage.Bank + "/households",
            $$"""{"group":"上庄组","members":[{"name":"周大山","birthDate":"1960-01-01","isHead":true,"relatedToCommittee":false}],"number":{{number}}}""",
            "clerk"));
        var serial = ApiVillage.Must(
            await village.Post(
                $"{ApiVillage.Bank}/households/{number}/passbooks", $$"""{"reason":"first","pin":"{{ApiVillage.Pin}}"}""",
                "clerk")).GetProperty("serial")
            .GetString();
        village.Tokens[$"of {number}"] = ApiVillage.Must(await village.Send(
            HttpMethod.Post, ApiVillage.Api + "/sign-in/passbook", $$"""{"serial":"{{serial}}","pin":"{{ApiVillage.Pin}}"}""", null,
            null)).GetProperty("token").GetString()!;
        return (number, opened.GetProperty("members")[0].GetProperty("number").GetInt64());
    }
}
