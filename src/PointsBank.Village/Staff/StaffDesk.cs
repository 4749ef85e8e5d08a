using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Village.Households;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Village.Trips;

namespace PointsBank.Village.Staff;

/// <summary>
/// A role, and where it holds: an attendant's in one shop, a group leader's in one group, a team leader's in one team, or in all of the
/// bank.
/// </summary>
public sealed record GrantInput(string Role, string? Bank = null, long? Shop = null, long? Group = null, long? Team = null);

/// <summary>A household in which somebody who works here lives (<c>own</c>) or has a relative (<c>relative</c>).</summary>
public sealed record TieInput(long Household, string Tie);

public sealed record TiesInput(IReadOnlyList<TieInput> Ties);

/// <summary>The households of a bank about which a member of staff does not judge.</summary>
public sealed record TiesView(long Staff, IReadOnlyList<TieInput> Ties);

public sealed record StaffInput(string Username, string Name, string Password, IReadOnlyList<GrantInput> Grants);

public sealed record StaffView(
    long Number, string Username, string Name, IReadOnlyList<GrantInput> Grants, bool MustChangePassword, Instant? EndedAt);

public sealed record GrantsInput(IReadOnlyList<GrantInput> Grants);

public sealed record PasswordInput(string Password);

/// <summary>Somebody's own new password, and the one they have.</summary>
public sealed record OwnPasswordInput(string PresentPassword, string Password);

/// <summary>Who works here and what they may do where.</summary>
public sealed class StaffDesk(Database database, IClock clock, Secrets secrets, Tries tries)
{
    /// <summary>The shortest password.</summary>
    public const int ShortestPassword = 8;

    static readonly Dictionary<string, Role> Roles = new()
    {
        ["administrator"] = Role.Administrator, ["supervisor"] = Role.Supervisor, ["clerk"] = Role.Clerk, ["attendant"] = Role.Attendant,
        ["group-leader"] = Role.GroupLeader, ["assessor"] = Role.Assessor, ["team-leader"] = Role.TeamLeader, ["keeper"] = Role.Keeper,
        ["treasurer"] = Role.Treasurer,
    };

    /// <summary>The names of the roles.</summary>
    public static IReadOnlyCollection<string> RoleNames => Roles.Keys;

    /// <summary>Raised when somebody's rights may have changed.</summary>
    public event Action? Changed;

    public IReadOnlyList<StaffView> All() =>
        database.Read(db => StaffTable.Numbers(db).ConvertAll(number => View(db, number)!));

    public bool IsEmpty => database.Read(StaffTable.IsEmpty);

    public async Task<Outcome<StaffView>> Add(WriteContext context, StaffInput input, bool mustChange = true)
    {
        if (!Label.IsCode(input.Username, 32)) return new Refusal(VillageRefusals.BadCode, "username").With("most", 32);
        if (Fields.Named(input.Name, "name", out var name) is { } badName) return badName;
        if (CheckPassword(input.Password, input.Username, name) is { } badPassword) return badPassword;
        if (CheckGrants(input.Grants) is { } badGrants) return badGrants;
        var made = await secrets.Make(input.Password);
        if (made.Refusal is { } busy) return busy;
        return await Change(context, "staff", writer =>
        {
            if (StaffTable.IsTaken(writer, input.Username)) return new Refusal(VillageRefusals.AlreadyExists, "username");
            var number = StaffTable.Add(writer, input.Username, name, made.Value, mustChange);
            StaffChangeTable.Add(writer, number, "added", context.Caller);
            return Grant(writer, number, input.Grants) is { } refusal ? refusal : View(writer, number)!;
        }, atAnyClock: IsEmpty);
    }

    /// <summary>Replaces what somebody may do; takes effect with their next request.</summary>
    public async Task<Outcome<StaffView>> SetGrants(WriteContext context, long number, GrantsInput input)
    {
        if (CheckGrants(input.Grants) is { } bad) return bad;
        return await Change(context, "grants", writer =>
        {
            if (context.Caller.StaffNumber == number) return new Refusal(VillageRefusals.NotOneself, "staff");
            if (View(writer, number) is null) return new Refusal(VillageRefusals.UnknownStaff, "staff");
            if (Grant(writer, number, input.Grants) is { } refusal) return refusal;
            StaffChangeTable.Add(writer, number, "grants", context.Caller);
            DeviceDesk.RevokeOf(writer, number, (bank, shop) => Serves(writer, number, bank, shop), "holder-rights", context.Caller.Actor);
            return View(writer, number)!;
        });
    }

    /// <summary>Sets somebody's first password anew, which they have to change, and signs them and their devices out.</summary>
    public async Task<Outcome<StaffView>> SetPassword(WriteContext context, long number, PasswordInput input)
    {
        // Their own they change where the present one is asked.
        if (context.Caller.StaffNumber == number) return new Refusal(VillageRefusals.NotOneself, "staff");
        var known = Secret(number);
        if (CheckPassword(input.Password, known.Username, known.Name) is { } bad) return bad;
        var made = await secrets.Make(input.Password);
        if (made.Refusal is { } busy) return busy;
        return await Change(context, "password", writer =>
        {
            if (!StaffTable.SetPassword(writer, number, made.Value)) return new Refusal(VillageRefusals.UnknownStaff, "staff");
            StaffChangeTable.Add(writer, number, "password", context.Caller);
            Tries.Forget(writer, 0, NameOf(known.Username!));
            SignOut(writer, context, number, "holder-password");
            return View(writer, number)!;
        });
    }

    /// <summary>
    /// Changes one's own password. The present one is asked, and counts as at the door; every other sign-in of theirs ends.
    /// </summary>
    public async Task<Outcome<StaffView>> ChangePassword(WriteContext context, OwnPasswordInput input)
    {
        if (context.Caller.StaffNumber is not { } number) return VillageRefusals.NotAllowed;
        var known = Secret(number);
        if (CheckPassword(input.Password, known.Username, known.Name) is { } bad) return bad;
        // A repetition of what was done knows only the old one, and never counts as wrong.
        if (database.FindAnswer<StaffView>(0, context.Key, context.Fingerprint) is { } before) return before;
        if (await tries.Check(
            secrets.Known, GuessAt(known.Username ?? "", () => secrets.Fits(known.Hash, input.PresentPassword))) is { } refusal)
            return refusal with
            {
                Kind = refusal.Kind == VillageRefusals.SignInFailed ? VillageRefusals.WrongPassword : refusal.Kind,
                Field = "presentPassword",
            };
        if (input.Password == input.PresentPassword) return new Refusal(VillageRefusals.SamePassword, "password");
        var made = await secrets.Make(input.Password);
        if (made.Refusal is { } busy) return busy;
        return await Change(context, "password", writer =>
        {
            if (!StaffTable.ChangePassword(writer, number, known.Hash, made.Value))
                return new Refusal(VillageRefusals.WrongPassword, "presentPassword");
            SignInTable.Revoke(writer, number, except: context.Caller.TokenHash);
            return View(writer, number)!;
        }, atAnyClock: true);
    }

    /// <summary>Ends somebody's work here and signs them and their devices out; what they did stays under their name.</summary>
    public Task<Outcome<StaffView>> End(WriteContext context, long number) => Change(context, "staff-end", writer =>
    {
        if (context.Caller.StaffNumber == number) return new Refusal(VillageRefusals.NotOneself, "staff");
        if (!StaffTable.End(writer, number)) return new Refusal(VillageRefusals.UnknownStaff, "staff");
        StaffChangeTable.Add(writer, number, "ended", context.Caller);
        SignOut(writer, context, number, "holder-ended");
        return View(writer, number)!;
    });

    /// <summary>Signs somebody out everywhere, with their devices; at any clock, as a stolen one waits for none.</summary>
    public Task<Outcome<StaffView>> RevokeTokens(WriteContext context, long number) => Change(context, "tokens-revoked", writer =>
    {
        if (View(writer, number) is null) return new Refusal(VillageRefusals.UnknownStaff, "staff");
        SignOut(writer, context, number, "holder-signed-out");
        return View(writer, number)!;
    }, atAnyClock: true);

    /// <summary>The first administrator of an empty database, with a password that is told once.</summary>
    public async Task<string?> AddFirstAdministrator()
    {
        if (!IsEmpty) return null;
        var password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(8));
        var added = await Add(
            WriteContext.OfSystem($"first administrator {clock.GetCurrentInstant()}"),
            new("admin", "管理员", password, [new("administrator")]));
        return added.Refusal is null ? password : null;
    }

    /// <summary>The households of the bank that somebody lives in or is related to.</summary>
    public Outcome<TiesView> Ties(long bank, long number) => database.Read<Outcome<TiesView>>(db =>
        View(db, number) is null ? new Refusal(VillageRefusals.UnknownStaff, "staff") : TieTable.Of(db, bank, number));

    /// <summary>Records them anew, all at once. What was judged before stays as it is.</summary>
    public async Task<Outcome<TiesView>> SetTies(WriteContext context, long bank, long number, TiesInput input)
    {
        if (input.Ties.Count > 50) return new Refusal(VillageRefusals.OutOfRange, "ties").With("most", 50);
        for (var i = 0; i < input.Ties.Count; i++)
            if (input.Ties[i].Tie is not ("own" or "relative"))
                return new Refusal(VillageRefusals.NotInList, $"ties[{i}].tie");
        return await database.Write<TiesView>(context, bank, "ties", writer =>
        {
            if (context.Caller.StaffNumber == number) return new Refusal(VillageRefusals.NotOneself, "staff");
            if (View(writer, number) is null) return new Refusal(VillageRefusals.UnknownStaff, "staff");
            foreach (var tie in TieTable.Of(writer, bank, number).Ties.Except(input.Ties))
                TieTable.End(writer, bank, number, tie, context.Caller.Actor);
            for (var i = 0; i < input.Ties.Count; i++)
            {
                if (!HouseholdTable.Exists(writer, bank, input.Ties[i].Household))
                    return new Refusal(VillageRefusals.UnknownHousehold, $"ties[{i}].household");
                TieTable.Add(writer, bank, number, input.Ties[i], context.Caller.Actor);
            }
            return TieTable.Of(writer, bank, number);
        });
    }

    async Task<Outcome<StaffView>> Change(
        WriteContext context, string action, Func<Writer, Outcome<StaffView>> work, bool atAnyClock = false)
    {
        var outcome = await database.Write(context, 0, action, work, atAnyClock);
        Changed?.Invoke();
        return outcome;
    }

    static void SignOut(Writer writer, WriteContext context, long number, string why)
    {
        SignInTable.Revoke(writer, number);
        DeviceDesk.RevokeOf(writer, number, (_, _) => false, why, context.Caller.Actor);
    }

    /// <summary>Whether somebody may still hold a device of this shop.</summary>
    static bool Serves(Writer writer, long number, long bank, long shop) => GrantTable.Of(writer, number)
        .Exists(
            grant => DeviceDesk.Holders.Contains(grant.Role)
                && (grant.Bank == 0 || grant.Bank == bank)
                && (grant.Shop == 0 || grant.Shop == shop));

    /// <summary>The name under which wrong passwords are counted.</summary>
    static string NameOf(string username) => $"staff {username}";

    internal static Guess GuessAt(string username, Func<bool> isRight) => new(0, NameOf(username), isRight);

    (string? Username, string? Name, string? Hash) Secret(long number) =>
        database.Read(db => StaffTable.SecretOf(db, number));

    static Refusal? CheckPassword(string password, string? username, string? name) =>
        Fields.Range(password.Length, "password", ShortestPassword, 128)
        ?? (EasyToGuess.Password(password, username ?? "", name ?? "") ? new Refusal(VillageRefusals.EasyToGuess, "password") : null);

    static Refusal? CheckGrants(IReadOnlyList<GrantInput> grants)
    {
        if (grants.Count > 50) return new Refusal(VillageRefusals.OutOfRange, "grants").With("most", 50);
        for (var i = 0; i < grants.Count; i++)
        {
            if (!Roles.ContainsKey(grants[i].Role)) return new(VillageRefusals.NotInList, $"grants[{i}].role");
            if (grants[i].Bank is null && grants[i].Role != "administrator") return new(VillageRefusals.MissingValue, $"grants[{i}].bank");
        }
        return null;
    }

    static Refusal? Grant(Writer writer, long number, IReadOnlyList<GrantInput> grants)
    {
        GrantTable.Clear(writer, number);
        for (var i = 0; i < grants.Count; i++)
        {
            var bank = 0L;
            if (grants[i].Bank is { } code)
            {
                if (!BankCode.TryParse(code, out var known) || BookTable.Find(writer, known) is not { } found)
                    return new(VillageRefusals.UnknownBank, $"grants[{i}].bank");
                bank = found;
            }
            // 0 would be every shop, and a shop that is opened later under the number is not the one that was meant.
            if (grants[i].Shop is { } shop && (bank == 0 || !ShopTable.Exists(writer, bank, shop)))
                return new(VillageRefusals.UnknownShop, $"grants[{i}].shop");
            if (grants[i].Group is { } group && !GroupTable.Exists(writer, bank, group))
                return new(VillageRefusals.UnknownGroup, $"grants[{i}].group");
            if (grants[i].Team is { } team && !TeamTable.Exists(writer, bank, team))
                return new(VillageRefusals.UnknownTeam, $"grants[{i}].team");
            GrantTable.Add(
                writer, number, new(Roles[grants[i].Role], bank, grants[i].Shop ?? 0, grants[i].Group ?? 0, grants[i].Team ?? 0));
        }
        return null;
    }

    /// <summary>A place of its own; null where the right holds in all of them.</summary>
    static long? OrAll(long place) => place == 0 ? null : place;

    static StaffView? View(DbSession db, long number)
    {
        if (StaffTable.Find(db, number) is not { } row) return null;
        var grants = GrantTable.WithCodes(db, number)
            .Select(grant => new GrantInput(
                Roles.First(role => role.Value == (Role)grant.Role).Key, grant.Code, OrAll(grant.Shop), OrAll(grant.Group),
                OrAll(grant.Team))).ToList();
        return new(
            number, row.Username, row.Name, grants, row.MustChange == 1,
            row.EndedAt is { } at ? Instant.FromUnixTimeMilliseconds(at) : null);
    }
}
