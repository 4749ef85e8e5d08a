using NodaTime;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;

namespace PointsBank.Demo;

/// <summary>A way into the demo village. These are published, so the demo holds nothing real.</summary>
public sealed record DemoSignIn(string Role, string Name, string Secret);

/// <summary>
/// Lives the plan of the demo village through the real desks, day by day on a clock of its own, so that everything in it is as a village
/// would have made it: direct where a leader's list proves it, and else by claim, meeting and notice. The totals are the published ones of
/// Anjiahe: 14,420 points issued, 8,640 redeemed.
/// </summary>
public static class DemoVillage
{
    public const string Pin = "246810";

    public static IReadOnlyList<DemoSignIn> SignIns { get; } =
    [
        new("administrator", "admin", "demo-admin"), new("supervisor", "supervisor", "demo-supervisor"),
        new("clerk", "clerk", "demo-clerk"), new("attendant", "attendant", "demo-attendant"), new("group-leader", "leader", "demo-leader"),
        new("assessor", "assessor", "demo-assessor"), new("team-leader", "team", "demo-team"), new("keeper", "keeper", "demo-keeper"),
        new("treasurer", "treasurer", "demo-treasurer"),
        new("household", PassbookDesk.SerialOf(1, 1), Pin),
    ];

    /// <summary>
    /// Makes the demo in a new file. The file appears under its name only when it is whole; one that exists is never touched.
    /// </summary>
    public static async Task Create(string file, IClock clock, Action<string>? progress = null, KeyRing? keys = null)
    {
        if (File.Exists(file)) throw new CannotOpenException($"{file} 已存在，演示不会改动它。{file} exists and the demo never touches it.");
        var partial = file + ".demo";
        foreach (var leftover in (string[])[partial, partial + "-wal", partial + "-shm"]) File.Delete(leftover);
        var opened = clock.GetCurrentInstant().InZone(BankDesk.Zone).Date;
        var days = new DemoClock();
        // Its passwords and PINs are published, so a long digest of them would protect nothing.
        using var secrets = new Secrets(rounds: 1_000);
        using (var database = Database.Open(new() { File = partial, Clock = days, Migrations = VillageSchema.Migrations }))
        {
            await new Telling(new Desks(database, days, secrets, keys), days, DemoPlan.Make(opened), progress).Tell();
            // Whoever tries the demo may stand at any moment and never confirms a clock.
            await database.Write<bool>(writer =>
            {
                ClockTable.BelieveAll(writer, writer.Now);
                return true;
            });
        }
        File.Delete(partial + ".lock");
        File.Move(partial, file);
    }

    sealed class DemoClock : IClock
    {
        Instant now;

        public Instant GetCurrentInstant() => now;

        public void OpenOn(LocalDate day) => now = day.At(new LocalTime(9, 0)).InZoneLeniently(BankDesk.Zone).ToInstant();
    }

    sealed class Telling(Desks desks, DemoClock clock, DemoPlan plan, Action<string>? progress)
    {
        readonly DemoLife life = new(desks, clock.OpenOn, 1, plan.Span);

        public async Task Tell()
        {
            desks.Seals.IsResting = true;
            clock.OpenOn(plan.Span.First);
            await OpenBank();
            await OpenHouseholds();
            await HireStaff();
            await OpenShop();
            await DemoYear.Define(life);
            TellTheYears();
            var week = new DemoClaims(life);
            week.Tell();
            new DemoFund(life).Tell();
            new DemoDecisions(life, week).Tell();
            new DemoStock(life).Tell();
            new DemoCounter(life).Tell();
            await life.Live(progress);
            DemoLife.Done(await desks.Seals.Make(life.Bank, "day"));
        }

        /// <summary>
        /// Within a day first what expires and the hours of the day before, then what is done, then what the month does with it, and last
        /// what hangs on the wall.
        /// </summary>
        void TellTheYears()
        {
            var years = plan.Span.Years.ToDictionary(year => year, year => new DemoYear(life, year));
            var months = plan.Span.Months.ToDictionary(month => month, month => new DemoMonth(life, month, plan.Households));
            if (plan.Span.CarriedOver is { } day) life.On(day, years[day.Year - 1].CarryOver);
            foreach (var deduction in plan.Events.OfType<DemoDeduction>())
                foreach (var (told, kind) in ((LocalDate, string)[])[(deduction.ToldOn, "private"), (deduction.ToldInWritingOn, "written")])
                    life.On(told, async () => DemoLife.Done(await desks.Reminders.Record(
                        life.Next("reminder", life.Staff.Clerk), life.Bank,
                        new(deduction.Household, deduction.RuleCode, kind, told, deduction.MemoZh))));
            new DemoVolunteers(life).Tell(plan);
            foreach (var events in plan.Events.GroupBy(happened => happened.Date))
                life.On(events.Key, () => Live([.. events], months[events.Key.With(DateAdjusters.StartOfMonth)]));
            foreach (var month in months.Values) month.Plan();
            foreach (var year in years.Values) year.Tell();
        }

        async Task OpenBank()
        {
            DemoLife.Done(
                await desks.Banks.Open(life.Next("bank"), new(DemoPlan.VillageCode, DemoPlan.VillageNameZh, DemoPlan.VillageNameEn)));
            DemoLife.Done(
                await desks.Banks.Set(
                    life.Next("settings"), life.Bank,
                    new(new Dictionary<string, long> { [Setting.IssueCeiling.Name] = 20_000 }, Document: "村民代表会议决议 1")));
            DemoLife.Done(await desks.Rulebooks.Adopt(life.Next("rulebook"), life.Bank, RulebookSheet.Default("sixty", plan.Span.First)));
        }

        async Task HireStaff()
        {
            var names = new Dictionary<string, string>
            {
                ["administrator"] = "管理员", ["supervisor"] = "监督员", ["clerk"] = "记分员", ["attendant"] = "店员", ["group-leader"] = "组长",
                ["assessor"] = "评议员",
                ["team-leader"] = "队长", ["keeper"] = "保管员", ["treasurer"] = "会计",
            };
            foreach (var (role, username, password) in SignIns.Where(signIn => signIn.Role != "household"))
                DemoLife.Done(await desks.Staff.Add(
                    life.Next(role),
                    new(
                        username, names[role], password,
                        [new(role, role == "administrator" ? null : DemoPlan.VillageCode, Group: role == "group-leader" ? 1 : null)]),
                    mustChange: false));
            foreach (var (username, name, role, group) in DemoStaff.Others)
                DemoLife.Done(await desks.Staff.Add(
                    life.Next(role), new(username, name, $"demo-{username}", [new(role, DemoPlan.VillageCode, Group: group)]),
                    mustChange: false));
            foreach (var ties in DemoStaff.Ties.GroupBy(tie => tie.Staff))
                DemoLife.Done(
                    await desks.Staff.SetTies(
                        life.Next("ties"), life.Bank, ties.Key, new([.. ties.Select(tie => new TieInput(tie.Household, tie.Tie))])));
        }

        async Task OpenHouseholds()
        {
            var groups = plan.Groups.ToDictionary(group => group.Number, group => group.Name);
            DemoLife.Done(
                await desks.Households.OpenAll(
                    life.Next("households"), life.Bank, [.. plan.Households.Select(household => new HouseholdInput(
                groups[household.GroupNumber],
                [.. household.Members.OrderBy(member => member.Number).Select(
                    member => new MemberInput(member.Name, member.BirthDate, member.IsHead, member.RelatedToCommittee))],
                household.Number))]));
            // Three households have set a PIN at the desk; the others show their booklet.
            await DemoLife.All(plan.Households.Select(household =>
                desks.Passbooks.Issue(
                    life.Next("passbook"), life.Bank, household.Number, new("first", household.Number <= 3 ? Pin : null))));
            await DemoLife.All(
                plan.Households.SelectMany(household => household.Members.Where(member => member.ConsentsToBoards).Select(member =>
                desks.Households.SetConsent(
                    life.Next("consent"), life.Bank, household.Number, member.Number, Purpose.Boards, given: true))));
        }

        async Task OpenShop()
        {
            DemoLife.Done(await desks.Shops.Open(life.Next("shop"), life.Bank, new("爱心超市", "Points shop")));
            foreach (var good in plan.Goods)
                DemoLife.Done(
                    await desks.Shops.SetGoods(
                        life.Next("goods"), life.Bank, 1,
                        new(good.Code, good.NameZh, good.NameEn, good.UnitZh, good.Emoji, good.Price, "村委会")));
        }

        /// <summary>
        /// A day of the plan. What a leader's list proves the clerk enters as it happens; hours of activities follow when they are
        /// confirmed.
        /// </summary>
        async Task Live(IReadOnlyList<DemoEvent> events, DemoMonth month)
        {
            await DemoLife.All(events.OfType<DemoStockReceipt>().Select(receipt => desks.Stock.Move(
                life.Next("stock", life.Staff.Attendant), life.Bank, 1,
                new("received", [new(receipt.Good, receipt.Quantity)], Memo: receipt.DonorMemo))));
            var credits = events.OfType<DemoCredit>().ToList();
            await DemoLife.All(credits.Where(credit => credit.Way == DemoWay.List).Select(credit => desks.Deeds.Credit(
                life.Next("credit", life.Staff.Clerk), life.Bank,
                new(credit.Household, credit.RuleCode, credit.Date, credit.Quantity, credit.Member, credit.MemoZh))));
            await month.Claim([.. credits.Where(credit => credit.IsClaim)]);
            foreach (var deduction in events.OfType<DemoDeduction>()) await month.Claim(deduction);
            foreach (var split in events.OfType<DemoSplit>())
            {
                var asked = DemoLife.Done(await desks.Changes.Split(life.Next("split", life.Staff.Clerk), life.Bank, new(
                    split.Household, [split.Member], split.Member,
                    plan.Groups.Single(group => group.Number == plan.Households[split.Household - 1].GroupNumber).Name, split.Points,
                    split.Merit, new("老人单独居住，自愿分户", "村委会会议", $"安村议〔{split.Date.Year}〕11号"))));
                var confirmed = DemoLife.Done(
                    await desks.Proposals.Confirm(life.Next("split-confirmed", life.Staff.Supervisor), life.Bank, asked.Proposal!.Number));
                var opened = DemoLife.Done(desks.Changes.Get(life.Bank, confirmed.Result)).OtherHousehold!.Value;
                DemoLife.Done(await desks.Passbooks.Issue(life.Next("split-passbook", life.Staff.Clerk), life.Bank, opened, new()));
            }
            await DemoLife.All(events.OfType<DemoRedemption>().Select(redemption => desks.Redemptions.Redeem(
                life.Next("redemption", life.Staff.Attendant), life.Bank, 1,
                new(
                    [.. redemption.Items.Select(item => new RedemptionLineInput(item.Good, item.Quantity))], new("booklet"),
                    redemption.Household))));
        }
    }
}
