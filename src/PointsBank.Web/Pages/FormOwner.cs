using Microsoft.AspNetCore.Antiforgery;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>
/// Ties each form to whoever was signed in when it was shown, so that nobody sends another's form under the own name. A stranger's form
/// goes where strangers may send one, such as the sign-in, and nowhere else. The tie lies in the form and not in the framework's identity,
/// so that a form outlives the end of its sign-in.
/// </summary>
sealed class FormOwner : IAntiforgeryAdditionalDataProvider
{
    static readonly object Anybody = new();

    public string GetAdditionalData(HttpContext context) => Of(context);

    public bool ValidateAdditionalData(HttpContext context, string additionalData) =>
        additionalData == Of(context) || (additionalData.Length == 0 && IsPublic(context)) || context.Items.ContainsKey(Anybody);

    static bool IsPublic(HttpContext http) => http.GetEndpoint()?.Metadata.GetMetadata<Access>() is { IsPublic: true };

    /// <summary>Whether the form came from a page of ours, whoever it was shown to.</summary>
    public static async Task<bool> IsOurs(HttpContext http)
    {
        http.Items[Anybody] = true;
        try
        {
            return await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);
        }
        finally
        {
            http.Items.Remove(Anybody);
        }
    }

    /// <summary>The page that answers a sign-in is already theirs.</summary>
    public static void HandTo(HttpContext http, Caller caller) => http.User = new(new CallerIdentity(caller, nameof(FormOwner)));

    static string Of(HttpContext http) => http.Caller() is not { } caller ? ""
        : caller.Household == 0 ? caller.Actor : $"{caller.Actor}/{caller.Name}";
}
