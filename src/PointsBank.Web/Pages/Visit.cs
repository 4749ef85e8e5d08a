using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Primitives;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>
/// One request for a page: who asks, in which village, in which language, and what was refused on the way. Every page and part can see it.
/// </summary>
public sealed class Visit
{
    /// <summary>What stands in an address before the name of a number of what was just done.</summary>
    const string CountPrefix = "n-";

    readonly HttpContext http;
    readonly Ask? ask;
    BankView? village;
    string? newKey;
    readonly List<(string Id, string Label)> wrongFields = [];

    Visit(HttpContext http)
    {
        this.http = http;
        ask = http.Features.Get<Ask>();
        Words = PageWords.For(http);
        Desks = http.RequestServices.GetRequiredService<Desks>();
    }

    /// <summary>The visit of this request, also where nobody was let in and only a problem is shown.</summary>
    public static Visit Of(HttpContext http)
    {
        if (http.Features.Get<Visit>() is { } known) return known;
        var visit = new Visit(http);
        http.Features.Set(visit);
        return visit;
    }

    public PageWords Words { get; }

    public Desks Desks { get; }

    public Ask Ask => ask ?? throw new InvalidOperationException("nobody was let in");

    /// <summary>Who asks, also where they were not let in; null for a stranger. A device is nobody who reads pages.</summary>
    public Caller? CallerIfKnown => http.Caller() is { IsDevice: false } caller ? caller : null;

    public Caller Caller => Ask.Caller;

    public long Bank => ask?.Bank ?? 0;

    public long Shop => ask?.Shop ?? 0;

    public long Household => ask?.Household ?? 0;

    public LocalDate Today => Desks.Banks.Today;

    /// <summary>The village of the address; null where it names none.</summary>
    public BankView? Village => Bank == 0 ? null : village ??= Desks.Banks.Get(Bank);

    /// <summary>Where the village's pages begin.</summary>
    public string Home => $"/v/{Village?.Code}";

    /// <summary>The demo holds nothing real, and says so on every page.</summary>
    public bool IsDemo => http.RequestServices.GetRequiredService<Settings>().Demo;

    public bool IsEnglish => Words == PageWords.English;

    public HttpContext Http => http;

    /// <summary>The address asked for, to come back to.</summary>
    public string Address => http.Request.Path + http.Request.QueryString;

    /// <summary>What was refused; fields show theirs beside them.</summary>
    public IReadOnlyList<Refusal> Refusals { get; private set; } = [];

    /// <summary>A fresh name for one write, for the hidden field of a form; a form that is shown again keeps its own.</summary>
    public string Key => newKey ?? (Posted("key") is { Length: > 0 } kept ? kept : WriteContext.NewKeyText());

    /// <summary>The fields of this page with something wrong in them, as the page shows them: where each is, and its label.</summary>
    public IReadOnlyList<(string Id, string Label)> WrongFields => wrongFields;

    /// <summary>Called for each wrong field that the page turns out to have, after its banner was made.</summary>
    public event Action? WrongFieldFound;

    /// <summary>A field with something wrong in it says where it is, so that the banner leads there.</summary>
    public void FoundWrong(string id, string label)
    {
        wrongFields.Add((id, label));
        WrongFieldFound?.Invoke();
    }

    /// <summary>Something else was written under the form's name: what is in it now, if it is sent again, is a write of its own.</summary>
    public void RenewKey() => newKey = WriteContext.NewKeyText();

    /// <summary>The address of a style, a script or the icon.</summary>
    public string Asset(string name) => http.RequestServices.GetRequiredService<Assets>().Address(name);

    /// <summary>
    /// A page of ours by the address at which another device reaches it; null where nobody told the server which one that is.
    /// </summary>
    public string? Outside(string address) =>
        http.RequestServices.GetRequiredService<Settings>().Outside is { } outside ? outside + address : null;

    /// <summary>Where anybody checks a code of this village by phone; null as with <see cref="Outside"/>.</summary>
    public string? CheckAddress(object code) => Outside($"/check/{Village!.Code}/{code}");

    /// <summary>The words for a key, its {facts} filled in.</summary>
    public string Say(string key, params ReadOnlySpan<(string Name, object Value)> facts) => Words.Say(key, facts);

    /// <summary>What was posted under this name, so that a form shown again shows what was typed; null where nothing was posted.</summary>
    public string? Posted(string name) => Sent is { } form && form.TryGetValue(name, out var values) ? values.ToString() : null;

    /// <summary>The form that was sent in and read; null for a page that is only asked for, whatever its request says of itself.</summary>
    public IFormCollection? Sent => http.Features.Get<IFormFeature>()?.Form;

    /// <summary>A value of the address's query; null where there is none.</summary>
    public string? Query(string name) =>
        http.Request.Query.TryGetValue(name, out var values) && values is [{ Length: > 0 } value] ? value : null;

    /// <summary>
    /// After which number a list goes on; null where it begins, or where what stands there is no number that a list gives.
    /// </summary>
    public long? After =>
        Query("after") is { } text && TypedNumber.Whole(text) is >= 0 and <= TypedNumber.Max and var number ? number : null;

    /// <summary>A page. Its facts are the component's <c>Facts</c> parameter.</summary>
    public IResult Show<TPage>(object? facts = null, int status = StatusCodes.Status200OK) where TPage : IComponent
    {
        // Its cookie is a header, and headers go before the first byte of the page.
        http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        http.Response.Headers.ContentLanguage = Words.Language;
        http.Response.Headers.CacheControl = "no-store";
        var parameters = facts is null ? [] : new Dictionary<string, object?> { ["Facts"] = facts };
        return new RazorComponentResult(typeof(TPage), parameters) { StatusCode = status };
    }

    /// <summary>The page again, with what is wrong.</summary>
    public IResult Again<TPage>(IReadOnlyList<Refusal> refusals, object? facts = null) where TPage : IComponent
    {
        Refusals = refusals;
        http.RequestServices.GetService<Meters>()?.Refused(refusals[0].Kind.Code);
        return Show<TPage>(facts, WebRefusals.StatusOf(refusals[0].Kind));
    }

    public IResult Again<TPage>(Refusal refusal, object? facts = null) where TPage : IComponent => Again<TPage>([refusal], facts);

    /// <summary>A page that says no and what to do about it.</summary>
    public IResult Refuse(Refusal refusal) => new Refused([refusal]);

    public IResult Refuse(IReadOnlyList<Refusal> refusals) => new Refused(refusals);

    /// <summary>
    /// On to another page after a write, so that reloading it writes nothing. <paramref name="done"/> names the words at its top, and
    /// <paramref name="counts"/> are the numbers in them.
    /// </summary>
    public IResult Go(string address, string? done = null, params ReadOnlySpan<(string Name, long Count)> counts)
    {
        if (done is null) return new SeeOther(address);
        var text = new StringBuilder(address).Append(address.Contains('?', StringComparison.Ordinal) ? '&' : '?');
        text.Append("done=").Append(done);
        foreach (var (name, count) in counts) text.Append(CultureInfo.InvariantCulture, $"&{CountPrefix}{name}={count}");
        return new SeeOther(text.ToString());
    }

    /// <summary>What was just done, in words; null where the address does not say, or not with every number of the words.</summary>
    public string? Done()
    {
        if (Query("done") is not { } done || !Words.Has("done_" + done)) return null;
        var text = Say("done_" + done);
        foreach (var (name, value) in http.Request.Query)
            if (IsCount(name) && long.TryParse(value.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
                text = text.Replace($"{{{name[CountPrefix.Length..]}}}", $"{count}", StringComparison.Ordinal);
        return text.Contains('{', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>Whether a part of the address is one of the numbers of what was just done.</summary>
    public static bool IsCount(string name) => name.StartsWith(CountPrefix, StringComparison.Ordinal);

    /// <summary>Writes once for the form's key. A repetition gets the first answer even where it would be refused today.</summary>
    public async Task<Outcome<T>> Write<T>(FormReader form, Func<WriteContext, Task<Outcome<T>>> write)
    {
        if (form.Key.IsNone) return LedgerRefusals.KeyMissing;
        var context = new WriteContext(Caller, form.Key, Fingerprint(form));
        var outcome = await write(context);
        if (outcome.Refusal is not { } refusal
            || refusal.Kind.Class is RefusalClass.Unavailable
            || refusal.Kind == LedgerRefusals.KeyReused)
            return outcome;
        return Desks.Database.FindAnswer<T>(Bank, form.Key, context.Fingerprint) ?? outcome;
    }

    /// <summary>The real write, tried and rolled back, for the page on which it is checked.</summary>
    public Task<Outcome<T>> Try<T>(Func<WriteContext, Task<Outcome<T>>> write) => write(Trial);

    /// <summary>The context of a trial.</summary>
    public WriteContext Trial => new(Caller, WriteContext.NewKey(), Digest.Of(Address), DryRun: true);

    /// <summary>The same form by the same caller has the same fingerprint; secrets stay out, because it is kept.</summary>
    Digest Fingerprint(FormReader form)
    {
        var text = new StringBuilder().Append(Caller.Actor).Append('\n').Append(http.Request.Path.Value).Append('\n');
        foreach (var (name, value) in form.WithoutSecrets) text.Append(name).Append('=').Append(value).Append('\n');
        return Digest.Of(text.ToString());
    }

    sealed class Refused(IReadOnlyList<Refusal> refusals) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Problems.Write(httpContext, refusals);
    }

    /// <summary>303: whatever was sent, get the other page.</summary>
    sealed class SeeOther(string address) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = new StringValues(LocalAddress.Encoded(address));
            return Task.CompletedTask;
        }
    }
}
