using System.Text;
using System.Text.Json.Nodes;
using PointsBank.Ledger;

namespace PointsBank.Web.Tests;

/// <summary>What holds for every write there is, whatever it writes.</summary>
[Trait("Pace", "slow")]
public sealed class WriteTests(WholeVillage village) : IClassFixture<WholeVillage>
{
    [Fact]
    public async Task Every_write_can_be_tried_without_a_trace_is_done_once_and_is_answered_again_with_its_first_answer()
    {
        foreach (var call in Call.Writes(village))
        {
            var (key, before) = (village.NewKey(), await village.Everything());

            var trial = await call.Send(village, key: key, dryRun: true);
            (trial.Status, trial.Header("Dry-Run")).Should().Be((200, "true"), "{0} {1}", call.Name, trial.Text);
            (await village.Everything()).Should().Be(before, "{0} was only tried", call.Name);

            var first = await call.Send(village, key: key);
            var done = call.Method == "POST" && call.Type != "text/csv" ? 201 : 200;
            (first.Status, first.Header("Idempotency-Replayed")).Should().Be((done, null), "{0} {1}", call.Name, first.Text);
            var after = await village.Everything();
            after.Should().NotBe(before, call.Name);

            var again = await call.Send(village, key: key);
            (again.Status, again.Header("Idempotency-Replayed")).Should().Be((200, "true"), "{0} {1}", call.Name, again.Text);
            JsonNode.DeepEquals(Told(again), Told(first)).Should().BeTrue("{0}: {1} is not {2}", call.Name, again.Text, first.Text);
            (await village.Everything()).Should().Be(after, "{0} was done before", call.Name);

            // Secrets are no part of a fingerprint, so that nobody can guess them from it: a write of nothing else cannot be told from
            // another, nor one that says nothing.
            if (call.Pattern.EndsWith("/pin", StringComparison.Ordinal)
                || call.Pattern.EndsWith("/password", StringComparison.Ordinal)
                || call.Body == "{}")
                continue;
            var reused = await village.Send(
                new(call.Method), OtherPath(call), call.Body is null ? call.OtherFile : Encoding.UTF8.GetBytes(OtherBody(call)), call.Who,
                key, call.Type);
            (reused.Status, reused.Code).Should().Be((422, "key_reused"), "{0} {1}", call.Name, reused.Text);
            (await village.Everything()).Should().Be(after, "{0} had another request under its key", call.Name);
        }
        village.Verify();
    }

    [Fact]
    public async Task An_old_key_gets_its_first_answer_after_a_member_of_the_view_was_renamed()
    {
        var key = village.NewKey();
        const string Classes = ApiVillage.Bank + "/service-classes", Body = """{"code":"night","nameZh":"夜间服务","unitMinutes":60}""";
        var first = await village.Send(HttpMethod.Post, Classes, Encoding.UTF8.GetBytes(Body), "clerk", key);
        first.Status.Should().Be(201, first.Text);

        // As an earlier version called it.
        (await village.Desks.Database.Write(writer => (Outcome<int>)writer.Execute(
            """
            update requests set answer = replace(answer, '"unitMinutes"', '"minutesOfAUnit"')
            where bank = 1 and answer like '%夜间服务%'
            """)))
            .Value.Should().Be(1);
        var again = await village.Send(HttpMethod.Post, Classes, Encoding.UTF8.GetBytes(Body), "clerk", key);

        (again.Status, again.Header("Idempotency-Replayed")).Should().Be((200, "true"));
        again.Text.Should().Be(first.Text.Replace("\"unitMinutes\"", "\"minutesOfAUnit\""), "it is the text that was kept");
    }

    [Fact]
    public async Task A_repetition_is_answered_even_where_it_would_be_refused_today()
    {
        var (key, serial) = (village.NewKey(), village.Passbooks[1].Serial);
        var body = $$$"""{"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"pin","serial":"{{{serial}}}","pin":"{{{ApiVillage.Pin}}}"}}""";
        ApiVillage.Must(
            await village.Post(ApiVillage.Bank + "/credits", """{"household":2,"rule":"C01","effectiveOn":"2026-03-02"}""", "clerk"));
        var first = await village.Post(ApiVillage.Bank + "/shops/1/redemptions", body, "attendant", key);
        ApiVillage.Must(await village.Put($"{ApiVillage.Bank}/households/2/passbooks/{serial}/pin", """{"pin":"1928"}""", "clerk"));

        var again = await village.Post(ApiVillage.Bank + "/shops/1/redemptions", body, "attendant", key);

        first.Status.Should().Be(201, first.Text);
        (again.Status, again.Header("Idempotency-Replayed"), again.Text).Should().Be((200, "true", first.Text));
    }

    /// <summary>
    /// The answer without what is told once: a secret, and the names that an import would change, which no kept answer holds.
    /// </summary>
    static JsonNode Told(Answer answer)
    {
        var told = JsonNode.Parse(answer.Text)!;
        if (told is JsonObject view)
        {
            view.Remove("token");
            if (view["change"] is JsonObject change) change.Remove("token");
        }
        if (told is JsonObject import && import.ContainsKey("hiddenRows")) import.Remove("changes");
        return told;
    }

    /// <summary>A write without a body is another one at another address.</summary>
    static string OtherPath(Call call) => call.Method == "DELETE" ? call.Other ?? call.Path.Replace("/staff/7", "/staff/6") : call.Path;

    static string OtherBody(Call call) => call.Other ?? call.Body!
        .Replace("\"reason\":\"", "\"reason\":\"又")
        .Replace("山河村", "山坡村")
        .Replace(":25", ":26")
        .Replace("陈店员", "陈小店")
        .Replace("supervisor", "clerk")
        .Replace("积分细则", "积分办法").Replace("下河组", "上河组").Replace("张小雨", "张小雪").Replace("李秀兰", "李秀梅").Replace("true}", "false}")
        .Replace("\"quantity\":1,", "\"quantity\":2,")
        .Replace("\"quantity\":10,", "\"quantity\":11,")
        .Replace("\"quantity\":1}", "\"quantity\":2}")
        .Replace("便民店", "小卖部")
        .Replace("\"price\":5", "\"price\":6")
        .Replace(":20", ":21").Replace("50,上庄组", "51,上庄组");
}
