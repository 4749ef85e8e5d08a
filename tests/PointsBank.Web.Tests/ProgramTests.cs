using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Testing;
using PointsBank.Village;
using PointsBank.Web.Security;

namespace PointsBank.Web.Tests;

public sealed class ProgramTests(VillageHost host) : IClassFixture<VillageHost>
{

    [Fact]
    public async Task The_program_opens_its_database_and_is_ready()
    {
        var answer = await Answer.Of(host.CreateClient().GetAsync("/readyz"));

        answer.Text.Should().Be("""{"status":"ready"}""");
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
