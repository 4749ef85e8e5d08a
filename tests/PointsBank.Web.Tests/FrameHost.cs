using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Testing;
using PointsBank.Village.Callers;
using PointsBank.Web.Api;
using PointsBank.Web.Http;

namespace PointsBank.Web.Tests;

public sealed record CupInput(string Name, long Size, LocalDate On, string? Memo = null, IReadOnlyList<SaucerInput>? Saucers = null);

public sealed record SaucerInput(int Size);

public sealed record CupView(string Name, long Size, string Fingerprint);

public sealed record NameInput(string Username, string Password);

/// <summary>The frame alone, around a few endpoints of its own and callers whose tokens are their names.</summary>
public sealed class FrameHost : IAsyncLifetime, IDisposable
{
    readonly TempFolder folder = new();

    public WebApplication App { get; private set; } = null!;

    public List<string> Log { get; } = [];

    public static ImmutableDictionary<string, Caller> Callers { get; } = new Dictionary<string, Caller>
    {
        ["clerk"] = new("staff:1", "李会计", [new(Role.Clerk, 7)]),
        ["supervisor"] = new("staff:2", "王监督", [new(Role.Supervisor)]),
        ["attendant"] = new("staff:3", "陈店员", [new(Role.Attendant, 7, 2)]),
        ["admin"] = new("staff:4", "管理员", [new(Role.Administrator)]),
        ["household"] = new("household:12", "P-12", [new(Role.Household, 7)], 12),
        ["household-elsewhere"] = new("household:12", "Q-12", [new(Role.Household, 8)], 12),
    }.ToImmutableDictionary();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddFrame(new("http://127.0.0.1:0", folder.Path, Demo: false, Now: null, JsonLog: false));
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(new ListLog(Log));
        builder.Services.AddSingleton<IClock>(new FakeClock());
        builder.Services.AddSingleton(new RouteDirectory(
            token => Callers.GetValueOrDefault(token),
            code => code == "anjiahe" ? 7 : null,
            (_, shop) => shop switch { "1" => 1, "2" => 2, _ => null }));
        App = builder.Build();
        App.UseFrame();
        App.MapFrame();
        MapCups(App.MapGroup(Frame.BasePath));
        await App.StartAsync();
    }

    public async Task DisposeAsync() => await App.DisposeAsync();

    public void Dispose() => folder.Dispose();

    static void MapCups(IEndpointRouteBuilder api)
    {
        var bank = api.MapGroup("/banks/{bank}").Requires(Role.Clerk, Role.Supervisor);
        bank.Post("/cups", (Ask ask, CupInput input) => Task.FromResult(input.Name switch
        {
            "replay" => Outcome<CupView>.Again(new("first", 1, "")),
            "poor" => new Refusal(Village.VillageRefusals.NotEnoughPoints).With("available", 3).With("needed", 5),
            "busy" => Storage.StorageRefusals.Overloaded,
            "crash" => throw new InvalidOperationException("secret words"),
            _ => new CupView(input.Name, input.Size, ask.Context.Fingerprint.ToString()),
        })).WithExample(new CupInput("碗", 3, new(2026, 3, 2)));
        bank.Delete("/cups/{cup}", ask => Task.FromResult<Outcome<CupView>>(new CupView(ask.Text("cup"), ask.Bank, "")));
        bank.Get("/cups", query => (On: query.Date("on"), Kind: query.OneOf("kind", "big", "small"), Page: query.Paging()),
            (_, query) => Page<CupView>.Of(
                [new("碗", query.Page.After + 1, ""), new("碟", query.Page.After + 2, "")], query.Page, cup => cup.Size));
        bank.Get("/shops/{shop}", ask => new CupView("shop", ask.Shop, "")).Requires(Role.Attendant, Role.Supervisor);
        bank.Get("/households/{household}", ask => new CupView("household", ask.Household, ""))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor);
        api.Get("/everywhere", _ => new CupView("everywhere", 0, "")).Requires(Role.Clerk, Role.Supervisor);
        api.Get("/me", ask => new CupView(ask.Caller.Actor, 0, "")).RequiresSignIn();
        api.Get("/forgotten", _ => new CupView("nobody", 0, ""));
        api.Get("/check", _ => new CupView("checked", 0, "")).Public().Limited("check", 60);
        api.Exchange("/sign-in", (Ask _, NameInput input) => Task.FromResult<Outcome<CupView>>(new CupView(input.Username, 0, "")))
            .Public();
    }

    public HttpClient Client(string? token = "clerk", string language = "en")
    {
        var client = App.GetTestClient();
        if (token is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
        return client;
    }

    public Task<Answer> Get(string path, string? token = "clerk", string language = "en") =>
        Answer.Of(Client(token, language).GetAsync(path));

    public Task<Answer> Post(string path, string body, string? key = "k", string? token = "clerk") =>
        Post(path, Encoding.UTF8.GetBytes(body), key, token);

    public Task<Answer> Post(string path, byte[] body, string? key = "k", string? token = "clerk", string type = "application/json")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        if (key is not null) request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return Answer.Of(Client(token).SendAsync(request));
    }

    sealed class ListLog(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose()
        {
        }

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (lines) lines.Add(formatter(state, exception));
        }
    }
}

/// <summary>Status, headers and JSON of one answer.</summary>
public sealed record Answer(int Status, JsonElement Json, string Text, HttpResponseMessage Response)
{
    public string? Code => Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty("code", out var code) ? code.GetString() : null;

    /// <summary>Fields at fault with their codes, in the order of their names.</summary>
    public string Errors => Json.TryGetProperty("errors", out var errors)
        ? string.Join(
            " ",
            errors.EnumerateObject().Select(
                wrong => $"{wrong.Name}:{wrong.Value[0].GetProperty("code").GetString()}").Order(StringComparer.Ordinal))
        : "";

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out var values) || Response.Content.Headers.TryGetValues(name, out values)
            ? string.Join(",", values)
            : null;

    public static async Task<Answer> Of(Task<HttpResponseMessage> sending)
    {
        var response = await sending;
        var text = await response.Content.ReadAsStringAsync();
        var isJson = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new((int)response.StatusCode, isJson ? JsonDocument.Parse(text).RootElement : default, text, response);
    }
}
