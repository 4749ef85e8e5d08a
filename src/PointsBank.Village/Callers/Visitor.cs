using System.Collections.Immutable;

namespace PointsBank.Village.Callers;

/// <summary>Somebody at the door who tries to come in.</summary>
/// <param name="Place">Where they ask from.</param>
/// <param name="Device">The name of their browser, once somebody has signed in on it.</param>
/// <param name="SignedIn">Who has signed in on it before: <c>staff:3</c>, or a passbook's serial.</param>
public sealed record Visitor(string Place, string Device, ImmutableArray<string> SignedIn)
{
    public Visitor(string place) : this(place, "", [])
    {
    }

    /// <summary>Somebody of whom nothing is known.</summary>
    public static Visitor Unknown { get; } = new("");

    /// <summary>Whether this one has signed in on their device before.</summary>
    public bool Knows(string who) => SignedIn.Contains(who);
}
