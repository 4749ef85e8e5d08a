using PointsBank.Ledger;
using PointsBank.Papers.Cleaning;
using PointsBank.Village;
using PointsBank.Village.Claims;
using PointsBank.Village.Notices;

namespace PointsBank.Web.Pages.Claims;

/// <summary>A claim with all that happened to it.</summary>
/// <param name="Area">In which it is seen.</param>
/// <param name="Claim">The claim.</param>
/// <param name="Warnings">What to look at.</param>
/// <param name="Told">What was said against it, without who said it.</param>
public sealed record ClaimFacts(ClaimArea Area, ClaimView Claim, IReadOnlyList<string> Warnings, IReadOnlyList<ObjectionToldView> Told);

/// <summary>A withdrawal to check.</summary>
public sealed record WithdrawalFacts(ClaimArea Area, ClaimView Claim, string Reason);

/// <summary>The pages of claims, the same behind the doors of households, group leaders and clerks.</summary>
static class ClaimRoutes
{
    /// <summary>To read alone: the claim and its files.</summary>
    public static void MapClaimReading(this IEndpointRouteBuilder claims, Desks desks, Func<Visit, ClaimArea> through)
    {
        claims.Page("/{claim}", visit => With(visit, through(visit), facts => visit.Show<ClaimPage>(facts)));
        claims.Page("/{claim}/evidence/{file}", visit =>
        {
            var found = desks.Claims.Evidence(visit.Caller, visit.Bank, visit.Ask.Number("claim"), visit.Ask.Number("file"));
            // A telephone may be one of several people: nothing of it stays behind when they sign out, as with every page.
            return found.Refusal is { } refusal
                ? visit.Refuse(refusal)
                : Results.File(found.Value.Content, found.Value.ContentType, found.Value.FileName);
        });
    }

    /// <summary>To write one down, prove it and take it back.</summary>
    public static void MapClaimWriting(this IEndpointRouteBuilder claims, Desks desks, Func<Visit, ClaimArea> through)
    {
        claims.Form("/check", async (visit, form) =>
        {
            var area = through(visit);
            var input = ClaimForm.Read(visit, area, form);
            if (form.Finish() is { } refusals) return visit.Again<NewClaimPage>(refusals, ClaimForm.Facts(visit, area, form));
            var check = await ClaimForm.Check(visit, input);
            return check.Refusal is { } refusal
                ? visit.Again<NewClaimPage>(refusal, ClaimForm.Facts(visit, area, form))
                : visit.Show<ClaimCheckPage>(new ClaimCheckFacts(area, input, check.Claim!, ClaimForm.Told(area, check.Warnings)));
        });
        claims.Form("/again", (visit, form) => visit.Show<NewClaimPage>(ClaimForm.Facts(visit, through(visit), form)))
            .WithMetadata(new TakesProof());
        claims.Form("/write", (visit, form) => Write(visit, form, through(visit))).WithMetadata(new TakesProof());
        claims.Form("/{claim}/evidence", (visit, form) => With(visit, through(visit), async facts =>
        {
            var file = ProofFiles.Of(form);
            if (file is null && form.Finish() is null) form.Refuse(new(VillageRefusals.MissingValue, ProofFiles.Field));
            if (form.Finish() is { } refusals) return visit.Again<ClaimPage>(refusals, facts);
            var added = await AddProof(visit, form, facts.Claim.Number, file!, 0);
            return added is { } refusal
                ? visit.Again<ClaimPage>(refusal, facts)
                : visit.Go(facts.Area.At(facts.Claim.Number), "claim_proof");
        })).WithMetadata(new TakesProof());
        claims.Form("/{claim}/withdrawal/again", (visit, _) => With(visit, through(visit), facts => visit.Show<ClaimPage>(facts)));
        claims.Form("/{claim}/withdrawal/check", (visit, form) => With(visit, through(visit), async facts =>
        {
            var reason = form.Required("reason", 400);
            if (form.Finish() is { } refusals) return visit.Again<ClaimPage>(refusals, facts);
            var tried = await visit.Try(context => desks.Claims.Withdraw(context, visit.Bank, facts.Claim.Number, new(reason)));
            return tried.Refusal is { } refusal
                ? visit.Again<ClaimPage>(refusal, facts)
                : visit.Show<WithdrawalCheckPage>(new WithdrawalFacts(facts.Area, facts.Claim, reason));
        }));
        claims.Form("/{claim}/withdrawal", (visit, form) => With(visit, through(visit), async facts =>
        {
            var reason = form.Required("reason", 400);
            if (form.Finish() is { } refusals) return visit.Again<ClaimPage>(refusals, facts);
            var withdrawn = await visit.Write(form, context => desks.Claims.Withdraw(context, visit.Bank, facts.Claim.Number, new(reason)));
            return withdrawn.Refusal is { } refusal
                ? visit.Again<ClaimPage>(refusal, facts)
                : visit.Go(facts.Area.At(facts.Claim.Number), "claim_withdrawn");
        }));
    }

    /// <summary>Goes on with the claim of the address, or says that there is none.</summary>
    public static async Task<IResult> With(Visit visit, ClaimArea area, Func<ClaimFacts, Task<IResult>> then)
    {
        var number = visit.Ask.Number("claim");
        var found = visit.Desks.Claims.Get(visit.Caller, visit.Bank, number);
        if (found.Refusal is { } refusal) return visit.Refuse(refusal);
        var isTold = area.Names(visit, found.Value.Household);
        return await then(new(
            area, found.Value, ClaimForm.Told(area, visit.Desks.Claims.Warnings(visit.Bank, number)),
            isTold ? visit.Desks.Objections.ToldOf(visit.Bank, number) : []));
    }

    public static Task<IResult> With(Visit visit, ClaimArea area, Func<ClaimFacts, IResult> then) =>
        With(visit, area, facts => Task.FromResult(then(facts)));

    /// <summary>The claim and then its photo: a photo that cannot be kept must not cost the claim.</summary>
    static async Task<IResult> Write(Visit visit, FormReader form, ClaimArea area)
    {
        var input = ClaimForm.Read(visit, area, form);
        var file = ProofFiles.Of(form);
        if (form.Finish() is { } refusals) return await Again(visit, form, area, input, refusals);
        var written = await visit.Write(form, context => visit.Desks.Claims.Submit(context, visit.Bank, input));
        if (written.Refusal is { } refusal)
        {
            // Somebody went back and claimed something else with a form that was written: it is theirs to say whether it is new.
            if (refusal.Kind == LedgerRefusals.KeyReused) visit.RenewKey();
            return await Again(visit, form, area, input, [refusal]);
        }
        var number = written.Value.Number;
        if (file is not null && await AddProof(visit, form, number, file, 1) is { } unproven)
            return visit.Again<ClaimPage>(unproven, new ClaimFacts(area, written.Value, [], []));
        return visit.Go(area.At(number), "claim_submitted");
    }

    /// <summary>The page of checking, or that of typing where the claim itself is refused.</summary>
    static async Task<IResult> Again(Visit visit, FormReader form, ClaimArea area, ClaimInput input, IReadOnlyList<Refusal> refusals)
    {
        if (refusals.Any(refusal => refusal.Field is not null and not (ProofFiles.Field or "confirmed")))
            return visit.Again<NewClaimPage>(refusals, ClaimForm.Facts(visit, area, form));
        var check = await ClaimForm.Check(visit, input);
        return check.Refusal is { } refusal
            ? visit.Again<NewClaimPage>(refusal, ClaimForm.Facts(visit, area, form))
            : visit.Again<ClaimCheckPage>(refusals, new ClaimCheckFacts(area, input, check.Claim!, ClaimForm.Told(area, check.Warnings)));
    }

    /// <summary>Keeps a file; the part tells it from the form's first write.</summary>
    static async Task<Refusal?> AddProof(Visit visit, FormReader form, long claim, EvidenceFile file, int part)
    {
        if (form.Key.IsNone) return new(LedgerRefusals.KeyMissing);
        var context = new WriteContext(visit.Caller, part == 0 ? form.Key : form.Key.Part(part), file.Digest);
        return (await visit.Desks.Claims.AddEvidence(context, visit.Bank, claim, file)).Refusal;
    }
}
