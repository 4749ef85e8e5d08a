using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using PointsBank.Testing;
using PointsBank.Village.Boards;
using PointsBank.Village.Rulebooks;
using static PointsBank.Village.Tests.Boards.BoardLife;

namespace PointsBank.Village.Tests.Boards;

/// <summary>Boards as they are published: frozen, and computed again.</summary>
public class PublicationTests
{
    [Fact]
    public async Task What_was_published_stays_as_it_was_and_says_what_it_was_computed_from()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A09");
        var head = village.Desks.Journal.Head(Bank);

        var published = await village.Publish("red", "2026");

        (published.Number, published.HeadEntry, published.HeadCode, published.Rulebook, published.Places)
            .Should().Be((1, head.Entry, head.CheckCode, 1, 2));
        (published.PublishedOn, published.ShownUntil).Should().Be((village.Today, village.Today.PlusDays(29)));
        await village.Credit(2, "C09", quantity: 2);
        (village.Board("red"))[0].Standing.Should().Be(70);
        village.Hanging(published).Select(line => (line.Rank, line.Standing)).Should().Equal((1, 30), (2, 10));
        village.Recomputed(published).IsEqual.Should().BeTrue();
        village.IsSound();
    }

    [Fact]
    public async Task A_consent_taken_back_takes_the_name_off_at_once_and_a_minor_head_has_no_line()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        await village.Consents(1);
        var (red, deeds) = (await village.Publish("red", "2026"), await village.Publish("good-deeds", "2026-03"));
        village.Hanging(red)[0].Name.Should().Be("张建国");

        await village.Consents(1, given: false);

        foreach (var published in (PublicationLine[])[red, deeds])
            village.Hanging(published).Select(line => line.Name).Should().OnlyContain(name => name.Contains('*'));
        await village.Database.Write<int>(
            writer => writer.Execute("update members set birth_date = '2012-01-01' where household = 1"));
        foreach (var published in (PublicationLine[])[red, deeds])
        {
            village.Hanging(published).Should().ContainSingle().Which.Rank.Should().Be(2);
            village.Recomputed(published).IsEqual.Should().BeTrue();
        }
    }

    [Fact]
    public async Task The_reason_of_a_publication_names_nobody()
    {
        using var village = await VillageFixture.Open();

        var refused = await village.Desks.Publications.Publish(
            ClaimLife.As(ClaimLife.Supervisor), Bank, "red", new("2026", "张建国2家带头，按年张榜"));

        refused.ShouldBeRefused(VillageRefusals.ProtectedMatter, "reason");
    }

    [Fact]
    public async Task What_is_published_while_slips_are_typed_is_what_the_journal_says_up_to_its_head()
    {
        using var village = await VillageFixture.Open(households: 20);
        await village.Credit(1, "C09");
        using var evening = new CancellationTokenSource();
        var typing = Task.Run(async () =>
        {
            for (var slip = 0; !evening.IsCancellationRequested; slip++)
                await village.TryCredit(slip % 20 + 1, "A03", on: village.Today.PlusDays(-(slip / 20)));
        });

        var published = new List<PublicationLine>();
        for (var i = 0; i < 60; i++)
            if (await village.TryPublish("red", "2026") is { Refusal: null } outcome) published.Add(outcome.Value);
        await evening.CancelAsync();
        await typing;

        published.Should().OnlyContain(line => village.Recomputed(line).IsEqual);
        village.IsSound();
    }

    [Fact]
    public async Task Ties_share_a_rank_and_the_last_rank_takes_all_of_them_in_order_of_number()
    {
        using var village = await VillageFixture.Open(households: 5);
        await Define(village, "red", new("红榜", Measure.Standing, Top: 2, Days: 10));
        await village.Credit(4, "C09");
        foreach (var household in (int[])[5, 2, 3]) await village.Credit(household, "A09");
        await village.Credit(1, "A03");

        foreach (var period in (string[])["2026", "2026-03"])
        {
            await Define(village, "red", new("红榜", Measure.Standing, Period: period.Length == 4 ? "year" : "month", Top: 2));
            var published = await village.Publish("red", period);
            village.Hanging(published).Select(line => line.Rank).Should().Equal(1, 2, 2, 2);
            Households(village, published).Should().Equal(4, 2, 3, 5);
        }
    }

    [Fact]
    public async Task The_same_board_period_and_head_is_published_once_unless_it_corrects_and_a_publication_is_corrected_once()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        var mistaken = await village.Credit(2, "A09");
        var first = await village.Publish("red", "2026");
        (await village.TryPublish("red", "2026")).ShouldBeRefused(VillageRefusals.AlreadyPublished, "period");
        await village.Reverse(mistaken.Entry);
        await village.Credit(1, "A03");
        await village.Credit(3, "A03");

        (await village.TryPublish("red", "2026", corrects: 9)).ShouldBeRefused(VillageRefusals.UnknownPublication, "corrects");
        (await village.TryPublish("red", "2025", corrects: 1)).ShouldBeRefused(VillageRefusals.UnknownPublication, "corrects");
        var second = await village.Publish("red", "2026", corrects: first.Number);
        (await village.TryPublish("red", "2026", corrects: first.Number)).ShouldBeRefused(VillageRefusals.AlreadyPublished, "corrects");

        var difference = village.Done(village.Desks.Publications.Difference(Bank, "red", second.Number, isStaff: false));
        difference.Came.Select(line => (line.Line.Rank, line.Line.Standing)).Should().Equal((2, 5));
        difference.Went.Select(line => (line.Line.Standing, line.RankBefore)).Should().Equal((10, 2));
        difference.Changed.Select(line => (line.Line.Standing, line.ScoreBefore)).Should().Equal((35, 30));
        village.Desks.Publications.Difference(Bank, "red", first.Number, isStaff: true).ShouldBeRefused(VillageRefusals.UnknownPublication);
        village.Desks.Publications.List(Bank, "red", isStaff: false, 0, 9).Select(line => line.Number).Should().Equal(second.Number);
        village.Desks.Publications.List(Bank, "red", isStaff: true, 0, 9)
            .Select(line => (line.Number, line.CorrectedBy))
            .Should()
            .Equal((second.Number, null), (first.Number, second.Number));
        village.IsSound();
    }

    [Fact]
    public async Task Two_who_publish_at_once_publish_once()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");

        var both = await Task.WhenAll(village.TryPublish("red", "2026"), village.TryPublish("red", "2026"));

        both.Count(outcome => outcome.Refusal is null).Should().Be(1);
    }

    [Fact]
    public async Task After_its_last_day_it_is_staffs_alone()
    {
        using var village = await VillageFixture.Open();
        var published = await village.Publish("red", "2026");

        village.At(2026, 3, 31, 23, 59);
        village.Hanging(published).Should().BeEmpty("there are no places, but it hangs");
        village.At(2026, 4, 1, 0);
        foreach (var isStaff in (bool[])[false, true])
        {
            (village.Desks.Publications.Get(Bank, "red", 1, isStaff).Refusal is null).Should().Be(isStaff);
            (village.Desks.Publications.Recompute(Bank, "red", 1, isStaff).Refusal is null).Should().Be(isStaff);
            village.Desks.Publications.List(Bank, null, isStaff, 0, 9).Should().HaveCount(isStaff ? 1 : 0);
        }
        village.Desks.Publications.Get(Bank, "stars", 1, isStaff: true).ShouldBeRefused(VillageRefusals.UnknownPublication);
    }

    [Fact]
    public async Task Who_may_publish_what_comes_from_the_definition()
    {
        using var village = await VillageFixture.Open();
        village.Done(await village.TryPublish("red", "2026", by: VillageFixture.Clerk));
        (await village.TryPublish("stars", "2026", by: ClaimLife.Assessor)).ShouldBeRefused(VillageRefusals.NotAllowed);
        (await village.TryPublish("black", "2026-03", by: VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.NotAllowed);
        await Define(village, "red", new("红榜", Measure.Standing, Publisher: "supervisor"));

        (await village.TryPublish("red", "2025", by: VillageFixture.Clerk)).ShouldBeRefused(VillageRefusals.NotAllowed);
        village.Done(await village.TryPublish("red", "2025"));
        foreach (var period in (string[])["2026-Q1", "2026-03", "x"])
            (await village.TryPublish("red", period)).ShouldBeRefused(VillageRefusals.NotInList, "period");
        (await village.TryPublish("red", "2027")).ShouldBeRefused(VillageRefusals.DateInFuture, "period");
        (await village.TryPublish("red-ten", "2026-03")).ShouldBeRefused(VillageRefusals.UnknownBoard);
        (await village.Desks.Publications.Publish(ClaimLife.As(ClaimLife.Supervisor), Bank, "red", new("2024", "失信公示")))
            .ShouldBeRefused(VillageRefusals.ProtectedMatter, "reason");
    }

    [Fact]
    public async Task A_version_of_a_board_counts_for_what_is_published_after_it()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        var before = await village.Publish("red", "2026");
        (await Define(village, "red", new("先锋榜", Measure.Standing, TitleEn: "Leaders", Threshold: 10))).Version.Should().Be(1);
        await village.Credit(1, "A03");
        var after = await village.Publish("red", "2026");

        (before.TitleZh, village.Hanging(before).Count).Should().Be(("", 2));
        (after.TitleZh, village.Hanging(after).Count).Should().Be(("先锋榜", 1));
        await Define(village, "red", new("先锋榜", Measure.Standing, InUse: false));
        (await village.TryPublish("red", "2026")).ShouldBeRefused(VillageRefusals.UnknownBoard);
        village.Hanging(after).Should().HaveCount(1);
        village.IsSound();
    }

    [Fact]
    public async Task A_board_of_groups_sums_their_households_as_they_were_when_it_was_published()
    {
        using var village = await VillageFixture.Open();
        await village.OpenHousehold("李四", "二组");
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        await village.Credit(4, "A09");
        await Define(village, "groups", new("小组榜", Measure.Standing, Scope: "groups"));
        (village.Board("groups"))
            .Select(line => (line.Rank, line.Group, line.Name, line.Standing))
            .Should()
            .Equal((1, "一组", "", 35), (2, "二组", "", 10));

        var published = await village.Publish("groups", "2026");
        village.Done(await village.Desks.Households.Move(VillageFixture.Ask(), Bank, 1, new("二组")));

        village.Hanging(published).Select(line => (line.Group, line.Standing)).Should().Equal(("一组", 35), ("二组", 10));
        village.Recomputed(published).IsEqual.Should().BeTrue();
        (village.Board("groups")).Select(line => line.Group).Should().Equal("二组", "一组");
        village.IsSound();
    }

    [Fact]
    public async Task Red_ten_and_yellow_ten_come_with_their_rulebook_and_the_yellow_one_names_nobody()
    {
        using var village = await VillageFixture.Open();
        (village.Desks.Boards.Compute(Bank, "yellow-ten", "2026-03", null, 9)).ShouldBeRefused(VillageRefusals.NotInList, "kind");
        village.Done(
            await village.Desks.Rulebooks.Adopt(
                VillageFixture.Ask(), Bank, RulebookSheet.Default("red-yellow", new(2026, 3, 1), "村民代表会议")));
        var book = village.Done(village.Desks.Rulebooks.On(Bank, village.Today));
        string Code(bool isCredit, bool isPosted) => book.Rules.First(rule => rule.IsCredit == isCredit && rule.Posted == isPosted).Code;
        await village.Consents(1);
        await village.Credit(1, Code(true, true));
        await village.Deduct(2, Code(false, true));
        if (book.Rules.Any(rule => !rule.IsCredit && !rule.Posted)) await village.Deduct(3, Code(false, false));

        (village.Board("red-ten", "2026-03")).Should().ContainSingle().Which.Name.Should().Be("张建国");
        foreach (var lines in (IReadOnlyList<BoardLine>[])[
            village.Board("yellow-ten", "2026-03"), village.Hanging(await village.Publish("yellow-ten", "2026-03"))])
        {
            var line = lines.Should().ContainSingle().Subject;
            (line.Name, line.Group, line.Day).Should().Be(("", "一组", village.Today));
            line.ItemZh.Should().NotBeEmpty();
        }
        village.Hanging(await village.Publish("red-ten", "2026-03")).Should().ContainSingle().Which.Deeds.Should().Be(1);
        village.IsSound();
    }

    [Fact]
    public async Task Of_a_published_black_board_only_what_still_stands_is_seen()
    {
        using var village = await ClaimLife.OpenWithPeople();
        var (first, second) = (await village.OnBlack(1), await village.OnBlack(2));
        var published = await village.Publish("black", "2026-03");
        village.Hanging(published).Select(line => (line.Name, line.Group)).Should().Equal(("", "一组"), ("", "一组"));
        await village.Set(Banks.Setting.BlackNames, 1);
        village.Hanging(published).Select(line => line.Name).Should().Equal("张*国", "张**2");

        village.Done(await village.TryEnd(first));

        village.Hanging(published).Should().ContainSingle().Which.Decided!.Document.Should().Be("整改7号");
        village.Recomputed(published).IsEqual.Should().BeTrue("what it was computed from had not ended");
        village.At(2026, 3, 12);
        village.Hanging(published).Should().BeEmpty();
        second.Should().BeGreaterThan(first);
        village.IsSound();
    }

    [Fact]
    public async Task A_household_that_has_ended_drops_from_new_publications_and_stays_in_old_ones()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        var before = await village.Publish("red", "2026");
        village.At(2026, 3, 3);
        await village.EndHousehold(1);
        await village.Credit(2, "A03");

        Households(village, await village.Publish("red", "2026")).Should().Equal(2);
        Households(village, before).Should().Equal(1, 2);
        village.IsSound();
    }

    [Fact]
    public async Task A_check_publishes_nothing_and_shows_what_would_hang()
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");

        var check = village.Done(await village.Desks.Publications.Check(ClaimLife.Supervisor, Bank, "red", new("2026", "按月张榜")));

        (check.Items.Count, check.Publication.Places).Should().Be((1, 1));
        village.Desks.Publications.List(Bank, null, isStaff: true, 0, 9).Should().BeEmpty();
    }

    [Theory]
    [InlineData("update board_places set score = score + 1 where line = 1")]
    [InlineData("update board_publications set shown_until = '2027-01-01'")]
    [InlineData("delete from board_places where line = 2")]
    [InlineData("update deeds set points = 99 where rule = 'A03'")]
    public async Task The_audit_finds_a_publication_that_is_not_what_it_was(string sql)
    {
        using var village = await VillageFixture.Open();
        await village.Credit(1, "C09");
        await village.Credit(2, "A03");
        await village.Publish("good-deeds", "2026-03");

        (await village.Tamper(sql)).Select(deviation => deviation.Code).Should().Contain("publication_differs");
    }

    [Fact]
    public async Task Two_hundred_and_twenty_six_households_are_ranked_before_anybody_notices()
    {
        using var village = await VillageFixture.Open(households: 226);
        for (var household = 1; household <= 226; household++) await village.Credit(household, household % 3 == 0 ? "C09" : "A09");
        village.Board("red");
        await village.Publish("red", "2025");

        var watch = Stopwatch.StartNew();
        (village.Board("red")).Should().HaveCount(226);
        watch.ElapsedMilliseconds.Should().BeLessThan(50);
        watch.Restart();
        (await village.Publish("red", "2026")).Places.Should().Be(75, "so many share the first rank, and the next is the seventy-sixth");
        watch.ElapsedMilliseconds.Should().BeLessThan(500);
    }

    [Fact]
    public void After_anything_a_village_does_what_was_frozen_is_what_is_computed_again() => Prop.ForAll(
        ArbMap.Default.GeneratorFor<byte[]>().Resize(30).ToArbitrary(),
        dice => Task.Run(() => FrozenIsRecomputed(dice)).GetAwaiter().GetResult()).Check(Config.QuickThrowOnFailure.WithMaxTest(6));

    static async Task FrozenIsRecomputed(byte[] dice)
    {
        using var village = await VillageFixture.Open(households: 5);
        await Define(village, "groups", new("小组榜", Measure.Credited, Scope: "groups", Period: "quarter"));
        await Define(village, "taken", new("扣分榜", Measure.Deducted, Period: "month", Top: 3));
        var entries = new List<long>();
        var published = new List<PublicationLine>();
        (string Kind, string Period)[] boards =
            [("red", "2026"), ("stars", "2026"), ("good-deeds", "2026-03"), ("groups", "2026-Q1"), ("taken", "2026-03"), ("red", "2025")];
        foreach (var die in dice)
        {
            var household = die % 5 + 1;
            switch (die / 32)
            {
                case 0 or 1 when await village.TryCredit(household, "A03") is { Refusal: null } credit: entries.Add(credit.Value.Entry); break;
                case 2 when await village.TryCredit(
                    household, "C09", on: new(2026, 1, 15)) is { Refusal: null } credit:
                    entries.Add(credit.Value.Entry); break;
                case 3 when await village.TryDeduct(household, "A10") is { Refusal: null } deduction: entries.Add(deduction.Value.Entry); break;
                case 4 when entries.Count > 0: await village.TryReverse(entries[die % entries.Count], allowDeficit: true); break;
                case 5: village.Done(await village.Desks.Households.Move(VillageFixture.Ask(), Bank, household, new($"{die % 3}组"))); break;
                default:
                    var (kind, period) = boards[die % boards.Length];
                    if (await village.TryPublish(kind, period) is { Refusal: null } done)
                    {
                        published.Add(done.Value);
                        var live = (village.Board(kind, period))
                            .Where(line => line.Rank is null || line.Rank <= (kind == "taken" ? 3 : 30))
                            .Select(line => (line.Rank, line.Group, line.Standing, line.Day));
                        village.Hanging(done.Value).Select(line => (line.Rank, line.Group, line.Standing, line.Day)).Should().Equal(live);
                    }
                    break;
            }
        }
        foreach (var line in published) village.Recomputed(line).Lines.Should().BeEmpty();
        village.IsSound();
    }

    static async Task<BoardDefinition> Define(VillageFixture village, string board, BoardInput input) =>
        village.Done(await village.Desks.BoardDefinitions.Define(ClaimLife.As(ClaimLife.Supervisor), Bank, board, input));

    static IEnumerable<long> Households(VillageFixture village, PublicationLine published) =>
        village.Database.Read(connection => connection.Query<long>(
        "select household from board_places where publication = @Number order by line", new { published.Number }).ToList());
}
