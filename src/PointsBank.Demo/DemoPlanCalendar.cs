// What happens in the village in a year, as tables; fixed days of the solar calendar, so that any year will do. Claims are made before the
// 25th, when the groups collect.
namespace PointsBank.Demo;

/// <summary>
/// Everyone is invited and Percent of the ordinary homes come. By group: group 2 meets a day after group 1, and so on. Hours are those of
/// an activity unless the leader keeps a list.
/// </summary>
sealed record DemoGathering(
    int Month, int Day, string Rule, int Percent, string MemoZh, bool ByGroup = false, int Min = 1, int Max = 1, bool OnList = false);

/// <summary>The same homes month after month, missing one now and then; keen homes where it is a duty.</summary>
sealed record DemoRoster(string Rule, int Homes, int Percent, string MemoZh, bool WithElders = false, bool IsDuty = false);

/// <summary>Single deeds spread over some months.</summary>
sealed record DemoChore(string Rule, int Times, int FromMonth, int ToMonth, string MemoZh, int Min = 1, int Max = 1, DemoWay? Way = null);

sealed record DemoAward(int Month, int Day, string Rule, int Homes, string MemoZh);

/// <summary>Chance is of the ordinary homes that the deed concerns at all.</summary>
sealed record DemoYearEnd(string Rule, int Percent, string MemoZh, bool WithPupils = false);

sealed record DemoMisdeed(int Month, int Day, string Rule, string MemoZh);

/// <summary>A claim that the meeting, or a ruling, does not leave as it was made; one for every so many months, in turn.</summary>
sealed record DemoDispute(int Day, string Rule, int Points, DemoFate Fate, string MemoZh);

static class DemoPlanCalendar
{
    // The show comes before the earliest Spring Festival there can be, 21 January.
    public static readonly DemoGathering[] Gatherings =
    [
        new(1, 1, "D04", 24, "元旦扫村道"),
        new(1, 1, "C01", 14, "元旦看望独居老人", Min: 2, Max: 4, OnList: true),
        new(1, 5, "E01", 32, "来开年初小组会", ByGroup: true),
        new(1, 13, "D04", 45, "节前大扫除", ByGroup: true),
        new(1, 20, "E07", 12, "上村晚演节目"),
        new(3, 5, "C01", 15, "学雷锋日帮老人拆洗打扫", Min: 2, Max: 4),
        new(3, 14, "A01", 22, "听反诈宣讲"),
        new(3, 15, "E01", 30, "来开春耕小组会", ByGroup: true),
        new(4, 6, "D04", 55, "春季清洁日扫村道", ByGroup: true),
        new(4, 14, "D05", 22, "春季植树", Min: 2, Max: 4),
        new(5, 11, "B06", 10, "来听家长课"),
        new(5, 17, "D09", 9, "清淤修渠", Min: 2, Max: 4),
        new(6, 8, "E01", 26, "来开年中小组会", ByGroup: true),
        new(6, 15, "D04", 30, "夏季清洁日清河滩", ByGroup: true),
        new(6, 22, "A01", 12, "听禁毒宣讲"),
        new(7, 6, "E01", 24, "来开半年村民会"),
        new(7, 12, "C02", 20, "大雨守河道", Min: 2, Max: 5),
        new(7, 13, "C02", 13, "大雨守河道", Min: 2, Max: 5),
        new(7, 25, "C02", 10, "夜里巡沟道", Min: 2, Max: 3),
        new(8, 16, "A01", 12, "听防汛用电宣讲"),
        new(9, 14, "E01", 26, "来开秋收小组会", ByGroup: true),
        new(9, 23, "E07", 14, "丰收节演出"),
        new(10, 11, "D04", 52, "秋季清洁日扫村道", ByGroup: true),
        new(10, 19, "C01", 20, "敬老月给老人打扫做饭", Min: 2, Max: 3),
        new(10, 25, "D05", 20, "巡渠护林", Min: 2, Max: 3),
        new(11, 9, "A01", 20, "听消防宣讲"),
        new(11, 16, "E01", 24, "来开冬季小组会", ByGroup: true),
        new(12, 5, "C01", 20, "志愿者日清扫积雪", Min: 2, Max: 3),
        new(12, 14, "E01", 38, "来开年终村民会"),
    ];

    public static readonly DemoRoster[] Rosters =
    [
        new("E08", 14, 92, "当小组信息员", IsDuty: true),
        new("B01", 22, 80, "和老人同住，照料得好", WithElders: true),
        new("B02", 16, 70, "外出子女常回家看老人", WithElders: true),
        new("B03", 5, 95, "在家照料病人"),
        new("C05", 11, 80, "结对照看独居老人", IsDuty: true),
    ];

    public static readonly DemoChore[] Chores =
    [
        new("A02", 10, 3, 10, "报了路边滑坡"),
        new("A03", 10, 1, 12, "拾到钱包还了失主"),
        new("A04", 5, 2, 11, "劝住了要转账的邻居"),
        new("A06", 80, 11, 11, "入户登记配合得好", Way: DemoWay.Group),
        new("A07", 7, 2, 12, "地界的事说开了"),
        new("B04", 70, 1, 12, "陪老人去看病"),
        new("B05", 36, 1, 12, "教老人用手机视频"),
        new("B06", 30, 6, 12, "亲子共读"),
        new("C01", 170, 2, 12, "帮村里出义工", Min: 2, Max: 4),
        new("C03", 150, 1, 12, "给独居老人送饭"),
        new("C04", 110, 1, 12, "上门帮老人修灯"),
        new("C06", 22, 1, 12, "劝和了两家邻居"),
        new("C07", 80, 4, 5, "帮邻居春播"),
        new("C07", 80, 9, 10, "帮邻居秋收"),
        new("C08", 26, 1, 12, "教大家种羊肚菌"),
        new("D05", 60, 4, 10, "巡河护林", Min: 2, Max: 3),
        new("D06", 20, 5, 10, "改完了厕所"),
        new("D07", 60, 4, 5, "交回农药瓶", Max: 4, Way: DemoWay.Group),
        new("D07", 90, 10, 11, "交回旧地膜", Max: 4, Way: DemoWay.Group),
        new("D09", 50, 4, 11, "修便道和路灯", Min: 2, Max: 4),
        new("E02", 12, 1, 12, "建议被代表会采纳"),
        new("E03", 22, 1, 12, "办事先报了理事会"),
        new("E09", 60, 2, 11, "给村里修路出工出料"),
    ];

    public static readonly DemoAward[] Awards =
    [
        new(1, 2, "E04", 1, "婚事新办"),
        new(2, 18, "E05", 1, "丧事简办"),
        new(5, 2, "E04", 1, "婚事新办"),
        new(5, 15, "B09", 1, "县级最美家庭"),
        new(6, 3, "E05", 1, "丧事简办"),
        new(7, 13, "C09", 1, "洪水中救人"),
        new(9, 10, "A08", 2, "孩子参了军"),
        new(10, 3, "E04", 1, "婚事新办"),
        new(11, 22, "E05", 2, "丧事简办"),
        new(12, 20, "B08", 8, "评上最美家庭"),
        new(12, 20, "A09", 6, "评上诚信户"),
    ];

    public static readonly DemoYearEnd[] YearEnds =
    [
        new("A05", 6, "买卖公道，没人投诉"),
        new("B07", 92, "孩子都在校读书", WithPupils: true),
        new("E06", 40, "全年没办无事酒"),
    ];

    public static readonly DemoMisdeed[] Misdeeds =
    [
        new(1, 19, "E11", "当面提醒后仍燃放"),
        new(2, 12, "E11", "禁放区燃放"),
        new(3, 22, "D10", "提醒后垃圾仍未清"),
        new(4, 3, "E11", "祭品随风散落未清"),
        new(4, 19, "D12", "占道堆粪，限期未改"),
        new(5, 9, "C10", "报名未到未请假"),
        new(5, 22, "E12", "修渠未出工未请代"),
        new(6, 20, "D10", "渠边倒污水"),
        new(7, 18, "C11", "调解认定主要责任"),
        new(8, 9, "D10", "提醒后垃圾仍未清"),
        new(8, 22, "C10", "报名未到未请假"),
        new(9, 12, "D12", "路面堆放砂石"),
        new(10, 9, "D11", "焚烧秸秆"),
        new(10, 22, "E10", "超约定规模办席"),
        new(11, 13, "E12", "公益工未出"),
        new(12, 8, "D10", "河滩倒垃圾"),
    ];

    /// <summary>What the meeting does not grant as it was claimed.</summary>
    public static readonly DemoDispute[] AtTheMeeting =
    [
        new(9, "C06", 3, DemoFate.Reduced, "劝和了地边的争吵"),
        new(11, "E02", 0, DemoFate.Rejected, "提了修桥的建议"),
    ];

    /// <summary>What is objected to on the wall.</summary>
    public static readonly DemoDispute[] OnTheWall =
    [
        new(12, "A03", 0, DemoFate.Dropped, "拾到手机还了失主"),
        new(14, "C08", 2, DemoFate.Corrected, "教大家嫁接果树"),
        new(16, "C03", 2, DemoFate.Dismissed, "给老人理发"),
    ];

    /// <summary>What three households lose in the newest month that is settled, so that favours are at stake.</summary>
    public static readonly (int Household, DemoMisdeed Misdeed)[] Serious =
    [
        (DemoPlanDeeds.Suspended, new(0, 11, "A12", "占地搭棚，限期未改")), (DemoPlanDeeds.Suspended, new(0, 17, "A12", "再次限期仍未改")),
        (DemoPlanDeeds.Suspended, new(0, 20, "D11", "焚烧秸秆")),
        (DemoPlanDeeds.Restored, new(0, 12, "A12", "占地建房，限期未改")), (DemoPlanDeeds.Restored, new(0, 18, "A12", "再次限期仍未改")),
        (DemoPlanDeeds.Restored, new(0, 21, "D11", "焚烧垃圾")),
        (DemoPlanDeeds.AtStake, new(0, 13, "E10", "超桌办席")), (DemoPlanDeeds.AtStake, new(0, 19, "E10", "再次超桌办席")),
        (DemoPlanDeeds.AtStake, new(0, 22, "D12", "路面堆料，限期未改")),
    ];
}
