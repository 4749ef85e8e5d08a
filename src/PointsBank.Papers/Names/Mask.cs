using System.Globalization;

namespace PointsBank.Papers.Names;

/// <summary>
/// How a name stands in public without consent: 张*, 张*国, 欧阳*, 欧阳**. A character outside the basic plane counts as one; a blank within a
/// name, as offices set between two characters, counts for nothing.
/// </summary>
public static class Mask
{
    /// <summary>
    /// Those of the Hundred Family Names and others that are borne. A name that only looks like one shows a character less; one that is
    /// missing here shows half a surname as if it were whole, and the last character of the given name.
    /// </summary>
    static readonly HashSet<string> CompoundSurnames =
    [
        "万俟", "司马", "上官", "欧阳", "夏侯", "诸葛", "闻人", "东方", "赫连", "皇甫", "尉迟", "公羊", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔",
        "申屠", "公孙", "仲孙", "轩辕", "令狐", "钟离", "宇文", "长孙", "慕容", "鲜于", "闾丘", "司徒", "司空", "亓官", "司寇", "子车", "颛孙", "端木", "巫马",
        "公西", "漆雕", "乐正", "壤驷", "公良", "拓跋", "夹谷", "宰父", "谷梁", "段干", "百里", "呼延", "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "东门",
        "西门", "南宫", "第五", "独孤", "纳兰", "叶赫", "完颜", "耶律", "贺兰", "豆卢", "斛律", "宿勤", "哥舒", "贺若", "屈突", "乞伏", "秃发", "沮渠", "东里",
        "北宫", "公仪", "公输", "西陵", "即墨", "达奚", "褚师", "南荣", "公户", "钟吾", "伊祁", "叔孙", "季孙", "孟孙", "胡母", "毌丘", "子桑",
    ];

    public static string Name(string name)
    {
        var letters = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(name); all.MoveNext();)
            if (!string.IsNullOrWhiteSpace(all.GetTextElement())) letters.Add(all.GetTextElement());
        if (letters.Count <= 1) return "*";
        if (letters.Count > 2 && CompoundSurnames.Contains(letters[0] + letters[1]))
            return letters[0] + letters[1] + new string('*', letters.Count - 2);
        return letters.Count == 2 ? letters[0] + "*" : letters[0] + new string('*', letters.Count - 2) + letters[^1];
    }
}
