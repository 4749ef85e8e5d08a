using PointsBank.Village.Callers;
using PointsBank.Web.Api;

namespace PointsBank.Web.Security;

/// <summary>Somebody signed in who was not let in, or asked for what is not there: the page that says no shows who they are.</summary>
sealed record NotLetIn(Caller Caller)
{
    /// <summary>Keeps them for the page. A device is nobody who reads pages.</summary>
    public static void Keep(HttpContext http, Caller? caller)
    {
        if (caller is { IsDevice: false }) http.Features.Set(new NotLetIn(caller));
    }

    /// <summary>Who is signed in, let in or not; null for a stranger.</summary>
    public static Caller? OrLetIn(HttpContext http) => http.Features.Get<Ask>()?.CallerIfKnown ?? http.Features.Get<NotLetIn>()?.Caller;
}
