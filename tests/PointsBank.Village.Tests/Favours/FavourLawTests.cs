using FsCheck;
using FsCheck.Fluent;
using PointsBank.Testing;
using PointsBank.Village.Tests.Shops;
using static PointsBank.Testing.ClaimLife;

namespace PointsBank.Village.Tests.Favours;

/// <summary>
/// What the database itself refuses of favours, honours and ratings; and that redemption is refused to the suspended and to nobody else.
/// </summary>
[Trait("Pace", "slow")]
public class FavourLawTests(FavourLawTests.LivedVillage lived) : IClassFixture<FavourLawTests.LivedVillage>
{
    const long Bank = VillageFixture.Bank;

    public static TheoryData<string> LogTables =>
    [
        "favours", "favour_grants", "favour_reminders", "favour_suspensions", "favour_confirmations", "favour_suspension_ends",
        "favour_objections", "favour_rulings", "honour_titles", "honour_candidates", "honour_decisions", "awards", "award_removals",
        "rating_certificates", "rating_voids", "rating_loans",
    ];

    [Theory]
    [MemberData(nameof(LogTables))]
    public async Task The_database_refuses_to_change_or_remove_what_was_recorded(string table)
    {
        lived.Village.Database.Read(connection => connection.ExecuteScalar<long>($"select count(*) from {table}"))
            .Should().BeGreaterThan(0, "a trigger on no row proves nothing");
        await lived.Village.Refuses($"update {table} set bank = bank", $"{table} is append-only");
        await lived.Village.Refuses($"delete from {table}", $"{table} is append-only");
    }

    [Theory]
    [InlineData("insert into favours values (1, 9, 1, 'x', 'x', 'redemption', null, null, '', 0, 0, 'x')", "CHECK")]
    [InlineData("insert into favours values (1, 0, 1, 'x', 'x', 'gift', null, null, '', 0, 0, 'x')", "CHECK")]
    [InlineData("insert into favours values (1, 9, 1, 'x', 'x', 'gift', null, -1, '', 0, 0, 'x')", "CHECK")]
    [InlineData("insert into favours select * from favours", "UNIQUE")]
    [InlineData("insert into favour_grants values (1, 9, 9, 1, 2, '2026-03-02', 'x', 0, 'x')", "FOREIGN KEY")]
    [InlineData("insert into favour_grants values (1, 9, 1, 1, 1, '2026-03-02', 'x', 0, 'x')", "favours are suspended")]
    [InlineData("insert into favour_reminders values (1, 9, 1, 2026, 80, 80, '2026-03-02', 0, 'x')", "CHECK")]
    [InlineData(
        """
        insert into favour_suspensions select bank, 9, household, session, reminder, null, document, reason, restores_at, restores_at,
          from_day, review_on, 0, actor from favour_suspensions where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into favour_suspensions select bank, 9, household, session, reminder, null, document, reason, standing, restores_at,
          from_day, from_day, 0, actor from favour_suspensions where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into favour_suspensions select bank, 9, household, 99, reminder, null, document, reason, standing, restores_at, from_day,
          review_on, 0, actor from favour_suspensions where number = 1
        """,
        "FOREIGN KEY")]
    [InlineData(
        """
        insert into favour_suspensions select bank, 9, 2, session, reminder, null, document, reason, standing, restores_at, from_day,
          review_on, 0, actor from favour_suspensions where number = 1
        """,
        "the household was not reminded")]
    [InlineData(
        """
        insert into favour_suspensions select bank, 9, household, session, reminder, null, document, reason, standing, restores_at,
          from_day, review_on, 0, 'staff:7' from favour_suspensions where number = 1
        """,
        "nobody suspends the own household or a relative")]
    [InlineData("insert into favour_confirmations values (1, 4, 0, 'staff:3')", "another person without a tie confirms")]
    [InlineData("insert into favour_confirmations values (1, 4, 0, 'staff:5')", "another person without a tie confirms")]
    [InlineData("insert into favour_confirmations values (1, 3, 0, 'staff:2')", "one suspension at a time")]
    [InlineData("insert into favour_confirmations values (1, 1, 0, 'staff:2')", "one suspension at a time")]
    [InlineData("insert into favour_suspension_ends values (1, 2, 'vanished', 'x', '2026-03-02', 0, 'x')", "CHECK")]
    [InlineData("insert into favour_suspension_ends values (1, 2, 'amended', '', '2026-03-02', 0, 'x')", "CHECK")]
    [InlineData("insert into favour_suspension_ends select * from favour_suspension_ends", "UNIQUE")]
    [InlineData("insert into favour_objections values (1, 9, 2, 'pigeon', 'x', 0, 'x')", "CHECK")]
    [InlineData("insert into favour_objections values (1, 9, 99, 'voice', 'x', 0, 'x')", "FOREIGN KEY")]
    [InlineData(
        "insert into favour_rulings values (1, 2, 'upheld', 'x', 0, 'staff:2')", "who had a part in the suspension does not rule on it")]
    [InlineData(
        "insert into favour_rulings values (1, 2, 'upheld', 'x', 0, 'staff:3')", "who had a part in the suspension does not rule on it")]
    [InlineData(
        "insert into favour_rulings values (1, 2, 'upheld', 'x', 0, 'staff:6')", "who had a part in the suspension does not rule on it")]
    [InlineData("insert into favour_rulings values (1, 2, 'perhaps', 'x', 0, 'staff:1')", "CHECK")]
    [InlineData("insert into honour_titles values (1, 'X', 1, 'x', 'x', 'galaxy', 'x', null, 0, 'x')", "CHECK")]
    [InlineData(
        """
        insert into honour_candidates select bank, 9, year, title, version, household, member, rank, reason, 0, actor from honour_candidates
          where number = 1
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into honour_candidates select bank, 9, 2024, title, version, household, member, null, '', 0, actor from honour_candidates
          where number = 1
        """,
        "CHECK")]
    [InlineData("insert into honour_decisions select bank, 2, 'declined', session, document, '', 0, actor from honour_decisions", "CHECK")]
    [InlineData("insert into honour_decisions select * from honour_decisions", "UNIQUE")]
    [InlineData(
        """
        insert into awards select bank, 9, title, version, 3, member, body, document, awarded_on, 2, null, 0, actor, null from awards
          where number = 1
        """,
        "an award follows its accepted candidate")]
    [InlineData(
        """
        insert into awards select bank, 9, title, version, household, member, body, document, awarded_on, candidate, null, 0, actor, null
          from awards where number = 1
        """,
        "UNIQUE")]
    [InlineData(
        """
        insert into awards select bank, 9, title, version, household, member, body, document, awarded_on, null, entry, 0, actor, proposal
          from awards
          where number = 1
        """,
        "UNIQUE")]
    [InlineData("insert into award_removals select * from award_removals", "UNIQUE")]
    [InlineData(
        """
        insert into rating_certificates select bank, 9, household, asked, year, closed, head_code, standing, 5, step, 3, issued_on,
          valid_until, salt, digest, 0, actor from rating_certificates where number = 1
        """,
        "CHECK")]
    [InlineData(
        """
        insert into rating_certificates select bank, 9, household, asked, year, closed, head_code, standing, stars, step, most_stars,
          issued_on, issued_on, salt, digest, 0, actor from rating_certificates where number = 1
        """,
        "CHECK")]
    [InlineData("insert into rating_voids select * from rating_voids", "UNIQUE")]
    [InlineData(
        "insert into rating_loans select bank, 9, 1, certificate, partner, line, line + 1, agreed_on, paper, 0, actor from rating_loans",
        "CHECK")]
    [InlineData(
        "insert into rating_loans select bank, 9, 1, certificate, partner, line, lent, '2025-01-01', paper, 0, actor from rating_loans",
        "the certificate was not valid on that day")]
    [InlineData(
        "insert into rating_loans select bank, 9, 1, certificate, partner, line, lent, '2027-01-01', paper, 0, actor from rating_loans",
        "the certificate was not valid on that day")]
    public Task The_database_refuses_what_cannot_be(string sql, string message) => lived.Village.Refuses(sql, message);

    [Theory]
    [InlineData("update favour_confirmations set actor = 'staff:3' where suspension = 2", "suspension_differs")]
    [InlineData("update favour_suspensions set reminder = 99 where number = 2", "suspension_differs")]
    [InlineData("update favour_suspension_ends set kind = 'ruled'", "suspension_end_differs")]
    [InlineData("update favour_suspension_ends set kind = 'lapsed'", "suspension_end_differs")]
    [InlineData("delete from favour_suspension_ends", "suspension_end_differs")]
    [InlineData("update favours set version = 7", "favour_differs")]
    [InlineData("update honour_decisions set outcome = 'declined', reason = 'x'", "award_differs")]
    [InlineData("update awards set entry = null where number = 1", "award_entry_differs")]
    [InlineData("update awards set awarded_on = '2026-01-01' where number = 1", "award_entry_differs")]
    [InlineData("update rating_certificates set stars = 4 where number = 1", "rating_differs")]
    [InlineData("update rating_loans set version = 5", "loan_differs")]
    [InlineData("update rating_loans set agreed_on = '2025-01-01'", "loan_differs")]
    public async Task The_audit_finds_what_somebody_with_the_file_changed(string sql, string code) =>
        (await lived.Village.Tamper(sql)).Select(deviation => deviation.Code).Should().Contain(code);

    [Fact]
    public void Redemption_is_refused_to_the_suspended_and_to_nobody_else() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<(byte What, byte How)>().ListOf().Resize(40).ToArbitrary(),
        steps => Task.Run(() => Holds([(0, 0), (1, 0), (2, 0), (7, 0), .. steps])).GetAwaiter().GetResult())
            .Check(Config.QuickThrowOnFailure.WithMaxTest(8));

    static async Task Holds(IEnumerable<(byte What, byte How)> steps)
    {
        using var village = await FavourLife.Open();
        await village.BringForward(1, 10_000);
        await village.Set(Banks.Setting.RedemptionMonthMost, 0);
        var (last, held) = (0L, 0);
        foreach (var (what, how) in steps)
        {
            switch (what % 9)
            {
                case 0:
                    await village.TryRemind();
                    break;
                case 1:
                    if (await village.TryRecord(days: how % 40 + 1) is { Refusal: null } recorded) last = recorded.Value.Number;
                    break;
                case 2:
                    await village.TryConfirm(last);
                    break;
                case 3:
                    await village.Desks.Suspensions.Amend(As(Supervisor), Bank, last, new("补上了"));
                    break;
                case 4:
                    await village.TryCredit(1, how % 2 == 0 ? "A01" : "A03");
                    break;
                case 5:
                    await village.TryDeduct(1, how % 2 == 0 ? "D12" : "D10");
                    break;
                case 6:
                    village.Clock.Set(village.Clock.GetCurrentInstant() + NodaTime.Duration.FromDays(how % 15));
                    break;
                case 7:
                    await village.Desks.Clock.Tick();
                    break;
            }
            var live = village.Desks.Suspensions.List(Bank, 1, open: true, 0, 10).Where(suspension => suspension.State == "live").ToList();
            live.Should().HaveCountLessThanOrEqualTo(1);
            live.Should().NotContain(suspension => suspension.ConfirmedBy == null || suspension.ConfirmedBy == suspension.RecordedBy);
            var isSuspended = live is [var decided]
                && village.Look().Standing < (decided.FromDay.Year == village.Today.Year ? decided.RestoresAt : 70);
            if (isSuspended) held++;
            ((await village.TryRedeem(1)).Refusal?.Kind == VillageRefusals.FavoursSuspended).Should().Be(isSuspended);
            village.Look().Items[0].Eligible.Should().Be(!isSuspended);
        }
        held.Should().BeGreaterThan(0, "a run in which nobody was suspended proves nothing");
        village.IsSound();
    }

    /// <summary>
    /// Suspension 1 was amended, 2 holds with an objection unanswered (and 1 dismissed), 3 would prolong it, 4 of another household waits;
    /// awards 1 (with points) and 2 (taken back); certificates 1, 2 void; a loan.
    /// </summary>
    public sealed class LivedVillage : IAsyncLifetime
    {
        internal VillageFixture Village { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            var village = Village = await FavourLife.Open();
            var (clerk, desks) = (VillageFixture.Clerk, village.Desks);
            village.Done(await desks.Favours.Add(As(clerk), Bank, new("年货礼包", "Parcel", "gift")));
            village.Done(await desks.Favours.Grant(As(clerk), Bank, new(1, 2, "一份")));
            var first = await village.Suspend();
            village.Done(await village.TryObjectTo(first));
            village.Done(await desks.Suspensions.Rule(As(FavourLife.OtherSupervisor), Bank, 1, new("dismissed", "属实")));
            village.Done(await desks.Suspensions.Amend(As(Supervisor), Bank, first, new("补上了")));
            var second = await village.Suspend();
            village.Done(await village.TryObjectTo(second));
            village.Done(await village.TryRecord(prolongs: second));
            await village.Tie(SecondAssessor, 1);
            await village.Sink(3);
            village.Done(await village.TryRemind(3));
            village.Done(await village.TryRecord(3));
            await village.Tie(Leader, 3);
            await village.CloseYear(2025, (2, 120, 1, 5), (3, 110, 2, 5));
            village.Done(await desks.Honours.SetTitle(As(clerk), Bank, new("WM", "文明家庭", "Model family", "village", "村委会", "A03")));
            village.Done(await desks.Honours.Propose(As(clerk), Bank, new(2025, "WM")));
            village.Done(await desks.Honours.Decide(As(clerk), Bank, 1, new("accepted", 1, "评议1号")));
            await village.Awarded(desks.Honours.Award(As(clerk), Bank, new("WM", "决定1号", village.Today, Candidate: 1)));
            village.Done(await desks.Honours.SetTitle(As(clerk), Bank, new("XF", "好媳妇", "Good daughter-in-law", "county", "县妇联")));
            await village.Awarded(desks.Honours.Award(As(clerk), Bank, new("XF", "县发1号", village.Today, Household: 3)));
            village.Done(await desks.Honours.TakeBack(As(Supervisor), Bank, 2, new("名单有误")));
            await village.Set(Banks.Setting.StarStep, 1);
            village.Done(await desks.Ratings.Issue(As(HouseholdOf(2)), Bank, 2, new()));
            village.Done(await desks.Ratings.Issue(As(clerk), Bank, 3, new(2025)));
            village.Done(await desks.Ratings.Void(As(Supervisor), Bank, 2, new("信息有误")));
            village.Done(await desks.Loans.Record(As(clerk), Bank, new(1, "农商行", 10_000_000, 5_000_000, village.Today, "贷2026-1")));
            village.IsSoundBesideTheYear();
        }

        public Task DisposeAsync()
        {
            Village.Dispose();
            return Task.CompletedTask;
        }
    }
}
