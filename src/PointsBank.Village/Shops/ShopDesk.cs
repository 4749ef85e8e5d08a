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

    public IReadOnlyList<ShopView> All(long bank) => database.Read(db => ShopTable.All(db, bank));

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
            if (input.Of is { } of && ShopTable.Place(writer, goodsBank, of) is not { Kind: "village" })
                return new Refusal(VillageRefusals.UnknownShop, "of");
            if (input.Kind == "shared") return Accept(writer, context, bank, zh, en, goodsBank, input.Of!.Value, input.OwnedBy);
            var number = ShopTable.Add(writer, bank, zh, en, input.Kind, goodsBank, input.Of, input.OwnedBy);
            return new ShopView(number, zh, en, input.Kind, input.OwnedBy, input.Of);
        });
    }

    /// <summary>Accepts what another village offered. A shop that was shared before keeps its number.</summary>
    static Outcome<ShopView> Accept(Writer writer, WriteContext context, long bank, string zh, string en, long owner, long of, string owned)
    {
        if (SharingTable.Last(writer, owner, of, bank) is not { State: SharingState.Offered } offer)
            return new Refusal(VillageRefusals.NotOffered, "of");
        if (offer.Actor == context.Caller.Actor) return new Refusal(VillageRefusals.OfferedByOneself, "of");
        SharingTable.Say(writer, context, owner, of, bank, SharingState.Accepted, bank);
        var known = ShopTable.Shared(writer, bank, owner, of);
        if (known is { } number) ShopTable.Rename(writer, bank, number, zh, en, owned);
        return new ShopView(known ?? ShopTable.Add(writer, bank, zh, en, "shared", owner, of, owned), zh, en, "shared", owned, of);
    }

    /// <summary>The goods of a shop with today's price and what is on the shelf.</summary>
    public Outcome<IReadOnlyList<GoodsView>> Goods(long bank, long shop)
    {
        if (database.Read(db => ShopTable.Place(db, bank, shop)) is not { } place)
            return new Refusal(VillageRefusals.UnknownShop, "shop");
        return database.ReadHeads<Outcome<IReadOnlyList<GoodsView>>>(place.GoodsBank, db => GoodsTable.All(db, place, banks.Today));
    }

    /// <summary>Every price a good ever had, newest first.</summary>
    public Outcome<IReadOnlyList<PriceVersion>> Prices(long bank, long shop, string goods) =>
        database.Read<Outcome<IReadOnlyList<PriceVersion>>>(db =>
    {
        if (ShopTable.Place(db, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
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
            if (ShopTable.Place(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (place.GoodsBank != bank || place.GoodsShop != shop) return new Refusal(VillageRefusals.NotOurStock, "shop");
            GoodsTable.Put(writer, bank, shop, input with { NameZh = zh, NameEn = en, UnitZh = unit, Emoji = emoji, Category = category });
            GoodsTable.AddPrice(
                writer, bank, shop, input.Code, input.Price, input.ValidFrom ?? banks.Today, approver, context.Caller.Actor);
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
            if (!GoodsTable.SetPicture(writer, bank, shop, goods, read.Value.Digest))
                return new Refusal(VillageRefusals.UnknownGoods, "goods");
            return GoodsTable.Find(writer, ShopTable.Place(writer, bank, shop)!, goods, banks.Today)!;
        });
    }

    /// <summary>A good's picture.</summary>
    public EvidenceContent? Picture(long bank, long shop, string goods) => database.Read(db =>
        ShopTable.Place(db, bank, shop) is { } place && GoodsTable.Find(db, place, goods, banks.Today)?.Picture is { } digest
            ? EvidenceTable.Find(db, place.GoodsBank, new(Convert.FromHexString(digest)))
            : null);
}
