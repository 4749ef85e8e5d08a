using System.Net;

namespace PointsBank.Browser.Tests;

/// <summary>What goes wrong on a page is heard, and nothing else is.</summary>
public sealed class ComplaintsTests
{
    const string Strict = "default-src 'none'";

    [Theory]
    [InlineData("<script>console.error('spilt')</script>", "", "/made-up: console: spilt")]
    [InlineData("<script>throw new Error('torn')</script>", "", "/made-up: uncaught: ")]
    [InlineData("<script>let unused = 1</script>", Strict, "Content Security Policy")]
    [InlineData("<p style='color: red'>", Strict, "Content Security Policy", false)]
    [InlineData("<img src=/nothing alt=''>", "", "/nothing: 404")]
    [InlineData("<img src=http://127.0.0.1:9/elsewhere alt=''>", "", "net::ERR_", false)]
    public async Task A_fault_on_a_page_is_heard(string body, string policy, string complaint, bool script = true)
    {
        var heard = await Hear(body, policy, HttpStatusCode.OK, script);

        heard.Heard.Should().ContainSingle().Which.Should().Contain(complaint);
        heard.Invoking(complaints => complaints.ShouldBeNone()).Should().Throw<Exception>().WithMessage($"*{complaint}*");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, true)]
    [InlineData(HttpStatusCode.NotFound, true)]
    [InlineData(HttpStatusCode.InternalServerError, false)]
    public async Task A_page_may_refuse_but_not_break_down(HttpStatusCode status, bool isFine)
    {
        var heard = await Hear("<p>不行", "", status, script: true);

        heard.Heard.Any().Should().Be(!isFine);
    }

    [Fact]
    public async Task What_a_test_expects_is_no_complaint()
    {
        var heard = await Hear("<img src=/nothing alt=''>", "", HttpStatusCode.OK, script: true);
        heard.Expect("/nothing");

        heard.ShouldBeNone();
    }

    static async Task<Complaints> Hear(string body, string policy, HttpStatusCode status, bool script)
    {
        var complaints = new Complaints();
        var page = await Browsers.NewPage(await DemoServer.Shared.Address, new(Script: script), complaints);
        (await page.Show(body, status, policy)).Status.Should().Be((int)status);
        await page.Context.CloseAsync();
        return complaints;
    }
}
