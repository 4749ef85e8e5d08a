using System.Collections.Frozen;
using PointsBank.Ledger;
using PointsBank.Papers;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>A code, its status, and its words in both languages.</summary>
public sealed record ProblemKindView(string Code, int Status, string Title, string? Advice, string TitleEnglish, string? AdviceEnglish);

/// <summary>The closed list of everything that can go wrong; each problem's <c>type</c> leads here.</summary>
static class ProblemsApi
{
    /// <summary>Every code of every room, once.</summary>
    public static FrozenDictionary<string, RefusalKind> Kinds { get; } =
        WebRefusals.All.Concat(LedgerRefusals.All)
            .Concat(StorageRefusals.All)
            .Concat(PaperRefusals.All)
            .Concat(VillageRefusals.All)
            .Concat(NameRefusals.All)
            .Concat(CorrectionRefusals.All)
            .ToFrozenDictionary(kind => kind.Code);

    public static void MapProblems(this IEndpointRouteBuilder api)
    {
        var problems = api.MapGroup("/problems").WithTags("Problems").Public();
        problems.Get(
            "", _ => new Page<ProblemKindView>([.. Kinds.Values.Select(View).OrderBy(view => view.Code, StringComparer.Ordinal)], null))
            .WithSummary("Every problem code, with its words in Chinese and English");
        problems.Get(
            "/{code}",
            ask => Kinds.TryGetValue(ask.Text("code"), out var kind) ? View(kind) : (Outcome<ProblemKindView>)WebRefusals.UnknownAddress)
            .WithSummary("One problem code");
    }

    static ProblemKindView View(RefusalKind kind) => new(
        kind.Code, WebRefusals.StatusOf(kind), Words.Chinese.Title(kind.Code), Words.Chinese.Advice(kind.Code),
        Words.English.Title(kind.Code), Words.English.Advice(kind.Code));
}
