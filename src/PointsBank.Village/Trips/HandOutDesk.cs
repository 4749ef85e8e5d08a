using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Shops;

namespace PointsBank.Village.Trips;

/// <summary>
/// How the household agreed: by its passbook's <c>token</c>, or by showing the <c>booklet</c>. The token itself is not kept on a device;
/// the proof is the SHA-256 of <c>key:SHA-256 of the token</c>, in hexadecimal, which only whoever has seen the card can make for this key.
/// </summary>
public sealed record HandOutAgreement(string By, string? Proof = null);

/// <summary>What was handed out on a trip, told afterwards: to whom, what, and when the device says it was.</summary>
public sealed record HandOutInput(
    string Village, long Household, IReadOnlyList<RedemptionLineInput> Items, HandOutAgreement AuthorisedBy, Instant ServedAt);

/// <summary>It stands in the book: the redemption, and what the household may still spend on this device.</summary>
public sealed record HandOutView(RedemptionView Redemption, long Left);

/// <summary>
/// What the devices of a trip handed out comes into the book. A device sends each until it is answered, under the key it was given at the
/// moment of handing out; so it is taken once, or refused once and for all and kept for people to settle.
/// </summary>
public sealed class HandOutDesk(Database database, BankDesk banks, RedemptionDesk redemptions)
{
    static readonly string[] Ways = ["token", "booklet"];

    /// <param name="context">Its key is the device's own, as text in <paramref name="key"/>, because the proof is made with that.</param>
    /// <param name="key">The key as the device sent it.</param>
    /// <param name="bank">The bank of the trip.</param>
    /// <param name="trip">Its number.</param>
    /// <param name="number">The device.</param>
    /// <param name="input">What it handed out.</param>
    public async Task<Outcome<HandOutView>> Tell(WriteContext context, string key, long bank, long trip, long number, HandOutInput input)
    {
        if (Malformed(input) is { } malformed) return malformed;
        if (banks.Find(input.Village) is not { } village) return new Refusal(VillageRefusals.UnknownBank, "village");
        TripDevice? device = null;
        var points = 0L;
        var outcome = await database.Write<HandOutView>(context, bank, "trip-redemption", writer =>
        {
            if (TripTable.Device(writer, bank, trip, number) is not { } found
                || found.Token.IsZero
                || found.Token != context.Caller.TokenHash)
                return new Refusal(VillageRefusals.NotAllowed);
            device = found;
            return TripRefusalTable.Find(writer, found, context) ?? Enter(writer, context, key, found, village, input, out points);
        });
        if (outcome.Refusal is not { } refusal || device is null || context.DryRun || !IsFinal(refusal)) return outcome;
        // The refused write is rolled back, so what it was refused for is kept by one of its own.
        await database.Write<bool>(writer =>
        {
            var goods = string.Join(' ', input.Items.Select(item => $"{item.Goods}:{item.Quantity.Text()}"));
            TripRefusalTable.Add(writer, device, context, village, input.Household, points, goods, refusal, input.ServedAt);
            return true;
        });
        return outcome;
    }

    static Refusal? Malformed(HandOutInput input)
    {
        if (input.Items.Count is 0 or > RedemptionDesk.MaxLines)
            return new Refusal(VillageRefusals.OutOfRange, "items").With("least", 1).With("most", RedemptionDesk.MaxLines);
        for (var i = 0; i < input.Items.Count; i++)
        {
            if (!Label.IsCode(input.Items[i].Goods, 16)) return new Refusal(VillageRefusals.UnknownGoods, $"items[{i}].goods");
            if (Fields.Range(input.Items[i].Quantity, $"items[{i}].quantity", 1, 1_000) is { } bad) return bad;
            if (input.Items.Take(i).Any(earlier => earlier.Goods == input.Items[i].Goods))
                return new Refusal(VillageRefusals.AlreadyExists, $"items[{i}].goods");
        }
        var (by, proof) = input.AuthorisedBy;
        if (!Ways.Contains(by)) return new Refusal(VillageRefusals.NotInList, "authorisedBy.by");
        if (by == "token" && proof is null) return new Refusal(VillageRefusals.MissingValue, "authorisedBy.proof");
        if (proof is not null && (by != "token" || proof.Length != 2 * Digest.Size || !proof.All(char.IsAsciiHexDigit)))
            return new Refusal(VillageRefusals.NotInList, "authorisedBy.proof");
        return Fields.Range(input.ServedAt.InUtc().Year, "servedAt", 1970, 2199);
    }

    Outcome<HandOutView> Enter(
        Writer writer, WriteContext context, string key, TripDevice device, long village, HandOutInput input, out long points)
    {
        points = 0;
        var trip = TripTable.Find(writer, device.Bank, device.Trip)!;
        if (TripTable.VillageNumbers(
            writer, device.Bank, device.Trip).Find(served => served.Bank == village).Shop is not (> 0 and var shop))
            return new Refusal(VillageRefusals.UnknownBank, "village");
        if (TripTable.Allowance(writer, device, village, input.Household) is not var (sequence, allowed, hold))
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        var prices = TripTable.Prices(writer, device.Bank, device.Trip);
        points = input.Items.Sum(item => item.Quantity * prices.GetValueOrDefault(item.Goods));
        if (!device.IsOut) return DeviceDesk.Wrong(device);
        if (points > allowed || TripTable.IsRemoved(writer, device, village, input.Household))
            return new Refusal(VillageRefusals.AllowancePassed, "items").With("allowed", allowed).With("asked", points);
        var serial = "";
        if (input.AuthorisedBy.By == "token")
        {
            if (SerialOf(writer, key, trip, village, input) is not { } known)
                return new Refusal(VillageRefusals.NotAuthorised, "authorisedBy.proof");
            serial = known;
        }
        var served = Served(trip, input.ServedAt);
        // The goods are gone: where the points are kept no longer, they are taken from what the household has.
        var kept = hold is { } standing && TripTable.IsHeld(writer, village, standing) ? new HoldNumber(standing) : default(HoldNumber?);
        var entered = redemptions.Redeem(
            writer, context, village, shop, input.Household, serial,
            new(input.Items, new(input.AuthorisedBy.By), input.Household, Adult: true),
            new(kept, prices, device.Place, served, Trip: trip.Number, Device: device.Number));
        if (entered.Refusal is { } refusal) return refusal;
        // A reversal may have left the household with less than is still held for it; what it has not it may not spend.
        var book = writer.Book(village);
        var left = kept is null
            ? allowed - points
            : Math.Max(0, Math.Min(allowed - points, book.Find(Chart.Points(input.Household))!.Available.Value));
        HoldNumber? rest = null;
        if (left > 0 && kept is not null)
        {
            var held = book.Place(
                new(
                    Chart.Points(input.Household), new(left), trip.ExpiresAt, context.Caller.Actor, context.Key.Part(1),
                    context.Fingerprint, TripDesk.HoldReason),
                writer.Now);
            if (held.Refusal is { } unheld) return unheld;
            rest = held.Value.Number;
        }
        TripTable.AddAllowance(
            writer, device.Bank, device.Trip, device.Number, village, input.Household, sequence + 1, left, rest, entered.Value.Number,
            served == input.ServedAt ? null : input.ServedAt);
        return new HandOutView(entered.Value, left);
    }

    /// <summary>
    /// Whether it is a matter of fact that no later attempt changes; whatever is malformed or unknown was never handed out by a program of
    /// ours.
    /// </summary>
    static bool IsFinal(Refusal refusal) =>
        refusal.Kind.Class is RefusalClass.Conflict or RefusalClass.Unprocessable && refusal.Kind != LedgerRefusals.KeyReused;

    /// <summary>
    /// When it was handed out: as the device says where that can be. A clock that stood still or runs ahead puts no redemption outside the
    /// trip.
    /// </summary>
    Instant Served(Trip trip, Instant said)
    {
        var first = Instant.Min(banks.Now, trip.OnDay.AtStartOfDayInZone(BankDesk.Zone).ToInstant());
        var last = Instant.Max(
            first,
            Instant.Min(banks.Now, trip.UntilDay.PlusDays(1).AtStartOfDayInZone(BankDesk.Zone).ToInstant() - Duration.FromMilliseconds(1)));
        return said < first ? first : said > last ? last : said;
    }

    /// <summary>The passbook whose card makes this proof: the one that was open when the trip was prepared, or one made since.</summary>
    static string? SerialOf(Writer writer, string key, Trip trip, long village, HandOutInput input) =>
        TripTable.Cards(writer, village, input.Household, trip.PreparedAt!.Value).FirstOrDefault(
            row => string.Equals(
                Digest.Of($"{key}:{new Digest(row.Card)}").ToString(), input.AuthorisedBy.Proof,
                StringComparison.OrdinalIgnoreCase)).Serial;
}
