using System.Globalization;
using PointsBank.Village.Notices;

namespace PointsBank.Web.Pages.Notices.Objections;

/// <summary>
/// Which answers to its objections a household has read in this browser: a cookie with the moment of the newest, so that an answer is
/// announced until it was seen, and no longer than it is new.
/// </summary>
static class ReadAnswers
{
    const string Cookie = "read-answers";
    const int DaysNew = 30;

    /// <summary>The answers that are new and unread here.</summary>
    public static IReadOnlyList<OwnObjectionView> Unread(Visit visit)
    {
        var seen = long.TryParse(visit.Http.Request.Cookies[Cookie], NumberStyles.None, CultureInfo.InvariantCulture, out var at) ? at : 0;
        var since = visit.Today.PlusDays(-DaysNew).AtStartOfDayInZone(Village.Banks.BankDesk.Zone).ToInstant();
        return
        [
            .. HouseholdNoticeRoutes.Objections(visit).Where(objection => objection.Ruling is { } ruling
                && ruling.RecordedAt >= since && ruling.RecordedAt.ToUnixTimeMilliseconds() > seen),
        ];
    }

    /// <summary>The answers on the page that is shown now have been read.</summary>
    public static void Mark(Visit visit, IReadOnlyList<OwnObjectionView> shown)
    {
        if (shown.Max(objection => objection.Ruling?.RecordedAt) is not { } newest) return;
        visit.Http.Response.Cookies.Append(
            Cookie, newest.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), new()
            {
                MaxAge = TimeSpan.FromDays(DaysNew + 1), HttpOnly = true, SameSite = SameSiteMode.Lax,
                Secure = visit.Http.Request.IsHttps, Path = Households.Personal.HouseholdRoutes.Home(visit), IsEssential = true,
            });
    }
}
