using System.Text.Json;
using NodaTime;
using PointsBank.Testing;

namespace PointsBank.Web.Tests;

/// <summary>The calls of claims, meetings, notices and objections, and what has to be there for them.</summary>
static class ClaimCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string C = B + "/claims";
    const string M = B + "/assessments";
    const string N = B + "/notices";
    const string Bank = ApiVillage.Bank;

    /// <summary>
    /// A group leader and two assessors. Claim 1 hangs on notice 1, whose window has closed; 2 and 3 on notice 2, which is open, and to 3
    /// objection 1 was made; 4 is granted; 5 is collected for the open meeting 2; 6, 7 and 8 are submitted, 7 with a photo.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        await v.Hire("leader", """{"role":"group-leader","bank":"anjiahe","group":1}""");
        await v.Hire("assessor", """{"role":"assessor","bank":"anjiahe"}""");
        await v.Hire("second-assessor", """{"role":"assessor","bank":"anjiahe"}""");
        var other = Must(await v.Get(ApiVillage.Api + "/me", "second-assessor")).GetProperty("actor").GetString()!["staff:".Length..];
        var now = v.Host.Clock.GetCurrentInstant();

        await v.MoveTo(now - Duration.FromDays(20));
        await Claim("2026-02-01", 1);
        await Meet(1);
        Must(await v.Post(Bank + "/notices", """{"days":3}""", "clerk"));
        await v.MoveTo(now - Duration.FromDays(5));
        await Claim("2026-02-02", 2);
        await Claim("2026-02-03", 2);
        Must(
            await v.Post(
                $"{Bank}/assessments/1/decisions", """{"items":[{"claim":2,"outcome":"as_claimed"},{"claim":3,"outcome":"as_claimed"}]}""",
                "assessor"));
        Must(await v.Post(Bank + "/notices", """{"days":30,"hangDays":30}""", "clerk"));
        Must(await v.Post(Bank + "/notices/2/objections", """{"line":2,"words":"那天他不在村里","channel":"voice"}""", "clerk"));
        await Claim("2026-02-04", 3);
        Must(await v.Post($"{Bank}/assessments/1/decisions", """{"items":[{"claim":4,"outcome":"as_claimed"}]}""", "assessor"));
        await v.MoveTo(now);
        await Claim("2026-02-05", 3);
        await Meet();
        foreach (var day in (string[])["2026-02-06", "2026-02-07", "2026-02-08"]) await Claim(day, 3, collect: false);
        Must(await v.Send(HttpMethod.Post, Bank + "/claims/7/evidence", Pictures.Png(1), "leader", v.NewKey(), "image/png"));

        async Task Claim(string day, int household, bool collect = true)
        {
            var claim = Must(
                await v.Post(
                    Bank + "/claims", $$"""{"household":{{household}},"rule":"N01","effectiveOn":"{{day}}","channel":"organisation"}""",
                    "clerk"));
            if (collect) Must(await v.Post(Bank + "/claims/collection", $$"""{"claims":[{{claim.GetProperty("number")}}]}""", "leader"));
        }

        async Task Meet(params IReadOnlyList<int> granted)
        {
            var today = NodaTime.Text.LocalDatePattern.Iso.Format(v.Desks.Banks.Today);
            var meeting = Must(await v.Post(Bank + "/assessments", $$"""{"heldOn":"{{today}}","present":[{{other}}]}""", "assessor"))
                .GetProperty("number");
            foreach (var claim in granted)
                Must(
                    await v.Post(
                        $"{Bank}/assessments/{meeting}/decisions", $$"""{"items":[{"claim":{{claim}},"outcome":"as_claimed"}]}""",
                        "assessor"));
        }

        static JsonElement Must(Answer answer) => ApiVillage.Must(answer);
    }

    public static IEnumerable<Call> Reads =>
    [
        new("clerk", "GET", C, Bank + "/claims?state=submitted&group=1&channel=organisation"),
        new("clerk", "GET", C + "/{claim}", Bank + "/claims/3"),
        new("clerk", "GET", C + "/{claim}/evidence/{file}", Bank + "/claims/7/evidence/1"),
        new("clerk", "GET", B + "/households/{household}/claims", Bank + "/households/1/claims"),
        new("household", "GET", B + "/households/{household}/objections", Bank + "/households/1/objections?limit=5"),
        new("clerk", "GET", B + "/reminders", Bank + "/reminders?household=1"),
        new("assessor", "GET", M, Bank + "/assessments"),
        new("assessor", "GET", M + "/{session}", Bank + "/assessments/1"),
        new("assessor", "GET", M + "/{session}/due", Bank + "/assessments/2/due?group=1"),
        new("assessor", "GET", M + "/{session}/decisions", Bank + "/assessments/1/decisions"),
        new("", "GET", N, Bank + "/notices"),
        new("clerk", "GET", N + "/draft", Bank + "/notices/draft?days=7"),
        new("", "GET", N + "/{notice}", Bank + "/notices/2"),
        new("clerk", "GET", N + "/{notice}/claims", Bank + "/notices/2/claims"),
        new("supervisor", "GET", B + "/objections", Bank + "/objections?open=true&notice=2"),
        new("supervisor", "GET", B + "/objections/{objection}", Bank + "/objections/1"),
        new("supervisor", "GET", B + "/reports/claims", Bank + "/reports/claims?from=2026-01-01&until=2026-03-02"),
        new("supervisor", "GET", B + "/reports/exceptions", Bank + "/reports/exceptions?from=2026-01-01"),
        new("supervisor", "GET", B + "/reports/durations", Bank + "/reports/durations"),
        new("administrator", "GET", B + "/staff/{staff}/ties", Bank + "/staff/2/ties"),
    ];

    public static IEnumerable<Call> Writes =>
    [
        new(
            "clerk", "POST", C, Bank + "/claims",
            """{"household":1,"rule":"N01","effectiveOn":"2026-03-01","channel":"organisation","memo":"拾金不昧"}""",
            Other: """{"household":1,"rule":"N01","effectiveOn":"2026-03-01","channel":"organisation","memo":"拾到钱包"}"""),
        new(
            "leader", "POST", C + "/lists", Bank + "/claims/lists",
            """{"items":[{"household":3,"rule":"N01","effectiveOn":"2026-03-01","channel":"organisation"}]}""",
            Other: """{"items":[{"household":1,"rule":"N01","effectiveOn":"2026-03-01","channel":"organisation"}]}"""),
        new(
            "household", "POST", B + "/households/{household}/claims", Bank + "/households/1/claims",
            """{"household":1,"rule":"N01","effectiveOn":"2026-02-20","memo":"拾金不昧"}""",
            Other: """{"household":1,"rule":"N01","effectiveOn":"2026-02-21","memo":"拾金不昧"}"""),
        new("leader", "POST", C + "/collection", Bank + "/claims/collection", """{"claims":[6]}""", Other: """{"claims":[7]}"""),
        new(
            "leader", "POST", C + "/{claim}/evidence", Bank + "/claims/6/evidence",
            Type: "image/png") { File = Pictures.Png(2), OtherFile = Pictures.Png(3) },
        new("clerk", "POST", C + "/{claim}/withdrawal", Bank + "/claims/8/withdrawal", """{"reason":"记错了"}"""),
        new(
            "clerk", "POST", B + "/reminders", Bank + "/reminders",
            """{"household":1,"rule":"D10","kind":"private","remindedOn":"2026-03-01","memo":"当面说过"}""",
            Other: """{"household":1,"rule":"D10","kind":"written","remindedOn":"2026-03-01","memo":"当面说过"}"""),
        new(
            "assessor", "POST", M, Bank + "/assessments", """{"heldOn":"2026-03-01","present":[3],"place":"村委会"}""",
            Other: """{"heldOn":"2026-03-02","present":[3],"place":"村委会"}"""),
        new(
            "assessor", "POST", M + "/{session}/present", Bank + "/assessments/2/present", """{"present":[3]}""",
            Other: """{"present":[2]}"""),
        new(
            "assessor", "POST", M + "/{session}/decisions", Bank + "/assessments/2/decisions",
            """{"items":[{"claim":5,"outcome":"other_points","points":2,"reason":"东西不大"}]}"""),
        new("assessor", "POST", M + "/{session}/closing", Bank + "/assessments/2/closing", "{}"),
        new("clerk", "POST", N, Bank + "/notices", """{"days":7,"hangDays":10}""", Other: """{"days":8,"hangDays":10}"""),
        new(
            "household", "POST", B + "/households/{household}/notices/{notice}/objections", Bank + "/households/1/notices/2/objections",
            """{"line":1,"words":"不是他家"}""",
            Other: """{"line":1,"words":"不是这家"}"""),
        new("clerk", "POST", N + "/{notice}/objections", Bank + "/notices/2/objections", """{"line":1,"words":"那天他不在","channel":"voice"}""",
            Other: """{"line":1,"words":"那天他不在","channel":"desk"}"""),
        new(
            "supervisor", "POST", B + "/objections/{objection}/ruling", Bank + "/objections/1/ruling",
            """{"outcome":"dismissed","reason":"走访属实"}"""),
        new("clerk", "POST", N + "/{notice}/extension", Bank + "/notices/2/extension", """{"closesOn":"2026-04-10","reason":"大雪"}"""),
        new(
            "supervisor", "POST", N + "/{notice}/early-end", Bank + "/notices/2/early-end",
            """{"reason":"村民代表会议决定","document":"会议纪要第 3 号"}"""),
        new("clerk", "POST", N + "/{notice}/early-end/confirmation", Bank + "/notices/2/early-end/confirmation", "{}"),
        new("clerk", "POST", N + "/{notice}/entry", Bank + "/notices/1/entry", "{}"),
        new(
            "administrator", "PUT", B + "/staff/{staff}/ties", Bank + "/staff/6/ties", """{"ties":[{"household":3,"tie":"own"}]}""",
            Other: """{"ties":[{"household":3,"tie":"relative"}]}"""),
    ];
}
