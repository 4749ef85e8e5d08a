using System.Text;

namespace PointsBank.Web.Tests;

/// <summary>
/// One call of one endpoint that succeeds for whoever is named, in an order in which all of them can be made. The first path that starts
/// with /api says which endpoint it is, with its holes. Another request of the same kind, its body or where it has none its path, is told
/// where it cannot be made from this one.
/// </summary>
public sealed record Call(
    string Who, string Method, string Pattern, string Path, string? Body = null, string Type = "application/json", string? Other = null)
{
    const string Api = ApiVillage.Api;
    const string B = Api + "/banks/{bank}";
    const string H = B + "/households/{household}";
    const string S = B + "/shops/{shop}";

    /// <summary>A body that is no text, and another one.</summary>
    public byte[]? File { get; init; }

    public byte[]? OtherFile { get; init; }

    public string Name => $"{Method} {Pattern}";

    public bool HasKey => Method != "GET" && !IsExchange;

    /// <summary>A POST without a key, because its answer must not be kept.</summary>
    public bool IsExchange => Pattern is Api + "/sign-in" or Api + "/sign-in/passbook" or Api + "/sign-out";

    public bool IsImport => Type != "application/json";

    public Task<Answer> Send(ApiVillage village, string? who = null, string? key = null, bool dryRun = false, string? body = null) =>
        village.Send(
        new(Method), dryRun ? $"{Path}{(Path.Contains('?') ? '&' : '?')}dryRun=true" : Path,
        (body ?? Body) is { } text ? Encoding.UTF8.GetBytes(text) : File, who ?? (Who.Length == 0 ? null : Who),
        HasKey ? key ?? village.NewKey() : null, Type);

    public static IReadOnlyList<Call> Reads(ApiVillage v) =>
    [
        new("", "GET", "/healthz", "/healthz"),
        new("", "GET", "/readyz", "/readyz"),
        new("", "GET", "/openapi/{documentName}.json", "/openapi/v1.json"),
        new("", "GET", Api + "/problems", Api + "/problems"),
        new("", "GET", Api + "/problems/{code}", Api + "/problems/not_enough_points"),
        new("", "GET", B + "/boards/{kind}", ApiVillage.Bank + "/boards/red?period=2026"),
        new("", "GET", Api + "/check/{bank}/{code}", $"{Api}/check/anjiahe/{v.CheckCode}"),
        new("administrator", "GET", "/metrics", "/metrics"),
        new("administrator", "GET", Api + "/staff", Api + "/staff"),
        new("clerk", "GET", Api + "/clock", Api + "/clock"),
        new("supervisor", "GET", B + "/clock-stretches", ApiVillage.Bank + "/clock-stretches?limit=5"),
        new("clerk", "GET", Api + "/me", Api + "/me"),
        new("clerk", "GET", Api + "/banks", Api + "/banks"),
        new("clerk", "GET", B, ApiVillage.Bank),
        new("clerk", "GET", B + "/settings", ApiVillage.Bank + "/settings?on=2026-03-02"),
        new("supervisor", "GET", B + "/settings/proposals", ApiVillage.Bank + "/settings/proposals?open=true"),
        new("supervisor", "GET", B + "/imports/opening/proposals", ApiVillage.Bank + "/imports/opening/proposals?open=true"),
        new(
            "clerk", "GET", B + "/imports/opening/proposals/{proposal}/lines",
            $"{ApiVillage.Bank}/imports/opening/proposals/{v.Openings[0]}/lines"),
        new("clerk", "GET", B + "/groups", ApiVillage.Bank + "/groups"),
        new("clerk", "GET", B + "/households", ApiVillage.Bank + "/households?search=张"),
        new("clerk", "GET", H, ApiVillage.Bank + "/households/1"),
        new("clerk", "GET", H + "/balance", ApiVillage.Bank + "/households/1/balance"),
        new("clerk", "GET", H + "/passbook", ApiVillage.Bank + "/households/1/passbook?from=2026-01-01"),
        new("clerk", "GET", H + "/passbooks", ApiVillage.Bank + "/households/1/passbooks"),
        new("clerk", "GET", B + "/rulebook", ApiVillage.Bank + "/rulebook?on=2026-03-02"),
        new("clerk", "GET", B + "/rulebooks", ApiVillage.Bank + "/rulebooks"),
        new("clerk", "GET", B + "/default-rulebook", ApiVillage.Bank + "/default-rulebook?mode=red-yellow"),
        new("clerk", "GET", B + "/entries", ApiVillage.Bank + "/entries?limit=5"),
        new("clerk", "GET", B + "/entries/{entry}", $"{ApiVillage.Bank}/entries/{v.Credit}"),
        new("clerk", "GET", B + "/shops", ApiVillage.Bank + "/shops"),
        new("clerk", "GET", S + "/goods", ApiVillage.Bank + "/shops/1/goods"),
        new("clerk", "GET", S + "/redemptions", ApiVillage.Bank + "/shops/1/redemptions"),
        new("clerk", "GET", S + "/redemptions/{redemption}", $"{ApiVillage.Bank}/shops/1/redemptions/{v.Redemption}"),
        new("clerk", "GET", B + "/journal/head", ApiVillage.Bank + "/journal/head"),
        new("clerk", "GET", B + "/journal/verification", ApiVillage.Bank + "/journal/verification?full=true"),
        new("clerk", "GET", B + "/journal/export", ApiVillage.Bank + "/journal/export?format=csv"),
        new("supervisor", "GET", B + "/seals", ApiVillage.Bank + "/seals?limit=5"),
        .. ServiceCalls.Reads,
        .. TripCalls.Reads,
        .. ClaimCalls.Reads,
        .. StockCalls.Reads(v),
        .. CounterCalls.Reads,
        .. FundCalls.Reads,
        .. BoardCalls.Reads,
        .. FavourCalls.Reads,
        .. YearCalls.Reads,
        .. PrivacyCalls.Reads,
        .. SharingCalls.Reads,
    ];

    public static IReadOnlyList<Call> Writes(ApiVillage v) =>
    [
        .. YearCalls.Years(v),
        new(
            "spare", "PUT", Api + "/me/password", Api + "/me/password",
            $$"""{"presentPassword":"{{ApiVillage.Password}}","password":"a secret of my own"}"""),
        new(
            "clerk", "POST", Api + "/clock/confirmations", Api + "/clock/confirmations",
            $$"""{"today":"{{v.Desks.Banks.Today:uuuu-MM-dd}}"}""", Other: """{"today":"2009-01-01"}"""),
        new("administrator", "POST", Api + "/banks", Api + "/banks", """{"code":"shanhe","nameZh":"山河村","nameEn":"Shanhe"}"""),
        new(
            "administrator", "PUT", B + "/settings", ApiVillage.Bank + "/settings",
            """{"values":{"serviceLateDays":25},"validFrom":"2026-03-02"}"""),
        new(
            "supervisor", "POST", B + "/settings/proposals/{proposal}/confirmation",
            $"{ApiVillage.Bank}/settings/proposals/{v.Proposals[0]}/confirmation", "{}",
            Other: $"{ApiVillage.Bank}/settings/proposals/{v.Proposals[1]}/confirmation"),
        new(
            "supervisor", "POST", B + "/settings/proposals/{proposal}/refusal",
            $"{ApiVillage.Bank}/settings/proposals/{v.Proposals[1]}/refusal", "{}",
            Other: $"{ApiVillage.Bank}/settings/proposals/{v.Proposals[2]}/refusal"),
        new("administrator", "POST", Api + "/staff", Api + "/staff",
            """{"username":"chen","name":"陈店员","password":"first password","grants":[{"role":"attendant","bank":"anjiahe","shop":1}]}"""),
        new(
            "administrator", "PUT", Api + "/staff/{staff}/grants", Api + "/staff/7/grants",
            """{"grants":[{"role":"supervisor","bank":"anjiahe"}]}"""),
        new("administrator", "PUT", Api + "/staff/{staff}/password", Api + "/staff/7/password", """{"password":"another first one"}"""),
        new("administrator", "DELETE", Api + "/staff/{staff}/tokens", Api + "/staff/7/tokens"),
        new("administrator", "DELETE", Api + "/staff/{staff}", Api + "/staff/7"),
        new(
            "clerk", "POST", B + "/rulebooks", ApiVillage.Bank + "/rulebooks",
            ApiVillage.Rulebook(new(2098, 12, 1)).ReplaceLineEndings("")),
        new(
            "supervisor", "POST", B + "/rulebooks/{version}/confirmation", $"{ApiVillage.Bank}/rulebooks/{v.Rulebooks[0]}/confirmation",
            "{}",
            Other: $"{ApiVillage.Bank}/rulebooks/{v.Rulebooks[1]}/confirmation"),
        new("supervisor", "POST", B + "/rulebooks/{version}/refusal", $"{ApiVillage.Bank}/rulebooks/{v.Rulebooks[1]}/refusal", "{}",
            Other: $"{ApiVillage.Bank}/rulebooks/{v.Rulebooks[2]}/refusal"),
        new("clerk", "POST", B + "/households", ApiVillage.Bank + "/households",
            """{"group":"下河组","members":[{"name":"𠮷田国","birthDate":"1970-01-01","isHead":true,"relatedToCommittee":false}],"number":40}"""),
        new("clerk", "PUT", H + "/group", ApiVillage.Bank + "/households/2/group", """{"group":"下河组"}"""),
        new(
            "clerk", "POST", H + "/members", ApiVillage.Bank + "/households/2/members",
            """{"name":"张小雨","birthDate":"2015-06-01","isHead":false,"relatedToCommittee":true}"""),
        new(
            "clerk", "PUT", H + "/members/{member}", ApiVillage.Bank + "/households/1/members/2",
            """{"name":"李秀兰","birthDate":"1964-02-11","isHead":false,"relatedToCommittee":false}"""),
        new(
            "clerk", "PUT", H + "/members/{member}/consents/{purpose}", ApiVillage.Bank + "/households/1/members/1/consents/boards",
            """{"given":true}"""),
        new(
            "clerk", "PUT", H + "/passbooks/{serial}/pin", $"{ApiVillage.Bank}/households/3/passbooks/{v.Passbooks[2].Serial}/pin",
            """{"pin":"975310"}"""),
        new(
            "clerk", "POST", H + "/passbooks/{serial}/void", $"{ApiVillage.Bank}/households/3/passbooks/{v.Passbooks[2].Serial}/void",
            """{"reason":"lost"}"""),
        new("clerk", "POST", B + "/first-passbooks", ApiVillage.Bank + "/first-passbooks",
            """{"seed":"a secret that only its caller knows","group":"下河组"}""",
            Other: """{"seed":"a secret that only its caller knows","group":"上庄组"}"""),
        new("clerk", "POST", H + "/passbooks", ApiVillage.Bank + "/households/3/passbooks", """{"reason":"lost","pin":"864208"}"""),
        new(
            "clerk", "POST", B + "/credits", ApiVillage.Bank + "/credits",
            """{"household":1,"rule":"C01","effectiveOn":"2026-03-02","quantity":10,"member":1,"memo":"村组清洁日"}"""),
        new(
            "clerk", "POST", B + "/slips", ApiVillage.Bank + "/slips",
            """{"items":[{"household":1,"rule":"C01","effectiveOn":"2026-03-02","quantity":1,"member":1,"memo":"清洁日"}]}"""),
        new(
            "clerk", "POST", B + "/deductions", ApiVillage.Bank + "/deductions",
            """{"household":1,"rule":"D10","effectiveOn":"2026-03-02","quantity":1,"member":1,"memo":"当面提醒后"}"""),
        new(
            "supervisor", "POST", B + "/entries/{entry}/reversal", $"{ApiVillage.Bank}/entries/{v.Credit}/reversal",
            """{"reason":"户号录错","allowDeficit":true}"""),
        new(
            "clerk", "POST", B + "/shops", ApiVillage.Bank + "/shops",
            """{"nameZh":"便民店","nameEn":"Corner shop","kind":"store","ownedBy":"centre","of":1}"""),
        new("clerk", "POST", S + "/goods", ApiVillage.Bank + "/shops/1/goods",
            """{"code":"G31","nameZh":"香皂","nameEn":"Soap","unitZh":"块","emoji":"🧼","price":5,"approvedBy":"村委会","validFrom":"2026-03-01","visitMost":2,"monthMost":4,"yearMost":20,"adultsOnly":true,"cost":450}"""),
        new("attendant", "POST", S + "/redemptions", ApiVillage.Bank + "/shops/1/redemptions",
            $$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"token","token":"{{v.Passbooks[0].Token}}"},"household":1}"""),
        new(
            "attendant", "POST", S + "/redemptions/{redemption}/void", $"{ApiVillage.Bank}/shops/1/redemptions/{v.Redemption}/void",
            """{"reason":"拿错了"}"""),
        new(
            "clerk", "POST", B + "/imports/{kind}", ApiVillage.Bank + "/imports/households", "户号,村民小组,户主,出生日期\n50,上庄组,王五,1980-01-01\n",
            "text/csv"),
        new(
            "supervisor", "POST", B + "/imports/opening/proposals/{proposal}/confirmation",
            $"{ApiVillage.Bank}/imports/opening/proposals/{v.Openings[0]}/confirmation", "{}",
            Other: $"{ApiVillage.Bank}/imports/opening/proposals/{v.Openings[1]}/confirmation"),
        new(
            "supervisor", "POST", B + "/imports/opening/proposals/{proposal}/refusal",
            $"{ApiVillage.Bank}/imports/opening/proposals/{v.Openings[1]}/refusal", "{}",
            Other: $"{ApiVillage.Bank}/imports/opening/proposals/{v.Openings[2]}/refusal"),
        new("supervisor", "POST", B + "/seals", ApiVillage.Bank + "/seals", "{}"),
        .. ServiceCalls.Writes(v),
        .. ClaimCalls.Writes,
        .. StockCalls.Writes(v),
        .. CounterCalls.Writes,
        .. FundCalls.Writes(v),
        .. BoardCalls.Writes(v),
        .. FavourCalls.Writes(v),
        .. TripCalls.Writes,
        .. YearCalls.Changes(v),
        .. PrivacyCalls.Writes(v),
        .. SharingCalls.Writes,
    ];

    public static IReadOnlyList<Call> Exchanges(ApiVillage v) =>
    [
        new("", "POST", Api + "/sign-in", Api + "/sign-in", $$"""{"username":"supervisor","password":"{{ApiVillage.Password}}"}"""),
        new(
            "", "POST", Api + "/sign-in/passbook", Api + "/sign-in/passbook",
            $$"""{"serial":"{{v.Passbooks[1].Serial}}","pin":"{{ApiVillage.Pin}}"}"""),
        new("supervisor", "POST", Api + "/sign-out", Api + "/sign-out", "{}"),
    ];
}
