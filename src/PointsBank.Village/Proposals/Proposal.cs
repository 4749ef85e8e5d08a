using System.Text.Json;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Proposals;

/// <summary>A write that is to wait for another person. The words stand in columns of their own, so that they can be erased.</summary>
sealed record Proposal
{
    public required string Kind { get; init; }

    public required long Household { get; init; }

    public long? OtherBank { get; init; }

    public long? OtherHousehold { get; init; }

    public long Points { get; init; }

    public long Merit { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>Who is to head a household that is opened.</summary>
    public long? Head { get; init; }

    public string Reason { get; init; } = "";

    public string DecidedBy { get; init; } = "";

    public string Document { get; init; } = "";

    public IReadOnlyList<long> Members { get; init; } = [];

    /// <summary>The year in which it was proposed.</summary>
    public int Year { get; init; }

    /// <summary>What was asked, without the words, as JSON.</summary>
    public required string Asked { get; init; }

    /// <summary>What was asked, as its room reads it.</summary>
    public T As<T>() => JsonSerializer.Deserialize<T>(Asked, Writer.Json)!;

    public static string Keep<T>(T asked) => JsonSerializer.Serialize(asked, Writer.Json);
}

/// <summary>The number of what came of a proposal, and the households that it changed.</summary>
sealed record CarriedOut(long Result, IReadOnlyList<ChangeSide> Sides);

/// <summary>A room that proposes writes and carries them out once another person has confirmed them.</summary>
interface IProposer
{
    /// <summary>What it proposes, of <see cref="ProposalKind.All"/>.</summary>
    IReadOnlyList<string> Kinds { get; }

    /// <summary>
    /// Carries it out inside the write that confirms it, and answers what came of it. All that was looked at when it was
    /// proposed is looked at again, and what it would move must be what the confirming person saw.
    /// </summary>
    Outcome<CarriedOut> CarryOut(Writer writer, WriteContext context, long bank, long number, Proposal proposal);

    /// <summary>Forgets what it remembers of these banks.</summary>
    void Forget(IEnumerable<long> banks);
}
