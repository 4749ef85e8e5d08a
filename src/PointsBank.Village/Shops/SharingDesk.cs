using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Shops;

/// <summary>The village, by its code, to which a shop is offered.</summary>
public sealed record SharingInput(string Bank);

/// <summary>Which village's sharing ends; the village that a shared shop serves leaves it out.</summary>
public sealed record SharingEndInput(string? Bank = null);

/// <summary>One step of a sharing: <c>offered</c>, <c>accepted</c> or <c>ended</c>; whose village said so, who, and when.</summary>
public sealed record SharingStep(string State, string SaidBy, string Handler, Instant RecordedAt);

/// <summary>
/// A shop of one village, the owner, that serves another one: from the offer of the owner and the acceptance of the village that is served
/// until one of both ends it. The shop's number is the owner's; of the steps the last stands at the end.
/// </summary>
public sealed record SharingView(string Owner, long Shop, string NameZh, string NameEn, string Village, IReadOnlyList<SharingStep> Steps)
{
    /// <summary>Where it stands: what was said last.</summary>
    public string State => Steps[^1].State;

    public bool IsOpen => State != SharingState.Ended;
}

static class SharingState
{
    public const string Offered = "offered", Accepted = "accepted", Ended = "ended";
}

/// <summary>
/// Shops that serve another village: nothing of a village's shop is handed out to another one that it did not offer it to, nor to one that
/// did not accept.
/// </summary>
public sealed class SharingDesk(Database database, BankDesk banks)
{
    /// <summary>
    /// The sharings of a shop, the last offered first: of a village's own shop those with other villages, of a shared shop the one it has
    /// here.
    /// </summary>
    public Outcome<IReadOnlyList<SharingView>> Of(long bank, long shop) => database.Read<Outcome<IReadOnlyList<SharingView>>>(db =>
        ShopTable.Place(db, bank, shop) is { } place
            ? SharingTable.Of(db, place)
            : new Refusal(VillageRefusals.UnknownShop, "shop"));

    /// <summary>What other villages offer to this one and it has not accepted.</summary>
    public IReadOnlyList<SharingView> Offers(long bank) => database.Read(db => SharingTable.Offers(db, bank));

    /// <summary>Offers a shop of the village to another village.</summary>
    public async Task<Outcome<SharingView>> Offer(WriteContext context, long bank, long shop, SharingInput input)
    {
        if (banks.Find(input.Bank) is not { } village || village == bank) return new Refusal(VillageRefusals.UnknownBank, "bank");
        return await database.Write<SharingView>(context, bank, "shop-offer", writer =>
        {
            if (ShopTable.Place(writer, bank, shop) is not { Kind: "village" }) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (SharingTable.Last(writer, bank, shop, village) is { State: not SharingState.Ended })
                return new Refusal(VillageRefusals.AlreadyExists, "bank");
            return SharingTable.Say(writer, context, bank, shop, village, SharingState.Offered, bank);
        });
    }

    /// <summary>
    /// Ends a sharing or takes an offer back, from either side. What is kept ready is not handed out any more; what a trip took along is
    /// still told.
    /// </summary>
    public async Task<Outcome<SharingView>> End(WriteContext context, long bank, long shop, SharingEndInput input)
    {
        long? village = string.IsNullOrWhiteSpace(input.Bank) ? bank : banks.Find(input.Bank);
        if (village is not { } served) return new Refusal(VillageRefusals.UnknownBank, "bank");
        return await database.Write<SharingView>(context, bank, "shop-sharing-end", writer =>
        {
            if (ShopTable.Place(writer, bank, shop) is not { } place) return new Refusal(VillageRefusals.UnknownShop, "shop");
            if (place.IsShared != (served == bank))
                return new Refusal(place.IsShared ? VillageRefusals.UnknownBank : VillageRefusals.MissingValue, "bank");
            if (SharingTable.Last(writer, place.GoodsBank, place.GoodsShop, served) is not { State: not SharingState.Ended })
                return new Refusal(VillageRefusals.NotShared, "shop");
            return SharingTable.Say(writer, context, place.GoodsBank, place.GoodsShop, served, SharingState.Ended, bank);
        });
    }
}
