using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace PointsBank.Web.Http;

/// <summary>
/// Who comes with a token: one handler for each way in which it may come. They log nothing; <see cref="Envelope"/> writes one line for each
/// request.
/// </summary>
abstract class CallerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, RouteDirectory directory)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder)
{
    static readonly AuthenticateResult Ended = AuthenticateResult.Fail("the token is unknown, revoked or past its time");

    /// <summary>The token that came this way; null where none did.</summary>
    protected abstract string? Token { get; }

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(
        Token is not { } token ? AuthenticateResult.NoResult()
        : directory.FindCaller(token) is not { } caller ? Ended
        : AuthenticateResult.Success(new(new ClaimsPrincipal(new CallerIdentity(caller, Scheme.Name)), Scheme.Name)));
}

/// <summary>A program, or a device of the mobile shop, sends its token in a header.</summary>
sealed class BearerAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, RouteDirectory directory)
    : CallerAuthentication(options, encoder, directory)
{
    public const string Name = "Bearer";

    const string Prefix = Name + " ";

    protected override string? Token =>
        Request.Headers.Authorization is [{ Length: > 7 and < 256 } header] && header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? header[Prefix.Length..]
            : null;
}

/// <summary>A browser sends the cookie that the sign-in page gave it.</summary>
sealed class CookieAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, UrlEncoder encoder, RouteDirectory directory)
    : CallerAuthentication(options, encoder, directory)
{
    public const string Name = "Cookie";

    protected override string? Token => SignInCookie.Read(Request);
}

static class CallerSchemes
{
    /// <summary>
    /// Who asks, and what they may. A page takes the cookie and the API the header; never the one for the other, so that no foreign page
    /// can use the API.
    /// </summary>
    public static void AddCallers(this IServiceCollection services)
    {
        services.AddAuthentication(BearerAuthentication.Name)
            .AddScheme<AuthenticationSchemeOptions, BearerAuthentication>(BearerAuthentication.Name, scheme =>
                scheme.ForwardDefaultSelector = http => IsPage.Wants(http) ? CookieAuthentication.Name : null)
            .AddScheme<AuthenticationSchemeOptions, CookieAuthentication>(CookieAuthentication.Name, null);
        services.AddAuthorization(AccessRequirement.Configure);
        services.AddSingleton<IAuthorizationHandler, AccessAuthorization>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessProblem>();
    }
}
