using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Staff;

namespace PointsBank.Web.Pages.Staff;

/// <summary>Which households of a village are somebody's own or their relatives'.</summary>
/// <param name="Somebody">The member of staff.</param>
/// <param name="Bank">The village's code.</param>
/// <param name="Number">The village's number.</param>
/// <param name="Ties">What is on record.</param>
public sealed record TiesFacts(StaffView Somebody, string Bank, long Number, IReadOnlyList<TieInput> Ties)
{
    /// <summary>Rows left free for further households.</summary>
    const int Free = 4;

    public int Rows => Ties.Count + Free;
}

/// <summary>Ties of kin: nobody judges what is their own or their relatives'.</summary>
static class TiesRoutes
{
    const int MaxRows = 54;

    public static IReadOnlyList<string> Kinds { get; } = ["own", "relative"];

    public static void MapTies(this IEndpointRouteBuilder office, Desks desks)
    {
        office.Page("/staff/{staff}/ties", visit => With(visit, facts => Task.FromResult(visit.Show<TiesPage>(facts))));
        office.Form("/staff/{staff}/ties", (visit, form) => With(visit, async facts =>
        {
            var rows = Enumerable.Range(0, MaxRows).Where(row => form.Text($"ties[{row}].household", 9).Length > 0).ToList();
            var ties = rows.Select(row => new TieInput(form.RequiredNumber($"ties[{row}].household", 1), form.Text($"ties[{row}].tie", 20)))
                .ToList();
            if (form.Finish() is { } refusals) return visit.Again<TiesPage>(refusals, facts);
            var set = await visit.Write(form, context => desks.Staff.SetTies(context, facts.Number, facts.Somebody.Number, new(ties)));
            return set.Refusal is { } refusal
                ? visit.Again<TiesPage>(AtRow(refusal, rows), facts)
                : visit.Go($"/office/staff/{facts.Somebody.Number}/ties?bank={facts.Bank}", "claim_ties");
        }));
    }

    static async Task<IResult> With(Visit visit, Func<TiesFacts, Task<IResult>> then)
    {
        if (visit.Desks.Staff.All().FirstOrDefault(somebody => somebody.Number == visit.Ask.Number("staff")) is not { } found)
            return visit.Refuse(new Refusal(VillageRefusals.UnknownStaff, "staff"));
        var code = visit.Query("bank") ?? (visit.Desks.Banks.All() is [var first, ..] ? first.Code : "");
        if (visit.Desks.Banks.Find(code) is not { } bank) return visit.Refuse(new Refusal(VillageRefusals.UnknownBank, "bank"));
        return await then(new(found, code, bank, visit.Desks.Staff.Ties(bank, found.Number).Value.Ties));
    }

    /// <summary>The desk counts the ties that it was given; the form counts its rows.</summary>
    static Refusal AtRow(Refusal refusal, List<int> rows)
    {
        for (var i = 0; i < rows.Count; i++)
            if (refusal.Field?.StartsWith($"ties[{i}].", StringComparison.Ordinal) is true)
                return refusal with { Field = refusal.Field.Replace($"ties[{i}].", $"ties[{rows[i]}].", StringComparison.Ordinal) };
        return refusal;
    }
}
