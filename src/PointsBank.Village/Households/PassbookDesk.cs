using System.Globalization;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Accounts;
using PointsBank.Village.Banks;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Households;

/// <summary>A passbook. The token is the secret on its QR code: it is told once, at issue, and kept as a digest only.</summary>
public sealed record PassbookView(
    string Serial, long Household, Instant IssuedAt, bool HasPin, Instant? EndedAt, string? EndReason, string? Token = null);

/// <summary>
/// To issue a passbook, or to replace the one in use. The PIN (4 to 8 digits) is set by the household at the desk; it may come later.
/// </summary>
public sealed record PassbookInput(string? Reason = null, string? Pin = null);

public sealed record PinInput(string Pin);

public sealed record PassbookVoidInput(string Reason);

/// <summary>The passbook that opened, for a redemption or a sign-in.</summary>
public sealed record OpenedPassbook(long Bank, string Serial, long Household)
{
    /// <summary>The digest of the PIN that opened it, so that nothing is opened by one that was changed meanwhile.</summary>
    internal string? PinHash { get; init; }
}

/// <summary>How far a booklet is printed.</summary>
/// <param name="UptoLine">The account's last line that stands in it, or in the booklets before it.</param>
/// <param name="NextRow">The next free row of its page, from 1.</param>
/// <param name="Lines">How many lines the account has.</param>
/// <param name="Rows">How many rows a page has.</param>
public sealed record PrintPositionView(long UptoLine, long NextRow, long Lines, long Rows);

/// <summary>
/// Passbook serials: one open at a time for each household; a lost one is replaced by a new serial and no longer works.
/// </summary>
public sealed class PassbookDesk(Database database, BankDesk banks, Secrets secrets, Tries tries, KeyRing keys)
{
    /// <summary>
    /// Raised when a passbook begins or ends: whoever signed in with the old one is signed out, and a household is found by the new one.
    /// </summary>
    public event Action<long>? Changed;

    public IReadOnlyList<PassbookView> Of(long bank, long household) => database.Read(db =>
        PassbookTable.Of(db, bank, household).ConvertAll(row => row.View));

    /// <summary>Issues a passbook; one that is open ends as replaced, in the same write.</summary>
    public async Task<Outcome<PassbookView>> Issue(WriteContext context, long bank, long household, PassbookInput input)
    {
        if (input.Pin is not null && CheckPin(bank, household, input.Pin, "pin") is { } badPin) return badPin;
        if (Fields.Optional(input.Reason, "reason", Fields.Line, out var reason) is { } badReason) return badReason;
        var token = Card.NewToken();
        var made = input.Pin is { } pin ? await MakePin(pin) : default;
        if (made.Refusal is { } busy) return busy;
        var pinHash = input.Pin is null ? null : made.Value;
        var outcome = await database.Write<PassbookView>(context, bank, "passbook", writer =>
        {
            if (HouseholdDesk.Barred(writer, bank, household, "household") is { } barred) return barred;
            return Replace(writer, context, bank, household, reason.Length == 0 ? "replaced" : reason, pinHash, token);
        });
        Changed?.Invoke(bank);
        // The token is added here and not in the write, so that it is never kept with the answer.
        return outcome.Refusal is null && !outcome.Replayed && !context.DryRun
            ? outcome.Then(view => view with { Token = token })
            : outcome;
    }

    /// <summary>
    /// New cards for the open passbooks of these households, all or none; their old cards open nothing from then on. The tokens follow from
    /// the seed, a secret of the page that asks: the same request gets the same tokens again although only digests are kept.
    /// </summary>
    public async Task<Outcome<CardsView>> IssueCards(WriteContext context, long bank, IReadOnlyList<long> households, string seed)
    {
        if (Card.CheckSeed(seed) is { } badSeed) return badSeed;
        if (Fields.Range(households.Count, "households", 1, Card.Most) is { } outside) return outside;
        var seen = new HashSet<long>();
        for (var i = 0; i < households.Count; i++)
            if (!seen.Add(households[i]))
                return new Refusal(VillageRefusals.AlreadyExists, $"households[{i}]").With("number", households[i]);
        // With another seed it is another request: its tokens would open nothing.
        var asked = context with { Fingerprint = Digest.Of($"{context.Fingerprint} {seed}") };
        var outcome = await database.Write<CardsView>(asked, bank, "cards", writer =>
        {
            var cards = new List<CardView>(households.Count);
            for (var i = 0; i < households.Count; i++)
            {
                if (PassbookTable.Bearer(writer, bank, households[i]) is not { } card)
                    return new Refusal(VillageRefusals.UnknownPassbook, $"households[{i}]").With("number", households[i]);
                if (!PassbookTable.AddCard(writer, bank, card.Serial, Card.NewToken(seed, card.Serial), context.Caller.Actor))
                    return new Refusal(VillageRefusals.AlreadyExists, "seed");
                cards.Add(card);
            }
            return new CardsView(cards);
        });
        // As at issue: tokens are added here, so that they are never kept with the answer.
        return context.DryRun
            ? outcome
            : outcome.Then(view => new CardsView([.. view.Cards.Select(card => card with { Token = Card.NewToken(seed, card.Serial) })]));
    }

    /// <summary>Voids a passbook; where a household is named, of that household alone.</summary>
    public async Task<Outcome<PassbookView>> Void(
        WriteContext context, long bank, string serial, PassbookVoidInput input, long? household = null)
    {
        if (Fields.Text(input.Reason, "reason", Fields.Line, out var reason) is { } bad) return bad;
        var outcome = await database.Write<PassbookView>(context, bank, "passbook-void", writer =>
        {
            if (PassbookTable.Find(writer, serial) is not { } row
                || row.Bank != bank
                || row.EndedAt is not null
                || (household ?? row.Household) != row.Household)
                return new Refusal(VillageRefusals.UnknownPassbook, "serial");
            End(writer, bank, row.Household, reason);
            return PassbookTable.Find(writer, serial)!.View;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>Sets a passbook's PIN; where a household is named, of that household alone. Its sign-ins with the one before end.</summary>
    public async Task<Outcome<PassbookView>> SetPin(WriteContext context, long bank, string serial, PinInput input, long? household = null)
    {
        var owner = database.Read(db => PassbookTable.Find(db, serial)) is { } row && row.Bank == bank ? row.Household : 0;
        if (CheckPin(bank, owner, input.Pin, "pin") is { } bad) return bad;
        var made = await MakePin(input.Pin);
        if (made.Refusal is { } busy) return busy;
        var outcome = await database.Write<PassbookView>(context, bank, "pin", writer =>
        {
            if (!PassbookTable.SetPin(writer, bank, serial, made.Value, household))
                return new Refusal(VillageRefusals.UnknownPassbook, "serial");
            var found = PassbookTable.Find(writer, serial)!;
            PinTable.Add(writer, bank, found.Household, context.Caller.Actor);
            SignInTable.Revoke(writer, bank, found.Household);
            Tries.Forget(writer, bank, NameOf(serial));
            return found.View;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>
    /// The household itself changes its PIN, and every other sign-in of it ends. A wrong old one counts and locks as at the door; where a
    /// household is named, of that household alone.
    /// </summary>
    public async Task<Outcome<PassbookView>> ChangePin(
        WriteContext context, long bank, string serial, string oldPin, string newPin, long? household = null)
    {
        var found = database.Read(db => PassbookTable.Find(db, SerialIn(serial)));
        var row = found?.Bank == bank && (household ?? found.Household) == found.Household ? found : null;
        if (CheckPin(bank, row?.Household ?? 0, newPin, "newPin") is { } bad) return bad;
        // Looked for after the row was read: a repetition finds what the first request did, or still knows the old PIN; it never counts as
        // wrong.
        if (database.FindAnswer<PassbookView>(bank, context.Key, context.Fingerprint) is { } before) return before;
        // Of another's passbook nothing is tried, and nothing is counted against it.
        var name = row is null ? $"{NameOf(serial)} by {context.Caller.Actor}" : NameOf(row.Serial);
        if (await tries.Check(secrets.Known, GuessAt(bank, name, row, oldPin)) is { } refusal) return refusal with { Field = "oldPin" };
        var made = await MakePin(newPin);
        if (made.Refusal is { } busy) return busy;
        var outcome = await database.Write<PassbookView>(context, bank, "pin-change", writer =>
        {
            // Only the PIN that was checked: the clerk may have set another one meanwhile.
            if (!PassbookTable.ChangePin(writer, row!.Serial, row.PinHash, made.Value))
                return new Refusal(VillageRefusals.SignInFailed, "oldPin");
            SignInTable.Revoke(writer, bank, row.Household, except: context.Caller.TokenHash);
            return PassbookTable.Find(writer, row.Serial)!.View;
        });
        Changed?.Invoke(bank);
        return outcome;
    }

    /// <summary>Opens a passbook by the secret on its card, as it was scanned or typed.</summary>
    public Outcome<OpenedPassbook> OpenByToken(string token) =>
        database.Read(db => PassbookTable.FindByToken(db, token)) is { EndedAt: null } row
            ? row.Opened
            : new Refusal(VillageRefusals.NotAuthorised, "token");

    /// <summary>
    /// Opens a passbook by serial and PIN, for somebody at the door or, where nobody is named, at a counter. Wrong PINs count. A counter of
    /// <paramref name="ofBank"/> tries no passbook of another bank, and locks none.
    /// </summary>
    public Task<Outcome<OpenedPassbook>> OpenByPin(string serial, string pin, Visitor? atDoor = null, long? ofBank = null)
    {
        var typed = SerialIn(serial);
        var row = database.Read(db => PassbookTable.Find(db, typed));
        return Open(row?.Bank == (ofBank ?? row?.Bank) ? row : null, ofBank ?? BankIn(typed), NameOf(typed), pin, atDoor);
    }

    /// <summary>
    /// Opens a passbook by card and PIN: whoever finds the card needs the PIN as well. Wrong PINs count as with the serial.
    /// </summary>
    public Task<Outcome<OpenedPassbook>> OpenByCard(string token, string pin, Visitor? atDoor = null) =>
        Open(database.Read(db => PassbookTable.FindByToken(db, token)), 0, $"card {Card.TokenIn(token)}", pin, atDoor);

    /// <summary>
    /// How far a booklet is printed. A replacement goes on after what the booklets before it hold, at the top of its first page.
    /// </summary>
    public Outcome<PrintPositionView> PrintPosition(long bank, string serial)
    {
        if (database.Read(db => PassbookTable.Find(db, serial)) is not { } row || row.Bank != bank)
            return new Refusal(VillageRefusals.UnknownPassbook, "serial");
        var lines = database.ReadAccount(bank, Chart.Points(row.Household))?.Postings ?? 0;
        return database.Read(db => Position(db, row, lines));
    }

    /// <summary>Keeps how far an open booklet is printed: after printing, or as somebody who looks at it says.</summary>
    public Task<Outcome<PrintPositionView>> RecordPrint(WriteContext context, long bank, string serial, long uptoLine, long nextRow) =>
        database.Write<PrintPositionView>(context, bank, "passbook-print", writer =>
        {
            if (PassbookTable.Find(writer, serial) is not { EndedAt: null } row || row.Bank != bank)
                return new Refusal(VillageRefusals.UnknownPassbook, "serial");
            var lines = writer.Book(bank).Find(Chart.Points(row.Household))?.Postings ?? 0;
            if (Fields.Range(uptoLine, "uptoLine", 0, lines) is { } badLine) return badLine;
            if (Fields.Range(nextRow, "nextRow", 1, Rows(bank)) is { } badRow) return badRow;
            PassbookTable.AddPrint(writer, bank, serial, uptoLine, nextRow, context.Caller.Actor);
            return Position(writer, row, lines);
        });

    /// <summary>
    /// The serial printed on the book: bank, running number and a check digit, so that a slip of the finger finds no other household.
    /// </summary>
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

    /// <summary>
    /// The serial that somebody means, as it is printed: without dashes, with spaces, with the full-width digits of an input method.
    /// </summary>
    public static string SerialIn(string text)
    {
        var digits = string.Concat(CleanText.Narrow(text).Where(sign => !char.IsWhiteSpace(sign) && !char.IsPunctuation(sign)));
        return digits.Length >= 11 && digits.All(char.IsAsciiDigit) ? $"{digits[..^7]}-{digits[^7..^1]}-{digits[^1]}" : text.Trim();
    }

    /// <summary>
    /// The one check of a PIN. A passbook that is not there is tried, counted and locked like one that is, under what was typed.
    /// </summary>
    async Task<Outcome<OpenedPassbook>> Open(PassbookRow? row, long typedBank, string typedName, string pin, Visitor? atDoor)
    {
        var guess = GuessAt(row?.Bank ?? typedBank, row is null ? typedName : NameOf(row.Serial), row, pin);
        var refusal = await (atDoor is null ? tries.Check(secrets.Counter, guess) : tries.AtDoor(atDoor, row?.Serial ?? "", guess));
        return refusal is null ? row!.Opened with { PinHash = row.PinHash } : refusal with { Field = "pin" };
    }

    Guess GuessAt(long bank, string name, PassbookRow? row, string pin) =>
        new(bank, name, () => Fits(row is { EndedAt: null } ? row.PinHash : null, pin));

    /// <summary>The digest to keep of a PIN: under the server's key, and then hashed slowly.</summary>
    async Task<Outcome<string>> MakePin(string pin) => (await secrets.Make(keys.Keyed(Digits(pin)))).Then(keys.Mark);

    /// <summary>A PIN as it is meant: a Chinese keyboard types digits of full width.</summary>
    static string Digits(string pin) => CleanText.Narrow(pin).Trim();

    bool Fits(string? kept, string typed)
    {
        var pin = Digits(typed);
        var (hash, text) = kept is null ? (null, pin) : keys.Compare(kept, pin);
        return secrets.Fits(hash, text);
    }

    /// <summary>The name under which wrong PINs of a passbook are counted.</summary>
    static string NameOf(string serial) => $"passbook {serial}";

    /// <summary>The bank that a serial names; 0 where it is none.</summary>
    static long BankIn(string serial) =>
        long.TryParse(serial.Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var bank) ? bank : 0;

    long Rows(long bank) => banks.SettingsOf(bank).On(banks.Today, Setting.PassbookRows);

    PrintPositionView Position(DbSession db, PassbookRow row, long lines)
    {
        var printed = PassbookTable.LastPrint(db, row.Bank, row.Household, row.Serial);
        var rows = Rows(row.Bank);
        // Where pages have become shorter than what was printed, a new page.
        return new(printed.Line, printed.Serial == row.Serial && printed.Row <= rows ? printed.Row : 1, lines, rows);
    }

    Refusal? CheckPin(long bank, long household, string typed, string field)
    {
        var pin = Digits(typed);
        if (pin.Length is < 4 or > 8 || !pin.All(char.IsAsciiDigit))
            return new Refusal(VillageRefusals.OutOfRange, field).With("least", 4).With("most", 8);
        var births = database.Read(db => MemberTable.BirthDates(db, bank, household));
        return EasyToGuess.Pin(pin, births) ? new Refusal(VillageRefusals.EasyToGuess, field) : null;
    }

    /// <summary>
    /// Ends the passbook that is open and issues another, inside a write; <paramref name="token"/> is told by whoever drew it.
    /// </summary>
    internal static PassbookView Replace(
        Writer writer, WriteContext context, long bank, long household, string reason, string? pinHash, string token)
    {
        End(writer, bank, household, reason);
        var serial = SerialOf(bank, PassbookTable.Issued(writer, bank) + 1);
        Add(writer, context, bank, household, serial, pinHash, token);
        return new(serial, household, writer.NowMilliseconds.ToInstant(), pinHash is not null, null, null);
    }

    /// <summary>Writes a passbook and its card, for a household that has none in use. A token that was used before is refused.</summary>
    internal static Refusal? Add(
        Writer writer, WriteContext context, long bank, long household, string serial, string? pinHash, string token)
    {
        PassbookTable.Add(writer, bank, serial, household, pinHash, context.Caller.Actor);
        if (pinHash is not null) PinTable.Add(writer, bank, household, context.Caller.Actor);
        return PassbookTable.AddCard(writer, bank, serial, token, context.Caller.Actor) ? null : new(VillageRefusals.AlreadyExists);
    }

    /// <summary>After a passbook began or ended in another desk's write.</summary>
    internal void Forget(long bank) => Changed?.Invoke(bank);

    internal static void End(Writer writer, long bank, long household, string reason)
    {
        PassbookTable.End(writer, bank, household, reason);
        SignInTable.Revoke(writer, bank, household);
    }
}
