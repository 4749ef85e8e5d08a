using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Web.Api;
using PointsBank.Web.Pages;

namespace PointsBank.Web.Security;

/// <summary>
/// Stands before every endpoint: finds out who asks and what the address names, and lets in only whom the endpoint's <see cref="Access"/>
/// admits. Whoever may not know whether a bank exists is told that they may not, never that it does not exist.
/// </summary>
sealed class Gate(RequestDelegate next, Gatebook book, Limits limits)
{
    /// <summary>So many times as often as a stranger somebody who is signed in opens public pages.</summary>
    const int MoreForKnown = 5;

    public Task Invoke(HttpContext http)
    {
        // No endpoint, or the router's own for a wrong method: nothing to guard, and the envelope words the answer.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            if (PageProblems.IsPage(http)) NotLetIn.Keep(http, FindCaller(http.Request, isPage: true, out _));
            return next(http);
        }
        var caller = FindCaller(http.Request, endpoint.Metadata.GetMetadata<IsPage>() is not null, out var hasToken);
        // Strangers are counted by their place; who is signed in is not shut out by a crawler behind the same address, and may look around for longer.
        var times = caller is not null && IsPublic(endpoint) ? MoreForKnown : 1;
        if (endpoint.Metadata.GetMetadata<PlaceLimit>() is { } limit
            && limits.Take(limit.What, CountedAs(caller, http), limit.PerMinute * times) is { } tooOften)
        {
            NotLetIn.Keep(http, caller);
            return Problems.Write(http, tooOften);
        }

        if (Admit(http, endpoint.Metadata.GetMetadata<Access>(), caller, hasToken, out var ask) is { } refusal)
        {
            NotLetIn.Keep(http, caller);
            return Problems.Write(http, refusal);
        }
        if (caller is { MustChangePassword: true } && endpoint.Metadata.GetMetadata<Access>() is { IsPublic: false } && endpoint.Metadata.GetMetadata<OldPasswordAllowed>() is null)
            return Problems.Write(http, VillageRefusals.PasswordChangeNeeded);
        http.Features.Set(ask);
        return next(http);
    }

    /// <summary>Whom a limit counts: a place, staff, or a household with its bank, because every village has a household 1.</summary>
    static string CountedAs(Caller? caller, HttpContext http) => caller switch
    {
        null => Place.Of(http),
        { Household: 0 } => caller.Actor,
        _ => string.Create(CultureInfo.InvariantCulture, $"{caller.OwnBank}/{caller.Actor}"),
    };

    static bool IsPublic(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<Access>() is { IsPublic: true };

    /// <summary>A page's caller comes with a cookie, a program with a token in its header; never the one for the other, so that no foreign page can use the API.</summary>
    Caller? FindCaller(HttpRequest request, bool isPage, out bool hasToken)
    {
        const string Scheme = "Bearer ";
        hasToken = false;
        if (isPage)
        {
            if (SignInCookie.Read(request) is not { } token) return null;
            hasToken = true;
            return book.FindCaller(token);
        }
        var given = request.Headers.Authorization;
        if (given.Count != 1 || given[0] is not { Length: > 7 and < 256 } header || !header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        hasToken = true;
        return book.FindCaller(header[Scheme.Length..]);
    }

    RefusalKind? Admit(HttpContext http, Access? access, Caller? caller, bool hasToken, out Ask ask)
    {
        ask = null!;
        if (access is null) return VillageRefusals.NotAllowed;
        // A device has its own few addresses, and not even those that are open to all.
        if (caller is { IsDevice: true } && !access.Roles.Contains(Role.Device)) return VillageRefusals.NotAllowed;
        if (caller is null && !access.IsPublic) return hasToken ? WebRefusals.SignInExpired : WebRefusals.SignInNeeded;

        var route = http.Request.RouteValues;
        long bank = 0, shop = 0, household = 0;
        if (route.TryGetValue("bank", out var bankCode))
        {
            if (book.FindBank((string)bankCode!) is not { } known)
                return MayKnow(access, caller, 0) ? VillageRefusals.UnknownBank : VillageRefusals.NotAllowed;
            bank = known;
        }
        if (route.TryGetValue("shop", out var shopCode))
        {
            if (book.FindShop(bank, (string)shopCode!) is not { } known)
                return MayKnow(access, caller, bank) ? VillageRefusals.UnknownShop : VillageRefusals.NotAllowed;
            shop = known;
        }
        if (route.TryGetValue("household", out var number))
            long.TryParse((string)number!, NumberStyles.None, CultureInfo.InvariantCulture, out household);

        if (!access.IsPublic && !IsAdmitted(access, caller!, bank, shop, household)) return VillageRefusals.NotAllowed;
        // Asked only now, so that a stranger learns nothing from it.
        if (number is not null && household == 0) return VillageRefusals.UnknownHousehold;
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

    /// <summary>Whether the caller holds a role that reaches every bank, or every shop of the bank, and so may know which there are.</summary>
    static bool MayKnow(Access access, Caller? caller, long bank)
    {
        if (access.IsPublic) return true;
        foreach (var grant in caller!.Grants)
            if ((grant.Bank == 0 || (bank != 0 && grant.Bank == bank)) && grant.Shop == 0 && (access.Roles.IsEmpty || access.Roles.Contains(grant.Role)))
                return true;
        return false;
    }
}
