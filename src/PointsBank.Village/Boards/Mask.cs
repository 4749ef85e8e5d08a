using System.Globalization;

namespace PointsBank.Village.Boards;

/// <summary>How a name stands in public without consent: 张*, 张*国, 欧阳*, 欧阳**. A character outside the basic plane counts as one.</summary>
public static class Mask
{
    static readonly HashSet<string> CompoundSurnames =
    [
        "欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "司徒", "司空", "夏侯", "轩辕", "端木", "百里", "南宫", "呼延",
    ];

    public static string Name(string name)
    {
        var letters = new List<string>();
        for (var all = StringInfo.GetTextElementEnumerator(name); all.MoveNext();) letters.Add(all.GetTextElement());
        if (letters.Count <= 1) return "*";
        if (letters.Count > 2 && CompoundSurnames.Contains(letters[0] + letters[1])) return letters[0] + letters[1] + new string('*', letters.Count - 2);
        return letters.Count == 2 ? letters[0] + "*" : letters[0] + new string('*', letters.Count - 2) + letters[^1];
    }
}
