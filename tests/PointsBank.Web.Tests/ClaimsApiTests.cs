using System.Text;
using PointsBank.Testing;

namespace PointsBank.Web.Tests;

/// <summary>What the interface adds to claims: files in and out, who sees what, and what a stranger reads on the wall.</summary>
[Collection(nameof(SharedVillage))]
public sealed class ClaimsApiTests(WholeVillage village)
{
    const string Bank = ApiVillage.Bank;

    [Fact]
    public async Task A_photo_comes_back_as_a_file_to_be_saved_and_nothing_a_browser_would_run()
    {
        var sent = await village.Get(Bank + "/claims/7/evidence/1", "supervisor");

        sent.Status.Should().Be(200);
        sent.Response.Content.Headers.ContentType!.MediaType.Should().Be("image/png");
        sent.Response.Content.Headers.ContentDisposition!.DispositionType.Should().Be("attachment");
        sent.Header("X-Content-Type-Options").Should().Be("nosniff");
    }

    [Theory]
    [InlineData("household", 404)]
    [InlineData("other-household", 404)]
    [InlineData("leader", 200)]
    [InlineData("assessor", 200)]
    [InlineData("attendant", 403)]
    [InlineData("clerk-elsewhere", 403)]
    public async Task A_claim_of_household_3_is_seen_by_those_who_work_on_it(string who, int status)
    {
        (await village.Get(Bank + "/claims/7", who)).Status.Should().Be(status);
        (await village.Get(Bank + "/claims/7/evidence/1", who)).Status.Should().Be(status);
    }

    [Fact]
    public async Task A_file_that_is_no_picture_is_refused_whatever_it_is_called()
    {
        var script = await village.Send(
            HttpMethod.Post, Bank + "/claims/6/evidence", Encoding.UTF8.GetBytes("<script>alert(1)</script>"), "leader", village.NewKey(),
            "image/png");
        var nothing = await village.Send(HttpMethod.Post, Bank + "/claims/6/evidence", [], "leader", village.NewKey(), "image/png");
        var large = await village.Send(
            HttpMethod.Post, Bank + "/claims/6/evidence", new byte[4 * 1024 * 1024 + 1], "leader", village.NewKey(), "image/png");

        (script.Status, script.Code).Should().Be((400, "file_type_unknown"));
        (nothing.Status, nothing.Code).Should().Be((400, "missing_value"));
        (large.Status, large.Code).Should().Be((413, "body_too_large"));
    }

    [Fact]
    public async Task A_photo_of_three_megabytes_is_taken()
    {
        var dry = await village.Send(
            HttpMethod.Post, Bank + "/claims/6/evidence?dryRun=true", Pictures.Png(9, padding: 3 * 1024 * 1024), "leader", village.NewKey(),
            "image/png");

        dry.Status.Should().Be(200, dry.Text);
    }

    [Fact]
    public async Task What_hangs_on_the_wall_is_open_to_all_and_masked()
    {
        var wall = await village.Get(Bank + "/notices/2");

        wall.Status.Should().Be(200);
        wall.Text.Should().Contain("张*国").And.NotContain("张建国").And.NotContain("household").And.NotContain("那天他不在村里");
    }

    [Fact]
    public async Task An_objector_is_told_to_the_supervisor_alone()
    {
        (await village.Get(Bank + "/objections", "supervisor")).Text.Should().Contain("那天他不在村里");
        (await village.Get(Bank + "/objections", "clerk")).Status.Should().Be(403);
        (await village.Get(Bank + "/claims/3", "clerk")).Text.Should().NotContain("那天他不在村里");
    }
}
