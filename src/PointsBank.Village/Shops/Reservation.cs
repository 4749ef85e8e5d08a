using NodaTime;

namespace PointsBank.Village.Shops;

/// <summary>
/// Goods a household wants kept ready, and how it said so: on its own <c>page</c>, by <c>phone</c>, or at the <c>desk</c>.
/// </summary>
public sealed record ReservationInput(long Household, IReadOnlyList<RedemptionLineInput> Items, string Channel);

/// <summary>To hand out what was kept ready: all of it where no items are named, else these; what is left goes back.</summary>
public sealed record PickUpInput(AuthorisationInput AuthorisedBy, IReadOnlyList<RedemptionLineInput>? Items = null, bool Adult = false);

/// <summary>A good kept ready at the price agreed, and how many of it were picked up.</summary>
public sealed record ReservationItem(
    string Goods, string NameZh, string NameEn, string UnitZh, string Emoji, long Quantity, long Price, long Points, long PickedUp,
    bool AdultsOnly);

/// <summary>
/// A reservation as it stands: <c>waiting</c>, <c>picked_up</c>, <c>cancelled</c> or <c>expired</c>, as the hold on its points is. It waits
/// until the end of its last day.
/// </summary>
public sealed record ReservationView(
    long Number, long Shop, long Household, string Group, string Head, long Points, string Channel, Instant PlacedAt, LocalDate ReadyUntil,
    string State, string Handler, IReadOnlyList<ReservationItem> Items, long? Redemption = null, bool TakenBack = false)
{
    public bool IsWaiting => State == "waiting";
}

/// <summary>What the words of reservations are.</summary>
public static class Reservation
{
    /// <summary>How a household may say what it wants.</summary>
    public static IReadOnlyList<string> Channels { get; } = ["page", "phone", "desk"];

    /// <summary>What a reservation may be, in the order of its life.</summary>
    public static IReadOnlyList<string> States { get; } = ["waiting", "picked_up", "cancelled", "expired"];
}
