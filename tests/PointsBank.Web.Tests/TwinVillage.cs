using System.Text;
using System.Text.Json;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village;

namespace PointsBank.Web.Tests;

/// <summary>
/// 小河村, which lives the same in the same file as 安家河村: the same calls go to its own address, by its own people, with other amounts and a
/// few days more. What it has is never 安家河村's.
/// </summary>
public sealed class TwinVillage : ApiVillage
{
    const string Code = "xiaohe";
    const long Number = 2;

    public override long BankNumber => Number;

    public override string Named(string who) => $"{who}-of-{Code}";

    /// <summary>Lives the twin of a village beside it.</summary>
    public static async Task<TwinVillage> Beside(ApiVillage first)
    {
        var twin = new TwinVillage { Host = first.Host };
        (twin.Tokens["administrator"], twin.Tokens["clerk"]) = (first.Tokens["administrator"], first.Tokens["clerk-elsewhere"]);
        (twin.Usernames["administrator"], twin.Usernames["clerk"]) = (first.Usernames["administrator"], first.Usernames["clerk-elsewhere"]);
        twin.Passbooks.AddRange(first.PassbooksElsewhere);
        await twin.Hire("supervisor", """{"role":"supervisor","bank":"anjiahe"}""");
        await twin.Hire("attendant", """{"role":"attendant","bank":"anjiahe","shop":1}""");
        await twin.Hire("attendant-next-door", """{"role":"attendant","bank":"anjiahe","shop":2}""");
        await twin.SignInHousehold("household", 0);
        await twin.SignInHousehold("other-household", 1);
        // Other amounts and other days: a sum of both villages is the sum of neither.
        foreach (var (household, day, quantity) in ((int, string, int)[])[
            (1, "2026-02-11", 31), (2, "2026-02-12", 17), (3, "2026-02-13", 13)])
            Must(
                await twin.Post(
                    Bank + "/credits",
                    $$"""{"household":{{household}},"rule":"C01","effectiveOn":"{{day}}","quantity":{{quantity}},"memo":"修路"}""", "clerk"));
        var credit = Must(
            await twin.Post(
                Bank + "/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-03-01","quantity":20,"memo":"清洁日"}""", "clerk"));
        (twin.Credit, twin.CheckCode) = (credit.GetProperty("entry").GetInt64(), credit.GetProperty("checkCode").GetString()!);
        twin.Redemption = Must(await twin.Post(Bank + "/shops/1/redemptions", Redeem(1, 2), "attendant")).GetProperty("number").GetInt64();
        await WholeVillage.Live(twin);
        return twin;
    }

    public override Task<Answer> Send(
        HttpMethod method, string path, byte[]? body, string? who, string? key, string type = "application/json", string language = "en") =>
        base.Send(
        method, Here(path), body is null || type != "application/json" ? body : Encoding.UTF8.GetBytes(Here(Encoding.UTF8.GetString(body))),
        who, key is null ? null : $"{Code}-{key}", type, language);

    /// <summary>What is said of the one village, said of the other.</summary>
    static string Here(string text) => text.Replace("anjiahe", Code, StringComparison.Ordinal);

    /// <summary>
    /// Every row that belongs to this village, a digest for each table: nothing that happens next door changes any of them.
    /// </summary>
    public static async Task<IReadOnlyDictionary<string, Digest>> DigestsOf(Desks desks)
    {
        await desks.Database.WriteHeads(Number);
        return desks.Database.Read(connection => connection.Query<(string Table, string Columns)>("""
            select m.name, group_concat(c.name) from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%' group by m.name order by m.name
            """).Where(row => !RowSets.OfClock.Contains(row.Table))
                .ToDictionary(row => row.Table, row => Digest.Of(JsonSerializer.Serialize(
                connection.Query<dynamic>(
                    $"select * from {row.Table} where {OfThisBank(row.Table, row.Columns.Split(','))}",
                    new { bank = Number }).Select(found => (IDictionary<string, object?>)found)))));
    }

    static string OfThisBank(string table, string[] columns) => table switch
    {
        "staff" => "number in (select staff from staff_grants where bank = @bank)",
        "staff_changes" => "staff in (select staff from staff_grants where bank = @bank)",
        "tokens" => "bank = @bank or staff in (select staff from staff_grants where bank = @bank)",
        _ when columns.Contains("bank") =>
            "bank = @bank"
                + (columns.Contains("village") ? " or village = @bank" : columns.Contains("other_bank") ? " or other_bank = @bank" : ""),
        // The law of what may follow what, and which migrations ran: the same for all, and changed by nobody.
        _ => "@bank = @bank",
    };
}
