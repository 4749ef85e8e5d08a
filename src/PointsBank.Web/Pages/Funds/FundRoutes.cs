using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Coverage;
using PointsBank.Village.Funds;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Funds.Donations;
using PointsBank.Web.Pages.Funds.Settlements;
using PointsBank.Web.Pages.Parts;

namespace PointsBank.Web.Pages.Funds;

/// <summary>What the treasurer sees first: whether the points are covered, what is there, and what waits.</summary>
public sealed record FundHomeFacts(
    CoverageView Cover, FundMonthsView Months, IReadOnlyList<PurchaseView> Owed, IReadOnlyList<SettlementItem> Open);

/// <summary>Contributions and payments, or the one kind that the address asks for.</summary>
public sealed record FundMovementsFacts(string? Kind, IReadOnlyList<FundMovementView> Movements, string? Next);

/// <summary>A payment to fill in: what is owed, to choose from.</summary>
public sealed record PaymentFacts(long Cash, IReadOnlyList<PurchaseView> Owed);

/// <summary>A movement as it would be entered, and the cash after it.</summary>
public sealed record FundCheckFacts(FundMovementView Movement, long Cash);

public sealed record DayBookFacts(IReadOnlyList<DayBookLine> Lines, IReadOnlyList<SourceSum> Sources, string? Next);

public sealed record GiversFacts(IReadOnlyList<GiverLine> Givers, string? Next);

/// <summary>The fund's door: the treasurer writes, clerk and supervisor read.</summary>
static class FundRoutes
{
    const int OnePage = 30;

    public static void MapFund(this IEndpointRouteBuilder pages, Desks desks)
    {
        pages.MapDonations(desks);
        var fund = pages.MapGroup("/v/{bank}/fund");
        fund.MapStatements(desks);
        var readers = fund.MapGroup("").Requires(Role.Treasurer, Role.Clerk, Role.Supervisor);
        readers.Page("", async visit => visit.Show<FundHomePage>(new FundHomeFacts(
            desks.Fund.Coverage(visit.Bank), desks.Fund.Months(visit.Bank), desks.Fund.Owed(visit.Bank),
            [.. desks.Settlements.All(visit.Bank, null, null, 100).Where(
                item => item.State is not ("paid" or "dropped") && (item.State != "approved" || item.Due != 0))])));
        readers.Page("/movements", Movements);
        readers.Page("/movements/{movement}", visit => Shown<FundMovementPage>(visit));
        readers.Page("/book", visit =>
        {
            var lines = desks.Fund.Book(visit.Bank, Before(visit), OnePage + 1);
            return visit.Show<DayBookPage>(
                new DayBookFacts(
                    [.. lines.Take(OnePage)], desks.Fund.Sources(visit.Bank),
                    lines.Count > OnePage ? Text(lines[OnePage - 1].Entry) : null));
        });

        var givers = fund.MapGroup("/givers").Requires(Role.Treasurer, Role.Clerk);
        givers.Page("", visit =>
        {
            var skip = (int)Math.Min(Before(visit) ?? 0, int.MaxValue / 2);
            var lines = desks.Fund.Givers(visit.Bank, skip, OnePage + 1);
            return visit.Show<GiversPage>(new GiversFacts([.. lines.Take(OnePage)], lines.Count > OnePage ? Text(skip + OnePage) : null));
        });
        givers.Form("", async (visit, form) =>
        {
            var input = new DonorConsentInput(form.Required("gift", 8), form.RequiredNumber("number", 1), form.Flag("named"));
            if (form.Finish() is { } refusals) return visit.Refuse(refusals);
            var outcome = await visit.Write(form, context => desks.Fund.SetConsent(context, visit.Bank, input));
            return outcome.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Go(At(visit, "givers"), "giver_noted");
        });

        var writers = fund.MapGroup("").Requires(Role.Treasurer);
        writers.Page("/contributions/new", visit => visit.Show<ContributionPage>());
        writers.Form("/contributions/change", (visit, _) => Task.FromResult(visit.Show<ContributionPage>()));
        writers.Form("/contributions/check", (visit, form) => Contribute(visit, form, isTrial: true));
        writers.Form("/contributions", (visit, form) => Contribute(visit, form, isTrial: false));
        writers.Page("/payments/new", visit => visit.Show<PaymentPage>(Payment(visit)));
        writers.Form("/payments/change", (visit, _) => Task.FromResult(visit.Show<PaymentPage>(Payment(visit))));
        writers.Form("/payments/check", (visit, form) => Pay(visit, form, isTrial: true));
        writers.Form("/payments", (visit, form) => Pay(visit, form, isTrial: false));
        writers.Page("/movements/{movement}/void", visit => Shown<FundVoidPage>(visit));
        writers.Form("/movements/{movement}/void/change", (visit, _) => Task.FromResult(Shown<FundVoidPage>(visit)));
        writers.Form("/movements/{movement}/void/check", async (visit, form) =>
        {
            var reason = form.Required("reason", 400);
            if (desks.Fund.Get(visit.Bank, visit.Ask.Number("movement")) is not { Refusal: null } found) return Shown<FundVoidPage>(visit);
            if (form.Finish() is { } refusals) return visit.Again<FundVoidPage>(refusals, found.Value);
            var tried = await visit.Try(context => desks.Fund.Void(context, visit.Bank, found.Value.Number, new(reason)));
            return tried.Refusal is { } refusal
                ? visit.Again<FundVoidPage>(refusal, found.Value)
                : visit.Show<FundVoidCheckPage>(found.Value);
        });
        writers.Form("/movements/{movement}/void", async (visit, form) =>
        {
            var (number, reason) = (visit.Ask.Number("movement"), form.Required("reason", 400));
            if (desks.Fund.Get(visit.Bank, number) is not { Refusal: null } found) return Shown<FundVoidPage>(visit);
            if (form.Finish() is { } refusals) return visit.Again<FundVoidPage>(refusals, found.Value);
            var outcome = await visit.Write(form, context => desks.Fund.Void(context, visit.Bank, number, new(reason)));
            return outcome.Refusal is { } refusal
                ? visit.Again<FundVoidPage>(refusal, found.Value)
                : visit.Go(At(visit, $"movements/{number}"), "fund_voided");
        });

        IResult Movements(Visit visit)
        {
            var kind = visit.Query("kind") is "contribution" or "payment" ? visit.Query("kind") : null;
            var rows = desks.Fund.Movements(visit.Bank, kind, Before(visit), OnePage + 1);
            return visit.Show<FundMovementsPage>(
                new FundMovementsFacts(kind, [.. rows.Take(OnePage)], rows.Count > OnePage ? Text(rows[OnePage - 1].Number) : null));
        }

        Task<IResult> Contribute(Visit visit, FormReader form, bool isTrial)
        {
            var input = ReadContribution(visit, form);
            return Enter<ContributionPage>(visit, form, null, isTrial, context => desks.Fund.Contribute(context, visit.Bank, input));
        }

        Task<IResult> Pay(Visit visit, FormReader form, bool isTrial)
        {
            var input = ReadPayment(form);
            return Enter<PaymentPage>(visit, form, Payment(visit), isTrial, context => desks.Fund.Pay(context, visit.Bank, input));
        }

        PaymentFacts Payment(Visit visit) => new(desks.Fund.Cash(visit.Bank), desks.Fund.Owed(visit.Bank));
    }

    /// <summary>The pages of this door: an attendant sees the statements alone.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links(Visit visit) => IsReader(visit)
        ?
        [
            (At(visit), "fund_home"), (At(visit, "movements"), "fund_movements"), (At(visit, "book"), "fund_book"),
            (At(visit, "statements"), "statement_list"),
            .. visit.Caller.Is(Role.Treasurer, visit.Bank) || visit.Caller.Is(Role.Clerk, visit.Bank)
                ? [(At(visit, "givers"), "fund_givers")]
                : Array.Empty<(string, string)>(),
            ($"{visit.Home}/donations", "donation_board"),
        ]
        : [(At(visit, "statements"), "statement_list"), ($"{visit.Home}/donations", "donation_board")];

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/fund" : $"{visit.Home}/fund/{page}";

    public static bool MayWrite(Visit visit) => visit.Caller.Is(Role.Treasurer, visit.Bank);

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static long? Before(Visit visit) => visit.After;

    /// <summary>Yuan as they were typed; 0 with a refusal where it is no amount.</summary>
    static long Fen(FormReader form, string name)
    {
        var text = form.Required(name, 40);
        if (text.Length == 0) return 0;
        if (Yuan.TryParse(text, out var fen)) return fen;
        form.Refuse(new(WebRefusals.NotMoney, name));
        return 0;
    }

    static bool IsReader(Visit visit) =>
        visit.Caller.Is(Role.Treasurer, visit.Bank)
            || visit.Caller.Is(Role.Clerk, visit.Bank)
            || visit.Caller.Is(Role.Supervisor, visit.Bank);

    static IResult Shown<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var found = visit.Desks.Fund.Get(visit.Bank, visit.Ask.Number("movement"));
        return found.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(found.Value);
    }

    static ContributionInput ReadContribution(Visit visit, FormReader form) => new(
        form.Required("source", 20), form.Required("from"), Fen(form, "fen"), form.Flag("named"), form.Text("receipt"),
        form.Date("receivedOn") ?? visit.Today, form.Text("memo"));

    /// <summary>What is paid: a purchase by its number, or 0 for anything else.</summary>
    static PaymentInput ReadPayment(FormReader form)
    {
        var purchase = form.RequiredNumber("purchase");
        return purchase == 0
            ? new("spent", Fen(form, "fen"), null, form.Required("to"), form.Text("receipt"), form.Date("paidOn"), form.Required("memo"))
            : new("supplier", Fen(form, "fen"), purchase, null, form.Text("receipt"), form.Date("paidOn"), form.Text("memo"));
    }

    /// <summary>Tries a movement and shows what would be entered, or enters it; where it is refused, the form is shown again.</summary>
    static async Task<IResult> Enter<TPage>(
        Visit visit, FormReader form, object? facts, bool isTrial, Func<WriteContext, Task<Outcome<FundMovementView>>> enter)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        if (form.Finish() is { } refusals) return visit.Again<TPage>(refusals, facts);
        var outcome = isTrial ? await visit.Try(enter) : await visit.Write(form, enter);
        if (outcome.Refusal is { } refusal) return visit.Again<TPage>(refusal, facts);
        var movement = outcome.Value;
        return isTrial
            ? visit.Show<FundCheckPage>(
                new FundCheckFacts(movement, visit.Desks.Fund.Cash(visit.Bank) + (movement.IsContribution ? movement.Fen : -movement.Fen)))
            : visit.Go(At(visit, $"movements/{movement.Number}"), movement.IsContribution ? "fund_received" : "fund_paid");
    }
}
