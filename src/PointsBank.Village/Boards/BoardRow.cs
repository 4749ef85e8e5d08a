using NodaTime;
using PointsBank.Papers.Names;
using PointsBank.Village.Households;

namespace PointsBank.Village.Boards;

/// <summary>
/// A line of a board as it comes from SQL, with all that decides whether and how it is shown; the names are those of the columns.
/// </summary>
sealed class BoardRow
{
    public long Tie { get; set; }

    public long Score { get; set; }

    public long Rank { get; set; }

    /// <summary>1 where all deeds of the board have as many points: then none of them has a rank.</summary>
    public long IsLevel { get; set; }

    public long Deeds { get; set; }

    public long Ended { get; set; }

    public string? Day { get; set; }

    public string? ItemZh { get; set; }

    public string? ItemEn { get; set; }

    public string GroupName { get; set; } = "";

    public string Name { get; set; } = "";

    public string Birth { get; set; } = "";

    /// <summary>The birth date of whoever did the deed; empty where it was the household.</summary>
    public string MemberBirth { get; set; } = "";

    public long Consent { get; set; }

    /// <summary>The most stars that a veto leaves, or those that were frozen.</summary>
    public long Most { get; set; } = Stars.Most;

    public string? Reason { get; set; }

    public string? Document { get; set; }

    public string? ShownUntil { get; set; }

    /// <summary>
    /// The line as anybody may see it today; null where it is not to be seen. Blame shows a name, masked, where the village says so.
    /// </summary>
    public BoardLine? Line(BoardDefinition board, long step, LocalDate today, bool masksOfBlame)
    {
        long? rank = IsLevel == 1 ? null : Rank;
        if (Ended > 0) return null;
        if (board.IsOfGroups) return new(rank, GroupName, "", Score, 0);
        if (PublicName.Of(Name, Birth, Consent, today) is not { } name
            || (MemberBirth.Length > 0 && !PublicName.IsOfAge(MemberBirth, today)))
            return null;
        return board.Measure switch
        {
            Measure.Decided =>
                new(
                    Rank, GroupName, masksOfBlame ? Mask.Name(Name) : "", 0, 0, ItemZh, ItemEn, Day?.ToDate(), null,
                    new(Reason!, Document!, Day!.ToDate(), ShownUntil!.ToDate())),
            Measure.Deducted => new(rank, GroupName, "", Score, 0, ItemZh, ItemEn, Day?.ToDate()),
            Measure.Deeds => new(rank, GroupName, name, Score, 0, ItemZh, ItemEn, Day?.ToDate()),
            Measure.Credited => new(rank, GroupName, name, Score, 0, Deeds: (int)Deeds),
            _ => new(rank, GroupName, name, Score, Stars.Of(Score, step, Most)),
        };
    }
}
