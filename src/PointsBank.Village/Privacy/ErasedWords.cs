using System.Collections.Immutable;
using PointsBank.Village.Names;

namespace PointsBank.Village.Privacy;

/// <summary>A column in which people write words. To add a table is a line here.</summary>
/// <param name="Kind">What the words are counted as.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">Its column.</param>
/// <param name="Own">Which rows are the person's own, so that their words go as a whole; elsewhere the name alone is struck out.</param>
/// <param name="Emptied">What stands there then.</param>
/// <param name="Mark">What stands where a name alone was struck out, as SQL; with the row's number where no two may read the same.</param>
sealed record ErasedWords(string Kind, string Table, string Column, string Own = ErasedWords.None, string Emptied = "", string Mark = "@mark")
{
    const string None = "0 = 1";
    const string Gone = "—";
    const string NumberedMark = "@mark || number";
    const string OfHousehold = "household = @household and @member = 0";
    const string OfPerson = "household = @household and (@member = 0 or member = @member)";

    public static ImmutableArray<ErasedWords> All { get; } =
    [
        new("claims", "claims", "memo", OfPerson),
        new("claims", "claims", "witnesses", OfPerson),
        new("claims", "claims", "document", OfPerson),
        new("claims", "claims", "claimed_by", $"({OfPerson}) or (claimant = @household and @member = 0)", Erased.Mark),
        new("claims", "claim_steps", "note", $"exists (select 1 from claims c where c.bank = claim_steps.bank and c.number = claim_steps.claim and c.{OfPerson})"),
        new("reminders", "reminders", "memo", OfHousehold),
        new("objections", "objections", "objector", OfHousehold),
        new("objections", "objections", "words", OfHousehold),
        new("objections", "rulings", "reason", "exists (select 1 from objections o where o.bank = rulings.bank and o.number = rulings.objection and o.household = @household and @member = 0)"),
        new("notices", "notice_changes", "reason"),
        new("notices", "notice_changes", "document"),
        new("notices", "notice_end_proposals", "reason"),
        new("notices", "notice_end_proposals", "document"),
        new("service", "attendance_times", "reason",
            "exists (select 1 from attendances a where a.bank = attendance_times.bank and a.number = attendance_times.attendance and a.household = @household and (@member = 0 or a.member = @member))", Gone),
        new("service", "activity_steps", "reason"),
        // The steps first: an activity stands where its last step says.
        new("service", "activity_steps", "place"),
        new("service", "activities", "place"),
        new("service", "activities", "title"),
        new("service", "projects", "title_zh"),
        new("service", "projects", "title_en"),
        new("service", "projects", "place"),
        new("service", "teams", "name", Mark: NumberedMark),
        new("meetings", "assessments", "place"),
        new("meetings", "setting_proposals", "document"),
        new("openings", "opening_proposals", "file"),
        new("vouchers", "voucher_voids", "reason", "exists (select 1 from vouchers v where v.bank = voucher_voids.bank and v.number = voucher_voids.voucher and v.household = @household and @member = 0)"),
        new("gifts", "fund_movements", "partner"),
        new("gifts", "fund_movements", "receipt"),
        new("gifts", "stock_movements", "partner"),
        new("gifts", "stock_movements", "receipt"),
        new("stock", "stock_lines", "reason"),
        new("settlements", "settlement_steps", "name"),
        new("settlements", "settlement_steps", "reason"),
        new("settlements", "settlements", "name_zh"),
        new("settlements", "settlements", "name_en"),
        new("settlements", "settlement_lines", "name_zh"),
        new("settlements", "settlement_lines", "name_en"),
        new("stock", "shops", "name_zh"),
        new("stock", "shops", "name_en"),
        new("stock", "goods", "name_zh"),
        new("stock", "goods", "name_en"),
        new("stock", "prices", "approved_by"),
        new("trips", "trip_devices", "name"),
        new("trips", "trip_device_events", "reason"),
        new("consents", "consents", "document", "exists (select 1 from members m where m.bank = consents.bank and m.number = consents.member and m.household = @household and (@member = 0 or m.number = @member))"),
        new("boards", "black_entries", "reason", OfHousehold, Emptied: Gone),
        new("boards", "black_entry_steps", "note", "exists (select 1 from black_entries b where b.bank = black_entry_steps.bank and b.number = black_entry_steps.entry and b.household = @household and @member = 0)", Gone),
        new("boards", "black_objections", "words", OfHousehold),
        new("boards", "black_objections", "objector", OfHousehold),
        new("boards", "black_rulings", "reason", "exists (select 1 from black_objections o where o.bank = black_rulings.bank and o.number = black_rulings.objection and o.household = @household and @member = 0)"),
        new("boards", "black_entries", "document"),
        new("boards", "board_publications", "reason", Emptied: Gone),
        new("boards", "board_definitions", "title_zh"),
        new("boards", "board_definitions", "title_en"),
        new("boards", "board_definitions", "about_zh"),
        new("boards", "board_definitions", "about_en"),
        new("boards", "publication_assessments", "purpose"),
        new("boards", "publication_assessments", "data"),
        new("boards", "publication_assessments", "necessity"),
        new("boards", "publication_assessments", "risk"),
        new("boards", "publication_assessments", "measures"),
        new("boards", "publication_assessments", "decided_by"),
        new("boards", "publication_assessments", "document"),
        new("favours", "favours", "name_zh"),
        new("favours", "favours", "name_en"),
        new("favours", "favours", "note"),
        new("favours", "favour_grants", "what", OfHousehold, Gone),
        new("favours", "favour_suspensions", "reason", OfHousehold, Gone),
        new("favours", "favour_suspension_ends", "reason", "exists (select 1 from favour_suspensions s where s.bank = favour_suspension_ends.bank and s.number = favour_suspension_ends.suspension and s.household = @household and @member = 0)", Gone),
        new("favours", "favour_objections", "words", "exists (select 1 from favour_suspensions s where s.bank = favour_objections.bank and s.number = favour_objections.suspension and s.household = @household and @member = 0)", Gone),
        new("favours", "favour_suspensions", "document"),
        new("favours", "favour_rulings", "reason", "exists (select 1 from favour_objections o join favour_suspensions s on s.bank = o.bank and s.number = o.suspension where o.bank = favour_rulings.bank and o.number = favour_rulings.objection and s.household = @household and @member = 0)", Gone),
        new("honours", "honour_titles", "name_zh"),
        new("honours", "honour_titles", "name_en"),
        new("honours", "honour_titles", "body"),
        new("honours", "honour_candidates", "reason", OfHousehold, Gone),
        new("honours", "honour_decisions", "document"),
        new("honours", "awards", "body"),
        new("honours", "awards", "document"),
        new("honours", "rating_loans", "partner"),
        new("honours", "rating_loans", "paper"),
        new("honours", "honour_decisions", "reason", "exists (select 1 from honour_candidates c where c.bank = honour_decisions.bank and c.number = honour_decisions.candidate and c.household = @household and @member = 0)", Gone),
        new("honours", "award_removals", "reason", "exists (select 1 from awards a where a.bank = award_removals.bank and a.number = award_removals.award and a.household = @household and @member = 0)", Gone),
        new("honours", "rating_voids", "reason", "exists (select 1 from rating_certificates c where c.bank = rating_voids.bank and c.number = rating_voids.certificate and c.household = @household and @member = 0)", Gone),
        new("changes", "household_changes", "reason", OfHousehold, Gone),
        new("changes", "household_changes", "decided_by"),
        new("changes", "household_changes", "document"),
        new("changes", "village_groups", "name", Mark: NumberedMark),
        new("changes", "passbooks", "end_reason"),
        new("year", "year_undoings", "reason"),
    ];

    /// <summary>Whether some rows are a person's own.</summary>
    public bool IsEmptied => Own != None;

    /// <summary>The person's own words.</summary>
    public string FindOwn => $"select distinct {Column} from {Table} where {IsOwn}";

    /// <summary>Empties the person's own words.</summary>
    public string EmptyOwn => $"update {Table} set {Column} = @emptied where {IsOwn}";

    /// <summary>Strikes the name out of what others wrote.</summary>
    public string StrikeOut => $"update {Table} set {Column} = replace({Column}, @name, {Mark}) where bank = @bank and {Column} like @like escape '!'";

    string IsOwn => $"bank = @bank and {Column} not in ('', @emptied) and ({Own})";
}
