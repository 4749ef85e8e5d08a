using NodaTime;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Claims;
using PointsBank.Village.Notices;

namespace PointsBank.Testing;

/// <summary>The people of the way from a deed to points, and what they do there, for tests that tell a story.</summary>
public static class ClaimLife
{
    public static Caller Supervisor { get; } = new("staff:2", "supervisor", [new(Role.Supervisor, VillageFixture.Bank)]);

    public static Caller Leader { get; } = new("staff:5", "leader", [new(Role.GroupLeader, VillageFixture.Bank, Group: 1)]);

    public static Caller Assessor { get; } = new("staff:6", "assessor", [new(Role.Assessor, VillageFixture.Bank)]);

    public static Caller SecondAssessor { get; } = new("staff:7", "second assessor", [new(Role.Assessor, VillageFixture.Bank)]);

    public static Caller HouseholdOf(long number) => new($"household:{number}", "P", [new(Role.Household, VillageFixture.Bank)], number);

    public static WriteContext As(Caller caller, string what = "claim") => new(caller, WriteContext.NewKey(), Digest.Of(what));

    /// <summary>Puts everybody on the staff under the numbers that the tests call them by.</summary>
    public static async Task Hire(this VillageFixture village) => village.Done(await village.Database.Write<int>(writer =>
    {
        string[] names = ["管理员", "监督员", "记分员", "店员", "组长", "评议员甲", "评议员乙"];
        Role[] roles = [Role.Administrator, Role.Supervisor, Role.Clerk, Role.Attendant, Role.GroupLeader, Role.Assessor, Role.Assessor];
        for (var number = 1; number <= names.Length; number++)
        {
            writer.Execute(
                """
                insert into staff (number, username, name, password_hash, must_change, created_at) values (@number, @user, @name, 'x', 0, 0)
                """,
                new { number, user = $"u{number}", name = names[number - 1] });
            writer.Execute(
                "insert into staff_grants (staff, role, bank, shop, group_no, team) values (@number, @role, 1, 0, 0, 0)",
                new { number, role = (long)roles[number - 1] });
        }
        return names.Length;
    }));

    /// <summary>One more assessor, tied to a household. Answers their number.</summary>
    public static async Task<long> Seatable(this VillageFixture village, long number, long household) =>
        village.Done(await village.Database.Write<long>(writer =>
    {
        writer.Execute(
            "insert into staff (number, username, name, password_hash, must_change, created_at) values (@number, @user, '评议员丙', 'x', 0, 0)",
            new { number, user = $"u{number}" });
        writer.Execute(
            "insert into staff_grants (staff, role, bank, shop, group_no, team) values (@number, @role, 1, 0, 0, 0)",
            new { number, role = (long)Role.Assessor });
        writer.Execute(
            "insert into staff_ties (bank, staff, household, tie, recorded_at, actor) values (1, @number, @household, 'own', 0, 'staff:1')",
            new { number, household });
        return number;
    }));

    /// <summary>A village with its people, in which nothing is entered without a claim.</summary>
    public static async Task<VillageFixture> OpenWithPeople(int households = 3, LocalDateTime? at = null)
    {
        var village = await VillageFixture.Open(households, at);
        await village.Hire();
        return village;
    }

    /// <summary>Ties a member of staff to a household, as own or relative.</summary>
    public static async Task Tie(this VillageFixture village, Caller staff, long household, string tie = "relative") => village.Done(
        await village.Desks.Staff.SetTies(VillageFixture.Ask(), VillageFixture.Bank, staff.StaffNumber!.Value, new([new(household, tie)])));

    public static Task<Outcome<ClaimView>> TryClaim(
        this VillageFixture village, long household, string rule, LocalDate? on = null, Caller? by = null,
        string channel = Channel.Organisation, long quantity = 1,
        string? document = null, long? member = null) =>
        village.Desks.Claims.Submit(
            As(by ?? VillageFixture.Clerk), VillageFixture.Bank,
            new(household, rule, on ?? village.Today, quantity, member, channel, Document: document));

    public static async Task<long> Claim(
        this VillageFixture village, long household, string rule, LocalDate? on = null, Caller? by = null,
        string channel = Channel.Organisation, long quantity = 1,
        string? document = null, long? member = null) =>
        village.Done(await village.TryClaim(household, rule, on, by, channel, quantity, document, member)).Number;

    public static async Task Collect(this VillageFixture village, params IReadOnlyList<long> claims) =>
        village.Done(await village.Desks.Claims.Collect(As(Leader), VillageFixture.Bank, new(claims)));

    /// <summary>A meeting today of both assessors.</summary>
    public static async Task<long> Meet(this VillageFixture village, params IReadOnlyList<long> present) => village.Done(
        await village.Desks.Assessments.Open(
            As(Assessor), VillageFixture.Bank, new(village.Today, present.Count > 0 ? present : [7], "村委会"))).Number;

    public static Task<Outcome<DecisionsView>> TryDecide(
        this VillageFixture village, long session, params IReadOnlyList<DecisionInput> decisions) =>
        village.Desks.Assessments.Decide(As(Assessor), VillageFixture.Bank, session, decisions);

    public static async Task Decide(this VillageFixture village, long session, params IReadOnlyList<DecisionInput> decisions) =>
        village.Done(await village.TryDecide(session, decisions));

    /// <summary>Claimed, collected and granted as claimed, in a meeting of its own.</summary>
    public static async Task<long> Granted(
        this VillageFixture village, long household, string rule, LocalDate? on = null, long quantity = 1)
    {
        var claim = await village.Claim(household, rule, on, quantity: quantity);
        await village.Collect(claim);
        var session = await village.Meet();
        await village.Decide(session, new DecisionInput(claim, "as_claimed"));
        return claim;
    }

    public static async Task<long> Post(this VillageFixture village, NoticeInput? input = null) =>
        village.Done(await village.Desks.Notices.Post(As(VillageFixture.Clerk), VillageFixture.Bank, input ?? new())).Number;

    public static Task<Outcome<ObjectionView>> TryObject(this VillageFixture village, long notice, long line, Caller? by = null) =>
        village.Desks.Objections.Object(As(by ?? VillageFixture.Clerk), VillageFixture.Bank, notice, new(line, "不是这样的", "voice"));

    public static async Task<long> Object(this VillageFixture village, long notice, long line, Caller? by = null) =>
        village.Done(await village.TryObject(notice, line, by)).Number;

    public static Task<Outcome<ObjectionView>> TryRule(
        this VillageFixture village, long objection, string outcome, long? points = null, Caller? by = null) =>
        village.Desks.Objections.Rule(As(by ?? Supervisor), VillageFixture.Bank, objection, new(outcome, "核实过了", points));

    public static async Task Rule(this VillageFixture village, long objection, string outcome, long? points = null, Caller? by = null) =>
        village.Done(await village.TryRule(objection, outcome, points, by));

    public static Task<Outcome<NoticeEntryView>> TryEnter(this VillageFixture village, long notice) =>
        village.Desks.Notices.Enter(As(VillageFixture.Clerk), VillageFixture.Bank, notice);

    public static async Task<NoticeEntryView> Enter(this VillageFixture village, long notice) =>
        village.Done(await village.TryEnter(notice));

    public static ClaimView Look(this VillageFixture village, long claim) =>
        village.Done(village.Desks.Claims.Get(VillageFixture.Clerk, VillageFixture.Bank, claim));

    public static string StateOf(this VillageFixture village, long claim) => village.Look(claim).State;

    /// <summary>What is held on the issuance account of a year.</summary>
    public static long Held(this VillageFixture village, int year = 2026) =>
        village.Database.ReadAccount(VillageFixture.Bank, new(AccountKind.Issuance, 0, Unit.Points, year))?.Held.Value ?? 0;
}
