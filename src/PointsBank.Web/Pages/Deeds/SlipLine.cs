using NodaTime;
using NodaTime.Text;
using PointsBank.Village.Claims;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>
/// A line of a batch and what it means: whom and which rule it names, what would be entered, and what is wrong with it, in people's words.
/// </summary>
public sealed record SlipLine(int Number, SlipRow Typed)
{
    public HouseholdLine? Household { get; init; }

    public Rule? Rule { get; init; }

    public LocalDate? Day { get; init; }

    /// <summary>The year to ask back for: it was left out, and the nearest such day is not of this year.</summary>
    public int? AskedYear { get; init; }

    public long Quantity { get; init; }

    public MemberView? Member { get; init; }

    /// <summary>How a person writes that member: the name, or the number where several of the household bear it; empty for none.</summary>
    public string MemberWord { get; init; } = "";

    /// <summary>The households that fit where it cannot be told which is meant.</summary>
    public IReadOnlyList<HouseholdLine> Households { get; init; } = [];

    /// <summary>The same for rules.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    public IReadOnlyList<SlipProblem> Problems { get; init; } = [];

    /// <summary>Codes of what to look out for.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What would be entered at once; null where it would be refused or becomes a claim.</summary>
    public DeedView? Deed { get; init; }

    /// <summary>The claim that it would become, because its rule wants a meeting and a notice.</summary>
    public ClaimLine? Claim { get; init; }

    public bool IsSound => Deed is not null || Claim is not null;

    /// <summary>The slip for the desk; null where something about it is wrong already.</summary>
    public DeedInput? Input => Problems.Count == 0 && Household is { } household && Rule is { } rule && Day is { } day
        ? new(household.Number, rule.Code, day, Quantity, Member?.Number, Typed.Memo)
        : null;

    /// <summary>The line as it is carried on: what was meant, once that is clear; else what was typed.</summary>
    public SlipRow Carried => Input is null && !IsSound
        ? Resolved
        : Resolved with
        {
            Quantity = Quantity.Plain(),
            Day = LocalDatePattern.Iso.Format(Day!.Value),
            Member = MemberWord,
        };

    SlipRow Resolved => Typed with { Household = Household?.Number.Plain() ?? Typed.Household, Rule = Rule?.Code ?? Typed.Rule };
}

/// <summary>What is wrong with a field of a line.</summary>
public sealed record SlipProblem(string Field, string Words);
