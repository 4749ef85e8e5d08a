namespace PointsBank.Ledger;

/// <summary>
/// What an account counts. Postings of each unit sum to zero in every entry, so units never turn into one another.
/// <c>default</c> is no unit and is refused by the bookkeeper.
/// </summary>
public readonly record struct Unit
{
    const string GoodsPrefix = "goods/";
    readonly string? code;

    Unit(string code) => this.code = code;

    /// <summary>Points to spend.</summary>
    public static Unit Points { get; } = new("points");

    /// <summary>Standing: counts on boards, is never spent.</summary>
    public static Unit Merit { get; } = new("merit");

    /// <summary>Service time in minutes, personal.</summary>
    public static Unit Minutes { get; } = new("minutes");

    /// <summary>Money in fen, a hundredth of a yuan.</summary>
    public static Unit Fen { get; } = new("fen");

    /// <summary>Pieces of a good. <paramref name="goods"/> is its code: 1 to 32 letters, digits or hyphens.</summary>
    public static Unit Goods(string goods) => Label.IsCode(goods, 32)
        ? new(GoodsPrefix + goods)
        : throw new ArgumentException($"'{goods}' is not a code of a good", nameof(goods));

    /// <summary>The unit's name as it stands in tables and under the hash.</summary>
    public string Code => code ?? "";

    /// <summary>Whether this counts pieces of a good.</summary>
    public bool IsGoods => Code.StartsWith(GoodsPrefix, StringComparison.Ordinal);

    /// <summary>Reads a unit back from its name; throws for a name that no unit has.</summary>
    public static Unit Parse(string code) => code switch
    {
        "points" => Points,
        "merit" => Merit,
        "minutes" => Minutes,
        "fen" => Fen,
        _ when code.StartsWith(GoodsPrefix, StringComparison.Ordinal) => Goods(code[GoodsPrefix.Length..]),
        _ => throw new FormatException($"'{code}' is not a unit"),
    };

    /// <summary>The unit's name.</summary>
    public override string ToString() => Code;
}
