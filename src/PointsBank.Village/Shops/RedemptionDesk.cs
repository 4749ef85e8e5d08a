using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Staff;

namespace PointsBank.Village.Shops;

public sealed record RedemptionLineInput(string Goods, long Quantity);

/// <summary>
/// What shows that the household agrees: the <c>token</c> of its passbook's QR code; its <c>serial</c> and <c>pin</c>; or the attendant's word that
/// the <c>booklet</c> was shown.
/// </summary>
public sealed record AuthorisationInput(string By, string? Token = null, string? Serial = null, string? Pin = null);

/// <summary>Goods for points. The household may be left out where the passbook names it.</summary>
public sealed record RedemptionInput(IReadOnlyList<RedemptionLineInput> Items, AuthorisationInput AuthorisedBy, long? Household = null);

public sealed record RedemptionVoidInput(string Reason);

public sealed record RedemptionLineView(string Goods, string NameZh, string NameEn, long Quantity, long Price, long Points);

public sealed record RedemptionView(
    long Number, long Shop, long Household, long Entry, string CheckCode, LocalDate RedeemedOn, long Points, long Balance, string AuthorisedBy,
    IReadOnlyList<RedemptionLineView> Items, long? VoidedBy = null);

/// <summary>A redemption as its paper slip shows it, to the household it belongs to.</summary>
public sealed record SlipView(RedemptionView Redemption, Instant RecordedAt, string Handler, ShopView Shop, string Group, string Head);

/// <summary>Redemptions: points and goods in one entry, so that neither can move without the other.</summary>
public sealed class RedemptionDesk(Database database, BankDesk banks, PassbookDesk passbooks, DeedDesk deeds)
{
    /// <summary>The most different goods on one slip.</summary>
    public const int MostLines = 40;

    public async Task<Outcome<RedemptionView>> Redeem(WriteContext context, long bank, long shop, RedemptionInput input)
    {
        if (input.Items.Count is 0 or > MostLines) return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", MostLines);
        for (var i = 0; i < input.Items.Count; i++)
        {
            if (Fields.Range(input.Items[i].Quantity, $"items[{i}].quantity", 1, 1_000) is { } bad) return bad;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == input.Items[i].Goods)) return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        var authorised = await Authorise(bank, input);
        if (authorised.Refusal is { } refused) return refused;
        var (household, serial) = authorised.Value;
        return await database.Write<RedemptionView>(
            context, bank, "redemption", writer => Redeem(writer, context, bank, shop, household, serial, input));
    }

    /// <summary>Takes a redemption back on its own day: points and goods return by one reversal.</summary>
    public async Task<Outcome<RedemptionView>> Void(WriteContext context, long bank, long shop, long number, RedemptionVoidInput input)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Memo, out var reason) is { } bad) return bad;
        return await database.Write<RedemptionView>(context, bank, "redemption-void", writer =>
        {
            if (View(writer.Connection, bank, number) is not { } redemption || redemption.Shop != shop) return new Refusal(VillageRefusals.UnknownRedemption, "redemption");
            if (redemption.VoidedBy is not null) return new Refusal(VillageRefusals.AlreadyVoid, "redemption");
            if (redemption.RedeemedOn != banks.Today) return new Refusal(VillageRefusals.NotSameDay, "redemption").With("redeemedOn", redemption.RedeemedOn.ToIso());
            var reversal = deeds.Reverse(writer, context, bank, new(redemption.Entry), reason, allowDeficit: false);
            if (reversal.Refusal is { } refusal) return refusal;
            return View(writer.Connection, bank, number)! with { Balance = writer.Book(bank).Find(Chart.Points(redemption.Household))!.Balance.Value };
        });
    }

    public Outcome<RedemptionView> Get(long bank, long number) => database.Read<Outcome<RedemptionView>>(connection =>
        View(connection, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownRedemption, "redemption"));

    /// <summary>A shop's redemptions, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<RedemptionView> Of(long bank, long shop, long before, int limit) => database.Read(connection =>
        connection.Query<long>(
            "select number from redemptions where bank = @bank and shop = @shop and number < @before order by number desc limit @limit", new { bank, shop, before, limit })
            .Select(number => View(connection, bank, number)!).ToList());

    /// <summary>An attendant's day at a shop; everybody's at that shop where <paramref name="actor"/> names nobody.</summary>
    public Outcome<ShiftView> Shift(long bank, long shop, string? actor, LocalDate day) => database.Read<Outcome<ShiftView>>(connection =>
        ShopDesk.Find(connection, bank, shop) is { } found ? Shops.Shift.Of(connection, bank, found, day, actor) : new Refusal(VillageRefusals.UnknownShop, "shop"));

    public Outcome<SlipView> Slip(long bank, long number) => database.Read<Outcome<SlipView>>(connection =>
    {
        if (View(connection, bank, number) is not { } redemption) return new Refusal(VillageRefusals.UnknownRedemption, "redemption");
        var (at, handler, group, head) = connection.QuerySingle<(long, string, string, string)>($"""
            select e.recorded_at, {Handler.Of("r.actor")}, g.name,
              coalesce((select m.name from members m where m.bank = h.bank and m.household = h.number and m.is_head = 1), '')
            from redemptions r
            join entries e on e.bank = r.bank and e.number = r.entry
            join households h on h.bank = r.bank and h.number = r.household
            join village_groups g on g.bank = h.bank and g.number = h.group_no
            where r.bank = @bank and r.number = @number
            """, new { bank, number });
        return new SlipView(redemption, at.ToInstant(), handler, ShopDesk.Find(connection, bank, redemption.Shop)!, group, head);
    });

    async Task<Outcome<(long Household, string Serial)>> Authorise(long bank, RedemptionInput input)
    {
        var by = input.AuthorisedBy;
        switch (by.By)
        {
            case "token" when !string.IsNullOrWhiteSpace(by.Token):
                return Matches(passbooks.OpenByToken(by.Token.Trim()), "authorisedBy.token");
            case "pin" when !string.IsNullOrWhiteSpace(by.Serial) && !string.IsNullOrWhiteSpace(by.Pin):
                return Matches(await passbooks.OpenByPin(by.Serial.Trim(), by.Pin), "authorisedBy.pin");
            case "booklet" when input.Household is { } household:
                return (household, "");
            case "booklet":
                return new Refusal(VillageRefusals.MissingValue, "household");
            case "token":
                return new Refusal(VillageRefusals.MissingValue, "authorisedBy.token");
            case "pin":
                return new Refusal(VillageRefusals.MissingValue, "authorisedBy.pin");
            default:
                return new Refusal(VillageRefusals.NotInList, "authorisedBy.by");
        }

        Outcome<(long, string)> Matches(Outcome<OpenedPassbook> opened, string field)
        {
            if (opened.Refusal is { } refusal) return refusal.Kind == VillageRefusals.SignInLocked ? refusal with { Field = field } : new Refusal(VillageRefusals.NotAuthorised, field);
            var passbook = opened.Value;
            return passbook.Bank == bank && (input.Household ?? passbook.Household) == passbook.Household
                ? (passbook.Household, passbook.Serial)
                : new Refusal(VillageRefusals.NotAuthorised, field);
        }
    }

    Outcome<RedemptionView> Redeem(Writer writer, WriteContext context, long bank, long shop, long household, string serial, RedemptionInput input)
    {
        var today = banks.Today;
        if (!HouseholdDesk.Exists(writer, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
        if (!ShopDesk.Exists(writer.Connection, bank, shop)) return new Refusal(VillageRefusals.UnknownShop, "shop");
        var lines = new List<RedemptionLineView>(input.Items.Count);
        foreach (var (goods, quantity) in input.Items)
        {
            var offered = Offer(writer, bank, shop, goods, quantity, today, lines.Count);
            if (offered.Refusal is { } missing) return missing;
            lines.Add(offered.Value);
        }
        var total = lines.Sum(line => line.Points);
        if (LimitPassed(writer, bank, household, total, today) is { } limited) return limited;

        var book = writer.Book(bank);
        var number = writer.Prepared("select coalesce(max(number), 0) + 1 from redemptions where bank = @bank", "@bank").Single(bank)!.Value;
        var legs = new List<Leg>(2 + 2 * lines.Count) { new(Chart.Points(household), new(-total)), new(Chart.Redeemed(shop), new(total)) };
        foreach (var (goods, quantity) in input.Items)
        {
            legs.Add(new(Chart.Shelf(shop, goods), new(-quantity)));
            legs.Add(new(Chart.GoodsIssued(shop, goods), new(quantity)));
        }
        var posted = book.Post(
            new Draft
            {
                Kind = EntryKind.Redemption,
                EffectiveOn = today,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = $"by_{input.AuthorisedBy.By}",
                Source = $"redemption:{number}",
                Legs = [.. legs],
            },
            writer.Now);
        if (posted.Refusal is { } refusal) return Explain(refusal, household);
        var entry = posted.Value;
        writer.Prepared("""
            insert into redemptions (bank, number, shop, household, entry, redeemed_on, points, authorised_by, serial, actor)
            values (@bank, @number, @shop, @household, @entry, @day, @total, @by, @serial, @actor)
            """, "@bank", "@number", "@shop", "@household", "@entry", "@day", "@total", "@by", "@serial", "@actor").Execute(
            bank, number, shop, household, entry.Number.Value, today.ToIso(), total, input.AuthorisedBy.By, serial, context.Caller.Actor);
        for (var i = 0; i < lines.Count; i++)
            writer.Prepared(
                "insert into redemption_items (bank, redemption, line, goods, quantity, price) values (@bank, @number, @line, @goods, @quantity, @price)",
                "@bank", "@number", "@line", "@goods", "@quantity", "@price").Execute(bank, number, i + 1, lines[i].Goods, lines[i].Quantity, lines[i].Price);
        return new RedemptionView(
            number, shop, household, entry.Number.Value, entry.CheckCode.ToString(), today, total, book.Find(Chart.Points(household))!.Balance.Value,
            input.AuthorisedBy.By, lines);
    }

    /// <summary>A good as it is offered that day.</summary>
    static Outcome<RedemptionLineView> Offer(Writer writer, long bank, long shop, string goods, long quantity, LocalDate today, int line)
    {
        using var rows = writer.Prepared($"select g.name_zh, g.name_en, {ShopDesk.PriceOf} from goods g where g.bank = @bank and g.shop = @shop and g.code = @goods",
            "@bank", "@shop", "@goods", "@today").Query(bank, shop, goods, today.ToIso());
        if (!rows.Read()) return new Refusal(VillageRefusals.UnknownGoods, $"items[{line}].goods");
        if (rows.IsNull(2) || rows.Number(2) == 0) return new Refusal(VillageRefusals.NotForSale, $"items[{line}].goods");
        return new RedemptionLineView(goods, rows.Text(0), rows.Text(1), quantity, rows.Number(2), rows.Number(2) * quantity);
    }

    Refusal? LimitPassed(Writer writer, long bank, long household, long total, LocalDate today)
    {
        var settings = banks.SettingsOf(bank);
        var least = settings.On(today, Setting.RedemptionLeast);
        if (total < least) return new Refusal(VillageRefusals.RedemptionTooSmall, "items").With("least", least).With("asked", total);
        var most = settings.On(today, Setting.RedemptionMonthMost);
        if (most == 0) return null;
        var month = new LocalDate(today.Year, today.Month, 1);
        var already = writer.Prepared("""
            select cast(coalesce(sum(r.points), 0) as bigint) from redemptions r
            where r.bank = @bank and r.household = @household and r.redeemed_on >= @from and r.redeemed_on < @to
              and not exists (select 1 from entries e where e.bank = r.bank and e.reverses = r.entry)
            """, "@bank", "@household", "@from", "@to").Single(bank, household, month.ToIso(), month.PlusMonths(1).ToIso())!.Value;
        return already + total > most
            ? new Refusal(VillageRefusals.RedemptionMonthLimit, "items").With("cap", most).With("already", already).With("asked", total)
            : null;
    }

    static Refusal Explain(Refusal refusal, long household)
    {
        if (refusal.Kind != LedgerRefusals.WouldPassFloor) return refusal;
        var account = refusal.Facts.First(fact => fact.Key == "account").Value;
        return account == Chart.Points(household).ToString()
            ? refusal with { Kind = VillageRefusals.NotEnoughPoints, Field = "items" }
            : refusal with { Kind = VillageRefusals.NotEnoughStock, Field = "items" };
    }

    internal static RedemptionView? View(SqliteConnection connection, long bank, long number)
    {
        var row = connection.QuerySingleOrDefault<(long Number, long Shop, long Household, long Entry, string Day, long Points, string By, long? VoidedBy, long Balance)>("""
            select r.number, r.shop, r.household, r.entry, r.redeemed_on, r.points, r.authorised_by, v.number,
              coalesce((select p.balance_after from postings p join accounts a on a.bank = p.bank and a.number = p.account
                where p.bank = r.bank and p.number >= e.first_posting and p.number < e.first_posting + e.postings and a.kind = 1), 0)
            from redemptions r
            join entries e on e.bank = r.bank and e.number = r.entry
            left join entries v on v.bank = r.bank and v.reverses = r.entry
            where r.bank = @bank and r.number = @number
            """, new { bank, number });
        if (row.Number == 0) return null;
        var items = connection.Query<(string Goods, string Zh, string En, long Quantity, long Price)>("""
            select i.goods, g.name_zh, g.name_en, i.quantity, i.price from redemption_items i
            join goods g on g.bank = i.bank and g.shop = @shop and g.code = i.goods
            where i.bank = @bank and i.redemption = @number order by i.line
            """, new { bank, number, shop = row.Shop })
            .Select(item => new RedemptionLineView(item.Goods, item.Zh, item.En, item.Quantity, item.Price, item.Price * item.Quantity)).ToList();
        var entry = EntryTable.Find(connection, bank, new(row.Entry))!;
        return new(row.Number, row.Shop, row.Household, row.Entry, entry.CheckCode.ToString(), row.Day.ToDate(), row.Points, row.Balance, row.By, items, row.VoidedBy);
    }
}
