using System.Collections.Immutable;
using System.Text.RegularExpressions;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;

namespace PointsBank.Village.Favours;

/// <summary>
/// What a law gives is no favour of the village and can neither be entered as one nor be suspended: pensions, insurance, minimum living,
/// land, schooling and the like. It looks for words, so it may refuse too much; another wording then names the village's own gift.
/// </summary>
public static partial class StatutoryBenefits
{
    static readonly ImmutableArray<string> Words =
    [
        "低保", "五保", "特困", "最低生活", "养老", "社保", "社会保险", "社会保障", "医保", "医疗", "新农合", "失业", "工伤", "生育", "残疾", "残障", "抚恤", "优抚", "救助", "救济", "退役",
        "军属", "土地", "承包", "宅基地", "征地", "拆迁", "流转", "分红", "粮食补贴", "种粮", "耕地", "退耕", "林权", "公益林", "高龄", "教育", "入学", "上学", "助学", "学籍", "户口",
        "户籍", "公积金", "保险", "新农保", "退休", "抚养", "赡养", "孤儿", "丧葬", "计生", "独生子女", "危房", "补偿款", "种子补贴", "农机补贴", "助残", "选举",
    ];

    /// <summary>Refuses a text that names what a law gives, and says which word it was.</summary>
    public static Refusal? In(string text, string field)
    {
        if (Wording.FirstOf(Words, text) is { } word) return new Refusal(VillageRefusals.StatutoryBenefit, field).With("word", word);
        return English().Match(text) is { Success: true } match
            ? new Refusal(VillageRefusals.StatutoryBenefit, field).With("word", match.Value)
            : null;
    }

    [GeneratedRegex(
        @"\b(pensions?|insurance|social security|subsistence|minimum living|allowances?|medical|health ?care|unemployment|work injur\w*|maternity|disab\w+|veterans?|bereave\w*|relief|land|farmland|homesteads?|expropriat\w*|demolition|grain subsid\w*|forest rights?|school\w*|education|enrol\w*|residence permits?|dibao|wubao|welfare|orphan\w*|retirement|funeral\w*|household registration)\b",
        RegexOptions.IgnoreCase)]
    private static partial Regex English();
}
