using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village;

namespace PointsBank.Web.Tests;

/// <summary>
/// Two villages on the real host, built through the interface alone: what a fresh installation goes through on its first day.
/// </summary>
public class ApiVillage : IAsyncLifetime
{
    public const string Api = "/api/v1";
    public const string Bank = Api + "/banks/anjiahe";
    public const string Pin = "135790";
    public const string Password = "a longer secret";

    /// <summary>
    /// The first day is lived once for the whole run, and copied from then on: the passwords alone take a second to hash.
    /// </summary>
    static readonly Lazy<Task<ApiVillage>> FirstDay = new(LiveFirstDay);

    int keys;

    public VillageHost Host { get; init; } = new();

    /// <summary>Tokens by who holds them.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>Usernames by who holds them.</summary>
    public Dictionary<string, string> Usernames { get; } = [];

    /// <summary>The serials and QR tokens of the passbooks of households 1, 2, …; the first stands at 0.</summary>
    public List<(string Serial, string Token)> Passbooks { get; } = [];

    /// <summary>The same of the village next door.</summary>
    public List<(string Serial, string Token)> PassbooksElsewhere { get; } = [];

    /// <summary>The bank's number.</summary>
    public virtual long BankNumber => 1;

    /// <summary>What somebody of this village is called, and what a device keeps to itself: no two villages have the same.</summary>
    public virtual string Named(string who) => who;

    /// <summary>A credit of household 1 and a redemption of it, for whoever wants to look at one.</summary>
    public long Credit { get; protected set; }

    public string CheckCode { get; protected set; } = "";

    public long Redemption { get; protected set; }

    /// <summary>What the QR code at the door of activity 3 holds.</summary>
    public string DoorToken { get; set; } = "";

    /// <summary>A storeroom and a mobile shop of shop 1.</summary>
    public long Store { get; set; }

    public long Mobile { get; set; }

    /// <summary>The stock sheets of a purchase on credit and of a gift, and the number of a contract shop.</summary>
    public (long Purchase, long Gift, long Shop) Fund { get; set; }

    /// <summary>Both reminders of household 3 and the meeting after them, for a decision of the black board.</summary>
    public (long Private, long Written, long Session) Black { get; set; }

    /// <summary>A meeting that decided on favours and honours.</summary>
    public long Session { get; set; }

    /// <summary>Changes of settings that wait for a second person.</summary>
    public List<long> Proposals { get; } = [];

    /// <summary>Opening balances that wait for a second person.</summary>
    public List<long> Openings { get; } = [];

    /// <summary>Versions of the rulebook that wait.</summary>
    public List<long> Rulebooks { get; } = [];

    /// <summary>Of household 61 the member who may go.</summary>
    public long Goer { get; set; }

    /// <summary>Members of household 70: four who left, and two who have not.</summary>
    public IReadOnlyList<long> Left { get; set; } = [];

    public Desks Desks => Host.Services.GetRequiredService<Desks>();

    public virtual async Task InitializeAsync()
    {
        var first = await FirstDay.Value;
        DatabaseTemplate.Copy(first.Host.Options.File, Host.Options.File);
        foreach (var (who, token) in first.Tokens) Tokens[who] = token;
        foreach (var (who, username) in first.Usernames) Usernames[who] = username;
        Passbooks.AddRange(first.Passbooks);
        PassbooksElsewhere.AddRange(first.PassbooksElsewhere);
        (keys, Credit, CheckCode, Redemption) = (first.keys, first.Credit, first.CheckCode, first.Redemption);
    }

    static async Task<ApiVillage> LiveFirstDay()
    {
        var first = new ApiVillage { Host = new() { OwnsFolder = false } };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => first.Host.Folder.Dispose();
        await first.Begin();
        // Closing leaves nothing beside the file, so that it is whole.
        await first.Host.DisposeAsync();
        return first;
    }

    async Task Begin()
    {
        await FirstSignIn("administrator", "admin", await MakeAdministrator());
        Must(await Post("/api/v1/banks", """{"code":"anjiahe","nameZh":"安家河村","nameEn":"Anjiahe"}""", "administrator"));
        Must(await Post("/api/v1/banks", """{"code":"xiaohe","nameZh":"小河村","nameEn":"Xiaohe"}""", "administrator"));
        // They were opened years ago, so that years end here.
        (await Desks.Database.Write<int>(writer => writer.Execute("update banks set opened_at = 0"))).Refusal.Should().BeNull();
        foreach (var bank in (string[])["anjiahe", "xiaohe"])
            Must(await Put($"{Api}/banks/{bank}/settings",
                """{"values":{"issueCeiling":1000000,"clerkCreditsAnyRule":1,"monthCeiling":100000,"yearCeiling":1000000,"redemptionMonthMost":0},"validFrom":"2025-01-01","document":"代表会议决议 1"}""",
                "administrator"));
        await Hire("clerk", """{"role":"clerk","bank":"anjiahe"}""");
        await Hire("supervisor", """{"role":"supervisor","bank":"anjiahe"}""");
        await Hire("clerk-elsewhere", """{"role":"clerk","bank":"xiaohe"}""");
        await FillVillage("clerk", "anjiahe");
        await FillVillage("clerk-elsewhere", "xiaohe");
        await Hire("attendant", """{"role":"attendant","bank":"anjiahe","shop":1}""");
        await Hire("attendant-next-door", """{"role":"attendant","bank":"anjiahe","shop":2}""");
        await Hire("spare", """{"role":"clerk","bank":"anjiahe"}""");
        await SignInHousehold("household", 0);
        await SignInHousehold("other-household", 1);
        var credit = Must(
            await Post(
                Bank + "/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-03-01","quantity":20,"memo":"清洁日"}""", "clerk"));
        (Credit, CheckCode) = (credit.GetProperty("entry").GetInt64(), credit.GetProperty("checkCode").GetString()!);
        Redemption = Must(await Post(Bank + "/shops/1/redemptions", Redeem(1), "attendant")).GetProperty("number").GetInt64();
    }

    public virtual async Task DisposeAsync() => await Host.DisposeAsync();

    public static string Redeem(int household, int quantity = 1, string goods = "G01") =>
        $$"""{"items":[{"goods":"{{goods}}","quantity":{{quantity}}}],"authorisedBy":{"by":"booklet"},"household":{{household}}}""";

    /// <summary>A key that nothing was written under yet.</summary>
    public string NewKey() => $"key-{Interlocked.Increment(ref keys)}";

    public Task<Answer> Get(string path, string? who = null) => Send(HttpMethod.Get, path, (string?)null, who, key: null);

    public Task<Answer> Post(string path, string body, string? who = null, string? key = null) =>
        Send(HttpMethod.Post, path, body, who, key ?? NewKey());

    public Task<Answer> Put(string path, string body, string? who = null, string? key = null) =>
        Send(HttpMethod.Put, path, body, who, key ?? NewKey());

    public Task<Answer> Send(
        HttpMethod method, string path, string? body, string? who, string? key, string type = "application/json", string language = "en") =>
        Send(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), who, key, type, language);

    public virtual async Task<Answer> Send(
        HttpMethod method, string path, byte[]? body, string? who, string? key, string type = "application/json", string language = "en")
    {
        var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        }
        if (who is not null) request.Headers.Authorization = new("Bearer", Tokens.GetValueOrDefault(who, who));
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Headers.AcceptLanguage.ParseAdd(language);
        return await Answer.Of(Host.CreateClient(new() { AllowAutoRedirect = false }).SendAsync(request));
    }

    public async Task<string> SignIn(string username, string password) =>
        Must(await Send(HttpMethod.Post, Api + "/sign-in", JsonSerializer.Serialize(new { username, password }), null, null))
            .GetProperty("token")
            .GetString()!;

    /// <summary>
    /// The clock shows another time, and everybody signs in anew: a sign-in from the future, like one of long ago, is none.
    /// </summary>
    public async Task MoveTo(Instant instant)
    {
        Host.Clock.Set(instant);
        foreach (var (who, username) in Usernames) Tokens[who] = await SignIn(username, Password);
        await SignInHousehold("household", 0);
        await SignInHousehold("other-household", 1);
    }

    public async Task SignInHousehold(string who, int index) => Tokens[who] = Must(await Send(
        HttpMethod.Post, Api + "/sign-in/passbook", JsonSerializer.Serialize(new { serial = Passbooks[index].Serial, pin = Pin }), null,
        null)).GetProperty("token").GetString()!;

    /// <summary>
    /// A digest of each table, to see whether anything at all was written, and where. A try of a secret counts whatever it was for, so
    /// those are left out.
    /// </summary>
    public async Task<string> Everything()
    {
        foreach (var bank in (long[])[1, 2]) await Desks.Database.WriteHeads(bank);
        return Desks.Database.Read(
            connection =>
                string.Join(
                    "\n",
                    connection.Query<string>(
                        "select name from sqlite_master where type = 'table' and name <> 'tries' and name not like 'seal%' order by name")
            .Select(
                table => $"{table} {Digest.Of(JsonSerializer.Serialize(connection.Query<dynamic>($"select * from {table}").Select(row => (IDictionary<string, object?>)row)))}")));
    }

    /// <summary>No name waits because of what other tests of the same village tried.</summary>
    public async Task ForgetTries() => await Desks.Database.Write<int>(writer => writer.Execute("delete from tries"));

    /// <summary>Both books are sound.</summary>
    public void Verify()
    {
        foreach (var bank in (long[])[1, 2])
            Desks.Database.Read(connection => Verifier.Verify(connection, bank, null, null, VillageAudit.Passes)).Deviations
                .Should().BeEmpty();
    }

    public static JsonElement Must(Answer answer) =>
        answer.Status is 200 or 201
            ? answer.Json
            : throw new InvalidOperationException($"{answer.Response.RequestMessage?.RequestUri} {answer.Status} {answer.Text}");

    /// <summary>The program tells this password on its console at the first start; here the desk is asked before.</summary>
    async Task<string> MakeAdministrator()
    {
        using var database = Database.Open(Host.Options);
        return (await new Desks(database, Host.Clock, new(Testing.VillageFixture.FewRounds)).Staff.AddFirstAdministrator())!;
    }

    async Task FirstSignIn(string who, string username, string first)
    {
        Tokens[who] = await SignIn(username, first);
        (await Get(Api + "/banks", who)).Code.Should().Be("password_change_needed");
        Must(await Put(Api + "/me/password", JsonSerializer.Serialize(new { presentPassword = first, password = Password }), who));
        Tokens[who] = await SignIn(username, Password);
        Usernames[who] = username;
    }

    public async Task Hire(string who, string grant)
    {
        Must(
            await Post(
                Api + "/staff", $$"""{"username":"{{Named(who)}}","name":"王秀兰","password":"first password","grants":[{{grant}}]}""",
                "administrator"));
        await FirstSignIn(who, Named(who), "first password");
    }

    async Task FillVillage(string clerk, string code)
    {
        var bank = $"{Api}/banks/{code}";
        // Next door a deed is worth something else, so that what belongs to the one village is known from what belongs to the other.
        Must(
            await Post(
                bank + "/rulebooks",
                code == "anjiahe"
                    ? Rulebook(new(2025, 1, 1))
                    : Rulebook(new(2025, 1, 1)).Replace("\"points\":5", "\"points\":7", StringComparison.Ordinal),
                clerk));
        for (var i = 1; i <= 3; i++)
        {
            Must(await Post(bank + "/households",
                """{"group":"上庄组","members":[{"name":"张建国","birthDate":"1962-05-08","isHead":true},{"name":"李秀英","birthDate":"1964-02-11"}]}""",
                clerk));
            var passbook = Must(await Post($"{bank}/households/{i}/passbooks", $$"""{"reason":"first","pin":"{{Pin}}"}""", clerk));
            (code == "anjiahe" ? Passbooks : PassbooksElsewhere)
                .Add((passbook.GetProperty("serial").GetString()!, passbook.GetProperty("token").GetString()!));
        }
        for (var shop = 1; shop <= 2; shop++)
        {
            Must(await Post(bank + "/shops", """{"nameZh":"爱心超市","nameEn":"Points shop"}""", clerk));
            foreach (var goods in (string[])["G01", "G02"])
                Must(await Post($"{bank}/shops/{shop}/goods",
                    $$"""{"code":"{{goods}}","nameZh":"香皂","nameEn":"Soap","unitZh":"块","emoji":"🧼","price":5,"approvedBy":"村委会"}""",
                    clerk));
            Must(
                await Post(
                    $"{bank}/shops/{shop}/stock-movements", """{"kind":"received","items":[{"goods":"G01","quantity":1000}]}""", clerk));
        }
    }

    public static string Rulebook(LocalDate validFrom) => $$"""
        {"title":"积分细则","mode":"sixty","validFrom":"{{validFrom:uuuu-MM-dd}}","adoptedBy":"村民代表会议","rules":[
          {"code":"C01","classZh":"人居环境","classEn":"Surroundings","itemZh":"村组清洁日","itemEn":"Cleaning day","kind":"credit","basis":"per_event","points":5,
           "capPeriod":"none","capPoints":0,"evidence":"照片","direct":true,"ordinary":true,"posted":true},
          {"code":"D10","classZh":"乡风","classEn":"Manners","itemZh":"乱倒垃圾","itemEn":"Litter","kind":"deduct","basis":"per_event","points":3,
           "capPeriod":"none","capPoints":0,"evidence":"照片","direct":true,"ordinary":true,"posted":true},
          {"code":"N01","classZh":"诚信","classEn":"Honesty","itemZh":"拾金不昧","itemEn":"Honest find","kind":"credit","basis":"per_event","points":5,
           "capPeriod":"none","capPoints":0,"evidence":"收条","direct":false,"ordinary":true,"posted":true},
          {"code":"H01","classZh":"互助","classEn":"Help","itemZh":"帮邻居","itemEn":"A hand",
           "kind":"credit","basis":"per_event","points":5,
           "capPeriod":"none","capPoints":0,"evidence":"照片","direct":true,"ordinary":true,"posted":false}]}
        """;
}

/// <summary>The same with teams, activities, claims and notices in every state: for the tests that call each endpoint there is.</summary>
public class WholeVillage : ApiVillage
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await Live(this);
    }

    /// <summary>Something of every kind happens in a village.</summary>
    public static async Task Live(ApiVillage village)
    {
        await ServiceCalls.Fill(village);
        await ClaimCalls.Fill(village);
        await StockCalls.Fill(village);
        await CounterCalls.Fill(village);
        await TripCalls.Fill(village);
        await FundCalls.Fill(village);
        await BoardCalls.Fill(village);
        await FavourCalls.Fill(village);
        await YearCalls.Fill(village);
        await PrivacyCalls.Fill(village);
        await SharingCalls.Fill(village);
        foreach (var ceiling in (int[])[99_001, 99_002, 99_003])
            village.Proposals.Add(Must(await village.Put(
                Bank + "/settings", $$"""{"values":{"monthCeiling":{{ceiling}}},"validFrom":"2099-01-01","document":"代表会议决议"}""",
                "administrator"))
                .GetProperty("proposal").GetInt64());
        foreach (var day in (int[])[1, 2, 3])
            village.Rulebooks.Add(
                Must(await village.Post(Bank + "/rulebooks", Rulebook(new(2098, 1, day)), "clerk")).GetProperty("version").GetInt64());
        foreach (var points in (int[])[11, 12, 13])
            village.Openings.Add(Must(await village.Send(
                HttpMethod.Post, Bank + "/imports/opening", Encoding.UTF8.GetBytes($"household,points\n2,{points}\n"), "clerk",
                village.NewKey(), "text/csv"))
                .GetProperty("proposal").GetInt64());
    }
}

[CollectionDefinition(nameof(SharedVillage))]
public sealed class SharedVillage : ICollectionFixture<WholeVillage>;
