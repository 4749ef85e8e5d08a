namespace PointsBank.Web.Tests;

/// <summary>The calls of shops that serve another village, and what has to be there for them.</summary>
static class SharingCalls
{
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string S = B + "/shops/{shop}/sharings";
    const string Shops = ApiVillage.Bank + "/shops";

    /// <summary>Shop 2 is offered to a third village, and its shop to this one.</summary>
    public static async Task Fill(ApiVillage v)
    {
        var third = v.Named("dahe");
        ApiVillage.Must(
            await v.Post(ApiVillage.Api + "/banks", $$"""{"code":"{{third}}","nameZh":"大河村","nameEn":"Dahe"}""", "administrator"));
        ApiVillage.Must(
            await v.Post($"{ApiVillage.Api}/banks/{third}/shops", """{"nameZh":"大河店","nameEn":"Dahe shop"}""", "administrator"));
        ApiVillage.Must(await v.Post($"{ApiVillage.Api}/banks/{third}/shops/1/sharings", """{"bank":"anjiahe"}""", "administrator"));
        ApiVillage.Must(await v.Post(Shops + "/2/sharings", $$"""{"bank":"{{third}}"}""", "clerk"));
    }

    public static IEnumerable<Call> Reads =>
    [
        new("clerk", "GET", B + "/shop-offers", ApiVillage.Bank + "/shop-offers"),
        new("clerk", "GET", S, Shops + "/2/sharings"),
    ];

    public static IEnumerable<Call> Writes =>
    [
        new("clerk", "POST", S, Shops + "/1/sharings", """{"bank":"dahe"}""", Other: """{"bank":"xiaohe"}"""),
        new("clerk", "POST", S + "/end", Shops + "/1/sharings/end", """{"bank":"dahe"}""", Other: """{"bank":"xiaohe"}"""),
    ];
}
