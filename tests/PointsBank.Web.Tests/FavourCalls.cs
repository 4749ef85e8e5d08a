namespace PointsBank.Web.Tests;

/// <summary>The calls of favours, honours and ratings, and what has to be there for them.</summary>
static class FavourCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string H = B + "/households/{household}";
    const string Bank = ApiVillage.Bank;

    /// <summary>
    /// Six households of their own, 101 to 106, at 100 but for 101 to 105 who fell to 64: reminded; of 101 nothing more, of 102 a
    /// suspension is recorded (1), of 103 another (2), of 104 (3) and 105 (4) one is in force, with an objection to 4. A title awarded
    /// above, a candidate that was accepted and one that waits, an award, certificates 1 and 2 and a loan.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        var proposal = Must(await v.Put(
            Bank + "/settings",
            """{"values":{"baseStanding":100,"deductionTakesPoints":0,"clerkDeductsDirectly":1},"document":"代表会议决议 2"}""",
            "administrator")).GetProperty("proposal");
        Must(await v.Post($"{Bank}/settings/proposals/{proposal}/confirmation", "{}", "supervisor"));
        await v.Hire("other-supervisor", """{"role":"supervisor","bank":"anjiahe"}""");
        var others = new List<long>();
        foreach (var who in (string[])["favour-assessor", "favour-second"])
        {
            await v.Hire(who, """{"role":"assessor","bank":"anjiahe"}""");
            others.Add(
                ApiVillage.Must(await v.Get(ApiVillage.Api + "/me", who)).GetProperty("actor").GetString()!.Split(':')[1] is var number
                    ? long.Parse(number, System.Globalization.CultureInfo.InvariantCulture)
                    : 0);
        }
        v.Session = Must(
            await v.Post(
                Bank + "/assessments", $$"""{"heldOn":"2026-03-02","present":[{{string.Join(',', others)}}],"place":"村委会"}""",
                "favour-assessor")).GetProperty("number")
            .GetInt64();
        for (var household = 101; household <= 106; household++)
        {
            Must(await v.Post(Bank + "/households",
                $$"""{"group":"下河组","members":[{"name":"赵有福","birthDate":"1960-05-08","isHead":true}],"number":{{household}}}""", "clerk"));
            if (household == 106) continue;
            Must(
                await v.Post(
                    Bank + "/deductions", $$"""{"household":{{household}},"rule":"D10","effectiveOn":"2026-02-20","quantity":12}""",
                    "clerk"));
            Must(await v.Post(Bank + "/favour-reminders", $$"""{"household":{{household}}}""", "clerk"));
            if (household > 101) Must(await v.Post(Bank + "/favour-suspensions", Suspend(v, household), "clerk"));
        }
        foreach (var suspension in (long[])[3, 4])
            Must(await v.Post($"{Bank}/favour-suspensions/{suspension}/confirmation", "{}", "supervisor"));
        Must(await v.Post(Bank + "/households/105/favour-objections", """{"suspension":4,"words":"那几天我在外地","channel":"voice"}""", "clerk"));
        Must(await v.Post(Bank + "/favours", """{"nameZh":"年货礼包","nameEn":"Parcel","kind":"gift"}""", "clerk"));
        Must(await v.Post(Bank + "/favours", """{"nameZh":"礼堂优先","nameEn":"Hall","kind":"priority"}""", "clerk"));
        Must(
            await v.Post(
                Bank + "/honours/titles", """{"code":"XF","nameZh":"好媳妇","nameEn":"Good daughter-in-law","level":"county","body":"县妇联"}""",
                "clerk"));
        Must(await v.Post(Bank + "/awards", """{"title":"XF","document":"县发1号","awardedOn":"2026-03-01","household":106}""", "clerk"));
        await v.Desks.Database.Write<int>(writer =>
        {
            writer.Execute("""
                insert into year_closes select @bank, 2024, 1, 1, '1-ABCDEF', 20, 20, 3, count(*), null, '2025-01-10', @at, 'staff:1' from households where bank = @bank;
                insert into year_standings select @bank, 2024, 1, number, 0, 1, 0 from households where bank = @bank;
                """, new { bank = v.BankNumber, at = writer.NowMilliseconds });
            return 3;
        });
        foreach (var household in (long[])[1, 2])
            Must(
                await v.Post(
                    Bank + "/honours/candidates", $$"""{"year":2024,"title":"XF","household":{{household}},"reason":"热心公益"}""", "clerk"));
        Must(
            await v.Post(
                Bank + "/honours/candidates/1/decision", $$"""{"outcome":"accepted","session":{{v.Session}},"document":"评议1号"}""",
                "clerk"));
        Must(await v.Post(Bank + "/credits", """{"household":106,"rule":"C01","effectiveOn":"2026-02-20","quantity":30}""", "clerk"));
        foreach (var household in (long[])[106, 106])
            Must(await v.Post($"{Bank}/households/{household}/rating-certificates", "{}", "clerk"));
        Must(await v.Post(Bank + "/rating-loans", Loan(500), "clerk"));

        static System.Text.Json.JsonElement Must(Answer answer) => ApiVillage.Must(answer);
    }

    public static IEnumerable<Call> Reads =>
    [
        new("clerk", "GET", B + "/favours", Bank + "/favours?all=true"),
        new("clerk", "GET", B + "/favour-grants", Bank + "/favour-grants?household=106"),
        new("household", "GET", H + "/favours", Bank + "/households/1/favours"),
        new("household", "GET", H + "/stars", Bank + "/households/1/stars"),
        new("clerk", "GET", B + "/favours-at-stake", Bank + "/favours-at-stake"),
        new("supervisor", "GET", B + "/favour-reminders", Bank + "/favour-reminders?limit=5"),
        new("supervisor", "GET", B + "/favour-suspensions", Bank + "/favour-suspensions?open=true&limit=5"),
        new("clerk", "GET", B + "/favour-suspensions/{suspension}", Bank + "/favour-suspensions/3"),
        new("supervisor", "GET", B + "/favour-objections", Bank + "/favour-objections?open=true"),
        new("", "GET", B + "/honours", Bank + "/honours?limit=5"),
        new("clerk", "GET", B + "/honours/titles", Bank + "/honours/titles"),
        new("clerk", "GET", B + "/honours/candidates", Bank + "/honours/candidates?year=2024&title=XF"),
        new("supervisor", "GET", B + "/awards", Bank + "/awards?household=106"),
        new("clerk", "GET", H + "/rating-certificates", Bank + "/households/106/rating-certificates"),
        new("clerk", "GET", B + "/rating-certificates", Bank + "/rating-certificates?limit=5"),
        new("clerk", "GET", B + "/rating-certificates/{certificate}", Bank + "/rating-certificates/1"),
        new("clerk", "GET", B + "/rating-loans", Bank + "/rating-loans?limit=5"),
        new("supervisor", "GET", B + "/moral-credit", Bank + "/moral-credit"),
        new("administrator", "GET", ApiVillage.Api + "/moral-credit", ApiVillage.Api + "/moral-credit"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new(
            "clerk", "POST", B + "/favours", Bank + "/favours",
            """{"nameZh":"秋收帮工优先","nameEn":"First at harvest help","kind":"priority","leastStanding":-20,"mostDeducted":10,"note":"村里安排"}""",
            Other: """{"nameZh":"秋收帮工","nameEn":"Harvest","kind":"priority"}"""),
        new(
            "clerk", "POST", B + "/favours/{favour}/versions", Bank + "/favours/1/versions",
            """{"nameZh":"年货大礼包","nameEn":"Large parcel","kind":"gift"}""",
            Other: """{"nameZh":"年货小礼包","nameEn":"Small parcel","kind":"gift"}"""),
        new("clerk", "POST", B + "/favours/{favour}/end", Bank + "/favours/2/end", "{}"),
        new(
            "clerk", "POST", B + "/favour-grants", Bank + "/favour-grants",
            """{"favour":1,"household":106,"what":"礼包一份","grantedOn":"2026-03-01"}""",
            Other: """{"favour":1,"household":106,"what":"礼包两份"}"""),
        new(
            "clerk", "POST", H + "/favour-objections", Bank + "/households/104/favour-objections",
            """{"suspension":3,"words":"已经补上了","channel":"desk"}""",
            Other: """{"suspension":3,"words":"没有的事","channel":"desk"}"""),
        new("clerk", "POST", B + "/favour-reminders", Bank + "/favour-reminders", """{"household":101}""", Other: """{"household":102}"""),
        new(
            "clerk", "POST", B + "/favour-suspensions", Bank + "/favour-suspensions", Suspend(v, 101),
            Other: Suspend(v, 101).Replace("2026-04-01", "2026-04-02")),
        new("supervisor", "POST", B + "/favour-suspensions/{suspension}/confirmation", Bank + "/favour-suspensions/1/confirmation", "{}"),
        new(
            "supervisor", "POST", B + "/favour-suspensions/{suspension}/refusal", Bank + "/favour-suspensions/2/refusal",
            """{"reason":"材料不足"}"""),
        new(
            "supervisor", "POST", B + "/favour-suspensions/{suspension}/amendment", Bank + "/favour-suspensions/3/amendment",
            """{"reason":"补上了三次清扫"}"""),
        new(
            "other-supervisor", "POST", B + "/favour-objections/{objection}/ruling", Bank + "/favour-objections/1/ruling",
            """{"outcome":"upheld","reason":"情况属实"}""",
            Other: """{"outcome":"dismissed","reason":"情况不实"}"""),
        new(
            "clerk", "POST", B + "/honours/titles", Bank + "/honours/titles",
            """{"code":"WM","nameZh":"文明家庭","nameEn":"Model family","level":"village","body":"村民委员会","rule":"C01"}""",
            Other: """{"code":"WM","nameZh":"文明户","nameEn":"Model","level":"village","body":"村民委员会"}"""),
        new(
            "clerk", "POST", B + "/honours/candidates", Bank + "/honours/candidates",
            """{"year":2024,"title":"XF","household":3,"member":5,"reason":"热心公益"}""",
            Other: """{"year":2024,"title":"XF"}"""),
        new("clerk", "POST", B + "/honours/candidates/{candidate}/decision", Bank + "/honours/candidates/2/decision",
            $$"""{"outcome":"declined","session":{{v.Session}},"document":"评议2号","reason":"下年再评"}"""),
        new(
            "clerk", "POST", B + "/awards", Bank + "/awards",
            """{"title":"XF","document":"县发2号","awardedOn":"2026-03-01","candidate":1,"body":"县妇联"}""",
            Other: """{"title":"XF","document":"县发3号","awardedOn":"2026-03-01","household":3}"""),
        new("supervisor", "POST", B + "/awards/{award}/removal", Bank + "/awards/1/removal", """{"reason":"名单有误"}"""),
        new("clerk", "POST", H + "/rating-certificates", Bank + "/households/106/rating-certificates", "{}", Other: """{"year":2024}"""),
        new(
            "supervisor", "POST", B + "/rating-certificates/{certificate}/void", Bank + "/rating-certificates/2/void",
            """{"reason":"信息有误"}"""),
        new("clerk", "POST", B + "/rating-loans", Bank + "/rating-loans", Loan(700), Other: Loan(800)),
        new("clerk", "POST", B + "/rating-loans/{loan}/versions", Bank + "/rating-loans/1/versions", Loan(900), Other: Loan(800)),
    ];

    static string Suspend(ApiVillage v, long household) =>
        $$"""{"household":{{household}},"session":{{v.Session}},"document":"会议纪要3号","reason":"多次不参加清扫","reviewOn":"2026-04-01"}""";

    static string Loan(long lent) =>
        $$"""{"certificate":1,"partner":"农商银行","line":1000000,"lent":{{lent}},"agreedOn":"2026-03-02","paper":"贷2026-001"}""";
}
