namespace PointsBank.Ledger;

/// <summary>What an account is for. The numbers stand in tables and under the hash, so they never change meaning.</summary>
public enum AccountKind
{
    /// <summary>A household's points to spend. Floor 0.</summary>
    HouseholdPoints = 1,

    /// <summary>A household's standing of one year. No floor.</summary>
    HouseholdMerit = 2,

    /// <summary>A member's service time in minutes. Floor 0.</summary>
    MemberMinutes = 3,

    /// <summary>Where points, merit and minutes of a year come from. Its floor in points is the issue ceiling.</summary>
    Issuance = 4,

    /// <summary>Where deducted points and merit of a year go.</summary>
    Deducted = 5,

    /// <summary>Points redeemed at a shop.</summary>
    Redeemed = 6,

    /// <summary>Points expired at a year's end.</summary>
    Expired = 7,

    /// <summary>Goods on a shop's shelf. Floor 0: stock cannot go negative.</summary>
    GoodsShelf = 8,

    /// <summary>Where goods come from: bought or donated.</summary>
    GoodsSource = 9,

    /// <summary>Goods handed to households.</summary>
    GoodsIssued = 10,

    /// <summary>Goods spoiled or missing at a count.</summary>
    GoodsLost = 11,

    /// <summary>Points in transit between two banks.</summary>
    Clearing = 12,

    /// <summary>The fund's cash. Floor 0.</summary>
    FundCash = 13,

    /// <summary>Where the fund's cash comes from.</summary>
    FundSource = 14,

    /// <summary>A good's pieces at cost, in fen. Floor 0.</summary>
    GoodsAtCost = 15,

    /// <summary>What the fund owes a shop.</summary>
    PayableToShop = 16,

    /// <summary>Balances brought forward from paper when a bank starts.</summary>
    Opening = 17,

    /// <summary>What the goods handed to households had cost, in fen.</summary>
    CostOfIssued = 18,

    /// <summary>What spoiled and missing goods had cost, in fen.</summary>
    CostOfLost = 19,

    /// <summary>What shops were granted for points redeemed there, in fen.</summary>
    PaidForPoints = 20,

    /// <summary>What the fund owes its suppliers.</summary>
    PayableToSupplier = 21,

    /// <summary>What the fund spent on anything but goods and shops.</summary>
    FundSpent = 22,
}

/// <summary>What may still be posted to an account.</summary>
public enum AccountState
{
    /// <summary>Everything.</summary>
    Open = 0,

    /// <summary>Only what comes in.</summary>
    Frozen = 1,

    /// <summary>Nothing.</summary>
    Closed = 2,
}

/// <summary>
/// What an account is known by: its kind, the number of its owner (household, member or shop; 0 where the bank owns it), its unit, and
/// its period (the year for merit and issuance, else 0).
/// </summary>
public readonly record struct AccountKey(AccountKind Kind, long Owner, Unit Unit, int Period = 0)
{
    /// <summary>The floor such an account opens with; null where it has none.</summary>
    public Amount? OpeningFloor =>
        Kind is AccountKind.HouseholdPoints or AccountKind.MemberMinutes or AccountKind.GoodsShelf or AccountKind.FundCash
            or AccountKind.GoodsAtCost
        ? Amount.Zero
        : null;

    /// <summary>A stable name, such as <c>HouseholdPoints:12:points</c> or <c>HouseholdMerit:12:merit:2026</c>.</summary>
    public override string ToString() => Period == 0 ? $"{Kind}:{Owner}:{Unit}" : $"{Kind}:{Owner}:{Unit}:{Period}";
}

/// <summary>
/// An account as it stands: what it is, its terms and its running totals. Balance and available are always computed, never stored.
/// </summary>
/// <param name="Number">Its number in the book.</param>
/// <param name="Key">What it is known by.</param>
/// <param name="Floor">The lowest balance it may reach, held points counted off; null for none.</param>
/// <param name="State">What may still be posted.</param>
/// <param name="TotalIn">All that ever came in.</param>
/// <param name="TotalOut">All that ever went out.</param>
/// <param name="Held">What is set aside by holds that have not ended.</param>
/// <param name="Postings">How many postings it has; the last one's sequence.</param>
/// <param name="LastPosting">The number of its last posting in the book; 0 for none.</param>
public sealed record Account(
    AccountNumber Number, AccountKey Key, Amount? Floor, AccountState State,
    Amount TotalIn, Amount TotalOut, Amount Held, long Postings, long LastPosting)
{
    /// <summary>What stands in the account.</summary>
    public Amount Balance => TotalIn - TotalOut;

    /// <summary>What can be taken out: the balance less what is held.</summary>
    public Amount Available => Balance - Held;

    /// <summary>An account with nothing in it yet.</summary>
    public static Account Opened(AccountNumber number, AccountKey key, Amount? floor) =>
        new(number, key, floor, AccountState.Open, default, default, default, 0, 0);

    /// <summary>The account after one more posting.</summary>
    public Account After(Amount amount, long posting) => this with
    {
        TotalIn = amount.IsNegative ? TotalIn : TotalIn + amount,
        TotalOut = amount.IsNegative ? TotalOut - amount : TotalOut,
        Postings = Postings + 1,
        LastPosting = posting,
    };
}
