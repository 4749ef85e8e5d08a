using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Coverage;
using PointsBank.Village.Deeds;
using PointsBank.Village.Reversals;

namespace PointsBank.Village.Funds;

/// <summary>
/// The fund: each contribution and payment is one entry in fen in the village's own book, where the cash box has floor 0.
/// </summary>
public sealed class FundDesk(Database database, BankDesk banks, ReversalDesk reversals)
{
    /// <summary>Ten million yuan; more is surely a slip of the finger.</summary>
    public const long MaxFen = 1_000_000_000;

    static readonly string[] Payments = ["supplier", "spent"];
    static readonly string[] Gifts = ["fund", "stock"];

    /// <summary>
    /// Movements newest first: all, <c>contribution</c>s or <c>payment</c>s; <paramref name="before"/> is the last number of the page
    /// before.
    /// </summary>
    public IReadOnlyList<FundMovementView> Movements(long bank, string? kind, long? before, int limit) =>
        database.Read(db => FundTable.Of(db, bank, kind, before ?? long.MaxValue, limit));

    public Outcome<FundMovementView> Get(long bank, long number) => database.Read<Outcome<FundMovementView>>(db =>
        FundTable.Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownFundMovement, "movement"));

    /// <summary>Purchases that something is owed for, oldest first.</summary>
    public IReadOnlyList<PurchaseView> Owed(long bank) => database.Read(db => FundTable.Purchases(db, bank));

    /// <summary>The day book, newest first; <paramref name="before"/> is the last entry of the page before.</summary>
    public IReadOnlyList<DayBookLine> Book(long bank, long? before, int limit) =>
        database.Read(db => DayBookTable.Of(db, bank, before ?? long.MaxValue, limit));

    public IReadOnlyList<SourceSum> Sources(long bank) => database.Read(db => DayBookTable.Sources(db, bank));

    /// <summary>The public list of what was given, newest first.</summary>
    public IReadOnlyList<GiftView> Donations(long bank, int skip, int limit) => [.. Givers(bank, skip, limit).Select(line => line.Gift)];

    /// <summary>The same with everybody's name, for whoever keeps the fund.</summary>
    public IReadOnlyList<GiverLine> Givers(long bank, int skip, int limit) =>
        database.Read(db => DayBookTable.Gifts(db, bank, skip, limit));

    public long Cash(long bank) => database.ReadAccount(bank, Chart.FundCash)?.Balance.Value ?? 0;

    /// <summary>What is out, what covers it, and what may still be issued this year.</summary>
    public CoverageView Coverage(long bank)
    {
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var issued = -(database.ReadAccount(bank, Chart.Issuance(Unit.Points, today.Year))?.Balance.Value ?? 0);
        var cover = database.ReadHeads(bank, db => CoverageTable.Written(db, bank, settings.On(today, Setting.PointRate)));
        return CoverageView.Of(
            cover, today.Year, issued, DeedSlip.CeilingOf(settings, today.Year), settings.On(today, Setting.CeilingFromFund) == 1);
    }

    /// <summary>The last twelve months, and what the year comes to if it goes on like that.</summary>
    public FundMonthsView Months(long bank)
    {
        var cover = Coverage(bank);
        return database.Read(db => FundMonths.Of(db, bank, banks.Today, banks.SettingsOf(bank), cover));
    }

    public async Task<Outcome<FundMovementView>> Contribute(WriteContext context, long bank, ContributionInput input)
    {
        if (FundSource.OfMoney.FirstOrDefault(source => source.Code == input.Source) is not { } source)
            return new Refusal(VillageRefusals.NotInList, "source");
        if (Fields.Text(input.From, "from", Fields.Name, out var from) is { } badFrom) return badFrom;
        if (Fields.Range(input.Fen, "fen", 1, MaxFen) is { } badFen) return badFen;
        if (Fields.Optional(input.Receipt, "receipt", Fields.Name, out var receipt) is { } badReceipt) return badReceipt;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        var day = input.ReceivedOn ?? banks.Today;
        if (BadDay(day, "receivedOn") is { } badDay) return badDay;
        return await database.Write<FundMovementView>(context, bank, "fund-contribution", writer =>
        {
            var recorded = Record(
                writer, context, bank,
                new("contribution", Chart.FundSource(source.Number), from, input.Fen, receipt, day, memo) { Source = source.Number });
            if (recorded.Refusal is { } refusal) return refusal;
            FundTable.Consent(writer, bank, "fund", recorded.Value, input.Named, context.Caller.Actor);
            return FundTable.Find(writer, bank, recorded.Value)!;
        });
    }

    public async Task<Outcome<FundMovementView>> Pay(WriteContext context, long bank, PaymentInput input)
    {
        if (!Payments.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        var isSupplier = input.Kind == "supplier";
        if (isSupplier && input.Purchase is null) return new Refusal(VillageRefusals.MissingValue, "purchase");
        if (!isSupplier && input.Purchase is not null) return new Refusal(VillageRefusals.NotInList, "purchase");
        if (Fields.Range(input.Fen, "fen", 1, MaxFen) is { } badFen) return badFen;
        if (Fields.Optional(input.To, "to", Fields.Name, out var to) is { } badTo) return badTo;
        if (!isSupplier && to.Length == 0) return new Refusal(VillageRefusals.MissingValue, "to");
        if (Fields.Optional(input.Receipt, "receipt", Fields.Name, out var receipt) is { } badReceipt) return badReceipt;
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        if (!isSupplier && memo.Length == 0) return new Refusal(VillageRefusals.MissingValue, "memo");
        var day = input.PaidOn ?? banks.Today;
        if (BadDay(day, "paidOn") is { } badDay) return badDay;
        return await database.Write<FundMovementView>(context, bank, "fund-payment", writer =>
        {
            if (isSupplier)
            {
                if (FundTable.Purchases(writer, bank, input.Purchase) is not [var purchase])
                    return new Refusal(VillageRefusals.UnknownPurchase, "purchase");
                if (input.Fen > purchase.Owed)
                    return new Refusal(VillageRefusals.MoreThanOwed, "fen")
                        .With("owed", FormattableString.Invariant($"{purchase.Owed / 100}.{purchase.Owed % 100:00}"));
                to = purchase.Supplier;
            }
            var account = isSupplier ? Chart.PayableToSupplier : Chart.FundSpent;
            return Record(writer, context, bank, new(input.Kind, account, to, -input.Fen, receipt, day, memo) { Purchase = input.Purchase })
                .Then(number => FundTable.Find(writer, bank, number)!);
        });
    }

    /// <summary>Voids a movement by its mirror, at most once. What another village paid by statement stays.</summary>
    public async Task<Outcome<FundMovementView>> Void(WriteContext context, long bank, long number, FundVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<FundMovementView>(context, bank, "fund-void", writer =>
        {
            if (FundTable.Find(writer, bank, number) is not { } movement)
                return new Refusal(VillageRefusals.UnknownFundMovement, "movement");
            if (movement.VoidedBy is not null) return new Refusal(VillageRefusals.AlreadyVoid, "movement");
            if (movement.Source == FundSource.Settlement.Code) return new Refusal(VillageRefusals.KeptByFund, "movement");
            var reversal = reversals.Reverse(writer, context, bank, new(movement.Entry), reason, allowDeficit: false, byItsRoom: true);
            return reversal.Refusal is { } refusal ? Explain(refusal, "movement") : FundTable.Find(writer, bank, number)!;
        });
    }

    /// <summary>Notes whether a giver may be named in public; the last word counts.</summary>
    public async Task<Outcome<DonorConsentView>> SetConsent(WriteContext context, long bank, DonorConsentInput input)
    {
        if (!Gifts.Contains(input.Gift)) return new Refusal(VillageRefusals.NotInList, "gift");
        return await database.Write<DonorConsentView>(context, bank, "donor-consent", writer =>
        {
            if (!FundTable.IsGift(writer, bank, input.Gift, input.Number))
                return new Refusal(VillageRefusals.UnknownGift, "number");
            FundTable.Consent(writer, bank, input.Gift, input.Number, input.Named, context.Caller.Actor);
            return new DonorConsentView(input.Gift, input.Number, input.Named);
        });
    }

    Refusal? BadDay(LocalDate day, string field) =>
        day > banks.Today ? new Refusal(VillageRefusals.DateInFuture, field).With("today", banks.Today.ToIso()) : Fields.Day(day, field);

    /// <summary>A movement to enter: so much (negative goes out) between the cash box and another account.</summary>
    internal sealed record Movement(string Kind, AccountKey Other, string Partner, long Cash, string Receipt, LocalDate Day, string Memo)
    {
        public long? Source { get; init; }

        public long? Purchase { get; init; }
    }

    /// <summary>Enters a movement inside a write and gives its number.</summary>
    internal static Outcome<long> Record(Writer writer, WriteContext context, long bank, Movement movement)
    {
        var number = FundTable.Next(writer, bank);
        var posted = Post(
            writer, context, bank, $"fund_{movement.Kind}", $"{FundTable.FundSource}{number.Text()}", movement.Day, movement.Memo,
            new(movement.Other, new(-movement.Cash)), new(Chart.FundCash, new(movement.Cash)));
        if (posted.Refusal is { } refusal) return Explain(refusal, "fen");
        FundTable.Add(
            writer, bank, number, movement.Kind, movement.Source, movement.Purchase, movement.Partner, Math.Abs(movement.Cash),
            movement.Receipt, movement.Day,
            posted.Value.Number, context.Caller.Actor);
        return number;
    }

    internal static Outcome<JournalEntry> Post(
        Writer writer, WriteContext context, long bank, string reason, string source, LocalDate day, string memo,
        params ReadOnlySpan<Leg> legs)
    {
        var note = context.NoteOf(memo);
        var posted = writer.Book(bank).Post(
            new Draft
            {
                Kind = EntryKind.Transfer,
                EffectiveOn = day,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = reason,
                Note = note?.Digest ?? default,
                Source = source,
                Legs = [.. legs],
            },
            writer.Now);
        if (posted.Refusal is null && note is not null) writer.AddNote(bank, posted.Value.Number, note);
        return posted;
    }

    /// <summary>The one floor that money meets is that of the cash box.</summary>
    internal static Refusal Explain(Refusal refusal, string field) =>
        refusal.Kind == LedgerRefusals.WouldPassFloor ? refusal with { Kind = VillageRefusals.NotEnoughFund, Field = field } : refusal;
}
