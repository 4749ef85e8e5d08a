using System.Globalization;
using PointsBank.Papers.Names;
using PointsBank.Papers.Typing;
using PointsBank.Storage;

namespace PointsBank.Village.Households;

/// <summary>Households found by a few keystrokes, and in the order of their heads' names, from an index in memory.</summary>
public sealed class HouseholdFinder(Database database)
{
    /// <summary>A part of a passbook's serial says nothing before its digits are more than a household's number has.</summary>
    const int MinOfSerial = 6;

    /// <summary>It does not fit; 0 is the best fit.</summary>
    const int None = int.MaxValue;

    readonly Remembered<Index> indexes = new(database, Load);

    /// <summary>
    /// The households that fit, the best first and then by number. What may be typed: the number or its beginning; the first letters of the
    /// head's or a member's name, or the name spelled out; any characters of a head, a member or a group; the passbook's serial. With a
    /// space, the group comes first, by its characters or first letters. Where nothing is typed nobody is found.
    /// </summary>
    public IReadOnlyList<HouseholdLine> Find(long bank, string query, int limit)
    {
        var words = Typed.Words(query);
        if (words.Length == 0 || limit <= 0) return [];
        var whole = Typed.Of(query);
        var rest = Typed.Of(string.Concat(words.Skip(1)));
        var index = indexes.Of(bank);
        // How well the first word fits a group goes for all its households.
        var groups = index.Groups.Select(group => rest.IsEmpty ? None : FitGroup(group, words[0].Text)).ToArray();
        var found = new List<(int Fit, HouseholdLine Line)>();
        foreach (var home in index.Homes)
        {
            var fit = Fit(home, whole);
            if (groups[home.Group.Place] is not None and var group && Fit(home, rest) is not None and var inGroup)
                fit = Math.Min(fit, inGroup * 4 + group);
            if (fit != None) found.Add((fit, home.Line));
        }
        return [.. found.OrderBy(line => line.Fit).Take(limit).Select(line => line.Line)];
    }

    /// <summary>All households, or those of one group, by group and within it as a dictionary orders their heads.</summary>
    public IReadOnlyList<HouseholdLine> ByName(long bank, string? group) =>
        [.. indexes.Of(bank).ByName.Where(line => group is null || line.Group == group)];

    internal void Forget(long bank) => indexes.Forget(bank);

    static int Fit(Home home, Typed typed)
    {
        var fit = typed.Kind switch
        {
            TypedKind.Digits => FitDigits(home, typed.Text),
            TypedKind.Latin => FitLetters(home, typed.Text),
            _ => FitSerial(home, typed.Text),
        };
        if (fit == None) fit = FitWords(home, typed.Text);
        return fit == None && FitGroup(home.Group, typed.Text) is not None and var group ? 7 + group : fit;
    }

    static int FitDigits(Home home, string typed) =>
        home.Number.AsSpan().SequenceEqual(typed.AsSpan().TrimStart('0')) || home.Digits == typed ? 0
        : home.Number.StartsWith(typed, StringComparison.Ordinal) ? 1
        : typed.Length >= MinOfSerial && home.Digits.Contains(typed, StringComparison.Ordinal) ? 2
        : None;

    static int FitSerial(Home home, string typed) =>
        home.Serial.Length == 0 ? None
        : home.Serial == typed ? 0
        : typed.Length >= MinOfSerial && home.Serial.StartsWith(typed, StringComparison.Ordinal) ? 2
        : None;

    static int FitLetters(Home home, string typed)
    {
        var head = home.Head.Keys;
        var fit = head.Is(typed) ? 0
            : head.IsOtherwise(typed) ? 1
            : head.Begins(typed) ? 2
            : head.Spelled.StartsWith(typed, StringComparison.Ordinal) ? 3
            : head.BeginsOtherwise(typed) ? 4
            : None;
        if (fit != None) return fit;
        foreach (var other in home.Others)
            if (other.Keys.IsOtherwise(typed)) return 5;
            else if (other.Keys.Begins(typed) || other.Keys.Spelled.StartsWith(typed, StringComparison.Ordinal)) fit = 6;
        return fit;
    }

    static int FitWords(Home home, string typed)
    {
        var head = home.Head.Name;
        var fit = head == typed ? 0
            : head.StartsWith(typed, StringComparison.Ordinal) ? 1
            : head.Contains(typed, StringComparison.Ordinal) ? 2
            : None;
        if (fit != None) return fit;
        foreach (var other in home.Others)
            if (other.Name == typed) return 3;
            else if (other.Name.Contains(typed, StringComparison.Ordinal)) fit = 4;
        return fit;
    }

    static int FitGroup(Group group, string text) => TypedName.GroupKey(text) is var typed && typed.Length == 0 ? None :
        group.Name == typed || group.Keys.Is(typed) ? 0
        : group.Name.StartsWith(typed, StringComparison.Ordinal) || group.Keys.Begins(typed) ? 1
        : group.Name.Contains(typed, StringComparison.Ordinal) ? 2
        : group.Keys.BeginsOtherwise(typed) ? 3
        : None;

    static Index Load(DbSession db, long bank)
    {
        var groups = GroupTable.NamesOf(db, bank)
            .Select((group, place) => (
                group.Key, Group: new Group(place, group.Value, TypedName.GroupKey(group.Value), Keystrokes.Of(group.Value))))
            .ToDictionary(group => group.Key, group => group.Group);
        var (members, serials) = (MemberTable.Names(db, bank), PassbookTable.AllInUse(db, bank));
        Home[] homes =
            [.. HouseholdTable.WithGroups(db, bank).Select(row => Of(row.Number, groups[row.Group], [.. members[row.Number]], serials.GetValueOrDefault(row.Number, "")))];
        var byName = homes.Select(home => (home.Group.Place, Key: Pinyin.SortKey(home.Line.Head), home.Line)).OrderBy(home => home.Place)
            .ThenBy(home => home.Key, StringComparer.Ordinal);
        return new([.. groups.Values], homes, [.. byName.Select(home => home.Line)]);
    }

    static Home Of(long number, Group group, string[] members, string serial)
    {
        var people = Array.ConvertAll(members, name => new Person(Typed.Fold(name), Keystrokes.OfName(name)));
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return new(
            new(number, group.InFull, members[0], members.Length), digits, serial, serial.Replace("-", "", StringComparison.Ordinal), group,
            people[0], people[1..]);
    }

    /// <summary>
    /// A group by its name as it is compared and the letters by which it is typed; its place is that among the bank's groups.
    /// </summary>
    sealed record Group(int Place, string InFull, string Name, Keystrokes Keys);

    sealed record Person(string Name, Keystrokes Keys);

    /// <summary>A household by all that it is found by; the serial is that of the open passbook, once more as digits only.</summary>
    sealed record Home(HouseholdLine Line, string Number, string Serial, string Digits, Group Group, Person Head, Person[] Others);

    /// <param name="Groups">Each at its place.</param>
    /// <param name="Homes">In order of their numbers.</param>
    /// <param name="ByName">In order of groups and heads.</param>
    sealed record Index(Group[] Groups, Home[] Homes, HouseholdLine[] ByName);
}
