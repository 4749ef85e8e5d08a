using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
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
            var isHead = writer.QuerySingleOrDefault<long?>(
                "select is_head from members where bank = @bank and number = @member and household = @household",
                new { bank, member, household });
            if (isHead is null) return new Refusal(VillageRefusals.UnknownMember, "member");
            if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
            if (isHead == 1) return new Refusal(VillageRefusals.HeadStays, "member");
            if (Of(bank, household, writer).Any(known => known.Member == member))
                return new Refusal(VillageRefusals.AlreadyExists, "member").With("number", member);
            writer.Execute("""
                insert into member_leavings (bank, member, household, left_on, kind, recorded_at, actor)
                  values (@bank, @member, @household, @leftOn, @kind, @at, @actor)
                """,
                new
                {
                    bank, member, household, leftOn = input.LeftOn.ToIso(), kind = input.Kind, at = writer.NowMilliseconds,
                    actor = context.Caller.Actor,
                });
            return Of(bank, household, writer).First(known => known.Member == member);
        });
    }

    /// <summary>Who left this household.</summary>
    public IReadOnlyList<LeavingView> Of(long bank, long household) => database.Read(db => Of(bank, household, db));

    static List<LeavingView> Of(long bank, long household, DbSession db) =>
        db.Query<(long Household, long Member, string LeftOn, string Kind, string Handler, long At)>($"""
            select household, member, left_on, kind, {Handler.Of("actor")}, recorded_at from member_leavings
              where bank = @bank and household = @household order by member
            """,
            new { bank, household })
                .Select(row => new LeavingView(row.Household, row.Member, row.LeftOn.ToDate(), row.Kind, row.Handler, row.At.ToInstant()))
                .ToList();
}
