using Microsoft.AspNetCore.Http.Features;

namespace PointsBank.Web.Pages.SignIn;

/// <summary>
/// A form that could not be taken because its sign-in had ended, or its page was too old. Its fields are carried through the sign-in, so
/// that nothing typed is lost; secrets and files are not, and are asked for again. It is never sent by itself: whoever typed it presses the
/// button once more.
/// </summary>
/// <param name="Action">Where it is sent.</param>
/// <param name="Fields">What was typed.</param>
/// <param name="HadFiles">Whether files were chosen, which have to be chosen again.</param>
public sealed record KeptForm(string Action, IReadOnlyList<(string Name, string Value)> Fields, bool HadFiles)
{
    /// <summary>Before the name of each field while it is carried in another form.</summary>
    public const string Prefix = "kept.";

    const string ActionField = "keptAction", FilesField = "keptFiles";

    /// <summary>The fields as the sign-in form carries them, hidden.</summary>
    public IEnumerable<(string Name, string Value)> Carried =>
        [(ActionField, Action), (FilesField, HadFiles ? "true" : ""), .. Fields.Select(typed => (Prefix + typed.Name, typed.Value))];

    /// <summary>
    /// What was posted to another page than the sign-in; null where it does not come from a page of ours: another site must not fill in a
    /// form.
    /// </summary>
    public static async Task<KeptForm?> Posted(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.HasFormContentType || IsSignIn(http.Request)) return null;
        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            if (!IsSameOrigin(http.Request) && !await FormOwner.IsOurs(http)) return null;
            return new(http.Request.Path + http.Request.QueryString, [.. FieldsOf(form)], form.Files.Count > 0);
        }
        catch (Exception fault) when (fault is InvalidDataException or NotSupportedException or IOException)
        {
            return null;
        }
    }

    /// <summary>What the sign-in form carries; null where it carries none.</summary>
    public static KeptForm? CarriedIn(HttpContext http)
    {
        if (http.Features.Get<IFormFeature>()?.Form is not { } form || LocalAddress.Of(form[ActionField].ToString()) is not { } action)
            return null;
        var fields = form.Where(pair => pair.Key.StartsWith(Prefix, StringComparison.Ordinal))
            .SelectMany(pair => pair.Value, (pair, value) => (pair.Key[Prefix.Length..], value ?? ""));
        return new(action, [.. fields], form[FilesField] == "true");
    }

    /// <summary>Every field but the form's own and secrets.</summary>
    static IEnumerable<(string Name, string Value)> FieldsOf(IFormCollection form) => form
        .Where(pair => pair.Key is not ("key" or "__RequestVerificationToken") && !FormReader.IsSecret(pair.Key))
        .SelectMany(pair => pair.Value, (pair, value) => (pair.Key, value ?? ""));

    static bool IsSignIn(HttpRequest request) => request.Path.StartsWithSegments("/sign-in");

    /// <summary>
    /// Whether the browser itself says that the form stood on a page of this host; no page can make it say so of another's.
    /// </summary>
    static bool IsSameOrigin(HttpRequest request) => request.Headers["Sec-Fetch-Site"] == "same-origin"
        || (Uri.TryCreate(request.Headers.Origin, UriKind.Absolute, out var origin)
            && origin.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase));
}
