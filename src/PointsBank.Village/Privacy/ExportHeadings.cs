namespace PointsBank.Village.Privacy;

/// <summary>The Chinese words over the columns of a household's own file of its data.</summary>
static class ExportHeadings
{
    /// <summary>The words over a column of a workbook.</summary>
    public static string Of(string column) => Headings.GetValueOrDefault(column, column);

    static readonly Dictionary<string, string> Headings = new()
    {
        ["number"] = "编号", ["group_name"] = "村民小组", ["opened_at"] = "开户时间", ["ended_on"] = "并户、搬走日期", ["end_kind"] = "并户或搬走",
        ["name"] = "姓名", ["birth_date"] = "出生日期",
        ["is_head"] = "户主", ["related"] = "村干部亲属", ["member"] = "成员号", ["left_on"] = "去世、搬走日期", ["kind"] = "类别", ["recorded_at"] = "记录时间",
        ["purpose"] = "用途", ["given"] = "同意",
        ["how"] = "方式", ["document"] = "凭据", ["handler"] = "经办人", ["serial"] = "存折号", ["issued_at"] = "发放时间", ["ended_at"] = "结束时间",
        ["end_reason"] = "结束原因",
        ["entry"] = "账目号", ["effective_on"] = "事项日期", ["unit"] = "单位", ["period"] = "年度", ["sequence"] = "行号", ["amount"] = "数额",
        ["balance_after"] = "余额", ["rule"] = "细则",
        ["source"] = "来源", ["reverses"] = "更正的账目", ["note"] = "备注", ["item_zh"] = "事项", ["quantity"] = "数量", ["points"] = "积分",
        ["channel"] = "渠道", ["claimed_by"] = "申报人",
        ["witnesses"] = "证明人", ["memo"] = "说明", ["state"] = "状态", ["claim"] = "申报号", ["notice"] = "公示号", ["size"] = "大小",
        ["added_at"] = "添加时间", ["erased_at"] = "删除时间",
        ["reminded_on"] = "提醒日期", ["words"] = "内容", ["outcome"] = "处理结果", ["reason"] = "理由", ["redeemed_on"] = "兑换日期", ["goods"] = "商品",
        ["price"] = "单价", ["authorised_by"] = "确认方式",
        ["placed_at"] = "预订时间", ["until_at"] = "有效至", ["voided_at"] = "作废时间", ["title"] = "活动", ["place"] = "地点", ["came_at"] = "签到",
        ["left_at"] = "签退", ["from_day"] = "起",
        ["until_day"] = "止", ["minutes"] = "分钟", ["activities"] = "次数", ["total"] = "累计分钟", ["stars"] = "星级", ["issued_on"] = "出具日期",
        ["partner"] = "捐赠人", ["fen"] = "金额（分）",
        ["moved_on"] = "日期", ["trip"] = "车次", ["device"] = "设备", ["redemption"] = "兑换号", ["year"] = "年", ["standing"] = "积分",
        ["rank"] = "名次", ["balance"] = "结余", ["carried"] = "结转",
        ["expired"] = "到期", ["board"] = "榜", ["published_on"] = "张榜日期", ["shown_from"] = "公示自", ["shown_until"] = "公示至", ["score"] = "分值",
        ["decided_on"] = "决定日期",
        ["black_entry"] = "黑榜编号", ["favour"] = "优惠编号", ["what"] = "内容", ["granted_on"] = "享受日期", ["level"] = "级别", ["review_on"] = "复查日期",
        ["suspension"] = "暂停编号", ["body"] = "授予单位", ["awarded_on"] = "授予日期", ["valid_until"] = "有效至", ["version"] = "版本",
        ["certificate"] = "证明编号", ["credit_line"] = "授信（分）",
        ["lent"] = "放款（分）", ["agreed_on"] = "签订日期", ["paper"] = "凭据", ["decided_by"] = "决定",
        ["subject"] = "小组或称号", ["proposed_at"] = "提出时间", ["changed_on"] = "变更日期",
        ["points_before"] = "原来的积分", ["points_after"] = "改为积分", ["asked_at"] = "申请时间", ["action"] = "办理事项",
    };
}
