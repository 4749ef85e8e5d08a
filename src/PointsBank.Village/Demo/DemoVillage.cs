using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;
using PointsBank.Village.Keys;
using PointsBank.Village.Rulebooks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Demo;

/// <summary>A way into the demo village. These are published, so the demo holds nothing real.</summary>
public sealed record DemoSignIn(string Role, string Name, string Secret);

/// <summary>
/// Lives the plan of the demo village through the real desks, day by day on a clock of its own, so that everything in it is as a village would
/// have made it. The totals are the published ones of Anjiahe: 14,420 points issued, 8,640 redeemed.
/// </summary>
public static class DemoVillage
{
    public const string Pin = "246810";

    public static IReadOnlyList<DemoSignIn> SignIns { get; } =
    [
        new("administrator", "admin", "demo-admin"), new("supervisor", "supervisor", "demo-supervisor"), new("clerk", "clerk", "demo-clerk"),
        new("attendant", "attendant", "demo-attendant"), new("group-leader", "leader", "demo-leader"), new("assessor", "assessor", "demo-assessor"),
        new("team-leader", "team", "demo-team"), new("keeper", "keeper", "demo-keeper"), new("treasurer", "treasurer", "demo-treasurer"),
        new("household", PassbookDesk.SerialOf(1, 1), Pin),
    ];

    /// <summary>The schema that every database of the product has.</summary>
    public static IReadOnlyList<Migration> Migrations { get; } = [.. Migration.Ledger, .. Migration.In(typeof(DemoVillage).Assembly)];

    /// <summary>Makes the demo in a new file. The file appears under its name only when it is whole; one that exists is never touched.</summary>
    public static async Task Create(string file, IClock clock, Action<string>? progress = null, KeyRing? keys = null)
    {
        if (File.Exists(file)) throw new CannotOpenException($"{file} 已存在，演示不会改动它。{file} exists and the demo never touches it.");
        var partial = file + ".demo";
        foreach (var leftover in (string[])[partial, partial + "-wal", partial + "-shm"]) File.Delete(leftover);
        var opened = clock.GetCurrentInstant().InZone(BankDesk.Zone).Date;
        var days = new DemoClock();
        using (var database = Database.Open(new() { File = partial, Clock = days, Migrations = Migrations }))
        {
            await new Telling(new Desks(database, days, keys: keys), days, DemoPlan.Make(opened.Year - 1), opened, progress).Tell();
            // Whoever tries the demo may stand at any moment and never confirms a clock.
            await database.Write<bool>(writer =>
            {
                ClockTable.BelieveAll(writer.Connection, writer.Now);
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

    sealed class Telling(Desks desks, DemoClock clock, DemoPlan plan, LocalDate opened, Action<string>? progress)
    {
        static readonly Staff.Caller Clerk = new("staff:3", "clerk", []);
        static readonly Staff.Caller Attendant = new("staff:4", "attendant", []);
        readonly List<Task> today = [];
        long bank, writes;

        public async Task Tell()
        {
            desks.Seals.IsResting = true;
            clock.OpenOn(new(plan.Year, 1, 1));
            await OpenBank();
            await OpenHouseholds();
            var leader = desks.Staff.All().Single(somebody => somebody.Username == "leader");
            Done(await desks.Staff.SetGrants(Next("grants"), leader.Number, new([new("group-leader", DemoPlan.VillageCode, Group: 1)])));
            await OpenShop();
            var year = new DemoYear(desks, clock.OpenOn, bank, plan.Year, Next);
            await year.Define();
            foreach (var day in plan.Events.GroupBy(happened => happened.Date))
            {
                await year.HangBefore(day.Key);
                clock.OpenOn(day.Key);
                foreach (var happened in day) today.Add(Happens(happened));
                await Task.WhenAll(today);
                today.Clear();
                if (day.Key.Day == 1) progress?.Invoke($"{day.Key.Year:D4}-{day.Key.Month:D2}");
            }
            await year.Split(plan.Households);
            await year.HangLast();
            var decisions = new DemoDecisions(desks, clock.OpenOn, bank, opened, Next);
            if (DemoDecisions.IsTime(opened))
            {
                await year.Close();
                await decisions.Warn();
            }
            await new DemoClaims(desks, clock.OpenOn, bank, opened, Next).Tell();
            await new DemoVolunteers(desks, clock.OpenOn, bank, opened, Next).Tell();
            await new DemoFund(desks, clock.OpenOn, bank, opened, Next).Tell();
            await new DemoCounter(desks, clock.OpenOn, bank, opened, Next).Tell();
            await new DemoStock(desks, bank, Next).Tell();
            if (DemoDecisions.IsTime(opened)) await decisions.Tell();
            await desks.Seals.Make(bank, "day");
        }

        async Task OpenBank()
        {
            Done(await desks.Banks.Open(Next("bank"), new(DemoPlan.VillageCode, DemoPlan.VillageNameZh, DemoPlan.VillageNameEn)));
            bank = desks.Banks.Find(DemoPlan.VillageCode)!.Value;
            Done(await desks.Banks.Set(Next("settings"), bank, new(new Dictionary<string, long>
            {
                [Setting.IssueCeiling.Name] = 20_000, [Setting.ClerkCreditsAnyRule.Name] = 1, [Setting.ClerkDeductsDirectly.Name] = 1,
            }, Document: "村民代表会议决议 1")));
            Done(await desks.Rulebooks.Adopt(Next("rulebook"), bank, RulebookSheet.Default("sixty", new(plan.Year, 1, 1))));
            var names = new Dictionary<string, string>
            {
                ["administrator"] = "管理员", ["supervisor"] = "监督员", ["clerk"] = "记分员", ["attendant"] = "店员", ["group-leader"] = "组长", ["assessor"] = "评议员",
                ["team-leader"] = "队长", ["keeper"] = "保管员", ["treasurer"] = "会计",
            };
            foreach (var (role, username, password) in SignIns.Where(signIn => signIn.Role != "household"))
                Done(await desks.Staff.Add(
                    Next(role), new(username, names[role], password, [new(role, role == "administrator" ? null : DemoPlan.VillageCode)]), mustChange: false));
        }

        async Task OpenHouseholds()
        {
            var groups = plan.Groups.ToDictionary(group => group.Number, group => group.Name);
            Done(await desks.Households.OpenAll(Next("households"), bank, [.. plan.Households.Select(household => new HouseholdInput(
                groups[household.GroupNumber],
                [.. household.Members.OrderBy(member => member.Number).Select(member => new MemberInput(member.Name, member.BirthDate, member.IsHead, member.RelatedToCommittee))],
                household.Number))]));
            foreach (var household in plan.Households)
            {
                // Three households have set a PIN at the desk; the others show their booklet.
                var pin = household.Number <= 3 ? Pin : null;
                today.Add(Expect(desks.Passbooks.Issue(Next("passbook"), bank, household.Number, new("first", pin))));
                foreach (var member in household.Members.Where(member => member.ConsentsToBoards))
                    today.Add(Expect(desks.Households.SetConsent(Next("consent"), bank, household.Number, member.Number, Purpose.Boards, given: true)));
            }
            await Task.WhenAll(today);
            today.Clear();
        }

        async Task OpenShop()
        {
            Done(await desks.Shops.Open(Next("shop"), bank, new("爱心超市", "Shop of love")));
            foreach (var good in plan.Goods)
                Done(await desks.Shops.SetGoods(Next("goods"), bank, 1, new(good.Code, good.NameZh, good.NameEn, good.UnitZh, good.Emoji, good.Price, "村委会")));
        }

        Task Happens(DemoEvent happened) => happened switch
        {
            DemoCredit credit => Expect(desks.Deeds.Credit(
                Next("credit", Clerk), bank, new(credit.Household, credit.RuleCode, credit.Date, credit.Quantity, credit.Member, credit.MemoZh))),
            DemoDeduction deduction => Expect(desks.Deeds.Deduct(
                Next("deduction", Clerk), bank, new(deduction.Household, deduction.RuleCode, deduction.Date, deduction.Quantity, deduction.Member, deduction.MemoZh))),
            DemoRedemption redemption => Expect(desks.Redemptions.Redeem(
                Next("redemption", Attendant), bank, 1,
                new([.. redemption.Items.Select(item => new RedemptionLineInput(item.Good, item.Quantity))], new("booklet"), redemption.Household))),
            DemoStockReceipt receipt => Expect(desks.Stock.Move(
                Next("stock", Attendant), bank, 1, new("received", [new(receipt.Good, receipt.Quantity)], Memo: receipt.DonorMemo))),
            _ => throw new InvalidOperationException($"the plan has an event that nobody lives: {happened}"),
        };

        /// <summary>Keys and salts are counted, not drawn, so that the same plan makes the same journal.</summary>
        WriteContext Next(string what, Staff.Caller? caller = null)
        {
            Span<byte> key = stackalloc byte[IdempotencyKey.Size];
            System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(key, ++writes);
            key[^1] = 1;
            return new(caller ?? Staff.Caller.System, new(key), Digest.Of(what)) { Salt = key.ToArray() };
        }

        static async Task Expect<T>(Task<Outcome<T>> outcome) => Done(await outcome);

        static void Done<T>(Outcome<T> outcome)
        {
            if (outcome.Refusal is { } refusal)
                throw new InvalidOperationException($"the demo's plan was refused: {refusal} {string.Join(", ", refusal.Facts)}");
        }
    }
}
