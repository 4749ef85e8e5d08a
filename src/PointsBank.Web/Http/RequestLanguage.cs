using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace PointsBank.Web.Http;

/// <summary>
/// The language of an answer: the one that was chosen on a page, else the one that the caller likes best of the two. The names of cultures
/// that strangers send go no further than this, because the framework remembers each one that it is asked for.
/// </summary>
sealed class RequestLanguage : RequestCultureProvider
{
    /// <summary>The cookie that keeps the language chosen on a page: <c>zh</c> or <c>en</c>.</summary>
    public const string Cookie = "language";

    public const string Chinese = "zh", English = "en";

    public static void Configure(RequestLocalizationOptions options)
    {
        // Numbers and days are written alike in both languages, and never as the machine likes them.
        options.DefaultRequestCulture = new(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(Chinese));
        options.SupportedCultures = [CultureInfo.InvariantCulture];
        options.SupportedUICultures = [CultureInfo.GetCultureInfo(Chinese), CultureInfo.GetCultureInfo(English)];
        options.RequestCultureProviders = [new RequestLanguage()];
    }

    static readonly ProviderCultureResult InChinese = new("", Chinese), InEnglish = new("", English);

    public static bool IsEnglish(HttpContext http) => http.Features.Get<IRequestCultureFeature>()?.RequestCulture.UICulture.Name == English;

    public override Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext) =>
        Task.FromResult<ProviderCultureResult?>(WantsEnglish(httpContext.Request) ? InEnglish : InChinese);

    static bool WantsEnglish(HttpRequest request)
    {
        if (request.Cookies[Cookie] is { } chosen) return chosen == English;
        double chinese = 0, english = 0;
        foreach (var wish in request.GetTypedHeaders().AcceptLanguage)
        {
            var quality = wish.Quality ?? 1;
            if (wish.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || wish.Value == "*") chinese = Math.Max(chinese, quality);
            else if (wish.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase)) english = Math.Max(english, quality);
        }
        return english > chinese;
    }
}
