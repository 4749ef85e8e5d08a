using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Households;

namespace PointsBank.Village.Privacy;

/// <summary>Somebody is no more in the household: <c>died</c>, <c>moved</c> or <c>left</c>.</summary>
public sealed record LeavingInput(LocalDate LeftOn, string Kind);

public sealed record LeavingView(long Household, long Member, LocalDate LeftOn, string Kind, string Handler, Instant RecordedAt);

/// <summary>Who left a household that goes on without them.</summary>
public sealed class LeavingDesk(Database database, BankDesk banks)
{
    public static IReadOnlyList<string> Kinds { get; } = ["died", "moved", "left"];

    public async Task<Outcome<LeavingView>> Record(WriteContext context, long bank, long household, long member, LeavingInput input)
    {
        if (!Kinds.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (input.LeftOn > banks.Today) return new Refusal(VillageRefusals.DateInFuture, "leftOn").With("today", banks.Today.ToIso());
        if (Fields.Day(input.LeftOn, "leftOn") is { } bad) return bad;
        return await database.Write<LeavingView>(context, bank, "member-leaving", writer =>
        {
            var isHead = MemberTable.IsHead(writer, bank, household, member);
            if (isHead is null) return new Refusal(VillageRefusals.UnknownMember, "member");
            if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
            if (isHead == true) return new Refusal(VillageRefusals.HeadStays, "member");
            if (LeavingTable.Of(writer, bank, household).Exists(known => known.Member == member))
                return new Refusal(VillageRefusals.AlreadyExists, "member").With("number", member);
            LeavingTable.Add(writer, bank, household, member, input, context.Caller.Actor);
            return LeavingTable.Of(writer, bank, household).First(known => known.Member == member);
        });
    }

    /// <summary>Who left this household.</summary>
    public IReadOnlyList<LeavingView> Of(long bank, long household) => database.Read(db => LeavingTable.Of(db, bank, household));
}
