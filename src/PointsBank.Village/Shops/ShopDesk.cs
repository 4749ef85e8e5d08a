using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Papers;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Evidence;

namespace PointsBank.Village.Shops;

/// <summary>
/// A shop to open: of the <c>village</c>; a <c>contract</c> shop, whose merchant hands out own goods and is paid by statement;
/// <c>shared</c>, another bank's shop (<c>of</c> in <c>ofBank</c>) that was offered to this village and serves it from now on; a
/// <c>store</c>room or a <c>mobile</c> shop of the shop <c>of</c>.
/// </summary>
public sealed record ShopInput(
    string NameZh, string NameEn, string Kind = "village", string OwnedBy = "station", string? OfBank = null, long? Of = null);

/// <summary>A shop, and the number of the one whose goods it has where that is another one.</summary>
public sealed record ShopView(
    long Number, string NameZh, string NameEn, string Kind = "village", string OwnedBy = "station", long? Of = null)
{
    /// <summary>Whether households redeem there; storerooms and mobile shops hand out by trip alone.</summary>
    public bool HasCounter => Kind is "village" or "contract" or "shared";

    /// <summary>Whether its goods are the village's, to be received, moved and counted.</summary>
    public bool HasStock => Kind is "village" or "store" or "mobile";

    /// <summary>Whether households are served now: of a shared shop only while both villages agree.</summary>
    public bool IsServing { get; init; } = true;
}

/// <summary>
/// A good with its price from a day on (today where none is given) and who approved that; 0 points takes it out of sale. Limits are pieces
/// for a household: in one visit, a month, a year; 0 for none. The cost is what a piece is reckoned at in fen where no invoice says it.
/// </summary>
public sealed record GoodsInput(
    string Code, string NameZh, string NameEn, string UnitZh, string Emoji, long Price, string ApprovedBy, LocalDate? ValidFrom = null,
    string? Category = null, long? LeastStock = null, long VisitMost = 0, long MonthMost = 0, long YearMost = 0, bool AdultsOnly = false,
    long Cost = 0);

/// <summary>A good as it is offered, with what is on the shelf and how many of those are kept ready for somebody.</summary>
public sealed record GoodsView(string Code, string NameZh, string NameEn, string UnitZh, string Emoji, long Price, long Stock)
{
    public string Category { get; init; } = "";

    /// <summary>So many should be there; fewer are told as low.</summary>
    public long LeastStock { get; init; }

    public long VisitMost { get; init; }

    public long MonthMost { get; init; }

    public long YearMost { get; init; }

    public bool AdultsOnly { get; init; }

    /// <summary>What a piece is reckoned at, in fen, where no invoice says it.</summary>
    public long Cost { get; init; }

    public long Held { get; init; }

    /// <summary>Whether the village counts its pieces; those of a contract shop are the merchant's.</summary>
    public bool IsStocked { get; init; } = true;

    public string? Picture { get; init; }

    public long Available => Stock - Held;

    /// <summary>Whether anybody can have it now.</summary>
    public bool IsOffered => Price > 0 && (!IsStocked || Available > 0);

    public bool IsLow => IsStocked && Price > 0 && Available < LeastStock;
}

/// <summary>A version of a good's price.</summary>
public sealed record PriceVersion(long Version, long Points, LocalDate ValidFrom, string ApprovedBy, Instant RecordedAt);

/// <summary>Shops, their goods and prices.</summary>
public sealed class ShopDesk(Database database, BankDesk banks)
{
    public static IReadOnlyList<string> Kinds { get; } = ["village", "contract", "shared", "store", "mobile"];

    public static IReadOnlyList<string> Owners { get; } = ["station", "institute", "centre"];

    public IReadOnlyList<ShopView> All(long bank) => database.Read(db =>
        db.Query<(long, string, string, string, string, long?, long)>(
            $"{Views} where p.bank = @bank order by p.number", new { bank }).Select(View).ToList());

    public async Task<Outcome<ShopView>> Open(WriteContext context, long bank, ShopInput input)
    {
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        if (!Kinds.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (!Owners.Contains(input.OwnedBy)) return new Refusal(VillageRefusals.NotInList, "ownedBy");
        if (input.Kind is "village" or "contract" == input.Of is not null)
            return new Refusal(input.Of is null ? VillageRefusals.MissingValue : VillageRefusals.NotInList, "of");
        if (input.Kind == "shared" != input.OfBank is not null)
            return new Refusal(input.OfBank is null ? VillageRefusals.MissingValue : VillageRefusals.NotInList, "ofBank");
        long? owner = input.OfBank is { } code ? banks.Find(code) : bank;
        if (owner is not { } goodsBank || (input.OfBank is not null && owner == bank))
            return new Refusal(VillageRefusals.UnknownBank, "ofBank");
        return await database.Write<ShopView>(context, bank, "shop", writer =>
        {
            if (input.Of is { } of && Place.Find(writer, goodsBank, of) is not { Kind: "village" })
                return new Refusal(VillageRefusals.UnknownShop, "of");
            if (input.Kind == "shared") return Accept(writer, context, bank, zh, en, goodsBank, input.Of!.Value, input.OwnedBy);
            var number = Add(writer, bank, zh, en, input.Kind, goodsBank, input.Of, input.OwnedBy);
            return new ShopView(number, zh, en, input.Kind, input.OwnedBy, input.Of);
        });
    }

    /// <summary>Accepts what another village offered. A shop that was shared before keeps its number.</summary>
    static Outcome<ShopView> Accept(Writer writer, WriteContext context, long bank, string zh, string en, long owner, long of, string owned)
    {
        var db = writer;
        if (SharingTable.Last(db, owner, of, bank) is not { State: SharingState.Offered } offer)
            return new Refusal(VillageRefusals.NotOffered, "of");
        if (offer.Actor == context.Caller.Actor) return new Refusal(VillageRefusals.OfferedByOneself, "of");
        SharingTable.Say(writer, context, owner, of, bank, SharingState.Accepted, bank);
        var known = db.ExecuteScalar<long?>(
            "select min(number) from shops where bank = @bank and kind = 'shared' and goods_bank = @owner and goods_shop = @of",
            new { bank, owner, of });
        if (known is not null)
            db.Execute(
                "update shops set name_zh = @zh, name_en = @en, owned_by = @owned where bank = @bank and number = @known",
                new { bank, known, zh, en, owned });
        return new ShopView(known ?? Add(writer, bank, zh, en, "shared", owner, of, owned), zh, en, "shared", owned, of);
    }

    /// <summary>Adds a place inside a write; the answer is its number.</summary>
    internal static long Add(Writer writer, long bank, string zh, string en, string kind, long goodsBank, long? of, string owned) =>
        writer.ExecuteScalar<long>("""
        insert into shops (bank, number, name_zh, name_en, opened_at, kind, goods_bank, goods_shop, owned_by)
        select @bank, coalesce(max(number), 0) + 1, @zh, @en, @at, @kind, @goodsBank, coalesce(@of, coalesce(max(number), 0) + 1), @owned
          from shops where bank = @bank
        returning number
        """, new { bank, zh, en, at = writer.NowMilliseconds, kind, goodsBank, of, owned });

    /// <summary>The goods of a shop with today's price and what is on the shelf.</summary>
    public async Task<Outcome<IReadOnlyList<GoodsView>>> Goods(long bank, long shop)
    {
        if (database.Read(db => Place.Find(db, bank, shop)) is not { } place)
            return new Refusal(VillageRefusals.UnknownShop, "shop");
        await database.Flush(place.GoodsBank);
        return database.Read<Outcome<IReadOnlyList<GoodsView>>>(db => GoodsTable.All(db, place, banks.Today));
    }

    /// <summary>Every price a good ever had, newest first.</summary>
    public Outcome<IReadOnlyList<PriceVersion>> Prices(long bank, long shop, string goods) =>
        database.Read<Outcome<IReadOnlyList<PriceVersion>>>(db =>
    {
        if (Place.Find(db, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
        var prices = GoodsTable.Prices(db, place.GoodsBank, place.GoodsShop, goods);
        return prices.Count == 0 ? new Refusal(VillageRefusals.UnknownGoods, "goods") : prices;
    });

    /// <summary>Adds a good, or gives a known one new words and a new price version.</summary>
    public async Task<Outcome<GoodsView>> SetGoods(WriteContext context, long bank, long shop, GoodsInput input)
    {
        if (!Label.IsCode(input.Code, 16)) return new Refusal(VillageRefusals.BadCode, "code").With("most", 16);
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        if (Fields.Text(input.UnitZh, "unitZh", 8, out var unit) is { } badUnit) return badUnit;
        if (Fields.Optional(input.Category, "category", Fields.Name, out var category) is { } badCategory) return badCategory;
        if (Fields.Emoji(input.Emoji, "emoji", out var emoji) is { } badEmoji) return badEmoji;
        if (Fields.Range(input.Price, "price", 0, 100_000) is { } badPrice) return badPrice;
        if (Fields.Text(input.ApprovedBy, "approvedBy", Fields.Name, out var approver) is { } badApprover) return badApprover;
        if (input.ValidFrom is { } from && Fields.Day(from, "validFrom") is { } badDay) return badDay;
        foreach (var (number, field) in (IEnumerable<(long, string)>)[
            (input.LeastStock ?? 0, "leastStock"), (input.VisitMost, "visitMost"), (input.MonthMost, "monthMost"),
            (input.YearMost, "yearMost")])
            if (Fields.Range(number, field, 0, 100_000) is { } badLimit)
                return badLimit;
        if (Fields.Range(input.Cost, "cost", 0, 10_000_000) is { } badCost) return badCost;
        return await database.Write<GoodsView>(context, bank, "goods", writer =>
        {
            if (Place.Find(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (place.GoodsBank != bank || place.GoodsShop != shop) return new Refusal(VillageRefusals.NotOurStock, "shop");
            writer.Execute("""
                insert into goods (bank, shop, code, name_zh, name_en, unit_zh, emoji, position, number, category, least_stock, visit_most,
                  month_most, year_most, adults_only, cost)
                select @bank, @shop, @code, @zh, @en, @unit, @emoji, coalesce(max(case when shop = @shop then position end), 0) + 1,
                  coalesce(max(number), 0) + 1,
                  @category, @least, @visit, @month, @year, @adults, @cost from goods where bank = @bank
                on conflict (bank, shop, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
                  unit_zh = excluded.unit_zh, emoji = excluded.emoji,
                  category = excluded.category, least_stock = excluded.least_stock, visit_most = excluded.visit_most,
                  month_most = excluded.month_most,
                  year_most = excluded.year_most, adults_only = excluded.adults_only, cost = excluded.cost
                """,
                new
                {
                    bank, shop, code = input.Code, zh, en, unit, emoji, category, least = input.LeastStock ?? GoodsTable.LeastStock,
                    visit = input.VisitMost, month = input.MonthMost, year = input.YearMost, adults = input.AdultsOnly ? 1 : 0,
                    cost = input.Cost,
                });
            writer.Execute("""
                insert into prices (bank, shop, goods, version, points, valid_from, approved_by, recorded_at, actor)
                select @bank, @shop, @code, coalesce(max(version), 0) + 1, @price, @day, @approver, @at, @actor
                from prices where bank = @bank and shop = @shop and goods = @code
                """,
                new
                {
                    bank, shop, code = input.Code, price = input.Price, day = (input.ValidFrom ?? banks.Today).ToIso(), approver,
                    at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            var shelf = writer.Book(bank).Find(Chart.Shelf(shop, input.Code));
            return GoodsTable.Find(
                writer, place, input.Code,
                banks.Today)! with
            { Stock = shelf?.Balance.Value ?? 0, Held = shelf?.Held.Value ?? 0 };
        });
    }

    /// <summary>Shows a good by a picture, a JPEG or PNG, cleaned of what it tells beside the picture.</summary>
    public async Task<Outcome<GoodsView>> SetPicture(WriteContext context, long bank, long shop, string goods, byte[] content)
    {
        if (content.Length == 0) return new Refusal(VillageRefusals.MissingValue, "picture");
        var read = EvidenceFile.Read(content);
        if (read.Refusal is { } bad) return bad with { Field = "picture" };
        if (read.Value.Kind.Code == "pdf") return new Refusal(PaperRefusals.FileTypeUnknown, "picture");
        return await database.Write<GoodsView>(context, bank, "goods-picture", writer =>
        {
            if (EvidenceTable.Add(writer, bank, read.Value, context.Caller.Actor) is { } erased) return erased with { Field = "picture" };
            var changed = writer.Execute(
                "update goods set picture = @digest where bank = @bank and shop = @shop and code = @goods",
                new { bank, shop, goods, digest = read.Value.Digest.ToArray() });
            if (changed == 0) return new Refusal(VillageRefusals.UnknownGoods, "goods");
            return GoodsTable.Find(writer, Place.Find(writer, bank, shop)!, goods, banks.Today)!;
        });
    }

    /// <summary>A good's picture.</summary>
    public EvidenceContent? Picture(long bank, long shop, string goods) => database.Read(db =>
        Place.Find(db, bank, shop) is { } place && GoodsTable.Find(db, place, goods, banks.Today)?.Picture is { } digest
            ? EvidenceTable.Find(db, place.GoodsBank, new(Convert.FromHexString(digest)))
            : null);

    internal static ShopView? Find(DbSession db, long bank, long shop) =>
        db.Query<(long, string, string, string, string, long?, long)>(
            $"{Views} where p.bank = @bank and p.number = @shop", new { bank, shop }).Select(View)
            .SingleOrDefault();

    const string Views = """
        select p.number, p.name_zh, p.name_en, p.kind, p.owned_by, case when p.goods_bank = p.bank and p.goods_shop = p.number then null
          else p.goods_shop end,
          case when p.kind <> 'shared' then 1 else coalesce((select case s.state when 'accepted' then 1 else 0 end from shop_sharings s
            where s.bank = p.goods_bank and s.shop = p.goods_shop and s.village = p.bank order by s.sequence desc limit 1), 0) end
        from shops p
        """;

    static ShopView View((long Number, string Zh, string En, string Kind, string Owner, long? Of, long Serving) row) =>
        new(row.Number, row.Zh, row.En, row.Kind, row.Owner, row.Of) { IsServing = row.Serving == 1 };

    /// <summary>
    /// A good's number in the bank that owns it, and what a piece is reckoned at, in fen; null where the place does not have it.
    /// </summary>
    internal static (long Number, long Cost)? NumberOf(Writer writer, Place place, string goods)
    {
        using var rows = writer.Prepared(
            "select number, cost from goods where bank = @bank and shop = @shop and code = @goods", "@bank", "@shop", "@goods")
            .Query(place.GoodsBank, place.GoodsShop, goods);
        return rows.Read() ? (rows.Number(0), rows.Number(1)) : null;
    }

    internal static bool Exists(DbSession db, long bank, long shop) =>
        db.ExecuteScalar<long>("select count(*) from shops where bank = @bank and number = @shop", new { bank, shop }) == 1;
}
