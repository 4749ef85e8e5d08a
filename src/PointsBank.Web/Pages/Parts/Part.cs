using Microsoft.AspNetCore.Components;
using NodaTime;
using NodaTime.Text;
using PointsBank.Village.Banks;

namespace PointsBank.Web.Pages.Parts;

/// <summary>What every page and part of a page is: it sees the visit and can speak its language.</summary>
public abstract class Part : ComponentBase
{
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    protected Visit Visit => Visit.Of(Http);

    protected string Say(string key, params ReadOnlySpan<(string Name, object Value)> facts) => Visit.Say(key, facts);

    /// <summary>A day as it is written on paper: 2026-03-02, the same in both languages.</summary>
    protected static string Day(LocalDate day) => LocalDatePattern.Iso.Format(day);

    /// <summary>A moment by the village's own clock.</summary>
    protected static string Moment(Instant at) => at.InZone(BankDesk.Zone).ToString("uuuu-MM-dd HH:mm", null);
}

/// <summary>A page with facts to show.</summary>
public abstract class PageOf<TFacts> : Part
{
    [Parameter, EditorRequired]
    public TFacts Facts { get; set; } = default!;
}
