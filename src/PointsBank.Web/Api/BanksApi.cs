using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

static class BanksApi
{
    public static void MapBanks(this IEndpointRouteBuilder api, Desks desks)
    {
        var banks = api.MapGroup("/banks").WithTags("Banks");
        banks.Get(
            "",
            ask => new Page<BankView>([.. desks.Banks.All().Where(bank => Reaches(ask.Caller, desks.Banks.Find(bank.Code)!.Value))], null))
            .RequiresSignIn().WithSummary("The banks in which I have a part");
        banks.Post<BankInput, BankView>("", (ask, input) => desks.Banks.Open(ask.Context, input))
            .Requires(Role.Administrator).WithSummary("Open a bank").WithExample(new BankInput("anjiahe", "安家河村", "Anjiahe"));
        banks.Get("/{bank}", ask => desks.Banks.Get(ask.Bank))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk, Role.Attendant, Role.Household).WithSummary("One bank");
        banks.Get("/{bank}/settings", query => query.Date("on"), (ask, on) => desks.Banks.SettingsOn(ask.Bank, on))
            .Requires(Role.Administrator, Role.Supervisor, Role.Clerk).WithSummary("The settings in force on a day");
        banks.Put<SettingsInput, SettingsView>("/{bank}/settings", (ask, input) => desks.Banks.Set(ask.Context, ask.Bank, input))
            .Requires(Role.Administrator, Role.Supervisor)
            .WithSummary(
                "Set some settings from a day on; where money or rights hang on them a document is needed, and once the book has "
                    + "entries a second person confirms")
            .WithExample(new SettingsInput(new Dictionary<string, long> { ["issueCeiling"] = 20_000 }, Document: "村民代表会议决议 2026-1"));
        var proposals = banks.MapGroup("/{bank}/settings/proposals").Requires(Role.Administrator, Role.Supervisor);
        proposals.Get("", query => (Open: query.Flag("open"), Paging: query.Paging()), (ask, asked) => Page<SettingProposalView>.Of(
                desks.Banks.Proposals(ask.Bank, asked.Open, asked.Paging.After, asked.Paging.Limit + 1), asked.Paging,
                proposal => proposal.Number))
            .WithSummary("Changes of settings on which money or rights hang, the last first");
        proposals.Post<NothingInput, SettingProposalView>(
            "/{proposal}/confirmation", (ask, _) => desks.Banks.Decide(ask.Context, ask.Bank, ask.Number("proposal"), confirms: true))
            .WithSummary("Put a proposed change into force, as somebody who did not propose it").WithExample(new NothingInput());
        proposals.Post<NothingInput, SettingProposalView>(
            "/{proposal}/refusal", (ask, _) => desks.Banks.Decide(ask.Context, ask.Bank, ask.Number("proposal"), confirms: false))
            .WithSummary("Refuse a proposed change").WithExample(new NothingInput());
    }

    static bool Reaches(Caller caller, long bank) => caller.Grants.Any(grant => grant.Bank == 0 || grant.Bank == bank);
}
