using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

public sealed class FrameTests(FrameHost host) : IClassFixture<FrameHost>
{
    const string Cups = "/api/v1/banks/anjiahe/cups";
    const string Cup = """{"name":"碗","size":3,"on":"2026-03-02"}""";

    [Theory]
    [InlineData("""{"name":"碗","size":3,"on":"2026-03-02"}x""", "malformed_json", "")]
    [InlineData("""{"name":""", "malformed_json", "")]
    [InlineData("""{"name":"\ud800","size":3,"on":"2026-03-02"}""", "wrong_type", "name:wrong_type")]
    [InlineData("""{"\ud800":1}""", "malformed_json", "")]
    [InlineData("", "missing_value", "body:missing_value")]
    [InlineData("null", "missing_value", "body:missing_value")]
    [InlineData("[]", "wrong_type", "body:wrong_type")]
    [InlineData("5", "wrong_type", "body:wrong_type")]
    [InlineData("""{"name":"碗","size":3,"on":"2026-03-02","colour":1}""", "unknown_field", "colour:unknown_field")]
    [InlineData("""{"Name":"碗","size":3,"on":"2026-03-02"}""", "unknown_field", "Name:unknown_field name:missing_value")]
    [InlineData("""{"name":"碗","name":"碟","size":3,"on":"2026-03-02"}""", "duplicate_field", "name:duplicate_field")]
    [InlineData("""{"name":"碗","size":"3","on":"2026-03-02"}""", "wrong_type", "size:wrong_type")]
    [InlineData("""{"name":"碗","size":3.5,"on":"2026-03-02"}""", "wrong_type", "size:wrong_type")]
    [InlineData("""{"name":"碗","size":1e400,"on":"2026-03-02"}""", "wrong_type", "size:wrong_type")]
    [InlineData("""{"name":"碗","size":99999999999999999999,"on":"2026-03-02"}""", "out_of_range", "size:out_of_range")]
    [InlineData("""{"name":"碗","size":3,"on":"2026-02-30"}""", "not_a_date", "on:not_a_date")]
    [InlineData("""{"name":"碗","size":3,"on":20260302}""", "wrong_type", "on:wrong_type")]
    [InlineData("""{"name":null,"size":3,"on":"2026-03-02"}""", "missing_value", "name:missing_value")]
    [InlineData("""{"name":"碗"}""", "missing_value", "on:missing_value size:missing_value")]
    [InlineData("""{"name":5,"size":null,"on":"2026-03-02"}""", "wrong_type", "name:wrong_type size:missing_value")]
    [InlineData(
        """{"name":"碗","size":3,"on":"2026-03-02","saucers":[{"size":1},{"size":"2"},{}]}""", "wrong_type",
        "saucers[1].size:wrong_type saucers[2].size:missing_value")]
    [InlineData("""{"name":"碗","size":3,"on":"2026-03-02","saucers":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""", "malformed_json", "")]
    public async Task A_wrong_body_is_refused_and_every_field_at_fault_is_named(string body, string code, string errors)
    {
        var answer = await host.Post(Cups, body);

        (answer.Status, answer.Code, answer.Errors).Should().Be((400, code, errors));
        answer.Header("Content-Type").Should().Be("application/problem+json");
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_malformed() =>
        (await host.Post(Cups, [.. "{\"name\":\""u8, 0xff, .. "\"}"u8])).Code.Should().Be("malformed_json");

    [Theory]
    [InlineData("text/plain", 415, "wrong_content_type")]
    [InlineData("application/json; charset=gb18030", 415, "wrong_content_type")]
    [InlineData("application/json; charset=utf-8", 201, null)]
    [InlineData("Application/JSON", 201, null)]
    public async Task Only_JSON_in_UTF8_is_taken(string type, int status, string? code)
    {
        var answer = await host.Post(Cups, Encoding.UTF8.GetBytes(Cup), type: type);

        (answer.Status, answer.Code).Should().Be((status, code));
    }

    [Fact]
    public async Task A_body_above_one_megabyte_is_refused()
    {
        var answer = await host.Post(Cups, new string(' ', 1024 * 1024) + Cup);

        (answer.Status, answer.Code).Should().Be((413, "body_too_large"));
    }

    [Theory]
    [InlineData("", 200, "")]
    [InlineData("?on=2026-03-02&kind=big&after=4&limit=200", 200, "")]
    [InlineData("?on=2026-02-30", 400, "on:not_a_date")]
    [InlineData("?limit=0&after=-1", 400, "after:out_of_range limit:out_of_range")]
    [InlineData("?limit=201", 400, "limit:out_of_range")]
    [InlineData("?after=99999999999999999999", 400, "after:out_of_range")]
    [InlineData("?limit=ten&kind=huge", 400, "kind:not_in_list limit:wrong_type")]
    [InlineData("?colour=red", 400, "colour:unknown_parameter")]
    [InlineData("?limit=1&limit=2", 400, "limit:duplicate_parameter")]
    public async Task Query_parameters_are_read_strictly(string query, int status, string errors)
    {
        var answer = await host.Get(Cups + query);

        (answer.Status, answer.Errors).Should().Be((status, errors));
    }

    [Fact]
    public async Task A_page_says_where_the_next_one_starts()
    {
        (await host.Get(Cups + "?limit=1")).Text.Should().Be("""{"items":[{"name":"碗","size":1,"fingerprint":""}],"next":1}""");
        (await host.Get(Cups + "?limit=2")).Json.TryGetProperty("next", out _).Should().BeFalse();
    }

    [Fact]
    public async Task A_problem_speaks_the_callers_language_and_says_what_to_do()
    {
        var english = await host.Post(Cups, Cup.Replace("碗", "poor"));
        var chinese = await host.Get("/api/v1/nowhere", language: "fr, zh;q=0.9, en;q=0.5");

        (english.Status, english.Code).Should().Be((409, "not_enough_points"));
        english.Json.GetProperty("title").GetString().Should().Be("Not enough points");
        english.Json.GetProperty("detail").GetString().Should().Be("3 points available, 5 needed.");
        english.Json.GetProperty("advice").GetString().Should().NotBeEmpty();
        english.Json.GetProperty("facts").GetProperty("available").GetString().Should().Be("3");
        english.Json.GetProperty("type").GetString().Should().Be("/api/v1/problems/not_enough_points");
        english.Json.GetProperty("traceId").GetString().Should().NotBeEmpty();
        english.Header("Content-Language").Should().Be("en");
        chinese.Json.GetProperty("title").GetString().Should().Be("没有这个地址");
        chinese.Header("Content-Language").Should().Be("zh-CN");
    }

    [Theory]
    [InlineData("en-GB, de;q=0.8", null, "en")]
    [InlineData("de, fr;q=0.5", null, "zh-CN")]
    [InlineData("en, zh", null, "zh-CN")]
    [InlineData("en;q=0.5, *", null, "zh-CN")]
    [InlineData("zh-TW;q=0.5, en-US", null, "en")]
    [InlineData("zh", "en", "en")]
    [InlineData("en", "zh", "zh-CN")]
    [InlineData("en", "klingon", "zh-CN")]
    public async Task A_language_that_was_chosen_goes_before_the_one_that_the_browser_likes(string liked, string? chosen, string spoken)
    {
        var client = host.Client(language: liked);
        if (chosen is not null) client.DefaultRequestHeaders.Add("Cookie", $"language={chosen}");

        (await Answer.Of(client.GetAsync("/api/v1/nowhere"))).Header("Content-Language").Should().Be(spoken);
    }

    [Fact]
    public async Task Busy_says_when_to_come_back()
    {
        var answer = await host.Post(Cups, Cup.Replace("碗", "busy"));

        (answer.Status, answer.Code, answer.Header("Retry-After")).Should().Be((503, "overloaded", "1"));
    }

    [Fact]
    public async Task A_fault_tells_the_caller_nothing_and_the_log_everything_but_words()
    {
        var answer = await host.Post(Cups, Cup.Replace("碗", "crash"));

        (answer.Status, answer.Code).Should().Be((500, "internal_error"));
        answer.Text.Should().NotContain("secret words");
        answer.Header("Content-Security-Policy").Should().StartWith("default-src 'none'");
        var trace = answer.Json.GetProperty("traceId").GetString()!;
        host.Log.Should().Contain(line => line.Contains("failed") && line.Contains(trace));
    }

    [Fact]
    public async Task Unknown_addresses_and_wrong_methods_are_problems()
    {
        var wrong = await host.Post("/healthz", "{}");

        (await host.Get("/nowhere", token: null)).Code.Should().Be("unknown_address");
        (wrong.Status, wrong.Code, wrong.Header("Allow")).Should().Be((405, "wrong_method", "GET"));
    }

    [Fact]
    public async Task A_write_needs_a_key()
    {
        var answer = await host.Post(Cups, Cup, key: null);

        (answer.Status, answer.Code, answer.Errors).Should().Be((400, "key_missing", "Idempotency-Key:key_missing"));
        (await host.Post(Cups, Cup, key: new('k', 201))).Errors.Should().Be("Idempotency-Key:too_long");
        (await Answer.Of(host.Client().DeleteAsync(Cups + "/4"))).Code.Should().Be("key_missing");
    }

    [Fact]
    public async Task Fresh_replayed_and_tried_writes_can_be_told_apart()
    {
        var fresh = await host.Post(Cups, Cup);
        var replayed = await host.Post(Cups, Cup.Replace("碗", "replay"));
        var tried = await host.Post(Cups + "?dryRun=true", Cup);

        (fresh.Status, fresh.Header("Idempotency-Replayed"), fresh.Header("Dry-Run")).Should().Be((201, null, null));
        (replayed.Status, replayed.Header("Idempotency-Replayed")).Should().Be((200, "true"));
        (tried.Status, tried.Header("Dry-Run")).Should().Be((200, "true"));
        (await host.Post(Cups + "?dryRun=maybe", Cup)).Errors.Should().Be("dryRun:wrong_type");
        (await host.Post(Cups + "?dry=true", Cup)).Errors.Should().Be("dry:unknown_parameter");
    }

    [Fact]
    public async Task The_fingerprint_knows_the_request_and_not_its_spelling()
    {
        async Task<string> Print(string body, string path = Cups, string token = "clerk") =>
            (await host.Post(path, body, token: token)).Json.GetProperty("fingerprint").GetString()!;

        var print = await Print(Cup);

        (await Print("""{ "on": "2026-03-02", "size": 3, "name": "\u7897", "memo": null }""")).Should().Be(print);
        (await Print(Cup, Cups + "?dryRun=true")).Should().Be(print);
        (await Print(Cup.Replace("3,", "4,"))).Should().NotBe(print);
        (await Print(Cup, token: "supervisor")).Should().NotBe(print);
    }

    [Theory]
    [InlineData(null, "/api/v1/banks/anjiahe/cups", 401, "sign_in_needed")]
    [InlineData("stale", "/api/v1/banks/anjiahe/cups", 401, "sign_in_expired")]
    [InlineData("clerk", "/api/v1/banks/anjiahe/cups", 200, null)]
    [InlineData("household", "/api/v1/banks/anjiahe/cups", 403, "not_allowed")]
    [InlineData("admin", "/api/v1/banks/anjiahe/cups", 403, "not_allowed")]
    [InlineData(null, "/api/v1/banks/other/cups", 401, "sign_in_needed")]
    [InlineData("clerk", "/api/v1/banks/other/cups", 403, "not_allowed")]
    [InlineData("admin", "/api/v1/banks/other/cups", 403, "not_allowed")]
    [InlineData("supervisor", "/api/v1/banks/other/cups", 404, "unknown_bank")]
    [InlineData("attendant", "/api/v1/banks/anjiahe/shops/2", 200, null)]
    [InlineData("attendant", "/api/v1/banks/anjiahe/shops/1", 403, "not_allowed")]
    [InlineData("attendant", "/api/v1/banks/anjiahe/shops/9", 403, "not_allowed")]
    [InlineData("supervisor", "/api/v1/banks/anjiahe/shops/9", 404, "unknown_shop")]
    [InlineData("clerk", "/api/v1/banks/anjiahe/shops/1", 403, "not_allowed")]
    [InlineData("household", "/api/v1/banks/anjiahe/households/12", 200, null)]
    [InlineData("household", "/api/v1/banks/anjiahe/households/13", 403, "not_allowed")]
    [InlineData("household", "/api/v1/banks/anjiahe/households/x", 403, "not_allowed")]
    [InlineData("clerk", "/api/v1/banks/anjiahe/households/13", 200, null)]
    [InlineData("clerk", "/api/v1/banks/anjiahe/households/x", 404, "unknown_household")]
    [InlineData("clerk", "/api/v1/everywhere", 403, "not_allowed")]
    [InlineData("supervisor", "/api/v1/everywhere", 200, null)]
    [InlineData("household", "/api/v1/me", 200, null)]
    [InlineData("admin", "/api/v1/forgotten", 403, "not_allowed")]
    [InlineData("clerk", "/metrics", 403, "not_allowed")]
    [InlineData(null, "/healthz", 200, null)]
    [InlineData(null, "/readyz", 200, null)]
    public async Task Everybody_gets_as_far_as_their_role_reaches(string? token, string path, int status, string? code)
    {
        var answer = await host.Get(path, token);

        (answer.Status, answer.Code).Should().Be((status, code));
        if (status == 401) answer.Header("WWW-Authenticate").Should().Be("Bearer");
    }

    [Fact]
    public void No_endpoint_but_the_one_forgotten_on_purpose_is_without_an_access_rule() =>
        host.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.RoutePattern.RawText)
            .Should().Equal("/api/v1/forgotten");

    [Fact]
    public async Task Check_codes_cannot_be_tried_out_by_the_thousand()
    {
        for (var i = 0; i < 60; i++) (await host.Get("/api/v1/check", token: null)).Status.Should().Be(200);

        var tooOften = await host.Get("/api/v1/check", token: null);
        (tooOften.Status, tooOften.Code).Should().Be((429, "too_many_requests"));
        tooOften.Json.GetProperty("facts").GetProperty("retryAfterSeconds").GetString().Should().Be(tooOften.Header("Retry-After"));
        (await host.Get("/api/v1/check")).Status.Should().Be(200, "who is signed in is counted apart from strangers at the same address");
    }

    [Fact]
    public async Task Households_with_one_number_in_two_villages_are_counted_apart()
    {
        // Who is signed in looks around public addresses five times as long as a stranger.
        for (var i = 0; i < 5 * 60; i++) (await host.Get("/api/v1/check", "household")).Status.Should().Be(200);

        (await host.Get("/api/v1/check", "household")).Code.Should().Be("too_many_requests");
        (await host.Get("/api/v1/check", "household-elsewhere")).Status.Should().Be(200, "it is another household 12");
    }

    [Fact]
    public async Task Answers_carry_security_headers_and_the_try_page_its_own_policy()
    {
        var answer = await host.Get("/healthz");
        var page = await host.Get("/api/index.html", token: null);

        answer.Header("X-Content-Type-Options").Should().Be("nosniff");
        answer.Header("Content-Security-Policy").Should().Contain("frame-ancestors 'none'");
        answer.Header("Referrer-Policy").Should().Be("no-referrer");
        answer.Header("Cache-Control").Should().Be("no-store");
        page.Status.Should().Be(200);
        page.Text.Should().NotContain("<style").And.NotContain("http://").And.NotContain("https://").And.NotMatchRegex("<script>");
        page.Header("Content-Security-Policy").Should().Contain("script-src 'self';");
    }

    [Fact]
    public async Task Health_names_the_version_that_answers()
    {
        var alive = await host.Get("/healthz", token: null);

        alive.Json.GetProperty("status").GetString().Should().Be("alive");
        alive.Json.GetProperty("version").GetString().Should().Be(Product.Version).And.MatchRegex(@"^\d+\.\d+\.\d+$");
    }

    [Fact]
    public async Task Metrics_count_requests_and_refusals_for_administrators()
    {
        await host.Get(Cups + "?limit=0");

        var metrics = await host.Get("/metrics", "admin");

        metrics.Text.Should().Contain("""pointsbank_refusals_total{code="out_of_range"} """)
            .And.Contain("""pointsbank_request_seconds_bucket{method="GET",route="/api/v1/banks/{bank}/cups",status="400",le="+Inf"} """)
            .And.Contain("pointsbank_queue_waiting{} 0\n").And.Contain("pointsbank_writer_alive{} 1\n")
            .And.Contain("# TYPE pointsbank_commits_total counter");
    }

    [Fact]
    public async Task A_request_is_one_line_with_its_route_and_nothing_private()
    {
        await host.Get("/api/v1/banks/anjiahe/households/4711");

        string[] lines;
        lock (host.Log) lines = [.. host.Log];
        lines.Should().Contain(line => line.StartsWith("GET /api/v1/banks/{bank}/households/{household} 200 ") && line.Contains("staff:1"));
        lines.Should().NotContain(line => line.Contains("households/4711 ") || line.Contains("李会计") || line.Contains("Bearer"));
    }

    [Fact]
    public async Task The_OpenApi_document_tells_what_a_write_needs()
    {
        var document = (await host.Get("/openapi/v1.json", token: null)).Json;

        var path = document.GetProperty("paths").GetProperty("/api/v1/banks/{bank}/cups");
        var post = path.GetProperty("post");
        post.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .Should().BeEquivalentTo("bank", "Idempotency-Key", "dryRun");
        post.GetProperty("requestBody")
            .GetProperty("content")
            .GetProperty("application/json")
            .GetProperty("example")
            .GetProperty("on")
            .GetString()
            .Should().Be("2026-03-02");
        post.GetProperty("responses").EnumerateObject().Select(response => response.Name).Should().Equal("201", "default");
        post.GetProperty("security").GetArrayLength().Should().Be(1);
        path.GetProperty("get").GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString())
            .Should().Equal("bank", "on", "kind", "after", "limit");
        document.GetProperty("components")
            .GetProperty("schemas")
            .GetProperty("CupInput")
            .GetProperty("properties")
            .GetProperty("on")
            .GetProperty("format")
            .GetString()
            .Should().Be("date");
        document.GetProperty("components")
            .GetProperty("securitySchemes")
            .GetProperty("bearer")
            .GetProperty("scheme")
            .GetString()
            .Should()
            .Be("bearer");
    }
}
