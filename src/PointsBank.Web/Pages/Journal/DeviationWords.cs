using PointsBank.Ledger;

namespace PointsBank.Web.Pages.Journal;

/// <summary>What an audit found, in people's words.</summary>
static class DeviationWords
{
    /// <summary>What sort of thing is not as the journal says.</summary>
    public static string What(Visit visit, Deviation deviation) => visit.Say("clerk_deviation_" + Sort(deviation.Code));

    /// <summary>Where: the number of the entry or account, and what it is the number of.</summary>
    public static string Place(Visit visit, Deviation deviation)
    {
        // Tables have names of their own, and which rows of them stands between two seals: that is told as it is.
        if (Sort(deviation.Code) is "sealed" or "catalogue") return deviation.Place;
        var first = deviation.Place.Split(',')[0].Split(' ');
        return first is [var what, var number] && visit.Words.Has("clerk_place_" + what)
            ? visit.Say("clerk_place_" + what, ("number", number))
            : visit.Say("clerk_place_book");
    }

    /// <summary>People need to know what was touched; the code of each check is for the auditor.</summary>
    static string Sort(string code) => code switch
    {
        "hash_differs" or "book_hash_differs" or "note_differs" => "changed",
        "number_gap" or "posting_gap" or "hold_gap" or "sequence_gap" or "book_entry_differs"
            or "book_postings_differ" or "postings_beyond_journal" =>
            "missing",
        "unbalanced" or "trial_balance" or "too_few_postings" or "amount_overflows" => "unbalanced",
        "balance_differs" or "balance_after_differs" or "total_in_differs" or "total_out_differs"
            or "head_copy_differs" or "standing_count_differs" or "held_differs" =>
            "balance",
        "floor_passed" => "floor",
        "recorded_backwards" => "time",
        "reversal_differs" or "reversal_not_mirror" => "reversal",
        "evidence_differs" => "evidence",
        "catalogue_differs" or "migration_differs" or "sealed_catalogue_differs" => "catalogue",
        _ when code.StartsWith("seal", StringComparison.Ordinal) || code == "row_never_sealed" => "sealed",
        "unreadable" => "unreadable",
        _ => "table",
    };
}
