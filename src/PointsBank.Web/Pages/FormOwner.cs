using Microsoft.AspNetCore.Antiforgery;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages;

/// <summary>
/// Ties each form to whoever was signed in when it was shown, so that nobody sends another's form under the own name. A stranger's form,
/// such as the sign-in, is anybody's. The tie lies in the form and not in the framework's identity, so that a form outlives the end of its
/// sign-in.
/// </summary>
sealed class FormOwner : IAntiforgeryAdditionalDataProvider
{
    static readonly object Anybody = new();

    public string GetAdditionalData(HttpContext context) => Of(context);

    public bool ValidateAdditionalData(HttpContext context, string additionalData) =>
        additionalData.Length == 0 || additionalData == Of(context) || context.Items.ContainsKey(Anybody);

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

    static string Of(HttpContext http) => http.Caller() is not { } caller ? ""
        : caller.Household == 0 ? caller.Actor : $"{caller.Actor}/{caller.Name}";
}
