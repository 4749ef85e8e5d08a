using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Rooms;
using PointsBank.Village.Seals;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Verification;

/// <summary>A code somebody asks about, and what the book says; nothing where it was not asked yet or is not known.</summary>
public sealed record CheckFacts(string? Bank, string? Code, CheckView? Found);

/// <summary>Whether a paper is genuine, by the code on it.</summary>
static class CheckRoutes
{
    const int ChecksPerMinute = 60;

    public static void MapCheck(this IEndpointRouteBuilder pages)
    {
        pages.Page("/check", visit => Check(visit, visit.Query("bank"), visit.Query("code"))).Public().Limited("check", ChecksPerMinute);
        pages.Page("/check/{bank}/{code}", visit => Check(visit, visit.Ask.Text("bank"), visit.Ask.Text("code"))).Public()
            .Limited("check", ChecksPerMinute);
    }

    static IResult Check(Visit visit, string? bank, string? code)
    {
        var facts = new CheckFacts(
            bank,
            CheckCode.TryParse(code, out var parsed) ? parsed.ToString()
                : SealCode.TryParse(code, out var seal) ? seal.ToText()
                : code?.Trim(),
            null);
        if (code is null) return visit.Show<CheckPage>(facts);
        if (bank is null || visit.Desks.Banks.Find(bank) is not { } known)
            return visit.Again<CheckPage>(new Refusal(VillageRefusals.UnknownBank, "bank"), facts);
        var answer = visit.Desks.CheckCodes.Check(known, code);
        return answer.Refusal is { } refusal
            ? visit.Again<CheckPage>(refusal, facts)
            : visit.Show<CheckPage>(facts with { Found = answer.Value });
    }
}
