using System.Text;
using PointsBank.Papers.Cleaning;
using PointsBank.Testing;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;

namespace PointsBank.Village.Tests.Privacy;

/// <summary>A village in which one household left traces everywhere, and how somebody looks for them.</summary>
static class PrivacyCase
{
    public const long Bank = VillageFixture.Bank;
    public const string Name = "欧阳雪莲";
    public const string Child = "欧阳望舒";

    public static PrivacyDesk Privacy(this VillageFixture village) => village.Desks.Privacy;

    /// <summary>
    /// Household 4 is 欧阳雪莲's with a grown-up child: its names stand in notes, claims, files, reminders, objections, gifts and answers.
    /// </summary>
    public static async Task<VillageFixture> Lived()
    {
        var village = await ClaimLife.OpenWithPeople();
        village.Done(
            await village.Desks.Households.Open(
                VillageFixture.Ask(), Bank,
                new("一组", [new(Name, new(1970, 5, 1), IsHead: true), new(Child, new(1999, 1, 2), RelatedToCommittee: true)])));
        village.Done(
            await village.Desks.Privacy.Consents.Say(
                VillageFixture.Ask(), Bank, 4, new(4, Purpose.Boards, true, ConsentDesk.OnPaper, $"同意书 {Name}")));
        await village.Credit(4, "A03", memo: $"{Name}打扫");
        await village.Credit(1, "A03", memo: $"和{Name}一起");
        var claim = village.Done(await village.Desks.Claims.Submit(ClaimLife.As(VillageFixture.Clerk), Bank,
            new(4, "A03", new(2026, 3, 1), 1, 5, Channel.Organisation, ClaimedBy: Name, Witnesses: Name, Memo: $"{Child}也在"))).Number;
        await village.AddPhoto(claim, 1);
        village.Done(await village.Desks.Claims.Collect(ClaimLife.As(ClaimLife.Leader), Bank, new([claim], $"{Name}属实")));
        var shared = await village.Claim(1, "A03", new(2026, 2, 28));
        await village.AddPhoto(shared, 2);
        village.Done(await village.Desks.Claims.Withdraw(ClaimLife.As(VillageFixture.Clerk), Bank, shared, new("重复")));
        village.Done(
            await village.Desks.Reminders.Record(
                ClaimLife.As(VillageFixture.Clerk), Bank, new(4, "A10", "private", village.Today, $"提醒了{Name}")));
        village.Done(await village.Desks.Fund.Contribute(VillageFixture.Ask(), Bank, new("donation", Name, 50_000, Named: true)));
        village.Done(
            await village.Desks.Stock.Move(
                VillageFixture.Ask(), Bank, VillageFixture.Shop,
                new("received", [new("soap", 5, 500)], Origin: "donation", Partner: Name)));
        var objected = await village.Granted(2, "A03", new(2026, 2, 20));
        var notice = await village.Post();
        village.Done(
            await village.Desks.Objections.Object(ClaimLife.As(VillageFixture.Clerk), Bank, notice, new(1, $"{Name}说不对", "desk", 4, Name)));
        await village.TryRule(1, "dismissed");
        village.StateOf(objected).Should().Be(ClaimState.OnNotice);
        return village;
    }

    /// <summary>The claim is withdrawn and the household is no more.</summary>
    public static async Task Ends(this VillageFixture village, long household)
    {
        foreach (var claim in village.Database.Read(connection => connection.Query<long>(
            "select number from claims where bank = @Bank and household = @household and state not in ('withdrawn', 'entered')",
            new { Bank, household }).ToList()))
            village.Done(await village.Desks.Claims.Withdraw(ClaimLife.As(VillageFixture.Clerk), Bank, claim, new("已搬走")));
        await village.Changed(village.Desks.Changes.Leave(VillageFixture.Ask(), Bank, new(household, new("搬走了", "村委会"))));
    }

    public static async Task AddPhoto(this VillageFixture village, long claim, ushort way) =>
        village.Done(
            await village.Desks.Claims.AddEvidence(
                ClaimLife.As(VillageFixture.Clerk), Bank, claim, village.Done(EvidenceFile.Read(EvidenceCase.Jpeg(way: way)))));

    /// <summary>Every table and column in which this text stands, in whatever way it is written.</summary>
    public static IReadOnlyList<string> Finds(this VillageFixture village, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return village.Database.Read(
            connection => connection.Query<string>("select name from sqlite_master where type = 'table' order by name").SelectMany(table =>
            connection.Query<dynamic>($"select * from {table}").SelectMany(row => ((IDictionary<string, object?>)row)
                .Where(
                    cell => cell.Value is string words
                        ? words.Contains(text, StringComparison.Ordinal)
                        : cell.Value is byte[] blob && blob.AsSpan().IndexOf(bytes) >= 0)
                .Select(cell => $"{table}.{cell.Key}"))).Distinct().ToList());
    }
}
