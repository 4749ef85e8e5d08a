// What happens in the village in a year, as tables; fixed days of the solar calendar, so that any year will do.
namespace PointsBank.Village.Demo;

/// <summary>Everyone is invited and Percent of the ordinary homes come. By group: group 2 meets a day after group 1, and so on.</summary>
sealed record DemoGathering(int Month, int Day, string Rule, int Percent, string MemoZh, bool ByGroup = false, int Least = 1, int Most = 1);

/// <summary>The same homes month after month, missing one now and then.</summary>
sealed record DemoRoster(string Rule, int Homes, int Percent, string MemoZh, bool WithElders = false);

/// <summary>Single deeds spread over some months.</summary>
sealed record DemoDeed(string Rule, int Times, int FromMonth, int ToMonth, string? MemoZh = null, int Least = 1, int Most = 1);

sealed record DemoAward(int Month, int Day, string Rule, int Homes, string MemoZh);

/// <summary>Chance is of the ordinary homes that the deed concerns at all.</summary>
sealed record DemoYearEnd(string Rule, int Percent, string MemoZh, bool WithPupils = false);

sealed record DemoMisdeed(int Month, int Day, string Rule, string MemoZh);

static class DemoPlanCalendar
{
    // The show comes before the earliest Spring Festival there can be, 21 January.
    public static readonly DemoGathering[] Gatherings =
    [
        new(1, 5, "E01", 32, "年初小组会议", ByGroup: true),
        new(1, 13, "D04", 45, "节前大扫除", ByGroup: true),
        new(1, 20, "E07", 12, "迎新春村晚"),
        new(3, 5, "C01", 15, "学雷锋志愿服务", Least: 2, Most: 4),
        new(3, 15, "A01", 22, "春季普法反诈宣讲"),
        new(3, 16, "E01", 30, "春耕小组会议", ByGroup: true),
        new(4, 6, "D04", 55, "春季集中清洁日", ByGroup: true),
        new(4, 14, "D05", 22, "春季义务植树", Least: 2, Most: 4),
        new(5, 11, "B06", 10, "家长课堂"),
        new(5, 17, "D09", 9, "清淤修渠", Least: 2, Most: 4),
        new(6, 8, "E01", 26, "年中小组会议", ByGroup: true),
        new(6, 15, "D04", 30, "夏季清洁日", ByGroup: true),
        new(6, 26, "A01", 12, "禁毒宣讲"),
        new(7, 6, "E01", 24, "半年村民会议"),
        new(7, 12, "C02", 20, "强降雨河道值守", Least: 2, Most: 5),
        new(7, 13, "C02", 13, "强降雨河道值守", Least: 2, Most: 5),
        new(7, 25, "C02", 10, "夜间巡查沟道", Least: 2, Most: 3),
        new(8, 16, "A01", 12, "防汛用电安全宣讲"),
        new(9, 14, "E01", 26, "秋收小组会议", ByGroup: true),
        new(9, 23, "E07", 14, "丰收节演出"),
        new(10, 11, "D04", 52, "秋季集中清洁日", ByGroup: true),
        new(10, 19, "C01", 20, "敬老月志愿服务", Least: 2, Most: 3),
        new(10, 25, "D05", 20, "巡渠护林", Least: 2, Most: 3),
        new(11, 9, "A01", 20, "消防安全宣讲"),
        new(11, 16, "E01", 24, "冬季小组会议", ByGroup: true),
        new(12, 5, "C01", 20, "国际志愿者日服务", Least: 2, Most: 3),
        new(12, 14, "E01", 38, "年终村民会议"),
    ];

    public static readonly DemoRoster[] Rosters =
    [
        new("E08", 14, 92, "小组信息员履职"),
        new("B01", 22, 80, "组长走访", WithElders: true),
        new("B02", 16, 70, "老人确认", WithElders: true),
        new("B03", 5, 95, "组长证明"),
        new("C05", 11, 80, "结对走访"),
    ];

    public static readonly DemoDeed[] Deeds =
    [
        new("A02", 10, 3, 10, "隐患已核实"),
        new("A03", 10, 1, 12, "失主签收"),
        new("A04", 5, 2, 11, "两名知情人签字"),
        new("A06", 80, 11, 11, "入户登记"),
        new("A07", 7, 2, 12, "协议已履行"),
        new("B04", 70, 1, 12, "陪同就医"),
        new("B05", 36, 1, 12),
        new("B06", 30, 6, 12, "亲子共读"),
        new("C01", 170, 2, 12, "登记志愿服务", Least: 2, Most: 4),
        new("C03", 150, 1, 12, "代购送餐"),
        new("C04", 110, 1, 12, "派单评价满意"),
        new("C06", 22, 1, 12, "双方已签字"),
        new("C07", 80, 4, 5, "春播帮工"),
        new("C07", 80, 9, 10, "秋收帮工"),
        new("C08", 26, 1, 12, "种养技术讲课"),
        new("D05", 60, 4, 10, "巡河护林", Least: 2, Most: 3),
        new("D06", 20, 5, 10, "验收合格"),
        new("D07", 60, 4, 5, "交回农药瓶", Least: 1, Most: 4),
        new("D07", 90, 10, 11, "交回废旧地膜", Least: 1, Most: 4),
        new("D09", 50, 4, 11, "修护便道路灯", Least: 2, Most: 4),
        new("E02", 12, 1, 12, "建议被采纳"),
        new("E03", 22, 1, 12, "红白事报备"),
        new("E09", 60, 2, 11, "公益捐助"),
    ];

    public static readonly DemoAward[] Awards =
    [
        new(1, 2, "E04", 1, "婚事新办"),
        new(2, 18, "E05", 1, "丧事简办"),
        new(5, 2, "E04", 1, "婚事新办"),
        new(5, 15, "B09", 1, "县级最美家庭"),
        new(6, 3, "E05", 1, "丧事简办"),
        new(7, 13, "C09", 1, "洪水中救人"),
        new(9, 10, "A08", 2, "应征入伍"),
        new(10, 3, "E04", 1, "婚事新办"),
        new(11, 22, "E05", 2, "丧事简办"),
        new(12, 20, "B08", 8, "年度好媳妇、最美家庭"),
        new(12, 20, "A09", 6, "年度诚信户"),
    ];

    public static readonly DemoYearEnd[] YearEnds =
    [
        new("A05", 6, "年度评议"),
        new("B07", 92, "学校名册核对", WithPupils: true),
        new("E06", 40, "年度承诺兑现"),
    ];

    public static readonly DemoMisdeed[] Misdeeds =
    [
        new(1, 19, "E11", "当面提醒后仍燃放"),
        new(2, 12, "E11", "禁放区燃放"),
        new(3, 22, "D10", "照片两张，提醒后未清"),
        new(4, 3, "E11", "祭品随风散落未清"),
        new(4, 19, "D12", "占道堆粪，限期未改"),
        new(5, 9, "C10", "报名未到未请假"),
        new(5, 26, "E12", "修渠未出工未请代"),
        new(6, 20, "D10", "渠边倾倒污水"),
        new(7, 18, "C11", "调解认定主要责任"),
        new(8, 9, "D10", "照片一张，提醒后未清"),
        new(8, 28, "C10", "报名未到未请假"),
        new(9, 12, "D12", "路面堆放砂石"),
        new(10, 9, "D11", "焚烧秸秆"),
        new(10, 28, "E10", "超约定规模办席"),
        new(11, 13, "E12", "公益工未出"),
        new(12, 8, "D10", "河滩倾倒垃圾"),
    ];
}
