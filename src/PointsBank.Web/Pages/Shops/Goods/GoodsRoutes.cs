using PointsBank.Ledger;
using PointsBank.Papers;
using PointsBank.Papers.Cleaning;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;
using PointsBank.Web.Http;
using PointsBank.Web.Pages.Parts;

namespace PointsBank.Web.Pages.Shops.Goods;

/// <summary>The goods of a shop, and whether whoever asks may set them here: of others' goods they may not.</summary>
public sealed record GoodsFacts(ShopView Shop, IReadOnlyList<GoodsView> Goods, bool MaySet)
{
    /// <summary>In the order of the shelf, under the categories in the order in which they come up.</summary>
    public IEnumerable<IGrouping<string, GoodsView>> ByCategory => Goods.GroupBy(good => good.Category);
}

/// <summary>The price list, with who approved each price and from when.</summary>
public sealed record PriceListFacts(GoodsFacts All, IReadOnlyDictionary<string, PriceVersion> Prices);

/// <summary>A good to give a new price, with its code and every price it had; null and a free code where one is to be added.</summary>
public sealed record GoodsFormFacts(
    ShopView Shop, GoodsView? Good, string Code, IReadOnlyList<string> Categories, IReadOnlyList<PriceVersion> Prices);

public sealed record GoodsCheckFacts(ShopView Shop, GoodsView? Before, GoodsInput Input);

/// <summary>Goods and prices, approved from a day on, and their pictures.</summary>
static class GoodsRoutes
{
    public static void MapGoods(this IEndpointRouteBuilder shop)
    {
        shop.Page("/prices", Prices).Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor);
        shop.Page("/goods/{goods}/picture", Picture).Requires(Role.Attendant, Role.Clerk, Role.Keeper, Role.Supervisor, Role.Household);
        var goods = shop.MapGroup("/goods").Requires(Role.Clerk, Role.Keeper, Role.Supervisor);
        goods.Page("", List);
        goods.Page("/new", visit => Fill(visit, null));
        goods.Page("/{goods}", visit => Fill(visit, visit.Ask.Text("goods")));
        goods.Form("/change", (visit, form) => Fill(visit, form.Flag("isNew") ? null : form.Text("code")));
        goods.Form("/check", Check);
        goods.Form("", Set);
        goods.Form("/{goods}/picture", SetPicture).Requires(Role.Clerk, Role.Keeper);
    }

    /// <summary>Where a good's picture is to be had; its content's name stands in the address, so that a browser may keep it.</summary>
    public static string PictureOf(Visit visit, GoodsView good) => CounterRoutes.At(visit, $"goods/{good.Code}/picture?of={good.Picture}");

    static Outcome<GoodsFacts> Goods(Visit visit)
    {
        var (goods, shop) = (visit.Desks.Shops.Goods(visit.Bank, visit.Shop), CounterRoutes.ShopOf(visit));
        return goods.Then(all => new GoodsFacts(shop, all, shop.Kind is "village" or "contract"));
    }

    static IResult List(Visit visit)
    {
        var goods = Goods(visit);
        return goods.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<GoodsPage>(goods.Value);
    }

    static IResult Prices(Visit visit)
    {
        var goods = Goods(visit);
        if (goods.Refusal is { } refusal) return visit.Refuse(refusal);
        var prices = goods.Value.Goods.Where(good => good.Price > 0).Select(good => (good.Code, Price: InForce(visit, good.Code)))
            .Where(row => row.Price is not null);
        return visit.Show<PriceListPage>(new PriceListFacts(goods.Value, prices.ToDictionary(row => row.Code, row => row.Price!)));
    }

    static PriceVersion? InForce(Visit visit, string code) =>
        visit.Desks.Shops.Prices(visit.Bank, visit.Shop, code) is { Refusal: null } prices
        ? prices.Value.Where(price => price.ValidFrom <= visit.Today)
            .OrderByDescending(price => price.ValidFrom)
            .ThenByDescending(price => price.Version)
            .FirstOrDefault()
        : null;

    static IResult Picture(Visit visit)
    {
        if (visit.Desks.Shops.Picture(visit.Bank, visit.Shop, visit.Ask.Text("goods")) is not { } picture)
            return visit.Refuse(new Refusal(VillageRefusals.UnknownGoods));
        visit.Http.Response.Headers.CacheControl = "private, max-age=86400";
        return Results.Bytes(picture.Content, picture.ContentType);
    }

    static Outcome<GoodsFormFacts> Facts(Visit visit, string? code)
    {
        var read = Goods(visit);
        if (read.Refusal is { } refusal) return refusal;
        if (!read.Value.MaySet) return new Refusal(VillageRefusals.NotOurStock);
        var goods = read.Value.Goods;
        var good = goods.FirstOrDefault(known => known.Code == code);
        if (code is not null && good is null) return new Refusal(VillageRefusals.UnknownGoods);
        return new GoodsFormFacts(
            read.Value.Shop, good, good?.Code ?? Free(goods),
            [.. goods.Select(known => known.Category).Where(category => category.Length > 0).Distinct()],
            good is null ? [] : visit.Desks.Shops.Prices(visit.Bank, visit.Shop, good.Code).Value);
    }

    static IResult Fill(Visit visit, string? code)
    {
        var facts = Facts(visit, code);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<GoodsFormPage>(facts.Value);
    }

    /// <summary>The next code that no good has: G31 after thirty goods.</summary>
    static string Free(IReadOnlyList<GoodsView> goods)
    {
        for (var number = goods.Count + 1; ; number++)
            if ($"G{number:D2}" is var code && goods.All(good => good.Code != code))
                return code;
    }

    static (Outcome<GoodsFormFacts> Facts, GoodsInput Input) Read(Visit visit, FormReader form)
    {
        var zh = form.Required("nameZh");
        var input = new GoodsInput(
            form.Required("code", 16), zh, form.Text("nameEn") is { Length: > 0 } en ? en : zh, form.Required("unitZh"), form.Text("emoji"),
            form.RequiredNumber("price", 0, 100_000), form.Required("approvedBy"), form.RequiredDate("validFrom"), form.Text("category"),
            form.Number("leastStock"), form.Number("visitMost") ?? 0, form.Number("monthMost") ?? 0, form.Number("yearMost") ?? 0,
            form.Flag("adultsOnly"), Fen(form, "cost"));
        return (Facts(visit, form.Flag("isNew") ? null : input.Code), input);
    }

    static long Fen(FormReader form, string name)
    {
        var text = form.Text(name, 40);
        if (text.Length == 0 || Yuan.TryParse(text, out _)) return Yuan.TryParse(text, out var fen) ? fen : 0;
        form.Refuse(new(WebRefusals.WrongType, name));
        return 0;
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var (found, input) = Read(visit, form);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var facts = found.Value;
        // A new good must not change another one that has its code already.
        if (facts.Good is null && (Facts(visit, input.Code)).Refusal is null) form.Refuse(new(VillageRefusals.AlreadyExists, "code"));
        if (form.Finish() is { } refusals) return visit.Again<GoodsFormPage>(refusals, facts);
        var tried = await visit.Try(context => visit.Desks.Shops.SetGoods(context, visit.Bank, visit.Shop, input));
        return tried.Refusal is { } refusal
            ? visit.Again<GoodsFormPage>(refusal, facts)
            : visit.Show<GoodsCheckPage>(new GoodsCheckFacts(facts.Shop, facts.Good, input));
    }

    static async Task<IResult> Set(Visit visit, FormReader form)
    {
        var (found, input) = Read(visit, form);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        if (form.Finish() is { } refusals) return visit.Again<GoodsFormPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Shops.SetGoods(context, visit.Bank, visit.Shop, input));
        return outcome.Refusal is { } refusal
            ? visit.Again<GoodsFormPage>(refusal, found.Value)
            : visit.Go(CounterRoutes.At(visit, "goods"), "goods_set");
    }

    static async Task<IResult> SetPicture(Visit visit, FormReader form)
    {
        var code = visit.Ask.Text("goods");
        var facts = Facts(visit, code);
        if (facts.Refusal is { } unknown) return visit.Refuse(unknown);
        if (form.Files["picture"] is not { Length: > 0 } file)
            return visit.Again<GoodsFormPage>(new Refusal(VillageRefusals.MissingValue, "picture"), facts.Value);
        if (file.Length > EvidenceFile.MaxBytes)
            return visit.Again<GoodsFormPage>(new Refusal(PaperRefusals.FileTooLarge, "picture"), facts.Value);
        using var bytes = new MemoryStream();
        await file.CopyToAsync(bytes, visit.Http.RequestAborted);
        var outcome = await visit.Write(
            form, context => visit.Desks.Shops.SetPicture(context, visit.Bank, visit.Shop, code, bytes.ToArray()));
        return outcome.Refusal is { } refusal
            ? visit.Again<GoodsFormPage>(refusal, facts.Value)
            : visit.Go(CounterRoutes.At(visit, $"goods/{code}"), "goods_picture");
    }
}
