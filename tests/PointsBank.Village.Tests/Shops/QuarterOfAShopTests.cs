using System.Diagnostics;
using NodaTime;
using PointsBank.Testing;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Shops;
using static PointsBank.Testing.ClaimLife;
using static PointsBank.Testing.ShopLife;

namespace PointsBank.Village.Tests.Shops;

/// <summary>
/// The first quarter of a shop of love, as its people would tell it. What they wrote down on paper beside it is reckoned here by hand; what
/// the bank says is read back by another program from its export.
/// </summary>
public class QuarterOfAShopTests
{
    const long Bank = VillageFixture.Bank, Own = VillageFixture.Shop;
    const int Households = 60, Visits = 5, Brought = 400;

    static readonly Caller Treasurer = new("staff:9", "treasurer", [new(Role.Treasurer, Bank)]);
    static readonly LocalDate From = new(2026, 1, 1), Until = new(2026, 3, 31);

    [Fact]
    public async Task A_quarter_of_a_shop_from_the_first_gift_to_the_last_payment()
    {
        using var village = await VillageFixture.Open(Households, new(2026, 1, 2, 9, 0));
        await village.Hire();
        var desks = village.Desks;
        await village.Set(Setting.RedemptionMonthMost, 0, From);
        village.Done(
            await desks.Deeds.BringForward(
                WriteContext.OfSystem("opening"), Bank,
                [.. Enumerable.Range(1, Households).Select(household => new OpeningInput(household, Brought))]));

        // 2 January: the county gives 10,000 yuan, a firm gives soap and rice, the keeper buys more of both.
        village.Done(
            await desks.Fund.Contribute(As(Treasurer), Bank, new("government", "县财政局", 1_000_000, Named: true, Receipt: "2026-001")));
        await village.Sell("rice", 30);
        var paper = new Paper();
        var soap = paper["soap"];
        var rice = paper["rice"];
        village.Done(await desks.Stock.Move(As(Keeper), Bank, Own, new(
            "received", [new("soap", 200, 60_000), new("rice", 60, 150_000)], Origin: "donation", Partner: "爱心企业", Receipt: "捐-1")));
        soap.Received(200, 60_000);
        rice.Received(60, 150_000);
        var unpaid = village.Done(
            await desks.Stock.Move(
                As(Keeper), Bank, Own, new("received", [new("soap", 500, 175_050)], Origin: "purchase", Partner: "县供销社", Receipt: "发-7")));
        village.Done(
            await desks.Stock.Move(
                As(ShopLife.KeeperWithPurse), Bank, Own,
                new("received", [new("rice", 100, 256_000)], Origin: "purchase", Partner: "粮站", Receipt: "发-8", PaidNow: true)));
        soap.Received(500, 175_050);
        rice.Received(100, 256_000);

        // Three hundred visits on fifteen market days; on the eighth a slip is wrong and goes back.
        for (var visit = 0; visit < Households * Visits; visit++)
        {
            village.At(new LocalDateTime(2026, 1, 5, 9, 0).PlusDays(visit / 20 * 5).PlusMinutes(visit % 20 * 3));
            var household = (visit % Households) + 1;
            var (goods, quantity) = visit % 7 == 0 ? ("rice", 1L) : ("soap", (visit % 3) + 1L);
            var slip = village.Done(
                await desks.Redemptions.Redeem(As(Attendant), Bank, Own, new([new(goods, quantity)], new("booklet"), household)));
            if (visit == 155)
            {
                village.Done(await desks.Redemptions.Void(As(Attendant), Bank, Own, slip.Number, new("拿错了")));
                continue;
            }
            paper[goods].Issued(quantity);
            paper.Points += slip.Points;
        }

        // 31 March: a bag of rice got wet, and two people count.
        village.At(2026, 3, 31, 16);
        village.Done(await desks.Stock.Move(As(Keeper), Bank, Own, new("spoiled", [new("rice", 1)], Memo: "受潮")));
        rice.Lost(1);
        var count = await village.OpenCount();
        foreach (var counter in (Caller[])[Keeper, Attendant])
        {
            await village.Find(counter, count, "soap", soap.Pieces - 2);
            await village.Find(counter, count, "rice", rice.Pieces);
        }
        village.Done(await village.TryClose(count, reasons: ("soap", "missing")));
        soap.Lost(2);
        var counted = village.ResultOf(count);
        counted.Differences.Should().ContainSingle().Which
            .Should().Match<CountedGoods>(line => line.Goods == "soap" && line.Difference == -2 && line.Reason == "missing");

        // A shop in town hands out oil against points too, and is owed for it.
        var town = village.Done(
            await desks.Shops.Open(VillageFixture.Ask(), Bank, new("镇上粮油店", "The oil shop in town", "contract"))).Number;
        await village.Sell("oil", 85, shop: town);
        foreach (var household in (long[])[1, 2, 3]) village.Done(await village.TryRedeem(household, "oil", shop: town));

        // 1 April: the statements, signed, approved and paid; and the soap is paid at last.
        village.At(2026, 4, 1);
        var own = village.Done(await desks.Settlements.Make(VillageFixture.Ask(), Bank, new(Own, From, Until)));
        var owed = village.Done(await desks.Settlements.Make(VillageFixture.Ask(), Bank, new(town, From, Until)));
        foreach (var statement in (long[])[own.Number, owed.Number])
        {
            village.Done(await desks.Settlements.SignForShop(As(Attendant), Bank, statement, new()));
            village.Done(await desks.Settlements.SignForSupervision(As(Supervisor), Bank, statement));
            village.Done(await desks.Settlements.Approve(VillageFixture.Ask(), Bank, statement));
        }
        village.Done(await desks.Settlements.Pay(As(Treasurer), Bank, owed.Number, new("付-3")));
        village.Done(await desks.Fund.Pay(As(Treasurer), Bank, new("supplier", 175_050, unpaid.Number, Receipt: "付-4")));

        // What stands on the statements, on the count and in the fund is what another program makes of the export.
        own = village.Done(desks.Settlements.Get(Bank, own.Number));
        var books = await Hledger.Read(village);
        own.Points.Should().Be(paper.Points).And.Be(books["redeemed:1:points"]);
        own.Cost.Should().Be(soap.CostOfIssued + rice.CostOfIssued).And.Be(books["issued:1:fen"]);
        own.Value.Should().Be(paper.Points * 100);
        own.Due.Should().Be(0, "the goods of the village's own shop were paid when they were bought");
        own.Lines.Select(line => (line.Goods, line.Quantity))
            .Should().BeEquivalentTo([("soap", soap.IssuedPieces), ("rice", rice.IssuedPieces)]);
        own.Redemptions.Should().HaveCount((Households * Visits) - 1);
        foreach (var (good, number) in (IEnumerable<(Paper.Pile, long)>)[(soap, 1), (rice, 2)])
        {
            books[$"shelf:1:goods/{good.Goods}"].Should().Be(good.Pieces).And.Be(village.Stock(good.Goods));
            books[$"issued:1:goods/{good.Goods}"].Should().Be(good.IssuedPieces);
            books[$"lost:1:goods/{good.Goods}"].Should().Be(good.LostPieces);
            books[$"stock:{number}:fen"].Should().Be(good.Cost).And.Be(village.AtCost(number));
        }
        books["lost:1:fen"].Should().Be(soap.CostOfLost + rice.CostOfLost);
        owed.Due.Should().Be(3 * 85 * 100).And.Be(books[$"paid-for-points:{town}:fen"]);
        books.Should().NotContainKeys($"owed-to-shop:{town}:fen", "owed-to-suppliers:fen");
        books["fund:fen"].Should().Be(1_000_000 - 256_000 - 175_050 - 25_500).And.Be(desks.Fund.Cash(Bank));
        books["given:6:fen"].Should().Be(-210_000);
        Enumerable.Range(1, Households)
            .Sum(household => books.GetValueOrDefault($"household:{household}:points"))
            .Should()
            .Be((Households * Brought) - paper.Points - (3 * 85));
        village.IsSound();

        (await desks.Settlements.Make(VillageFixture.Ask(), Bank, new(town, From, Until))).Refusal
            .Should().NotBeNull("each slip stands on one statement");
    }

    /// <summary>What the people of the shop write down beside the bank, and the average they reckon with.</summary>
    sealed class Paper
    {
        readonly Dictionary<string, Pile> piles = [];

        public long Points { get; set; }

        public Pile this[string goods] => piles.TryGetValue(goods, out var pile) ? pile : piles[goods] = new(goods);

        public sealed class Pile(string goods)
        {
            public string Goods => goods;

            public long Pieces { get; private set; }

            public long Cost { get; private set; }

            public long IssuedPieces { get; private set; }

            public long CostOfIssued { get; private set; }

            public long LostPieces { get; private set; }

            public long CostOfLost { get; private set; }

            public void Received(long pieces, long cost) => (Pieces, Cost) = (Pieces + pieces, Cost + cost);

            public void Issued(long pieces) => (IssuedPieces, CostOfIssued) = (IssuedPieces + pieces, CostOfIssued + Take(pieces));

            public void Lost(long pieces) => (LostPieces, CostOfLost) = (LostPieces + pieces, CostOfLost + Take(pieces));

            long Take(long pieces)
            {
                var cost = (long)Math.Round((decimal)Cost * pieces / Pieces, MidpointRounding.AwayFromZero);
                (Pieces, Cost) = (Pieces - pieces, Cost - cost);
                return cost;
            }
        }
    }

    static class Hledger
    {
        /// <summary>Each account's balance, after hledger has checked the whole export.</summary>
        public static async Task<Dictionary<string, long>> Read(VillageFixture village)
        {
            await village.Database.WriteHeads(Bank);
            var file = Path.Combine(village.Folder, "quarter.journal");
            await using (var output = File.Create(file)) village.Desks.Journal.Write(Bank, "hledger", output);
            await Run(file, "check");
            var lines = (await Run(file, "balance", "--flat", "--no-total", "--output-format", "csv"))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Skip(1);
            return lines.Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(',', 2)).ToDictionary(
                cells => cells[0], cells => long.Parse(cells[1].Trim().Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture));
        }

        static async Task<string> Run(string file, params string[] arguments)
        {
            using var process = Process.Start(
                new ProcessStartInfo(
                    "hledger", ["-f", file, .. arguments])
                { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0, await error);
            return await output;
        }
    }
}
