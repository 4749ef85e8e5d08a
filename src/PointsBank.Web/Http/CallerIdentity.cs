using System.Security.Claims;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>
/// The caller as the framework's user. It has no claims: a right holds in one bank or shop, which a role of the framework cannot say, and
/// the framework would tie each form to a claim, while a form of ours outlives the end of its sign-in.
/// </summary>
sealed class CallerIdentity(Caller caller, string scheme) : ClaimsIdentity(scheme)
{
    public Caller Caller => caller;
}

static class CallerOfRequest
{
    /// <summary>Who came with the request, whether they may do what they ask or not; null for a stranger.</summary>
    public static Caller? Caller(this HttpContext http) => (http.User.Identity as CallerIdentity)?.Caller;
}
