namespace PointsBank.Web.Pages;

/// <summary>What an address asks for, read as forgivingly as a form.</summary>
static class Asked
{
    public static FormReader Of(Visit visit) =>
        new(new FormCollection(visit.Http.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value)));
}
