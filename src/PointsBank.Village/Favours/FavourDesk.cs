using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;
using PointsBank.Village.Deeds;
using PointsBank.Village.Households;

namespace PointsBank.Village.Favours;

/// <summary>The register of what the village itself gives, who may have it and why not, and what was granted.</summary>
public sealed class FavourDesk(Database database, BankDesk banks)
{
    const int Most = 1_000_000;

    public async Task<Outcome<FavourView>> Add(WriteContext context, long bank, FavourInput input)
    {
        if (Clean(ref input) is { } refusal) return refusal;
        return await database.Write<FavourView>(context, bank, "favour", writer =>
            Write(writer, context, bank, FavourTable.Next(writer, bank), 1, input, ended: false));
    }

    /// <summary>A new version of a favour; what was granted before stays under the old one.</summary>
    public async Task<Outcome<FavourView>> Change(WriteContext context, long bank, long number, FavourInput input)
    {
        if (Clean(ref input) is { } refusal) return refusal;
        return await database.Write<FavourView>(context, bank, "favour-change", writer =>
            Missing(writer, bank, number, out var known) is { } missing
                ? missing
                : Write(writer, context, bank, number, known.Version + 1, input, ended: false));
    }

    /// <summary>Ends a favour: nobody gets it any more.</summary>
    public Task<Outcome<FavourView>> End(WriteContext context, long bank, long number) =>
        database.Write<FavourView>(context, bank, "favour-end", writer =>
        Missing(writer, bank, number, out var known) is { } missing
            ? missing
            : Write(
                writer, context, bank, number, known.Version + 1,
                new(known.NameZh, known.NameEn, known.Kind, known.LeastStanding, known.MostDeducted, known.Note), ended: true));

    /// <summary>The register, the redemption of points first; with what has ended where <paramref name="all"/> is set.</summary>
    public IReadOnlyList<FavourView> List(long bank, bool all = false) => database.Read(db => List(db, bank, all));

    public Outcome<FavourView> Get(long bank, long number) => database.Read<Outcome<FavourView>>(db =>
        Find(db, bank, number) is { } found ? found : new Refusal(VillageRefusals.UnknownFavour, "favour"));

    /// <summary>
    /// What a household may have and why not. It is nobody's business but the household's, clerk's, supervisor's, assessor's and its own
    /// group leader's.
    /// </summary>
    public Outcome<HouseholdFavoursView> Of(Caller caller, long bank, long household)
    {
        if (!database.Read(db => HouseholdTable.Exists(db, bank, household)))
            return new Refusal(VillageRefusals.UnknownHousehold, "household");
        if (!MaySee(caller, bank, household)) return new Refusal(VillageRefusals.NotAllowed, "household");
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var standing = FavourLevels.Standing(database, settings, bank, household, today);
        return database.Read(db =>
        {
            var live = SuspensionTable.Live(db, bank, household, today);
            var (floor, deducted) = (FavourLevels.Base(settings, today.Year), DeedTable.Deducted(db, bank, household, today));
            // A standing that is back ends it with the next thing that asks; nobody is told meanwhile that it still holds.
            var suspendedAt = live is { } number
                && SuspensionTable.LevelOf(db, bank, number, settings, today) is var level
                && standing < level
                ? level
                : default(long?);
            var isBack = live is not null && suspendedAt is null;
            var shown = SuspensionTable.List(db, bank, household, true, 0, 1, today) is [var open]
                && !(isBack && open.Number == live)
                ? open
                : null;
            return new HouseholdFavoursView(
                household, today.Year, floor, standing, FavourLevels.Remind(settings, today), FavourLevels.Pause(settings, today), deducted,
                shown,
                [.. List(db, bank, all: false).Select(favour => Judge(favour, floor, standing, deducted, suspendedAt))],
                FavourObjectionTable.OfHousehold(db, bank, household, settings.On(today, Setting.RulingDays)));
        });
    }

    /// <summary>Hands a gift over, honours or gives precedence; refused where the household may not have it.</summary>
    public async Task<Outcome<FavourGrantView>> Grant(WriteContext context, long bank, FavourGrantInput input)
    {
        if (Fields.Text(input.What, "what", Fields.Line, out var what) is { } bad) return bad;
        if (StatutoryBenefits.In(what, "what") is { } statutory) return statutory;
        var (settings, today) = (banks.SettingsOf(bank), banks.Today);
        var day = input.GrantedOn ?? today;
        if (day > today) return new Refusal(VillageRefusals.DateInFuture, "grantedOn").With("today", today.ToIso());
        var earliest = new LocalDate(today.Year, 1, 1);
        if (day < earliest) return new Refusal(VillageRefusals.OutOfRange, "grantedOn").With("least", earliest.ToIso());
        return await database.Write<FavourGrantView>(context, bank, "favour-grant", writer =>
        {
            if (HouseholdDesk.Barred(writer, bank, input.Household, "household") is { } barred) return barred;
            if (Find(writer, bank, input.Favour) is not { Number: > 0 } favour)
                return new Refusal(VillageRefusals.UnknownFavour, "favour");
            if (favour.Ended) return new Refusal(VillageRefusals.FavourEnded, "favour");
            if (KinTable.Bind(writer, bank, input.Household, context.Caller)) return new Refusal(VillageRefusals.OwnOrRelated, "household");
            if (SuspensionTable.Closed(writer, settings, bank, input.Household, day, "household") is { } suspended) return suspended;
            var judged = Judge(
                favour, FavourLevels.Base(settings, day.Year), FavourLevels.Standing(writer, settings, bank, input.Household, day),
                DeedTable.Deducted(writer, bank, input.Household, day), null);
            if (judged.Reasons is [var reason, ..])
                return new Refusal(VillageRefusals.FavourNotEligible, "household")
                    .With("asked", reason.Asked)
                    .With("has", reason.Has)
                    .With("reason", reason.Code);
            var number = FavourTable.Grant(writer, bank, favour, input.Household, day, what, context.Caller.Actor);
            return FavourTable.Grants(writer, bank, number, 0, 0, 1)[0];
        });
    }

    /// <summary>What was granted, newest first; to one household where it is named.</summary>
    public IReadOnlyList<FavourGrantView> Grants(long bank, long? household, long before, int limit) =>
        database.Read(db => FavourTable.Grants(db, bank, null, household ?? 0, before, limit));

    /// <summary>Whether this caller may look into a household's favours: a group leader into those of the own group alone.</summary>
    internal bool MaySee(Caller caller, long bank, long household) =>
        caller.Household == household || caller.Is(Role.Clerk, bank) || caller.Is(Role.Supervisor, bank) || caller.Is(Role.Assessor, bank)
        || caller.IsForGroup(Role.GroupLeader, bank, database.Read(db => GroupTable.Of(db, bank, household)) ?? 0);

    /// <summary>Whether a favour is open to who stands so, purely.</summary>
    internal static FavourFor Judge(FavourView favour, long floor, long standing, long deducted, long? suspendedAt)
    {
        var reasons = new List<FavourReason>(3);
        if (suspendedAt is { } level) reasons.Add(new("suspended", level, standing));
        if (favour.LeastStanding is { } least && standing < floor + least) reasons.Add(new("standing_below", floor + least, standing));
        if (favour.MostDeducted is { } most && deducted > most) reasons.Add(new("deducted_above", most, deducted));
        return new(favour, reasons.Count == 0, reasons);
    }

    static Refusal? Clean(ref FavourInput input)
    {
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Line, out var en) is { } badEn) return badEn;
        if (Fields.Optional(input.Note, "note", Fields.Memo, out var note) is { } badNote) return badNote;
        if (!FavourView.Kinds.Contains(input.Kind)) return new Refusal(VillageRefusals.NotInList, "kind");
        if (Fields.Range(input.LeastStanding ?? 0, "leastStanding", -Most, Most) is { } outside) return outside;
        if (Fields.Range(input.MostDeducted ?? 0, "mostDeducted", 0, Most) is { } tooMany) return tooMany;
        if ((
            StatutoryBenefits.In(zh, "nameZh")
                ?? StatutoryBenefits.In(en, "nameEn") ?? StatutoryBenefits.In(note, "note")) is { } statutory)
            return statutory;
        input = input with { NameZh = zh, NameEn = en, Note = note };
        return null;
    }

    static Refusal? Missing(DbSession db, long bank, long number, out FavourView known)
    {
        known = Find(db, bank, number)!;
        if (known is not { Number: > 0 }) return new(VillageRefusals.UnknownFavour, "favour");
        return known.Ended ? new(VillageRefusals.FavourEnded, "favour") : null;
    }

    static FavourView Write(Writer writer, WriteContext context, long bank, long number, long version, FavourInput input, bool ended)
    {
        FavourTable.Add(writer, bank, number, version, input, ended, context.Caller.Actor);
        return Find(writer, bank, number)!;
    }

    static FavourView? Find(DbSession db, long bank, long number) =>
        number == 0 ? FavourView.OfRedemption : FavourTable.List(db, bank, number, all: true) is [var found] ? found : null;

    static List<FavourView> List(DbSession db, long bank, bool all) =>
        [FavourView.OfRedemption, .. FavourTable.List(db, bank, null, all)];
}
