namespace PointsBank.Web.Tests;

/// <summary>The calls of privacy, and what has to be there for them.</summary>
static class PrivacyCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string H = B + "/households/{household}";
    const string E = B + "/erasures";
    const string P = B + "/publication-assessments";
    const string Bank = ApiVillage.Bank;
    const string Home = Bank + "/households/70";

    /// <summary>The household some of whose members left.</summary>
    public const int Household = 70;

    /// <summary>
    /// Household 70 with a head and six others, of whom four left; the erasure of two of them is asked for. And a decision to publish
    /// something.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        var names = (string[])["离家", "离甲", "离乙", "离丙", "离丁", "离戊", "离己"];
        var members = string.Join(
            ',',
            names.Select(
                (name, i) => $$"""{"name":"{{name}}","birthDate":"1980-01-0{{i + 1}}","isHead":{{(i == 0 ? "true" : "false")}},"relatedToCommittee":false}"""));
        var opened = ApiVillage.Must(
            await v.Post(Bank + "/households", $$"""{"group":"上庄组","members":[{{members}}],"number":70}""", "clerk"));
        v.Left = [.. opened.GetProperty("members").EnumerateArray().Skip(1).Select(member => member.GetProperty("number").GetInt64())];
        foreach (var left in v.Left.Take(4))
            ApiVillage.Must(await v.Post($"{Home}/members/{left}/leaving", """{"leftOn":"2026-02-01","kind":"left"}""", "clerk"));
        foreach (var left in v.Left.Take(2))
            ApiVillage.Must(await v.Post(Bank + "/erasures", $$"""{"household":70,"member":{{left}}}""", "clerk"));
        ApiVillage.Must(await v.Post(Bank + "/publication-assessments", Decision, "clerk"));
    }

    public static IEnumerable<Call> Reads =>
    [
        new("household", "GET", H + "/consents", Bank + "/households/1/consents"),
        new("household", "GET", H + "/export", Bank + "/households/1/export?format=json"),
        new("clerk", "GET", B + "/consents", Bank + "/consents"),
        new("clerk", "GET", E, Bank + "/erasures?limit=5"),
        new("supervisor", "GET", E + "/{erasure}", Bank + "/erasures/1"),
        new("supervisor", "GET", B + "/retention", Bank + "/retention"),
        new("clerk", "GET", P, Bank + "/publication-assessments?limit=5"),
        new("supervisor", "GET", P + "/{assessment}", Bank + "/publication-assessments/1"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new(
            "household", "POST", H + "/consents", Bank + "/households/1/consents",
            """{"member":1,"purpose":"boards","given":true,"how":"household"}""",
            Other: """{"member":1,"purpose":"notices","given":true}"""),
        new(
            "clerk", "POST", H + "/members/{member}/leaving", $"{Home}/members/{v.Left[4]}/leaving",
            """{"leftOn":"2026-03-01","kind":"moved"}""", Other: """{"leftOn":"2026-03-01","kind":"died"}"""),
        new(
            "clerk", "POST", E, Bank + "/erasures", $$"""{"household":70,"member":{{v.Left[2]}}}""",
            Other: $$"""{"household":70,"member":{{v.Left[3]}}}"""),
        new("supervisor", "POST", E + "/{erasure}/execution", Bank + "/erasures/1/execution", "{}"),
        new("supervisor", "POST", E + "/{erasure}/refusal", Bank + "/erasures/2/refusal", "{}"),
        new(
            "supervisor", "PUT", B + "/retention", Bank + "/retention", """{"months":{"evidence":30}}""",
            Other: """{"months":{"evidence":31}}"""),
        new("supervisor", "POST", B + "/retention/runs", Bank + "/retention/runs", "{}"),
        new("clerk", "POST", P, Bank + "/publication-assessments", Decision, Other: Decision.Replace("鼓励善行", "鼓励")),
    ];

    const string Decision = """
        {"subject":"red","purpose":"鼓励善行","data":"户主姓名","necessity":"不公开起不到作用","risk":"可能被议论","measures":"未同意者打码","decidedBy":"村民代表会议","decidedOn":"2026-03-01","reviewOn":"2027-03-01"}
        """;
}
