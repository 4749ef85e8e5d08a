using NodaTime;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Honours;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>
/// Honours and who is proposed for them; rating certificates at the household's own request, and what lenders agreed on them. Money is in
/// fen.
/// </summary>
static class HonoursApi
{
    const int RollsPerMinute = 120;

    public static void MapHonours(this IEndpointRouteBuilder api, Desks desks)
    {
        var bank = api.MapGroup("/banks/{bank}").WithTags("Honours");
        var honours = bank.MapGroup("/honours");
        honours.Get(
            "", query => query.Paging(),
            (ask, paging) => Page<HonourLine>.Of(desks.Honours.Roll(ask.Bank, paging.After, paging.Limit + 1), paging, line => line.Number))
            .Public()
            .Limited("boards", RollsPerMinute)
            .WithSummary("The public roll of honour, newest first; names masked unless agreed, minors never");
        honours.Get("/titles", ask => new Page<TitleView>(desks.Honours.Titles(ask.Bank), null))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Titles that are awarded");
        honours.Post<TitleInput, TitleView>("/titles", (ask, input) => desks.Honours.SetTitle(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Add a title, or a new version of the one with this code")
            .WithExample(new TitleInput("WM", "文明家庭", "Model family", "village", "村民委员会"));
        honours.Get(
            "/candidates", query => (Year: query.Number("year", 1949, 2199), Title: query.Text("title", 16), Paging: query.Paging()),
            (ask, asked) => Page<CandidateView>.Of(
                desks.Honours.Candidates(ask.Bank, (int?)asked.Year, asked.Title, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                candidate => candidate.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Candidates, newest first");
        honours.Post<CandidatesInput, CandidatesView>("/candidates", (ask, input) => desks.Honours.Propose(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk, Role.Assessor)
            .WithSummary("Propose candidates from the closed year's list, or one household by hand with a reason")
            .WithExample(new CandidatesInput(2025, "WM"));
        honours.Post<CandidateDecisionInput, CandidateView>("/candidates/{candidate}/decision", (ask, input) =>
                desks.Honours.Decide(ask.Context, ask.Bank, ask.Number("candidate"), input))
            .Requires(Role.Clerk, Role.Assessor)
            .WithSummary("What a meeting decided of a candidate")
            .WithExample(new CandidateDecisionInput("accepted", 3, "评议纪要2026-3"));
        bank.Get("/awards", query => (Household: query.Number("household", 1), Paging: query.Paging()), (ask, asked) => Page<AwardView>.Of(
                desks.Honours.Awards(ask.Bank, asked.Household, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                award => award.Number))
            .Requires(Role.Clerk, Role.Supervisor, Role.Assessor).WithSummary("Awards, newest first");
        bank.Post<AwardInput, AwardAnswer>("/awards", (ask, input) => desks.Honours.Award(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary(
                "Award a title to an accepted candidate, or record one given elsewhere; one that carries points waits for another person")
            .WithExample(new AwardInput("WM", "安村发〔2026〕1号", new LocalDate(2026, 3, 1), Candidate: 1));
        bank.Post<AwardRemovalInput, AwardView>(
            "/awards/{award}/removal", (ask, input) => desks.Honours.TakeBack(ask.Context, ask.Bank, ask.Number("award"), input))
            .Requires(Role.Supervisor).WithSummary("Take an award back, with a reason").WithExample(new AwardRemovalInput("名单有误"));
        bank.MapRatings(desks);
        api.Get("/moral-credit", _ => desks.Loans.Figures()).WithTags("Honours")
            .Requires(Role.Administrator).WithSummary("Certified households and what was lent, village by village and in sum; no persons");
    }

    static void MapRatings(this RouteGroupBuilder bank, Desks desks)
    {
        bank.Get("/households/{household}/rating-certificates", query => query.Paging(), (ask, paging) => Page<RatingView>.Of(
                desks.Ratings.All(ask.Bank, ask.Household, paging.After, paging.Limit + 1), paging, rating => rating.Number))
            .RequiresOwnHousehold(Role.Clerk, Role.Supervisor).WithSummary("A household's rating certificates, newest first");
        bank.Post<RatingInput, RatingView>(
            "/households/{household}/rating-certificates", (ask, input) => desks.Ratings.Issue(ask.Context, ask.Bank, ask.Household, input))
            .RequiresOwnHousehold(Role.Clerk)
            .WithSummary("Issue a rating certificate at the household's own request; its code can be looked up by anybody")
            .WithExample(new RatingInput());
        bank.Get("/rating-certificates", query => query.Paging(), (ask, paging) => Page<RatingView>.Of(
                desks.Ratings.All(ask.Bank, null, paging.After, paging.Limit + 1), paging, rating => rating.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("Certificates that were issued, newest first");
        bank.Get("/rating-certificates/{certificate}", ask => desks.Ratings.Get(ask.Bank, ask.Number("certificate")))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("A certificate as it was issued");
        bank.Post<RatingVoidInput, RatingView>(
            "/rating-certificates/{certificate}/void",
            (ask, input) => desks.Ratings.Void(ask.Context, ask.Bank, ask.Number("certificate"), input))
            .Requires(Role.Supervisor).WithSummary("Make a certificate void").WithExample(new RatingVoidInput("信息有误"));
        bank.Get(
            "/rating-loans", query => query.Paging(),
            (ask, paging) => Page<LoanView>.Of(desks.Loans.All(ask.Bank, paging.After, paging.Limit + 1), paging, loan => loan.Number))
            .Requires(Role.Clerk, Role.Supervisor).WithSummary("What households' papers from lenders say, newest first");
        bank.Post<LoanInput, LoanView>("/rating-loans", (ask, input) => desks.Loans.Record(ask.Context, ask.Bank, input))
            .Requires(Role.Clerk)
            .WithSummary("Record what a household's paper from a lender says, in fen")
            .WithExample(new LoanInput(1, "农商银行", 10_000_000, 5_000_000, new LocalDate(2026, 3, 1), "贷2026-001"));
        bank.Post<LoanInput, LoanView>(
            "/rating-loans/{loan}/versions", (ask, input) => desks.Loans.Correct(ask.Context, ask.Bank, ask.Number("loan"), input))
            .Requires(Role.Clerk)
            .WithSummary("Correct it by a new version")
            .WithExample(new LoanInput(1, "农商银行", 10_000_000, 5_000_000, new LocalDate(2026, 3, 1), "贷2026-001"));
        bank.Get("/moral-credit", ask => desks.Loans.Figures(ask.Bank))
            .Requires(Role.Supervisor, Role.Administrator).WithSummary("Certified households and what was lent; no persons");
    }
}
