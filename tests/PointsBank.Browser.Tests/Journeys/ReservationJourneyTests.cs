using System.Globalization;

namespace PointsBank.Browser.Tests.Journeys;

/// <summary>A household orders on its phone, and the attendant hands a part of it out.</summary>
public sealed class ReservationJourneyTests(DemoServer own) : PageTests(own), IClassFixture<DemoServer>
{
    const string Counter = "/v/anjiahe/shops/1";
    const string Household = "/v/anjiahe/h/1";

    readonly DemoServer server = own;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ordered_on_a_phone_half_of_it_picked_up_with_a_double_click_and_the_rest_released(bool script)
    {
        var phone = await NewPage(width: 360, script, who: "household");
        await phone.GotoAsync(Household + "/orders");
        await phone.Locator($"[href='{Household}/shops/1']").Through();
        var available = await phone.Number("available");
        for (var i = 0; i < 4; i++) await Tap(phone, phone.Locator("[name=add][value=G01]"), script);
        (await phone.Locator("[data-left]").InnerTextAsync()).Should().Be((available - 8).ToString(CultureInfo.InvariantCulture));
        await phone.Locator("[data-check]").Through();
        await phone.GoesOn(() => phone.Locator("form.check-form button.main").DblClickAsync());
        await phone.Arrives("**/orders?done=order_placed");
        (await phone.Locator(".state.good").CountAsync()).Should().Be(1, "a double click orders once");
        await phone.GotoAsync(Household + "/shops/1");
        (await phone.Number("available")).Should().Be(available - 8, "what is kept ready is not spent twice");

        var till = await NewPage(width: 1280, script, who: "attendant");
        await till.GotoAsync(Counter + "/h/1");
        await till.Locator($"[href^='{Counter}/orders/']").First.Through();
        await till.Locator("[name='q.G01']").FillAsync("2");
        await till.Locator("form.check-form button.main").Through();
        await till.Locator("[name=booklet]").CheckAsync();
        var head = await server.Head();
        await till.GoesOn(() => till.Locator("form.check-form button.main").DblClickAsync());
        await till.Arrives("**/slips/*");

        (await server.Head()).Should().Be(head + 1);
        (await server.IsSound()).Should().BeTrue();
        await phone.ReloadAsync();
        (await phone.Number("available")).Should().Be(available - 4, "two were taken and two released");
    }

    /// <summary>With script a tap changes the numbers at once; without it the page comes again.</summary>
    static Task Tap(IPage page, ILocator button, bool script) => script ? button.ClickAsync() : page.GoesOn(() => button.ClickAsync());
}
