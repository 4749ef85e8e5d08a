// The shop of love's shelf: daily goods, mostly donated, marked in points; no alcohol and no tobacco.
namespace PointsBank.Demo;

static class DemoPlanGoods
{
    public static readonly DemoGood[] All =
    [
        new("G01", "牙刷", "Toothbrush", "支", "🪥", 2),
        new("G02", "火柴", "Matches", "包", "🔥", 2),
        new("G03", "食盐", "Salt 400 g", "袋", "🧂", 3),
        new("G04", "香皂", "Bar of soap", "块", "🧼", 3),
        new("G05", "洗碗布", "Dish cloth", "块", "🧽", 3),
        new("G06", "作业本", "Exercise books, five", "套", "📓", 4),
        new("G07", "中性笔", "Gel pens, five", "盒", "🖊️", 5),
        new("G08", "毛巾", "Towel", "条", "🧣", 6),
        new("G09", "酱油", "Soy sauce", "瓶", "🍶", 6),
        new("G10", "陈醋", "Vinegar", "瓶", "🥢", 6),
        new("G11", "牙膏", "Toothpaste", "支", "😁", 7),
        new("G12", "洗衣粉", "Washing powder", "袋", "🫧", 7),
        new("G13", "线手套", "Work gloves, three pairs", "包", "🧤", 7),
        new("G14", "挂面", "Dried noodles 1 kg", "把", "🍜", 8),
        new("G15", "洗洁精", "Dish liquid", "瓶", "🍽️", 9),
        new("G16", "卷纸", "Toilet rolls, ten", "提", "🧻", 12),
        new("G17", "扫帚簸箕", "Broom and dustpan", "套", "🧹", 12),
        new("G18", "茯茶", "Brick tea", "块", "🍵", 14),
        new("G19", "洗发水", "Shampoo", "瓶", "🧴", 16),
        new("G20", "塑料脸盆", "Wash basin", "个", "🪣", 10),
        new("G21", "手电筒", "Torch", "支", "🔦", 18),
        new("G22", "鸡蛋", "Eggs, thirty", "板", "🥚", 20),
        new("G23", "纯牛奶", "Milk, twelve cartons", "箱", "🥛", 36),
        new("G24", "洗衣液", "Liquid detergent 2 kg", "瓶", "👕", 24),
        new("G25", "保温杯", "Thermos cup", "个", "☕", 28),
        new("G26", "面粉5公斤", "Flour 5 kg", "袋", "🌾", 30),
        new("G27", "暖水瓶", "Vacuum flask", "个", "🫖", 32),
        new("G28", "大米5公斤", "Rice 5 kg", "袋", "🍚", 39),
        new("G29", "床单", "Bed sheet", "条", "🛏️", 45),
        new("G30", "食用油5升", "Cooking oil 5 L", "桶", "🛢️", 85),
    ];

    /// <summary>Pieces on the opening day: many small things, few dear ones.</summary>
    public static int OpeningStock(DemoGood good) => good.Price switch
    {
        <= 5 => 60,
        <= 9 => 48,
        <= 20 => 30,
        <= 45 => 18,
        _ => 12,
    };

    public static readonly string[] Donors =
    [
        "县供销社帮扶捐赠", "驻村帮扶单位捐赠", "村集体经济专项购入", "在外乡友捐赠", "镇商会捐赠", "爱心企业捐赠",
    ];
}
