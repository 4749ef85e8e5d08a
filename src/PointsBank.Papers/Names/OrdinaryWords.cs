using System.Collections.Frozen;

namespace PointsBank.Papers.Names;

/// <summary>
/// Words of every day that are also the whole name of somebody, such as 高兴 or 平安. Where one stands in a public reason it says what it says
/// and names nobody; otherwise one person of that name would keep a village from writing it.
/// </summary>
public static class OrdinaryWords
{
    static readonly FrozenSet<string> Words = """
        高兴 高度 高尚 高龄 高温 高考 安全 安静 安心 安装 安排 安定 安康 安置 安宁 平安 平时 平等 平均 平常 方便 方法 方向 方式 方案 方面 马上 马路 马虎 白天 白菜 白色 黄金
        黄河 黄豆 黄瓜 黄色 金融 金钱 金属 金额 田地 田间 田园 江河 江水 江边 万元 万一 万分 万物 时间 时常 时候 时光 时期 全家 全村 全体 全部 全力 全年 全面 全程 文明 文化
        文件 文艺 文体 文书 成果 成功 成立 成员 成绩 成人 成熟 谷雨 谷物 向上 向前 向来 于是 于今 常年 常常 常务 常住 石头 石油 石灰 石板 牛羊 牛奶 牛棚 和平 和谐 和睦 和气
        国庆 国家 国道 强调 强烈 明天 明年 明白 明显 明亮 明确 清明 清洁 清理 清楚 清扫 清淤 清运 关心 关爱 关系 关注 关于 关闭 尚未 包括 包容 包干 任务 任何 任意 程序 程度
        章程 计划 计算 计时 计分 解决 解释 应当 应急 应对 应用 应该 能力 能够 能人 连续 连夜 连片 连接 元旦 元月 元宵 华侨 温暖 温馨 温和 温度 公开 公示 公共 公平 公正 公路
        公益 公布 公告 公物 车辆 车站 车库 水库 水利 水渠 水管 水沟 水电 水源 水池 山林 山水 山火 林木 林业 林地 林场 花木 花园 花草 花费 花坛 党员 党委 党建 党课 农业 农户
        农村 农田 农具 农忙 农药 房屋 房子 房前 房产 易燃 易腐 别人 别处 双方 双手 双拥 双节 相关 相互 相邻 相助 干净 干部 干旱 干活 干群 海水 空地 空房 空闲 钱物 钱款 米面
        老人 老家 老年 老师 路边 路口 路灯 路面 路段 门口 门前 门窗 桥梁 桥头 庄稼 庄重 冬天 冬季 冬修 春天 春季 春节 春耕 夏季 夏收 秋季 秋收 雷雨 雨水 晴天 阳光 祖国 祖坟
        支持 支出 支援 支书 支部 从事 从前 从来 区域 都市 那些 里面 里外 过去 过程 过年 过节 习惯 洪水 洪灾 项目 祝贺 祝福 席位 茶叶 茶园 荣誉 荣获 盛会 盛大 古老 古树 凌晨
        储备 储存 麻烦 麻将 冷静 冷水 苗木 苗圃 毛病 毛巾 伏天 汤圆 柴火 柴草 乐于 乐意 乐器 乐队 幸福 幸好 充分 充足 终于 终身 居住 居民 居家 步行 步骤 广场 广播 广泛 广大
        满意 满分 满足 丰收 丰富 容易 容忍 司机 司法 景区 景点 龙头 龙灯 龙舟 叶子 池塘 鱼塘 印章 宿舍 怀疑 怀念 艾草 岳父 闻名 闻讯 申请 申报 申诉 单位 单独 权利 权力 利益
        利用 利息 会议 会计 会场 代表 代办 代理 经济 经过 经验 建设 建议 建国 建军 红旗 红色 红白 红十 红黄 新年 新房 新村 前进 先进 先锋 团结 团圆 光荣 光明 爱国 爱心 爱护
        东风 南瓜 西瓜 北方 南方
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    public static bool Has(string name) => Words.Contains(name);
}
