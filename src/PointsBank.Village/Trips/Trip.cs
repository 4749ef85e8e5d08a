using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Village.Trips;

/// <summary>
/// A villagers' group that the trip visits; its households stand on this device alone, as it falls out evenly where none is named. Devices
/// are numbered from 1.
/// </summary>
public sealed record TripGroupInput(string Village, string Group, long? Device = null);

/// <summary>
/// A trip of the mobile shop: when, to which villages and which groups there, the most points of a household (0 for 100), and the names of
/// its devices. With
/// <c>groups</c> each villagers' group stands on one device, as it is said here or as it falls out evenly; with <c>even</c> what each
/// household may
/// spend is split among all devices. Households of other groups have nothing set aside.
/// </summary>
public sealed record TripInput(
    LocalDate OnDay, IReadOnlyList<string> Villages, IReadOnlyList<string> Devices, LocalDate? UntilDay = null, long LimitPoints = 0,
    string Split = "groups",
    IReadOnlyList<TripGroupInput>? Groups = null);

/// <summary>A village of the trip, and which of its shops this one is there.</summary>
public sealed record TripVillageView(string Code, string NameZh, string NameEn, long Shop);

/// <summary>
/// A device of a trip: <c>new</c>, <c>taken</c>, <c>revoked</c>, <c>readmitted</c>, <c>closed</c> or <c>released</c>. What it was
/// <c>allowed</c> at first, what it has <c>taken</c>, what it may still spend, and how often the book had to refuse it.
/// </summary>
public sealed record TripDeviceView(
    long Number, string Name, long Place, string State, Instant? StateAt, string? Handler, string Reason, long Households, long Allowed,
    long Slips, long Taken, long Waiting,
    long Refused);

public sealed record TripView(
    long Number, long Shop, LocalDate OnDay, LocalDate UntilDay, long LimitPoints, string Split, Instant ExpiresAt, Instant? PreparedAt,
    IReadOnlyList<TripVillageView> Villages, IReadOnlyList<TripDeviceView> Devices);

/// <summary>A group that the trip visits, and the device it stands on; null where its households are split among all.</summary>
public sealed record TripGroupView(string Village, string Group, long? Device);

/// <summary>A household to take off the devices of a trip that nobody has taken yet.</summary>
public sealed record TripRemovalInput(string Village, long Household);

/// <summary>The points that came back to a household.</summary>
public sealed record TripRemovalView(string Village, long Household, long Points);

/// <summary>What a device may give away in all.</summary>
public sealed record PreparedDeviceView(long Device, long Households, long Points);

/// <summary>What was set aside: for how many households, how many points, and on which devices.</summary>
public sealed record PreparationView(long Trip, long Households, long Points, IReadOnlyList<PreparedDeviceView> Devices);

/// <summary>Something a device handed out and the book refused.</summary>
public sealed record TripRefusalView(
    long Device, string Village, long Household, long Points, string Goods, Refusal Refusal, Instant SaidAt, Instant RecordedAt);

/// <summary>A redemption of a trip, in the book of the household's village.</summary>
public sealed record TripSlipView(
    long Device, string Village, long Number, long Household, long Points, string AuthorisedBy, Instant ServedAt, Instant RecordedAt,
    string CheckCode, bool Voided);

/// <summary>A good of a device: its pieces, and how many of it the trip has handed out.</summary>
public sealed record TripGoodsView(
    long Device, string Goods, string NameZh, string NameEn, string UnitZh, string Emoji, long Left, long Handed);

/// <summary>All that became of a trip.</summary>
public sealed record TripResultView(
    TripView Trip, IReadOnlyList<TripGroupView> Groups, IReadOnlyList<TripGoodsView> Goods, IReadOnlyList<TripSlipView> Slips,
    IReadOnlyList<TripRefusalView> Refusals);

/// <summary>A trip as the desks need it.</summary>
sealed record Trip(
    long Bank, long Number, long Shop, LocalDate OnDay, LocalDate UntilDay, long LimitPoints, string Split, Instant ExpiresAt,
    Instant? PreparedAt)
{
    /// <summary>The day before: from then on points are set aside.</summary>
    public LocalDate Eve => OnDay.PlusDays(-1);
}

/// <summary>
/// A device as the desks need it: where it stands, who took it or took it over, when it was taken, and by which token it is known.
/// </summary>
sealed record TripDevice(
    long Bank, long Trip, long Number, string Name, long Place, byte[] Salt, string State, Instant? StateAt, string Holder,
    Instant? TakenAt, Digest Token)
{
    /// <summary>It may hand out: somebody took it and nobody has missed it.</summary>
    public bool IsOut => State is "taken" or "readmitted";

    /// <summary>What a card on its list looks like: of use on this device alone, and nothing that opens a passbook.</summary>
    public Digest CardOf(Digest card) => Digest.Of($"{Convert.ToHexStringLower(Salt)}{card}");
}
