using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Funds;

/// <summary>
/// Statements: what a shop took in points and handed out for them, signed by both sides, approved by a third and paid from the fund.
/// </summary>
public sealed class SettlementDesk(Database database, BankDesk banks)
{
    /// <summary>Each key of a write names one entry of each book; the second book's needs one of its own.</summary>
    const int OwnersPart = 9_999;

    public IReadOnlyList<SettlementItem> All(long bank, long? shop, long? before, int limit) =>
        database.Read(db => SettlementTable.Of(db, bank, shop, false, before ?? long.MaxValue, limit));

    /// <summary>Approved statements that wait for payment.</summary>
    public IReadOnlyList<SettlementItem> ToPay(long bank) =>
        database.Read(db => SettlementTable.Of(db, bank, null, true, long.MaxValue, 100));

    public Outcome<SettlementView> Get(long bank, long number) => database.Read<Outcome<SettlementView>>(db =>
        SettlementTable.Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownSettlement, "settlement"));

    /// <summary>Makes a statement of what stands on none yet. As a dry run it is the draft.</summary>
    public async Task<Outcome<SettlementView>> Make(WriteContext context, long bank, SettlementInput input)
    {
        if (Fields.Day(input.From, "from") is { } badFrom) return badFrom;
        if (input.Until >= banks.Today) return new Refusal(VillageRefusals.DateInFuture, "until").With("today", banks.Today.ToIso());
        if (input.Until < input.From)
            return new Refusal(VillageRefusals.OutOfRange, "until").With("least", input.From.ToIso())
                .With("most", banks.Today.PlusDays(-1).ToIso());
        return await database.Write<SettlementView>(context, bank, "settlement", writer =>
        {
            if (ShopTable.Place(writer, bank, input.Shop) is not { HasCounter: true } place)
                return new Refusal(VillageRefusals.UnknownShop, "shop");
            var redemptions = SettlementTable.Unbilled(writer, bank, input, banks.SettingsOf(bank));
            if (redemptions.Count == 0) return new Refusal(VillageRefusals.NothingToSettle, "shop");
            var shop = ShopTable.Find(writer, bank, input.Shop)!;
            var value = redemptions.Sum(item => item.Sign * item.Points * item.Rate);
            // What was voided waits until more is billed than it takes off: nobody pays the fund back.
            if (place.Kind != "village" && value <= 0) return new Refusal(VillageRefusals.NothingToSettle, "shop");
            var view = new SettlementView(
                SettlementTable.Next(writer, bank), input.Shop, place.Kind, shop.NameZh, shop.NameEn, input.From, input.Until,
                redemptions.Sum(item => item.Sign * item.Points), value, place.Kind == "village" ? 0 : value,
                redemptions.Sum(item => item.Sign * item.Cost),
                writer.Book(bank).Head.CheckCode.ToString(), writer.Now, SettlementTable.Lines(writer, bank, redemptions), redemptions,
                [])
            { EarlierUnbilled = SettlementTable.EarlierUnbilled(writer, bank, input) };
            SettlementTable.Add(writer, bank, view, context.Caller.Actor);
            return view;
        });
    }

    /// <summary>The shop signs: its attendant or keeper, or a clerk who writes down who signed on paper.</summary>
    public Task<Outcome<SettlementView>> SignForShop(WriteContext context, long bank, long number, SignatureInput input) => Sign(
        context, bank, number, "signed_shop", input,
        found => context.Caller.Is(Role.Attendant, bank, found.Shop) || context.Caller.Is(Role.Keeper, bank, found.Shop), onPaper: true);

    /// <summary>A supervisor signs.</summary>
    public Task<Outcome<SettlementView>> SignForSupervision(WriteContext context, long bank, long number) =>
        Sign(context, bank, number, "signed_supervisor", new(), _ => context.Caller.Is(Role.Supervisor, bank), onPaper: false);

    /// <summary>Somebody who did not sign approves it: from then on the fund owes what is due.</summary>
    public Task<Outcome<SettlementView>> Approve(WriteContext context, long bank, long number) =>
        Step(context, bank, number, "approved", (writer, found) =>
    {
        if (!context.Caller.Is(Role.Clerk, bank) && !context.Caller.Is(Role.Treasurer, bank))
            return new Refusal(VillageRefusals.NotAllowed);
        if (found.Steps.Any(step => step.Actor == context.Caller.Actor)) return new Refusal(VillageRefusals.SignerApproves, "settlement");
        if (found.Due == 0) return new Signed(context.Caller.Name);
        var posted = FundDesk.Post(
            writer, context, bank, "settlement_approved", Source(number), banks.Today, "",
            new(Chart.PaidForPoints(found.Shop), new(found.Due)), new(Chart.PayableToShop(found.Shop), new(-found.Due)));
        return posted.Then(entry => new Signed(context.Caller.Name) { Entry = entry.Number.Value });
    });

    /// <summary>Pays what is due from the fund. Of a shared shop the money comes into the owner's fund in the same write.</summary>
    public async Task<Outcome<SettlementView>> Pay(WriteContext context, long bank, long number, SettlementPaymentInput input)
    {
        if (Fields.Optional(input.Receipt, "receipt", Fields.Name, out var receipt) is { } bad) return bad;
        return await Step(context, bank, number, "paid", (writer, found) =>
        {
            if (!context.Caller.Is(Role.Treasurer, bank)) return new Refusal(VillageRefusals.NotAllowed);
            var posted = FundDesk.Post(
                writer, context, bank, "settlement_paid", Source(number), banks.Today, "",
                new(Chart.PayableToShop(found.Shop), new(found.Due)), new(Chart.FundCash, new(-found.Due)));
            if (posted.Refusal is { } refusal) return FundDesk.Explain(refusal, "settlement");
            if (ShopTable.Place(writer, bank, found.Shop) is { IsShared: true } place
                && Receive(writer, context, bank, place.GoodsBank, found, receipt) is { } refused)
                return refused;
            return new Signed(context.Caller.Name) { Reason = receipt, Entry = posted.Value.Number.Value };
        });
    }

    /// <summary>Drops a statement that is not approved yet, with a reason; its redemptions can stand on another one.</summary>
    public async Task<Outcome<SettlementView>> Drop(WriteContext context, long bank, long number, SettlementDropInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await Step(context, bank, number, "dropped", (writer, _) => SettlementTable.IsTakenOff(writer, bank, number)
            ? new Refusal(VillageRefusals.SettlementTakenOff, "settlement")
            : new Signed(context.Caller.Name) { Reason = reason });
    }

    Task<Outcome<SettlementView>> Sign(
        WriteContext context, long bank, long number, string step, SignatureInput input, Func<SettlementView, bool> isSide, bool onPaper)
    {
        if (Fields.Optional(input.Name, "name", Fields.Name, out var name) is { } bad) return Task.FromResult<Outcome<SettlementView>>(bad);
        return Step(context, bank, number, step, (_, found) =>
        {
            if (step == "signed_supervisor" && found.Steps.Any(earlier => earlier.Actor == context.Caller.Actor))
                return new Refusal(VillageRefusals.SignerApproves, "settlement");
            if (isSide(found)) return new Signed(context.Caller.Name);
            if (!onPaper || !context.Caller.Is(Role.Clerk, bank)) return new Refusal(VillageRefusals.NotAllowed);
            return name.Length == 0 ? new Refusal(VillageRefusals.MissingValue, "name") : new Signed(name);
        });
    }

    /// <summary>A step that was decided: whose name stands beside it, why, and the entry it made.</summary>
    sealed record Signed(string Name)
    {
        public string Reason { get; init; } = "";

        public long? Entry { get; init; }
    }

    Task<Outcome<SettlementView>> Step(
        WriteContext context, long bank, long number, string step, Func<Writer, SettlementView, Outcome<Signed>> decide) =>
        database.Write<SettlementView>(context, bank, $"settlement-{step}", writer =>
        {
            if (SettlementTable.Find(writer, bank, number) is not { } found)
                return new Refusal(VillageRefusals.UnknownSettlement, "settlement");
            if (step == "dropped" ? found.State is "approved" or "paid" or "dropped" : found.NextStep != step)
                return new Refusal(VillageRefusals.WrongSettlementState, "settlement").With("state", found.State);
            var decided = decide(writer, found);
            if (decided.Refusal is { } refusal) return refusal;
            var signed = decided.Value;
            SettlementTable.AddStep(
                writer, bank, number, found.Steps.Count + 1, step, signed.Name, signed.Reason, signed.Entry, context.Caller.Actor);
            return SettlementTable.Find(writer, bank, number)!;
        });

    /// <summary>The owner's village gets its money.</summary>
    static Refusal? Receive(Writer writer, WriteContext context, long bank, long owner, SettlementView found, string receipt)
    {
        var partner = SettlementTable.NameOf(writer, bank);
        var (source, today) = (FundSource.Settlement.Number, writer.Now.InZone(BankDesk.Zone).Date);
        return FundDesk.Record(
            writer, context with { Key = context.Key.Part(OwnersPart) }, owner,
            new("contribution", Chart.FundSource(source), partner, found.Due, receipt, today, "") { Source = source }).Refusal;
    }

    static string Source(long number) => $"{FundTable.SettlementSource}{number.Text()}";
}
