// The shop's life: goods come in, and on the 10th, the 20th and the last day of the month homes spend what they have, never more.
using NodaTime;

namespace PointsBank.Demo;

sealed class DemoPlanShop
{
    const int MinVisit = 5;
    const int MonthMost = 100;
    const int MinLines = 2;
    const int MaxLines = 4;
    const int MaxPieces = 3;

    const int CarryOver = 50;

    static readonly int[] RestockMonths = [3, 5, 7, 9, 11, 12];

    // Some come with a handful of points, others save for the rice or the oil.
    static readonly (int Share, int Item)[] Thrift = [(16, 8), (24, 15), (28, 26), (20, 42), (12, 88)];

    readonly DemoSpan span;
    readonly List<DemoDeed> deeds;
    readonly DemoSplit split;
    readonly DemoDice dice;
    readonly int[] thrift;
    readonly int[] available;
    readonly int[] ofThisYear;
    readonly Dictionary<DemoGood, int> stock = [];
    readonly List<DemoEvent> events = [];
    int left = DemoPlan.PointsRedeemed;
    int credited;
    bool hasSplit;

    public DemoPlanShop(DemoSpan span, List<DemoEvent> events, IReadOnlyList<DemoHousehold> households, DemoDice dice)
    {
        this.span = span;
        this.dice = dice;
        deeds = [.. events.OfType<DemoDeed>().Where(span.IsEntered).OrderBy(deed => deed.EntersOn).ThenBy(deed => deed.Date)];
        split = events.OfType<DemoSplit>().Single();
        available = new int[households.Count + 1];
        ofThisYear = new int[households.Count + 1];
        thrift = Enumerable.Range(0, households.Count + 1).Select(_ => dice.PickByShare(Thrift)).ToArray();
    }

    public List<DemoEvent> Play()
    {
        ReceiveOpeningStock(span.First.PlusDays(2));
        var nextDeed = 0;
        var days = span.Months.SelectMany(DaysOf).ToList();
        foreach (var month in span.Months)
        {
            if (RestockMonths.Contains(month.Month) && month.PlusDays(4) <= span.Last)
            {
                Restock(month.PlusDays(4));
            }

            var spentThisMonth = new int[available.Length];
            foreach (var day in DaysOf(month))
            {
                for (; nextDeed < deeds.Count && deeds[nextDeed].EntersOn <= day; nextDeed++)
                {
                    Post(deeds[nextDeed]);
                }

                if (!hasSplit && split.Date < day)
                {
                    hasSplit = true;
                    available[split.Household] -= split.Points;
                }

                if (day == span.CarriedOver)
                {
                    LetExpire();
                }

                Open(day, spentThisMonth, isLast: day == days[^1]);
            }
        }

        if (left != 0)
        {
            throw new InvalidOperationException($"The shop's life leaves {left} points of the published total unredeemed");
        }

        return events;
    }

    /// <summary>The days of the month on which the shop hands out goods.</summary>
    IEnumerable<LocalDate> DaysOf(LocalDate month) =>
        new[] { month.PlusDays(9), month.PlusDays(19), month.With(DateAdjusters.EndOfMonth) }.Where(day => day <= span.Last);

    void Post(DemoDeed deed)
    {
        switch (deed)
        {
            case DemoCredit credit:
                available[credit.Household] += credit.Points;
                ofThisYear[credit.Household] += credit.Date.Year == span.Opened.Year ? credit.Points : 0;
                credited += credit.Points;
                break;
            case DemoDeduction deduction:
                available[deduction.Household] -= Math.Min(available[deduction.Household], deduction.Points);
                break;
        }
    }

    /// <summary>Of what is left of last year each home keeps so much.</summary>
    void LetExpire()
    {
        for (var household = 1; household < available.Length; household++)
        {
            available[household] -= Math.Max(0, available[household] - ofThisYear[household] - CarryOver);
        }
    }

    /// <summary>Redeeming keeps pace with crediting, so that all ends on the published total without a rush.</summary>
    void Open(LocalDate day, int[] spentThisMonth, bool isLast)
    {
        var leftAtClosing = DemoPlan.PointsRedeemed - (DemoPlan.PointsRedeemed * credited / DemoPlan.PointsCredited);
        foreach (var household in dice.Shuffle(Enumerable.Range(1, available.Length - 1)))
        {
            if (left > leftAtClosing && available[household] >= thrift[household])
            {
                Visit(day, household, spentThisMonth);
            }
        }

        // On the last day even savers come; the last basket is packed to the point.
        foreach (var household in isLast ? dice.Shuffle(Enumerable.Range(1, available.Length - 1)) : [])
        {
            Visit(day, household, spentThisMonth);
        }
    }

    void Visit(LocalDate day, int household, int[] spentThisMonth)
    {
        // A family that is about to split leaves what one of them takes along.
        var kept = household == split.Household && !hasSplit ? split.Points : 0;
        var purse = Math.Min(available[household] - kept, MonthMost - spentThisMonth[household]);
        var basket = Math.Min(purse, left) < MinVisit ? null
            : left <= purse ? PackExactly(left, 0, [])
            : Pack(Math.Min(purse, left - MinVisit));
        if (basket is null)
        {
            return;
        }

        var points = basket.Sum(line => line.Good.Price * line.Quantity);
        foreach (var (good, quantity) in basket)
        {
            stock[good] -= quantity;
        }

        available[household] -= points;
        spentThisMonth[household] += points;
        left -= points;
        events.Add(new DemoRedemption(day, household, [.. basket.Select(line => new DemoLine(line.Good.Code, line.Quantity))], points));
    }

    /// <summary>A wish for oil or rice first, then a few small things; null when the purse buys no five points' worth.</summary>
    List<(DemoGood Good, int Quantity)>? Pack(int purse)
    {
        var basket = new List<(DemoGood Good, int Quantity)>();
        var rest = purse;
        var lines = dice.Between(MinLines, MaxLines);
        for (var n = 0; n < lines || purse - rest < MinVisit; n++)
        {
            var affordable = DemoPlanGoods.All
                .Where(good => good.Price <= rest && stock[good] > 0 && !basket.Exists(line => line.Good == good))
                .ToList();
            if (affordable.Count == 0)
            {
                break;
            }

            var good = n == 0 && dice.Chance(40) ? affordable.MaxBy(good => good.Price)! : dice.Pick(affordable);
            var pieces = Math.Min(Math.Min(stock[good], rest / good.Price), good.Price <= 12 && dice.Chance(35) ? 2 : 1);
            basket.Add((good, pieces));
            rest -= pieces * good.Price;
        }

        return purse - rest < MinVisit ? null : basket;
    }

    /// <summary>Goods that come to exactly these points, dearest first, stepping back where a choice leads nowhere.</summary>
    List<(DemoGood Good, int Quantity)>? PackExactly(int points, int from, List<(DemoGood Good, int Quantity)> basket)
    {
        if (points == 0)
        {
            return basket;
        }

        var dearestFirst = DemoPlanGoods.All.OrderByDescending(good => good.Price).ThenBy(good => good.Code).ToList();
        for (var n = from; n < dearestFirst.Count; n++)
        {
            var good = dearestFirst[n];
            for (var pieces = Math.Min(Math.Min(stock[good], MaxPieces), points / good.Price); pieces > 0; pieces--)
            {
                if (PackExactly(points - (pieces * good.Price), n + 1, [.. basket, (good, pieces)]) is { } whole)
                {
                    return whole;
                }
            }
        }

        return null;
    }

    void ReceiveOpeningStock(LocalDate day)
    {
        foreach (var good in DemoPlanGoods.All)
        {
            Receive(day, good, DemoPlanGoods.OpeningStock(good), DemoPlanGoods.Donors[0]);
        }
    }

    /// <summary>What has fallen below a third of its opening stock is filled up again, one donor a delivery.</summary>
    void Restock(LocalDate day)
    {
        var donor = DemoPlanGoods.Donors[1 + dice.Below(DemoPlanGoods.Donors.Length - 1)];
        foreach (var good in DemoPlanGoods.All)
        {
            var full = DemoPlanGoods.OpeningStock(good);
            if (stock[good] < full / 3)
            {
                Receive(day, good, full - stock[good], donor);
            }
        }
    }

    void Receive(LocalDate day, DemoGood good, int quantity, string donorMemo)
    {
        stock[good] = stock.GetValueOrDefault(good) + quantity;
        events.Add(new DemoStockReceipt(day, good.Code, quantity, donorMemo));
    }
}
