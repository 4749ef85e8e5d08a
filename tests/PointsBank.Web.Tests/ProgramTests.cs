using System.Text;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.AspNetCore.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

[Trait("Pace", "slow")]
public sealed class ProgramTests(VillageHost host) : IClassFixture<VillageHost>
{

    [Fact]
    public async Task The_program_opens_its_database_and_is_ready()
    {
        var answer = await Answer.Of(host.CreateClient().GetAsync("/readyz"));

        answer.Text.Should().Be($$"""{"status":"ready","version":"{{Product.Version}}"}""");
        File.Exists(host.Folder.File("pointsbank.db")).Should().BeTrue();
    }

    [Fact]
    public async Task The_first_start_makes_an_administrator_and_the_clock_is_the_given_one()
    {
        var desks = host.Services.GetRequiredService<Desks>();

        desks.Staff.All().Should().ContainSingle(staff => staff.Username == "admin" && staff.MustChangePassword);
        desks.Banks.Today.Should().Be(new LocalDate(2026, 3, 2));
        (await Answer.Of(host.CreateClient().GetAsync("/metrics"))).Code.Should().Be("sign_in_needed");
    }

    [Fact]
    public void No_endpoint_is_without_an_access_rule() =>
        host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.RoutePattern.RawText)
            .Should().BeEmpty();

    [Fact]
    public async Task A_write_wakes_nobody_because_no_folder_is_watched()
    {
        using var folder = new TempFolder();
        await using var server = await ServerProcess.Start(folder.File("data"), from: folder.Path);

        var watched = Directory.GetFiles($"/proc/{server.Id}/fdinfo").SelectMany(Lines)
            .Where(line => line.StartsWith("inotify wd:", StringComparison.Ordinal));

        watched.Should().BeEmpty();

        static string[] Lines(string file)
        {
            try
            {
                return File.ReadAllLines(file);
            }
            catch (IOException)
            {
                // Closed meanwhile.
                return [];
            }
        }
    }

    /// <summary>The cookie's name is that of the data folder.</summary>
    static string SignInCookieIn(string folder) => new PointsBank.Web.Http.CookieNames(new("", folder, false, null, false)).SignIn;

    [Fact]
    public async Task A_copy_that_was_being_sent_when_the_program_was_killed_is_its_owners_alone_and_gone_after_the_next_start()
    {
        using var folder = new TempFolder();
        var (file, left) = (folder.File("pointsbank.db"), folder.File("pointsbank.db.tmp"));
        await DatabaseTemplate.Demo.CopyTo(file);
        // Larger than what the system keeps between two programs, so that the server waits for whoever reads.
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()))
            connection.Execute("create table ballast (bytes blob); insert into ballast values (zeroblob(40000000))");
        await using (var server = await ServerProcess.Start(folder.Path))
        {
            var signedIn = await Answer.Of(
                server.Client.PostAsync(
                    "/api/v1/sign-in",
                    new StringContent("""{"username":"clerk","password":"demo-clerk"}""", Encoding.UTF8, "application/json")));
            var cookie = $"{SignInCookieIn(folder.Path)}={signedIn.Json.GetProperty("token").GetString()}";
            using var sheets = new HttpRequestMessage(HttpMethod.Get, "/v/anjiahe/clerk/sheets");
            sheets.Headers.Add("Cookie", cookie);
            using var page = await server.Client.SendAsync(sheets);
            var secret = Regex.Match(
                await page.Content.ReadAsStringAsync(), "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
            using var request = new HttpRequestMessage(
                HttpMethod.Post,
                "/v/anjiahe/clerk/backup")
            { Content = new FormUrlEncodedContent([new("__RequestVerificationToken", secret)]) };
            request.Headers.Add(
                "Cookie", string.Join("; ", [cookie, .. page.Headers.GetValues("Set-Cookie").Select(sent => sent.Split(';')[0])]));
            using var sending = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            sending.EnsureSuccessStatusCode();

            server.Kill();
        }

        var copy = Directory.GetFiles(left).Should()
            .ContainSingle("the copy lies beside the bank and in no folder that others share").Subject;
        File.GetUnixFileMode(copy).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (await ServerProcess.Start(folder.Path)) Directory.Exists(left).Should().BeFalse();
    }

    [Fact]
    public async Task The_first_start_prints_the_recovery_sheet_once_and_the_key_lies_where_the_operator_said()
    {
        using var folder = new TempFolder();
        var (data, file) = (folder.File("data"), folder.File("elsewhere/server.key"));
        string first, second;
        await using (var server = await ServerProcess.Start(data, null, $"--key-file={file}")) first = server.Said;
        await using (var server = await ServerProcess.Start(data, null, $"--key-file={file}")) second = server.Said;

        var key = ServerKey.Load(file)!.ToString();
        first.Should().Contain(key);
        second.Should().NotContain(key);
        Directory.GetFiles(data, "server.key", SearchOption.AllDirectories).Should().BeEmpty();
    }

    [Fact]
    public void A_folder_that_another_program_writes_to_ends_the_start_with_words_and_status_1()
    {
        using var folder = new TempFolder();
        using var other = new FileStream(folder.File("pointsbank.db.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var (start, said) = (typeof(Program).Assembly.EntryPoint!, new StringWriter());
        var before = Console.Error;
        Console.SetError(said);
        try
        {
            start.Invoke(null, [new[] { $"--data={folder.Path}" }]).Should().Be(1);
        }
        finally
        {
            Console.SetError(before);
        }

        said.ToString().Should().Contain("Another process is writing");
    }
}
