using System.Text.Json;

namespace PointsBank.Web.Tests;

/// <summary>The calls of teams, activities and hours, and what has to be there for them.</summary>
static class ServiceCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string A = B + "/activities/{activity}";
    const string Bank = ApiVillage.Bank;
    const string Activities = Bank + "/activities";

    /// <summary>
    /// A class, a project under C01, two teams, a leader of the first; activity 1 of this morning with attendances 2 (left) and 3 (not
    /// left), 2 of the fifth, 3 of today with household 3 on its list and a code at its door; 4 of yesterday with attendance 1 confirmed,
    /// and a certificate of it.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        Must(await v.Post(Bank + "/service-classes", """{"code":"general","nameZh":"普通服务","nameEn":"General"}""", "clerk"));
        Must(
            await v.Post(
                Bank + "/projects",
                """{"titleZh":"河道清洁","titleEn":"River cleaning","class":"general","rule":"C01","place":"村口","wanted":20,"validFrom":"2026-01-01"}""",
                "clerk"));
        foreach (var name in (string[])["护河队", "助老队"]) Must(await v.Post(Bank + "/teams", $$"""{"name":"{{name}}"}""", "clerk"));
        Must(await v.Post(Bank + "/teams/1/members", """{"member":5}""", "clerk"));
        foreach (var (begins, ends) in ((string, string)[])[
            ("2026-03-02T06:00", "2026-03-02T08:30"), ("2026-03-05T08:00", "2026-03-05T10:00"), ("2026-03-02T08:00", "2026-03-02T12:00"),
            ("2026-03-01T08:00", "2026-03-01T10:00")])
        {
            var number = Must(await v.Post(Activities, $$"""{"project":1,"team":1,"begins":"{{begins}}","ends":"{{ends}}"}""", "clerk"))
                .GetProperty("number")
                .GetInt64();
            if (number != 2) Must(await v.Post($"{Activities}/{number}/steps", """{"state":"open"}""", "clerk"));
        }
        Must(
            await v.Post(
                Activities + "/4/attendances", """{"rows":[{"member":1,"came":"2026-03-01T08:00","left":"2026-03-01T10:00"}]}""", "clerk"));
        Must(await v.Post(Activities + "/4/confirmations", """{"attendances":[1]}""", "supervisor"));
        Must(
            await v.Post(
                Activities + "/1/attendances",
                """{"rows":[{"member":1,"came":"2026-03-02T06:00","left":"2026-03-02T07:30"},{"member":3,"came":"2026-03-02T06:00"}]}""",
                "clerk"));
        Must(await v.Post(Activities + "/3/sign-ups", """{"member":5}""", "clerk"));
        v.DoorToken = Must(await v.Post(Activities + "/3/codes", """{"seed":"a sheet of slips, drawn on 8 March 2026"}""", "clerk"))
            .GetProperty("token")
            .GetString()!;
        Must(await v.Post(Bank + "/certificates", """{"member":1,"from":"2026-03-01","until":"2026-03-02"}""", "clerk"));

        static JsonElement Must(Answer answer) => ApiVillage.Must(answer);
    }

    public static IEnumerable<Call> Reads =>
    [
        new("clerk", "GET", B + "/service-classes", Bank + "/service-classes"),
        new("clerk", "GET", B + "/projects", Bank + "/projects?on=2026-03-02"),
        new("clerk", "GET", B + "/projects/{project}", Bank + "/projects/1"),
        new("clerk", "GET", B + "/teams", Bank + "/teams"),
        new("clerk", "GET", B + "/teams/{team}", Bank + "/teams/1"),
        new("clerk", "GET", B + "/activities", Activities + "?state=open&team=1&from=2026-03-01&until=2026-03-31"),
        new("clerk", "GET", A, Activities + "/1"),
        new("clerk", "GET", A + "/sign-ups", Activities + "/3/sign-ups"),
        new("clerk", "GET", A + "/attendances", Activities + "/1/attendances"),
        new("clerk", "GET", B + "/volunteers", Bank + "/volunteers?limit=5"),
        new("clerk", "GET", B + "/volunteers/{member}", Bank + "/volunteers/1"),
        new("clerk", "GET", B + "/households/{household}/service", Bank + "/households/1/service"),
        new("clerk", "GET", B + "/households/{household}/certificates", Bank + "/households/1/certificates"),
        new("clerk", "GET", B + "/certificates/{certificate}", Bank + "/certificates/1"),
        new("clerk", "GET", B + "/service-exceptions", Bank + "/service-exceptions?from=2026-03-01&until=2026-03-02"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new("clerk", "POST", B + "/service-classes", Bank + "/service-classes", """{"code":"company","nameZh":"陪伴服务","unitMinutes":120}""",
            Other: """{"code":"company","nameZh":"陪伴服务","unitMinutes":121}"""),
        new(
            "clerk", "POST", B + "/projects", Bank + "/projects",
            """{"titleZh":"助老","class":"general","rule":"C01","place":"敬老院","wanted":5,"validFrom":"2026-01-01"}""",
            Other: """{"titleZh":"助学","class":"general","rule":"C01","place":"敬老院","wanted":5,"validFrom":"2026-01-01"}"""),
        new(
            "clerk", "PUT", B + "/projects/{project}", Bank + "/projects/1",
            """{"titleZh":"清河","class":"general","rule":"C01","place":"村口","wanted":9,"validFrom":"2026-01-01"}""",
            Other: """{"titleZh":"清河","class":"general","rule":"C01","place":"村口","wanted":8,"validFrom":"2026-01-01"}"""),
        new("clerk", "POST", B + "/teams", Bank + "/teams", """{"name":"助学队"}""", Other: """{"name":"助农队"}"""),
        new("clerk", "PUT", B + "/teams/{team}/name", Bank + "/teams/1/name", """{"name":"护河先锋队"}""", Other: """{"name":"护河前锋队"}"""),
        new("clerk", "DELETE", B + "/teams/{team}", Bank + "/teams/2", Other: Bank + "/teams/3"),
        new("clerk", "POST", B + "/teams/{team}/members", Bank + "/teams/1/members", """{"member":3}""", Other: """{"member":4}"""),
        new("clerk", "DELETE", B + "/teams/{team}/members/{member}", Bank + "/teams/1/members/5", Other: Bank + "/teams/1/members/6"),
        new(
            "clerk", "POST", B + "/activities", Activities,
            """{"project":1,"team":1,"begins":"2026-03-08T08:30","ends":"2026-03-08T11:30"}""",
            Other: """{"project":1,"team":1,"begins":"2026-03-08T08:30","ends":"2026-03-08T11:31"}"""),
        new("clerk", "PUT", A + "/terms", Activities + "/2/terms", """{"place":"桥头"}""", Other: """{"place":"渡口"}"""),
        new("clerk", "POST", A + "/steps", Activities + "/2/steps", """{"state":"open"}""", Other: """{"state":"held"}"""),
        new("clerk", "POST", A + "/codes", Activities + "/2/codes", """{"seed":"a page's secret of more than thirty-two characters"}""",
            Other: """{"seed":"another secret of more than thirty-two characters"}"""),
        new("clerk", "POST", A + "/sign-ups", Activities + "/3/sign-ups", """{"member":3}""", Other: """{"member":4}"""),
        new("clerk", "DELETE", A + "/sign-ups/{member}", Activities + "/3/sign-ups/5", Other: Activities + "/3/sign-ups/4"),
        new(
            "clerk", "POST", A + "/attendances", Activities + "/1/attendances",
            """{"rows":[{"member":5,"came":"2026-03-02T06:10","left":"2026-03-02T08:00"}],"way":"list"}""",
            Other: """{"rows":[{"member":5,"came":"2026-03-02T06:10","left":"2026-03-02T08:01"}],"way":"list"}"""),
        new(
            "household", "POST", A + "/code-attendances", Activities + "/3/code-attendances",
            $$"""{"member":1,"kind":"came","token":"{{v.DoorToken}}"}""",
            Other: $$"""{"member":2,"kind":"came","token":"{{v.DoorToken}}"}"""),
        new("clerk", "POST", B + "/attendances/{attendance}/strike", Bank + "/attendances/3/strike", """{"reason":"写错了人"}"""),
        new(
            "supervisor", "POST", A + "/confirmations", Activities + "/1/confirmations", """{"attendances":[2]}""",
            Other: """{"attendances":[4]}"""),
        new("clerk", "POST", B + "/certificates", Bank + "/certificates", """{"member":1,"from":"2026-03-01","until":"2026-03-02"}""",
            Other: """{"member":1,"from":"2026-03-01","until":"2026-03-01"}"""),
    ];
}
