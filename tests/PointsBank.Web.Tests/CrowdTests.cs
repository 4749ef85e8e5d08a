using Microsoft.Extensions.DependencyInjection;
using PointsBank.Storage;

namespace PointsBank.Web.Tests;

/// <summary>Many at once: the last points, the last piece, the same key, a queue that is full and a disk that is full.</summary>
public sealed class CrowdTests(ApiVillage village) : IClassFixture<ApiVillage>
{
    const int Crowd = 64;
    const string Redemptions = ApiVillage.Bank + "/shops/1/redemptions";

    static Task<Answer[]> AtOnce(int count, Func<int, Task<Answer>> send) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => send(i))));

    [Fact]
    public async Task Of_64_redemptions_of_the_last_points_one_is_done()
    {
        ApiVillage.Must(
            await village.Post(ApiVillage.Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2026-03-02"}""", "clerk"));

        var answers = await AtOnce(Crowd, _ => village.Post(Redemptions, ApiVillage.Redeem(2), "attendant"));

        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Where(answer => answer.Status != 201)
            .Should().OnlyContain(answer => answer.Status == 409 && answer.Code == "not_enough_points");
        (await village.Get(ApiVillage.Bank + "/households/2/balance", "clerk")).Json.GetProperty("points")
            .GetProperty("balance")
            .GetInt64()
            .Should()
            .Be(0);
        village.Verify();
    }

    [Fact]
    public async Task Of_64_redemptions_of_the_last_piece_of_soap_one_is_done()
    {
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/credits", """{"household":3,"rule":"C01","effectiveOn":"2026-03-02","quantity":100}""", "clerk"));
        ApiVillage.Must(
            await village.Post(
                ApiVillage.Bank + "/shops/1/stock-movements", """{"kind":"received","items":[{"goods":"G02","quantity":1}]}""",
                "attendant"));

        var answers = await AtOnce(Crowd, _ => village.Post(Redemptions, ApiVillage.Redeem(3, goods: "G02"), "attendant"));

        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Where(answer => answer.Status != 201)
            .Should().OnlyContain(answer => answer.Status == 409 && answer.Code == "not_enough_stock");
        village.Verify();
    }

    [Fact]
    public async Task Fifty_requests_with_one_key_at_once_have_one_effect_and_one_answer()
    {
        var (key, head) = (village.NewKey(), village.Desks.Journal.Head(1).Entry);

        var answers = await AtOnce(
            50,
            _ => village.Post(ApiVillage.Bank + "/credits", """{"household":1,"rule":"C01","effectiveOn":"2026-03-02"}""", "clerk", key));

        answers.Count(answer => answer.Status == 201).Should().Be(1);
        answers.Count(answer => answer.Status == 200 && answer.Header("Idempotency-Replayed") == "true").Should().Be(49);
        answers.Select(answer => answer.Text).Distinct().Should().ContainSingle();
        var mine = answers[0].Json.GetProperty("entry").GetInt64();
        mine.Should().BeGreaterThan(head);
        village.Desks.Journal.Entries(1, null, 200)
            .Count(entry => entry.CheckCode == answers[0].Json.GetProperty("checkCode").GetString())
            .Should()
            .Be(1);
    }

    [Fact]
    public async Task A_full_queue_says_when_to_come_back_and_leaves_nothing_half_written()
    {
        var small = new ApiVillage { Host = new() { Tune = options => options with { QueueCapacity = 1 } } };
        try
        {
            await small.InitializeAsync();
            using var gate = new ManualResetEventSlim();
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var database = small.Host.Services.GetRequiredService<Database>();
            var head = small.Desks.Journal.Head(1).Entry;
            var busy = database.Write<bool>(_ =>
            {
                begun.TrySetResult();
                gate.Wait();
                return true;
            }, dryRun: true);
            await begun.Task;

            // The writer is busy and one may wait, so of all these at least all but one are refused at once.
            var keys = Enumerable.Range(0, 20).Select(_ => small.NewKey()).ToArray();
            const string Credit = """{"household":2,"rule":"C01","effectiveOn":"2026-03-02"}""";
            var sending = keys.Select(key => Task.Run(() => small.Post(ApiVillage.Bank + "/credits", Credit, "clerk", key))).ToList();
            while (sending.Count(sent => sent.IsCompleted) < keys.Length - 1) await Task.WhenAny(sending.Where(sent => !sent.IsCompleted));
            gate.Set();
            await busy;
            var answers = await Task.WhenAll(sending);

            answers.Where(answer => answer.Status != 201).Should().HaveCount(keys.Length - 1)
                .And.OnlyContain(answer => answer.Status == 503 && answer.Code == "overloaded" && answer.Header("Retry-After") == "1");
            small.Desks.Journal.Head(1).Entry.Should().Be(head + 1);
            foreach (var key in keys) ApiVillage.Must(await small.Post(ApiVillage.Bank + "/credits", Credit, "clerk", key));
            small.Desks.Journal.Head(1).Entry.Should().Be(head + keys.Length, "each key has its effect once, however often it was sent");
            small.Verify();
        }
        finally
        {
            await small.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_full_disk_is_told_leaves_nothing_half_written_and_is_forgotten_when_there_is_room()
    {
        var first = new ApiVillage { Host = new() { OwnsFolder = false } };
        var folder = first.Host.Folder;
        try
        {
            await first.InitializeAsync();
            var pages = first.Desks.Database.Read(connection => connection.ExecuteScalar<long>("pragma page_count"));
            await first.Host.DisposeAsync();

            var keys = new List<string>();
            string refusedKey;
            Task<Answer> Credit(ApiVillage at, string key) =>
                at.Post(
                    ApiVillage.Bank + "/credits",
                    $$"""{"household":2,"rule":"C01","effectiveOn":"2026-03-02","memo":"{{key}}{{new string('长', 390 - key.Length)}}"}""",
                    "clerk", key);
            await using (var full = new VillageHost { Folder = folder, OwnsFolder = false, Tune = options => options with { MaxPages = pages + 6 } })
            {
                var village = new ApiVillage { Host = full };
                village.Tokens["clerk"] = first.Tokens["clerk"];
                Answer answer;
                do
                {
                    keys.Add($"full-{keys.Count}");
                    answer = await Credit(village, keys[^1]);
                    answer.Status.Should().BeOneOf(201, 503);
                }
                while (answer.Status == 201);

                (answer.Code, answer.Header("Retry-After"), answer.Header("Content-Type"))
                    .Should().Be(("storage_full", "1", "application/problem+json"));
                answer.Json.GetProperty("advice").GetString().Should().NotBeEmpty();
                refusedKey = keys[^1];
                keys.RemoveAt(keys.Count - 1);
                village.Verify();
                village.Desks.Journal.Entries(1, null, 1)[0].Note.Should().StartWith(keys[^1]);
                (await village.Get(ApiVillage.Bank + "/households/2/balance", "clerk")).Status.Should().BeOneOf(200, 503);
                (await village.Get("/readyz")).Status.Should().Be(200, "what is written can be read");
            }

            await using var roomy = new VillageHost { Folder = folder, OwnsFolder = false };
            var again = new ApiVillage { Host = roomy };
            again.Tokens["clerk"] = first.Tokens["clerk"];
            again.Verify();
            (await Credit(again, refusedKey)).Status.Should().Be(201);
            foreach (var key in keys) (await Credit(again, key)).Header("Idempotency-Replayed").Should().Be("true", key);
            again.Verify();
        }
        finally
        {
            folder.Dispose();
        }
    }
}
