using FsCheck;
using FsCheck.Fluent;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Claims;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Claims;

/// <summary>Whatever is done with claims, in whatever order, repeated, and with the program stopped in between.</summary>
[Trait("Pace", "slow")]
public class ClaimLawTests
{
    const long Bank = VillageFixture.Bank;
    const int Households = 3;
    static readonly string[] Rules = ["A03", "A01", "E07", "C09", "D10"];

    /// <summary>
    /// Two claims come all the way, one of them past an objection, so that each run has entries for what follows to happen to.
    /// </summary>
    static readonly (byte What, byte Which, byte How)[] Beginning =
        [(0, 0, 1), (0, 1, 2), (3, 0, 1), (3, 1, 1), (5, 0, 1), (7, 0, 1), (8, 0, 1), (9, 0, 2), (11, 4, 7), (11, 4, 7), (10, 0, 1)];

    int entered, ruled;

    [Fact]
    public void Each_claim_yields_one_entry_at_most_and_nothing_under_objection_is_in_a_passbook()
    {
        Prop.ForAll(
            ArbMap.Default.GeneratorFor<(byte What, byte Which, byte How)>().ListOf().Resize(70).ToArbitrary(),
            steps => Task.Run(() => Holds([.. Beginning, .. steps])).GetAwaiter().GetResult())
                .Check(Config.QuickThrowOnFailure.WithMaxTest(12));

        entered.Should().BeGreaterThan(0, "what never comes to an entry proves nothing");
        ruled.Should().BeGreaterThan(0);
    }

    async Task Holds(IEnumerable<(byte What, byte Which, byte How)> steps)
    {
        using var village = await OpenWithPeople(Households);
        await village.Set(Banks.Setting.DeductionReminders, 0);
        var sent = new List<Func<Task>>();
        var (claims, notices, objections, sessions) = (0L, 0L, 0L, 0L);
        foreach (var (what, which, how) in steps)
        {
            switch (what % 12)
            {
                case 0 or 1 or 2:
                    var rule = Rules[how % Rules.Length];
                    await Send(() => village.Desks.Claims.Submit(As(VillageFixture.Clerk), Bank, new(
                        which % Households + 1, rule, village.Today, Channel: Channel.Organisation, Document: "3号",
                        Confirmed: true)), _ => claims++);
                    break;
                case 3 or 4:
                    await Send(() => village.Desks.Claims.Collect(As(Leader), Bank, new([Pick(claims, which)])));
                    break;
                case 5 or 6:
                    await Send(
                        () => village.Desks.Assessments.Open(As(Assessor), Bank, new(village.Today, [7])),
                        meeting => sessions = meeting.Number);
                    for (var claim = 1L; claim <= claims; claim++)
                        await Send(
                            () => village.TryDecide(
                                sessions,
                                new DecisionInput(
                                    claim, ((claim + how) % 4) switch { 0 => "rejected", 1 => "other_points", _ => "as_claimed" }, 1,
                                    "因为")));
                    break;
                case 7:
                    await Send(
                        () => village.Desks.Notices.Post(As(VillageFixture.Clerk), Bank, new(Days: 3)), notice => notices = notice.Number);
                    break;
                case 8:
                    await Send(() => village.TryObject(Pick(notices, which), how % 3 + 1), _ => objections++);
                    break;
                case 9:
                    await Send(
                        () =>
                            village.TryRule(
                                Pick(objections, which), (how % 3) switch { 0 => "dropped", 1 => "corrected", _ => "dismissed" }, 1),
                        _ => ruled++);
                    break;
                case 10:
                    for (var notice = 1L; notice <= notices; notice++) await Send(() => village.TryEnter(notice));
                    break;
                default:
                    if (how % 4 == 0)
                        await Send(() => village.Desks.Claims.Withdraw(As(VillageFixture.Clerk), Bank, Pick(claims, which), new("算了")));
                    else if (how % 4 == 1) village.Restart();
                    else if (how % 4 == 2 && village.Desks.Journal.Head(Bank).Entry is > 0 and var last)
                        await village.TryReverse(which % last + 1, allowDeficit: true);
                    else village.Clock.Advance(NodaTime.Duration.FromHours(20 * (which % 5)));
                    break;
            }
            // Somebody sends an earlier request once more.
            if (sent.Count > 0 && how % 3 == 0) await sent[which % sent.Count]();
        }

        var entries = village.Desks.Journal.Entries(Bank, null, 500)
            .Where(entry => entry.Source.StartsWith("claim:", StringComparison.Ordinal) && entry.Reverses is null)
            .ToList();
        entries.Select(entry => entry.Source).Should().OnlyHaveUniqueItems();
        entered += entries.Count;
        var promised = 0L;
        for (var claim = 1L; claim <= claims; claim++)
        {
            var view = village.Look(claim);
            var entered = entries.Any(entry => entry.Source == $"claim:{claim}");
            entered.Should().Be(view.State is ClaimState.Entered or ClaimState.Reversed, $"claim {claim} is {view.State}");
            if (view is { State: ClaimState.OnNotice or ClaimState.Objected, Kind: "credit" }) promised += view.Points!.Value;
        }
        village.Held().Should().Be(promised);
        village.IsSound();

        async Task Send<T>(Func<Task<Outcome<T>>> ask, Action<T>? then = null)
        {
            var outcome = await ask();
            if (outcome.Refusal is null && !outcome.Replayed) then?.Invoke(outcome.Value);
            sent.Add(ask);
        }

        static long Pick(long count, byte which) => count == 0 ? 1 : which % count + 1;
    }
}
