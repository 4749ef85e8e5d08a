using System.Collections.Immutable;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Trips;

/// <summary>A device is taken into use: it keeps its token to itself and tells the token's SHA-256 in hexadecimal alone.</summary>
public sealed record TakingInput(string TokenHash);

/// <summary>Why a device is revoked or readmitted.</summary>
public sealed record DeviceReasonInput(string Reason);

public sealed record PackageVillageView(string Code, string NameZh, string NameEn);

public sealed record PackageGoodsView(
    string Code, string NameZh, string NameEn, string UnitZh, string Emoji, long Price, long Pieces, long VisitMost, bool AdultsOnly);

/// <summary>
/// A household as a device knows it: a masked name, the letters by which it is found, what it may spend, and its card as this device would
/// see it.
/// </summary>
public sealed record PackageHouseholdView(
    string Village, long Number, string Group, string Head, string Initials, long Points, string? Card);

/// <summary>
/// All that a device needs for its day without network. No name in full, no birth date, no PIN and nothing that opens a passbook.
/// </summary>
public sealed record PackageView(
    string Bank, string ShopZh, string ShopEn, long Trip, long Device, string Name, string State, LocalDate OnDay, LocalDate UntilDay,
    Instant ExpiresAt, Instant Now, string Salt, IReadOnlyList<PackageVillageView> Villages, IReadOnlyList<PackageGoodsView> Goods,
    IReadOnlyList<PackageHouseholdView> Households);

/// <summary>
/// The devices of a trip: taken into use, lost and found, closed. What one was allowed goes back when it is closed, or missed too long.
/// </summary>
public sealed class DeviceDesk(Database database, BankDesk banks)
{
    /// <summary>Who may take a device, or take one over that was found: it ends with their work.</summary>
    internal static ImmutableArray<Role> Holders { get; } = [Role.Attendant, Role.Keeper, Role.Supervisor];

    /// <summary>So long after the last day of sending a device is still heard.</summary>
    static readonly Duration Late = Duration.FromDays(30);

    /// <summary>Why a device ended with its holder's work.</summary>
    public static IReadOnlyList<string> EndsOfHolders { get; } = ["holder-ended", "holder-rights", "holder-password", "holder-signed-out"];

    /// <summary>
    /// Who comes with this token; null where no device has it, where it was revoked, and when the trip is long over. After its last day of
    /// sending a device is told nothing more; what it still tells is refused, and kept for people to settle.
    /// </summary>
    public Caller? FindCaller(string token) => database.Read(db =>
    {
        if (TripTable.ByToken(db, Digest.Of(token)) is not { } device || device.State == "revoked") return null;
        var trip = TripTable.Find(db, device.Bank, device.Trip)!;
        if (!Lasting.LastsRoughly(device.TakenAt!.Value, trip.ExpiresAt + Late - device.TakenAt.Value, banks.Now)) return null;
        return new Caller(device.Holder, device.Name, [new(Role.Device, device.Bank, trip.Shop)], TokenHash: device.Token);
    });

    /// <summary>
    /// Revokes what a member of staff has in hand, but for the shops that they still <paramref name="serves"/>. Whoever finds such a device
    /// readmits it, and answers for it.
    /// </summary>
    internal static void RevokeOf(Writer writer, long staff, Func<long, long, bool> serves, string why, string actor)
    {
        foreach (var device in TripTable.HeldBy(writer, $"staff:{staff.Text()}"))
            if (!serves(device.Bank, TripTable.Find(writer, device.Bank, device.Trip)!.Shop))
                TripTable.AddEvent(writer, device, "revoked", why, actor);
    }

    /// <summary>Takes a device into use, once: a second phone under its name would hand out the same points again.</summary>
    public async Task<Outcome<TripDeviceView>> Take(WriteContext context, long bank, long shop, long trip, long device, TakingInput input)
    {
        if (input.TokenHash.Length != 2 * Digest.Size || !input.TokenHash.All(char.IsAsciiHexDigit))
            return new Refusal(VillageRefusals.NotInList, "tokenHash");
        return await Change(context, bank, shop, trip, device, "device-taking", (writer, found) =>
        {
            if (found.State != "new") return new Refusal(VillageRefusals.DeviceTaken, "device");
            if (TripTable.Find(writer, bank, trip) is not { PreparedAt: not null })
                return new Refusal(VillageRefusals.TripNotPrepared, "trip");
            var token = Convert.FromHexString(input.TokenHash);
            if (TripTable.ByToken(writer, new(token)) is not null)
                return new Refusal(VillageRefusals.DeviceTokenUsed, "tokenHash");
            TripTable.AddEvent(writer, found, "taken", "", context.Caller.Actor, token);
            return null;
        });
    }

    /// <summary>
    /// A lost device: from now on nobody comes in with it. What it was allowed stays aside for the set hours, in case it is found.
    /// </summary>
    public Task<Outcome<TripDeviceView>> Revoke(
        WriteContext context, long bank, long shop, long trip, long device, DeviceReasonInput input) =>
        Turn(context, bank, shop, trip, device, "revoked", input.Reason, found => found.IsOut);

    /// <summary>A lost device that was found in time.</summary>
    public Task<Outcome<TripDeviceView>> Readmit(
        WriteContext context, long bank, long shop, long trip, long device, DeviceReasonInput input) =>
        Turn(context, bank, shop, trip, device, "readmitted", input.Reason, found => found.State == "revoked");

    /// <summary>The device has told all it handed out, or will tell no more; the rest goes back to the households.</summary>
    public async Task<Outcome<TripDeviceView>> Close(WriteContext context, long bank, long shop, long trip, long device)
    {
        var closed = await Change(context, bank, shop, trip, device, "device-closing", (writer, found) =>
        {
            if (context.Caller.Is(Role.Device, bank) && context.Caller.TokenHash != found.Token)
                return new Refusal(VillageRefusals.NotAllowed);
            if (found.State is "closed" or "released") return Wrong(found);
            TripTable.AddEvent(writer, found, "closed", "", context.Caller.Actor);
            return null;
        });
        if (closed.Refusal is not null || context.DryRun) return closed;
        await Release(database.Read(db => TripTable.Device(db, bank, trip, device))!);
        return closed.Then(_ => database.Read(db => View(TripTable.View(db, bank, trip)!, device)));
    }

    /// <summary>What the clock does: whatever closed and long lost devices were allowed goes back.</summary>
    internal async Task ReleaseWhatIsDue(long bank)
    {
        var lost = banks.Now - Duration.FromHours(banks.SettingsOf(bank).On(banks.Today, Setting.LostDeviceHours));
        foreach (var device in database.Read(db => TripTable.ToRelease(db, bank, lost))) await Release(device);
    }

    /// <summary>Voids a device's holds in a few writes; each can stop and be taken up again.</summary>
    async Task Release(TripDevice device)
    {
        for (var isDone = false; !isDone;)
        {
            var released = await database.Write<bool>(writer =>
            {
                // Somebody may have found it, or released it, since it was looked for.
                if (TripTable.Device(writer, device.Bank, device.Trip, device.Number) is not { State: "closed" or "revoked" })
                    return true;
                var standing = TripTable.Standing(writer, device, TripDesk.OneWrite);
                foreach (var (village, hold) in standing)
                {
                    var ended = writer.Book(village)
                        .End(new(new(hold), HoldOutcome.Voided, Caller.System.Actor, WriteContext.NewKey()), writer.Now);
                    if (ended.Refusal is { } refusal) return refusal;
                }
                if (standing.Count == TripDesk.OneWrite) return false;
                TripTable.AddEvent(writer, device, "released", "", Caller.System.Actor);
                return true;
            });
            isDone = released.Refusal is not null || released.Value;
        }
    }

    /// <summary>
    /// What the device is to know, as the book stands now; nothing once the trip is over, and no household once it is closed.
    /// </summary>
    public Outcome<PackageView> Package(Caller caller, long bank, long trip, long number)
    {
        if (Own(caller, bank, trip, number) is not { } device) return new Refusal(VillageRefusals.NotAllowed);
        return database.ReadHeads<Outcome<PackageView>>(bank, db =>
        {
            var found = TripTable.Find(db, bank, trip)!;
            if (found.ExpiresAt <= banks.Now) return new Refusal(VillageRefusals.NotAllowed);
            var shop = ShopTable.Find(db, bank, found.Shop)!;
            var prices = TripTable.Prices(db, bank, trip);
            var villages = TripTable.VillageNumbers(db, bank, trip).Zip(TripTable.Villages(db, bank, trip))
                .ToDictionary(pair => pair.First.Bank, pair => pair.Second);
            var goods = GoodsTable.All(db, ShopTable.Place(db, bank, device.Place)!, found.OnDay)
                .Where(good => good.Stock > 0 && prices.ContainsKey(good.Code));
            var households = (device.IsOut ? TripTable.Allowances(db, device) : [])
                .GroupBy(row => row.Village)
                .SelectMany(rows => Households(rows.Key, rows.ToDictionary(row => row.Household, row => row.Points)));
            return new PackageView(
                banks.Get(bank).Code, shop.NameZh, shop.NameEn, trip, number, device.Name, device.State, found.OnDay, found.UntilDay,
                found.ExpiresAt, banks.Now, Convert.ToHexStringLower(device.Salt),
                [.. villages.Values.Select(village => new PackageVillageView(village.Code, village.NameZh, village.NameEn))],
                [.. goods.Select(
                    good => new PackageGoodsView(
                        good.Code, good.NameZh, good.NameEn, good.UnitZh, good.Emoji, prices[good.Code], good.Stock, good.VisitMost,
                        good.AdultsOnly))],
                [.. households]);

            IEnumerable<PackageHouseholdView> Households(long village, Dictionary<long, long> points) =>
                TripTable.Households(db, village).Where(row => points.ContainsKey(row.Number))
                .Select(row => new PackageHouseholdView(
                    villages[village].Code, row.Number, row.Group, Mask.Name(row.Head), Pinyin.Initials(row.Head), points[row.Number],
                    row.Card is null ? null : device.CardOf(new(row.Card)).ToString()));
        });
    }

    /// <summary>The device of the address, where it is the one that asks.</summary>
    TripDevice? Own(Caller caller, long bank, long trip, long number) =>
        database.Read(db => TripTable.Device(db, bank, trip, number)) is { } device
            && !device.Token.IsZero
            && device.Token == caller.TokenHash
            ? device
            : null;

    Task<Outcome<TripDeviceView>> Turn(
        WriteContext context, long bank, long shop, long trip, long device, string kind, string given, Func<TripDevice, bool> may)
    {
        if (Fields.Text(given, "reason", Fields.Memo, out var reason) is { } bad) return Task.FromResult<Outcome<TripDeviceView>>(bad);
        return Change(context, bank, shop, trip, device, $"device-{kind}", (writer, found) =>
        {
            if (!may(found)) return Wrong(found);
            TripTable.AddEvent(writer, found, kind, reason, context.Caller.Actor);
            return null;
        });
    }

    Task<Outcome<TripDeviceView>> Change(
        WriteContext context, long bank, long shop, long trip, long number, string action, Func<Writer, TripDevice, Refusal?> change) =>
        database.Write<TripDeviceView>(context, bank, action, writer =>
        {
            if (TripTable.Find(writer, bank, trip) is not { } found || found.Shop != shop)
                return new Refusal(VillageRefusals.UnknownTrip, "trip");
            if (TripTable.Device(writer, bank, trip, number) is not { } device)
                return new Refusal(VillageRefusals.UnknownDevice, "device");
            if (change(writer, device) is { } refusal) return refusal;
            return View(TripTable.View(writer, bank, trip)!, number);
        });

    static TripDeviceView View(TripView trip, long device) => trip.Devices.First(view => view.Number == device);

    internal static Refusal Wrong(TripDevice device) => new Refusal(VillageRefusals.WrongDeviceState, "device").With("state", device.State);
}
