using System.Net.Http.Headers;
using System.Text;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Forms that no browser would send: the answer says what is wrong with them, and is never a fault of ours.</summary>
public sealed class StrangeFormTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    static ByteArrayContent Sent(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        return content;
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7")]
    [InlineData("application/x-www-form-urlencoded; charset=\"UTF-7\"")]
    [InlineData("application/x-www-form-urlencoded; charset=utf-16")]
    [InlineData("application/x-www-form-urlencoded; charset=gb2312")]
    [InlineData("application/x-www-form-urlencoded; charset=no-such-thing")]
    [InlineData("application/x-www-form-urlencoded; charset=")]
    [InlineData("multipart/form-data; boundary=b; charset=utf-7")]
    [InlineData("text/plain")]
    [InlineData("application/json")]
    [InlineData("nonsense")]
    [InlineData(";;;")]
    [InlineData("")]
    public async Task A_form_in_a_way_of_writing_that_is_not_ours_is_told_so(string type)
    {
        foreach (var address in (string[])["/language", "/sign-in", "/sign-in/passbook", "/password"])
        {
            var page = await new PageVisitor(village.Host).Post(address, Sent("to=en&return=%2F", type));

            page.Status.Should().BeOneOf(address == "/password" ? [401] : [400, 415], $"{type} to {address}");
            page.Problem.Should().NotBeEmpty();
        }
    }

    [Theory]
    [InlineData("--b\r\nContent-Disposition: form-data; name=to\r\nContent-Type: text/plain; charset=utf-7\r\n\r\nen\r\n--b--\r\n", 415)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=to\r\nContent-Type: text/plain; charset=nowhere\r\n\r\nen\r\n--b--\r\n", 400)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=to\r\n\r\nen", 400)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=to", 400)]
    [InlineData("--other\r\n\r\n", 400)]
    [InlineData("", 400)]
    public async Task A_form_in_parts_that_is_cut_off_or_written_strangely_is_told_so(string body, int status)
    {
        var page = await new PageVisitor(village.Host).Post("/language", Sent(body, "multipart/form-data; boundary=b"));

        page.Status.Should().Be(status);
        page.Problem.Should().NotBeEmpty();
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "a=b")]
    [InlineData("application/x-www-form-urlencoded", "%zz=%u")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\n")]
    [InlineData("multipart/form-data", "x")]
    public async Task A_page_that_is_asked_for_with_a_strange_body_is_shown_as_ever(string type, string body)
    {
        using var client = village.Host.CreateClient();
        foreach (var address in (string[])["/", "/sign-in", "/check", "/v/anjiahe"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address) { Content = Sent(body, type) };
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));

            (await client.SendAsync(request)).StatusCode.Should().Be(System.Net.HttpStatusCode.OK, $"{type} to {address}");
        }
    }

    [Theory]
    [InlineData("utf-7")]
    [InlineData("utf-16")]
    [InlineData("iso-8859-1")]
    [InlineData("us-ascii")]
    public async Task A_form_of_ours_that_says_it_is_written_otherwise_is_not_taken(string charset)
    {
        var visitor = new PageVisitor(village.Host);
        var token = (await visitor.Get("/check")).Find("[name=__RequestVerificationToken]").GetAttribute("value")!;
        var body = $"to=en&return=%2Fcheck&__RequestVerificationToken={Uri.EscapeDataString(token)}";

        var page = await visitor.Post("/language", Sent(body, $"application/x-www-form-urlencoded; charset={charset}"));

        page.Status.Should().Be(415);
    }

    [Fact]
    public async Task A_form_that_says_that_it_is_in_UTF_8_is_taken()
    {
        var visitor = new PageVisitor(village.Host);
        var token = (await visitor.Get("/check")).Find("[name=__RequestVerificationToken]").GetAttribute("value")!;

        var page = await visitor.Post(
            "/language",
            Sent(
                $"to=en&return=%2Fcheck&__RequestVerificationToken={Uri.EscapeDataString(token)}",
                "application/x-www-form-urlencoded; charset=\"UTF-8\""));

        (page.Status, page.Location).Should().Be((303, "/check"));
    }
}
