using PointsBank.Storage;

namespace PointsBank.Village.Rooms;

/// <summary>Whom an open item binds to its household.</summary>
enum OpenFor
{
    /// <summary>The member it is about; an item about nobody of the household binds the household alone.</summary>
    Member,

    /// <summary>Everybody: what was decided about a household stays with it, and nobody sheds it by a change.</summary>
    All,

    /// <summary>Nobody by itself: it says why points are held, and what is held binds the household.</summary>
    Held,
}

/// <summary>Something of a household that has to be ended before the household, or some of its members, can go.</summary>
/// <param name="What">The fact under which the refusal lists it, such as <c>claims</c>. Rooms may share one.</param>
/// <param name="Binds">Whom it binds.</param>
/// <param name="Of">The open items of a household: number and member.</param>
sealed record OpenItem(string What, OpenFor Binds, Func<Writer, long, long, IEnumerable<(long Number, long? Member)>> Of);
