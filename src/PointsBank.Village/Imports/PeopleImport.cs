using NodaTime;
using PointsBank.Papers.Sheets;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village.Households;
using static PointsBank.Village.Imports.ImportColumns;

namespace PointsBank.Village.Imports;

/// <summary>A row of a list of people. Whether somebody is a relative of the committee is null where the sheet does not say.</summary>
sealed record PersonLine(SheetRow Row, long Household, string Group, string Name, LocalDate BirthDate, bool? Related)
{
    public MemberInput Input(bool isHead) => new(Name, BirthDate, isHead, Related ?? false);
}

/// <summary>Reads lists of people.</summary>
sealed class PeopleSheet(LocalDate today)
{
    /// <summary>
    /// A household a row. Of a list with a row for each person the rows of the heads are read, and <paramref name="others"/> counts those
    /// of other people.
    /// </summary>
    public IReadOnlyList<PersonLine> Households(Sheet sheet, out int others)
    {
        var (isRoster, name) = (IsRoster(sheet), IsRoster(sheet) ? Name : Head);
        sheet.Require(ImportColumns.Household, Group, name, BirthDate);
        var seen = new HashSet<long>();
        var heads = sheet.Rows.Where(row => !isRoster || IsHead(row)).ToList();
        others = sheet.Rows.Count - heads.Count;
        if (heads.Count == 0 && others > 0) sheet.Rows[0].Report(Relation, SheetCode.NoHead);
        else if (isRoster) ReportHeadless(sheet, heads);
        var lines = heads.Select(row => Of(row, NumberOf(row), name, row.Name(Group, Fields.Name))).ToList();
        foreach (var line in lines)
            if (line.Row.IsSound && !seen.Add(line.Household)) line.Row.Report(ImportColumns.Household, SheetCode.Twice);
        return lines;
    }

    /// <summary>A number of a household under which no row is the head's is told once: the household would be left out.</summary>
    static void ReportHeadless(Sheet sheet, List<SheetRow> heads)
    {
        var headed = heads.Select(row => TypedName.Key(row[ImportColumns.Household])).ToHashSet();
        foreach (var row in sheet.Rows.Where(row => !row.IsBlank(ImportColumns.Household)))
            if (headed.Add(TypedName.Key(row[ImportColumns.Household]))) row.Report(Relation, SheetCode.NoHead);
    }

    /// <summary>
    /// A member a row. In a roster the head's row alone may carry the number of the household; <paramref name="below"/> counts the rows
    /// that take it from there.
    /// </summary>
    public IReadOnlyList<PersonLine> Members(Sheet sheet, out int below)
    {
        sheet.Require(ImportColumns.Household, Name, BirthDate);
        var seen = new HashSet<(long, string, LocalDate)>();
        var (lines, isRoster, above) = (new List<PersonLine>(), IsRoster(sheet), 0L);
        below = 0;
        foreach (var row in sheet.Rows)
        {
            var isBelow = isRoster && above > 0 && !IsHead(row) && row.IsBlank(ImportColumns.Household);
            if (isBelow) below++;
            else above = NumberOf(row);
            lines.Add(Of(row, above, Name, ""));
        }
        foreach (var line in lines)
            if (line.Row.IsSound && !seen.Add((line.Household, TypedName.Key(line.Name), line.BirthDate)))
                line.Row.Report(Name, SheetCode.Twice);
        return lines;
    }

    /// <summary>The number of the household in a row; 0 after a problem.</summary>
    static long NumberOf(SheetRow row) => row.Whole(ImportColumns.Household, 1, HouseholdDesk.MaxNumber);

    PersonLine Of(SheetRow row, long household, SheetColumn name, string group)
    {
        var line = new PersonLine(
            row, household, group, row.Name(name, Fields.Name), row.Date(BirthDate),
            row.IsBlank(Related) ? null : row.YesNo(Related, otherwise: false));
        if (!row.IsSound) return line;
        if (line.BirthDate > today) row.Report(BirthDate, "date_in_future");
        else if (line.BirthDate.Year < today.Year - 130) row.Report(BirthDate, "out_of_range");
        return line;
    }
}

/// <summary>Compares a row of a list of people with the book and writes what differs.</summary>
static class PeopleImport
{
    /// <summary>
    /// A household with its head. Another group moves it; a name or a birth date that was wrong is put right. Where both differ the sheet
    /// means another person: one of the household becomes its head, a stranger does not.
    /// </summary>
    public static void Household(Writer writer, long bank, PersonLine line, Difference difference)
    {
        if (HouseholdTable.View(writer, bank, line.Household) is not { } there)
        {
            HouseholdDesk.Add(writer, bank, new(line.Group, [line.Input(isHead: true)], line.Household));
            Add(line, difference, $"{line.Group} {line.Name}");
            return;
        }
        if (there.Ended is not null)
        {
            difference.Report(line.Row, ImportColumns.Household, VillageRefusals.HouseholdEnded.Code);
            return;
        }
        var head = there.Members.First(member => member.IsHead);
        if (Same(head, line) is { } person) Put(writer, bank, person, line, there, difference, isHead: true);
        else if (there.Members.FirstOrDefault(member => IsSameName(member, line) && member.BirthDate == line.BirthDate) is { } next)
        {
            MemberTable.MakeHead(writer, bank, line.Household, next.Number);
            Put(writer, bank, next, line, there, difference, isHead: true, ("head", head.Name, next.Name));
        }
        else difference.Report(line.Row, Head, SheetCode.OtherHead);
    }

    /// <summary>A member: the one with this name in the household, whose birth date is put right, or somebody new.</summary>
    public static void Member(Writer writer, long bank, PersonLine line, Difference difference)
    {
        if (HouseholdTable.View(writer, bank, line.Household) is not { } there)
            difference.Report(line.Row, ImportColumns.Household, VillageRefusals.UnknownHousehold.Code);
        else if (there.Ended is not null) difference.Report(line.Row, ImportColumns.Household, VillageRefusals.HouseholdEnded.Code);
        else if (Named(there, line) is not { } person)
        {
            if (there.Members.Count >= HouseholdDesk.MaxMembers)
                difference.Report(line.Row, ImportColumns.Household, VillageRefusals.OutOfRange.Code);
            else
            {
                MemberTable.Add(writer, bank, line.Household, line.Input(isHead: false));
                Add(line, difference, line.Name);
            }
        }
        else if (MemberTable.HasLeft(writer, bank, person.Number)) difference.Report(line.Row, Name, VillageRefusals.MemberLeft.Code);
        else Put(writer, bank, person, line, there, difference, person.IsHead);
    }

    /// <summary>Somebody new, with what a wrong sheet would get wrong unseen: the birth date, and a tie to the committee.</summary>
    static void Add(PersonLine line, Difference difference, string what) => difference.Add(
        line.Row, line.Household, line.Name, $"{what} {line.BirthDate.ToIso()}", line.Related == true ? [("related", Text(true))] : []);

    /// <summary>Of several with one name, such as a father and a son, the one with this birth date.</summary>
    static MemberView? Named(HouseholdView there, PersonLine line)
    {
        var named = there.Members.Where(member => IsSameName(member, line)).ToList();
        return named.FirstOrDefault(member => member.BirthDate == line.BirthDate)
            ?? (named is [var one] && IsSlip(one.BirthDate, line.BirthDate) ? one : null);
    }

    /// <summary>
    /// One day is a slip of the other where people would say that they are of an age; else a father and a son share a name.
    /// </summary>
    static bool IsSlip(LocalDate one, LocalDate other) => Math.Abs(one.Year - other.Year) < 15;

    static MemberView? Same(MemberView member, PersonLine line) =>
        IsSameName(member, line) || member.BirthDate == line.BirthDate ? member : null;

    static bool IsSameName(MemberView member, PersonLine line) => IsCalled(member, line.Name);

    /// <summary>Whether a sheet's name is this member's, however it is spaced.</summary>
    public static bool IsCalled(MemberView member, string name) => TypedName.Key(member.Name) == TypedName.Key(name);

    static void Put(
        Writer writer, long bank, MemberView person, PersonLine line, HouseholdView there, Difference difference, bool isHead,
        params IEnumerable<(string, string, string)> before)
    {
        var fields = new List<(string Field, string Before, string After)>(before);
        if (line.Group.Length > 0 && TypedName.GroupKey(there.Group) != TypedName.GroupKey(line.Group))
        {
            HouseholdTable.MoveTo(writer, bank, line.Household, line.Group);
            fields.Add(("group", there.Group, line.Group));
        }
        var right = new MemberInput(
            IsSameName(person, line) ? person.Name : line.Name, line.BirthDate, isHead, line.Related ?? person.RelatedToCommittee);
        if (right.Name != person.Name) fields.Add(("name", person.Name, right.Name));
        if (right.BirthDate != person.BirthDate) fields.Add(("birthDate", person.BirthDate.ToIso(), right.BirthDate.ToIso()));
        if (right.RelatedToCommittee != person.RelatedToCommittee)
            fields.Add(("related", Text(person.RelatedToCommittee), Text(right.RelatedToCommittee)));
        if (fields.Count > 0) MemberTable.Correct(writer, bank, person.Number, right);
        difference.Compare(line.Row, line.Household, person.Name, fields);
    }

    static string Text(bool yes) => yes ? "yes" : "no";
}
