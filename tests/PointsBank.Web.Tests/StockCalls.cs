using PointsBank.Testing;

namespace PointsBank.Web.Tests;

/// <summary>The calls of goods, stock sheets, counts and reports, and what has to be there for them.</summary>
static class StockCalls
{
    const string S = ApiVillage.Api + "/banks/{bank}/shops/{shop}";
    const string C = S + "/counts";
    const string R = S + "/reports";
    const string Shops = ApiVillage.Bank + "/shops";

    /// <summary>
    /// A keeper; a storeroom and a mobile shop of shop 1. Count 1 is open at shop 1 with nothing in it, 2 at shop 2 with what two people
    /// found alike, and 3 at the storeroom with nothing in it. Soap has a picture.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        await v.Hire("keeper", """{"role":"keeper","bank":"anjiahe"}""");
        v.Store = ApiVillage.Must(await v.Post(Shops, """{"nameZh":"仓库","nameEn":"Storeroom","kind":"store","of":1}""", "clerk"))
            .GetProperty("number")
            .GetInt64();
        v.Mobile = ApiVillage.Must(await v.Post(Shops, """{"nameZh":"流动车","nameEn":"Van","kind":"mobile","of":1}""", "clerk"))
            .GetProperty("number")
            .GetInt64();
        foreach (var shop in (long[])[1, 2, v.Store]) ApiVillage.Must(await v.Post($"{Shops}/{shop}/counts", "{}", "keeper"));
        foreach (var who in (string[])["keeper", "attendant-next-door"])
            ApiVillage.Must(await v.Post(Shops + "/2/counts/2/figures", """{"items":[{"goods":"G01","quantity":998}]}""", who));
        ApiVillage.Must(await v.Send(HttpMethod.Put, Shops + "/1/goods/G01/picture", Pictures.Png(1), "keeper", v.NewKey(), "image/png"));
    }

    public static IEnumerable<Call> Reads(ApiVillage v) =>
    [
        new("clerk", "GET", S + "/goods/{goods}/prices", Shops + "/1/goods/G01/prices"),
        new("clerk", "GET", S + "/goods/{goods}/picture", Shops + "/1/goods/G01/picture"),
        new("keeper", "GET", S + "/stock-movements", Shops + "/1/stock-movements?limit=5"),
        new("keeper", "GET", S + "/stock-movements/{sheet}", Shops + "/1/stock-movements/1"),
        new("keeper", "GET", C, $"{Shops}/{v.Store}/counts"),
        new("keeper", "GET", C + "/{count}", Shops + "/2/counts/2"),
        new("keeper", "GET", R + "/goods-moved", Shops + "/1/reports/goods-moved?from=2026-01-01&until=2026-03-31"),
        new("keeper", "GET", R + "/day-book", Shops + "/1/reports/day-book?day=2026-03-02"),
        new("keeper", "GET", R + "/count-differences", Shops + "/1/reports/count-differences"),
        new("keeper", "GET", R + "/redeemed-by-household", Shops + "/1/reports/redeemed-by-household?limit=5"),
        new("keeper", "GET", R + "/redeemed-by-goods", Shops + "/1/reports/redeemed-by-goods"),
        new("keeper", "GET", R + "/dead-stock", Shops + "/1/reports/dead-stock?days=30"),
        new(
            "clerk", "GET", ApiVillage.Api + "/banks/{bank}/reports/unspent-points",
            ApiVillage.Bank + "/reports/unspent-points?days=30&least=10"),
    ];

    public static IEnumerable<Call> Writes(ApiVillage v) =>
    [
        new(
            "keeper", "PUT", S + "/goods/{goods}/picture", Shops + "/1/goods/G01/picture",
            Type: "image/png") { File = Pictures.Png(2), OtherFile = Pictures.Png(3) },
        new("keeper", "POST", S + "/stock-movements", Shops + "/1/stock-movements",
            """{"kind":"received","items":[{"goods":"G01","quantity":20,"cost":9000}],"memo":"补货","origin":"purchase","partner":"县供销社","paidNow":false}"""),
        new("keeper", "POST", S + "/stock-movements/{sheet}/corrections", Shops + "/1/stock-movements/1/corrections",
            """{"items":[{"goods":"G01","quantity":990}],"reason":"送货单多录了十块"}"""),
        new("attendant", "POST", C + "/{count}/figures", Shops + "/1/counts/1/figures", """{"items":[{"goods":"G02","quantity":1}]}"""),
        new("keeper", "POST", C + "/{count}/closing", Shops + "/2/counts/2/closing", """{"reasons":[{"goods":"G01","reason":"missing"}]}""",
            Other: """{"reasons":[{"goods":"G01","reason":"spoiled"}]}"""),
        new("keeper", "POST", C + "/{count}/dropping", $"{Shops}/{v.Store}/counts/3/dropping", "{}"),
        new("keeper", "POST", C, $"{Shops}/{v.Mobile}/counts", "{}"),
    ];
}
