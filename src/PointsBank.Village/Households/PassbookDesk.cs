using System.Security.Cryptography;
using Dapper;
using Microsoft.AspNetCore.Identity;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;

namespace PointsBank.Village.Households;

/// <summary>A passbook. The token is the secret on its QR code: it is told once, at issue, and kept as a digest only.</summary>
public sealed record PassbookView(string Serial, long Household, Instant IssuedAt, bool HasPin, Instant? EndedAt, string? EndReason, string? Token = null);

/// <summary>To issue a passbook, or to replace the one in use. The PIN (4 to 8 digits) is set by the household at the desk; it may come later.</summary>
public sealed record PassbookInput(string? Reason = null, string? Pin = null);

public sealed record PinInput(string Pin);

public sealed record PassbookVoidInput(string Reason);

/// <summary>The passbook that opened, for a redemption or a sign-in.</summary>
public sealed record OpenedPassbook(long Bank, string Serial, long Household);

/// <summary>
/// Passbook serials: one open at a time for each household; a lost one is replaced by a new serial and no longer works.
/// </summary>
public sealed class PassbookDesk(Database database, IClock clock)
{
    /// <summary>Wrong PINs in a row before the passbook is locked for a quarter of an hour.</summary>
    public const int MostWrongPins = 5;

    static readonly Duration Lock = Duration.FromMinutes(15);
    static readonly PasswordHasher<string> Hasher = new();

    /// <summary>Raised when a passbook begins or ends: whoever signed in with the old one is signed out, and a household is found by the new one.</summary>
    public event Action? Changed;

    public IReadOnlyList<PassbookView> Of(long bank, long household) => database.Read(connection =>
        connection.Query<Row>($"{Select} where bank = @bank and household = @household order by issued_at desc, serial desc", new { bank, household })
            .Select(row => row.View).ToList());

    /// <summary>Issues a passbook; one that is open ends as replaced, in the same write.</summary>
    public async Task<Outcome<PassbookView>> Issue(WriteContext context, long bank, long household, PassbookInput input)
    {
        if (input.Pin is not null && CheckPin(input.Pin) is { } badPin) return badPin;
        if (Fields.Optional(input.Reason, "reason", Fields.Line, out var reason) is { } badReason) return badReason;
        var token = NewToken();
        var pinHash = input.Pin is { } pin ? Hasher.HashPassword("", pin) : null;
        var outcome = await database.Write<PassbookView>(context, bank, "passbook", writer =>
        {
            if (!HouseholdDesk.Exists(writer.Connection, bank, household)) return new Refusal(VillageRefusals.UnknownHousehold, "household");
            End(writer, bank, household, reason.Length == 0 ? "replaced" : reason);
            var issued = writer.Connection.ExecuteScalar<long>("select count(*) from passbooks where bank = @bank", new { bank });
            var serial = SerialOf(bank, issued + 1);
            writer.Connection.Execute("""
                insert into passbooks (bank, serial, household, token_hash, pin_hash, issued_at, issued_by)
                values (@bank, @serial, @household, @hash, @pinHash, @at, @actor)
                """,
                new { bank, serial, household, hash = Digest.Of(token).ToArray(), pinHash, at = writer.NowMilliseconds, actor = context.Caller.Actor });
            return new PassbookView(serial, household, writer.NowMilliseconds.ToInstant(), pinHash is not null, null, null);
        });
        Changed?.Invoke();
        // The token is added here and not in the write, so that it is never kept with the answer.
        return outcome.Refusal is null && !outcome.Replayed && !context.DryRun ? outcome.Then(view => view with { Token = token }) : outcome;
    }

    /// <summary>Voids a passbook; where a household is named, of that household alone.</summary>
    public async Task<Outcome<PassbookView>> Void(WriteContext context, long bank, string serial, PassbookVoidInput input, long? household = null)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        var outcome = await database.Write<PassbookView>(context, bank, "passbook-void", writer =>
        {
            if (Find(writer.Connection, serial) is not { } row || row.Bank != bank || row.Ended_At is not null || (household ?? row.Household) != row.Household)
                return new Refusal(VillageRefusals.UnknownPassbook, "serial");
            End(writer, bank, row.Household, reason);
            return Find(writer.Connection, serial)!.View;
        });
        Changed?.Invoke();
        return outcome;
    }

    /// <summary>Sets a passbook's PIN; where a household is named, of that household alone.</summary>
    public async Task<Outcome<PassbookView>> SetPin(WriteContext context, long bank, string serial, PinInput input, long? household = null)
    {
        if (CheckPin(input.Pin) is { } bad) return bad;
        var hash = Hasher.HashPassword("", input.Pin);
        return await database.Write<PassbookView>(context, bank, "pin", writer =>
        {
            var changed = writer.Connection.Execute("""
                update passbooks set pin_hash = @hash, wrong_pins = 0, locked_until = 0
                where serial = @serial and bank = @bank and ended_at is null and (@household is null or household = @household)
                """, new { serial, bank, hash, household });
            return changed == 0 ? new Refusal(VillageRefusals.UnknownPassbook, "serial") : Find(writer.Connection, serial)!.View;
        });
    }

    /// <summary>Opens a passbook by the secret on its QR code.</summary>
    public Outcome<OpenedPassbook> OpenByToken(string token) => database.Read<Outcome<OpenedPassbook>>(connection =>
        connection.QuerySingleOrDefault<Row>($"{Select} where token_hash = @hash and ended_at is null", new { hash = Digest.Of(token).ToArray() }) is { } row
            ? row.Opened
            : new Refusal(VillageRefusals.NotAuthorised, "token"));

    /// <summary>Opens a passbook by serial and PIN. Wrong PINs count; after five it is locked for a quarter of an hour.</summary>
    public async Task<Outcome<OpenedPassbook>> OpenByPin(string serial, string pin)
    {
        if (database.Read(connection => Find(connection, serial)) is not { Ended_At: null, Pin_Hash: { } hash } row)
        {
            // As slow as a real check, so that serials cannot be told apart by time.
            Hasher.VerifyHashedPassword("", NoHash, pin);
            return new Refusal(VillageRefusals.SignInFailed, "pin");
        }
        if (Locked(row.Locked_Until.ToInstant(), clock.GetCurrentInstant(), "pin") is { } locked) return locked;
        var right = Hasher.VerifyHashedPassword("", hash, pin) != PasswordVerificationResult.Failed;
        if (right && row.Wrong_Pins == 0) return row.Opened;
        await database.Write<bool>(writer =>
        {
            writer.Connection.Execute("""
                update passbooks set
                  locked_until = case when @right = 0 and wrong_pins + 1 >= @most then @until else locked_until end,
                  wrong_pins = case when @right = 1 or wrong_pins + 1 >= @most then 0 else wrong_pins + 1 end
                where serial = @serial
                """,
                new { serial, right = right ? 1 : 0, most = MostWrongPins, until = (writer.Now + Lock).ToUnixTimeMilliseconds() });
            return true;
        });
        return right ? row.Opened : new Refusal(VillageRefusals.SignInFailed, "pin");
    }

    /// <summary>The serial printed on the book: bank, running number and a check digit, so that a slip of the finger finds no other household.</summary>
    public static string SerialOf(long bank, long issue)
    {
        var digits = $"{bank:D4}{issue:D6}";
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit * 2 / 10 + digit * 2 % 10 : digit;
        }
        return $"{bank:D4}-{issue:D6}-{(10 - sum % 10) % 10}";
    }

    /// <summary>The refusal with the seconds to wait, while a door is shut.</summary>
    internal static Refusal? Locked(Instant until, Instant now, string? field) => until > now
        ? new Refusal(VillageRefusals.SignInLocked, field).With("retryAfterSeconds", (long)Math.Ceiling((until - now).TotalSeconds))
        : null;

    static string NoHash { get; } = Hasher.HashPassword("", "no such passbook");

    static Refusal? CheckPin(string pin) =>
        pin.Length is >= 4 and <= 8 && pin.All(char.IsAsciiDigit) ? null : new Refusal(VillageRefusals.OutOfRange, "pin").With("least", 4).With("most", 8);

    static string NewToken() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    static void End(Writer writer, long bank, long household, string reason)
    {
        writer.Connection.Execute(
            "update passbooks set ended_at = @at, end_reason = @reason where bank = @bank and household = @household and ended_at is null",
            new { bank, household, reason, at = writer.NowMilliseconds });
        writer.Connection.Execute(
            "update tokens set revoked_at = @at where bank = @bank and household = @household and revoked_at is null", new { bank, household, at = writer.NowMilliseconds });
    }

    static Row? Find(SqliteConnection connection, string serial) => connection.QuerySingleOrDefault<Row>($"{Select} where serial = @serial", new { serial });

    const string Select = "select bank, serial, household, pin_hash, wrong_pins, locked_until, issued_at, ended_at, end_reason from passbooks";

    sealed record Row(long Bank, string Serial, long Household, string? Pin_Hash, long Wrong_Pins, long Locked_Until, long Issued_At, long? Ended_At, string? End_Reason)
    {
        public PassbookView View => new(Serial, Household, Issued_At.ToInstant(), Pin_Hash is not null, Ended_At?.ToInstant(), End_Reason);

        public OpenedPassbook Opened => new(Bank, Serial, Household);
    }
}
