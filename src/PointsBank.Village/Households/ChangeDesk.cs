using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Years;

namespace PointsBank.Village.Households;

/// <summary>
/// Households that split, merge, move or leave. Points and this year's standing go by entries; served minutes stay with the person. A
/// household that ends keeps its number, its passbooks and its entries on record, and nothing more can be done with it.
/// </summary>
public sealed class ChangeDesk
{
    readonly Database database;
    readonly BankDesk banks;
    readonly HouseholdDesk households;
    readonly PassbookDesk passbooks;
    readonly OpenItems open;

    internal ChangeDesk(Database database, BankDesk banks, HouseholdDesk households, PassbookDesk passbooks, OpenItems open) =>
        (this.database, this.banks, this.households, this.passbooks, this.open) = (database, banks, households, passbooks, open);

    /// <summary>Each key of a write names one entry of each book; the second book's needs one of its own.</summary>
    const int OtherPart = 9_998;

    public IReadOnlyList<ChangeView> List(long bank, long? household, long? before, int limit) =>
        database.Read(connection => ChangeTable.Newest(connection, bank, household, before, limit));

    public Outcome<ChangeView> Get(long bank, long number) => database.Read<Outcome<ChangeView>>(connection =>
        ChangeTable.Find(connection, bank, number) is { } view ? view : new Refusal(VillageRefusals.UnknownChange, "change"));

    /// <summary>Some members go into a new household, with the points and the standing that were decided.</summary>
    public async Task<Outcome<ChangeView>> Split(WriteContext context, long bank, SplitInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (Fields.Named(input.Group, "group", out var group) is { } badGroup) return badGroup;
        if (Fields.Range(input.Points, "points", 0, Amount.MostPerPosting) is { } badPoints) return badPoints;
        if (Fields.Range(input.Standing, "standing", -Amount.MostPerPosting, Amount.MostPerPosting) is { } badStanding) return badStanding;
        if (input.Members.Count == 0) return new Refusal(VillageRefusals.MissingValue, "members");
        if (!input.Members.Contains(input.Head)) return new Refusal(VillageRefusals.NotInList, "head");
        if (input.Members.Distinct().Count() < input.Members.Count) return new Refusal(VillageRefusals.AlreadyExists, "members");
        var token = Card.NewToken();
        return await Write(context, bank, "household-split", token, writer =>
        {
            if (Begin(writer, bank, input.Household, input.Members) is { } barred) return barred;
            var connection = writer;
            // Nobody takes along more standing than there is: a board would show what no deed earned.
            var merit = MeritOf(writer, bank, input.Household, banks.Today.Year);
            if (Fields.Range(input.Standing, "standing", Math.Min(0, merit), Math.Max(0, merit)) is { } unearned) return unearned;
            var before = HouseholdDesk.View(connection, bank, input.Household)!;
            if (input.Members.Any(member => before.Members.All(found => found.Number != member)))
                return new Refusal(VillageRefusals.UnknownMember, "members");
            if (input.Members.Any(member => HouseholdDesk.HasLeft(connection, bank, member)))
                return new Refusal(VillageRefusals.MemberLeft, "members");
            // Whoever heads a household stays in it: it must not be left without one.
            if (before.Members.Any(member => member.IsHead && input.Members.Contains(member.Number)))
                return new Refusal(VillageRefusals.NotInList, "members");
            var to = AddHousehold(writer, bank, group);
            connection.Execute(
                "update members set household = @to where bank = @bank and number = @member",
                input.Members.Select(member => new { bank, to, member }));
            connection.Execute("update members set is_head = 1 where bank = @bank and number = @head", new { bank, head = input.Head });
            var change = new Change(
                bank, "split", input.Household, bank, to, input.Points, input.Standing, grounds,
                [.. input.Members.Select(member => (member, (long?)null, 0L))]);
            return Finish(writer, context, change, passbook: (bank, to, token));
        });
    }

    /// <summary>A household goes into another with everything it has, and ends.</summary>
    public async Task<Outcome<ChangeView>> Merge(WriteContext context, long bank, MergeInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (input.Household == input.Into) return new Refusal(VillageRefusals.NotInList, "into");
        return await Write(context, bank, "household-merge", null, writer =>
        {
            if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
            if (HouseholdDesk.Barred(writer, bank, input.Into, "into") is { } badInto) return badInto;
            var connection = writer;
            var members = MembersOf(connection, bank, input.Household);
            if (members.Count + MembersOf(connection, bank, input.Into).Count > HouseholdDesk.MostMembers)
                return new Refusal(VillageRefusals.OutOfRange, "into").With("most", HouseholdDesk.MostMembers);
            connection.Execute(
                "update members set household = @to, is_head = 0 where bank = @bank and number = @member",
                members.Select(member => new { bank, to = input.Into, member }));
            var (points, merit) = All(writer, bank, input.Household);
            return Finish(
                writer, context,
                new(
                    bank, "merge", input.Household, bank, input.Into, points, merit, grounds,
                    [.. members.Select(member => (member, (long?)null, 0L))]),
                ends: "merged");
        });
    }

    /// <summary>
    /// A household moves to another group and gets another passbook; or to another bank of this database, where it is opened anew and
    /// everything goes through the clearing accounts of both books in the same write.
    /// </summary>
    public async Task<Outcome<ChangeView>> Move(WriteContext context, long bank, MoveInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (Fields.Named(input.Group, "group", out var group) is { } badGroup) return badGroup;
        var other = bank;
        if (!string.IsNullOrWhiteSpace(input.Bank))
        {
            if (banks.Find(input.Bank) is not { } found) return new Refusal(VillageRefusals.UnknownBank, "bank");
            // Into another village's book writes only who may write there.
            if (found != bank && !context.Caller.Is(Role.Clerk, found)) return new Refusal(VillageRefusals.NotAllowed, "bank");
            other = found;
        }
        var token = Card.NewToken();
        return await Write(context, bank, "household-moved", token, writer =>
        {
            var connection = writer;
            if (other == bank)
            {
                if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } gone) return gone;
                connection.Execute(
                    "update households set group_no = @group where bank = @bank and number = @household",
                    new { bank, household = input.Household, group = HouseholdDesk.GroupOf(connection, bank, group) });
                return Finish(
                    writer, context, new(bank, "move", input.Household, null, null, 0, 0, grounds, []),
                    passbook: (bank, input.Household, token));
            }
            if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
            if (CloseTable.Unfinished(connection, other) is { } unfinished)
                return new Refusal(VillageRefusals.YearUnfinished, "bank").With("year", unfinished);
            var view = HouseholdDesk.View(connection, bank, input.Household)!;
            var here = MembersOf(connection, bank, input.Household);
            var going = view.Members.Where(member => here.Contains(member.Number)).ToList();
            var added = HouseholdDesk.Add(
                writer, other,
                new(
                    group,
                    [.. going.Select(member => new MemberInput(member.Name, member.BirthDate, member.IsHead, member.RelatedToCommittee))]));
            if (added.Refusal is { } refusal) return refusal;
            // As they stand in both lists: the head first, then by number.
            var members = going.Zip(
                added.Value.Members,
                (from, to) => (from.Number, (long?)to.Number, writer.Book(bank).Find(Chart.Minutes(from.Number))?.Balance.Value ?? 0))
                    .ToList();
            var (points, merit) = All(writer, bank, input.Household);
            return Finish(
                writer, context, new(bank, "move", input.Household, other, added.Value.Number, points, merit, grounds, members),
                ends: "moved", passbook: (other, added.Value.Number, token));
        }, other);
    }

    /// <summary>A household leaves: its standing of this year lapses, its points expire or go to another household.</summary>
    public async Task<Outcome<ChangeView>> Leave(WriteContext context, long bank, LeaveInput input)
    {
        if (Check(input.Grounds, out var grounds) is { } bad) return bad;
        if (input.PointsTo == input.Household) return new Refusal(VillageRefusals.NotInList, "pointsTo");
        return await Write(context, bank, "household-leave", null, writer =>
        {
            if (Begin(writer, bank, input.Household, null) is { } barred) return barred;
            if (input.PointsTo is { } to && HouseholdDesk.Barred(writer, bank, to, "pointsTo") is { } badTo) return badTo;
            var (points, merit) = All(writer, bank, input.Household);
            return Finish(
                writer, context,
                new(bank, "leave", input.Household, input.PointsTo is null ? null : bank, input.PointsTo, points, merit, grounds, []),
                ends: "left");
        });
    }

    async Task<Outcome<ChangeView>> Write(
        WriteContext context, long bank, string action, string? token, Func<Writer, Outcome<ChangeView>> work, long? other = null)
    {
        var outcome = await database.Write(context, bank, action, work);
        foreach (var changed in (long[])[bank, .. other is { } into && into != bank ? [into] : Array.Empty<long>()])
        {
            households.Forget(changed);
            passbooks.Forget(changed);
        }
        // As at issue: the token is added here, so that it is never kept with the answer.
        return outcome.Refusal is null && !outcome.Replayed && !context.DryRun && outcome.Value.Serial is not null
            ? outcome.Then(view => view with { Token = token })
            : outcome;
    }

    /// <summary>
    /// Why a change cannot begin: the household is not there, has something open, or a closed year's points wait for their expiry.
    /// </summary>
    Refusal? Begin(Writer writer, long bank, long household, IReadOnlyList<long>? members)
    {
        if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
        if (CloseTable.Unfinished(writer, bank) is { } year)
            return new Refusal(VillageRefusals.YearUnfinished, "household").With("year", year);
        return open.Bar(writer, bank, household, members);
    }

    Outcome<ChangeView> Finish(
        Writer writer, WriteContext context, Change change, string? ends = null, (long Bank, long Household, string Token)? passbook = null)
    {
        var (connection, year) = (writer, banks.Today.Year);
        if ((change.Points != 0 || change.Merit != 0) && IsTied(writer, change, context.Caller))
            return new Refusal(VillageRefusals.OwnOrRelated, "household");
        var number = connection.ExecuteScalar<long>(
            "select coalesce(max(number), 0) + 1 from household_changes where bank = @bank", new { bank = change.Bank });
        var sides = Sides(writer, change, year);
        var posted = Post(writer, context, change.Bank, $"household_{change.Kind}", $"{ChangeTable.Source}{number}", OutLegs(change, year));
        if (posted.Refusal is { } refusal) return Explain(refusal);
        long? otherEntry = null;
        if (change.IsAway)
        {
            var taken = Post(
                writer, context with { Key = context.Key.Part(OtherPart) }, change.OtherBank!.Value, "household_move",
                $"{ChangeTable.MovedSource}{change.Bank}:{number}", InLegs(change, year));
            if (taken.Refusal is { } out_) return Explain(out_);
            otherEntry = taken.Value;
        }
        var (reason, decidedBy, document) = change.Grounds;
        connection.Execute("""
            insert into household_changes (bank, number, kind, household, other_bank, other_household, points, merit, year, reason,
              decided_by, document, changed_on, entry, other_entry,
              recorded_at, actor)
            values (@bank, @number, @kind, @household, @otherBank, @other, @points, @merit, @year, @reason, @decidedBy, @document, @day,
              @entry, @otherEntry, @at, @actor)
            """,
            new
            {
                bank = change.Bank, number, kind = change.Kind, household = change.Household, otherBank = change.OtherBank,
                other = change.Other, points = change.Points, merit = change.Merit, year, reason, decidedBy, document = document ?? "",
                day = banks.Today.ToIso(), entry = posted.Value, otherEntry, at = writer.NowMilliseconds,
                actor = context.Caller.Actor,
            });
        foreach (var (member, other, minutes) in change.Members)
            connection.Execute(
                """
                insert into household_change_members (bank, change, member, other_member, minutes)
                  values (@bank, @number, @member, @other, @minutes)
                """,
                new { bank = change.Bank, number, member, other, minutes });
        if (ends is not null)
        {
            PassbookDesk.End(writer, change.Bank, change.Household, ends);
            ChangeTable.End(writer, change.Bank, change.Household, ends, context.Caller.Actor);
        }
        var serial = passbook is { } wanted
            ? PassbookDesk.Replace(writer, context, wanted.Bank, wanted.Household, "replaced", null, wanted.Token).Serial
            : null;
        return ChangeTable.Find(connection, change.Bank, number)! with
        {
            Sides = [
                .. sides.Select(
                    side => side with
                    {
                        PointsAfter = PointsOf(writer, banks.Find(side.Bank)!.Value, side.Household),
                        StandingAfter = MeritOf(writer, banks.Find(side.Bank)!.Value, side.Household, year),
                    })],
            Serial = serial,
        };
    }

    /// <summary>Nobody moves points or standing from or to the own household or a relative's.</summary>
    static bool IsTied(Writer writer, Change change, Caller caller) => Ties.Bind(writer, change.Bank, change.Household, caller)
        || (change is { OtherBank: { } bank, Other: { } other } && Ties.Bind(writer, bank, other, caller));

    List<ChangeSide> Sides(Writer writer, Change change, int year)
    {
        var sides = new List<ChangeSide> { Of(change.Bank, change.Household) };
        if (change is { OtherBank: { } bank, Other: { } other }) sides.Add(Of(bank, other));
        return sides;

        ChangeSide Of(long bank, long household) => new(
            banks.Get(bank).Code, household, HouseholdDesk.View(writer, bank, household)!.Head,
            PointsOf(writer, bank, household), 0, MeritOf(writer, bank, household, year), 0);
    }

    /// <summary>What goes out of the household: to the other one, to the clearing accounts, or to what expired.</summary>
    static List<Leg> OutLegs(Change change, int year)
    {
        var legs = new List<Leg>();
        var isLeaving = change.Kind == "leave";
        Go(
            Chart.Points(change.Household),
            change.IsAway ? Chart.Clearing(Unit.Points) : change.Other is { } to ? Chart.Points(to) : Chart.Expired(year), change.Points);
        Go(
            Chart.Merit(change.Household, year),
            change.IsAway ? Chart.Clearing(Unit.Merit) : isLeaving ? Chart.Lapsed(year) : Chart.Merit(change.Other ?? 0, year),
            change.Merit);
        if (change.IsAway)
            foreach (var (member, _, minutes) in change.Members) Go(Chart.Minutes(member), Chart.Clearing(Unit.Minutes), minutes);
        return legs;

        void Go(AccountKey from, AccountKey to, long amount) => AddLegs(legs, from, to, amount);
    }

    /// <summary>The same as the other bank takes it in.</summary>
    static List<Leg> InLegs(Change change, int year)
    {
        var legs = new List<Leg>();
        AddLegs(legs, Chart.Clearing(Unit.Points), Chart.Points(change.Other!.Value), change.Points);
        AddLegs(legs, Chart.Clearing(Unit.Merit), Chart.Merit(change.Other.Value, year), change.Merit);
        foreach (var (_, other, minutes) in change.Members)
            AddLegs(legs, Chart.Clearing(Unit.Minutes), Chart.Minutes(other!.Value), minutes);
        return legs;
    }

    static void AddLegs(List<Leg> legs, AccountKey from, AccountKey to, long amount)
    {
        if (amount == 0) return;
        legs.Add(new(from, new(-amount)));
        legs.Add(new(to, new(amount)));
    }

    /// <summary>The entry's number; null where nothing moved.</summary>
    Outcome<long?> Post(Writer writer, WriteContext context, long bank, string reason, string source, List<Leg> legs)
    {
        if (legs.Count == 0) return (long?)null;
        var posted = writer.Book(bank).Post(
            new Draft
            {
                Kind = EntryKind.Transfer,
                EffectiveOn = banks.Today,
                Actor = context.Caller.Actor,
                Key = context.Key,
                Fingerprint = context.Fingerprint,
                Reason = reason,
                Source = source,
                Legs = [.. legs],
            },
            writer.Now);
        return posted.Refusal is { } refusal ? refusal : (long?)posted.Value.Number.Value;
    }

    static Refusal Explain(Refusal refusal) =>
        refusal.Kind == LedgerRefusals.WouldPassFloor ? refusal with { Kind = VillageRefusals.NotEnoughPoints, Field = "points" } : refusal;

    static long AddHousehold(Writer writer, long bank, string group)
    {
        var number = writer.ExecuteScalar<long>(
            "select coalesce(max(number), 0) + 1 from households where bank = @bank", new { bank });
        writer.Execute(
            "insert into households (bank, number, group_no, opened_at) values (@bank, @number, @group, @at)",
            new { bank, number, group = HouseholdDesk.GroupOf(writer, bank, group), at = writer.NowMilliseconds });
        return number;
    }

    (long Points, long Merit) All(Writer writer, long bank, long household) =>
        (PointsOf(writer, bank, household), MeritOf(writer, bank, household, banks.Today.Year));

    static long PointsOf(Writer writer, long bank, long household) => writer.Book(bank).Find(Chart.Points(household))?.Balance.Value ?? 0;

    static long MeritOf(Writer writer, long bank, long household, int year) =>
        writer.Book(bank).Find(Chart.Merit(household, year))?.Balance.Value ?? 0;

    /// <summary>Who goes along with a household: not whoever left it before, whose name is erased where it stands.</summary>
    static List<long> MembersOf(DbSession connection, long bank, long household) => connection.Query<long>("""
        select m.number from members m where m.bank = @bank and m.household = @household
          and not exists (select 1 from member_leavings l where l.bank = m.bank and l.member = m.number) order by m.number
        """, new { bank, household });

    static Refusal? Check(ChangeGrounds grounds, out ChangeGrounds clean)
    {
        clean = grounds;
        if (Fields.Text(grounds.Reason, "reason", Fields.Memo, out var reason) is { } badReason) return badReason;
        if (Fields.Text(grounds.DecidedBy, "decidedBy", Fields.Line, out var decidedBy) is { } badMeeting) return badMeeting;
        if (Fields.Optional(grounds.Document, "document", Fields.Line, out var document) is { } badDocument) return badDocument;
        clean = new(reason, decidedBy, document);
        return null;
    }

    /// <summary>A change about to be written. The other household is of another bank where it moves away.</summary>
    sealed record Change(
        long Bank, string Kind, long Household, long? OtherBank, long? Other, long Points, long Merit, ChangeGrounds Grounds,
        IReadOnlyList<(long Member, long? Other, long Minutes)> Members)
    {
        public bool IsAway => OtherBank is { } other && other != Bank;
    }
}
