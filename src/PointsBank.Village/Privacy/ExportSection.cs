using System.Collections.Immutable;
using PointsBank.Village.Boards;
using PointsBank.Village.Callers;

namespace PointsBank.Village.Privacy;

/// <summary>
/// A part of what a village knows about a household, as it is given to it. To add a table is a line here. The query knows <c>@bank</c>, <c>@household</c> and
/// <c>@actor</c> (the household's own label), whether what is <c>@over</c> is told, and the <c>@day</c>; a column that ends in <c>_at</c> is a moment. No secret and nobody else's words belong here.
/// </summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its heading in a workbook, where its columns stand under their Chinese names too.</param>
/// <param name="Sql">Its rows.</param>
sealed record ExportSection(string Name, string Title, string Sql)
{
    /// <summary>Of an entry of the black board that a query calls b.</summary>
    const string Told = $"(@over = 1 or ({BlackTable.IsOpen}))";

    public static ImmutableArray<ExportSection> All { get; } =
    [
        new("household", "户", """
            select h.number, g.name as group_name, h.opened_at, e.ended_on, e.kind as end_kind
            from households h join village_groups g on g.bank = h.bank and g.number = h.group_no
            left join household_ends e on e.bank = h.bank and e.household = h.number where h.bank = @bank and h.number = @household
            """),
        new("members", "家庭成员", "select number, name, birth_date, is_head, related from members where bank = @bank and household = @household order by number"),
        new("leavings", "去世、搬走的成员", "select member, left_on, kind, recorded_at from member_leavings where bank = @bank and household = @household order by member"),
        new("consents", "同意记录", $"""
            select c.member, m.name, c.purpose, c.given, c.how, c.document, c.recorded_at, {Handler.Of("c.actor")} as handler
            from consents c join members m on m.bank = c.bank and m.number = c.member where c.bank = @bank and m.household = @household order by c.recorded_at, c.member, c.purpose, c.sequence
            """),
        new("passbooks", "存折", "select serial, issued_at, ended_at, end_reason from passbooks where bank = @bank and household = @household order by issued_at, serial"),
        new("entries", "账目", $"""
            with recursive walk (number, previous, account, entry, amount, balance_after, sequence) as (
              select p.number, p.previous, p.account, p.entry, p.amount, p.balance_after, p.sequence
              from accounts a join account_heads t on t.bank = a.bank and t.account = a.number
              join postings p on p.bank = t.bank and p.number = t.last_posting
              where a.bank = @bank and ((a.kind in (1, 2) and a.owner = @household)
                or (a.kind = 3 and exists (select 1 from members m where m.bank = a.bank and m.number = a.owner and m.household = @household)))
              union all
              select p.number, p.previous, p.account, p.entry, p.amount, p.balance_after, p.sequence from walk w join postings p on p.bank = @bank and p.number = w.previous)
            select w.entry, e.effective_on, a.unit, a.period, w.sequence, w.amount, w.balance_after, e.rule, e.source, e.reverses, n.text as note, {Handler.Of("e.actor")} as handler, e.recorded_at
            from walk w join accounts a on a.bank = @bank and a.number = w.account join entries e on e.bank = @bank and e.number = w.entry
            left join entry_notes n on n.bank = @bank and n.entry = w.entry order by w.entry, a.unit
            """),
        new("deeds", "积分事项", """
            select d.entry, d.effective_on, d.rule, r.item_zh, d.member, d.quantity, d.points, d.kind, d.reverses
            from deeds d left join rules r on r.bank = d.bank and r.version = d.rulebook and r.code = d.rule where d.bank = @bank and d.household = @household order by d.effective_on, d.entry
            """),
        new("claims", "积分申报", $"""
            select c.number, c.effective_on, c.rule, c.member, c.quantity, c.channel, case when c.channel = 'villagers' then '' else c.claimed_by end as claimed_by, c.document, c.witnesses, c.memo,
              c.state, {Handler.Of("c.recorded_by")} as handler, c.recorded_at
            from claims c where c.bank = @bank and c.household = @household order by c.number
            """),
        new("claim_steps", "申报经过", $"""
            select s.claim, s.sequence, s.state, s.points, s.notice, s.entry, s.note, {Handler.Of("s.actor")} as handler, s.recorded_at
            from claims c join claim_steps s on s.bank = c.bank and s.claim = c.number where c.bank = @bank and c.household = @household order by s.claim, s.sequence
            """),
        new("evidence", "佐证材料", """
            select e.claim, e.sequence, f.kind, f.size, e.added_at, z.erased_at
            from claims c join claim_evidence e on e.bank = c.bank and e.claim = c.number join evidence_files f on f.bank = e.bank and f.digest = e.digest
            left join evidence_erasures z on z.bank = f.bank and z.digest = f.digest where c.bank = @bank and c.household = @household order by e.claim, e.sequence
            """),
        new("reminders", "提醒", $"select number, rule, kind, reminded_on, memo, {Handler.Of("actor")} as handler, recorded_at from reminders where bank = @bank and household = @household order by number"),
        new("objections", "您家提出的异议", """
            select o.number, o.notice, o.claim, o.channel, o.words, o.recorded_at, r.outcome, r.points, r.reason
            from objections o left join rulings r on r.bank = o.bank and r.objection = o.number where o.bank = @bank and o.household = @household order by o.number
            """),
        new("objected", "对您家事项的异议", """
            select o.number, o.notice, o.claim, o.recorded_at, r.outcome, r.points, r.reason
            from objections o join claims c on c.bank = o.bank and c.number = o.claim left join rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and c.household = @household order by o.number
            """),
        new("redemptions", "兑换", $"""
            select r.number, r.redeemed_on, i.goods, i.quantity, i.price, r.points, r.authorised_by, r.entry, {Handler.Of("r.actor")} as handler
            from redemptions r join redemption_items i on i.bank = r.bank and i.redemption = r.number where r.bank = @bank and r.household = @household order by r.number, i.line
            """),
        new("reservations", "预订", """
            select r.number, i.goods, i.quantity, i.price, r.points, r.channel, r.placed_at, r.ready_until as until_at
            from reservations r join reservation_items i on i.bank = r.bank and i.reservation = r.number where r.bank = @bank and r.household = @household order by r.number, i.line
            """),
        new("vouchers", "兑换券", """
            select v.number, v.points, v.issued_at, v.valid_until as until_at, d.reason, d.voided_at
            from vouchers v left join voucher_voids d on d.bank = v.bank and d.voucher = v.number where v.bank = @bank and v.household = @household order by v.number
            """),
        new("attendances", "志愿服务", """
            select a.number, a.member, c.title, c.place, t.kind, t.came_at, t.left_at, t.reason, t.recorded_at
            from attendances a join activities c on c.bank = a.bank and c.number = a.activity join attendance_times t on t.bank = a.bank and t.attendance = a.number
            where a.bank = @bank and a.household = @household order by a.number, t.sequence
            """),
        new("certificates", "服务时长证明", """
            select number, member, from_day, until_day, minutes, activities, total, stars, issued_on from service_certificates where bank = @bank and household = @household order by number
            """),
        new("gifts", "以您家姓名捐赠", """
            select 'fund' as kind, f.number, f.partner, f.fen, f.moved_on from fund_movements f
            where f.bank = @bank and f.kind = 'contribution' and exists (select 1 from members m where m.bank = f.bank and m.household = @household and m.name = f.partner)
            union all
            select 'stock', s.number, s.partner, null, s.moved_on from stock_movements s
            where s.bank = @bank and s.origin = 'donation' and exists (select 1 from members m where m.bank = s.bank and m.household = @household and m.name = s.partner)
            order by 5, 2
            """),
        new("allowances", "流动超市额度", """
            select trip, device, sequence, points, redemption, recorded_at from trip_allowances where village = @bank and household = @household order by recorded_at, trip, device, sequence
            """),
        new("standings", "荣誉分（排名用）", """
            select s.year, s.standing, s.rank, s.stars, x.balance, x.carried, x.expired
            from year_standings s left join year_expiries x on x.bank = s.bank and x.year = s.year and x.sequence = s.sequence and x.household = s.household
            where s.bank = @bank and s.household = @household order by s.year, s.sequence
            """),
        new("board_places", "张榜", """
            select b.number, b.board, b.period, b.published_on, b.shown_until, p.rank, p.score, p.stars
            from board_publications b join board_places p on p.bank = b.bank and p.publication = b.number where b.bank = @bank and p.household = @household order by b.number, p.line
            """),
        new("black_entries", "黑榜", $"""
            select b.number, b.rule, b.document, b.reason, b.decided_on, b.shown_from, b.shown_until, s.state, s.note, s.recorded_at
            from black_entries b left join black_entry_steps s on s.bank = b.bank and s.entry = b.number
            where b.bank = @bank and b.household = @household and {Told} order by b.number, s.number
            """),
        new("black_objections", "对黑榜的异议", $"""
            select o.number, o.entry as black_entry, o.channel, o.words, o.recorded_at, r.outcome, r.reason
            from black_objections o join black_entries b on b.bank = o.bank and b.number = o.entry left join black_rulings r on r.bank = o.bank and r.objection = o.number
            where o.bank = @bank and o.household = @household and {Told} order by o.number
            """),
        new("favours", "享受优惠", "select number, favour, what, granted_on from favour_grants where bank = @bank and household = @household order by number"),
        new("suspensions", "暂停优惠", """
            select s.number, s.document, s.reason, s.standing, s.restores_at as level, s.from_day, s.review_on, e.kind, e.reason as end_reason, e.ended_on
            from favour_suspensions s left join favour_suspension_ends e on e.bank = s.bank and e.suspension = s.number where s.bank = @bank and s.household = @household order by s.number
            """),
        new("suspension_objections", "对暂停的异议", """
            select o.number, o.suspension, o.channel, o.words, o.recorded_at, r.outcome, r.reason
            from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension
            left join favour_rulings r on r.bank = o.bank and r.objection = o.number where o.bank = @bank and s.household = @household order by o.number
            """),
        new("candidates", "评先推荐", """
            select c.number, c.title, c.year, c.reason, d.outcome, d.document from honour_candidates c
            left join honour_decisions d on d.bank = c.bank and d.candidate = c.number where c.bank = @bank and c.household = @household order by c.number
            """),
        new("awards", "荣誉", "select number, title, member, body, document, awarded_on, entry from awards where bank = @bank and household = @household order by number"),
        new("ratings", "星级户证明", "select number, year, standing, stars, issued_on, valid_until from rating_certificates where bank = @bank and household = @household order by number"),
        new("loans", "道德信贷", """
            select l.number, l.version, l.certificate, l.partner, l.line as credit_line, l.lent, l.agreed_on, l.paper
            from rating_loans l join rating_certificates c on c.bank = l.bank and c.number = l.certificate where c.bank = @bank and c.household = @household order by l.number, l.version
            """),
        new("changes", "分户并户", """
            select number, kind, points, merit as standing, reason, decided_by, document, changed_on from household_changes where bank = @bank and household = @household order by number
            """),
        new("openings", "期初余额", """
            select l.proposal as number, l.points_before, l.points_after, p.recorded_at, d.kind as outcome from opening_proposal_lines l
            join opening_proposals p on p.bank = l.bank and p.number = l.proposal
            left join opening_decisions d on d.bank = l.bank and d.proposal = l.proposal where l.bank = @bank and l.household = @household order by l.proposal
            """),
        new("erasures", "注销", """
            select e.number, e.member, e.asked_at, d.outcome, d.ended_at
            from erasures e left join erasure_ends d on d.bank = e.bank and d.erasure = e.number where e.bank = @bank and e.household = @household order by e.number
            """),
        new("requests", "办理记录", $"""
            select action, {Handler.Of("actor")} as handler, recorded_at from requests
            where bank = @bank and (actor = @actor or answer like @named or answer like @last) order by recorded_at, action
            """),
    ];

    /// <summary>The words over a column of a workbook.</summary>
    public static string Heading(string column) => Headings.GetValueOrDefault(column, column);

    static readonly Dictionary<string, string> Headings = new()
    {
        ["number"] = "编号", ["group_name"] = "村民小组", ["opened_at"] = "开户时间", ["ended_on"] = "并户、搬走日期", ["end_kind"] = "并户或搬走", ["name"] = "姓名", ["birth_date"] = "出生日期",
        ["is_head"] = "户主", ["related"] = "村干部亲属", ["member"] = "成员号", ["left_on"] = "去世、搬走日期", ["kind"] = "类别", ["recorded_at"] = "记录时间", ["purpose"] = "用途", ["given"] = "同意",
        ["how"] = "方式", ["document"] = "凭据", ["handler"] = "经办人", ["serial"] = "存折号", ["issued_at"] = "发放时间", ["ended_at"] = "结束时间", ["end_reason"] = "结束原因",
        ["entry"] = "账目号", ["effective_on"] = "事项日期", ["unit"] = "单位", ["period"] = "年度", ["sequence"] = "行号", ["amount"] = "数额", ["balance_after"] = "余额", ["rule"] = "细则",
        ["source"] = "来源", ["reverses"] = "更正的账目", ["note"] = "备注", ["item_zh"] = "事项", ["quantity"] = "数量", ["points"] = "积分", ["channel"] = "渠道", ["claimed_by"] = "申报人",
        ["witnesses"] = "证明人", ["memo"] = "说明", ["state"] = "状态", ["claim"] = "申报号", ["notice"] = "公示号", ["size"] = "大小", ["added_at"] = "添加时间", ["erased_at"] = "删除时间",
        ["reminded_on"] = "提醒日期", ["words"] = "内容", ["outcome"] = "处理结果", ["reason"] = "理由", ["redeemed_on"] = "兑换日期", ["goods"] = "商品", ["price"] = "单价", ["authorised_by"] = "确认方式",
        ["placed_at"] = "预订时间", ["until_at"] = "有效至", ["voided_at"] = "作废时间", ["title"] = "活动", ["place"] = "地点", ["came_at"] = "签到", ["left_at"] = "签退", ["from_day"] = "起",
        ["until_day"] = "止", ["minutes"] = "分钟", ["activities"] = "次数", ["total"] = "累计分钟", ["stars"] = "星级", ["issued_on"] = "出具日期", ["partner"] = "捐赠人", ["fen"] = "金额（分）",
        ["moved_on"] = "日期", ["trip"] = "车次", ["device"] = "设备", ["redemption"] = "兑换号", ["year"] = "年", ["standing"] = "积分", ["rank"] = "名次", ["balance"] = "结余", ["carried"] = "结转",
        ["expired"] = "到期", ["board"] = "榜", ["published_on"] = "张榜日期", ["shown_from"] = "公示自", ["shown_until"] = "公示至", ["score"] = "分值", ["decided_on"] = "决定日期",
        ["black_entry"] = "黑榜编号", ["favour"] = "优惠编号", ["what"] = "内容", ["granted_on"] = "享受日期", ["level"] = "级别", ["review_on"] = "复查日期",
        ["suspension"] = "暂停编号", ["body"] = "授予单位", ["awarded_on"] = "授予日期", ["valid_until"] = "有效至", ["version"] = "版本", ["certificate"] = "证明编号", ["credit_line"] = "授信（分）",
        ["lent"] = "放款（分）", ["agreed_on"] = "签订日期", ["paper"] = "凭据", ["decided_by"] = "决定", ["changed_on"] = "变更日期", ["points_before"] = "原来的积分", ["points_after"] = "改为积分", ["asked_at"] = "申请时间", ["action"] = "办理事项",
    };
}
