using PointsBank.Ledger;
using PointsBank.Papers;
using PointsBank.Testing;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Tests.Shops;

public class GoodsTests
{
    const long Bank = VillageFixture.Bank;

    [Fact]
    public async Task A_good_has_its_terms_and_keeps_them_when_its_price_changes()
    {
        using var village = await VillageFixture.Open();
        var first = await Set(
            village,
            Soap with { Category = "日用品", LeastStock = 8, VisitMost = 2, MonthMost = 4, YearMost = 20, AdultsOnly = true, Cost = 450 });

        (first.Category, first.LeastStock, first.VisitMost, first.MonthMost, first.YearMost, first.AdultsOnly, first.Cost)
            .Should().Be(("日用品", 8, 2, 4, 20, true, 450));
        village.Done(village.Desks.Shops.Goods(Bank, 1)).Should().ContainSingle().Which.Should().Be(first);
    }

    [Theory]
    [InlineData("")]
    [InlineData("🧼")]
    [InlineData("🧂🍚")]
    [InlineData("☂\uFE0F")]
    [InlineData("👩\u200D🌾")]
    [InlineData("🇨🇳")]
    [InlineData("👍🏽")]
    public async Task An_emoji_is_one_sign_or_two_or_none(string emoji)
    {
        using var village = await VillageFixture.Open();

        (await Set(village, Soap with { Emoji = emoji })).Emoji.Should().Be(emoji);
    }

    [Theory]
    [InlineData("\uFFFE")]
    [InlineData("a\uFFFD")]
    [InlineData("🧼\0")]
    [InlineData("\u202E🧼")]
    [InlineData("🧼\u200B")]
    [InlineData("\u200D")]
    [InlineData("\uFE0F")]
    [InlineData("\uE000")]
    [InlineData("🧼\n🧂")]
    [InlineData("\uD83E")]
    [InlineData("肥皂香皂肥皂香皂肥皂")]
    [InlineData("abc")]
    [InlineData("🧼🧼🧼")]
    public async Task What_is_no_emoji_is_refused(string emoji)
    {
        using var village = await VillageFixture.Open();

        (await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 1, Soap with { Emoji = emoji }))
            .ShouldBeRefused(VillageRefusals.NotAnEmoji, "emoji");
    }

    [Fact]
    public async Task Every_price_is_kept_with_its_day_and_approver_and_0_takes_out_of_sale()
    {
        using var village = await VillageFixture.Open();
        await Set(village, Soap with { Price = 8, ApprovedBy = "张主任", ValidFrom = new(2026, 3, 10) });
        await Set(village, Soap with { Price = 0, ValidFrom = new(2026, 4, 1) });

        village.Done(village.Desks.Shops.Prices(Bank, 1, "soap"))
            .Select(price => (price.Version, price.Points, price.ValidFrom, price.ApprovedBy))
            .Should()
            .Equal(
            (3, 0, new(2026, 4, 1), "村委会"), (2, 8, new(2026, 3, 10), "张主任"), (1, 5, new(2026, 3, 2), "村委会"));
        village.Desks.Shops.Prices(Bank, 1, "gold").ShouldBeRefused(VillageRefusals.UnknownGoods, "goods");
        village.At(2026, 4, 1);
        await village.Receive("soap", 10);
        await village.BringForward(1, 50);
        village.Done(village.Desks.Shops.Goods(Bank, 1)).Single().IsOffered.Should().BeFalse();
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.NotForSale, "items[0].goods");
    }

    [Fact]
    public async Task A_visits_limit_is_reached_and_not_passed()
    {
        using var village = await Stocked(Soap with { VisitMost = 2 });

        var refused = await village.TryRedeem(1, quantity: 3);

        refused.ShouldBeRefused(VillageRefusals.GoodsVisitLimit, "items[0].quantity");
        refused.Refusal!.Facts.Select(fact => (fact.Key, fact.Value))
            .Should().Contain([("most", "2"), ("already", "0"), ("asked", "3"), ("goodsEn", "Soap")]);
        (await village.TryRedeem(1, quantity: 2)).Refusal.Should().BeNull();
        (await village.TryRedeem(1, quantity: 2)).Refusal.Should().BeNull("it is another visit");
    }

    [Fact]
    public async Task A_months_limit_is_the_households_and_begins_anew_next_month_and_after_a_void()
    {
        using var village = await Stocked(Soap with { MonthMost = 2 });
        await village.Redeem(1);
        var second = await village.Redeem(1);

        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit, "items[0].quantity");
        (await village.TryRedeem(2, quantity: 2)).Refusal.Should().BeNull();
        village.Done(await village.Desks.Redemptions.Void(VillageFixture.Ask(), Bank, 1, second.Number, new("退")));
        (await village.TryRedeem(1)).Refusal.Should().BeNull();
        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.GoodsMonthLimit);
        village.At(2026, 4, 1);
        (await village.TryRedeem(1, quantity: 2)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task A_years_limit_counts_all_months_of_the_year()
    {
        using var village = await Stocked(Soap with { YearMost = 2 });
        await village.Redeem(1);
        village.At(2026, 9, 1);
        await village.Redeem(1);

        (await village.TryRedeem(1)).ShouldBeRefused(VillageRefusals.GoodsYearLimit, "items[0].quantity");
        village.At(2027, 1, 1);
        (await village.TryRedeem(1)).Refusal.Should().BeNull();
    }

    [Fact]
    public async Task What_minors_do_not_get_asks_for_somebody_of_age()
    {
        using var village = await Stocked(Soap with { AdultsOnly = true });
        RedemptionInput input = new([new("soap", 1)], new("booklet"), 1);

        (await village.Desks.Redemptions.Redeem(VillageFixture.Ask(), Bank, 1, input)).ShouldBeRefused(VillageRefusals.AdultsOnly, "adult");
        village.Done(await village.Desks.Redemptions.Redeem(VillageFixture.Ask(), Bank, 1, input with { Adult = true }));
    }

    [Fact]
    public async Task Few_pieces_are_told_as_low_and_a_good_out_of_sale_is_not()
    {
        using var village = await VillageFixture.Open();
        await Set(village, Soap with { LeastStock = 3 });
        await village.Receive("soap", 2);
        (await Look()).IsLow.Should().BeTrue();

        await village.Receive("soap", 1);
        (await Look()).IsLow.Should().BeFalse();
        await Set(village, Soap with { LeastStock = 9, Price = 0 });
        (await Look()).IsLow.Should().BeFalse();

        async Task<GoodsView> Look() => village.Done(village.Desks.Shops.Goods(Bank, 1)).Single();
    }

    [Fact]
    public async Task A_picture_is_shown_cleaned_and_another_takes_its_place()
    {
        using var village = await VillageFixture.Open();

        var set = village.Done(await Picture(village, Pictures.Png(1)));
        var shown = village.Desks.Shops.Picture(Bank, 1, "soap")!;
        (shown.ContentType, shown.Digest.ToString()).Should().Be(("image/png", set.Picture!));
        village.Done(await Picture(village, Pictures.Png(2))).Picture.Should().NotBe(set.Picture);
        village.Desks.Shops.Picture(Bank, 1, "soap")!.Digest.ToString().Should().NotBe(set.Picture);

        (await Picture(
            village,
            "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"u8.ToArray())).Refusal!.Field.Should().Be("picture");
        (await Picture(village, "GIF89a"u8.ToArray())).ShouldBeRefused(PaperRefusals.FileTypeUnknown, "picture");
        (await Picture(village, [])).ShouldBeRefused(VillageRefusals.MissingValue, "picture");
        (await village.Desks.Shops.SetPicture(VillageFixture.Ask(), Bank, 1, "gold", Pictures.Png(3)))
            .ShouldBeRefused(VillageRefusals.UnknownGoods, "goods");
        village.Desks.Shops.Picture(Bank, 1, "gold").Should().BeNull();
        village.IsSound();
    }

    [Theory]
    [InlineData("leastStock")]
    [InlineData("visitMost")]
    [InlineData("monthMost")]
    [InlineData("yearMost")]
    [InlineData("cost")]
    [InlineData("price")]
    public async Task A_term_below_nothing_is_refused_by_name(string field)
    {
        using var village = await VillageFixture.Open();
        var input = field switch
        {
            "leastStock" => Soap with { LeastStock = -1 },
            "visitMost" => Soap with { VisitMost = -1 },
            "monthMost" => Soap with { MonthMost = -1 },
            "yearMost" => Soap with { YearMost = -1 },
            "cost" => Soap with { Cost = -1 },
            _ => Soap with { Price = -1 },
        };

        (await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 1, input)).ShouldBeRefused(VillageRefusals.OutOfRange, field);
    }

    static GoodsInput Soap { get; } = new("soap", "香皂", "Soap", "块", "🧼", 5, "村委会");

    static async Task<GoodsView> Set(VillageFixture village, GoodsInput input) =>
        village.Done(await village.Desks.Shops.SetGoods(VillageFixture.Ask(), Bank, 1, input));

    static Task<Outcome<GoodsView>> Picture(VillageFixture village, byte[] content) =>
        village.Desks.Shops.SetPicture(VillageFixture.Ask(), Bank, 1, "soap", content);

    static async Task<VillageFixture> Stocked(GoodsInput terms)
    {
        var village = await VillageFixture.Open();
        await Set(village, terms);
        await village.Receive("soap", 100);
        await village.BringForward(1, 100);
        await village.BringForward(2, 100);
        return village;
    }
}
