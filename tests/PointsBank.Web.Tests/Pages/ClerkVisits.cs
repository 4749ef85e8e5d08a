using Microsoft.Extensions.DependencyInjection;
using PointsBank.Demo;
using PointsBank.Village;
using PointsBank.Village.Journal;

namespace PointsBank.Web.Tests.Pages;

/// <summary>The demo village with somebody signed in at its pages, without script.</summary>
public sealed class ClerkVisits : IAsyncLifetime
{
    public const string Door = "/v/anjiahe/clerk";
    public const long Bank = 1;

    readonly DemoHost demo = new();

    // Who signs in too often must wait, so each role does it once.
    readonly Dictionary<string, PageVisitor> visitors = [];

    public VillageHost Host => demo.Host;

    public Desks Desks => Host.Services.GetRequiredService<Desks>();

    /// <summary>The notice that hangs, with an objection that waits.</summary>
    public long HangingNotice => Desks.Notices.List(Bank, 0, 20).First(notice => notice.Objected > 0).Number;

    /// <summary>The last entry's number.</summary>
    public long LastEntry => Desks.Journal.Head(Bank).Entry;

    public async Task InitializeAsync()
    {
        await demo.InitializeAsync();
        await SetDirect(1);
    }

    /// <summary>Whether a clerk enters any rule at once; most tests here are about entering.</summary>
    public async Task SetDirect(long value)
    {
        var desks = Desks;
        var set = (
            await desks.Banks.Set(
                WriteContext.OfSystem("settings"), Bank,
                new(
                    new Dictionary<string, long> { ["clerkCreditsAnyRule"] = value, ["clerkDeductsDirectly"] = value },
                    Document: "test"))).Value;
        if (set.Proposal is { } proposal)
            (await desks.Banks.Decide(
                WriteContext.OfSystem("confirmation") with { Caller = new("staff:2", "", []) }, Bank, proposal,
                confirms: true)).Refusal.Should().BeNull();
    }

    public Task DisposeAsync() => demo.DisposeAsync();

    public async Task<PageVisitor> SignIn(string role = "clerk")
    {
        if (visitors.TryGetValue(role, out var known)) return known;
        var visitor = visitors[role] = new(Host);
        var way = DemoVillage.SignIns.Single(way => way.Role == role);
        (role == "household"
            ? await visitor.SignInPassbook(way.Name, way.Secret)
            : await visitor.SignIn(way.Name, way.Secret)).Location.Should().Be("/home");
        return visitor;
    }

    public EntryLine Entry(long number) => Desks.Journal.Lines(Bank, EntryFilter.All, number + 1, 1)[0];

    public long BalanceOf(long household) => (Desks.Journal.Balance(Bank, household)).Value.Points.Balance;

    /// <summary>Fields of the batch's form; a line is household, rule, quantity, day, member, memo.</summary>
    public static IEnumerable<(string, string?)> Lines(
        params (string Household, string Rule, string Quantity, string Day, string Memo)[] lines) =>
        lines.SelectMany((line, at) => new (string, string?)[]
        {
            ($"h{at + 1}", line.Household), ($"r{at + 1}", line.Rule), ($"q{at + 1}", line.Quantity), ($"d{at + 1}", line.Day),
            ($"t{at + 1}", line.Memo),
        });
}
