using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Web.Http;
using PointsBank.Web.Tests.Pages;

namespace PointsBank.Web.Tests;

/// <summary>Files that cost much to read are read one after another, and nobody else waits for them.</summary>
public sealed class FileTurnsTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    static readonly byte[] Workbook = "PK\x03\x04"u8.ToArray(), Paper = "%PDF-1.7"u8.ToArray(), Photo = [0xFF, 0xD8, 0xFF];

    [Fact]
    public async Task One_is_read_a_few_wait_and_whoever_comes_then_is_asked_to_come_back()
    {
        using var turns = new FileTurns();
        var first = await turns.Take(Workbook, default);
        var waiting = Enumerable.Range(0, FileTurns.MaxWaiting).Select(_ => turns.Take(Workbook, default)).ToList();
        waiting.Should().NotContain(turn => turn.IsCompleted, "one is read at a time");

        (await turns.Take(Workbook, default)).Should().BeNull();
        (await turns.Take(Paper, default)).Should().NotBeNull("a PDF waits for PDFs alone");
        (await turns.Take(Photo, default)).Should().NotBeNull();
        waiting.Should().NotContain(turn => turn.IsCompleted);
        first!.Dispose();
        (await waiting[0]).Should().NotBeNull();
        waiting[1].IsCompleted.Should().BeFalse();
    }

    [Fact]
    public async Task While_others_are_read_an_import_is_told_to_wait_in_words_and_plain_text_goes_on()
    {
        var turns = village.Host.Services.GetRequiredService<FileTurns>();
        using var first = await turns.Take(Workbook, default);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, FileTurns.MaxWaiting).Select(_ => turns.Take(Workbook, gone.Token)).ToList();
        waiting.Should().NotContain(turn => turn.IsCompleted, "else the next one waits for its turn, and this test with it");
        Task<Answer> Import(byte[] sheet, string type) =>
            village.Send(HttpMethod.Post, $"{ApiVillage.Bank}/imports/opening?dryRun=true", sheet, "clerk", village.NewKey(), type);

        var busy = await Import(Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        var plain = await Import(Encoding.UTF8.GetBytes("household,points\n1,x\n"), "text/csv");

        await gone.CancelAsync();
        (busy.Status, busy.Code, busy.Header("Retry-After")).Should().Be((429, "files_busy", "10"));
        plain.Code.Should().Be("bad_sheet");
        foreach (var turn in waiting) await FluentActions.Awaiting(() => turn).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData("PK\x03\x04", 429)]
    [InlineData("household,points\n1,x\n", 400)]
    public async Task A_file_in_a_form_takes_its_turn_like_any_other(string sheet, int status)
    {
        const string Sheets = "/v/anjiahe/clerk/sheets", Check = "/v/anjiahe/clerk/imports/check";
        var visitor = new PageVisitor(village.Host);
        await visitor.SignIn(village.Usernames["clerk"], ApiVillage.Password);
        var page = await visitor.Get(Sheets);
        var turns = village.Host.Services.GetRequiredService<FileTurns>();
        using var first = await turns.Take(Workbook, default);
        using var gone = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, FileTurns.MaxWaiting).Select(_ => turns.Take(Workbook, gone.Token)).ToList();
        waiting.Should().NotContain(turn => turn.IsCompleted, "else the next one waits for its turn, and this test with it");

        var answer = await visitor.Upload(page, Check, "file", "期初.xlsx", Encoding.UTF8.GetBytes(sheet), ("kind", "opening"));

        // First of all: whoever still waited would keep the turn from every test after this one.
        await gone.CancelAsync();
        answer.Status.Should().Be(status);
        foreach (var turn in waiting) await FluentActions.Awaiting(() => turn).Should().ThrowAsync<OperationCanceledException>();
    }
}
