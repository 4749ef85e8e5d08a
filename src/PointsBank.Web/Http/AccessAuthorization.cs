using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http.Features;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>The one policy of all endpoints: the <see cref="Access"/> that is written nearest to each.</summary>
sealed class AccessRequirement : IAuthorizationRequirement
{
    public static void Configure(AuthorizationOptions options) => options.FallbackPolicy = new([new AccessRequirement()], []);
}

/// <summary>
/// Finds out what the address names, and lets in only whom the endpoint's <see cref="Access"/> admits. Whoever may not know whether a bank
/// exists is told that they may not, never that it does not exist.
/// </summary>
sealed class AccessAuthorization(RouteDirectory directory) : AuthorizationHandler<AccessRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        var http = (HttpContext)context.Resource!;
        // No endpoint, or the router's own for a wrong method: nothing to guard, and the answer is a problem.
        if (http.GetEndpoint() is not RouteEndpoint endpoint) context.Succeed(requirement);
        else if (Admit(http, endpoint.Metadata, out var ask) is { } refusal)
        {
            var hasEnded = refusal == WebRefusals.SignInNeeded && (await http.AuthenticateAsync()).Failure is not null;
            http.Features.Set(new NotLetIn(hasEnded ? WebRefusals.SignInExpired : refusal));
            context.Fail();
        }
        else
        {
            http.Features.Set(ask);
            context.Succeed(requirement);
        }
    }

    RefusalKind? Admit(HttpContext http, EndpointMetadataCollection endpoint, out Ask? ask)
    {
        ask = null;
        if (endpoint.GetMetadata<Access>() is not { } access) return VillageRefusals.NotAllowed;
        var caller = http.Caller();
        // A device has its own few addresses, and not even those that are open to all.
        if (caller is { IsDevice: true } && !access.Roles.Contains(Role.Device)) return VillageRefusals.NotAllowed;
        if (caller is null && !access.IsPublic) return WebRefusals.SignInNeeded;

        var route = http.Request.RouteValues;
        long bank = 0, shop = 0, household = 0;
        if (route.TryGetValue("bank", out var bankCode))
        {
            if (directory.FindBank((string)bankCode!) is not { } known)
                return MayKnow(access, caller, 0) ? VillageRefusals.UnknownBank : VillageRefusals.NotAllowed;
            bank = known;
        }
        if (route.TryGetValue("shop", out var shopCode))
        {
            if (directory.FindShop(bank, (string)shopCode!) is not { } known)
                return MayKnow(access, caller, bank) ? VillageRefusals.UnknownShop : VillageRefusals.NotAllowed;
            shop = known;
        }
        if (route.TryGetValue("household", out var number))
            long.TryParse((string)number!, NumberStyles.None, CultureInfo.InvariantCulture, out household);

        if (!access.IsPublic && !IsAdmitted(access, caller!, bank, shop, household)) return VillageRefusals.NotAllowed;
        // Asked only now, so that a stranger learns nothing from it.
        if (number is not null && household == 0) return VillageRefusals.UnknownHousehold;
        if (caller is { MustChangePassword: true } && !access.IsPublic && endpoint.GetMetadata<OldPasswordAllowed>() is null)
            return VillageRefusals.PasswordChangeNeeded;
        ask = new(http, caller, bank, shop, household);
        return null;
    }

    static bool IsAdmitted(Access access, Caller caller, long bank, long shop, long household)
    {
        if (access.OwnHousehold && household != 0 && caller.Household == household && caller.Is(Role.Household, bank)) return true;
        if (access.Roles.IsEmpty) return !access.OwnHousehold;
        foreach (var role in access.Roles)
            if (caller.Is(role, bank, shop))
                return true;
        return false;
    }

    /// <summary>Whether the caller holds a role that reaches every bank, or every shop of the bank, and may know which there are.</summary>
    static bool MayKnow(Access access, Caller? caller, long bank)
    {
        if (access.IsPublic) return true;
        foreach (var grant in caller!.Grants)
        {
            var reachesBank = grant.Bank == 0 || (bank != 0 && grant.Bank == bank);
            if (reachesBank && grant.Shop == 0 && (access.Roles.IsEmpty || access.Roles.Contains(grant.Role))) return true;
        }
        return false;
    }
}

/// <summary>Why somebody was not let in.</summary>
sealed record NotLetIn(RefusalKind Kind);

/// <summary>Whoever is not let in is told why, as with every other problem.</summary>
sealed class AccessProblem : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(
        RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult) =>
        authorizeResult.Succeeded ? next(context) : Problems.Write(context, context.Features.GetRequiredFeature<NotLetIn>().Kind);
}
