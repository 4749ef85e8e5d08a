// The law of the ledger as text: one action on each line, its outcome last. The same table is played on every book there is.
//
//   open    ACCOUNT [floor N|none]                      ok
//   award   E1 H1 5                                     5 points and 5 merit for a deed
//   post    E1 KIND ACCOUNT N ACCOUNT N …               any legs
//   hold    R1 ACCOUNT N [for 3d]
//   settle  E2 R1 N [from ACCOUNT]                      takes N points for goods
//   void    R1      expire R1
//   reverse E3 E1 [deficit]
//   terms   ACCOUNT floor N|none open|frozen|closed
//   clock   +3d                                         no outcome; d, h, m or s
//   balance ACCOUNT posted N held N available N         no outcome
//   entries N                                           no outcome
//
// An account is H1 (a household's points), H1.merit, M1.minutes, issuance.points, shop1, shelf1.goods/rice and so on.
// E1 and R1 name a write and are its key; #7 is a number as it stands. key=…, actor=…, reason=…, source=… and rule=… change a request.
using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using FluentAssertions.Execution;
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Testing;

public sealed partial class Scenario
{
    static readonly LocalDate Day = new(2026, 3, 1);
    static readonly string[] WithoutOutcome = ["clock", "balance", "entries"];

    readonly IScenarioBook book;
    readonly Dictionary<string, long> numbers = [];

    Scenario(IScenarioBook book) => this.book = book;

    /// <summary>
    /// Plays a table and checks each outcome; whatever is not ok must leave no trace, and at the end the audit must find nothing.
    /// </summary>
    public static async Task Run(string table, IScenarioBook book)
    {
        var scenario = new Scenario(book);
        foreach (var line in Lines(table))
        {
            using var scope = new AssertionScope($"the line '{line}'");
            await scenario.Play(line);
        }
        book.Verify().Should().BeEmpty("the book must be as its journal says");
    }

    /// <summary>The outcomes that a table shows.</summary>
    public static IEnumerable<string> Outcomes(string table) =>
        Lines(table)
            .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(words => !WithoutOutcome.Contains(words[0]))
            .Select(words => words[^1]);

    /// <summary>What an account is known by, from its short name.</summary>
    public static AccountKey Account(string name)
    {
        var match = AccountName().Match(name);
        if (!match.Success) throw new FormatException($"'{name}' is no account");
        var owner = match.Groups[2].Length == 0 ? 0 : long.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        var unit = match.Groups[3].Success ? Unit.Parse(match.Groups[3].Value) : Unit.Points;
        return match.Groups[1].Value switch
        {
            "H" when unit == Unit.Merit => new(AccountKind.HouseholdMerit, owner, unit, Day.Year),
            "H" => new(AccountKind.HouseholdPoints, owner, unit),
            "M" => new(AccountKind.MemberMinutes, owner, Unit.Minutes),
            "issuance" => new(AccountKind.Issuance, 0, unit, Day.Year),
            "deducted" => new(AccountKind.Deducted, 0, unit, Day.Year),
            "shop" => new(AccountKind.Redeemed, owner, unit),
            "expired" => new(AccountKind.Expired, 0, unit),
            "shelf" => new(AccountKind.GoodsShelf, owner, unit),
            "source" => new(AccountKind.GoodsSource, 0, unit),
            "issued" => new(AccountKind.GoodsIssued, 0, unit),
            "lost" => new(AccountKind.GoodsLost, owner, unit),
            "cash" => new(AccountKind.FundCash, 0, Unit.Fen),
            "fund" => new(AccountKind.FundSource, 0, Unit.Fen),
            "cost" => new(AccountKind.GoodsAtCost, 0, Unit.Fen),
            "opening" => new(AccountKind.Opening, 0, unit),
            _ => throw new FormatException($"'{name}' is no account"),
        };
    }

    [GeneratedRegex(@"^([A-Za-z]+?)(\d*)(?:\.(.+))?$")]
    private static partial Regex AccountName();

    static IEnumerable<string> Lines(string table) =>
        table.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');

    async Task Play(string line)
    {
        var all = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var request = new Request(all, WithoutOutcome.Contains(all[0]) ? all[1..] : all[1..^1]);
        switch (all[0])
        {
            case "clock":
                book.Clock.Advance(Time(request.Words[0].TrimStart('+')));
                return;
            case "balance":
                var account = book.Read(Account(request.Words[0]));
                account.Should().NotBeNull();
                $"posted {account?.Balance} held {account?.Held} available {account?.Available}"
                    .Should().Be(string.Join(' ', request.Words[1..]));
                return;
            case "entries":
                book.Head.Entry.Value.Should().Be(long.Parse(request.Words[0], CultureInfo.InvariantCulture));
                return;
        }
        var before = book.Head;
        var outcome = await Write(all[0], request);
        outcome.Should().Be(all[^1]);
        if (outcome != "ok") book.Head.Should().Be(before, "only what is ok may leave a trace");
    }

    async Task<string> Write(string action, Request request)
    {
        var words = request.Words;
        switch (action)
        {
            case "open":
                var floor = words.Length > 1 ? Floor(words[2]) : Account(words[0]).OpeningFloor;
                return Word(await book.Do<Account>((ledger, _) => ledger.Open(Account(words[0]), floor)));
            case "award":
                return await Post(words[0], request, EntryKind.Credit,
                    $"issuance.points -{words[2]} {words[1]} {words[2]} issuance.merit -{words[2]} {words[1]}.merit {words[2]}".Split(' '));
            case "post":
                return await Post(words[0], request, Enum.Parse<EntryKind>(words[1], ignoreCase: true), words[2..]);
            case "settle":
                var from = words.Length > 3 ? words[4] : "H1";
                return await Post(
                    words[0], request, EntryKind.Redemption, [from, $"{-Amount(words[2])}", "shop1", words[2]], new(Number(words[1])));
            case "hold":
                Instant? expiry = words.Length > 3 ? book.Clock.GetCurrentInstant() + Time(words[4]) : null;
                var placed = await book.Do((ledger, now) => ledger.Place(
                    new(
                        Account(words[1]), Amount(words[2]), expiry, request.Actor, request.Key(words[0]), request.Fingerprint,
                        request.Reason),
                    now));
                if (placed.Refusal is null) numbers[words[0]] = placed.Value.Number.Value;
                return Word(placed);
            case "void" or "expire":
                var end = action == "void" ? HoldOutcome.Voided : HoldOutcome.Expired;
                return Word(
                    await book.Do(
                        (ledger, now) => ledger.End(
                            new(new(Number(words[0])), end, request.Actor, request.Key($"end of {words[0]}")), now)));
            case "reverse":
                var draft = new ReversalDraft
                {
                    Entry = new(Number(words[1])),
                    EffectiveOn = Day,
                    Actor = request.Actor,
                    Key = request.Key(words[0]),
                    Fingerprint = request.Fingerprint,
                    Reason = request.Reason,
                    Deficit = words.Length > 2,
                };
                return Named(words[0], await book.Do((ledger, now) => ledger.Reverse(draft, now)));
            case "terms":
                var state = Enum.Parse<AccountState>(words[3], ignoreCase: true);
                return Word(
                    await book.Do(
                        (ledger, now) => ledger.SetTerms(Account(words[0]), Floor(words[2]), state, request.Actor, request.Reason, now)));
            default:
                throw new FormatException($"'{action}' is no action");
        }
    }

    async Task<string> Post(string name, Request request, EntryKind kind, string[] legs, HoldNumber? settles = null)
    {
        var draft = new Draft
        {
            Kind = kind,
            EffectiveOn = Day,
            Actor = request.Actor,
            Key = request.Key(name),
            Fingerprint = request.Fingerprint,
            Reason = request.Reason,
            Source = request.Option("source", ""),
            Rule = request.Option("rule", ""),
            Settles = settles,
            Legs = [.. legs.Chunk(2).Select(leg => new Leg(Account(leg[0]), Amount(leg[1])))],
        };
        return Named(name, await book.Do((ledger, now) => ledger.Post(draft, now)));
    }

    string Named(string name, Outcome<JournalEntry> outcome)
    {
        if (outcome.Refusal is null) numbers[name] = outcome.Value.Number.Value;
        return Word(outcome);
    }

    long Number(string name) => name[0] == '#' ? long.Parse(name.AsSpan(1), CultureInfo.InvariantCulture) : numbers[name];

    static string Word<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? refusal.Kind.Code : outcome.Replayed ? "replayed" : "ok";

    static Amount Amount(string word) => new(long.Parse(word, CultureInfo.InvariantCulture));

    static Amount? Floor(string word) => word == "none" ? null : Amount(word);

    static Duration Time(string word)
    {
        var count = long.Parse(word.AsSpan(0, word.Length - 1), CultureInfo.InvariantCulture);
        return word[^1] switch
        {
            'd' => Duration.FromDays(count),
            'h' => Duration.FromHours(count),
            'm' => Duration.FromMinutes(count),
            's' => Duration.FromSeconds(count),
            _ => throw new FormatException($"'{word}' is no time"),
        };
    }

    /// <summary>A line's words and options; its fingerprint is all of it but the outcome and the key.</summary>
    sealed class Request(string[] all, string[] words)
    {
        readonly Dictionary<string, string> options = words.Where(word => word.Contains('=', StringComparison.Ordinal))
            .Select(word => word.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        public string[] Words { get; } = [.. words.Where(word => !word.Contains('=', StringComparison.Ordinal))];

        public string Actor => Option("actor", "staff:1");

        public string Reason => Option("reason", "deed");

        public Digest Fingerprint =>
            Digest.Of($"{all[0]} {string.Join(' ', words.Where(word => !word.StartsWith("key=", StringComparison.Ordinal)))}");

        public string Option(string name, string otherwise) => options.GetValueOrDefault(name, otherwise);

        public IdempotencyKey Key(string name) =>
            IdempotencyKey.TryParse(Option("key", name) is var key && key == "none" ? null : key, out var parsed) ? parsed : default;
    }
}
