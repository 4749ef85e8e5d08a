using System.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Sheets;
using PointsBank.Testing;
using PointsBank.Village.Households;
using PointsBank.Village.Imports;

namespace PointsBank.Village.Tests.Imports;

public partial class ImportTests
{
    const string Households = "户号,村民小组,户主,出生日期\n11,一组,李四,1980-01-02\n12,二组,𠮷田,1975-03-04\n";

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-8-bom")]
    [InlineData("gb18030")]
    public async Task Households_come_in_from_a_CSV_file_in_either_encoding(string encoding)
    {
        using var village = await VillageFixture.Open(households: 0);

        village.Done(await Import(village, "households", Encoded(Households, encoding), "户.csv")).Rows.Should().Be(2);

        village.Desks.Households.Search(VillageFixture.Bank, null, 0, 10)
            .Select(line => (line.Number, line.Group, line.Head))
            .Should()
            .Equal((11, "一组", "李四"), (12, "二组", "𠮷田"));
    }

    [Fact]
    public async Task Households_come_in_from_a_workbook()
    {
        using var village = await VillageFixture.Open(households: 0);
        using var workbook = new MemoryStream();
        SheetWriter.WriteWorkbook(workbook, "户", ["户号", "村民小组", "户主", "出生日期"], [[11L, "一组", "李四", new NodaTime.LocalDate(1980, 1, 2)]]);

        village.Done(await Import(village, "households", workbook.ToArray(), "户.xlsx")).Rows.Should().Be(1);

        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11)).Members[0].BirthDate
            .Should().Be(new NodaTime.LocalDate(1980, 1, 2));
    }

    [Fact]
    public async Task Every_bad_cell_is_named_with_line_and_column_and_nothing_is_written()
    {
        using var village = await VillageFixture.Open(households: 1);

        var view = village.Done(
            await Import(
                village, "households",
                "户号,村民小组,户主,出生日期\n11,一组,李四,1980-01-02\nx,,王五,1980-13-01\n1,一组,赵六,1980-01-01\n11,一组,孙七,1980-01-01\n13,一组,周八,2030-01-01\n"));

        view.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().BeEquivalentTo(
            [(3, "户号", "not_a_whole_number"), (3, "村民小组", "missing_value"), (3, "出生日期", "not_a_date"), (4, "户主", "other_head"), (5, "户号", "twice_in_sheet"), (6, "出生日期", "date_in_future")]);
        village.Desks.Households.Search(VillageFixture.Bank, null, 0, 10).Should().ContainSingle();
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Our_own_export_imported_again_changes_nothing(string format)
    {
        using var village = await VillageFixture.Open();
        foreach (var (household, name, born) in ((long, string, int)[])[
            (1, "张小宝", 2001), (1, "张 大宝", 1999), (2, "张建国", 1945), (3, "𠮷田", 1988)])
            village.Done(
                await village.Desks.Households.AddMember(
                    VillageFixture.Ask(), VillageFixture.Bank, household, new(name, new(born, 3, 12))));
        var people = People();

        foreach (var kind in (string[])["households", "members"])
        {
            using var file = new MemoryStream();
            if (kind == "households") HouseholdSheet.Write(village.Desks.Households, VillageFixture.Bank, format, file);
            else HouseholdSheet.WriteMembers(village.Desks.Households, VillageFixture.Bank, format, file);

            var again = village.Done(await Import(village, kind, file.ToArray(), $"{kind}.{format}"));

            (again.Problems.Count, again.New, again.Changed).Should().Be((0, 0, 0));
            again.Same.Should().Be(kind == "households" ? 3 : 4);
        }
        People().Should().BeEquivalentTo(people, options => options.WithStrictOrdering());

        List<HouseholdView> People() =>
            [.. Enumerable.Range(1, 3).Select(number => village.Done(village.Desks.Households.Get(VillageFixture.Bank, number)))];
    }

    [Fact]
    public async Task The_same_sheet_twice_is_the_same_write()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Done(await Import(village, "households", Households));

        var again = await Import(village, "households", Households);

        (again.Replayed, again.Value.Rows, again.Value.Problems.Count).Should().Be((true, 2, 0));
    }

    [Fact]
    public async Task A_longer_sheet_adds_what_is_new_and_leaves_what_is_known()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Done(await Import(village, "households", Households));

        var view = village.Done(await Import(village, "households", Households + "13,一组,王五,1980-01-01\n"));

        (view.New, view.Changed, view.Same).Should().Be((1, 0, 2));
        view.Changes.Should().Equal(new ImportChange(4, 13, "new", "", "一组 王五 1980-01-01", "王五"));
        village.Desks.Households.Search(VillageFixture.Bank, null, 0, 10).Should().HaveCount(3);
    }

    [Fact]
    public async Task A_trial_tells_each_correction_with_what_it_replaces_and_writes_nothing()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Done(await Import(village, "households", Households));

        const string Corrected = "户号,村民小组,户主,出生日期,村干部亲属\n11,三组,李四,1980-01-03,√\n12,二组,𠮷田,1975-03-04,\n";
        var trial = village.Done(await Import(village, "households", Corrected, dryRun: true));

        (trial.New, trial.Changed, trial.Same).Should().Be((0, 1, 1));
        trial.Changes.Should().Equal(
            new ImportChange(2, 11, "group", "一组", "三组", "李四"), new ImportChange(2, 11, "birthDate", "1980-01-02", "1980-01-03", "李四"),
            new ImportChange(2, 11, "related", "no", "yes", "李四"));
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11)).Group.Should().Be("一组");

        village.Done(await Import(village, "households", Corrected));
        var household = village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11));
        (household.Group, household.Members.Single().BirthDate, household.Members.Single().RelatedToCommittee)
            .Should().Be(("三组", new NodaTime.LocalDate(1980, 1, 3), true));
    }

    [Fact]
    public async Task Spellings_of_a_group_and_of_a_name_are_one_and_the_first_is_kept_for_print()
    {
        using var village = await VillageFixture.Open(households: 0);

        village.Done(
            await Import(
                village, "households",
                "户号,村民小组,户主,出生日期\n1,一组,李　明,1980-01-02\n2,1组,王芳,1980-01-02\n3,１组,赵六,1980-01-02\n4,一 组,钱七,1980-01-02\n5,第一组,孙八,1980-01-02\n"));
        var again = village.Done(await Import(village, "households", "户号,村民小组,户主,出生日期\n1,１组,李明,1980.1.2\n2,一组,王 芳,19800102\n"));

        village.Desks.Households.Groups(VillageFixture.Bank).Select(group => (group.Name, group.Households)).Should().Equal(("一组", 5));
        (again.New, again.Changed, again.Same).Should().Be((0, 0, 2));
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Head.Should().Be("李　明");
    }

    [Fact]
    public async Task Another_head_is_a_member_first_and_a_stranger_is_refused()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Done(await Import(village, "households", Households));
        village.Done(await Import(village, "members", "户号,姓名,出生日期\n11,李小四,2004-05-06\n"));

        var stranger = village.Done(await Import(village, "households", "户号,村民小组,户主,出生日期\n11,一组,周八,1990-01-01\n"));
        var son = village.Done(await Import(village, "households", "户号,村民小组,户主,出生日期\n11,一组,李小四,2004-05-06\n"));

        stranger.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((2, "户主", SheetCode.OtherHead));
        son.Changes.Should().Equal(new ImportChange(2, 11, "head", "李四", "李小四", "李小四"));
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 11)).Members.Select(member => (member.Name, member.IsHead))
            .Should().Equal(("李小四", true), ("李四", false));
    }

    [Fact]
    public async Task Our_own_export_of_members_opened_and_saved_elsewhere_changes_nothing()
    {
        using var village = await VillageFixture.Open(households: 2);
        village.Done(await Import(village, "members", "户号,姓名,出生日期,村干部亲属\n1,张小国,2001-02-03,是\n1,张小妹,2003-02-03,\n2,李小明,2002-01-01,\n"));
        using var export = new MemoryStream();
        Village.Households.HouseholdSheet.WriteMembers(village.Desks.Households, VillageFixture.Bank, "csv", export);
        // As LibreOffice saves it again: no mark, line feeds, days in its own way.
        var saved = Encoding.UTF8.GetString(export.ToArray())
            .TrimStart('\uFEFF')
            .Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace("2001-02-03", "2001/2/3", StringComparison.Ordinal);

        var view = village.Done(await Import(village, "members", saved));

        (view.New, view.Changed, view.Same).Should().Be((0, 0, 3));
        village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Members.Should().HaveCount(3);
    }

    [Fact]
    public async Task A_corrected_opening_balance_takes_the_place_of_the_first_and_never_adds_to_it()
    {
        using var village = await VillageFixture.Open(households: 3);
        village.Done(await Import(village, "opening", "household,points\n1,100\n2,50\n"));

        var trial = village.Done(await Import(village, "opening", "household,points\n1,100\n2,40\n3,25\n", dryRun: true));
        (trial.New, trial.Changed, trial.Same).Should().Be((1, 1, 1));
        trial.Changes.Should().Equal(
            new ImportChange(3, 2, "points", "50", "40", HeadOf(village, 2)), new ImportChange(4, 3, "new", "", "25", HeadOf(village, 3)));
        (village.Points(2)).Should().Be(50);

        village.Done(await Import(village, "opening", "household,points\n1,100\n2,40\n3,25\n"));
        (village.Points(1), village.Points(2), village.Points(3)).Should().Be((100, 40, 25));

        var back = village.Done(await Import(village, "opening", "户号,积分\n1,100\n2,40\n3,25\n"));
        (back.New, back.Changed, back.Same).Should().Be((0, 0, 3));
        village.IsSound();
    }

    [Fact]
    public async Task An_opening_balance_that_was_spent_is_kept_and_its_line_is_named()
    {
        using var village = await VillageFixture.Open(households: 1);
        village.Done(await Import(village, "opening", "household,points\n1,100\n"));
        await village.Receive("soap", 1);
        await village.Redeem(1);

        var view = village.Done(await Import(village, "opening", "household,points\n1,80\n"));

        view.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((2, "points", "would_pass_floor"));
        (village.Points(1)).Should().Be(95);
    }

    [Fact]
    public async Task A_rulebook_that_is_in_force_is_not_adopted_again()
    {
        using var village = await VillageFixture.Open(households: 0);
        var book = village.Done(village.Desks.Rulebooks.On(VillageFixture.Bank, village.Today));
        using var export = new MemoryStream();
        Village.Rulebooks.RulebookSheet.Write(book, "xlsx", export, inChinese: true);

        var view = village.Done(await Import(village, "rulebook", export.ToArray(), "细则.xlsx", new(book.Mode)));

        (view.New, view.Changed, view.Same).Should().Be((0, 0, book.Rules.Count));
        village.Desks.Rulebooks.All(VillageFixture.Bank).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("610821001002003", true)]
    [InlineData("６１０８２１００１", true)]
    [InlineData("610821198003124518", false)]
    [InlineData("A-12", false)]
    public async Task A_number_of_the_register_is_taken_up_to_fifteen_digits(string number, bool isTaken)
    {
        using var village = await VillageFixture.Open(households: 0);

        var view = village.Done(await Import(village, "households", $"户号,村民小组,户主,出生日期\n{number},一组,李四,1980-01-02\n"));

        view.Problems.Count(problem => problem.Column == "户号").Should().Be(isTaken ? 0 : 1);
    }

    [Fact]
    public async Task A_column_that_is_missing_is_named()
    {
        using var village = await VillageFixture.Open(households: 0);

        var view = village.Done(await Import(village, "households", "户号,户主\n11,李四\n"));

        view.Problems.Should().Contain(problem => problem.Code == "missing_column" && problem.Line == 1);
    }

    [Fact]
    public async Task Members_join_households_that_exist()
    {
        using var village = await VillageFixture.Open(households: 1);

        village.Done(await Import(village, "members", "户号,姓名,出生日期,村干部亲属\n1,张小国,2001-02-03,是\n")).Rows.Should().Be(1);
        var refused = village.Done(await Import(village, "members", "户号,姓名,出生日期\n1,张二国,2001-02-03\n9,无名,2001-02-03\n"));

        refused.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().Equal((3, "户号", "unknown_household"));
        var members = village.Done(village.Desks.Households.Get(VillageFixture.Bank, 1)).Members;
        members.Select(member => (member.Name, member.RelatedToCommittee)).Should().Equal(("张建国", false), ("张小国", true));
    }

    [Fact]
    public async Task Opening_points_come_in_once_for_each_household()
    {
        using var village = await VillageFixture.Open(households: 2);

        village.Done(await Import(village, "opening", "户号,积分\n1,30\n2,45\n")).Rows.Should().Be(2);
        var refused = village.Done(await Import(village, "opening", "户号,积分\n1,5\n1,5\n2,0\n9,5\n"));

        refused.Problems.Select(problem => (problem.Line, problem.Code))
            .Should().BeEquivalentTo([(3, "twice_in_sheet"), (4, "zero_over_balance"), (5, "unknown_household")]);
        (village.Points(1), village.Points(2)).Should().Be((30, 45));
        village.IsSound();
    }

    [Fact]
    public async Task One_rulebook_file_gives_both_modes_one_after_the_other()
    {
        using var village = await VillageFixture.Open(households: 0);
        using var stream = typeof(Desks).Assembly.GetManifestResourceStream("rulebook.csv")!;
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);

        village.Done(await Import(village, "rulebook", copy.ToArray(), options: new("sixty"))).Rows.Should().Be(60);
        var second = await Import(village, "rulebook", copy.ToArray(), options: new("red-yellow"));

        (second.Replayed, second.Value.Rows).Should().Be((false, 20));
        village.Done(village.Desks.Rulebooks.On(VillageFixture.Bank, village.Today)).Rules
            .Should().OnlyContain(rule => rule.Code[0] == 'R' || rule.Code[0] == 'Y');
    }

    [Fact]
    public async Task A_rulebook_with_a_bad_rule_is_not_adopted()
    {
        using var village = await VillageFixture.Open(households: 0);
        const string Header = "code,category_zh,item_zh,kind,basis,points,cap_period,cap_points\n";

        var view = village.Done(await Import(
            village, "rulebook",
            Header + "A01,甲类,好事,credit,per_event,2,none,0\nA01,甲类,好事,credit,per_event,2,none,0\nA02,甲类,好事,both,per_event,2,none,0\nA03,甲类,好事,credit,per_event,2.5,none,0\nA04,甲类,好事,credit,per_event,2,month,0\n"));

        view.Problems.Select(problem => (problem.Line, problem.Column, problem.Code)).Should().BeEquivalentTo(
            [(3, "code", "twice_in_sheet"), (4, "kind", "not_in_list"), (
                5, "points", "not_a_whole_number"), (6, "cap_points", "out_of_range")]);
        village.Desks.Rulebooks.All(VillageFixture.Bank).Should().ContainSingle();
    }

    [Fact]
    public async Task A_kind_that_nobody_imports_is_refused()
    {
        using var village = await VillageFixture.Open(households: 0);

        (await Import(village, "passwords", "a\n1\n")).ShouldBeRefused(VillageRefusals.NotInList, "kind");
    }

    static byte[] Encoded(string text, string encoding)
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        return encoding switch
        {
            "gb18030" => Encoding.GetEncoding("GB18030").GetBytes(text),
            "utf-8-bom" => [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(text)],
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    static Task<Outcome<ImportView>> Import(VillageFixture village, string kind, string text, bool dryRun = false) =>
        Import(village, kind, Encoding.UTF8.GetBytes(text), dryRun: dryRun);

    static Task<Outcome<ImportView>> Import(
        VillageFixture village, string kind, byte[] file, string name = "表.csv", ImportOptions? options = null, bool dryRun = false)
    {
        options ??= new();
        return village.Desks.Imports.Import(
            new(VillageFixture.Clerk, ImportDesk.KeyOf(kind, VillageFixture.Bank, file, options), Digest.Of(file), dryRun),
            VillageFixture.Bank, kind, new MemoryStream(file), name, options);
    }
}
