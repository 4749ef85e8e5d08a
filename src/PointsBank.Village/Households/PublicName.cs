using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Households;

/// <summary>
/// How somebody is called in public: in full where they are of age and their last word on that purpose was yes, masked otherwise. It is
/// asked anew each time something is shown, so that a consent taken back takes the name off at once. A minor has no name in public, not
/// even a masked one, and neither has somebody whose name was erased.
/// </summary>
public static class PublicName
{
    const int OfAge = 18;

    /// <summary>
    /// The columns that decide, of the member that a query calls <paramref name="member"/>: name, birth and the moment of a consent that
    /// holds, 0 for none.
    /// </summary>
    internal static string Columns(string member, string purpose) => $"""
        coalesce({member}.name, '') as name, coalesce({member}.birth_date, '9999-12-31') as birth,
          coalesce((select o.given * o.recorded_at from consents o
            where o.bank = {member}.bank and o.member = {member}.number and o.purpose = '{purpose}' order by o.sequence desc limit 1),
            0) as consent
        """;

    /// <summary>The name to show; null for a minor, who is left out. What was said for a child does not name the grown-up.</summary>
    internal static string? Of(string name, string birth, long consent, LocalDate today) =>
        !IsOfAge(birth, today) || Erased.Is(name) ? null
            : consent > 0 && IsOfAge(birth, consent.ToInstant().InZone(BankDesk.Zone).Date) ? name
            : Mask.Name(name);

    /// <summary>
    /// Refuses words for the public that name anybody of the village: nobody is named there but by consent, in the place for names.
    /// </summary>
    internal static Refusal? In(DbSession db, long bank, string text, string field)
    {
        var key = TypedName.Key(text);
        var names = MemberTable.EveryName(db, bank);
        return names.FirstOrDefault(
            name => TypedName.Key(name) is { Length: > 1 } named
                && key.Contains(named, StringComparison.Ordinal)
                && !OrdinaryWords.Has(named)) is { } found
            ? new Refusal(VillageRefusals.ProtectedMatter, field).With("word", found)
            : null;
    }

    internal static bool IsOfAge(string birth, LocalDate today) => string.CompareOrdinal(birth, today.PlusYears(-OfAge).ToIso()) <= 0;
}
