using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Honours;
using PointsBank.Web.Pages.Staff;

namespace PointsBank.Web.Pages.Banks;

/// <summary>A bank, how far it is set up, and how many changes of its settings wait for whoever looks.</summary>
public sealed record BankLine(SetUp SetUp, long Waiting)
{
    public BankView Bank => SetUp.Bank;
}

public sealed record OfficeFacts(IReadOnlyList<BankLine> Banks, int Staff);

/// <summary>A setting with its value on a day and the values to come.</summary>
public sealed record SettingLine(Setting Setting, long Value, IReadOnlyList<(NodaTime.LocalDate From, long Value)> Coming);

/// <summary>A bank's settings under their headings, and the changes that wait for a second person.</summary>
public sealed record SettingsFacts(IReadOnlyList<(string Group, IReadOnlyList<SettingLine> Lines)> Groups, SettingProposalsFacts Proposals);

/// <summary>The administrator's door: banks, their settings, and the first steps. Points are never touched here.</summary>
static class OfficeRoutes
{
    public static void MapOffice(this IEndpointRouteBuilder pages, Desks desks)
    {
        var office = pages.MapGroup("/office").Requires(Role.Administrator);
        office.Page(
            "",
            visit => visit.Show<OfficePage>(new OfficeFacts(Lines(visit), desks.Staff.All().Count(somebody => somebody.EndedAt is null))));
        office.Page("/banks", visit => visit.Show<BanksPage>(Lines(visit)));
        office.Page("/banks/new", visit => visit.Show<NewBankPage>());
        office.Form("/banks", async (visit, form) =>
        {
            var input = new BankInput(form.Required("code"), form.Required("nameZh"), form.Required("nameEn"));
            if (form.Finish() is { } refusals) return visit.Again<NewBankPage>(refusals);
            var opened = await visit.Write(form, context => desks.Banks.Open(context, input));
            return opened.Refusal is { } refusal ? visit.Again<NewBankPage>(refusal) : visit.Go("/office", "office_bank_opened");
        });
        office.Page("/banks/{bank}/settings", visit => visit.Show<SettingsPage>(FactsOf(visit)));
        office.Form("/banks/{bank}/settings", async (visit, form) =>
        {
            var from = form.Date("validFrom") ?? visit.Today;
            var settings = desks.Banks.SettingsOf(visit.Bank);
            var values = new Dictionary<string, long>();
            foreach (var setting in Setting.All)
                // Only what was changed is set, so that the others keep the day from which they hold.
                if (Value(form, setting) is var value && value != settings.On(from, setting))
                    values.Add(setting.Name, value);
            if (form.Finish() is { } refusals) return visit.Again<SettingsPage>(refusals, FactsOf(visit));
            if (values.Count == 0) return visit.Go(visit.Http.Request.Path, "office_settings_same");
            var set = await visit.Write(
                form, context => desks.Banks.Set(context, visit.Bank, new(values, from, form.Text("document", 200))));
            return set.Refusal is { } refusal
                ? visit.Again<SettingsPage>(refusal, FactsOf(visit))
                : visit.Go(visit.Http.Request.Path, set.Value.Proposal is null ? "office_settings_set" : "office_settings_proposed");
        });
        office.MapSettingProposals("/banks/{bank}/settings/proposals", visit => visit.Show<SettingsPage>(FactsOf(visit)), SettingsOf);
        var supervisor = pages.MapGroup("/v/{bank}/supervisor/settings").Requires(Role.Supervisor);
        supervisor.Page("", ShowWaiting);
        supervisor.MapSettingProposals("/proposals", ShowWaiting, SettingProposalRoutes.OfSupervisor);
        office.Page("/moral-credit", visit => visit.Show<CreditPage>(desks.Loans.Figures()));
        office.MapStaffPages(desks);
        office.MapTies(desks);

        static IResult ShowWaiting(Visit visit) =>
            visit.Show<SettingProposalsPage>(SettingProposalRoutes.Facts(visit, SettingProposalRoutes.OfSupervisor(visit)));
    }

    /// <summary>The door's pages.</summary>
    public static IReadOnlyList<(string Address, string Word)> Links { get; } = [
        ("/office", "office_home"), ("/office/banks", "office_banks"), ("/office/staff", "office_staff"),
        ("/office/moral-credit", "credit_title")];

    static IReadOnlyList<BankLine> Lines(Visit visit)
    {
        var staff = visit.Desks.Staff.All();
        return [.. visit.Desks.Banks.All().Select(bank => new BankLine(SetUp.Of(visit, bank, staff), Waiting(bank)))];

        long Waiting(BankView bank) =>
            visit.Desks.Banks.WaitingFor(visit.Caller, visit.Desks.Banks.Find(bank.Code)!.Value, SettingProposalRoutes.MaxWaiting);
    }

    static SettingsFacts FactsOf(Visit visit)
    {
        var settings = visit.Desks.Banks.SettingsOf(visit.Bank);
        return new(
            [.. Setting.Groups.Select(group => (group.Group, (IReadOnlyList<SettingLine>)
                [.. group.Settings.Select(
                    setting => new SettingLine(setting, settings.On(visit.Today, setting), settings.After(visit.Today, setting)))]))],
            SettingProposalRoutes.Facts(visit, SettingsOf(visit)));
    }

    static string SettingsOf(Visit visit) => $"/office/banks/{visit.Desks.Banks.Get(visit.Bank).Code}/settings";

    /// <summary>A setting as it was typed; of boxes the sum of those that are ticked.</summary>
    static long Value(FormReader form, Setting setting)
    {
        var name = $"values.{setting.Name}";
        if (!setting.IsOfFlags) return form.RequiredNumber(name, setting.Least, setting.Most);
        var sum = form.All(name).Distinct().Sum(box => long.TryParse(box, out var flag) && flag is > 0 and <= 64 ? flag : 0);
        if (sum < setting.Least) form.Refuse(new(VillageRefusals.MissingValue, name));
        return sum;
    }
}
