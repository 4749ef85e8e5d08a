using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Village.Tests.Boards;
using PointsBank.Village.Tests.Favours;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Privacy;

/// <summary>
/// Household 4 is 欧阳雪莲's, and everything happened to it that boards, favours, honours and the year's end can do; what people wrote about it
/// stands under words of its own.
/// </summary>
static class LivedRooms
{
    const long Bank = VillageFixture.Bank;
    const string Name = PrivacyCase.Name;

    /// <summary>What people wrote about the household alone, and where it is found.</summary>
    public static IReadOnlyDictionary<string, string> Words { get; } = new Dictionary<string, string>
    {
        ["门口堆杂物"] = "black_entries.reason", ["那天停水"] = "black_objections.words", ["看过录像"] = "black_rulings.reason",
        ["已搬走杂物"] = "black_entry_steps.note",
        ["年货一份"] = "favour_grants.what", ["多次缺席"] = "favour_suspensions.reason", ["在医院陪护"] = "favour_objections.words",
        ["查过记录"] = "favour_rulings.reason", ["补上了清扫"] = "favour_suspension_ends.reason",
        ["照顾邻居"] = "honour_candidates.reason", ["换组居住"] = "household_changes.reason", ["同意书十二号"] = "consents.document",
    };

    public static async Task<VillageFixture> Open()
    {
        var village = await OpenWithPeople();
        await village.Set(Setting.StarStep, 1, new(2020, 1, 1));
        village.Done(
            await village.Desks.Households.Open(VillageFixture.Ask(), Bank, new("一组", [new(Name, new(1970, 5, 1), IsHead: true)])));
        var desks = village.Desks;

        village.Done(await desks.Years.Close(VillageFixture.Ask(), Bank, 2025, new(desks.Journal.Head(Bank).CheckCode)));
        village.Done(await desks.Years.Expire(VillageFixture.Ask(), Bank, 2025, new(desks.Journal.Head(Bank).CheckCode)));
        village.Done(
            await desks.Privacy.Consents.Say(VillageFixture.Ask(), Bank, 4, new(4, Purpose.Boards, true, ConsentDesk.OnPaper, "同意书十二号")));
        await village.Changed(desks.Changes.Move(VillageFixture.Ask(), Bank, new(4, $"{Name}组", new("换组居住", $"{Name}在场", $"{Name}的申请"))));
        await village.Credit(4, "A03");
        await village.Publish("red", "2026");
        village.Done(await desks.Favours.Add(As(VillageFixture.Clerk), Bank, new($"{Name}礼包", "Parcel", "gift", Note: $"{Name}捐")));
        village.Done(await desks.Favours.Grant(As(VillageFixture.Clerk), Bank, new(1, 4, "年货一份")));
        var rating = village.Done(await desks.Ratings.Issue(As(VillageFixture.Clerk), Bank, 4, new()));
        village.Done(
            await desks.Loans.Record(
                As(VillageFixture.Clerk), Bank, new(rating.Number, "农商行", 1_000_000, 500_000, village.Today, $"{Name}贷字1号")));
        village.Done(
            await desks.Honours.SetTitle(As(VillageFixture.Clerk), Bank, new("XF", "好媳妇", "Good daughter-in-law", "county", "县妇联")));
        village.Done(await desks.Honours.Propose(As(VillageFixture.Clerk), Bank, new(2025, "XF", 4, Reason: "照顾邻居")));
        village.Done(await desks.Honours.Decide(As(VillageFixture.Clerk), Bank, 1, new("accepted", await village.Meet(), $"{Name}评议1号")));
        await village.Awarded(desks.Honours.Award(As(VillageFixture.Clerk), Bank, new("XF", $"{Name}县发1号", village.Today, Candidate: 1)));

        var decided = await village.Decided(4) with { Reason = "门口堆杂物" };
        var black = village.Done(await village.TryRecord(decided)).Number;
        village.Done(await village.TryPost(black));
        var objection = village.Done(await desks.BlackObjections.Object(As(HouseholdOf(4)), Bank, black, new("那天停水"))).Number;
        village.Done(await desks.BlackObjections.Rule(As(BoardLife.SecondSupervisor), Bank, objection, new("dismissed", "看过录像")));
        village.Done(await desks.Black.End(As(Supervisor), Bank, black, new("amended", "已搬走杂物")));

        await village.Sink(4);
        await village.Deduct(4, "A11");
        village.Done(await village.TryRemind(4));
        var suspension = village.Done(await FavourLife.TryRecord(village, 4, reason: "多次缺席")).Number;
        village.Done(await village.TryConfirm(suspension));
        var against = village.Done(await desks.Suspensions.Object(As(HouseholdOf(4)), Bank, 4, new(suspension, "在医院陪护"))).Number;
        village.Done(await desks.Suspensions.Rule(As(FavourLife.OtherSupervisor), Bank, against, new("dismissed", "查过记录")));
        village.Done(await desks.Suspensions.Amend(As(Supervisor), Bank, suspension, new("补上了清扫")));
        return village;
    }

    /// <summary>
    /// The name in what belongs to nobody: a team, a project, an activity, a meeting's place, a decision to publish, a board, a good and
    /// who approved its price.
    /// </summary>
    public static async Task NameEverywhere(this VillageFixture village)
    {
        var (desks, ask) = (village.Desks, (Func<WriteContext>)(() => As(VillageFixture.Clerk)));
        village.Done(await desks.Service.Projects.SetClass(ask(), Bank, new("general", "普通服务", "General", 60)));
        village.Done(
            await desks.Service.Projects.Publish(
                ask(), Bank, new($"帮{Name}", "general", "C01", $"{Name}家", 20, new(2026, 1, 1), TitleEn: $"For {Name}")));
        village.Done(await desks.Service.Teams.Open(ask(), Bank, new($"{Name}队")));
        village.Done(await desks.Service.Teams.Open(ask(), Bank, new($"{Name}二队")));
        var activity = village.Done(
            await desks.Service.Activities.Plan(ask(), Bank, new(1, 1, new(2026, 3, 5, 8, 0), new(2026, 3, 5, 10, 0), $"{Name}清河"))).Number;
        village.Done(await desks.Service.Activities.Advance(ask(), Bank, activity, new("open")));
        village.Done(await desks.Service.Teams.End(ask(), Bank, 2));
        var session = village.Done(await desks.Assessments.Open(As(Assessor), Bank, new(village.Today, [7], $"{Name}家"))).Number;
        village.Done(await desks.Assessments.Close(As(Assessor), Bank, session));
        village.Done(
            await desks.Privacy.Disclosures.Record(
                As(Supervisor), Bank, DisclosureTests.Decision() with { DecidedBy = $"{Name}等", Risk = $"{Name}可能被议论" }));
        village.Done(await desks.Shops.SetGoods(ask(), Bank, VillageFixture.Shop, new("egg", $"{Name}家鸡蛋", "Egg", "个", "🥚", 5, Name)));
        village.Done(await desks.Shops.Open(ask(), Bank, new($"{Name}小店", "Corner shop")));
    }
}
