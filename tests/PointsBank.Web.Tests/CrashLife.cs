using System.Globalization;
using PointsBank.Ledger;
using PointsBank.Village.Deeds;

namespace PointsBank.Web.Tests;

/// <summary>
/// The life of a village that <see cref="CrashTests"/> kills again and again: chains of writes, one for each thing that people do there.
/// The next write of a chain needs the answer of the one before, so a chain whose write was not answered ends there.
/// </summary>
sealed class CrashLife(CrashCase village)
{
    const string Api = CrashCase.Api;
    const string Shop = $"{Api}/shops/1";
    const int Counter = 1;
    const int Store = 2;
    const int YearClient = 0;

    /// <summary>
    /// The households that redeem at the counter. Those of the mobile shop come after them, so that no allowance holds what the counter
    /// needs.
    /// </summary>
    public const int Households = 12;

    const int MobileHouseholds = 3;

    readonly Dictionary<string, string> tokens = [];
    readonly string token = "a token that the mobile shop's device keeps to itself";
    string today = "";
    long otherAssessor;

    /// <summary>
    /// Makes the village, and with a server what can be made at its counters alone: an open meeting, and a device that is out.
    /// </summary>
    public async Task Make()
    {
        await village.Make(Households, async desks =>
        {
            today = village.Today.ToString("uuuu'-'MM'-'dd", CultureInfo.InvariantCulture);
            foreach (var household in Enumerable.Range(Households + 1, MobileHouseholds))
                CrashCase.Done(await desks.Households.Open(
                    CrashCase.System($"household {household}"), village.Bank,
                    new("流动组", [new(CrashCase.NameOf(household), new(1962, 5, 8), IsHead: true)], household)));
            CrashCase.Done(await desks.Deeds.BringForward(CrashCase.System("opening"), village.Bank,
                [.. Enumerable.Range(1, Households + MobileHouseholds).Select(household => new OpeningInput(household, 1_000_000))]));
            CrashCase.Done(await desks.Shops.Open(CrashCase.System("shop"), village.Bank, new("积分超市", "Points shop")));
            CrashCase.Done(await desks.Shops.Open(CrashCase.System("store"), village.Bank, new("仓库", "Storeroom", "store", Of: 1)));
            CrashCase.Done(
                await desks.Shops.SetGoods(CrashCase.System("goods"), village.Bank, Counter, new("G01", "香皂", "Soap", "块", "🧼", 3, "村委会")));
            foreach (var place in (int[])[Counter, Store])
                CrashCase.Done(
                    await desks.Stock.Move(
                        CrashCase.System($"stock {place}"), village.Bank, place, new("received", [new("G01", 100_000)])));
            foreach (var role in (string[])["clerk", "attendant", "keeper", "treasurer", "supervisor", "assessor"])
                tokens[role] = await CrashCase.SignIn(desks, role);
            tokens["leader"] = await CrashCase.SignIn(desks, "leader", new("group-leader", "anjiahe", Group: 1));
            tokens["assessor-2"] = await CrashCase.SignIn(desks, "assessor-2", new("assessor", "anjiahe"));
            otherAssessor = desks.Staff.All().Single(person => person.Username == "assessor-2").Number;
        });
        await using var server = await ServerProcess.Start(village.Folder);
        foreach (var write in Opening()) (await write.Send(server.Client)).Should().BeTrue("{0} opens the village's life", write.Path);
        tokens["device"] = token;
    }

    /// <summary>
    /// What one client does next. Some things are done by one person of the village alone; the first clients are these people.
    /// </summary>
    public IEnumerable<KnownWrite> Next(int client, string key, Random dice) => (client, dice.Next(2)) switch
    {
        (YearClient, 0) => [YearEnded(key)],
        (1, 0) => NoticeHung(key, dice),
        (2, 0) => Trip(key, "乙", limit: 5),
        (3, 0) => Counted(key),
        (4, 0) => Erased(key),
        _ => dice.Next(12) switch
        {
            0 =>
                [Write(
                    key, "keeper", $"{Shop}/stock-movements",
                    $$"""{"kind":"received","items":[{"goods":"G01","quantity":{{dice.Next(1, 9)}}}],"memo":"补货"}""", entries: 1)],
            1 => [Write(key, "treasurer", $"{Api}/fund/contributions",
                $$"""{"source":"government","from":"镇政府","fen":{{dice.Next(1, 9_999)}},"receivedOn":"{{today}}"}""", entries: 1)],
            2 => Claimed(key, dice),
            3 or 4 => [HandedOut(key, dice)],
            < 8 => Redeemed(key, dice),
            _ => Credited(key, dice),
        },
    };

    /// <summary>
    /// The year before last, closed or, where it is closed, opened again. The book moves on meanwhile, so a close may come too late.
    /// </summary>
    KnownWrite YearEnded(string key)
    {
        var year = $"{Api}/years/{village.Today.Year - 2}";
        var isClosed = village.Read<long>("""
            select count(*) from year_closes c where not exists (select 1 from year_undoings u where u.bank = c.bank and u.year = c.year and u.sequence = c.sequence)
            """) > 0;
        if (isClosed) return Write(key, "supervisor", $"{year}/undoing", """{"reason":"名单有误"}""");
        return Write(key, "clerk", $"{year}/close", $$"""{"head":"{{village.Head()}}"}""").WhichMayComeTooLate();
    }

    IEnumerable<KnownWrite> Opening()
    {
        yield return Write("meeting", "assessor", $"{Api}/assessments", $$"""{"heldOn":"{{today}}","present":[{{otherAssessor}}]}""");
        foreach (var write in Trip("first", "甲", limit: 100_000)) yield return write;
        yield return Write(
            "moved", "attendant", $"{Shop}/stock-movements", """{"kind":"moved","items":[{"goods":"G01","quantity":50000}],"toShop":3}""");
        yield return Write("taking", "attendant", $"{Shop}/trips/1/devices/1/taking", $$"""{"tokenHash":"{{Digest.Of(token)}}"}""");
    }

    IEnumerable<KnownWrite> Credited(string key, Random dice)
    {
        var credit = Write($"{key}-credit", "clerk", $"{Api}/credits",
            $$"""{"household":{{Household(dice)}},"rule":"C01","effectiveOn":"{{today}}","quantity":{{dice.Next(1, 4)}},"memo":"清洁日"}""",
            entries: 1);
        yield return credit;
        if (dice.Next(2) == 0)
            yield return Write(
                $"{key}-reversal", "clerk", $"{Api}/entries/{credit.Said("entry")}/reversal", """{"reason":"录错"}""", entries: 1);
    }

    IEnumerable<KnownWrite> Redeemed(string key, Random dice)
    {
        var slip = Write($"{key}-slip", "attendant", $"{Shop}/redemptions",
            $$"""{"items":[{"goods":"G01","quantity":{{dice.Next(1, 3)}}}],"authorisedBy":{"by":"booklet"},"household":{{Household(dice)}}}""",
            entries: 1);
        yield return slip;
        if (dice.Next(2) == 0)
            yield return Write(
                $"{key}-void", "attendant", $"{Shop}/redemptions/{slip.Said("number")}/void", """{"reason":"拿错了"}""", entries: 1);
    }

    IEnumerable<KnownWrite> Claimed(string key, Random dice)
    {
        var claim = Claim(key, dice);
        yield return claim;
        yield return Write($"{key}-withdrawal", "clerk", $"{Api}/claims/{claim.Said("number")}/withdrawal", """{"reason":"记错了"}""");
    }

    /// <summary>From a claim to the notice on the wall, the objection to it and the ruling.</summary>
    IEnumerable<KnownWrite> NoticeHung(string key, Random dice)
    {
        var claim = Claim(key, dice);
        yield return claim;
        yield return Write($"{key}-collection", "leader", $"{Api}/claims/collection", $$"""{"claims":[{{claim.Said("number")}}]}""");
        yield return Write(
            $"{key}-decision", "assessor", $"{Api}/assessments/1/decisions",
            $$"""{"items":[{"claim":{{claim.Said("number")}},"outcome":"as_claimed"}]}""");
        var notice = Write($"{key}-notice", "clerk", $"{Api}/notices", """{"days":3}""");
        yield return notice;
        var objection = Write(
            $"{key}-objection", "clerk", $"{Api}/notices/{notice.Said("number")}/objections",
            """{"line":1,"words":"那天他不在","channel":"desk"}""");
        yield return objection;
        yield return Write(
            $"{key}-ruling", "supervisor", $"{Api}/objections/{objection.Said("number")}/ruling",
            """{"outcome":"dismissed","reason":"走访属实"}""");
    }

    /// <summary>
    /// A trip with one device, from its plan to its points set aside; then a household is taken off, and the device is given back unused.
    /// </summary>
    IEnumerable<KnownWrite> Trip(string key, string device, int limit)
    {
        var plan = Write($"{key}-trip", "attendant", $"{Shop}/trips",
            $$"""{"onDay":"{{today}}","villages":["anjiahe"],"devices":["{{device}}"],"limitPoints":{{limit}},"groups":[{"village":"anjiahe","group":"流动组","device":1}]}""");
        yield return plan;
        var trip = $"{Shop}/trips/{plan.Said("number")}";
        yield return Write($"{key}-preparation", "attendant", $"{trip}/preparation", "{}");
        if (key == "first") yield break;
        yield return Write($"{key}-removal", "attendant", $"{trip}/removals", $$"""{"village":"anjiahe","household":{{Households + 1}}}""");
        yield return Write($"{key}-closing", "attendant", $"{trip}/devices/1/closing", "{}");
    }

    KnownWrite HandedOut(string key, Random dice) => Write($"{key}-hand-out", "device", $"{Shop}/trips/1/devices/1/hand-outs", $$"""
        {"village":"anjiahe","household":{{dice.Next(Households + 1, Households + MobileHouseholds + 1)}},"items":[{"goods":"G01","quantity":1}],"authorisedBy":{"by":"booklet"},"servedAt":"{{today}}T00:00:00Z"}
        """, entries: 1);

    /// <summary>The storeroom counted by two people, or what a kill left of it.</summary>
    IEnumerable<KnownWrite> Counted(string key)
    {
        const string counts = $"{Api}/shops/2/counts";
        var open = village.Read<long?>(
            """
            select c.number from stock_counts c where c.shop = 2
              and not exists (select 1 from stock_count_ends e where e.bank = c.bank and e.count = c.number)
            """);
        if (open is null)
        {
            var count = Write($"{key}-count", "keeper", counts, "{}");
            yield return count;
            open = count.Said("number");
        }
        foreach (var who in (string[])["keeper", "attendant"])
            yield return Write($"{key}-{who}", who, $"{counts}/{open}/figures", """{"items":[{"goods":"G01","quantity":100000}]}""");
        yield return Write($"{key}-closing", "keeper", $"{counts}/{open}/closing", """{"reasons":[]}""");
    }

    /// <summary>A household comes, one of it leaves, and that one's name is erased.</summary>
    IEnumerable<KnownWrite> Erased(string key)
    {
        var name = $"走了{string.Concat(key.Select(sign => sign == '-' ? '号' : "零一二三四五六七八九"[sign - '0']))}的";
        var arrival = Write($"{key}-arrival", "clerk", $"{Api}/households", $$"""
            {"group":"下河组","members":[
              {"name":"留下","birthDate":"1970-01-01","isHead":true,"relatedToCommittee":false},{"name":"{{name}}","birthDate":"1990-01-01","isHead":false,"relatedToCommittee":false}]}
            """).About(name);
        yield return arrival;
        var (household, member) = (arrival.Said("number"), arrival.Member(1));
        yield return Write(
            $"{key}-leaving", "clerk", $"{Api}/households/{household}/members/{member}/leaving",
            $$"""{"leftOn":"{{today}}","kind":"left"}""").About(name);
        var erasure = Write($"{key}-erasure", "clerk", $"{Api}/erasures", $$"""{"household":{{household}},"member":{{member}}}""")
            .About(name);
        yield return erasure;
        yield return Write($"{key}-execution", "supervisor", $"{Api}/erasures/{erasure.Said("number")}/execution", "{}");
    }

    KnownWrite Claim(string key, Random dice) => Write($"{key}-claim", "clerk", $"{Api}/claims",
        $$"""{"household":{{Household(dice)}},"rule":"A01","effectiveOn":"{{today}}","channel":"organisation","confirmed":true}""");

    static int Household(Random dice) => dice.Next(1, Households + 1);

    KnownWrite Write(string key, string who, string path, string body, long entries = 0) => new(key, tokens[who], path, body, entries);
}
