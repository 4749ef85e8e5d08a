using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using PointsBank.Village.Claims;
using PointsBank.Village.Households;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

/// <summary>
/// Whatever is done in a village, in whatever order: nothing that a stranger can open names somebody without their word, a child, or a
/// giver who wants no thanks, and no words that people wrote for the desk stand there. Every public address there is is asked for; a new
/// one with a hole nobody can fill fails here.
/// </summary>
[Trait("Pace", "slow")]
public sealed partial class PublicOutputTests
{
    const int Steps = 36, StepsBetweenLooks = 9;

    /// <summary>What may happen. To add an operation is a line here.</summary>
    static readonly (string Name, Func<PublicScene, Task> Do)[] Operations =
    [
        ("credit", Credit), ("credit", Credit), ("deduct", Deduct), ("reverse", Reverse), ("consent", Consent), ("consent", Consent),
        ("consent", Consent), ("claim", Claim), ("claim", Claim), ("notice", Notice), ("object", Object), ("gift", Give),
        ("hide or show a giver", ShowGiver), ("names on notices", NamesOnNotices), ("days pass", DaysPass), ("publish", Publish),
        ("publish", Publish), ("black entry", Blacken), ("off the black board", Whiten), ("award", Award),
    ];

    /// <summary>What stands in the holes of addresses; a function, because what there is changes.</summary>
    static readonly Dictionary<string, Func<PublicScene, IEnumerable<string>>> Holes = new()
    {
        ["bank"] = _ => ["anjiahe"],
        ["kind"] = _ => ["red", "black", "good-deeds", "stars"],
        ["publication"] = scene => scene.Publications.Select(number => $"{number}"),
        ["notice"] = scene => scene.Notices.Select(number => $"{number}"),
        ["code"] = scene => scene.Codes.TakeLast(2).Append("not_enough_points"),
        ["documentName"] = _ => ["v1"],
        ["shop"] = _ => ["1"],
        ["count"] = _ => [],
    };

    /// <summary>Addresses whose answers are the same in every village.</summary>
    static readonly string[] NotOfPeople = ["/assets/", "/trip", "/healthz", "/readyz", "/openapi/", "/api/v1/problems"];

    /// <summary>The purpose for which names in full may stand at an address; null for none.</summary>
    public static string? PurposeOf(string address) =>
        address.Contains("/boards/black", StringComparison.Ordinal) ? null
        : address.Contains("/boards/", StringComparison.Ordinal) ? Purpose.Boards
        : address.Contains("/notices", StringComparison.Ordinal) ? Purpose.Notices
        : address.Contains("/honours", StringComparison.Ordinal) ? Purpose.Honours
        : null;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Nothing_that_a_stranger_can_open_tells_more_of_anybody_than_they_agreed_to(int seed)
    {
        await using var scene = await PublicScene.Open(seed);
        var done = new List<string>();
        // Some agree from the beginning, so that there is somebody to name and to take off again.
        foreach (var person in scene.People.Where(person => person.IsHead).Take(4))
            foreach (var purpose in Purpose.All)
                await Say(scene, person, purpose, true);
        await NamesOnNotices(scene);
        for (var step = 1; step <= Steps; step++)
        {
            var (name, operation) = scene.Pick(Operations);
            await operation(scene);
            done.Add(name);
            if (step % StepsBetweenLooks == 0) (await Look(scene)).Should().BeEmpty("after {0}", string.Join(", ", done));
        }
        // Everybody takes everything back: the names are gone at once, from what hangs already too.
        foreach (var person in scene.People)
            foreach (var purpose in Purpose.All)
                await Say(scene, person, purpose, false);
        (await Look(scene)).Should().BeEmpty("everybody took it back");

        scene.Named.Should().NotBeEmpty("where nobody is ever named the rest proves nothing");
    }

    [Fact]
    public async Task The_look_finds_what_it_looks_for()
    {
        await using var scene = await PublicScene.Open(7);
        var head = scene.People[0];
        PublicScene.Must(await scene.Desks.Households.Move(PublicScene.Ask(), PublicScene.Bank, head.Household, new(head.Name)));
        await Say(scene, head, Purpose.Boards, false);
        PublicScene.Must(await scene.Desks.Deeds.Credit(PublicScene.Ask(), PublicScene.Bank, new(head.Household, "A03", scene.Today)));

        (await Look(scene)).Should().Contain(found => found.StartsWith("/v/anjiahe/boards/red") && found.EndsWith(head.Name));
    }

    /// <summary>Opens every public address and every link from there, and tells what stands where it must not.</summary>
    static async Task<IReadOnlyList<string>> Look(PublicScene scene)
    {
        var client = scene.Host.CreateClient(new() { AllowAutoRedirect = false });
        var (waiting, seen, found) = (new Queue<string>(), new HashSet<string>(), new List<string>());
        foreach (var address in Addresses(scene))
            if (seen.Add(address))
                waiting.Enqueue(address);
        while (waiting.TryDequeue(out var address))
        {
            using var response = await client.GetAsync(address);
            if (!response.IsSuccessStatusCode) continue;
            var text = await response.Content.ReadAsStringAsync();
            found.AddRange(
                scene.Forbidden(address).Where(word => text.Contains(word, StringComparison.Ordinal)).Select(word => $"{address}: {word}"));
            scene.Named.UnionWith(
                scene.People.Where(person => text.Contains(person.Name, StringComparison.Ordinal)).Select(person => person.Name));
            if (response.Content.Headers.ContentType?.MediaType != "text/html") continue;
            foreach (Match link in Link().Matches(text))
                if (System.Net.WebUtility.HtmlDecode(link.Groups[1].Value).Split('#')[0] is var next
                    && !next.StartsWith("/sign-in", StringComparison.Ordinal)
                    && seen.Count < 400
                    && seen.Add(next))
                    waiting.Enqueue(next);
        }
        seen.Count.Should().BeGreaterThan(20);
        return found;
    }

    static IEnumerable<string> Addresses(PublicScene scene)
    {
        foreach (var endpoint in scene.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<Access>() is not { IsPublic: true }
                || endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is not true)
                continue;
            var pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/');
            if (NotOfPeople.Any(start => pattern.StartsWith(start, StringComparison.Ordinal))) continue;
            IEnumerable<string> filled = [pattern];
            foreach (var hole in endpoint.RoutePattern.Parameters)
            {
                Holes.Should().ContainKey(hole.Name, "say what {0} can be in {1}", hole.Name, pattern);
                filled = filled.SelectMany(
                    address => Holes[hole.Name](scene).Select(
                        value => address.Replace($"{{{hole.Name}}}", value, StringComparison.Ordinal)));
            }
            foreach (var address in filled) yield return address;
        }
    }

    static async Task Credit(PublicScene scene)
    {
        var outcome = await scene.Desks.Deeds.Credit(
            PublicScene.Ask(), PublicScene.Bank,
            new(scene.Pick(scene.People).Household, scene.Pick((string[])["A03", "A01", "D04", "C09"]), scene.Today, Memo: scene.Secret()));
        Keep(scene, outcome.Refusal is null ? (outcome.Value.Entry, outcome.Value.CheckCode) : null);
    }

    static async Task Deduct(PublicScene scene)
    {
        var outcome = await scene.Desks.Deeds.Deduct(
            PublicScene.Ask(), PublicScene.Bank,
            new(scene.Pick(scene.People).Household, scene.Pick((string[])["A10", "A12"]), scene.Today, Memo: scene.Secret()));
        Keep(scene, outcome.Refusal is null ? (outcome.Value.Entry, outcome.Value.CheckCode) : null);
    }

    static async Task Reverse(PublicScene scene)
    {
        if (scene.Entries.Count > 0)
            await scene.Desks.Reversals.Reverse(
                PublicScene.Ask(), PublicScene.Bank, scene.Pick(scene.Entries), new(scene.Secret(), AllowDeficit: true));
    }

    static Task Consent(PublicScene scene) => Say(scene, scene.Pick(scene.People), scene.Pick(Purpose.All), scene.Dice.Next(2) == 0);

    static async Task Say(PublicScene scene, PublicPerson person, string purpose, bool given)
    {
        PublicScene.Must(
            await scene.Desks.Privacy.Consents.Say(
                PublicScene.Ask(), PublicScene.Bank, person.Household, new(person.Number, purpose, given)));
        scene.Says(person, purpose, given);
    }

    static async Task Claim(PublicScene scene)
    {
        var (desks, person) = (scene.Desks, scene.Pick(scene.People));
        var claim = await desks.Claims.Submit(PublicScene.Ask(), PublicScene.Bank, new(
            person.Household, scene.Pick((string[])["A03", "D04", "A10"]), scene.Today, Channel: Channel.Organisation,
            ClaimedBy: person.Name, Witnesses: scene.Secret(), Memo: scene.Secret(), Document: "3", Confirmed: true));
        if (claim.Refusal is not null) return;
        PublicScene.Must(
            await desks.Claims.Collect(PublicScene.Ask(PublicScene.Leader), PublicScene.Bank, new([claim.Value.Number], scene.Secret())));
        var meeting = PublicScene.Must(
            await desks.Assessments.Open(PublicScene.Ask(PublicScene.Assessor), PublicScene.Bank, new(scene.Today, [7], "村委会")));
        await desks.Assessments.Decide(
            PublicScene.Ask(PublicScene.Assessor), PublicScene.Bank, meeting.Number, [new(claim.Value.Number, "as_claimed")]);
        scene.Claims.Add(claim.Value.Number);
    }

    static async Task Notice(PublicScene scene)
    {
        var posted = await scene.Desks.Notices.Post(PublicScene.Ask(), PublicScene.Bank, new(Days: 3));
        if (posted.Refusal is null) scene.Notices.Add(posted.Value.Number);
    }

    static async Task Object(PublicScene scene)
    {
        if (scene.Notices.Count == 0) return;
        await scene.Desks.Objections.Object(
            PublicScene.Ask(), PublicScene.Bank, scene.Pick(scene.Notices),
            new(1, scene.Secret(), "desk", Objector: scene.Pick(scene.People).Name));
    }

    static async Task Give(PublicScene scene)
    {
        var (giver, isNamed) = ($"夏侯{scene.Pick("甲乙丙丁戊己庚辛".ToCharArray())}{scene.Givers.Count}", scene.Dice.Next(2) == 0);
        PublicScene.Must(
            await scene.Desks.Fund.Contribute(
                PublicScene.Ask(), PublicScene.Bank, new("donation", giver, 10_000, isNamed, Memo: scene.Secret())));
        scene.Givers[giver] = isNamed;
    }

    static async Task ShowGiver(PublicScene scene)
    {
        if (scene.Givers.Count == 0) return;
        // Each gift is the movement of its number, in their order.
        var (number, isNamed) = (scene.Dice.Next(scene.Givers.Count), scene.Dice.Next(2) == 0);
        PublicScene.Must(await scene.Desks.Fund.SetConsent(PublicScene.Ask(), PublicScene.Bank, new("fund", number + 1, isNamed)));
        scene.Givers[scene.Givers.Keys.ElementAt(number)] = isNamed;
    }

    static async Task NamesOnNotices(PublicScene scene)
    {
        var values = new Dictionary<string, long> { [Village.Banks.Setting.NoticeNames.Name] = scene.Dice.Next(3) > 0 ? 1 : 0, [Village.Banks.Setting.BlackNames.Name] = scene.Dice.Next(2) };
        var set = await scene.Desks.Banks.Set(PublicScene.Ask(), PublicScene.Bank, new(values, Document: "代表会议决议"));
        PublicScene.Must(set);
        if (set.Value.Proposal is { } proposal)
            PublicScene.Must(
                await scene.Desks.Banks.Decide(PublicScene.Ask(new("staff:999", "", [])), PublicScene.Bank, proposal, confirms: true));
    }

    static async Task DaysPass(PublicScene scene)
    {
        scene.Host.Clock.Advance(Duration.FromDays(scene.Dice.Next(1, 6)));
        await scene.Desks.Clock.Tick();
        foreach (var notice in scene.Notices) await scene.Desks.Notices.Enter(PublicScene.Ask(), PublicScene.Bank, notice);
    }

    static async Task Publish(PublicScene scene)
    {
        var board = scene.Pick((string[])["red", "stars", "good-deeds", "black"]);
        var period = board is "red" or "stars" ? scene.Today.ToString("uuuu", null) : scene.Today.ToString("uuuu-MM", null);
        var published = await scene.Desks.Publications.Publish(
            PublicScene.Ask(PublicScene.Supervisor), PublicScene.Bank, board, new(period, "按月公布"));
        if (published.Refusal is null) scene.Publications.Add(published.Value.Number);
    }

    static async Task Blacken(PublicScene scene)
    {
        var (desks, household, reason) = (scene.Desks, scene.Pick(scene.People).Household, $"当众吵闹之{scene.Black.Count + 1}");
        var said = PublicScene.Must(
            await desks.Reminders.Record(
                PublicScene.Ask(), PublicScene.Bank, new(household, "C11", "private", scene.Today.PlusDays(-2), scene.Secret())));
        var written = PublicScene.Must(
            await desks.Reminders.Record(
                PublicScene.Ask(), PublicScene.Bank, new(household, "C11", "written", scene.Today.PlusDays(-1), scene.Secret())));
        var meeting = PublicScene.Must(
            await desks.Assessments.Open(PublicScene.Ask(PublicScene.Assessor), PublicScene.Bank, new(scene.Today, [7], "村委会")));
        var entry = await desks.Black.Record(
            PublicScene.Ask(PublicScene.Assessor), PublicScene.Bank,
            new(household, "C11", said.Number, written.Number, meeting.Number, "评字〔2026〕3号", reason));
        if (entry.Refusal is not null) return;
        scene.Black.Add((entry.Value.Number, reason));
        if (scene.Dice.Next(4) > 0) await desks.Black.Post(PublicScene.Ask(PublicScene.Supervisor), PublicScene.Bank, entry.Value.Number);
    }

    static async Task Whiten(PublicScene scene)
    {
        if (scene.Black.Count > 0)
            await scene.Desks.Black.End(
                PublicScene.Ask(PublicScene.Supervisor), PublicScene.Bank, scene.Pick(scene.Black).Number, new("amended", scene.Secret()));
    }

    static async Task Award(PublicScene scene) => await scene.Desks.Honours.Award(
        PublicScene.Ask(), PublicScene.Bank, new("family", "文〔2026〕1号", scene.Today, scene.Pick(scene.People).Household));

    static void Keep(PublicScene scene, (long Entry, string Code)? written)
    {
        if (written is not { } told) return;
        scene.Entries.Add(told.Entry);
        scene.Codes.Add(told.Code);
    }

    [GeneratedRegex("href=\"(/[^\"]*)\"")]
    private static partial Regex Link();
}
