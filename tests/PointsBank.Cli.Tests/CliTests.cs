using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using PointsBank.Demo;
using PointsBank.Testing;
using PointsBank.Village;

namespace PointsBank.Cli.Tests;

/// <summary>The program as an operator starts it: its own process, its streams and its exit status.</summary>
public class CliTests
{
    [Fact]
    public async Task Migrate_makes_a_database_and_finds_nothing_to_do_the_second_time()
    {
        using var folder = new TempFolder();

        var first = await Run(folder.Path, "migrate");
        var second = await Run(folder.Path, "migrate");

        (first.Status, second.Status).Should().Be((0, 0));
        first.Out.Should().StartWith("ok ").And.Contain("pointsbank.db");
    }

    [Fact]
    public async Task The_version_is_one_line_with_nothing_beside_it()
    {
        var run = await Start("dotnet", Path.Combine(AppContext.BaseDirectory, "pointsbank.dll"), "--version");

        var version = typeof(DemoVillage).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        (run.Status, run.Out, run.Error).Should().Be((0, version + Environment.NewLine, ""));
        version.Should().MatchRegex(@"^\d+\.\d+\.\d+$");
    }

    [Fact]
    public async Task A_good_sheet_is_imported_and_the_same_again_is_a_replay()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Close();
        var sheet = Write(village, "户.csv", "户号,村民小组,户主,出生日期\n11,一组,李四,1980-01-02\n");

        var first = await Run(village.Folder, "import", "households", sheet);
        var second = await Run(village.Folder, "import", "households", sheet);

        (first.Status, first.Out.Trim()).Should().Be((0, "households 1"));
        (second.Status, second.Out.Trim()).Should().Be((0, "households 1 replayed"));
    }

    [Fact]
    public async Task Bad_rows_are_named_with_line_and_column_and_nothing_is_written()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Close();

        var run = await Run(
            village.Folder, "import", "households", Write(village, "户.csv", "户号,村民小组,户主,出生日期\n11,一组,李四,1980-01-02\nx,一组,王五,1980-13-01\n"));

        run.Status.Should().Be(1);
        run.Error.Should().Contain("line 3, column 户号: not_a_whole_number 'x'").And.Contain("line 3, column 出生日期: not_a_date");
        run.Out.Should().BeEmpty();
        village.Restart();
        village.Desks.Households.Search(VillageFixture.Bank, null, 0, 10).Should().BeEmpty();
    }

    [Fact]
    public async Task Opening_balances_of_the_first_day_are_written_and_those_after_it_wait_for_a_supervisor()
    {
        using var village = await VillageFixture.Open();
        village.Close();
        var (first, later) = (Write(village, "期初.csv", "户号,积分\n1,30\n"), Write(village, "补.csv", "户号,积分\n1,30\n2,45\n"));

        (await Run(village.Folder, "import", "opening", first)).Out.Trim().Should().Be("opening 1");
        village.Restart();
        await village.Receive("soap", 1);
        village.Close();
        var trial = await Run(village.Folder, "import", "opening", later, "--dry-run");
        var proposed = await Run(village.Folder, "import", "opening", later);

        (trial.Status, trial.Out).Should().Be((0, ""));
        trial.Error.Should().Contain("a supervisor of the village confirms it");
        (proposed.Status, proposed.Out.Trim()).Should().Be((0, "opening 2 waits for a second person: proposal 2"));
        (await Run(village.Folder, "import", "opening", later)).Out.Trim().Should().Be("opening 2 waits for a second person: proposal 2");
        village.Restart();
        (village.Points(1), village.Points(2)).Should().Be((30, 0));
        village.Desks.Openings.Proposals(VillageFixture.Bank, open: true, 0, 9)
            .Should().ContainSingle(waiting => waiting.ProposedBy == "system" && waiting.File == "补.csv");
    }

    [Fact]
    public async Task Nothing_is_written_while_the_clock_is_far_from_the_books_last_entry()
    {
        using var village = await VillageFixture.Open(at: new(2031, 3, 2, 9, 0));
        await village.Credit(1, "A03");
        village.Close();

        var run = await Run(village.Folder, "import", "households", Write(village, "户.csv", "户号,村民小组,户主,出生日期\n11,一组,李四,1980-01-02\n"));

        run.Status.Should().Be(1);
        run.Error.Should().Contain("clock_in_doubt").And.Contain("/clock");
        (await Run(village.Folder, "verify")).Status.Should().Be(0, "an auditor only reads");
        var backup = await Run(village.Folder, "backup", Path.Combine(village.Folder, "backup.db"));
        backup.Status.Should().Be(0, "a copy is wanted most when something is wrong");
        backup.Error.Should().Contain("clock_in_doubt").And.Contain("No new seal");
        (await Run(village.Folder, "seal")).Status.Should().Be(1);
    }

    [Fact]
    public async Task One_rulebook_file_is_imported_in_both_modes()
    {
        using var village = await VillageFixture.Open(households: 0);
        village.Close();
        using (var stream = typeof(Desks).Assembly.GetManifestResourceStream("rulebook.csv")!)
        using (var file = File.Create(Path.Combine(village.Folder, "rulebook.csv")))
            await stream.CopyToAsync(file);

        (await Run(village.Folder, "import", "rulebook", Path.Combine(village.Folder, "rulebook.csv"))).Out.Trim()
            .Should().Be("rulebook 60");
        (await Run(
            village.Folder, "import", "rulebook", Path.Combine(village.Folder, "rulebook.csv"), "--mode", "red-yellow", "--valid-from",
            "2026-06-01")).Out.Trim().Should()
            .Be("rulebook 20");
    }

    [Fact]
    public async Task Verify_finds_a_sound_book_sound_and_goes_on_from_there()
    {
        using var village = await Lived();
        village.Close();

        var first = await Run(village.Folder, "verify");
        var second = await Run(village.Folder, "verify");
        var full = await Run(village.Folder, "verify", "--full");

        (first.Status, second.Status, full.Status).Should().Be((0, 0, 0));
        first.Out.Should().StartWith("anjiahe sound entries 1..4 head 4-");
        second.Out.Should().StartWith("anjiahe sound entries 5..4 head 4-");
        full.Out.Should().Be(first.Out);
    }

    [Fact]
    public async Task Verify_names_the_entry_of_one_changed_posting()
    {
        using var village = await Lived();
        village.Close();
        (await Run(village.Folder, "verify")).Status.Should().Be(0);
        VillageFixture.WithoutTriggers(
            village.File,
            """
            update postings set amount = amount + 1 where entry = 2 and amount > 0
              and number = (select min(number) from postings where entry = 2 and amount > 0)
            """);

        var run = await Run(village.Folder, "verify", "--full");

        run.Status.Should().Be(1);
        run.Out.Should().Contain("at entry 2").And.Contain("anjiahe NOT SOUND");
    }

    [Theory]
    [InlineData("insert into migrations values (9999, '9999_later.sql', '', 0)", "比程序新", "newer than this program (9999_later.sql)")]
    [InlineData("update migrations set name = '0002_village.sql' where number = 2", "发布前", "unreleased program (0002_village.sql)")]
    [InlineData("delete from migrations where number = 23", "比程序旧", "older than this program (without 0023_seals.sql)")]
    public async Task A_database_of_another_version_is_no_unsound_one_and_has_an_exit_status_of_its_own(string made, string zh, string en)
    {
        using var village = await Lived();
        village.Close();
        VillageFixture.WithoutTriggers(village.File, made);
        using var elsewhere = new TempFolder();

        foreach (var (folder, arguments) in ((string, string[])[])[
            (village.Folder, ["verify", "--full"]), (village.Folder, ["export", "--format", "csv", "--out", elsewhere.File("out.csv")]),
            (elsewhere.Path, ["restore", village.File])])
        {
            var run = await Run(folder, arguments);
            (run.Status, run.Out).Should().Be((2, ""));
            run.Error.Should().Contain(zh).And.Contain(en);
        }
        Directory.EnumerateFileSystemEntries(elsewhere.Path).Should().BeEmpty();
    }

    [Fact]
    public async Task Verify_notices_that_the_entry_it_would_go_on_from_is_another_one()
    {
        using var village = await Lived();
        village.Close();
        (await Run(village.Folder, "verify")).Status.Should().Be(0);
        VillageFixture.WithoutTriggers(village.File, "update entries set hash = zeroblob(32) where number = 4");

        var run = await Run(village.Folder, "verify");

        run.Status.Should().Be(1);
        run.Out.Should().Contain("hash_differs at entry 4");
    }

    [Fact]
    public async Task A_bank_that_nobody_knows_is_named_and_never_called_sound()
    {
        using var village = await Lived();
        village.Close();
        var sheet = Write(village, "x.csv", "户号,积分\n1,5\n");

        foreach (var arguments in (string[][])[
            ["verify"], ["import", "opening", sheet], ["export", "--format", "csv", "--out", Path.Combine(village.Folder, "out.csv")]])
        {
            var run = await Run(village.Folder, [.. arguments, "--bank", "nowhere"]);
            run.Status.Should().Be(1);
            run.Error.Should().Contain("There is no bank nowhere");
        }
    }

    [Theory]
    [InlineData("hledger")]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task Export_writes_each_format_once_and_overwrites_nothing(string format)
    {
        using var village = await Lived();
        village.Close();
        var target = Path.Combine(village.Folder, "out");

        (await Run(village.Folder, "export", "--format", format, "--out", target)).Status.Should().Be(0);
        var written = File.ReadAllBytes(target);
        var again = await Run(village.Folder, "export", "--format", format, "--out", target);

        written.Should().NotBeEmpty();
        again.Status.Should().Be(1);
        again.Error.Should().Contain(target);
        File.ReadAllBytes(target).Should().Equal(written);
    }

    [Fact]
    public async Task Hledger_agrees_with_every_balance_of_the_demo()
    {
        using var folder = new TempFolder();
        await DatabaseTemplate.Demo.CopyTo(folder.File("pointsbank.db"));
        (await Run(folder.Path, "export", "--format", "hledger", "--out", folder.File("demo.journal"))).Status.Should().Be(0);

        var check = await Start("hledger", "-f", folder.File("demo.journal"), "check");
        var issued = await Start("hledger", "-f", folder.File("demo.journal"), "balance", "issuance:points", "--flat", "--no-total");

        check.Status.Should().Be(0, check.Error);
        // Each year has its own account.
        Regex.Matches(issued.Out, @"-(\d+) points")
            .Sum(year => long.Parse(year.Groups[1].Value, CultureInfo.InvariantCulture))
            .Should()
            .Be(14_420);
    }

    [Fact]
    public async Task A_backup_is_made_while_clerks_are_at_work_and_is_proven()
    {
        using var village = await Lived();
        var target = Path.Combine(village.Folder, "backup.db");
        using var stop = new CancellationTokenSource();
        var work = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++) await village.BringForward(i % 3 + 1, 1);
        });

        var run = await Run(village.Folder, "backup", target);
        await stop.CancelAsync();
        await work;

        run.Status.Should().Be(0, run.Error);
        run.Out.Should().Contain("anjiahe sound entries");
        (await Run(village.Folder, "backup", target)).Status.Should().Be(1, "a backup is never overwritten");
    }

    [Fact]
    public async Task Restore_puts_a_sound_backup_in_place_and_refuses_what_exists_or_was_changed()
    {
        using var village = await Lived();
        village.Close();
        using var elsewhere = new TempFolder();
        using var third = new TempFolder();
        var backup = elsewhere.File("backup.db");
        (await Run(village.Folder, "backup", backup)).Status.Should().Be(0);

        (await Run(elsewhere.Path, "restore", backup)).Status.Should().Be(0);
        var again = await Run(elsewhere.Path, "restore", backup);
        (again.Status, again.Error.Contains("never overwritten", StringComparison.Ordinal)).Should().Be((1, true));
        (await Run(elsewhere.Path, "verify")).Out.Should().StartWith("anjiahe sound");

        VillageFixture.WithoutTriggers(backup, "update postings set amount = amount + 1 where number = 1");
        (await Run(third.Path, "restore", backup)).Status.Should().Be(1);
        File.Exists(third.File("pointsbank.db")).Should().BeFalse();
    }

    [Fact]
    public async Task A_user_is_added_with_the_password_from_standard_input()
    {
        using var village = await Lived();
        village.Close();

        var run = await Run(
            village.Folder, ["user", "add", "chen", "--name", "陈会计", "--role", "clerk:anjiahe", "attendant:anjiahe:1"], "correct horse\n");
        var weak = await Run(village.Folder, ["user", "add", "li", "--name", "李", "--role", "clerk:anjiahe"], "short\n");
        var odd = await Run(village.Folder, ["user", "add", "li", "--name", "李", "--role", "king"], "correct horse\n");

        (run.Status, run.Out.Trim()).Should().Be((0, "ok chen"));
        var noNumber = await Run(
            village.Folder, ["user", "add", "li", "--name", "李", "--role", "attendant:anjiahe:abc"], "correct horse\n");
        (weak.Status, odd.Status, noNumber.Status).Should().Be((1, 1, 1));
        noNumber.Error.Should().Contain("\"abc\" is not a number");
        weak.Error.Should().Contain("out_of_range (password)");
        odd.Error.Should().Contain("not_in_list (grants[0].role)");
        village.Restart();
        village.Desks.Staff.All()
            .Single().Grants.Select(grant => (grant.Role, grant.Bank, grant.Shop))
            .Should()
            .Equal(("clerk", "anjiahe", null), ("attendant", "anjiahe", 1L));
        (await village.Desks.SignIn.SignIn(new("chen", "correct horse"))).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_second_writer_is_refused_with_a_clear_message_and_readers_are_not()
    {
        using var village = await Lived();

        var migrate = await Run(village.Folder, "migrate");
        var verify = await Run(village.Folder, "verify");

        migrate.Status.Should().Be(1);
        migrate.Error.Should().Contain("Another process is writing to");
        verify.Status.Should().Be(0);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("backup", "somewhere.db")]
    [InlineData("restore", "nowhere.db")]
    [InlineData("import", "opening", "nowhere.csv")]
    [InlineData("import", "passwords", "nowhere.csv")]
    [InlineData("fly")]
    public async Task What_cannot_be_done_ends_with_status_1_and_a_message(params string[] arguments)
    {
        using var folder = new TempFolder();

        var run = await Run(folder.Path, arguments);

        run.Status.Should().Be(1);
        run.Error.Should().NotBeEmpty().And.NotContain("   at ");
    }

    /// <summary>Four entries: brought forward, received, a credit with a memo, a redemption.</summary>
    static async Task<VillageFixture> Lived()
    {
        var village = await VillageFixture.Open();
        await village.BringForward(1, 50);
        await village.Receive("soap", 10);
        await village.Credit(1, "A03", memo: "拾金不昧");
        await village.Redeem(1);
        return village;
    }

    static string Write(VillageFixture village, string name, string text)
    {
        var file = Path.Combine(village.Folder, name);
        File.WriteAllText(file, text, Encoding.UTF8);
        return file;
    }

    internal static Task<Finished> Run(string folder, params string[] arguments) => Run(folder, arguments, "");

    static Task<Finished> Run(string folder, string[] arguments, string input) =>
        Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "pointsbank.dll"), .. arguments, "--data", folder], input);

    internal static Task<Finished> Start(string program, params string[] arguments) => Start(program, arguments, "");

    static async Task<Finished> Start(string program, string[] arguments, string input)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        // The village's names must pass whatever the machine's own language is.
        start.Environment["LC_ALL"] = "C.UTF-8";
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await error);
    }

    internal sealed record Finished(int Status, string Out, string Error);
}
