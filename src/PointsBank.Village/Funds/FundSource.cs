using System.Collections.Immutable;
using PointsBank.Village.Accounts;

namespace PointsBank.Village.Funds;

/// <summary>Where the fund's money comes from. The numbers own accounts, so they never change meaning.</summary>
public sealed record FundSource(long Number, string Code)
{
    public static readonly FundSource Government = new(1, "government");

    public static readonly FundSource Donation = new(2, "donation");

    /// <summary>A share of what the village's collective earned.</summary>
    public static readonly FundSource Dividend = new(3, "dividend");

    /// <summary>Money of a project that may be merged into the fund.</summary>
    public static readonly FundSource Project = new(4, "project");

    /// <summary>A unit or firm that helps the village.</summary>
    public static readonly FundSource HelpingUnit = new(5, "helping_unit");

    /// <summary>Goods that were given; the stock sheets record them.</summary>
    public static readonly FundSource InKind = new(Chart.InKind, "in_kind");

    /// <summary>What another village paid by statement for goods of ours.</summary>
    public static readonly FundSource Settlement = new(7, "settlement");

    public static ImmutableArray<FundSource> All { get; } = [Government, Donation, Dividend, Project, HelpingUnit, InKind, Settlement];

    /// <summary>Those of which the treasurer records money; the others come by stock sheets and statements.</summary>
    public static ImmutableArray<FundSource> OfMoney { get; } = [Government, Donation, Dividend, Project, HelpingUnit];

    public static FundSource Of(long number) => All.First(source => source.Number == number);
}
