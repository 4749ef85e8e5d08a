using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Funds;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Funds.Settlements;

public sealed record StatementsFacts(IReadOnlyList<SettlementItem> Statements, string? Next);

/// <summary>A statement to make: the shops that hand out goods, and last month's days.</summary>
public sealed record StatementFormFacts(IReadOnlyList<ShopView> Shops, NodaTime.LocalDate From, NodaTime.LocalDate Until);

/// <summary>A step to be checked, and what is written beside it.</summary>
public sealed record StatementStepFacts(SettlementView Statement, string Step, string Note);

/// <summary>Statements of shops: made, signed by both sides, approved by a third, paid, printed.</summary>
static class StatementRoutes
{
    const int OnePage = 30;

    static readonly string[] Steps = ["signed_shop", "signed_supervisor", "approved", "paid", "dropped"];

    public static void MapStatements(this IEndpointRouteBuilder fund, Desks desks)
    {
        var readers = fund.MapGroup("/statements").Requires(Role.Treasurer, Role.Clerk, Role.Supervisor, Role.Attendant, Role.Keeper);
        readers.Page("", visit =>
        {
            var items = desks.Settlements.All(visit.Bank, null, FundRoutes.Before(visit), OnePage + 1);
            return visit.Show<StatementsPage>(
                new StatementsFacts([.. items.Take(OnePage)], items.Count > OnePage ? FundRoutes.Text(items[OnePage - 1].Number) : null));
        });
        readers.Page("/{statement}", visit => Shown<StatementPage>(visit));
        readers.Page("/{statement}/sheet", visit => Shown<StatementSheetPage>(visit));
        readers.Form("/{statement}/{step}/change", (visit, _) => Task.FromResult(Shown<StatementPage>(visit)));
        readers.Form("/{statement}/{step}/check", (visit, form) => Take(visit, form, isTrial: true));
        readers.Form("/{statement}/{step}", (visit, form) => Take(visit, form, isTrial: false));

        var makers = fund.MapGroup("/statements").Requires(Role.Treasurer, Role.Clerk);
        makers.Page("/new", visit => visit.Show<StatementFormPage>(Form(visit)));
        makers.Form("/change", (visit, _) => Task.FromResult(visit.Show<StatementFormPage>(Form(visit))));
        makers.Form("/check", (visit, form) => Make(visit, form, isTrial: true));
        makers.Form("", (visit, form) => Make(visit, form, isTrial: false));
    }

    /// <summary>An address of a statement.</summary>
    public static string At(Visit visit, long statement, string page = "") =>
        FundRoutes.At(visit, page.Length == 0 ? $"statements/{statement}" : $"statements/{statement}/{page}");

    /// <summary>Whether whoever asks may take this step. Whether somebody else has to, because they signed, the desk decides.</summary>
    public static bool May(Visit visit, SettlementView statement, string step)
    {
        var (caller, bank) = (visit.Caller, visit.Bank);
        return step switch
        {
            "signed_shop" => IsOfShop(visit, statement) || caller.Is(Role.Clerk, bank),
            "signed_supervisor" => caller.Is(Role.Supervisor, bank),
            "paid" => caller.Is(Role.Treasurer, bank),
            _ => caller.Is(Role.Clerk, bank) || caller.Is(Role.Treasurer, bank),
        };
    }

    /// <summary>Whether whoever asks serves in that shop, and so signs for themselves.</summary>
    public static bool IsOfShop(Visit visit, SettlementView statement) =>
        visit.Caller.Is(Role.Attendant, visit.Bank, statement.Shop) || visit.Caller.Is(Role.Keeper, visit.Bank, statement.Shop);

    static IResult Shown<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var found = visit.Desks.Settlements.Get(visit.Bank, visit.Ask.Number("statement"));
        return found.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(found.Value);
    }

    static StatementFormFacts Form(Visit visit)
    {
        var first = visit.Today.PlusMonths(-1).With(NodaTime.DateAdjusters.StartOfMonth);
        return new(
            [.. visit.Desks.Shops.All(visit.Bank).Where(shop => shop.HasCounter)], first, first.With(NodaTime.DateAdjusters.EndOfMonth));
    }

    static async Task<IResult> Make(Visit visit, FormReader form, bool isTrial)
    {
        var input = new SettlementInput(form.RequiredNumber("shop", 1), form.RequiredDate("from"), form.RequiredDate("until"));
        if (form.Finish() is { } refusals) return visit.Again<StatementFormPage>(refusals, Form(visit));
        Task<Outcome<SettlementView>> Write(WriteContext context) => visit.Desks.Settlements.Make(context, visit.Bank, input);
        var outcome = isTrial ? await visit.Try(Write) : await visit.Write(form, Write);
        if (outcome.Refusal is { } refusal) return visit.Again<StatementFormPage>(refusal, Form(visit));
        return isTrial ? visit.Show<StatementCheckPage>(outcome.Value) : visit.Go(At(visit, outcome.Value.Number), "statement_made");
    }

    static async Task<IResult> Take(Visit visit, FormReader form, bool isTrial)
    {
        var (step, settlements) = (visit.Ask.Text("step"), visit.Desks.Settlements);
        if (!Steps.Contains(step)) return visit.Refuse(new Refusal(WebRefusals.UnknownAddress));
        if (settlements.Get(visit.Bank, visit.Ask.Number("statement")) is not { Refusal: null } found) return Shown<StatementPage>(visit);
        var statement = found.Value;
        if (!May(visit, statement, step)) return visit.Refuse(new Refusal(VillageRefusals.NotAllowed));
        var note = step switch
        {
            "signed_shop" when !IsOfShop(visit, statement) => form.Required("name"),
            "paid" => form.Text("receipt"),
            "dropped" => form.Required("reason"),
            _ => "",
        };
        if (form.Finish() is { } refusals) return visit.Again<StatementPage>(refusals, statement);
        Task<Outcome<SettlementView>> Write(WriteContext context) => step switch
        {
            "signed_shop" => settlements.SignForShop(context, visit.Bank, statement.Number, new(note)),
            "signed_supervisor" => settlements.SignForSupervision(context, visit.Bank, statement.Number),
            "approved" => settlements.Approve(context, visit.Bank, statement.Number),
            "paid" => settlements.Pay(context, visit.Bank, statement.Number, new(note)),
            _ => settlements.Drop(context, visit.Bank, statement.Number, new(note)),
        };
        var outcome = isTrial ? await visit.Try(Write) : await visit.Write(form, Write);
        if (outcome.Refusal is { } refusal) return visit.Again<StatementPage>(refusal, statement);
        return isTrial
            ? visit.Show<StatementStepPage>(new StatementStepFacts(statement, step, note))
            : visit.Go(At(visit, statement.Number), "statement_stepped");
    }
}
