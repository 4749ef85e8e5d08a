namespace PointsBank.Web.Tests;

/// <summary>The calls of a year's end and of household changes, and what has to be there for them.</summary>
static class YearCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string Y = B + "/years/{year}";
    const string C = B + "/household-changes";
    const string P = B + "/proposals";
    const string Year = ApiVillage.Bank + "/years/2025";
    const string Moved = ApiVillage.Bank + "/household-changes";
    const string Grounds = "\"grounds\":{\"reason\":\"分家\",\"decidedBy\":\"村民代表会议\",\"document\":\"3号\"}";

    /// <summary>
    /// Four households of which nobody else knows, and a change of one of them; and three with points, of which two changes wait.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        for (var number = 61; number <= 67; number++)
        {
            var opened = ApiVillage.Must(await v.Post(ApiVillage.Bank + "/households", $$"""
                {"group":"{{(number > 64 ? "新迁组" : "上庄组")}}","number":{{number}},"members":[{"name":"周大山","birthDate":"1966-02-03","isHead":true},{"name":"周小山","birthDate":"1992-02-03"}]}
                """, "clerk"));
            if (number > 64)
                ApiVillage.Must(await v.Post(ApiVillage.Bank + "/credits", $$"""
                    {"household":{{number}},"rule":"H01","effectiveOn":"2026-02-20"}
                    """, "clerk"));
            if (number == 61) v.Goer = opened.GetProperty("members")[1].GetProperty("number").GetInt64();
        }
        ApiVillage.Must(await v.Post(Moved + "/moves", $$"""{"household":63,"group":"下河组",{{Grounds}}}""", "clerk"));
        ApiVillage.Must(await v.Post(Moved + "/merges", $$"""{"household":65,"into":66,{{Grounds}}}""", "clerk"));
        ApiVillage.Must(await v.Post(Moved + "/departures", $$"""{"household":67,{{Grounds}}}""", "clerk"));
    }

    public static IEnumerable<Call> Reads =>
    [
        new("clerk", "GET", B + "/years", ApiVillage.Bank + "/years"),
        new("supervisor", "GET", Y, Year),
        new("clerk", "GET", Y + "/standings", Year + "/standings?limit=5"),
        new("clerk", "GET", Y + "/sheet", Year + "/sheet?format=xlsx"),
        new("supervisor", "GET", C, Moved + "?household=63&limit=5"),
        new("clerk", "GET", C + "/{change}", Moved + "/1"),
        new("supervisor", "GET", P, ApiVillage.Bank + "/proposals?open=true&limit=5"),
        new("clerk", "GET", P + "/{proposal}", ApiVillage.Bank + "/proposals/1"),
    ];

    /// <summary>
    /// A year's end, at the book's head as it is when these calls are asked for: they come before all that enter something.
    /// </summary>
    public static IEnumerable<Call> Years(ApiVillage v)
    {
        var head = v.Desks.Journal.Head(1).CheckCode;
        return
        [
            new("clerk", "POST", Y + "/close", Year + "/close", $$"""{"head":"{{head}}"}""", Other: """{"head":"1-ABCDEF"}"""),
            new("clerk", "POST", Y + "/expiry", Year + "/expiry", $$"""{"head":"{{head}}"}""", Other: """{"head":"1-ABCDEF"}"""),
            new("supervisor", "POST", Y + "/undoing", Year + "/undoing", """{"reason":"名单有误"}"""),
        ];
    }

    public static IEnumerable<Call> Changes(ApiVillage v) =>
    [
        new(
            "clerk", "POST", C + "/splits", Moved + "/splits",
            $$"""{"household":61,"members":[{{v.Goer}}],"head":{{v.Goer}},"group":"上庄组","points":0,"standing":0,{{Grounds}}}""",
            Other: $$"""{"household":61,"members":[{{v.Goer}}],"head":{{v.Goer}},"group":"下河组","points":0,"standing":0,{{Grounds}}}"""),
        new(
            "clerk", "POST", C + "/merges", Moved + "/merges", $$"""{"household":62,"into":63,{{Grounds}}}""",
            Other: $$"""{"household":62,"into":64,{{Grounds}}}"""),
        new(
            "clerk", "POST", C + "/moves", Moved + "/moves", $$"""{"household":63,"group":"上庄组",{{Grounds}}}""",
            Other: $$"""{"household":63,"group":"下河组",{{Grounds}}}"""),
        new(
            "clerk", "POST", C + "/departures", Moved + "/departures", $$"""{"household":64,"pointsTo":63,{{Grounds}}}""",
            Other: $$"""{"household":64,{{Grounds}}}"""),
        new("supervisor", "POST", P + "/{proposal}/confirmation", ApiVillage.Bank + "/proposals/1/confirmation", "{}"),
        new("clerk", "POST", P + "/{proposal}/refusal", ApiVillage.Bank + "/proposals/2/refusal", "{}"),
    ];
}
