using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Tests.Boards;

/// <summary>
/// What people do about boards, for tests that tell a story. The meeting is on Monday 2 March 2026; both reminders were in February.
/// </summary>
static class BoardLife
{
    public const long Bank = VillageFixture.Bank;

    /// <summary>A deduction that may be posted, and one that may never be.</summary>
    public const string Rule = "A10", Protected = "B11";

    public static Caller SecondSupervisor { get; } = new("staff:8", "second supervisor", [new(Role.Supervisor, Bank)]);

    public static Task EndHousehold(this VillageFixture village, long household) =>
        village.Changed(village.Desks.Changes.Leave(VillageFixture.Ask(), Bank, new(household, new("搬走了", "村委会"))));

    public static async Task<long> Remind(this VillageFixture village, long household, string kind, LocalDate on, string rule = Rule) =>
        village.Done(await village.Desks.Reminders.Record(VillageFixture.Ask(), Bank, new(household, rule, kind, on))).Number;

    /// <summary>Everything that a decision against household 1 needs.</summary>
    public static async Task<BlackInput> Decided(this VillageFixture village, long household = 1) => new(
        household, Rule, await village.Remind(household, "private", new(2026, 2, 10)),
        await village.Remind(household, "written", new(2026, 2, 20)), await village.Meet(), "整改7号",
        "两次提醒后仍乱倒垃圾", Days: 10);

    public static Task<Outcome<BlackView>> TryRecord(this VillageFixture village, BlackInput input, Caller? by = null) =>
        village.Desks.Black.Record(ClaimLife.As(by ?? VillageFixture.Clerk), Bank, input);

    public static Task<Outcome<BlackView>> TryPost(this VillageFixture village, long entry, Caller? by = null) =>
        village.Desks.Black.Post(ClaimLife.As(by ?? ClaimLife.Supervisor), Bank, entry);

    /// <summary>A decided entry of a household that hangs.</summary>
    public static async Task<long> OnBlack(this VillageFixture village, long household = 1)
    {
        var entry = village.Done(await village.TryRecord(await village.Decided(household))).Number;
        village.Done(await village.TryPost(entry));
        return entry;
    }

    public static Task<Outcome<BlackView>> TryEnd(this VillageFixture village, long entry, string kind = "amended") =>
        village.Desks.Black.End(ClaimLife.As(ClaimLife.Supervisor), Bank, entry, new(kind, "门前已清理干净"));

    public static Task<Outcome<BlackObjectionView>> TryObjectTo(this VillageFixture village, long entry, Caller? by = null) =>
        village.Desks.BlackObjections.Object(ClaimLife.As(by ?? ClaimLife.HouseholdOf(1)), Bank, entry, new("那天不是我家倒的"));

    public static Task<Outcome<BlackObjectionView>> TryAnswer(
        this VillageFixture village, long objection, string outcome, Caller? by = null) =>
        village.Desks.BlackObjections.Rule(ClaimLife.As(by ?? SecondSupervisor), Bank, objection, new(outcome, "看过照片了"));

    public static IReadOnlyList<BoardLine> Board(this VillageFixture village, string kind, string period = "2026") =>
        village.Done(village.Desks.Boards.Compute(Bank, kind, period, null, 1_000)).Items;

    public static Task<Outcome<PublicationLine>> TryPublish(
        this VillageFixture village, string kind, string period, long? corrects = null, Caller? by = null) =>
        village.Desks.Publications.Publish(ClaimLife.As(by ?? ClaimLife.Supervisor), Bank, kind, new(period, "按月张榜", corrects));

    public static async Task<PublicationLine> Publish(this VillageFixture village, string kind, string period, long? corrects = null) =>
        village.Done(await village.TryPublish(kind, period, corrects));

    public static IReadOnlyList<BoardLine> Hanging(this VillageFixture village, PublicationLine published) =>
        village.Done(village.Desks.Publications.Get(Bank, published.Board, published.Number, isStaff: false)).Items;

    public static RecomputationView Recomputed(this VillageFixture village, PublicationLine published) =>
        village.Done(village.Desks.Publications.Recompute(Bank, published.Board, published.Number, isStaff: true));
}
