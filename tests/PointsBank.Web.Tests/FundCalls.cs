namespace PointsBank.Web.Tests;

/// <summary>The calls of the fund and of statements, and what has to be there for them.</summary>
static class FundCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string F = B + "/fund";
    const string S = B + "/settlements";
    const string Bank = ApiVillage.Bank;
    const string Fund = Bank + "/fund";
    const string Statements = Bank + "/settlements";

    /// <summary>
    /// A treasurer; money, a purchase on credit, a gift of goods; a contract shop, and statements of it: 1 made, 2 signed by the shop, 3
    /// signed by both, 4 approved, 5 made to be dropped; what it handed out on 28 February is on none.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        await v.Hire("treasurer", """{"role":"treasurer","bank":"anjiahe"}""");
        Must(
            await v.Post(
                Fund + "/contributions", """{"source":"government","from":"镇政府","fen":5000000,"receivedOn":"2026-03-01"}""", "treasurer"));
        Must(await v.Post(Fund + "/payments", """{"kind":"spent","fen":100,"to":"邮局","memo":"邮费"}""", "treasurer"));
        var purchase = await Received("purchase", 9_000);
        var gift = await Received("donation", 500);
        var shop = Number(await v.Post(Bank + "/shops", """{"nameZh":"便民店","nameEn":"Corner shop","kind":"contract"}""", "clerk"));
        Must(
            await v.Post(
                $"{Bank}/shops/{shop}/goods",
                """{"code":"G01","nameZh":"香皂","nameEn":"Soap","unitZh":"块","emoji":"🧼","price":5,"approvedBy":"村委会","validFrom":"2026-01-01"}""",
                "clerk"));
        v.Fund = (purchase, gift, shop);
        await v.Hire("merchant", $$"""{"role":"attendant","bank":"anjiahe","shop":{{shop}}}""");
        Must(await v.Post(Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2026-02-20","quantity":6}""", "clerk"));
        var now = v.Host.Clock.GetCurrentInstant();
        for (var day = 7; day > 1; day--)
        {
            await v.MoveTo(now - NodaTime.Duration.FromDays(day));
            Must(await v.Post($"{Bank}/shops/{shop}/redemptions", ApiVillage.Redeem(2), "merchant"));
        }
        await v.MoveTo(now);
        for (var (number, steps) = (1, 0); number <= 5; (number, steps) = (number + 1, (steps + 1) % 4))
        {
            Must(
                await v.Post(
                    Statements, $$"""{"shop":{{shop}},"from":"2026-02-{{22 + number}}","until":"2026-02-{{22 + number}}"}""", "clerk"));
            if (steps > 0) Must(await v.Post($"{Statements}/{number}/shop-signature", "{}", "merchant"));
            if (steps > 1) Must(await v.Post($"{Statements}/{number}/supervisor-signature", "{}", "supervisor"));
            if (steps > 2) Must(await v.Post($"{Statements}/{number}/approval", "{}", "clerk"));
        }

        async Task<long> Received(string origin, long cost) => Number(await v.Post(Bank + "/shops/1/stock-movements",
            $$"""{"kind":"received","items":[{"goods":"G01","quantity":10,"cost":{{cost}}}],"origin":"{{origin}}","partner":"供销社"}""",
            "attendant"));

        static long Number(Answer answer) => Must(answer).GetProperty("number").GetInt64();

        static System.Text.Json.JsonElement Must(Answer answer) => ApiVillage.Must(answer);
    }

    public static IEnumerable<Call> Reads =>
    [
        new("", "GET", B + "/donations", Bank + "/donations?limit=5"),
        new("treasurer", "GET", F + "/movements", Fund + "/movements?kind=payment&limit=5"),
        new("treasurer", "GET", F + "/movements/{movement}", Fund + "/movements/1"),
        new("treasurer", "GET", F + "/purchases", Fund + "/purchases"),
        new("clerk", "GET", F + "/book", Fund + "/book?limit=5"),
        new("clerk", "GET", F + "/sources", Fund + "/sources"),
        new("clerk", "GET", F + "/coverage", Fund + "/coverage"),
        new("supervisor", "GET", F + "/months", Fund + "/months"),
        new("clerk", "GET", S, Statements + "?limit=5"),
        new("clerk", "GET", S + "/{settlement}", Statements + "/1"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new("treasurer", "POST", F + "/contributions", Fund + "/contributions",
            """{"source":"donation","from":"王五","fen":50000,"named":true,"receipt":"SJ-7","receivedOn":"2026-03-01","memo":"春节捐款"}""",
            Other: """{"source":"donation","from":"王五","fen":60000}"""),
        new(
            "treasurer", "POST", F + "/payments", Fund + "/payments",
            $$"""{"kind":"supplier","fen":4000,"purchase":{{v.Fund.Purchase}},"receipt":"FK-1","paidOn":"2026-03-01","memo":"首付"}""",
            Other: $$"""{"kind":"supplier","fen":4001,"purchase":{{v.Fund.Purchase}}}"""),
        new("treasurer", "POST", F + "/movements/{movement}/void", Fund + "/movements/2/void", """{"reason":"金额录错"}"""),
        new(
            "treasurer", "POST", F + "/donor-consents", Fund + "/donor-consents",
            $$"""{"gift":"stock","number":{{v.Fund.Gift}},"named":true}"""),
        new("clerk", "POST", S, Statements, $$"""{"shop":{{v.Fund.Shop}},"from":"2026-02-28","until":"2026-02-28"}""",
            Other: $$"""{"shop":{{v.Fund.Shop}},"from":"2026-02-27","until":"2026-02-28"}"""),
        new(
            "clerk", "POST", S + "/{settlement}/shop-signature", Statements + "/1/shop-signature", """{"name":"店主老周"}""",
            Other: """{"name":"店主小周"}"""),
        new("supervisor", "POST", S + "/{settlement}/supervisor-signature", Statements + "/2/supervisor-signature", "{}"),
        new("treasurer", "POST", S + "/{settlement}/approval", Statements + "/3/approval", "{}"),
        new(
            "treasurer", "POST", S + "/{settlement}/payment", Statements + "/4/payment", """{"receipt":"FK-12"}""",
            Other: """{"receipt":"FK-13"}"""),
        new("clerk", "POST", S + "/{settlement}/drop", Statements + "/5/drop", """{"reason":"日期写错"}"""),
    ];
}
