using System.Globalization;

namespace PointsBank.Ledger;

/// <summary>The bank's code, such as <c>anjiahe</c>: 2 to 32 lower-case letters, digits or hyphens. It stands under every hash.</summary>
public readonly record struct BankCode
{
    readonly string? value;

    BankCode(string value) => this.value = value;

    /// <summary>The code.</summary>
    public string Value => value ?? "";

    /// <summary>Reads a code; false if it is not one.</summary>
    public static bool TryParse(string? text, out BankCode code)
    {
        var valid = text is { Length: >= 2 and <= 32 } && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-');
        code = valid ? new(text!) : default;
        return valid;
    }

    /// <summary>Reads a code or throws.</summary>
    public static BankCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a bank's code");

    /// <summary>The code.</summary>
    public override string ToString() => Value;
}

/// <summary>An entry's number in its book: 1, 2, 3 … without a gap.</summary>
public readonly record struct EntryNumber(long Value)
{
    /// <summary>The number in invariant digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>An account's number in its book: 1, 2, 3 … in order of opening.</summary>
public readonly record struct AccountNumber(long Value)
{
    /// <summary>The number in invariant digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A hold's number in its book: 1, 2, 3 … in order of placing.</summary>
public readonly record struct HoldNumber(long Value)
{
    /// <summary>The number in invariant digits.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
