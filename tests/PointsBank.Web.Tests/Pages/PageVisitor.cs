using System.IO.Compression;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Mvc.Testing;

namespace PointsBank.Web.Tests.Pages;

/// <summary>A page as it came: its status, where it sends one on, and its elements.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Location">Where it sends one on; null where it does not.</param>
/// <param name="Document">Its elements.</param>
/// <param name="Response">All that came with it.</param>
/// <param name="Bytes">Its body.</param>
/// <param name="OnTheWire">How many bytes of it were sent, packed as browsers ask for.</param>
public sealed record PageSeen(
    int Status, string? Location, IHtmlDocument Document, HttpResponseMessage Response, byte[] Bytes, long OnTheWire)
{
    /// <summary>The heading.</summary>
    public string Title => Document.QuerySelector("h1")?.TextContent.Trim() ?? "";

    /// <summary>What stands in the body, spaces folded.</summary>
    public string Text => string.Join(' ', (Document.Body?.TextContent ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>What was refused, as the page's banner says.</summary>
    public string Problem => Document.QuerySelector("#problem strong")?.TextContent ?? "";

    /// <summary>What was done, as the page's banner says.</summary>
    public string Done => Document.QuerySelector(".banner.good")?.TextContent.Trim() ?? "";

    /// <summary>What is wrong with a field, as it says beside it.</summary>
    public string ErrorOf(string field) => Document.QuerySelectorAll(".field.has-error")
        .FirstOrDefault(box => box.QuerySelector($"[name='{field}']") is not null)?.QuerySelector(".error")?.TextContent.Trim() ?? "";

    public IElement Find(string selector) =>
        Document.QuerySelector(selector) ?? throw new InvalidOperationException($"no {selector} in {Status} {Text}");

    public string TextOf(string selector) => Folded(Find(selector));

    public IEnumerable<string> TextsOf(string selector) => Document.QuerySelectorAll(selector).Select(Folded);

    /// <summary>Rows of a table, their cells apart.</summary>
    public IEnumerable<string> RowsOf(string selector) =>
        Document.QuerySelectorAll(selector).Select(row => string.Join(" | ", row.Children.Select(Folded)));

    static string Folded(IElement found) => string.Join(' ', found.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

/// <summary>
/// Somebody at a browser without script: keeps cookies, sends a form with everything that stands in it, and follows where they are sent.
/// </summary>
public sealed class PageVisitor(VillageHost host, string language = "en", string address = "http://localhost")
{
    static readonly HtmlParser Parser = new();

    readonly HttpClient client = host.CreateClient(
        new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, HandleCookies = true, BaseAddress = new(address) });

    /// <summary>What the browser says with every request from now on.</summary>
    public void Says(string header, string value) => client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);

    public Task<PageSeen> Get(string address) => Send(new(HttpMethod.Get, address));

    /// <summary>The page, with redirects followed.</summary>
    public async Task<PageSeen> Follow(PageSeen page)
    {
        for (var hops = 0; page.Location is { } location && hops < 5; hops++) page = await Get(location);
        return page;
    }

    /// <summary>
    /// Sends the form whose action this is, with what stands in it and what is typed; a typed null takes a field out. <paramref
    /// name="button"/> is the action of the button pressed, where it has one of its own.
    /// </summary>
    public Task<PageSeen> Submit(PageSeen page, string action, IEnumerable<(string Name, string? Value)> typed, string? button = null)
    {
        var form = page.Document.Forms.FirstOrDefault(found => found.GetAttribute("action") == action)
            ?? throw new InvalidOperationException(
                $"no form to {action} among {string.Join(", ", page.Document.Forms.Select(found => found.GetAttribute("action")))}");
        var given = typed.ToList();
        var fields = FieldsOf(form).Where(field => given.TrueForAll(typedField => typedField.Name != field.Name))
            .Concat(given.Where(field => field.Value is not null).Select(field => (field.Name, field.Value!))).ToList();
        if (form.Method.Equals("get", StringComparison.OrdinalIgnoreCase))
            return Get(
                action + "?" + string.Join(
                    '&', fields.Select(field => $"{Uri.EscapeDataString(field.Name)}={Uri.EscapeDataString(field.Item2)}")));
        HttpContent content = form.GetAttribute("enctype") == "multipart/form-data"
            ? Multipart(fields)
            : new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Item2)));
        return Post(button ?? action, content);
    }

    public Task<PageSeen> Submit(PageSeen page, string action, params (string Name, string? Value)[] typed) =>
        Submit(page, action, (IEnumerable<(string, string?)>)typed);

    /// <summary>Sends a form with a file in one of its fields.</summary>
    public Task<PageSeen> Upload(
        PageSeen page, string action, string field, string fileName, byte[] bytes, params (string Name, string? Value)[] typed)
    {
        var form = page.Document.Forms.First(found => found.GetAttribute("action") == action);
        var fields = FieldsOf(form).Where(known => !typed.Any(typedField => typedField.Name == known.Name))
            .Concat(typed.Where(known => known.Value is not null).Select(known => (known.Name, known.Value!)));
        var content = Multipart(fields);
        content.Add(new ByteArrayContent(bytes), field, fileName);
        return Post(action, content);
    }

    public Task<PageSeen> Post(string address, HttpContent content) => Send(new(HttpMethod.Post, address) { Content = content });

    public async Task<PageSeen> SignIn(string username, string password) =>
        await Submit(await Get("/sign-in"), "/sign-in", ("username", username), ("password", password));

    public async Task<PageSeen> SignInPassbook(string serial, string pin) =>
        await Submit(await Get("/sign-in"), "/sign-in/passbook", ("serial", serial), ("pin", pin));

    /// <summary>The bare answer to a request; its page is not looked at.</summary>
    public Task<HttpResponseMessage> Send(HttpMethod method, string address, HttpContent? content) =>
        client.SendAsync(new(method, new Uri(address, UriKind.Relative)) { Content = content });

    async Task<PageSeen> Send(HttpRequestMessage request)
    {
        request.Headers.AcceptLanguage.ParseAdd(language);
        request.Headers.Accept.ParseAdd("text/html");
        request.Headers.AcceptEncoding.ParseAdd("gzip");
        var response = await client.SendAsync(request);
        var sent = await response.Content.ReadAsByteArrayAsync();
        var bytes = response.Content.Headers.ContentEncoding.Contains("gzip") ? Unpacked(sent) : sent;
        using var stream = new MemoryStream(bytes);
        return new(
            (int)response.StatusCode, response.Headers.Location?.ToString(), await Parser.ParseDocumentAsync(stream, default), response,
            bytes, sent.Length);
    }

    static byte[] Unpacked(byte[] packed)
    {
        using var unpacked = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress)) gzip.CopyTo(unpacked);
        return unpacked.ToArray();
    }

    static MultipartFormDataContent Multipart(IEnumerable<(string Name, string Value)> fields)
    {
        var content = new MultipartFormDataContent();
        foreach (var (name, value) in fields) content.Add(new StringContent(value), name);
        return content;
    }

    /// <summary>What a browser sends: fields with a name, boxes that are ticked, the chosen option; no button.</summary>
    public static IEnumerable<(string Name, string Value)> FieldsOf(IHtmlFormElement form)
    {
        foreach (var element in form.QuerySelectorAll("input[name], select[name], textarea[name]"))
            switch (element)
            {
                case IHtmlInputElement { Type: "checkbox" or "radio" } box:
                    if (box.IsChecked) yield return (box.Name!, box.Value);
                    break;
                case IHtmlInputElement { Type: "file" }:
                    break;
                case IHtmlInputElement input:
                    yield return (input.Name!, input.Value);
                    break;
                case IHtmlSelectElement select:
                    yield return (select.Name!, select.Value ?? "");
                    break;
                case IHtmlTextAreaElement area:
                    yield return (area.Name!, area.Value);
                    break;
            }
    }
}
