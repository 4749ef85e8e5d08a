// Names as they cluster in a Tianzhu village: one or two old families to a group, some Tibetan homes, a few rare characters.
namespace PointsBank.Demo;

static class DemoPlanNames
{
    /// <summary>Tibetan names have no family name; the pools below are used as they stand.</summary>
    public const string NoSurname = "";

    public static readonly DemoGroup[] Groups =
    [
        new(1, "上庄组"),
        new(2, "下河组"),
        new(3, "安家台组"),
        new(4, "红沟组"),
        new(5, "松林组"),
        new(6, "柏树沟组"),
        new(7, "大滩组"),
    ];

    public static readonly int[] HouseholdsOfGroup = [41, 36, 33, 35, 29, 27, 25];

    public static readonly (int Share, string Surname)[][] SurnamesOfGroup =
    [
        [(52, "安"), (18, "李"), (12, "张"), (10, "王"), (8, "祁")],
        [(40, "马"), (24, "陈"), (16, "杨"), (12, "刘"), (8, "安")],
        [(62, "安"), (14, "赵"), (12, "何"), (12, "王")],
        [(36, "王"), (30, "张"), (14, "周"), (12, "徐"), (8, "蔡")],
        [(34, NoSurname), (26, "华"), (22, "李"), (18, "鲁")],
        [(44, "柏"), (22, "朱"), (18, "石"), (16, "胡")],
        [(38, "李"), (26, "孙"), (20, "韩"), (16, "邓")],
    ];

    /// <summary>Women marry in from the valleys around, so their family names are spread.</summary>
    public static readonly string[] MarriedIn =
        ["王", "李", "张", "刘", "陈", "杨", "马", "赵", "何", "安", "祁", "周", "徐", "孙", "朱", "胡", "郭", "罗", "魏", "彭", "蔡", "石", "闫", "高"];

    public static readonly string[] TibetanMen = ["扎西才让", "才让东珠", "多杰", "旦正加", "索南才让", "华尔旦", "尕藏", "道吉才让", "仁青多杰", "贡保"];

    public static readonly string[] TibetanWomen = ["卓玛草", "拉毛措", "才让卓玛", "央金", "周毛草", "德吉卓玛", "斗改草", "仁青措", "万玛吉", "桑吉草"];

    // Given names by the decades in which they were in fashion: born before 1968, before 1995, and since.
    public static readonly string[][] Men =
    [
        ["建国", "生财", "有福", "万福", "德全", "国栋", "进财", "玉山", "长寿", "得林", "文元", "尚武", "占魁", "生荣", "作仁", "存德", "兆林", "永贵", "廷贵", "发祥"],
        ["建军", "志强", "永红", "海军", "军", "勇", "文斌", "小龙", "国庆", "玉龙", "世杰", "红伟", "兴平", "伟", "涛", "永刚", "宏明", "晓东", "旭东", "鹏"],
        ["浩然", "子轩", "宇航", "天佑", "俊杰", "梓豪", "一鸣", "嘉诚", "文博", "昊", "鑫", "佳乐", "子涵", "瑞", "煜城", "家豪", "泽宇", "睿", "志远", "博文"],
    ];

    public static readonly string[][] Women =
    [
        ["秀英", "桂兰", "玉花", "秀珍", "兰英", "菊花", "生莲", "玉莲", "桂花", "金花", "存兰", "凤英", "月英", "玉梅", "秀兰", "尕妹", "淑珍", "引弟", "翠英", "桃花"],
        ["红霞", "晓燕", "海燕", "丽", "彩霞", "小红", "玉琴", "雪梅", "春燕", "永霞", "娟", "芳", "小兰", "玲", "爱萍", "秀丽", "桂芳", "婷", "文霞", "艳"],
        ["雨欣", "梓萱", "欣怡", "佳怡", "思琪", "诗涵", "可馨", "若曦", "嘉怡", "雅婷", "梦瑶", "子涵", "雪", "语桐", "一诺", "瑞雪", "静怡", "佳慧", "欣妍", "乐瑶"],
    ];

    /// <summary>Heads whose names try the software: outside the first plane of characters, compound, or shared by two homes.</summary>
    public static readonly Dictionary<int, (bool IsMan, string Surname, string Given)> HeadsByNumber = new()
    {
        [8] = (true, "安", "𠮷祥"),
        [30] = (true, "张", "建国"),
        [52] = (true, "马", "喆"),
        [66] = (false, "王", "秀英"),
        [84] = (true, "欧阳", "永贵"),
        [97] = (true, "欧阳", "志强"),
        [112] = (true, "张", "建国"),
        [129] = (true, "禤", "文元"),
        [151] = (false, "王", "秀英"),
        [163] = (true, "鲁", "犇"),
        [180] = (true, "司马", "玉山"),
        [199] = (true, "柏", "堃"),
        [214] = (true, "张", "建国"),
    };
}
