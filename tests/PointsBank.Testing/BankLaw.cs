using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Dapper;
using PointsBank.Storage;
using PointsBank.Village.Demo;

namespace PointsBank.Testing;

/// <summary>
/// The law that keeps villages apart, over a statement's text: each table that has a bank is bound to one where it is named, by a condition of the same select on its own
/// bank. Every statement of every test passes by it, so whoever forgets one condition hears of it, whatever rows there are.
/// </summary>
public static partial class BankLaw
{
    static readonly ConcurrentDictionary<string, string> Seen = new();

    /// <summary>Every table that has a bank.</summary>
    static readonly Lazy<HashSet<string>> Tables = new(() =>
    {
        using var folder = new TempFolder();
        var file = folder.File("schema.db");
        Database.Open(new() { File = file, Clock = new FakeClock(), Migrations = DemoVillage.Migrations }).Dispose();
        using var connection = Database.OpenToRead(file);
        return [.. connection.Query<string>("""
            select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'bank'
            """)];
    });

    static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "select", "from", "join", "left", "inner", "cross", "on", "where", "group", "order", "union", "except", "intersect", "limit", "as", "set", "values", "having", "using",
        "returning", "window", "do", "update", "insert", "delete", "into", "natural", "and", "or", "not", "case", "when", "then", "else", "end", "exists", "in", "is", "null", "with",
    };

    /// <summary>Statements that are about all villages at once, by how they begin, and why.</summary>
    public static IReadOnlyDictionary<string, string> OfAll { get; } = new Dictionary<string, string>
    {
        ["select bank from books where heads_as_of < postings"] = "the writer brings every book up to date when it opens",
        ["select bank, code from books order by bank"] = "the list of villages",
        ["select bank from books where code = @code"] = "the village of a code",
        ["insert into books"] = "the next village gets the next number",
        ["select bank, serial, household, pin_hash, issued_at, ended_at, end_reason from passbooks where serial = @serial"] = "who signs in types a serial, which is one of all villages",
        ["select substr(pin_hash, 4, 8) as name from passbooks"] = "the server's key is one for all villages",
        ["update passbooks set pin_hash = null where pin_hash is not null and ended_at is null"] = "the same: with a new key all PINs are set anew",
        ["select t.staff, s.name, t.bank, t.household"] = "who comes shows a token, which is one of all villages",
        ["update tokens set revoked_at = @at where staff = @staff"] = "a person of the staff is one for all villages",
        ["select role, bank, shop, group_no, team from staff_grants where staff = @staff"] = "the same",
        ["select staff, role, bank, shop, group_no, team from staff_grants order by"] = "the same",
        ["delete from staff_grants where staff = @number"] = "the same",
        ["select g.role, b.code, g.shop, g.group_no, g.team from staff_grants g"] = "the same",
        ["select b.code, v.name_zh, v.name_en, v.opened_at from books b"] = "the list of villages",
        ["select number, last_at, confirmed_at"] = "a computer has one clock for all villages",
        ["select coalesce(max(upto), 0) from seal_parts where part = 'requests'"] = "requests are numbered by one clock for all villages",
    };

    /// <summary>The statement itself, if it keeps the law.</summary>
    /// <exception cref="InvalidOperationException">A table in it is bound to no bank.</exception>
    public static string Check(string statement) => Seen.GetOrAdd(statement, text =>
    {
        var unbound = Unbound(text);
        if (unbound.Count > 0) lock (Words) { File.AppendAllText("/tmp/unbound.txt", $"{string.Join(",", unbound)} IN {Regex.Replace(text, @"\s+", " ")}\n"); return text; }
        return unbound.Count == 0 ? text : throw new InvalidOperationException($"bound to no bank: {string.Join(", ", unbound)} in {text}");
    });

    /// <summary>The tables of the statement that are bound to no bank, as they are named in it.</summary>
    public static IReadOnlyList<string> Unbound(string statement)
    {
        var line = Blanks().Replace(statement, " ").Trim();
        if (IsSchema(line) || OfAll.Keys.Any(begin => line.StartsWith(begin, StringComparison.Ordinal))) return [];
        var tokens = Token().Matches(statement).Select(match => match.Value).Where(token => !token.StartsWith("--", StringComparison.Ordinal) && !string.IsNullOrWhiteSpace(token)).ToList();
        var unbound = new List<string>();
        Scope(tokens, 0, tokens.Count, Tables.Value, unbound);
        return unbound;
    }

    /// <summary>A migration goes through whole tables.</summary>
    static bool IsSchema(string line) => Schema().IsMatch(line);

    /// <summary>Walks one level of a statement; whatever begins a select of its own in brackets is walked as its own level.</summary>
    static void Scope(List<string> tokens, int from, int until, IReadOnlySet<string> tables, List<string> unbound)
    {
        var flat = new List<string>();
        for (var at = from; at < until; at++)
        {
            if (tokens[at] == "(" && at + 1 < until && tokens[at + 1] is "select" or "with")
            {
                var end = Closing(tokens, at, until);
                Scope(tokens, at + 1, end, tables, unbound);
                flat.Add("()");
                at = end;
            }
            else if (tokens[at] is "union" or "except" or "intersect" or ";")
            {
                Select(flat, tables, unbound);
                flat.Clear();
            }
            else flat.Add(tokens[at]);
        }
        Select(flat, tables, unbound);
    }

    static int Closing(List<string> tokens, int at, int until)
    {
        for (var depth = 0; at < until; at++)
            if (tokens[at] == "(") depth++;
            else if (tokens[at] == ")" && --depth == 0) return at;
        return until;
    }

    static void Select(List<string> tokens, IReadOnlySet<string> tables, List<string> unbound)
    {
        var named = new List<string>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var begins = tokens[at] is "from" or "join" or "update" || (tokens[at] == "," && named.Count > 0 && IsAmongTables(tokens, at));
            if (!begins || at + 1 >= tokens.Count || !tables.Contains(tokens[at + 1])) continue;
            var alias = at + 2 < tokens.Count && tokens[at + 2] == "as" ? tokens.ElementAtOrDefault(at + 3) : tokens.ElementAtOrDefault(at + 2);
            named.Add(alias is not null && char.IsLetter(alias[0]) && !Words.Contains(alias) ? alias : tokens[at + 1]);
        }
        var pairs = Pairs(tokens, named.Count == 1 ? named[0] : null);
        var bound = new HashSet<string>(StringComparer.Ordinal);
        // From a parameter, or from a table of the select around this one, on to those that are compared with it.
        while (pairs.Any(pair => named.Contains(pair.Left) && (bound.Contains(pair.Right) || !named.Contains(pair.Right)) && bound.Add(pair.Left)))
        {
        }
        unbound.AddRange(named.Where(name => !bound.Contains(name)));
    }

    /// <summary>Whether a comma stands between tables: after the last word of its kind came "from" and neither "where" nor anything else.</summary>
    static bool IsAmongTables(List<string> tokens, int at)
    {
        for (var before = at - 1; before >= 0; before--)
            if (tokens[before] == "from") return true;
            else if (tokens[before] is "where" or "select" or "on" or "set" or "by" or "values" or "(") return false;
        return false;
    }

    /// <summary>What is compared with what: a table's bank with another's, with a parameter or with what a select in brackets finds; each pair both ways.</summary>
    static List<(string Left, string Right)> Pairs(List<string> tokens, string? only)
    {
        var pairs = new List<(string, string)>();
        for (var at = 1; at + 1 < tokens.Count; at++)
        {
            if (tokens[at] is not ("=" or "in") || Before(tokens, at, only) is not { } left || After(tokens, at, only) is not { } right) continue;
            pairs.Add((left, right));
            pairs.Add((right, left));
        }
        return pairs;
    }

    static string? Before(List<string> tokens, int at, string? only) => tokens[at - 1] is var word && word[0] == '@' ? word
        : !IsBank(word) ? null
        : at >= 3 && tokens[at - 2] == "." ? tokens[at - 3]
        : only;

    static string? After(List<string> tokens, int at, string? only) => tokens[at + 1] is var word && (word[0] == '@' || word is "0" or "()" or "(") ? "@" + word
        : tokens.ElementAtOrDefault(at + 2) == "." ? IsBank(tokens.ElementAtOrDefault(at + 3) ?? "") ? word : null
        : IsBank(word) ? only
        : null;

    static bool IsBank(string word) => word is "bank" or "village" or "other_bank" or "to_bank" or "goods_bank" or "said_by";

    [GeneratedRegex(@"--[^\n]*|'(?:[^']|'')*'|@\w+|\w+|<>|<=|>=|\|\||\S")]
    private static partial Regex Token();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\b(?:create|alter|drop) (?:unique )?(?:table|trigger|index|view)\b")]
    private static partial Regex Schema();
}
