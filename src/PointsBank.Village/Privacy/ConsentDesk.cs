using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Privacy;

/// <summary>
/// What a member says to a purpose. A household that signed in says it for itself; at the desk it is <c>desk</c> by word, or <c>paper</c>
/// with the document's number.
/// </summary>
public sealed record ConsentSaid(long Member, string Purpose, bool Given, string? How = null, string? Document = null);

/// <summary>One time that somebody agreed or took it back. <c>How</c> is empty where that was not noted.</summary>
public sealed record ConsentEntry(
    long Member, string Name, string Purpose, bool Given, string How, string Document, string Handler, Instant RecordedAt);

/// <summary>How many members say yes to a purpose now, and how many took it back.</summary>
public sealed record ConsentCount(string Purpose, long Given, long Withdrawn);

/// <summary>Consents with their history.</summary>
public sealed class ConsentDesk(Database database, BankDesk banks, HouseholdDesk households)
{
    public const string ByHousehold = "household";
    public const string AtDesk = "desk";
    public const string OnPaper = "paper";

    /// <summary>All that is known of a household's consents, newest first.</summary>
    public Outcome<IReadOnlyList<ConsentEntry>> History(long bank, long household) =>
        database.Read<Outcome<IReadOnlyList<ConsentEntry>>>(db =>
        HouseholdTable.Exists(db, bank, household)
            ? ConsentTable.OfHousehold(db, bank, household)
            : new Refusal(VillageRefusals.UnknownHousehold, "household"));

    /// <summary>The last words of all members, counted.</summary>
    public IReadOnlyList<ConsentCount> Counts(long bank)
    {
        var rows = database.Read(db => ConsentTable.Counts(db, bank));
        return [.. Purpose.All.Select(purpose => new ConsentCount(purpose, Of(purpose, 1), Of(purpose, 0)))];

        long Of(string purpose, long given) => rows.Where(row => row.Purpose == purpose && row.Given == given).Sum(row => row.Count);
    }

    /// <summary>Records what a member said; it holds at once. Nobody says yes for a child from the household's own door.</summary>
    public async Task<Outcome<HouseholdView>> Say(WriteContext context, long bank, long household, ConsentSaid said)
    {
        var isHousehold = context.Caller.Household > 0;
        var how = said.How ?? (isHousehold ? ByHousehold : AtDesk);
        if (isHousehold ? how != ByHousehold : how is not (AtDesk or OnPaper)) return new Refusal(VillageRefusals.NotInList, "how");
        if (Fields.Optional(said.Document, "document", Fields.Line, out var document) is { } bad) return bad;
        if (how == OnPaper && document.Length == 0) return new Refusal(VillageRefusals.MissingValue, "document");
        var found = households.Get(bank, household);
        if (found.Refusal is { } unknown) return unknown;
        if (found.Value.Members.FirstOrDefault(known => known.Number == said.Member) is not { } member || Erased.Is(member.Name))
            return new Refusal(VillageRefusals.UnknownMember, "member");
        if (how == ByHousehold && said.Given && !PublicName.IsOfAge(member.BirthDate.ToIso(), banks.Today))
            return new Refusal(VillageRefusals.NotOfAge, "member");
        return await households.SetConsent(
            context, bank, household, said.Member, said.Purpose, said.Given, how, how == OnPaper ? document : "");
    }
}
