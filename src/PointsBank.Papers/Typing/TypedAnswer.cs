namespace PointsBank.Papers.Typing;

/// <summary>Yes and no as people write them.</summary>
public static class TypedAnswer
{
    static readonly Dictionary<string, bool> Answers = new(StringComparer.OrdinalIgnoreCase)
    {
        ["是"] = true, ["有"] = true, ["对"] = true, ["真"] = true, ["√"] = true, ["✓"] = true, ["✔"] = true, ["☑"] = true, ["✅"] = true,
        ["y"] = true, ["yes"] = true, ["true"] = true, ["t"] = true, ["1"] = true, ["on"] = true,
        ["否"] = false, ["无"] = false, ["不是"] = false, ["没有"] = false, ["非"] = false, ["假"] = false, ["×"] = false, ["✗"] = false,
        ["✘"] = false, ["☐"] = false, ["-"] = false,
        ["n"] = false, ["no"] = false, ["false"] = false, ["f"] = false, ["0"] = false, ["off"] = false,
    };

    /// <summary>The answer; null where it is neither.</summary>
    public static bool? YesNo(string text) =>
        Answers.TryGetValue(CleanText.Narrow(CleanText.Line(text)).Trim().TrimEnd('\uFE0F'), out var answer) ? answer : null;
}
