using PointsBank.Village;
using PointsBank.Web.Security;

namespace PointsBank.Web.Api;

static class BoardsApi
{
    const int BoardsPerMinute = 120;

    public static void MapBoards(this IEndpointRouteBuilder api, Desks desks)
    {
        api.Get("/banks/{bank}/boards/{kind}", query => (Period: query.Text("period", 7), After: query.Text("after", 40), Limit: query.Number("limit", 1, Paging.MostItems)),
                (ask, asked) => desks.Boards.Compute(
                    ask.Bank, ask.Text("kind"), asked.Period ?? desks.Banks.Today.ToString("uuuu", null), asked.After, (int)(asked.Limit ?? Paging.UsualItems)))
            .Public().Limited("boards", BoardsPerMinute).WithTags("Boards")
            .WithSummary("A board (red, black, good-deeds or stars) of a year (2026), a quarter (2026-Q1) or a month (2026-03); names masked unless agreed");
    }
}
