using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Trips;

/// <summary>Trips of the mobile shop: planned, prepared by setting aside what each household may spend, and told afterwards.</summary>
public sealed class TripDesk(Database database, BankDesk banks)
{
    /// <summary>The most devices of a trip.</summary>
    public const int MaxDevices = 8;

    /// <summary>The most villages of a trip.</summary>
    public const int MaxVillages = 20;

    /// <summary>The most points of a household where the trip says nothing: oil costs 85.</summary>
    public const long DefaultLimit = 100;

    /// <summary>The most days of a trip.</summary>
    public const int MaxDays = 14;

    /// <summary>So many households are prepared, or get back what is left, in one write, so that nobody waits long for it.</summary>
    internal const int OneWrite = 200;

    static readonly string[] Splits = ["groups", "even"];

    /// <summary>A shop's trips, the last planned first; <paramref name="before"/> is the last number of the page before.</summary>
    public IReadOnlyList<TripView> Of(long bank, long shop, long before, int limit) =>
        database.Read(db => TripTable.Of(db, bank, shop, before, limit));

    public Outcome<TripView> Get(long bank, long shop, long trip) => database.Read<Outcome<TripView>>(db =>
        TripTable.View(db, bank, trip) is { } view && view.Shop == shop ? view : new Refusal(VillageRefusals.UnknownTrip, "trip"));

    /// <summary>All that became of a trip until now.</summary>
    public Outcome<TripResultView> Result(long bank, long shop, long trip)
    {
        return database.ReadHeads<Outcome<TripResultView>>(bank, db => TripTable.View(db, bank, trip) is { } view && view.Shop == shop
            ? new TripResultView(
                view, TripTable.Groups(db, bank, trip), TripTable.Goods(db, bank, trip),
                TripTable.Slips(db, bank, trip), TripRefusalTable.Of(db, bank, trip))
            : new Refusal(VillageRefusals.UnknownTrip, "trip"));
    }

    /// <summary>The villages to which a shop can go: its own, and those that it is shared with.</summary>
    public IReadOnlyList<TripVillageView> Villages(long bank, long shop) => database.Read(db => TripTable.Served(db, bank, shop));

    public async Task<Outcome<TripView>> Plan(WriteContext context, long bank, long shop, TripInput input)
    {
        var until = input.UntilDay ?? input.OnDay;
        if (Fields.Day(input.OnDay, "onDay") is { } badDay) return badDay;
        if (until < input.OnDay || until > input.OnDay.PlusDays(MaxDays - 1))
            return new Refusal(VillageRefusals.OutOfRange, "untilDay").With("least", input.OnDay.ToIso())
                .With("most", input.OnDay.PlusDays(MaxDays - 1).ToIso());
        if (until < banks.Today) return new Refusal(VillageRefusals.TripOver, "onDay");
        if (Fields.Range(input.LimitPoints, "limitPoints", 0, 100_000) is { } badLimit) return badLimit;
        if (!Splits.Contains(input.Split)) return new Refusal(VillageRefusals.NotInList, "split");
        if (input.Villages.Count is 0 or > MaxVillages)
            return new Refusal(VillageRefusals.OutOfRange, "villages").With("least", 1).With("most", MaxVillages);
        if (input.Devices.Count is 0 or > MaxDevices)
            return new Refusal(VillageRefusals.OutOfRange, "devices").With("least", 1).With("most", MaxDevices);
        var names = new List<string>();
        for (var i = 0; i < input.Devices.Count; i++)
        {
            if (Fields.Text(input.Devices[i], $"devices[{i}]", Fields.Name, out var name) is { } badName) return badName;
            if (names.Contains(name)) return new Refusal(VillageRefusals.AlreadyExists, $"devices[{i}]");
            names.Add(name);
        }
        var served = Villages(bank, shop);
        var villages = new List<TripVillageView>();
        for (var i = 0; i < input.Villages.Count; i++)
        {
            if (served.FirstOrDefault(village => village.Code == input.Villages[i]) is not { } village)
                return new Refusal(VillageRefusals.UnknownBank, $"villages[{i}]");
            if (villages.Contains(village)) return new Refusal(VillageRefusals.AlreadyExists, $"villages[{i}]");
            villages.Add(village);
        }
        var groups = GroupsOf(input, villages);
        if (groups.Refusal is { } badGroups) return badGroups;
        var days = banks.SettingsOf(bank).On(banks.Today, Setting.TripSyncDays);
        var expires = until.PlusDays((int)days + 1).AtStartOfDayInZone(BankDesk.Zone).ToInstant();
        return await database.Write<TripView>(context, bank, "trip", writer =>
        {
            if (ShopTable.Place(writer, bank, shop) is not { Kind: "village" }) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (NotShared(writer, bank, shop, villages.ConvertAll(village => banks.Find(village.Code)!.Value)) is { } apart) return apart;
            var places = PlacesOf(writer, bank, shop, names);
            var number = TripTable.Add(writer, bank, shop, input, until, expires, context.Caller.Actor);
            foreach (var village in villages)
                TripTable.AddVillage(writer, bank, number, banks.Find(village.Code)!.Value, village.Shop);
            for (var i = 0; i < names.Count; i++)
                TripTable.AddDevice(writer, bank, number, i + 1, names[i], places[i], context.Key.Part(i).ToArray());
            foreach (var (village, group, device) in groups.Value) TripTable.AddGroup(writer, bank, number, village, group, device);
            return TripTable.View(writer, bank, number)!;
        });
    }

    /// <summary>
    /// Sets aside what each household of the visited groups may spend: what is available, at most the trip's limit and what its month
    /// leaves; from the eve on, so that points are not kept for days. A few writes that can be repeated: a household that has its share is
    /// left alone. A dry run tells what it would come to.
    /// </summary>
    public async Task<Outcome<PreparationView>> Prepare(WriteContext context, long bank, long shop, long trip)
    {
        if (database.Read(db => TripTable.Find(db, bank, trip)) is not { } found || found.Shop != shop)
            return new Refusal(VillageRefusals.UnknownTrip, "trip");
        if (database.FindAnswer<PreparationView>(bank, context.Key, context.Fingerprint) is { } before) return before;
        if (found.PreparedAt is not null) return new Refusal(VillageRefusals.TripPrepared, "trip");
        if (found.UntilDay < banks.Today) return new Refusal(VillageRefusals.TripOver, "trip");
        if (banks.Today < found.Eve) return new Refusal(VillageRefusals.TripTooEarly, "trip").With("eve", found.Eve.ToIso());
        var villages = database.Read(db => TripTable.VillageNumbers(db, bank, trip));
        var shares = new List<Share>();
        var part = 0;
        foreach (var (village, _) in villages)
            foreach (var households in database.Read(db => TripTable.Visited(db, bank, trip, village)).Chunk(OneWrite))
            {
                var chunk = context with { Key = context.Key.Part(++part) };
                var written = await database.Write<List<Share>>(
                    chunk, bank, "trip-allowances", writer => SetAside(writer, chunk, found, village, households));
                if (written.Refusal is { } refusal) return refusal;
                shares.AddRange(written.Value);
            }
        return await database.Write<PreparationView>(context, bank, "trip-preparation", writer =>
        {
            if (Unready(writer, found) is { } refused) return refused;
            foreach (var good in GoodsTable.All(
                writer, ShopTable.Place(writer, bank, shop)!, found.OnDay).Where(good => good.Price > 0))
                TripTable.AddPrice(writer, bank, trip, good.Code, good.Price);
            TripTable.AddPreparation(writer, bank, trip, context.Caller.Actor);
            // Of a preparation that stopped half-way, what it had set aside counts too; a dry run has written nothing to count.
            var all = context.DryRun
                ? shares
                : TripTable.FirstAllowances(writer, bank, trip)
                    .ConvertAll(row => new Share(row.Device, row.Village, row.Household, row.Points));
            return new PreparationView(
                trip, all.Select(share => (share.Village, share.Household)).Distinct().Count(), all.Sum(share => share.Points),
                [.. TripTable.AllDevices(writer, bank, trip).Select(device => device.Number)
                    .Select(
                        device => new PreparedDeviceView(
                            device, all.Count(share => share.Device == device),
                            all.Where(share => share.Device == device).Sum(share => share.Points)))]);
        });
    }

    /// <summary>Why a trip is not prepared any more: somebody else was first, or a village on its way is not served now.</summary>
    static Refusal? Unready(Writer writer, Trip trip) =>
        TripTable.Find(writer, trip.Bank, trip.Number) is { PreparedAt: not null }
        ? new(VillageRefusals.TripPrepared, "trip")
        : NotShared(
            writer, trip.Bank, trip.Shop, TripTable.VillageNumbers(writer, trip.Bank, trip.Number).Select(row => row.Bank));

    static Refusal? NotShared(Writer writer, long bank, long shop, IEnumerable<long> villages)
    {
        var at = 0;
        foreach (var village in villages)
        {
            if (village != bank && !SharingTable.Stands(writer, bank, shop, village))
                return new(VillageRefusals.NotShared, $"villages[{at}]");
            at++;
        }
        return null;
    }

    /// <summary>What a household may spend on a device.</summary>
    sealed record Share(long Device, long Village, long Household, long Points);

    Outcome<List<Share>> SetAside(Writer writer, WriteContext context, Trip trip, long village, (long Number, long Group)[] households)
    {
        if (Unready(writer, trip) is { } refused) return refused;
        var book = writer.Book(village);
        var devices = TripTable.AllDevices(writer, trip.Bank, trip.Number);
        var groups = TripTable.DevicesOfGroups(writer, trip.Bank, trip.Number, village);
        var most = banks.SettingsOf(village).On(trip.OnDay, Setting.RedemptionMonthMost);
        var shares = new List<Share>();
        var part = 0L;
        foreach (var (household, group) in households)
        {
            if (devices.Exists(device => TripTable.Allowance(writer, device, village, household) is not null)) continue;
            var available = book.Find(Chart.Points(household))?.Available.Value ?? 0;
            available = Math.Min(available, trip.LimitPoints);
            if (most > 0) available = Math.Min(available, most - Limits.Redeemed(writer, village, household, trip.OnDay));
            if (available <= 0) continue;
            List<long> onto = groups[group] is { } one ? [one] : [.. devices.Select(device => device.Number)];
            for (var i = 0; i < onto.Count; i++)
            {
                var points = (available / onto.Count) + (i < available % onto.Count ? 1 : 0);
                if (points == 0) continue;
                var held = book.Place(
                    new(
                        Chart.Points(household), new(points), trip.ExpiresAt, context.Caller.Actor, context.Key.Part(++part),
                        context.Fingerprint, HoldReason),
                    writer.Now);
                if (held.Refusal is { } refusal) return refusal;
                TripTable.AddAllowance(writer, trip.Bank, trip.Number, onto[i], village, household, 1, points, held.Value.Number);
                shares.Add(new(onto[i], village, household, points));
            }
        }
        return shares;
    }

    /// <summary>Why points of a household are held for a trip.</summary>
    internal const string HoldReason = "trip";

    /// <summary>
    /// The groups that are visited, each village's at least one, and with which device each goes: as it is said, else so that each has
    /// about as many households.
    /// </summary>
    Outcome<List<(long Village, long Group, long? Device)>> GroupsOf(TripInput input, List<TripVillageView> villages)
    {
        var said = input.Groups ?? [];
        if (villages.Exists(village => said.All(group => group.Village != village.Code)))
            return new Refusal(VillageRefusals.MissingValue, "groups");
        var known = database.Read(
            db => villages.SelectMany(village => TripTable.GroupsOf(db, banks.Find(village.Code)!.Value)).ToList());
        var visited = new List<(long Village, long Group, long? Device, long Households)>();
        for (var i = 0; i < said.Count; i++)
        {
            var group = known.Find(group => group.Code == said[i].Village && group.Name == said[i].Group);
            if (group.Group == 0) return new Refusal(VillageRefusals.UnknownGroup, $"groups[{i}].group");
            if (said[i].Device is { } device && input.Split == "even") return new Refusal(VillageRefusals.NotInList, $"groups[{i}].device");
            if (said[i].Device is { } number && Fields.Range(number, $"groups[{i}].device", 1, input.Devices.Count) is { } bad) return bad;
            if (visited.Exists(other => other.Village == group.Village && other.Group == group.Group))
                return new Refusal(VillageRefusals.AlreadyExists, $"groups[{i}].group");
            visited.Add((group.Village, group.Group, said[i].Device, group.Households));
        }
        if (input.Split == "even") return visited.Select(group => (group.Village, group.Group, default(long?))).ToList();
        var loads = new long[input.Devices.Count];
        var chosen = new List<(long Village, long Group, long? Device)>();
        // Those that are said weigh first, then the largest falls to the lightest.
        foreach (var (village, group, device, count)
            in visited.OrderBy(group => group.Device is null).ThenByDescending(group => group.Households))
        {
            var onto = device ?? Array.IndexOf(loads, loads.Min()) + 1;
            chosen.Add((village, group, onto));
            loads[onto - 1] += count;
        }
        return chosen;
    }

    /// <summary>Takes a household off the devices that nobody has taken yet: its points come back at once.</summary>
    public async Task<Outcome<TripRemovalView>> Remove(WriteContext context, long bank, long shop, long trip, TripRemovalInput input)
    {
        if (banks.Find(input.Village) is not { } village) return new Refusal(VillageRefusals.UnknownBank, "village");
        return await database.Write<TripRemovalView>(context, bank, "trip-removal", writer =>
        {
            if (TripTable.Find(writer, bank, trip) is not { } found || found.Shop != shop)
                return new Refusal(VillageRefusals.UnknownTrip, "trip");
            var (points, isTaken) = (0L, false);
            foreach (var device in TripTable.AllDevices(writer, bank, trip))
            {
                if (TripTable.Allowance(writer, device, village, input.Household) is not { Hold: { } hold } allowance
                    || !TripTable.IsHeld(writer, village, hold))
                    continue;
                isTaken |= device.State != "new";
                if (device.State != "new") continue;
                var ended = writer.Book(village)
                    .End(new(new(hold), HoldOutcome.Voided, context.Caller.Actor, context.Key.Part(device.Number)), writer.Now);
                if (ended.Refusal is { } refusal) return refusal;
                TripTable.AddRemoval(writer, device, village, input.Household, context.Caller.Actor);
                points += allowance.Points;
            }
            if (points > 0) return new TripRemovalView(input.Village, input.Household, points);
            return isTaken
                ? new Refusal(VillageRefusals.DeviceTaken, "household")
                : new Refusal(VillageRefusals.UnknownHousehold, "household");
        });
    }

    /// <summary>A place for the goods of each device: the one that carries its name and is free, or else a new one.</summary>
    static List<long> PlacesOf(Writer writer, long bank, long shop, List<string> names)
    {
        var inUse = TripTable.PlacesInUse(writer, bank, writer.NowMilliseconds);
        var free = TripTable.MobilePlaces(writer, bank, shop).FindAll(row => !inUse.Contains(row.Number));
        return [
            .. names.Select(
                name => free.Find(place => place.Name == name) is { Number: > 0 } known
                    ? known.Number
                    : ShopTable.Add(writer, bank, name, name, "mobile", bank, shop, "station"))];
    }
}
