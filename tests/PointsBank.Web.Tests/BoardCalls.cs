using System.Globalization;

namespace PointsBank.Web.Tests;

/// <summary>The calls of boards and of the black board, and what has to be there for them.</summary>
static class BoardCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string P = B + "/boards/{kind}/publications";
    const string E = B + "/black-entries";
    const string O = B + "/black-objections";
    const string Bank = ApiVillage.Bank;

    /// <summary>
    /// A second supervisor, who may answer; publications 1 and 2 of the red board, 2 correcting 1; decided entry 1 of household 1 hangs and
    /// is objected to, 2 and 3 are recorded; what a fourth needs is there.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        await v.Hire("second-supervisor", """{"role":"supervisor","bank":"anjiahe"}""");
        ApiVillage.Must(await v.Post(Bank + "/boards/red/publications", """{"period":"2026","reason":"按年张榜"}""", "clerk"));
        ApiVillage.Must(await v.Post(Bank + "/boards/red/publications", """{"period":"2026","reason":"更正","corrects":1}""", "clerk"));
        foreach (var household in (int[])[1, 2, 3])
            v.Black = await Remind(v, household);
        var supervisor = ApiVillage.Must(await v.Get(ApiVillage.Api + "/me", "supervisor")).GetProperty("actor")
            .GetString()!["staff:".Length..];
        var session = ApiVillage.Must(
            await v.Post(Bank + "/assessments", $$"""{"heldOn":"2026-03-02","present":[{{supervisor}}]}""", "assessor"))
                .GetProperty("number")
            .GetInt64();
        v.Black = v.Black with { Session = session };
        foreach (var household in (int[])[1, 2, 3])
            ApiVillage.Must(
                await v.Post(
                    Bank + "/black-entries",
                    Decision(household, v.Black.Private - 2 * (3 - household), v.Black.Written - 2 * (3 - household), session), "clerk"));
        v.Black = (await Remind(v, 3)) with { Session = session };
        ApiVillage.Must(await v.Post(Bank + "/black-entries/1/posting", "{}", "supervisor"));
        ApiVillage.Must(await v.Post(Bank + "/black-entries/1/objections", """{"words":"那天不是他家","channel":"voice"}""", "clerk"));
    }

    public static IEnumerable<Call> Reads =>
    [
        new("", "GET", B + "/boards", Bank + "/boards"),
        new("", "GET", P, Bank + "/boards/red/publications?limit=5"),
        new("", "GET", P + "/{publication}", Bank + "/boards/red/publications/2"),
        new("", "GET", P + "/{publication}/recomputation", Bank + "/boards/red/publications/2/recomputation"),
        new("", "GET", P + "/{publication}/difference", Bank + "/boards/red/publications/2/difference"),
        new("clerk", "GET", E, Bank + "/black-entries?state=posted&limit=5"),
        new("clerk", "GET", E + "/{entry}", Bank + "/black-entries/1"),
        new("household", "GET", B + "/households/{household}/black-entries", Bank + "/households/1/black-entries"),
        new("supervisor", "GET", O, Bank + "/black-objections?open=true&limit=5"),
        new("supervisor", "GET", O + "/{objection}", Bank + "/black-objections/1"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new("supervisor", "PUT", B + "/boards/{kind}", Bank + "/boards/tidy",
            """{"titleZh":"洁美榜","measure":"credited","titleEn":"Tidy","aboutZh":"门前干净","aboutEn":"Clean yards","rules":"C","period":"month","top":10,"threshold":2,"scope":"households","days":20,"publisher":"clerk","inUse":true}"""),
        new(
            "clerk", "POST", P, Bank + "/boards/red/publications", """{"period":"2026","reason":"再次更正","corrects":2}""",
            Other: """{"period":"2025","reason":"按年张榜"}"""),
        new(
            "clerk", "POST", E, Bank + "/black-entries", Decision(3, v.Black.Private, v.Black.Written, v.Black.Session, 20),
            Other: Decision(3, v.Black.Private, v.Black.Written, v.Black.Session, 21)),
        new("supervisor", "POST", E + "/{entry}/posting", Bank + "/black-entries/2/posting", "{}"),
        new("supervisor", "POST", E + "/{entry}/end", Bank + "/black-entries/3/end", """{"kind":"amended","note":"门前已清理干净"}""",
            Other: """{"kind":"withdrawn","note":"记错了"}"""),
        new(
            "clerk", "POST", E + "/{entry}/objections", Bank + "/black-entries/1/objections",
            """{"words":"那天他家没人","channel":"desk","household":2,"objector":"李大妈"}""",
            Other: """{"words":"那天他家有人","channel":"voice"}"""),
        new(
            "household", "POST", B + "/households/{household}/black-entries/{entry}/objections",
            Bank + "/households/1/black-entries/1/objections", """{"words":"那天不是我家"}""",
            Other: """{"words":"那天真不是我家"}"""),
        new(
            "second-supervisor", "POST", O + "/{objection}/ruling", Bank + "/black-objections/1/ruling",
            """{"outcome":"dismissed","reason":"看过照片"}""",
            Other: """{"outcome":"upheld","reason":"看过照片"}"""),
    ];

    public static string Decision(long household, long inPrivate, long inWriting, long session, int days = 10) =>
        string.Create(CultureInfo.InvariantCulture,
        $$"""{"household":{{household}},"rule":"D10","privateReminder":{{inPrivate}},"writtenReminder":{{inWriting}},"session":{{session}},"document":"整改7号","reason":"两次提醒后仍未清理","shownFrom":"2026-03-02","days":{{days}}}""");

    /// <summary>Both reminders of a household, and their numbers.</summary>
    public static async Task<(long Private, long Written, long Session)> Remind(ApiVillage v, long household)
    {
        async Task<long> Reminder(string kind, string day) => ApiVillage.Must(await v.Post(
            Bank + "/reminders", $$"""{"household":{{household}},"rule":"D10","kind":"{{kind}}","remindedOn":"{{day}}"}""",
            "clerk")).GetProperty("number").GetInt64();
        return (await Reminder("private", "2026-02-10"), await Reminder("written", "2026-02-20"), 0);
    }
}
