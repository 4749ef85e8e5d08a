using PointsBank.Ledger;
using PointsBank.Papers.Names;
using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Village;
using PointsBank.Village.Households;
using PointsBank.Village.Rulebooks;
using PointsBank.Web.Http;

namespace PointsBank.Web.Pages.Deeds;

/// <summary>Finds out what the lines of a batch mean. What fits one thing alone is taken; where several fit, they are told.</summary>
sealed class SlipReader(Visit visit)
{
    /// <summary>How many things that fit are told.</summary>
    public const int MaxChoices = 8;

    readonly Desks desks = visit.Desks;

    /// <summary>The lines that are not empty, and what would become of each if all were entered now.</summary>
    public async Task<IReadOnlyList<SlipLine>> Check(SlipBatch batch)
    {
        var lines = Read(batch).ToList();
        var slips = lines.Where(line => line.Input is not null).ToList();
        if (slips.Count == 0) return lines;
        var outcome = await desks.Slips.Check(visit.Caller, visit.Bank, [.. slips.Select(line => line.Input!)]);
        if (outcome.Refusal is { } refusal) return [.. lines.Select(line => line with { Problems = [.. line.Problems, Problem(refusal)] })];
        var checks = slips.Zip(outcome.Value.Items).ToDictionary(pair => pair.First.Number, pair => pair.Second);
        return [.. lines.Select(line => !checks.TryGetValue(line.Number, out var check)
            ? line
            : line with
            {
                Deed = check.Slip?.Deed, Claim = check.Slip?.Claim, Warnings = check.Warnings,
                Problems = check.Refusal is { } refused ? [Problem(refused)] : [],
            })];
    }

    /// <summary>
    /// The lines that are not empty. Rule and day are those of the line above where they are left out; the first day is today.
    /// </summary>
    public IEnumerable<SlipLine> Read(SlipBatch batch)
    {
        var (rule, day) = ("", "");
        for (var i = 0; i < batch.Rows.Count; i++)
        {
            var row = batch.Rows[i];
            if (row.IsEmpty) continue;
            if (row.Rule.Length > 0) rule = row.Rule;
            if (row.Day.Length > 0) day = row.Day;
            yield return Read(new SlipLine(i + 1, row), rule, day);
        }
    }

    /// <summary>The households that are meant by what was typed: the one with this number, or all that fit.</summary>
    public IReadOnlyList<HouseholdLine> Households(string typed)
    {
        var found = desks.Finder.Find(visit.Bank, typed, MaxChoices);
        if (found.Count == 0 && typed.IndexOf(' ', StringComparison.Ordinal) is > 0 and var space)
            found = desks.Finder.Find(visit.Bank, typed[..space], MaxChoices);
        return TypedText.Number(typed.Split(' ')[0]) is { } number && found.FirstOrDefault(line => line.Number == number) is { } exact
            ? [exact]
            : found;
    }

    /// <summary>The rules that are meant by what was typed: the one with this code, or all that fit.</summary>
    public static IReadOnlyList<Rule> Rules(RulebookView book, string typed)
    {
        var found = RuleFinder.Find(book, typed, MaxChoices);
        return found.FirstOrDefault(rule => rule.Code.Equals(TypedName.Code(typed), StringComparison.OrdinalIgnoreCase)) is { } exact
            ? [exact]
            : found;
    }

    /// <summary>The members that are meant by what was typed: a number, a name or a part of one, its first letters.</summary>
    public static IReadOnlyList<MemberView> Members(HouseholdView household, string typed)
    {
        var members = household.Members;
        if (TypedText.Number(typed) is { } number) return [.. members.Where(member => member.Number == number)];
        var key = TypedName.Key(typed);
        var named = members.Where(member => TypedName.Key(member.Name) == key).ToList();
        return named.Count > 0 ? named : [.. members.Where(member => TypedName.Key(member.Name).Contains(key, StringComparison.Ordinal)
            || Pinyin.Initials(member.Name).StartsWith(typed, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>What a person would write for a member of the household: the name, or the number where several bear it.</summary>
    public static string WordOf(HouseholdView household, MemberView member) =>
        Members(household, member.Name) is [_] ? member.Name : member.Number.Plain();

    SlipLine Read(SlipLine line, string rule, string day)
    {
        var problems = new List<SlipProblem>();
        line = WithHousehold(line, problems);
        var typed = day.Length == 0 ? new TypedDay(visit.Today, false) : TypedDay.Near(day, visit.Today);
        line = line with
        {
            Day = typed?.Day,
            AskedYear = typed is { IsWithoutYear: true } near && near.Day.Year != visit.Today.Year ? near.Day.Year : null,
        };
        if (line.Day is null) problems.Add(Problem(new(WebRefusals.NotADate, "effectiveOn")));
        else if (line.AskedYear is not null)
            problems.Add(
                new("effectiveOn", visit.Say("clerk_slip_other_year", ("day", NodaTime.Text.LocalDatePattern.Iso.Format(line.Day.Value)))));
        line = WithRule(line, rule, problems);
        line = line with { Quantity = line.Typed.Quantity.Length == 0 ? 1 : TypedText.Number(line.Typed.Quantity) ?? 0 };
        if (line.Quantity == 0) problems.Add(new("quantity", visit.Words.Problems.Title(SheetCode.NotAWholeNumber)));
        return WithMember(line, problems) with { Problems = problems };
    }

    SlipLine WithHousehold(SlipLine line, List<SlipProblem> problems)
    {
        var typed = line.Typed.Household;
        if (typed.Length == 0)
        {
            problems.Add(new("household", visit.Say("clerk_which_household_missing")));
            return line;
        }
        switch (Households(typed))
        {
            case [var one]:
                return line with { Household = one };
            case []:
                problems.Add(new("household", visit.Say("clerk_no_household_fits", ("typed", typed))));
                return line;
            case var several:
                problems.Add(new("household", visit.Say("clerk_several_households_fit", ("typed", typed))));
                return line with { Households = several };
        }
    }

    SlipLine WithRule(SlipLine line, string typed, List<SlipProblem> problems)
    {
        if (typed.Length == 0)
        {
            problems.Add(new("rule", visit.Say("clerk_which_rule_missing")));
            return line;
        }
        var book = desks.Rulebooks.On(visit.Bank, line.Day ?? visit.Today);
        if (book.Refusal is { } refusal)
        {
            problems.Add(Problem(refusal));
            return line;
        }
        switch (Rules(book.Value, typed))
        {
            case [var one]:
                return line with { Rule = one };
            case []:
                problems.Add(new("rule", visit.Say("clerk_no_rule_fits", ("typed", typed))));
                return line;
            case var several:
                problems.Add(new("rule", visit.Say("clerk_several_rules_fit", ("typed", typed))));
                return line with { Rules = several };
        }
    }

    SlipLine WithMember(SlipLine line, List<SlipProblem> problems)
    {
        var typed = line.Typed.Member;
        if (typed.Length == 0 || line.Household is null) return line;
        var household = desks.Households.Get(visit.Bank, line.Household.Number).Value;
        switch (Members(household, typed))
        {
            case [var one]:
                return line with { Member = one, MemberWord = WordOf(household, one) };
            case []:
                problems.Add(new("member", visit.Say("clerk_no_member_fits", ("typed", typed))));
                return line;
            case var several:
                problems.Add(
                    new(
                        "member",
                        visit.Say("clerk_several_members_fit", ("names", string.Join(" / ", several.Select(member => member.Name))))));
                return line;
        }
    }

    SlipProblem Problem(Refusal refusal) =>
        new(
            refusal.Field ?? "",
            visit.Words.Problems.Detail(refusal) is { } detail ? $"{visit.Words.Title(refusal)} {detail}" : visit.Words.Title(refusal));
}
