namespace PointsBank.Web.Tests;

/// <summary>The calls of shifts, reservations and vouchers, and what has to be there for them.</summary>
static class CounterCalls
{
    const string S = ApiVillage.Api + "/banks/{bank}/shops/{shop}";
    const string B = ApiVillage.Api + "/banks/{bank}";
    const string H = B + "/households/{household}";
    const string Shop = ApiVillage.Bank + "/shops/1";
    const string Own = ApiVillage.Bank + "/households/1";
    const string Seed = "a sheet of slips, drawn on 8 March 2026";

    /// <summary>Shift 1 of the attendant is closed; reservations 1 to 3 and voucher 1 of household 1 wait.</summary>
    public static async Task Fill(ApiVillage v)
    {
        ApiVillage.Must(await v.Post(Shop + "/shifts", """{"counts":[{"goods":"G01","quantity":999}]}""", "attendant"));
        ApiVillage.Must(await v.Post(Shop + "/shifts/1/end", "{}", "attendant"));
        for (var i = 0; i < 3; i++)
            ApiVillage.Must(await v.Post(Own + "/reservations", """{"shop":1,"items":[{"goods":"G01","quantity":1}]}""", "household"));
        ApiVillage.Must(
            await v.Post(
                ApiVillage.Bank + "/vouchers", $$"""{"points":[5],"authorisedBy":{"by":"booklet"},"seed":"{{Seed}}","household":1}""",
                "clerk"));
    }

    public static IEnumerable<Call> Reads =>
    [
        new("attendant", "GET", S + "/shifts", Shop + "/shifts?limit=5"),
        new("attendant", "GET", S + "/shifts/{shift}", Shop + "/shifts/1"),
        new("attendant", "GET", S + "/reservations", Shop + "/reservations?state=waiting&household=1"),
        new("attendant", "GET", S + "/reservations/{reservation}", Shop + "/reservations/1"),
        new("clerk", "GET", B + "/vouchers", ApiVillage.Bank + "/vouchers?state=open&household=1"),
        new("clerk", "GET", B + "/vouchers/{voucher}", ApiVillage.Bank + "/vouchers/1"),
        new("household", "GET", H + "/vouchers", Own + "/vouchers"),
        new("household", "GET", H + "/reservations", Own + "/reservations?state=waiting"),
        new("household", "GET", H + "/reservations/{reservation}", Own + "/reservations/1"),
    ];

    public static IEnumerable<Call> Writes =>
    [
        new(
            "attendant", "POST", S + "/shifts", Shop + "/shifts",
            """{"counts":[{"goods":"G01","quantity":990},{"goods":"G02","quantity":0}]}""",
            Other: """{"counts":[{"goods":"G01","quantity":991}]}"""),
        new("attendant", "POST", S + "/shifts/{shift}/end", Shop + "/shifts/2/end", """{"counts":[{"goods":"G01","quantity":989}]}""",
            Other: """{"counts":[{"goods":"G01","quantity":988}]}"""),
        new(
            "attendant", "POST", S + "/reservations", Shop + "/reservations",
            """{"household":1,"items":[{"goods":"G01","quantity":1}],"channel":"phone"}"""),
        new("attendant", "POST", S + "/reservations/{reservation}/pick-up", Shop + "/reservations/1/pick-up",
            """{"authorisedBy":{"by":"booklet"},"items":[{"goods":"G01","quantity":1}],"adult":true}"""),
        new("attendant", "POST", S + "/reservations/{reservation}/cancellation", Shop + "/reservations/2/cancellation", "{}"),
        new("household", "POST", H + "/reservations", Own + "/reservations", """{"shop":1,"items":[{"goods":"G01","quantity":1}]}"""),
        new("household", "POST", H + "/reservations/{reservation}/cancellation", Own + "/reservations/3/cancellation", "{}"),
        new(
            "clerk", "POST", B + "/vouchers", ApiVillage.Bank + "/vouchers",
            $$"""{"points":[5],"authorisedBy":{"by":"booklet"},"seed":"{{Seed}}1","household":1}""",
            Other: $$"""{"points":[10],"authorisedBy":{"by":"booklet"},"seed":"{{Seed}}1","household":1}"""),
        new("clerk", "POST", B + "/vouchers/{voucher}/void", ApiVillage.Bank + "/vouchers/1/void", """{"reason":"丢了"}"""),
    ];
}
