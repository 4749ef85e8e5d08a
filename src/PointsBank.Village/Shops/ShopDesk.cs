using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;

namespace PointsBank.Village.Shops;

public sealed record ShopInput(string NameZh, string NameEn);

public sealed record ShopView(long Number, string NameZh, string NameEn);

/// <summary>A good with its price from a day on (today where none is given) and who approved that; 0 points takes it out of sale.</summary>
public sealed record GoodsInput(string Code, string NameZh, string NameEn, string UnitZh, string Emoji, long Price, string ApprovedBy, LocalDate? ValidFrom = null);

public sealed record GoodsView(string Code, string NameZh, string NameEn, string UnitZh, string Emoji, long Price, long Stock);

public sealed record StockLineInput(string Goods, long Quantity);

/// <summary>
/// What happened to stock: <c>received</c>, <c>moved</c> (to another shop), <c>spoiled</c>, or <c>counted</c>, where quantities are what was
/// found on the shelf and the difference is entered.
/// </summary>
public sealed record StockInput(string Kind, IReadOnlyList<StockLineInput> Items, long? ToShop = null, string? Memo = null);

public sealed record StockLineView(string Goods, long Quantity, long Change, long Stock);

public sealed record StockView(long Number, long Shop, string Kind, long? Entry, string? CheckCode, LocalDate MovedOn, IReadOnlyList<StockLineView> Items);

/// <summary>Shops, goods, prices and stock. Stock is accounts of the same book, so it cannot go below zero and the audit covers it.</summary>
public sealed class ShopDesk(Database database, BankDesk banks)
{
    static readonly string[] Kinds = ["received", "moved", "counted", "spoiled"];

    public IReadOnlyList<ShopView> All(long bank) => database.Read(connection => connection.Query<(long, string, string)>(
        "select number, name_zh, name_en from shops where bank = @bank order by number", new { bank }).Select(row => new ShopView(row.Item1, row.Item2, row.Item3)).ToList());

    /// <summary>A shop's stock sheets, newest first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<MovementView> Movements(long bank, long shop, long? before, int limit) =>
        database.Read(connection => Shops.Movements.Of(connection, bank, shop, before, limit));

    public async Task<Outcome<ShopView>> Open(WriteContext context, long bank, ShopInput input)
    {
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        return await database.Write<ShopView>(context, bank, "shop", writer =>
        {
            var number = writer.Connection.ExecuteScalar<long>("""
                insert into shops (bank, number, name_zh, name_en, opened_at)
                select @bank, coalesce(max(number), 0) + 1, @zh, @en, @at from shops where bank = @bank
                returning number
                """, new { bank, zh, en, at = writer.NowMilliseconds });
            return new ShopView(number, zh, en);
        });
    }

    /// <summary>The goods of a shop with today's price and what is on the shelf.</summary>
    public async Task<Outcome<IReadOnlyList<GoodsView>>> Goods(long bank, long shop)
    {
        await database.Flush(bank);
        return database.Read<Outcome<IReadOnlyList<GoodsView>>>(connection =>
        {
            if (!Exists(connection, bank, shop)) return new Refusal(VillageRefusals.UnknownShop, "shop");
            return connection.Query<(string Code, string Zh, string En, string Unit, string Emoji, long Price, long Stock)>($"""
                select g.code, g.name_zh, g.name_en, g.unit_zh, g.emoji, coalesce({PriceOf}, 0),
                  coalesce((select h.balance from accounts a join account_heads h on h.bank = a.bank and h.account = a.number
                    where a.bank = g.bank and a.kind = {(int)AccountKind.GoodsShelf} and a.owner = g.shop and a.unit = 'goods/' || g.code and a.period = 0), 0)
                from goods g where g.bank = @bank and g.shop = @shop order by g.position
                """, new { bank, shop, today = banks.Today.ToIso() })
                .Select(row => new GoodsView(row.Code, row.Zh, row.En, row.Unit, row.Emoji, row.Price, row.Stock)).ToList();
        });
    }

    /// <summary>Adds a good, or gives a known one new words and a new price version.</summary>
    public async Task<Outcome<GoodsView>> SetGoods(WriteContext context, long bank, long shop, GoodsInput input)
    {
        if (!Label.IsCode(input.Code, 16)) return new Refusal(VillageRefusals.NotInList, "code");
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        if (Fields.Text(input.UnitZh, "unitZh", 8, out var unit) is { } badUnit) return badUnit;
        if (CheckEmoji(input.Emoji, out var emoji) is { } badEmoji) return badEmoji;
        if (Fields.Range(input.Price, "price", 0, 100_000) is { } badPrice) return badPrice;
        if (Fields.Text(input.ApprovedBy, "approvedBy", Fields.Name, out var approver) is { } badApprover) return badApprover;
        if (input.ValidFrom is { } from && Fields.Day(from, "validFrom") is { } badDay) return badDay;
        return await database.Write<GoodsView>(context, bank, "goods", writer =>
        {
            if (!Exists(writer.Connection, bank, shop)) return new Refusal(VillageRefusals.UnknownShop, "shop");
            writer.Connection.Execute("""
                insert into goods (bank, shop, code, name_zh, name_en, unit_zh, emoji, position)
                select @bank, @shop, @code, @zh, @en, @unit, @emoji, coalesce(max(position), 0) + 1 from goods where bank = @bank and shop = @shop
                on conflict (bank, shop, code) do update set name_zh = excluded.name_zh, name_en = excluded.name_en, unit_zh = excluded.unit_zh, emoji = excluded.emoji
                """, new { bank, shop, code = input.Code, zh, en, unit, emoji });
            writer.Connection.Execute("""
                insert into prices (bank, shop, goods, version, points, valid_from, approved_by, recorded_at, actor)
                select @bank, @shop, @code, coalesce(max(version), 0) + 1, @price, @day, @approver, @at, @actor
                from prices where bank = @bank and shop = @shop and goods = @code
                """,
                new
                {
                    bank, shop, code = input.Code, price = input.Price, day = (input.ValidFrom ?? banks.Today).ToIso(), approver, at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            var price = Price(writer.Connection, bank, shop, input.Code, banks.Today) ?? 0;
            return new GoodsView(input.Code, zh, en, unit, emoji, price, StockOf(writer.Book(bank), shop, input.Code));
        });
    }

    public async Task<Outcome<StockView>> Move(WriteContext context, long bank, long shop, StockInput input)
    {
        if (!Kinds.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (input.Kind == "moved" != input.ToShop is not null || input.ToShop == shop) return new Refusal(VillageRefusals.NotInList, "toShop");
        if (input.Items.Count is 0 or > 60) return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", 60);
        if (Fields.Optional(input.Memo, "memo", Fields.Memo, out var memo) is { } badMemo) return badMemo;
        for (var i = 0; i < input.Items.Count; i++)
        {
            if (Fields.Range(input.Items[i].Quantity, $"items[{i}].quantity", input.Kind == "counted" ? 0 : 1, 100_000) is { } bad) return bad;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == input.Items[i].Goods)) return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        return await database.Write<StockView>(context, bank, "stock", writer => Move(writer, context, bank, shop, input, memo));
    }

    Outcome<StockView> Move(Writer writer, WriteContext context, long bank, long shop, StockInput input, string memo)
    {
        var connection = writer.Connection;
        if (!Exists(connection, bank, shop)) return new Refusal(VillageRefusals.UnknownShop, "shop");
        if (input.ToShop is { } to && !Exists(connection, bank, to)) return new Refusal(VillageRefusals.UnknownShop, "toShop");
        var book = writer.Book(bank);
        var legs = new List<Leg>();
        var changes = new List<long>();
        for (var i = 0; i < input.Items.Count; i++)
        {
            var item = input.Items[i];
            if (!HasGoods(connection, bank, shop, item.Goods)) return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            if (input.ToShop is { } other && !HasGoods(connection, bank, other, item.Goods)) return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            var change = input.Kind switch
            {
                "received" => item.Quantity,
                "counted" => item.Quantity - StockOf(book, shop, item.Goods),
                _ => -item.Quantity,
            };
            changes.Add(change);
            if (change == 0) continue;
            var counterpart = input.Kind switch
            {
                "received" => Chart.GoodsSource(shop, item.Goods),
                "moved" => Chart.Shelf(input.ToShop!.Value, item.Goods),
                _ => Chart.GoodsLost(shop, item.Goods),
            };
            legs.Add(new(counterpart, new(-change)));
            legs.Add(new(Chart.Shelf(shop, item.Goods), new(change)));
        }

        var number = connection.ExecuteScalar<long>("select coalesce(max(number), 0) + 1 from stock_movements where bank = @bank", new { bank });
        JournalEntry? entry = null;
        if (legs.Count > 0)
        {
            var note = context.NoteOf(memo);
            var posted = book.Post(
                new Draft
                {
                    Kind = EntryKind.Stock,
                    EffectiveOn = banks.Today,
                    Actor = context.Caller.Actor,
                    Key = context.Key,
                    Fingerprint = context.Fingerprint,
                    Reason = $"stock_{input.Kind}",
                    Note = note?.Digest ?? default,
                    Source = $"stock:{number}",
                    Legs = [.. legs],
                },
                writer.Now);
            if (posted.Refusal is { } refusal)
                return refusal.Kind == LedgerRefusals.WouldPassFloor ? refusal with { Kind = VillageRefusals.NotEnoughStock, Field = "items" } : refusal;
            entry = posted.Value;
            if (note is not null) writer.AddNote(bank, entry.Number, note);
        }
        connection.Execute("""
            insert into stock_movements (bank, number, shop, kind, to_shop, entry, moved_on, actor)
            values (@bank, @number, @shop, @kind, @toShop, @entry, @day, @actor)
            """,
            new { bank, number, shop, kind = input.Kind, toShop = input.ToShop, entry = entry?.Number.Value, day = banks.Today.ToIso(), actor = context.Caller.Actor });
        for (var i = 0; i < input.Items.Count; i++)
            connection.Execute(
                "insert into stock_lines (bank, movement, line, goods, quantity, change) values (@bank, @number, @line, @goods, @quantity, @change)",
                new { bank, number, line = i + 1, goods = input.Items[i].Goods, quantity = input.Items[i].Quantity, change = changes[i] });
        return new StockView(
            number, shop, input.Kind, entry?.Number.Value, entry?.CheckCode.ToString(), banks.Today,
            [.. input.Items.Select((item, i) => new StockLineView(item.Goods, item.Quantity, changes[i], StockOf(book, shop, item.Goods)))]);
    }

    internal static ShopView? Find(SqliteConnection connection, long bank, long shop) =>
        connection.QuerySingleOrDefault<(long Number, string Zh, string En)>("select number, name_zh, name_en from shops where bank = @bank and number = @shop", new { bank, shop })
            is { Number: > 0 } row ? new(row.Number, row.Zh, row.En) : null;

    internal static bool Exists(SqliteConnection connection, long bank, long shop) =>
        connection.ExecuteScalar<long>("select count(*) from shops where bank = @bank and number = @shop", new { bank, shop }) == 1;

    /// <summary>The price of that day in points; null where the good has none or is out of sale.</summary>
    internal static long? Price(SqliteConnection connection, long bank, long shop, string goods, LocalDate day) => connection.QuerySingleOrDefault<long?>(
        $"select {PriceOf} from goods g where g.bank = @bank and g.shop = @shop and g.code = @goods", new { bank, shop, goods, today = day.ToIso() }) is > 0 and var price
        ? price
        : null;

    internal static bool HasGoods(SqliteConnection connection, long bank, long shop, string goods) =>
        connection.ExecuteScalar<long>("select count(*) from goods where bank = @bank and shop = @shop and code = @goods", new { bank, shop, goods }) == 1;

    static long StockOf(SqliteBook book, long shop, string goods) => book.Find(Chart.Shelf(shop, goods))?.Balance.Value ?? 0;

    // An emoji may join several characters by an invisible one, so the text rules do not apply to it.
    static Refusal? CheckEmoji(string? emoji, out string clean)
    {
        clean = emoji?.Trim() ?? "";
        return clean.Length > 16 || clean.Any(char.IsControl) ? new(VillageRefusals.TooLong, "emoji") : null;
    }

    /// <summary>The price of a day in points, for a select from goods as g; null where there is none, 0 out of sale.</summary>
    internal const string PriceOf = """
        (select p.points from prices p where p.bank = g.bank and p.shop = g.shop and p.goods = g.code and p.valid_from <= @today
          order by p.valid_from desc, p.version desc limit 1)
        """;
}
