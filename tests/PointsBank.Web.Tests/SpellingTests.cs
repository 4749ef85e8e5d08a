using System.Text;
using System.Text.Json;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>One list of spellings through every door: a sheet, the interface's body and query, and a form read the same.</summary>
public sealed class SpellingTests : IAsyncLifetime
{
    const string Clerk = "/v/anjiahe/clerk";

    readonly ApiVillage village = new();

    public Task InitializeAsync() => village.InitializeAsync();

    public Task DisposeAsync() => village.DisposeAsync();

    public static TheoryData<string> Days =>
    [
        "1990-03-05", "1990-3-5", "1990/3/5", "1990.3.5", "19900305", "1990年3月5日", "１９９０－０３－０５", " 1990-03-05 ", "1990\u20113\u20115",
    ];

    public static TheoryData<string> NoDays => ["1990-13-01", "3-5", "5", "1990-02-30", "05/03/1990", "昨天", "1990-3-5-1"];

    [Theory]
    [MemberData(nameof(Days))]
    public async Task A_day_is_read_alike_at_every_door(string day)
    {
        foreach (var (door, read) in await Everywhere(day)) read.Should().Be("1990-03-05", door);
    }

    [Theory]
    [MemberData(nameof(NoDays))]
    public async Task What_is_no_day_is_none_at_every_door(string day)
    {
        foreach (var (door, read) in await Everywhere(day)) read.Should().BeNull(door);
    }

    [Theory]
    [InlineData("12", 12L)]
    [InlineData("１２", 12L)]
    [InlineData(" 12 ", 12L)]
    [InlineData("1,200", 1200L)]
    [InlineData("12.0", 12L)]
    [InlineData("十二", null)]
    [InlineData("12.5", null)]
    [InlineData("1e2", null)]
    public async Task A_number_is_read_alike_in_a_sheet_and_in_a_form(string number, long? read)
    {
        var sheet = await Import("opening", $"household,points\n1,\"{number}\"\n");
        var clerk = await Visitor();
        var form = await clerk.Submit(
            await clerk.Get(Clerk + "/deeds/new"), Clerk + "/deeds/check", ("household", "1"), ("rule", "D05"), ("quantity", number));

        (IsBad(sheet) ? null : (long?)sheet.Json.GetProperty("total").GetProperty("points").GetInt64()).Should().Be(read);
        form.Text.Contains("Not a whole number", StringComparison.Ordinal).Should().Be(read is null, form.Text);
    }

    /// <summary>What each door read; null where it said that this is no day.</summary>
    async Task<List<(string Door, string? Read)>> Everywhere(string day)
    {
        var sheet = await Import("members", $"户号,姓名,出生日期\n1,拼写,{day}\n");
        var body = await village.Post(
            ApiVillage.Bank + "/households/1/members?dryRun=true",
            $$"""{"name":"拼写","birthDate":{{JsonSerializer.Serialize(day)}},"isHead":false,"relatedToCommittee":false}""", "clerk");
        var query = await village.Get($"{ApiVillage.Bank}/rulebook?on={Uri.EscapeDataString(day)}", "clerk");
        var clerk = await Visitor();
        var form = await clerk.Submit(
            await clerk.Get(Clerk + "/households/1/members/new"), Clerk + "/households/1/members", ("name", ""), ("birthDate", day));
        return
        [
            ("sheet", IsBad(sheet) ? null : sheet.Json.GetProperty("changes")[0].GetProperty("after").GetString()!.Split(' ')[^1]),
            ("body", body.Status == 400
                ? null : body.Json.GetProperty("members").EnumerateArray().Last().GetProperty("birthDate").GetString()),
            // No rules held then: whoever is told so was understood.
            ("query", query.Status == 400 ? null : "1990-03-05"),
            ("form", form.ErrorOf("birthDate").Length > 0 ? null : "1990-03-05"),
        ];
    }

    static bool IsBad(Answer sheet) => sheet.Status == 400 && sheet.Json.GetProperty("code").GetString() == "bad_sheet";

    Task<Answer> Import(string kind, string sheet) => village.Send(
        HttpMethod.Post, $"{ApiVillage.Bank}/imports/{kind}?dryRun=true", Encoding.UTF8.GetBytes(sheet), "clerk", village.NewKey(),
        "text/csv");

    async Task<PageVisitor> Visitor()
    {
        var clerk = new PageVisitor(village.Host);
        await clerk.SignIn(village.Usernames["clerk"], ApiVillage.Password);
        return clerk;
    }
}
