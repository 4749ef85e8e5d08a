using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Journal;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Deeds;
using PointsBank.Web.Pages.Proposals;

namespace PointsBank.Web.Pages.Households.Changes;

/// <summary>Changes, and how many more wait for another person.</summary>
public sealed record ChangesFacts(IReadOnlyList<ChangeView> Changes, string? Next, int Waiting);

/// <summary>A change, and who proposed it.</summary>
public sealed record ChangeOneFacts(ChangeView Change, string? ProposedBy);

/// <summary>A change to fill in: of which kind, and what the household has.</summary>
public sealed record ChangeFormFacts(
    string Kind, HouseholdView Household, BalanceView Balance, IReadOnlyList<GroupView> Groups, IReadOnlyList<BankView> Banks);

/// <summary>Households that split, merge, move or leave: the clerk writes what was decided, a supervisor reads it.</summary>
static class ChangeRoutes
{
    const int OnePage = 30;

    static readonly string[] Kinds = ["split", "merge", "move", "leave"];

    public static void MapChanges(this IEndpointRouteBuilder pages, Desks desks)
    {
        var changes = pages.MapGroup("/v/{bank}/changes");
        var readers = changes.MapGroup("").Requires(Role.Clerk, Role.Supervisor);
        readers.Page("", visit =>
        {
            long? before = visit.After;
            var rows = desks.Changes.List(visit.Bank, null, before, OnePage + 1);
            return visit.Show<ChangesPage>(
                new ChangesFacts(
                    [.. rows.Take(OnePage)],
                    rows.Count > OnePage ? rows[OnePage - 1].Number.ToString(CultureInfo.InvariantCulture) : null,
                    desks.Proposals.List(visit.Bank, open: true, 0, OnePage).Count));
        });
        readers.Page("/{change}", visit =>
        {
            var found = desks.Changes.Get(visit.Bank, visit.Ask.Number("change"));
            if (found.Refusal is { } refusal) return visit.Refuse(refusal);
            var proposedBy = found.Value.Proposal is { } number ? desks.Proposals.Get(visit.Bank, number).Value.ProposedBy : null;
            return visit.Show<ChangePage>(new ChangeOneFacts(found.Value, proposedBy));
        });

        var clerks = changes.MapGroup("").Requires(Role.Clerk);
        clerks.Page("/new", visit => visit.Query("household") is { } asked && TypedText.Number(asked) is { } household
            ? Form(visit, visit.Query("kind"), household, null)
            : visit.Show<ChangeStartPage>());
        clerks.Form("/change", (visit, form) => Form(visit, form.Text("kind", 8), form.Number("household") ?? 0, null));
        clerks.Form("/check", (visit, form) => Write(visit, form, isTrial: true));
        clerks.Form("", (visit, form) => Write(visit, form, isTrial: false));

        IResult Form(Visit visit, string? kind, long household, IReadOnlyList<Refusal>? refused)
        {
            var known = Kinds.Contains(kind) ? kind! : "split";
            var (found, balance) = (desks.Households.Get(visit.Bank, household), desks.Journal.Balance(visit.Bank, household));
            if ((found.Refusal ?? balance.Refusal) is { } refusal) return visit.Refuse(refusal);
            if (found.Value.Ended is not null && refused is null)
                return visit.Refuse(new Refusal(VillageRefusals.HouseholdEnded, "household"));
            var facts = new ChangeFormFacts(
                known, found.Value, balance.Value, desks.Households.Groups(visit.Bank),
                [.. desks.Banks.All().Where(bank => desks.Banks.Find(bank.Code) is { } number && visit.Caller.Is(Role.Clerk, number))]);
            return refused is null ? visit.Show<ChangeFormPage>(facts) : visit.Again<ChangeFormPage>(refused, facts);
        }

        async Task<IResult> Write(Visit visit, FormReader form, bool isTrial)
        {
            var (kind, household) = (form.Text("kind", 8), form.RequiredNumber("household", 1));
            var grounds = new ChangeGrounds(form.Required("reason", 400), form.Required("decidedBy", 120), form.Text("document", 120));
            var change = Read(visit, form, kind, household, grounds);
            if (form.Finish() is { } refusals) return Form(visit, kind, household, refusals);
            var outcome = isTrial ? await visit.Try(change) : await visit.Write(form, change);
            if (outcome.Refusal is { } refusal) return Form(visit, kind, household, [refusal]);
            if (isTrial) return visit.Show<ChangeCheckPage>(outcome.Value);
            return outcome.Value.Change is { } written
                ? visit.Go(At(visit, $"{written.Number}"), "change_written")
                : visit.Go(ProposalRoutes.At(visit), "proposal_sent");
        }

        Func<WriteContext, Task<Outcome<ChangeAnswer>>> Read(Visit visit, FormReader form, string kind, long household, ChangeGrounds grounds)
        {
            switch (kind)
            {
                case "merge":
                    var merge = new MergeInput(household, form.RequiredNumber("into", 1), grounds);
                    return context => desks.Changes.Merge(context, visit.Bank, merge);
                case "move":
                    var move = new MoveInput(household, form.Required("group", 40), grounds, form.Text("bank", 40));
                    return context => desks.Changes.Move(context, visit.Bank, move);
                case "leave":
                    var leave = new LeaveInput(household, grounds, form.Number("pointsTo", 1));
                    return context => desks.Changes.Leave(context, visit.Bank, leave);
                default:
                    var split = new SplitInput(
                        household, [.. form.All("members").Select(TypedText.Number).OfType<long>()], form.Number("head") ?? 0,
                        form.Required("group", 40), form.Number("points") ?? 0,
                        form.Number("standing", long.MinValue) ?? 0, grounds);
                    return context => desks.Changes.Split(context, visit.Bank, split);
            }
        }
    }

    /// <summary>An address of this door.</summary>
    public static string At(Visit visit, string page = "") => page.Length == 0 ? $"{visit.Home}/changes" : $"{visit.Home}/changes/{page}";
}
