using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Village.Service;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Tests.Service;

/// <summary>
/// The small village with one team, a class of service of an hour, and a project under C01, an hourly rule of 2 points and at most 20 a
/// month. It is Monday 2 March 2026, nine in the morning; members 1, 2 and 3 are the heads of the households of the same numbers.
/// </summary>
sealed class ServiceVillage : IDisposable
{
    public const long Bank = VillageFixture.Bank;
    public const long Team = 1;

    ServiceVillage(VillageFixture village) => Village = village;

    public VillageFixture Village { get; }

    public ServiceDesk Service => Village.Desks.Service;

    /// <summary>Leads team 1, lives in no household that anybody knows of.</summary>
    public Caller Leader { get; private set; } = null!;

    public static async Task<ServiceVillage> Open(long unitMinutes = 60, long ceiling = 0, string rule = "C01", long wanted = 20)
    {
        var scene = new ServiceVillage(await VillageFixture.Open());
        var (village, service) = (scene.Village, scene.Service);
        village.Done(await service.Projects.SetClass(VillageFixture.Ask(), Bank, new("general", "普通服务", "General", unitMinutes)));
        village.Done(await service.Projects.Publish(VillageFixture.Ask(), Bank, Project(rule, ceiling, wanted)));
        village.Done(await service.Teams.Open(VillageFixture.Ask(), Bank, new("护河队")));
        scene.Leader = await scene.Staff("leader", new GrantInput("team-leader", VillageFixture.Code, Team: Team));
        return scene;
    }

    public static ProjectInput Project(string rule = "C01", long ceiling = 0, long wanted = 20) =>
        new("河道清洁", "general", rule, "村口", wanted, new(2026, 1, 1), TitleEn: "River cleaning", CeilingPoints: ceiling);

    /// <summary>Somebody of the staff with these rights.</summary>
    public async Task<Caller> Staff(string username, GrantInput grant)
    {
        var added = Village.Done(await Village.Desks.Staff.Add(VillageFixture.Ask(), new(username, username, "long-enough", [grant])));
        var role = grant.Role switch { "team-leader" => Role.TeamLeader, "clerk" => Role.Clerk, _ => Role.Supervisor };
        return new($"staff:{added.Number}", username, [new(role, Bank, Team: grant.Team ?? 0)]);
    }

    public async Task Ties(Caller staff, long household, string tie = "own") =>
        Village.Done(await Village.Desks.Staff.SetTies(VillageFixture.Ask(), Bank, staff.StaffNumber!.Value, new([new(household, tie)])));

    public static WriteContext As(Caller caller) => VillageFixture.Ask() with { Caller = caller };

    public static Caller HouseholdOf(long number) => new($"household:{number}", "0001", [new(Role.Household, Bank)], number);

    public Task<Outcome<ActivityView>> TryPlan(
        LocalDateTime begins, LocalDateTime ends, long team = Team, long? wanted = null, long project = 1) =>
        Service.Activities.Plan(VillageFixture.Ask(), Bank, new(project, team, begins, ends, Wanted: wanted));

    /// <summary>An open activity on a day of March 2026, from an hour to another.</summary>
    public async Task<long> Activity(int day = 2, int from = 8, int until = 12, long? wanted = null, long project = 1)
    {
        var planned = Village.Done(await TryPlan(At(day, from), At(day, until), wanted: wanted, project: project));
        return Village.Done(await Service.Activities.Open(VillageFixture.Ask(), Bank, planned.Number)).Number;
    }

    /// <summary>A time in March 2026.</summary>
    public static LocalDateTime At(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute);

    public Task<Outcome<SignUpsView>> TrySignUp(long activity, long member, Caller? by = null) =>
        Service.SignUps.SignUp(by is null ? VillageFixture.Ask() : As(by), Bank, activity, new(member));

    public async Task<SignUpsView> SignUp(long activity, long member) => Village.Done(await TrySignUp(activity, member));

    public async Task<SignUpsView> Withdraw(long activity, long member) =>
        Village.Done(await Service.SignUps.Withdraw(VillageFixture.Ask(), Bank, activity, new(member)));

    public Task<Outcome<AttendancesView>> TryRecord(
        long activity, long member, LocalDateTime? came, LocalDateTime? left = null, string? reason = null) =>
        Service.Attendance.Record(VillageFixture.Ask(), Bank, activity, new([new(member, came, left, reason)]));

    public async Task<AttendanceView> Record(
        long activity, long member, LocalDateTime? came, LocalDateTime? left = null, string? reason = null) =>
        Village.Done(await TryRecord(activity, member, came, left, reason)).Items.Single();

    public Task<Outcome<ConfirmationsView>> TryConfirm(long activity, params long[] attendances) =>
        TryConfirm(Leader, activity, attendances);

    public Task<Outcome<ConfirmationsView>> TryConfirm(Caller by, long activity, params long[] attendances) =>
        Service.Confirmations.Confirm(As(by), Bank, activity, new(attendances));

    public async Task<ConfirmationView> Confirm(long activity, params long[] attendances) =>
        Village.Done(await TryConfirm(activity, attendances)).Items[0];

    /// <summary>Somebody served so many minutes on a day of March, from eight on, and the leader confirmed it that evening.</summary>
    public async Task<ConfirmationView> Serve(long member, int minutes, int day = 2, long project = 1)
    {
        Village.At(At(day, 20));
        var activity = await Activity(day, project: project);
        var attendance = await Record(activity, member, At(day, 8), At(day, 8).PlusMinutes(minutes));
        return await Confirm(activity, attendance.Number);
    }

    public long Minutes(long member) => Village.Total(AccountKind.MemberMinutes, member, Unit.Minutes);

    public async Task Refuses(string sql, string message)
    {
        var write = () => Village.Database.Write<int>(writer => writer.Execute(sql));

        (await write.Should().ThrowAsync<SqliteException>()).Which.Message.Should().Contain(message);
    }

    public void Dispose() => Village.Dispose();
}
