using NodaTime;

namespace PointsBank.Village.Households;

public sealed record MemberInput(string Name, LocalDate BirthDate, bool IsHead = false, bool RelatedToCommittee = false);

/// <summary>A household to open. Without a number it gets the next one; the group is opened on first need.</summary>
public sealed record HouseholdInput(string Group, IReadOnlyList<MemberInput> Members, long? Number = null);

public sealed record HouseholdChange(string Group);

public sealed record ConsentInput(bool Given);

public sealed record MemberView(
    long Number, string Name, LocalDate BirthDate, bool IsHead, bool RelatedToCommittee, IReadOnlyList<string> Consents);

/// <summary>A household; <paramref name="Ended"/> says since when it is no more, and why.</summary>
public sealed record HouseholdView(
    long Number, string Group, string Head, IReadOnlyList<MemberView> Members, string? Passbook, HouseholdEnd? Ended = null);

/// <summary>The end of a household: its day, and whether it merged, moved or left.</summary>
public sealed record HouseholdEnd(LocalDate On, string Kind);

public sealed record HouseholdLine(long Number, string Group, string Head, int Members);

/// <summary>What is still to do at the desk: households that have no passbook in use, and passbooks in use that have no PIN.</summary>
public sealed record PassbookCountsView(long WithoutPassbook, long WithoutPin);

public sealed record GroupView(long Number, string Name, int Households);
