using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Staff;

namespace PointsBank.Web.Tests;

/// <summary>A village in a file of its own, made at the desks before the server that is killed over it is started.</summary>
sealed class CrashCase : IDisposable
{
    public const string Api = "/api/v1/banks/anjiahe";

    readonly TempFolder folder = new();

    public int Seed { get; } = Number("POINTSBANK_SEED") ?? Random.Shared.Next();

    public string Folder => folder.Path;

    public string File => folder.File("pointsbank.db");

    public long Bank { get; private set; }

    public LocalDate Today { get; private set; }

    /// <summary>Makes the village with so many households, and what else a test needs.</summary>
    public async Task Make(int households, Func<Desks, Task> more)
    {
        using var database = Database.Open(new() { File = File, Clock = SystemClock.Instance, Migrations = VillageSchema.Migrations });
        var desks = new Desks(database, SystemClock.Instance);
        Done(await desks.Banks.Open(System("bank"), new("anjiahe", "安家河村", "Anjiahe")));
        Bank = desks.Banks.Find("anjiahe")!.Value;
        // Opened years ago, so that years end here.
        Done(await database.Write<int>(writer => writer.Execute("update banks set opened_at = 0")));
        Today = desks.Banks.Today;
        Done(await desks.Banks.Set(System("settings"), Bank, new(new Dictionary<string, long>
        {
            ["issueCeiling"] = 1_000_000_000,
            ["monthCeiling"] = 100_000,
            ["yearCeiling"] = 1_000_000,
            ["redemptionMonthMost"] = 0,
            ["redemptionLeast"] = 1,
        }, Document: "代表会议决议")));
        var rule = new Rule(
            "C01", "人居环境", "Surroundings", "村组清洁日", "Cleaning day", "credit", "per_event", 2, "none", 0, "", Direct: true, Ordinary: false,
            Posted: true);
        Done(
            await desks.Rulebooks.Adopt(
                System("rulebook"), Bank,
                new(
                    "积分细则", "sixty", Today.PlusDays(-30), "村民代表会议",
                    [rule, rule with { Code = "A01", ItemZh = "拾金不昧", ItemEn = "Found and given back", Direct = false }])));
        foreach (var household in await Task.WhenAll(Enumerable.Range(1, households).Select(i =>
            desks.Households.Open(
                System($"household {i}"), Bank,
                new("上庄组", [new(NameOf(i), new LocalDate(1962, 5, 8), IsHead: true)], i))))) Done(household);
        await more(desks);
    }

    /// <summary>The head of a household: a name that nobody else bears, nor any part of it.</summary>
    public static string NameOf(int household) => string.Create(CultureInfo.InvariantCulture, $"安{household}家");

    /// <summary>Somebody with this role, and the token of who signed in so.</summary>
    public static async Task<string> SignIn(Desks desks, string role, GrantInput? grant = null)
    {
        Done(await desks.Staff.Add(System(role), new(role, "李会计", "a long secret", [grant ?? new(role, "anjiahe")]), mustChange: false));
        return Done(await desks.SignIn.SignIn(new(role, "a long secret"))).Token;
    }

    /// <summary>The check code of the book's head.</summary>
    public string Head()
    {
        using var connection = Database.OpenToRead(File);
        return BookTable.Head(connection, Bank).CheckCode.ToString();
    }

    /// <summary>All of the book is as its journal says.</summary>
    public void Verify()
    {
        using var connection = Database.OpenToRead(File);
        Verifier.Verify(connection, Bank, null, null, VillageAudit.Passes).Deviations.Should().BeEmpty();
    }

    public T Read<T>(string sql)
    {
        using var connection = Database.OpenToRead(File);
        return connection.ExecuteScalar<T>(sql)!;
    }

    /// <summary>Whether the file holds the answer to this key.</summary>
    public bool Holds(KnownWrite write)
    {
        using var connection = Database.OpenToRead(File);
        return connection.ExecuteScalar<long>(
            "select count(*) from requests where bank = @Bank and hex(key) = @key", new { Bank, key = KeyOf(write) }) == 1;
    }

    public static string KeyOf(KnownWrite write)
    {
        IdempotencyKey.TryParse(write.Key, out var key).Should().BeTrue();
        return Convert.ToHexString(key.ToArray());
    }

    public static WriteContext System(string what) => WriteContext.OfSystem(what);

    public static T Done<T>(Outcome<T> outcome) =>
        outcome.Refusal is { } refusal ? throw new InvalidOperationException($"{refusal}") : outcome.Value;

    public static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public void Dispose() => folder.Dispose();
}
