using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Shops;
using PointsBank.Village.Staff;
using PointsBank.Web.Security;

namespace PointsBank.Web.Pages.CounterDoor;

public sealed record GoodsFacts(ShopView Shop, IReadOnlyList<GoodsView> Goods);

/// <summary>A good to give a new price, with its code; null and a free code where one is to be added.</summary>
public sealed record GoodsFormFacts(ShopView Shop, GoodsView? Good, string Code);

public sealed record GoodsCheckFacts(ShopView Shop, GoodsView? Before, GoodsInput Input);

/// <summary>Goods and prices, approved from a day on.</summary>
static class GoodsRoutes
{
    public static void MapGoods(this IEndpointRouteBuilder shop)
    {
        shop.Page("/prices", visit => Show<PriceListPage>(visit)).Requires(Role.Attendant, Role.Clerk, Role.Supervisor);
        var goods = shop.MapGroup("/goods").Requires(Role.Clerk, Role.Supervisor);
        goods.Page("", visit => Show<GoodsPage>(visit));
        goods.Page("/new", visit => Fill(visit, null));
        goods.Page("/{goods}", visit => Fill(visit, visit.Ask.Text("goods")));
        goods.Form("/change", (visit, form) => Fill(visit, form.Flag("isNew") ? null : form.Text("code")));
        goods.Form("/check", Check);
        goods.Form("", Set);
    }

    static async Task<IResult> Show<TPage>(Visit visit) where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        var goods = await visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        return goods.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<TPage>(new GoodsFacts(CounterRoutes.ShopOf(visit), goods.Value));
    }

    static async Task<Outcome<GoodsFormFacts>> Facts(Visit visit, string? code)
    {
        var read = await visit.Desks.Shops.Goods(visit.Bank, visit.Shop);
        if (read.Refusal is { } refusal) return refusal;
        var good = read.Value.FirstOrDefault(known => known.Code == code);
        return code is not null && good is null ? new Refusal(VillageRefusals.UnknownGoods) : new GoodsFormFacts(CounterRoutes.ShopOf(visit), good, good?.Code ?? Free(read.Value));
    }

    static async Task<IResult> Fill(Visit visit, string? code)
    {
        var facts = await Facts(visit, code);
        return facts.Refusal is { } refusal ? visit.Refuse(refusal) : visit.Show<GoodsFormPage>(facts.Value);
    }

    /// <summary>The next code that no good has: G31 after thirty goods.</summary>
    static string Free(IReadOnlyList<GoodsView> goods)
    {
        for (var number = goods.Count + 1; ; number++)
            if ($"G{number:D2}" is var code && goods.All(good => good.Code != code))
                return code;
    }

    static async Task<(Outcome<GoodsFormFacts> Facts, GoodsInput Input)> Read(Visit visit, FormReader form)
    {
        var zh = form.Required("nameZh");
        var input = new GoodsInput(
            form.Required("code", 16), zh, form.Text("nameEn") is { Length: > 0 } en ? en : zh, form.Required("unitZh"), form.Text("emoji"),
            form.RequiredNumber("price", 0, 100_000), form.Required("approvedBy"), form.RequiredDate("validFrom"));
        return (await Facts(visit, form.Flag("isNew") ? null : input.Code), input);
    }

    static async Task<IResult> Check(Visit visit, FormReader form)
    {
        var (found, input) = await Read(visit, form);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        var facts = found.Value;
        // A new good must not change another one that has its code already.
        if (facts.Good is null && (await Facts(visit, input.Code)).Refusal is null) form.Refuse(new(VillageRefusals.AlreadyExists, "code"));
        if (form.Finish() is { } refusals) return visit.Again<GoodsFormPage>(refusals, facts);
        var tried = await visit.Try(context => visit.Desks.Shops.SetGoods(context, visit.Bank, visit.Shop, input));
        return tried.Refusal is { } refusal ? visit.Again<GoodsFormPage>(refusal, facts) : visit.Show<GoodsCheckPage>(new GoodsCheckFacts(facts.Shop, facts.Good, input));
    }

    static async Task<IResult> Set(Visit visit, FormReader form)
    {
        var (found, input) = await Read(visit, form);
        if (found.Refusal is { } unknown) return visit.Refuse(unknown);
        if (form.Finish() is { } refusals) return visit.Again<GoodsFormPage>(refusals, found.Value);
        var outcome = await visit.Write(form, context => visit.Desks.Shops.SetGoods(context, visit.Bank, visit.Shop, input));
        return outcome.Refusal is { } refusal ? visit.Again<GoodsFormPage>(refusal, found.Value) : visit.Go(CounterRoutes.At(visit, "goods"), "goods_set");
    }
}
