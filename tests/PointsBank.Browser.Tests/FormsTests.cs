namespace PointsBank.Browser.Tests;

/// <summary>The front door, with and without scripts.</summary>
public sealed class FormsTests() : PageTests(DemoServer.Shared)
{
    const string Door = """
        <form method=post action=/staff-in><input name=username><input name=password type=password><button>进</button></form>
        <form method=post action=/household-in><input name=serial><input name=pin><button type=button>看</button><button>进</button></form>
        """;

    [Theory]
    [InlineData("clerk", true, "username=clerk&password=demo-clerk")]
    [InlineData("household", false, "serial=0001-000001-6&pin=246810")]
    public async Task Who_signs_in_fills_in_the_form_that_is_theirs(string who, bool script, string sent)
    {
        var page = await NewPage(script: script);
        await page.Show(Door, address: "/sign-in");
        string? body = null;
        await page.RouteAsync("**/*-in", async route =>
        {
            if (route.Request.Method != "POST")
            {
                await route.FallbackAsync();
                return;
            }
            body = route.Request.PostData;
            await route.FulfillAsync(new() { ContentType = "text/html", Body = "<title>in</title><p>in" });
        });

        await page.SignInAs(who);

        body.Should().Be(sent);
        (await page.TitleAsync()).Should().Be("in");
    }
}
