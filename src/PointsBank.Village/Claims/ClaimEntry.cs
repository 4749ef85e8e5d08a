using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Banks;
using PointsBank.Village.Deeds;
using PointsBank.Village.Rulebooks;

namespace PointsBank.Village.Claims;

/// <summary>The last step of a claim: its own journal entry, with the caps looked at once more in the same write.</summary>
static class ClaimEntry
{
    /// <summary>The reason on the entry of a claim that hung on the wall until nobody objected.</summary>
    public const string AfterNotice = "after_notice";

    /// <summary>The same of a claim under a rule that needs no notice.</summary>
    public const string AssessedDirect = "assessed_direct";

    /// <summary>
    /// The same where one person wrote and judged it: the mark that a very small village's exception leaves for everybody to see.
    /// </summary>
    public const string ByOnePerson = "by_one_person";

    public static Outcome<DeedView> Write(Writer writer, WriteContext context, long bank, Claim claim, Rule rule, Settings settings)
    {
        var slip = new DeedSlip(
            new(claim.Household, claim.Rule, claim.Day, claim.Quantity, claim.Member), "", (int)claim.Rulebook, rule, settings);
        var reason = claim.OnePerson == 1 ? ByOnePerson : claim.Direct == 1 ? AssessedDirect : AfterNotice;
        var entered = slip.Enter(writer, context, bank, new(reason, claim.Source, claim.Hold is { } hold ? new(hold) : null, claim.Points));
        if (entered.Refusal is null)
            ClaimTable.Advance(writer, bank, claim, new(ClaimState.Entered, Entry: entered.Value.Entry), context.Caller.Actor);
        return entered;
    }
}
