using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PointsBank.Ledger;

namespace PointsBank.Village.Boards;

/// <summary>
/// What never stands on a board or in a public reason, whoever wants it there: petitions, illness, disability, poverty, belief, family violence, and
/// numbers by which somebody is found (section 6 of the programmes' rules; Personal Information Protection Law). It looks for words, so it may refuse
/// too much; another wording then says the deed alone.
/// </summary>
public static partial class ProtectedMatters
{
    static readonly ImmutableArray<string> Words =
    [
        "上访", "信访", "举报", "投诉", "疾病", "患病", "生病", "病人", "病情", "精神病", "残疾", "残障", "艾滋", "肝炎", "贫困", "贫穷", "低保", "五保", "特困",
        "信教", "宗教", "信仰", "家暴", "家庭暴力", "民族", "失信",
        "petition", "complaint", "illness", "disease", "sick", "disabled", "disability", "poverty", "religio", "belief", "family violence", "domestic violence",
    ];

    /// <summary>Refuses a text that touches a protected matter, naming the word, or that holds a number of six digits and more.</summary>
    public static Refusal? In(string text, string field)
    {
        if (Wording.FirstOf(Words, text) is { } word) return new Refusal(VillageRefusals.ProtectedMatter, field).With("word", word);
        return LongNumber().Match(text) is { Success: true } number ? new Refusal(VillageRefusals.ProtectedMatter, field).With("word", number.Value) : null;
    }

    // Years, days and amounts are shorter; telephones, identity cards, accounts and door plates with telephone extensions are not.
    [GeneratedRegex("[0-9０-９][0-9０-９ \\-]{5,}[0-9０-９xX]?")]
    private static partial Regex LongNumber();
}
