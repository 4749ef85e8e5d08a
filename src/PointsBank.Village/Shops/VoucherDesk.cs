using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Favours;
using PointsBank.Village.Households;
using PointsBank.Village.Rooms;

namespace PointsBank.Village.Shops;

/// <summary>Vouchers: points of a household held on paper until somebody brings that to the counter.</summary>
public sealed class VoucherDesk
{
    readonly Database database;
    readonly BankDesk banks;
    readonly Authoriser authoriser;
    readonly KeyRing keys;
    readonly IReadOnlyList<Shortfall> shortfalls;

    internal VoucherDesk(
        Database database, BankDesk banks, Authoriser authoriser, KeyRing keys, IReadOnlyList<Shortfall> shortfalls) =>
        (this.database, this.banks, this.authoriser, this.keys, this.shortfalls) = (database, banks, authoriser, keys, shortfalls);

    /// <summary>Issues vouchers against the household's points, all or none.</summary>
    public async Task<Outcome<VouchersView>> Issue(WriteContext context, long bank, VoucherInput input)
    {
        if (Card.CheckSeed(input.Seed) is { } badSeed) return badSeed;
        if (Fields.Range(input.Points.Count, "points", 1, Voucher.Most) is { } outside) return outside;
        for (var i = 0; i < input.Points.Count; i++)
            if (!Voucher.Values.Contains(input.Points[i])) return new Refusal(VillageRefusals.NotInList, $"points[{i}]");
        if (input.AuthorisedBy.By == "voucher") return new Refusal(VillageRefusals.NotInList, "authorisedBy.by");
        var authorised = await authoriser.Authorise(bank, input.AuthorisedBy, input.Household);
        if (authorised.Refusal is { } refused) return refused;
        // With another seed it is another request: its codes would open nothing.
        var asked = context with { Fingerprint = Digest.Of($"{context.Fingerprint} {input.Seed}") };
        var outcome = await database.Write<VouchersView>(
            asked, bank, "vouchers", writer => Issue(writer, asked, bank, authorised.Value.Household, input));
        // The codes are added here and not in the write, so that they are never kept with the answer.
        return context.DryRun
            ? outcome
            : outcome.Then(
                view => new VouchersView(
                    [.. view.Vouchers.Select(voucher => voucher with { Code = Voucher.CodeOf(input.Seed, bank, voucher.Number) })]));
    }

    /// <summary>The voucher that number and code open, while there is something in it. Wrong codes count.</summary>
    public async Task<Outcome<VoucherView>> Open(long bank, long voucher, string code)
    {
        var authorised = await authoriser.Authorise(bank, new("voucher", Voucher: voucher, Code: code), null);
        if (authorised.Refusal is { } refusal) return refusal;
        return Get(bank, voucher).Value is { State: not "open" } ended ? new Refusal(ended.State switch
        {
            "spent" => VillageRefusals.VoucherSpent,
            "void" => VillageRefusals.VoucherVoid,
            _ => VillageRefusals.VoucherExpired,
        }, "card") : Get(bank, voucher);
    }

    /// <summary>Gives the points of a lost voucher back; whoever finds it has a piece of paper.</summary>
    public async Task<Outcome<VoucherView>> Void(WriteContext context, long bank, long voucher, VoucherVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        return await database.Write<VoucherView>(context, bank, "voucher-void", writer =>
        {
            if (VoucherTable.Void(writer, context, bank, voucher, reason) is { } refusal) return refusal;
            return VoucherTable.Find(writer, bank, voucher, writer.Now)!;
        });
    }

    public Outcome<VoucherView> Get(long bank, long voucher) => database.Read<Outcome<VoucherView>>(db =>
        VoucherTable.Find(db, bank, voucher, banks.Now) is { } view
            ? view
            : new Refusal(VillageRefusals.UnknownVoucher, "voucher"));

    /// <summary>Newest first, of one state where that is named; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<VoucherView> Of(long bank, string? state, long? household, long before, int limit) =>
        database.Read(db => VoucherTable.Of(db, bank, state ?? "", household ?? 0, before, limit, banks.Now));

    Outcome<VouchersView> Issue(Writer writer, WriteContext context, long bank, long household, VoucherInput input)
    {
        if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
        if (SuspensionTable.Closed(writer, banks.SettingsOf(bank), bank, household, banks.Today, "household") is { } suspended)
            return suspended;
        var until = LastDay.End(banks.Today.PlusDays((int)banks.SettingsOf(bank).On(banks.Today, Setting.VoucherDays)));
        var issued = new List<VoucherView>(input.Points.Count);
        foreach (var points in input.Points)
        {
            var held = writer.Book(bank).Place(
                new(
                    Chart.Points(household), new(points), until, context.Caller.Actor, context.Key.Part(issued.Count + 1),
                    context.Fingerprint, "voucher"),
                writer.Now);
            if (held.Refusal is { } refusal)
                return refusal.Kind == LedgerRefusals.WouldPassFloor || refusal.Kind == LedgerRefusals.UnknownAccount
                    ? Shortfall.Told(shortfalls, writer, bank, household, new(VillageRefusals.NotEnoughPoints, "points"))
                    : refusal;
            var number = VoucherTable.Next(writer, bank);
            var hash = Voucher.KeptOf(keys, bank, number, Voucher.CodeOf(input.Seed, bank, number));
            VoucherTable.Add(
                writer, bank, number, household, points, held.Value.Number, hash, keys.Key.Name, until, context.Caller.Actor);
            issued.Add(VoucherTable.Find(writer, bank, number, writer.Now)!);
        }
        return new VouchersView(issued);
    }
}
