using System.Collections.Immutable;
using PointsBank.Village.Callers;

namespace PointsBank.Web.Http;

/// <summary>
/// Who may use an endpoint. The one written nearest to the endpoint holds; an endpoint without any is closed to everybody.
/// </summary>
/// <param name="IsPublic">Strangers too.</param>
/// <param name="Roles">Whoever holds one of these, in the bank and shop of the address; empty for whoever is signed in.</param>
/// <param name="OwnHousehold">The household of the address too.</param>
public sealed record Access(bool IsPublic, ImmutableArray<Role> Roles, bool OwnHousehold = false);

/// <summary>Open even to somebody who has to change their password first.</summary>
public sealed record OldPasswordAllowed;

public static class AccessRules
{
    /// <summary>Open even to somebody who has to change their password first.</summary>
    public static TBuilder AllowsOldPassword<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new OldPasswordAllowed());

    /// <summary>Open to all.</summary>
    public static TBuilder Public<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new Access(IsPublic: true, []));

    /// <summary>Open to whoever is signed in.</summary>
    public static TBuilder RequiresSignIn<TBuilder>(this TBuilder endpoints) where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new Access(IsPublic: false, []));

    /// <summary>
    /// Open to whoever holds one of the roles in the bank, and the shop, of the address; where it names no bank, in every bank.
    /// </summary>
    public static TBuilder Requires<TBuilder>(
        this TBuilder endpoints, params ImmutableArray<Role> roles) where TBuilder : IEndpointConventionBuilder =>
        roles.IsEmpty
            ? throw new ArgumentException("name a role, or say RequiresSignIn")
            : endpoints.WithMetadata(new Access(IsPublic: false, roles));

    /// <summary>Open to the household of the address itself, and to these roles.</summary>
    public static TBuilder RequiresOwnHousehold<TBuilder>(this TBuilder endpoints, params ImmutableArray<Role> staff)
        where TBuilder : IEndpointConventionBuilder =>
        endpoints.WithMetadata(new Access(IsPublic: false, staff, OwnHousehold: true));

    /// <summary>At most so many requests a minute from one place, or by whoever is signed in.</summary>
    public static TBuilder Limited<TBuilder>(
        this TBuilder endpoints, string what, int perMinute) where TBuilder : IEndpointConventionBuilder =>
        endpoints.RequireRateLimiting(new MinuteLimit(what, perMinute));
}
