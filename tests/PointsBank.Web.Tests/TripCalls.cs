using PointsBank.Ledger;

namespace PointsBank.Web.Tests;

/// <summary>The calls of trips and their devices, and what has to be there for them.</summary>
static class TripCalls
{
    const string T = ApiVillage.Api + "/banks/{bank}/shops/{shop}/trips";
    const string D = T + "/{trip}/devices/{device}";
    const string Trips = ApiVillage.Bank + "/shops/1/trips";
    const string Devices = Trips + "/1/devices";

    /// <summary>
    /// Trip 1, prepared, with soap on its first device, which is out; the second is revoked, the fourth out, the others new. Trip 2 is
    /// planned.
    /// </summary>
    public static async Task Fill(ApiVillage v)
    {
        ApiVillage.Must(
            await v.Post(
                Trips,
                """{"onDay":"2026-03-02","villages":["anjiahe"],"devices":["甲","乙","丙","丁","戊"],"limitPoints":5,"groups":[{"village":"anjiahe","group":"上庄组","device":1}]}""",
                "attendant"));
        ApiVillage.Must(
            await v.Post(
                Trips,
                """{"onDay":"2026-03-03","villages":["anjiahe"],"devices":["甲"],"limitPoints":5,"groups":[{"village":"anjiahe","group":"上庄组"}]}""",
                "attendant"));
        var place = ApiVillage.Must(await v.Get(Trips + "/1", "attendant"))
            .GetProperty("trip")
            .GetProperty("devices")[0]
            .GetProperty("place")
            .GetInt64();
        ApiVillage.Must(
            await v.Post(
                ApiVillage.Bank + "/shops/1/stock-movements",
                $$"""{"kind":"moved","items":[{"goods":"G01","quantity":10}],"toShop":{{place}}}""", "attendant"));
        ApiVillage.Must(await v.Post(Trips + "/1/preparation", "{}", "attendant"));
        foreach (var device in (int[])[1, 2, 4])
        {
            var token = v.Named($"a token that device {device} keeps to itself");
            v.Tokens[device == 1 ? "device" : $"device-{device}"] = token;
            ApiVillage.Must(await v.Post($"{Devices}/{device}/taking", Taking(token), "attendant"));
        }
        ApiVillage.Must(await v.Post(Devices + "/2/revocation", """{"reason":"丢在路上"}""", "attendant"));
    }

    public static string Taking(string token) => $$"""{"tokenHash":"{{Digest.Of(token)}}"}""";

    public static string HandOut(int household = 1, int quantity = 1, string servedAt = "2026-03-02T00:30:00Z") =>
        $$"""{"village":"anjiahe","household":{{household}},"items":[{"goods":"G01","quantity":{{quantity}}}],"authorisedBy":{"by":"booklet"},"servedAt":"{{servedAt}}"}""";

    public static IReadOnlyList<Call> Reads { get; } =
    [
        new("attendant", "GET", T, Trips + "?limit=5"),
        new("attendant", "GET", T + "/{trip}", Trips + "/1"),
        new("device", "GET", D + "/package", Devices + "/1/package"),
    ];

    public static IReadOnlyList<Call> Writes { get; } =
    [
        new(
            "attendant", "POST", T, Trips,
            """{"onDay":"2026-03-12","villages":["anjiahe"],"devices":["平板"],"limitPoints":5,"groups":[{"village":"anjiahe","group":"上庄组"}]}""",
            Other: """{"onDay":"2026-03-13","villages":["anjiahe"],"devices":["平板"],"limitPoints":5,"groups":[{"village":"anjiahe","group":"上庄组"}]}"""),
        new("attendant", "POST", T + "/{trip}/preparation", Trips + "/2/preparation", "{}", Other: Trips + "/3/preparation"),
        new(
            "attendant", "POST", T + "/{trip}/removals", Trips + "/2/removals", """{"village":"anjiahe","household":1}""",
            Other: """{"village":"anjiahe","household":3}"""),
        new("device", "POST", D + "/hand-outs", Devices + "/1/hand-outs", HandOut(), Other: HandOut(quantity: 2)),
        new("attendant", "POST", D + "/taking", Devices + "/3/taking", Taking("another token"), Other: Taking("yet another token")),
        new("attendant", "POST", D + "/revocation", Devices + "/4/revocation", """{"reason":"找不到了"}""", Other: """{"reason":"被偷了"}"""),
        new("attendant", "POST", D + "/readmission", Devices + "/2/readmission", """{"reason":"找到了"}""", Other: """{"reason":"还回来了"}"""),
        new("attendant", "POST", D + "/closing", Devices + "/5/closing", "{}", Other: Devices + "/3/closing"),
    ];
}
