using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>
/// Somebody of the scene: heads of age, a head who is a child, one who comes of age while the scene plays, and children who head nothing.
/// </summary>
public sealed record PublicPerson(long Household, long Number, string Name, LocalDate Born, bool IsHead)
{
    public bool IsOfAge(LocalDate on) => NodaTime.Period.Between(Born, on, PeriodUnits.Years).Years >= 18;
}

/// <summary>
/// A small village on the real host whose people have names that nothing else contains, and what may stand of them in public. Whoever adds
/// an operation keeps <see cref="Secrets"/> and <see cref="Named"/> up to date.
/// </summary>
public sealed class PublicScene : IAsyncDisposable
{
    public const long Bank = 1;

    static readonly (string Head, LocalDate Born, string Child)[] Homes =
    [
        ("欧阳雪莲", new(1970, 5, 1), "欧阳望舒"), ("慕容采薇", new(1985, 2, 3), "慕容子衿"), ("司徒静女", new(2012, 4, 5), "司徒月出"),
        ("上官鹿鸣", new(2008, 3, 20), "上官伐木"), ("令狐鸿雁", new(1950, 9, 9), "令狐庭燎"), ("端木常棣", new(1990, 1, 1), "端木蓼莪"),
    ];

    readonly Dictionary<(long Member, string Purpose), bool> consents = [];
    int words;

    PublicScene(VillageHost host, int seed) => (Host, Dice) = (host, new(seed));

    public VillageHost Host { get; }

    public Random Dice { get; }

    public Desks Desks => Host.Services.GetRequiredService<Desks>();

    public LocalDate Today => Desks.Banks.Today;

    public List<PublicPerson> People { get; } = [];

    /// <summary>
    /// Words that may stand nowhere in public: notes, memos, objections, and the reason of a negative entry that has ended.
    /// </summary>
    public HashSet<string> Secrets { get; } = [];

    /// <summary>Givers who agreed to be named where gifts are thanked for, and those who did not.</summary>
    public Dictionary<string, bool> Givers { get; } = [];

    public List<long> Entries { get; } = [];

    public List<long> Claims { get; } = [];

    public List<long> Notices { get; } = [];

    public List<string> Codes { get; } = [];

    public List<long> Publications { get; } = [];

    /// <summary>
    /// Decided entries of the black board, each with a reason that nothing else contains: it is public while the entry stands, and never
    /// before or after.
    /// </summary>
    public List<(long Number, string Reason)> Black { get; } = [];

    /// <summary>Names in full that were seen where they may stand: a scene that never names anybody proves nothing.</summary>
    public HashSet<string> Named { get; } = [];

    public static Caller Clerk { get; } = new("staff:3", "clerk", [new(Role.Clerk, Bank), new(Role.Treasurer, Bank)]);

    public static Caller Supervisor { get; } = new("staff:2", "supervisor", [new(Role.Supervisor, Bank)]);

    public static Caller Leader { get; } = new("staff:5", "leader", [new(Role.GroupLeader, Bank)]);

    public static Caller Assessor { get; } = new("staff:6", "assessor", [new(Role.Assessor, Bank)]);

    public static WriteContext Ask(Caller? caller = null) => new(caller ?? Clerk, WriteContext.NewKey(), Digest.Of("scene"));

    public static async Task<PublicScene> Open(int seed)
    {
        var scene = new PublicScene(new WanderingHost(), seed);
        var desks = scene.Desks;
        Must(await desks.Banks.Open(Ask(), new("anjiahe", "安家河村", "Anjiahe")));
        Must(await desks.Rulebooks.Adopt(Ask(), Bank, RulebookSheet.Default("sixty", new(2024, 1, 1), "村民代表会议")));
        Must(await desks.Banks.Set(Ask(), Bank, new(new Dictionary<string, long>
        {
            [Setting.ClerkCreditsAnyRule.Name] = 1, [Setting.ClerkDeductsDirectly.Name] = 1, [Setting.DeductionReminders.Name] = 0,
            [Setting.MonthCeiling.Name] = 100_000, [Setting.YearCeiling.Name] = 100_000,
        }, new(2020, 1, 1), "代表会议决议")));
        Must(await desks.Shops.Open(Ask(), Bank, new("爱心超市", "Points shop")));
        Must(await desks.Shops.SetGoods(Ask(), Bank, 1, new("soap", "香皂", "soap", "块", "🧼", 5, "村委会")));
        Must(await desks.Database.Write<int>(writer =>
        {
            for (var number = 2; number <= 7; number++)
            {
                writer.Execute(
                    """
                    insert into staff (number, username, name, password_hash, must_change, created_at)
                      values (@number, @user, '王秀兰', 'x', 0, 0)
                    """,
                    new { number, user = $"u{number}" });
                writer.Execute(
                    "insert into staff_grants (staff, role, bank, shop, group_no, team) values (@number, @role, 1, 0, 0, 0)",
                    new { number, role = (long)Role.Assessor });
            }
            return 7;
        }));
        Must(await desks.Honours.SetTitle(Ask(Supervisor), Bank, new("family", "文明家庭", "Model family", "village", "村委会")));
        foreach (var (head, born, child) in Homes)
        {
            var home = Must(
                await desks.Households.Open(Ask(), Bank, new("上庄组", [new(head, born, IsHead: true), new(child, new(2015, 6, 1))])));
            scene.People.AddRange(
                home.Members.Select(member => new PublicPerson(home.Number, member.Number, member.Name, member.BirthDate, member.IsHead)));
        }
        return scene;
    }

    /// <summary>Words that nobody may find in public, each time others.</summary>
    public string Secret()
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"密语{++words}号");
        Secrets.Add(text);
        return text;
    }

    public T Pick<T>(IReadOnlyList<T> among) => among[Dice.Next(among.Count)];

    public void Says(PublicPerson person, string purpose, bool given) => consents[(person.Number, purpose)] = given;

    /// <summary>
    /// What must not stand at this address now: names of those who did not agree to its purpose, of children, of givers who did not agree,
    /// and secrets.
    /// </summary>
    public IEnumerable<string> Forbidden(string address)
    {
        var purpose = PublicOutputTests.PurposeOf(address);
        foreach (var person in People)
            if (purpose is null || !person.IsHead || !person.IsOfAge(Today) || !consents.GetValueOrDefault((person.Number, purpose)))
                yield return person.Name;
        foreach (var (giver, isNamed) in Givers)
            if (!isNamed || !address.Contains("/donations", StringComparison.Ordinal))
                yield return giver;
        foreach (var secret in Secrets) yield return secret;
        foreach (var (number, reason) in Black)
            if (Must(Desks.Black.Get(Supervisor, Bank, number)).State != BlackState.Posted)
                yield return reason;
    }

    public static T Must<T>(Outcome<T> outcome) =>
        outcome.Refusal is null ? outcome.Value : throw new InvalidOperationException(outcome.Refusal.ToString());

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
