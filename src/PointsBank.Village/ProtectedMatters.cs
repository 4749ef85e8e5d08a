using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;

namespace PointsBank.Village;

/// <summary>
/// What never stands on a board or in a public reason, whoever wants it there: petitions, illness, disability, poverty, belief, family
/// violence, and numbers by which somebody is found (section 6 of the programmes' rules; Personal Information Protection Law). It looks for
/// words, so it may refuse too much; another wording then says the deed alone.
/// </summary>
public static partial class ProtectedMatters
{
    static readonly ImmutableArray<string> Words =
    [
        "上访", "信访", "举报", "投诉", "疾病", "患病", "生病", "病人", "病情", "精神病", "残疾", "残障", "艾滋", "肝炎", "贫困", "贫穷", "低保", "五保", "特困",
        "信教", "宗教", "信仰", "家暴", "家庭暴力", "民族", "失信",
        "petition", "complaint", "illness", "disease", "sick", "disabled", "disability", "poverty", "religio", "belief", "family violence",
        "domestic violence",
    ];

    /// <summary>Refuses a text that touches a protected matter, naming the word, or that holds a number of six digits and more.</summary>
    public static Refusal? In(string text, string field)
    {
        // Days, and meetings and offices that are called by such a word, tell nothing about anybody.
        text = Meetings().Replace(Days().Replace(CleanText.Narrow(CleanText.Line(text)), "|"), "|");
        if (Wording.FirstOf(Words, text) is { } word) return new Refusal(VillageRefusals.ProtectedMatter, field).With("word", word);
        return LongNumber().Match(text) is { Success: true } number
            ? new Refusal(VillageRefusals.ProtectedMatter, field).With("word", number.Value)
            : null;
    }

    // Years and amounts are shorter; telephones, identity cards, accounts and door plates with telephone extensions are not.
    [GeneratedRegex(@"[0-9][0-9 \-]{5,}[0-9xX]?")]
    private static partial Regex LongNumber();

    [GeneratedRegex(
        @"(?<![0-9])(?:19|20)[0-9]{2}(?:[-./年] ?(?:1[0-2]|0?[1-9])(?:[-./月] ?(?:3[01]|[12][0-9]|0?[1-9])(?![0-9])[日号]?)?|(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])|-(?:19|20)[0-9]{2})(?![0-9])(?: ?[0-9]{1,2}:[0-9]{2})?")]
    private static partial Regex Days();

    [GeneratedRegex("(?:信访|残疾|低保|五保|特困|民族|贫困|宗教)(?:人|户)?(?:工作|事务|民主|团结进步|政策|帮扶)?(?:评议会|评审会|联席会议|工作会议|表彰大会|大会|会议|办公室|领导小组|联合会|局)")]
    private static partial Regex Meetings();
}
