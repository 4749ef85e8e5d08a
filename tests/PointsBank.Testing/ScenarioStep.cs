// One random thing that somebody does to a book; properties play many of them and look whether the law still stands.
using NodaTime;
using PointsBank.Ledger;

namespace PointsBank.Testing;

/// <summary>What to do (0 to 9), with which households, how much, and under which key; any numbers make a step.</summary>
public readonly record struct ScenarioStep(int Action, int Household, int Other, long Amount, int Key)
{
    /// <summary>Amounts at which ledgers break.</summary>
    public static readonly long[] EdgeAmounts =
        [0, 1, 2, 3, 7, 10, 100, 101, -1, -10, Ledger.Amount.MaxPerPosting - 1, Ledger.Amount.MaxPerPosting, Ledger.Amount.MaxPerPosting + 1];

    static readonly LocalDate Day = new(2026, 3, 1);

    /// <summary>Whether playing it again must be a replay.</summary>
    public bool HasKey => Action is not (8 or 9);

    /// <summary>Whether it may push an account below its floor: a deficit was chosen, or the floor itself moved.</summary>
    public bool MayPassFloor => Action is 7 or 8;

    IdempotencyKey Named => IdempotencyKey.TryParse($"key {Key}", out var key) ? key : default;

    Digest Fingerprint => Digest.Of(ToString());

    /// <summary>Plays the step and answers ok, replayed or a refusal's code.</summary>
    public Task<string> Play(IScenarioBook book)
    {
        var (household, other) = (Scenario.Account($"H{Household}"), Scenario.Account($"H{Other}"));
        switch (Action)
        {
            case 0:
                return Post(book, EntryKind.Credit, null, (Scenario.Account("issuance.points"), -Amount), (household, Amount),
                    (Scenario.Account("issuance.merit"), -Amount), (Scenario.Account($"H{Household}.merit"), Amount));
            case 1:
                return Post(book, EntryKind.Transfer, null, (household, -Amount), (other, Amount));
            case 2:
                return Post(book, EntryKind.Redemption, null, (household, -Amount), (Scenario.Account("shop1"), Amount),
                    (Scenario.Account("shelf1.goods/rice"), -1), (Scenario.Account("issued.goods/rice"), 1));
            case 3:
                return Post(
                    book, EntryKind.Stock, null, (Scenario.Account("source.goods/rice"), -Amount),
                    (Scenario.Account("shelf1.goods/rice"), Amount));
            case 4:
                Instant? expiry = Other == 0 ? null : book.Clock.GetCurrentInstant() + Duration.FromHours(Other);
                var hold = new HoldDraft(household, new(Amount), expiry, "staff:1", Named, Fingerprint, "kept");
                return Word(book.Do((ledger, now) => ledger.Place(hold, now)));
            case 5:
                return Post(book, EntryKind.Redemption, new(Other), (household, -Amount), (Scenario.Account("shop1"), Amount));
            case 6:
                var end = new HoldEndDraft(new(Other), Amount > 5 ? HoldOutcome.Expired : HoldOutcome.Voided, "staff:1", Named);
                return Word(book.Do((ledger, now) => ledger.End(end, now)));
            case 7:
                var draft = new ReversalDraft
                {
                    Entry = new(Other),
                    EffectiveOn = Day,
                    Actor = "staff:1",
                    Key = Named,
                    Fingerprint = Fingerprint,
                    Reason = "mistake",
                    Deficit = Amount > 5,
                };
                return Word(book.Do((ledger, now) => ledger.Reverse(draft, now)));
            case 8:
                var (floor, state) = (
                    Amount == 0 ? (Ledger.Amount?)null : new Ledger.Amount(-Amount), Other < 3 ? (AccountState)Other : AccountState.Open);
                return Word(book.Do((ledger, now) => ledger.SetTerms(household, floor, state, "staff:1", "terms", now)));
            default:
                book.Clock.Advance(Duration.FromMinutes(Other * 20));
                return Task.FromResult("ok");
        }
    }

    Task<string> Post(IScenarioBook book, EntryKind kind, HoldNumber? settles, params (AccountKey Account, long Amount)[] legs)
    {
        var draft = new Draft
        {
            Kind = kind,
            EffectiveOn = Day,
            Actor = "staff:1",
            Key = Named,
            Fingerprint = Fingerprint,
            Reason = "deed",
            Settles = settles,
            Legs = [.. legs.Select(leg => new Leg(leg.Account, new(leg.Amount)))],
        };
        return Word(book.Do((ledger, now) => ledger.Post(draft, now)));
    }

    static async Task<string> Word<T>(Task<Outcome<T>> asked)
    {
        var outcome = await asked;
        return outcome.Refusal is { } refusal ? refusal.Kind.Code : outcome.Replayed ? "replayed" : "ok";
    }
}
