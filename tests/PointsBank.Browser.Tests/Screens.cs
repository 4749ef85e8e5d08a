namespace PointsBank.Browser.Tests;

/// <summary>One page, as somebody sees it.</summary>
/// <param name="Name">Of its pictures.</param>
/// <param name="Who">The role that is signed in; null for anybody.</param>
/// <param name="Address">From the root.</param>
public sealed record Screen(string Name, string? Who, string Address)
{
    /// <summary>Whether there is a picture of it in the dark too.</summary>
    public bool InTheDark { get; init; }

    /// <summary>What a page that scripts build shows when it is done.</summary>
    public string? Until { get; init; }

    /// <summary>Rules of accessibility that a page which is not ours breaks; null for one of ours, which breaks none.</summary>
    public IReadOnlyList<string>? Faults { get; init; }
}

/// <summary>Every page of the product. Each is checked at two widths, and scripts/screens.sh takes its pictures.</summary>
static class Screens
{
    public static IReadOnlyList<Screen> All { get; } =
    [
        new("api", null, "/api") { Until = ".opblock", Faults = ["color-contrast", "select-name"], InTheDark = true },
        new("start", null, "/") { InTheDark = true },
        new("sign-in", null, "/sign-in"),
        new("village", null, "/v/anjiahe"),
        new("board-red", null, "/v/anjiahe/boards/red?period=2025") { InTheDark = true },
        new("board-black", null, "/v/anjiahe/boards/black?period=2025"),
        new("board-good-deeds", null, "/v/anjiahe/boards/good-deeds?period=2025-12"),
        new("board-stars", null, "/v/anjiahe/boards/stars?period=2025"),
        new("board-sheet", null, "/v/anjiahe/boards/red/sheet?period=2025"),
        new("rulebook", null, "/v/anjiahe/rulebook"),
        new("rulebook-sheet", null, "/v/anjiahe/rulebook/sheet"),
        new("check", null, "/check?bank=anjiahe"),
        new("household", "household", "/v/anjiahe/h/1") { InTheDark = true },
        new("household-lines", "household", "/v/anjiahe/h/1/lines"),
        new("household-why", "household", "/v/anjiahe/h/1/lines/1"),
        new("household-statement", "household", "/v/anjiahe/h/1/statement?year=2025"),
        new("household-members", "household", "/v/anjiahe/h/1/members"),
        new("household-pin", "household", "/v/anjiahe/h/1/pin"),
        new("household-sign-out", "household", "/v/anjiahe/h/1/sign-out-everywhere"),
        new("counter", "attendant", "/v/anjiahe/shops/1") { InTheDark = true },
        new("counter-hits", "attendant", "/v/anjiahe/shops/1?q=zjg"),
        new("counter-household", "attendant", "/v/anjiahe/shops/1/h/30") { InTheDark = true },
        new("counter-slips", "attendant", "/v/anjiahe/shops/1/slips"),
        new("counter-slip", "attendant", "/v/anjiahe/shops/1/slips/1"),
        new("counter-slip-print", "attendant", "/v/anjiahe/shops/1/slips/1/print"),
        new("counter-stock", "attendant", "/v/anjiahe/shops/1/stock"),
        new("counter-counts", "attendant", "/v/anjiahe/shops/1/stock/counts"),
        new("count-wall", null, "/v/anjiahe/shops/1/counts/1"),
        new("count-wall-sheet", null, "/v/anjiahe/shops/1/counts/1/sheet"),
        new("counter-receive", "attendant", "/v/anjiahe/shops/1/stock/received"),
        new("counter-count-sheet", "attendant", "/v/anjiahe/shops/1/stock/sheet"),
        new("counter-prices", "attendant", "/v/anjiahe/shops/1/prices"),
        new("counter-day", "attendant", "/v/anjiahe/shops/1/day"),
        new("shifts", "attendant", "/v/anjiahe/shops/1/shifts/1"),
        new("orders", "attendant", "/v/anjiahe/shops/1/orders"),
        new("order", "attendant", "/v/anjiahe/shops/1/orders/2") { InTheDark = true },
        new("order-picking", "attendant", "/v/anjiahe/shops/1/orders/picking"),
        new("voucher-new", "attendant", "/v/anjiahe/vouchers/new?household=30"),
        new("vouchers", "clerk", "/v/anjiahe/vouchers"),
        new("household-shop", "household", "/v/anjiahe/h/1/shops/1") { InTheDark = true },
        new("household-orders", "household", "/v/anjiahe/h/1/orders"),
        new("clerk", "clerk", "/v/anjiahe/clerk") { InTheDark = true },
        new("clerk-slips", "clerk", "/v/anjiahe/clerk/slips"),
        new("clerk-ticks", "clerk", "/v/anjiahe/clerk/ticks"),
        new("clerk-deed", "clerk", "/v/anjiahe/clerk/deeds/new"),
        new("clerk-households", "clerk", "/v/anjiahe/clerk/households"),
        new("clerk-household", "clerk", "/v/anjiahe/clerk/households/1"),
        new("clerk-household-new", "clerk", "/v/anjiahe/clerk/households/new"),
        new("clerk-cards", "clerk", "/v/anjiahe/clerk/cards"),
        new("clerk-booklet", "clerk", "/v/anjiahe/clerk/households/1/booklet"),
        new("clerk-rulebook", "clerk", "/v/anjiahe/clerk/rulebook"),
        new("clerk-sheets", "clerk", "/v/anjiahe/clerk/sheets"),
        new("clerk-journal", "clerk", "/v/anjiahe/clerk/journal"),
        new("clerk-entry", "clerk", "/v/anjiahe/clerk/journal/5000"),
        new("clerk-reversal", "clerk", "/v/anjiahe/clerk/journal/5000/reversal"),
        new("clerk-verify", "clerk", "/v/anjiahe/clerk/verify"),
        new("goods", "clerk", "/v/anjiahe/shops/1/goods"),
        new("goods-form", "clerk", "/v/anjiahe/shops/1/goods/G01"),
        new("shop-report-moved", "clerk", "/v/anjiahe/shops/1/reports?from=2025-01-01"),
        new("shop-report-lying", "clerk", "/v/anjiahe/shops/1/reports/lying?days=30"),
        new("stock", "keeper", "/v/anjiahe/shops/1/stock"),
        new("supervisor", "supervisor", "/v/anjiahe/supervisor"),
        new("notices", null, "/v/anjiahe/notices"),
        new("notice", null, "/v/anjiahe/notices/1") { InTheDark = true },
        new("notice-sheet", null, "/v/anjiahe/notices/1/sheet"),
        new("household-notices", "household", "/v/anjiahe/h/1/notices"),
        new("household-notice", "household", "/v/anjiahe/h/1/notices/1"),
        new("household-objection", "household", "/v/anjiahe/h/1/notices/1/objection?line=5"),
        new("household-claims", "household", "/v/anjiahe/h/1/claims"),
        new("household-claim-new", "household", "/v/anjiahe/h/1/claims/new"),
        new("household-service", "household", "/v/anjiahe/h/1/service"),
        new("leader", "group-leader", "/v/anjiahe/leader") { InTheDark = true },
        new("leader-claims", "group-leader", "/v/anjiahe/leader/claims?state=submitted&group=1"),
        new("leader-yard", "group-leader", "/v/anjiahe/leader/claims/yard?group=1&r1=D04&r2=D01"),
        new("clerk-claims", "clerk", "/v/anjiahe/clerk/claims?state=all"),
        new("clerk-claim", "clerk", "/v/anjiahe/clerk/claims/1"),
        new("clerk-reminders", "clerk", "/v/anjiahe/clerk/reminders"),
        new("service", "team-leader", "/v/anjiahe/service"),
        new("service-activity", "team-leader", "/v/anjiahe/service/activities/1"),
        new("service-hours", "clerk", "/v/anjiahe/service/volunteers"),
        new("assess", "assessor", "/v/anjiahe/assess"),
        new("assess-open", "assessor", "/v/anjiahe/assess/meetings/new"),
        new("assess-meeting", "assessor", "/v/anjiahe/assess/meetings/2") { InTheDark = true },
        new("assess-minutes", "assessor", "/v/anjiahe/assess/meetings/1/minutes"),
        new("assess-claim", "assessor", "/v/anjiahe/assess/claims/8"),
        new("clerk-notices", "clerk", "/v/anjiahe/clerk/notices"),
        new("clerk-notice-new", "clerk", "/v/anjiahe/clerk/notices/new"),
        new("clerk-notice", "clerk", "/v/anjiahe/clerk/notices/1"),
        new("clerk-objection", "clerk", "/v/anjiahe/clerk/notices/1/objections/new?line=3"),
        new("objections", "supervisor", "/v/anjiahe/supervisor/objections"),
        new("ruling", "supervisor", "/v/anjiahe/supervisor/objections/1"),
        new("reports", "supervisor", "/v/anjiahe/supervisor/reports"),
        new("report-exceptions", "supervisor", "/v/anjiahe/supervisor/reports/exceptions"),
        new("office", "administrator", "/office"),
        new("office-banks", "administrator", "/office/banks"),
        new("office-settings", "administrator", "/office/banks/anjiahe/settings"),
        new("office-staff", "administrator", "/office/staff"),
    ];
}
