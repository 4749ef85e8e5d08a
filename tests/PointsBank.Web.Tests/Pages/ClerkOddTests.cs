using PointsBank.Testing;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A database with two villages in it, and one whose book was tampered with.</summary>
public sealed class ClerkOddTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    [Fact]
    public async Task A_clerk_takes_no_other_village_along()
    {
        var clerk = new PageVisitor(village.Host);
        await clerk.SignIn(village.Usernames["clerk"], ApiVillage.Password);

        var sheets = await clerk.Get("/v/anjiahe/clerk/sheets");
        sheets.TextOf("#backup .banner").Should().StartWith("Other villages are in this database too");
        var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", sheets.Find("[name=__RequestVerificationToken]").GetAttribute("value"))]);
        (await clerk.Post("/v/anjiahe/clerk/backup", form)).Problem.Should().NotBeEmpty();
        (await clerk.Get("/v/xiaohe/clerk")).Status.Should().Be(403);
    }

    [Fact]
    public async Task What_was_changed_behind_the_back_of_the_book_is_told_in_words()
    {
        var supervisor = new PageVisitor(village.Host);
        await supervisor.SignIn(village.Usernames["supervisor"], ApiVillage.Password);
        VillageFixture.WithoutTriggers(
            village.Host.Options.File, $"update entries set effective_on = '2026-01-05' where bank = 1 and number = {village.Credit}");

        var page = await supervisor.Get("/v/anjiahe/clerk/verify?run=full");

        page.TextOf(".banner.bad").Should().StartWith("✗").And.Contain("Stop entering");
        page.TextsOf("tbody tr").Should().Contain(row => row.StartsWith($"Its contents were changed entry {village.Credit}"));
        (await supervisor.Get("/v/anjiahe/supervisor")).Text.Should().Contain("not sound");
    }
}
