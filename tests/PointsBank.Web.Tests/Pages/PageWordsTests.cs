using System.Text.RegularExpressions;
using PointsBank.Ledger;
using PointsBank.Village;
using PointsBank.Village.Banks;
using PointsBank.Village.Claims;
using PointsBank.Village.Favours;
using PointsBank.Village.Funds;
using PointsBank.Village.Honours;
using PointsBank.Village.Households;
using PointsBank.Village.Privacy;
using PointsBank.Village.Reports;
using PointsBank.Village.Service;
using PointsBank.Village.Shops;
using PointsBank.Web.Pages;

namespace PointsBank.Web.Tests.Pages;

/// <summary>Every word that a page says is in both languages, and every word there is is said.</summary>
public sealed partial class PageWordsTests
{
    /// <summary>Keys that are made from a word and a code of a closed list.</summary>
    static readonly Dictionary<string, string[]> Composed = new()
    {
        ["import_column_"] =
        [
            "household", "group", "head", "name", "birth_date", "related", "relation", "points", "code", "category_zh", "category_en",
            "item_zh", "item_en", "kind", "basis", "cap_period", "cap_points", "evidence", "direct", "ordinary", "posted", "rule", "effective_on",
            "quantity", "member", "channel", "claimed_by", "memo",
        ],
        ["import_field_"] = ["new", "group", "name", "birthDate", "related", "head", "points"],
        ["waits_"] = [.. PointsBank.Village.Reports.WaitingDesk.Kinds.Select(kind => kind.Kind)],
        ["done_activity_"] = ["open", "held", "closed", "cancelled"],
        ["office_proposal_was_"] = ["alone", "confirmed", "refused", "taken_back"],
        ["open_item_"] =
            ["claims", "proposals", "hours", "reservations", "vouchers", "black", "suspensions", "objections"],
        ["report_confirmed_"] = [.. PointsBank.Village.Reports.ClaimReports.Confirmed],
        ["opening_state_"] = ["open", "alone", "confirmed", "refused", "taken_back"],
        ["import_kind_"] = ["households", "members", "opening"],
        ["import_would_"] = ["households", "members", "opening"],
        ["office_step_"] = [.. PointsBank.Web.Pages.Banks.SetUp.OfNothing.Select(step => step.Name)],
        ["office_step_how_"] = [.. PointsBank.Web.Pages.Banks.SetUp.OfNothing.Select(step => step.Name)],
        ["office_role_does_"] = ["clerk", "supervisor", "group-leader", "assessor", "attendant", "keeper", "treasurer"],
        ["passbook_reason_"] = ["first", "full", "lost", "damaged", "returned", "replaced", "left", "merged", "moved"],
        ["register_consent_"] = [.. Purpose.All],
        ["register_consent_means_"] = [.. Purpose.All],
        ["rulebook_answer_"] = ["yes", "no"],
        ["rulebook_cap_in_"] = ["month", "year"],
        ["rulebook_field_"] =
            ["classZh", "classEn", "itemZh", "itemEn", "kind", "basis", "points", "capPeriod", "capPoints", "evidence", "direct", "ordinary", "posted"],
        ["rulebook_kind_"] = ["credit", "deduct"],
        ["rulebook_mode_"] = ["sixty", "red-yellow"],
        ["sharing_is_"] = ["offered", "accepted", "ended"],
        ["sharing_step_"] = ["offered", "accepted", "ended"],
        ["rulebook_period_"] = ["none", "month", "year"],
        ["setting_"] = [.. Setting.All.Select(setting => setting.Name)],
        ["setting_hint_"] = [.. Setting.All.Select(setting => setting.Name)],
        ["setting_word_"] = [.. Setting.All.SelectMany(setting => setting.Words).Distinct()],
        ["setting_group_"] = [.. Setting.Groups.Select(group => group.Group)],
        ["staff_role_"] =
            ["administrator", "supervisor", "clerk", "attendant", "group-leader", "assessor", "team-leader", "keeper", "treasurer"],
        ["year_state_"] = ["running", "open", "closed", "done"],
        ["year_check_"] = ["close", "expire", "undo"],
        ["year_confirm_"] = ["close", "expire", "undo"],
        ["proposal_kind_"] = [.. PointsBank.Village.Proposals.ProposalKind.All],
        ["proposal_outcome_"] = ["confirmed", "refused", "taken_back"],
        ["change_kind_"] = ["split", "merge", "move", "leave"],
        ["change_form_"] = ["split", "merge", "move", "leave"],
        ["change_means_"] = ["split", "merge", "move", "leave"],
        ["change_confirm_"] = ["split", "merge", "move", "leave"],
        ["register_ended_"] = ["merged", "moved", "left"],
        ["clerk_kind_"] = ["opening", "credit", "deduction", "redemption", "stock", "reversal", "transfer"],
        ["clerk_reversal_"] = ["household", "rule", "quantity", "twice", "unfounded", "objection", "other"],
        ["clerk_warning_"] = ["same_deed", "related", "backdated"],
        ["clerk_deviation_"] = [
            "changed", "missing", "unbalanced", "balance", "floor", "time", "reversal", "unreadable", "evidence", "table", "sealed",
            "catalogue"],
        ["clerk_place_"] = [
            "entry", "account", "posting", "hold", "unit", "year", "evidence", "book", "claim", "activity", "certificate", "count",
            "statement", "sheet", "redemption", "publication", "decision"],
        ["clerk_basis_"] = ["per_event", "per_hour", "per_month", "per_year"],
        ["clerk_account_"] = [.. Enum.GetNames<AccountKind>().Select(kind => kind.ToLowerInvariant())],
        ["clerk_unit_"] = ["points", "merit", "minutes", "fen", "goods"],
        ["clerk_reason_"] =
        [
            "direct_rule", "direct_by_setting", "brought_forward", "reversal", "by_token", "by_pin", "by_booklet", "by_voucher",
            "stock_received", "stock_moved", "stock_counted", "stock_corrected", "stock_spoiled", "after_notice", "assessed_direct",
            "by_one_person", "confirmed_hours", "fund_contribution", "fund_supplier", "fund_spent", "settlement_approved",
            "settlement_paid", "award", "household_split", "household_merge", "household_move", "household_leave",
        ],
        ["board_measure_"] = [.. PointsBank.Village.Boards.Measure.All],
        ["board_period_"] = ["year", "quarter", "month"],
        ["board_scope_"] = ["households", "groups"],
        ["board_publisher_"] = ["clerk", "supervisor"],
        ["black_state_"] = [.. PointsBank.Village.Boards.BlackState.All],
        ["black_outcome_"] = ["upheld", "dismissed"],
        ["favour_kind_"] = [FavourView.Redemption, .. FavourView.Kinds],
        ["favour_means_"] = ["confirmation", "refusal", "amendment", "objection", "upheld", "dismissed"],
        ["favour_ruling_"] = ["upheld", "dismissed"],
        ["favour_state_"] = [.. SuspensionView.States],
        ["favour_why_"] = ["suspended", "standing_below", "deducted_above"],
        ["honour_level_"] = [.. TitleView.Levels],
        ["honour_outcome_"] = ["accepted", "declined"],
        ["rating_asked_"] = ["passbook", "desk"],
        ["fund_source_"] = [.. FundSource.All.Select(source => source.Code)],
        ["fund_state_"] = ["sound", "warning", "full", "none"],
        ["clock_hold_"] = ["voucher", "reservation", "trip"],
        ["fund_what_"] = ["contribution", "supplier", "spent", "purchase", "donation", "corrected", "approved", "paid"],
        ["statement_state_"] = ["made", "signed_shop", "signed_supervisor", "approved", "paid", "dropped"],
        ["statement_do_"] = ["signed_shop", "signed_supervisor", "approved", "paid", "dropped"],
        ["statement_confirm_"] = ["signed_shop", "signed_supervisor", "approved", "paid", "dropped"],
        ["assess_outcome_"] = ["as_claimed", "other_points", "rejected"],
        ["notice_change_"] = ["extended", "ended"],
        ["notice_mark_"] = ["on_notice", "objected", "dropped", "entered", "withdrawn", "reversed"],
        ["notice_window_"] = ["waiting", "open", "closed"],
        ["objection_channel_"] = ["household", "desk", "voice"],
        ["report_found_"] =
        [
            "backdated", "just_under_cap", "many_by_one", "direct", "opening_alone", "taken_back", "second_made", "year_undone",
            "came_with_points", "tie_ended", "unit_shortened", "term_shortened",
        ],
        ["report_kind_"] = [.. ClaimReports.ExceptionKinds],
        ["report_means_"] = [.. ClaimReports.ExceptionKinds],
        ["ruling_means_"] = ["corrected", "dropped", "dismissed"],
        ["ruling_outcome_"] = ["corrected", "dropped", "dismissed"],
        ["demo_"] = [
            "administrator", "supervisor", "clerk", "attendant", "group-leader", "assessor", "team-leader", "keeper", "treasurer",
            "household"],
        ["agreed_"] = ["token", "pin", "booklet", "voucher"],
        ["order_state_"] = [.. Reservation.States],
        ["order_channel_"] = [.. Reservation.Channels],
        ["voucher_state_"] = [.. Voucher.States],
        ["void_because_"] = ["goods", "household", "quantity", "mind"],
        ["device_"] = [.. PointsBank.Village.Trips.DeviceDesk.EndsOfHolders],
        ["trip_state_"] = ["new", "taken", "revoked", "readmitted", "closed", "released"],
        ["stock_do_"] = ["received", "spoiled", "moved", "counted"],
        ["stock_lead_"] = ["received", "spoiled", "moved"],
        ["stock_memo_"] = ["received", "spoiled", "moved"],
        ["stock_check_"] = ["received", "spoiled", "moved"],
        ["stock_confirm_"] = ["received", "spoiled", "moved"],
        ["stock_kind_"] = ["received", "spoiled", "moved", "counted", "corrected"],
        ["shopkind_"] = [.. ShopDesk.Kinds],
        ["shopowner_"] = [.. ShopDesk.Owners],
        ["receive_origin_"] = ["purchase", "donation"],
        ["count_state_"] = ["open", "entered", "dropped"],
        ["count_reason_"] = [.. CountDesk.Shortages.Union(CountDesk.Surpluses)],
        ["shopreport_kind_"] = ["redemption", "void", "received", "spoiled", "moved", "counted", "corrected", "undone"],
        ["public_kind_"] = [
            "opening", "credit", "deduction", "redemption", "stock", "reversal", "transfer", "service_certificate", "rating_certificate",
            "seal"],
        ["service_state_"] = [.. ActivityState.All],
        ["service_way_"] = ["list", "qr", "clerk"],
        ["service_odd_"] = [.. ServiceDesk.ExceptionKinds],
        ["service_ceiling_"] =
            ["activity_ceiling", "rule_cap_reached", "month_ceiling_reached", "year_ceiling_reached", "issue_ceiling_reached"],
        ["public_basis_"] = ["per_event", "per_hour", "per_month", "per_year"],
        ["public_cap_"] = ["month", "year"],
        ["household_consent_"] = [.. Purpose.All],
        ["household_no_consent_"] = [.. Purpose.All],
        ["privacy_kept_"] = [.. VillageRooms.Personal.Retention.Select(kind => kind.Code)],
        ["privacy_kind_"] =
            ["answers", "boards", "changes", "favours", "honours", "claims", "consents", "files", "gifts", "meetings", "members", "notes", "notices", "objections", "openings", "reminders", "service", "settlements", "sign_ins", "stock", "trips", "vouchers", "year"],
        ["privacy_state_"] = ["asked", "done", "refused"],
        ["privacy_left_"] = [.. LeavingDesk.Kinds],
        ["privacy_how_"] = ["unknown", ConsentDesk.ByHousehold, ConsentDesk.AtDesk, ConsentDesk.OnPaper],
        ["privacy_purpose_"] = [.. Purpose.All],
        ["privacy_purpose_means_"] = [.. Purpose.All],
        ["privacy_subject_"] = [.. DisclosureDesk.Subjects],
        ["claim_state_"] = [.. ClaimState.All],
        ["claim_channel_"] = [.. Channel.All],
        ["claim_via_"] = ["single", "ticks", "sheet", "yard"],
        ["claim_short_"] = [.. ClaimState.All],
        ["claim_ruled_"] = ["corrected", "dropped", "dismissed"],
        ["claim_reminder_"] = ["private", "written"],
        ["claim_tie_"] = ["own", "relative"],
        ["claim_warning_"] = [.. ClaimWarning.All],
    };

    static readonly string Source = string.Join(
        '\n', Directory.EnumerateFiles(Path.Combine(House, "src", "PointsBank.Web"), "*.*", SearchOption.AllDirectories)
        .Where(
            file => Path.GetExtension(file) is ".cs" or ".razor"
                && !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}")).Select(File.ReadAllText));

    static string House
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "PointsBank.sln"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }

    [Fact]
    public void Both_languages_have_the_same_words() => PageWords.English.Keys.Should().BeEquivalentTo(PageWords.Chinese.Keys);

    [Fact]
    public void Every_key_that_a_page_names_has_words()
    {
        var named = Said().Matches(Source).Select(match => match.Groups[1].Value).Where(key => !key.EndsWith('_'));
        var composed = Composed.SelectMany(pair => pair.Value.Select(code => pair.Key + code));

        named.Concat(composed).Distinct().Where(key => !PageWords.Chinese.Has(key)).Should().BeEmpty("these keys have no words");
    }

    [Fact]
    public void Every_prefix_that_a_page_composes_is_known() =>
        Said()
            .Matches(Source)
            .Select(match => match.Groups[1].Value)
            .Where(key => key.EndsWith('_'))
            .Distinct()
            .Where(prefix => prefix != "done_" && !Composed.ContainsKey(prefix))
            .Should().BeEmpty("list the codes of these prefixes in this test");

    [Fact]
    public void No_words_are_left_that_nothing_says() =>
        PageWords.Chinese.Keys.Where(key => !Source.Contains($"\"{key}\"", StringComparison.Ordinal))
            .Where(
                key => !Composed.Any(
                    pair => key.StartsWith(pair.Key, StringComparison.Ordinal) && pair.Value.Contains(key[pair.Key.Length..])))
            .Where(
                key => !(
                    key.StartsWith("done_", StringComparison.Ordinal)
                        && Source.Contains($"\"{key["done_".Length..]}\"", StringComparison.Ordinal)))
            .Should().BeEmpty("take these words out, or say them");

    [GeneratedRegex(@"\bSay\(\s*""([a-z0-9_]+)""")]
    private static partial Regex Said();
}
