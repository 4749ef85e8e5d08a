using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using PointsBank.Storage;
using PointsBank.Village;

namespace PointsBank.Testing;

/// <summary>
/// The law that keeps villages apart, over a statement's text: each table that has a bank is bound to one where it is named, by a condition
/// of the same select on its own bank. Every statement of every test passes by it, so whoever forgets one condition hears of it, whatever
/// rows there are.
/// </summary>
public static partial class BankLaw
{
    static readonly ConcurrentDictionary<string, string> Seen = new();

    /// <summary>Every table that has a bank.</summary>
    static readonly Lazy<HashSet<string>> Tables = new(() =>
    {
        using var folder = new TempFolder();
        var file = folder.File("schema.db");
        Database.Open(new() { File = file, Clock = new FakeClock(), Migrations = VillageSchema.Migrations }).Dispose();
        using var connection = Database.OpenToRead(file);
        return [.. connection.Query<string>("""
            select m.name from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and c.name = 'bank'
            """)];
    });

    static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "select", "from", "join", "left", "inner", "cross", "on", "where", "group", "order", "union", "except", "intersect", "limit", "as",
        "set", "values", "having", "using", "returning", "window", "do", "update", "insert", "delete", "into", "natural", "and", "or",
        "not", "case", "when", "then", "else", "end", "exists", "in", "is", "null", "with",
    };

    /// <summary>
    /// Tables that a statement reads of all villages at once: how the statement begins and what else is in it, the tables by their names
    /// there, and why.
    /// </summary>
    public static IReadOnlyList<(string Statement, string[] Free, string Why)> OfAll { get; } =
    [
        ("select bank from books where heads_as_of < postings", ["books"], "the writer brings every book up to date when it opens"),
        ("select bank, code from books order by bank", ["books"], "the list of villages"),
        ("select b.code, v.name_zh, v.name_en, v.opened_at from books b", ["b"], "the same"),
        ("select bank from books where code = @code", ["books"], "the village of a code"),
        ("insert into books", ["books"], "the next village gets the next number"),
        ("select bank, serial, household, pin_hash, issued_at, ended_at, end_reason from passbooks where serial = @serial", ["passbooks"],
            "who signs in types a serial, which is one of all villages"),
        ("select substr(pin_hash, 4, 8) as name from passbooks", ["passbooks", "v"], "the server's key is one for all villages"),
        ("update passbooks set pin_hash = null where pin_hash is not null and ended_at is null", ["passbooks"], "the same: with a new key all PINs are set anew"),
        ("update passbooks set pin_hash = @hash where serial = @serial and ended_at is null and pin_hash = @old", ["passbooks"], "a serial is one of all villages"),
        ("select c.serial from cards c where c.token_hash = @hash", ["c"], "who comes shows a card, which is one of all villages"),
        ("select t.staff, s.name, t.bank, t.household", ["t"], "who comes shows a token, which is one of all villages"),
        ("select d.bank, d.trip, d.number, d.name, d.place, d.salt, e.kind … where k.token_hash = @token", ["k"], "a device shows its token, which is one of all villages"),
        ("select d.bank, d.trip, d.number, d.name, d.place, d.salt, e.kind … where w.actor = @actor", ["w"], "a person of the staff may hold devices of several villages"),
        ("delete from tokens where hash = @k", ["tokens"], "the same"),
        ("update tokens set revoked_at = @at where hash = @hash", ["tokens"], "a token is one of all villages"),
        ("update tokens set revoked_at = @at where staff = @staff", ["tokens"], "a person of the staff is one for all villages"),
        ("select role, bank, shop, group_no, team from staff_grants where staff = @staff", ["staff_grants"], "the same"),
        ("select staff, role, bank, shop, group_no, team from staff_grants order by", ["staff_grants"], "the same"),
        ("select g.role, b.code, g.shop, g.group_no, g.team from staff_grants g", ["g"], "the same"),
        ("delete from staff_grants where staff = @staff", ["staff_grants"], "the same"),
        ("select null as claim, c.other_entry as entry, c.other_household as household", ["c"],
            "who came from another village with points"),
        ("select s.bank, s.shop from shop_sharings s where s.village = @bank", ["s"], "what other villages offer to this one"),
        ("select kind from household_changes … union all select o.kind from household_changes o where o.other_bank = @bank", ["o"], "who came from another village"),
        ("select g.code, g.name_zh, g.name_en, g.unit_zh, ( select max(r.redeemed_on)", ["s"], "shops of other villages hand out the "
            + "same goods"),
        ("select trip, device, sequence, points, redemption, recorded_at from trip_allowances where village = @bank", ["trip_allowances"],
            "what other villages' trips keep for a household of this one"),
        ("select cast(sum(a.points) as bigint), a.trip, t.on_day, max(h.expires_at) from trip_allowances a", ["a"], "the same"),
        ("select number from ( select 1 as told, 0 as happened, r.entry as number … where s.goods_bank = @bank and s.kind = 'shared'", ["s"],
            "the goods of this village that shops of others handed out"),
        ("select hold from ( select 1 as told, 0 as happened, i.hold … where s.goods_bank = @bank and s.kind <> 'contract'", ["s"], "the same, kept ready there"),
        ("select max(recorded_at) from books where entry > 0", ["books"], "a computer has one clock for all villages"),
        ("select hold from ( select 1 as told, 0 as happened, a.village, a.hold … from trip_allowances a where a.village = @bank", ["a"], "what other villages' trips keep for households of this one"),
        ("select a.hold from trip_allowances a where a.village = @bank", ["a"], "the same"),
        ("select r.entry from redemptions r join shops s", ["a", "r"], "the same: what is told on the trip's side and on the household's"),
        ("select entry from ( select 1 as told, 0 as happened, coalesce(entry, 0) as entry … where other_bank = @bank", ["household_changes", "c", "m"], "who came from another village"),
        ("update tokens set expires_at = @ends where hash = @hash", ["tokens"], "a token is one of all villages"),
        ("insert into clock_watch", ["books"], "a computer has one clock for all villages"),
        ("insert into clock_heads", ["b"], "a computer has one clock for all villages"),
        ("insert into clock_confirmations", ["clock_confirmations"], "the same"),
        ("select number, last_at, confirmed_at, … order by number desc", ["clock_confirmations"], "a computer has one clock for all "
            + "villages"),
        ("select coalesce(max(upto), 0) from seal_parts where part = 'requests'", ["seal_parts"], "requests are numbered by one clock "
            + "for all villages"),
    ];

    /// <summary>The statement itself, if it keeps the law or a test wrote it.</summary>
    /// <exception cref="InvalidOperationException">A table in it is bound to no bank.</exception>
    public static string Check(string statement) => Seen.GetOrAdd(statement, text =>
    {
        var unbound = IsOfTests(new StackTrace()) ? [] : Unbound(text);
        return unbound.Count == 0 ? text : throw new InvalidOperationException($"bound to no bank: {string.Join(", ", unbound)} in {text}");
    });

    /// <summary>Whether the nearest code of ours that asks is a test.</summary>
    static bool IsOfTests(StackTrace stack) => stack.GetFrames().Select(frame => frame.GetMethod()?.DeclaringType)
        .First(
            type =>
                type?.Assembly.GetName().Name?.StartsWith("PointsBank.", StringComparison.Ordinal) is true
                    && type != typeof(DbSession) && type.FullName?.Contains("SeenConnection", StringComparison.Ordinal) is false
            && type.FullName.Contains(nameof(BankLaw), StringComparison.Ordinal) is false)!.Assembly.GetName().Name is var name
            && (name!.EndsWith("Tests", StringComparison.Ordinal) || name.EndsWith("Testing", StringComparison.Ordinal));

    /// <summary>The tables of the statement that are bound to no bank, as they are named in it.</summary>
    public static IReadOnlyList<string> Unbound(string statement)
    {
        var line = Blanks().Replace(statement, " ").Trim();
        if (IsSchema(line)) return [];
        var free = OfAll.Where(
            told => told.Statement.Split(" … ") is [var begin, .. var rest] && line.StartsWith(begin, StringComparison.Ordinal)
            && rest.All(part => line.Contains(part, StringComparison.Ordinal))).SelectMany(told => told.Free)
                .ToHashSet(StringComparer.Ordinal);
        var tokens = Token()
            .Matches(statement)
            .Select(match => match.Value)
            .Where(token => !token.StartsWith("--", StringComparison.Ordinal))
            .ToList();
        var unbound = new List<string>();
        Scope(tokens, 0, tokens.Count, free, unbound);
        return unbound;
    }

    /// <summary>A migration goes through whole tables.</summary>
    static bool IsSchema(string line) => Schema().IsMatch(line);

    /// <summary>Walks one level of a statement; whatever begins a select of its own in brackets is walked as its own level.</summary>
    static void Scope(List<string> tokens, int from, int until, IReadOnlySet<string> free, List<string> unbound)
    {
        var flat = new List<string>();
        for (var at = from; at < until; at++)
        {
            if (tokens[at] == "(" && at + 1 < until && tokens[at + 1] is "select" or "with")
            {
                var end = Closing(tokens, at, until);
                Scope(tokens, at + 1, end, free, unbound);
                flat.Add("()");
                at = end;
            }
            else if (tokens[at] is "union" or "except" or "intersect" or ";")
            {
                Select(flat, free, unbound);
                flat.Clear();
            }
            else flat.Add(tokens[at]);
        }
        Select(flat, free, unbound);
    }

    static int Closing(List<string> tokens, int at, int until)
    {
        for (var depth = 0; at < until; at++)
            if (tokens[at] == "(") depth++;
            else if (tokens[at] == ")" && --depth == 0) return at;
        return until;
    }

    static void Select(List<string> tokens, IReadOnlySet<string> free, List<string> unbound)
    {
        var named = new List<string>();
        for (var at = 0; at < tokens.Count; at++)
        {
            var begins = tokens[at] is "from" or "join" or "update" || (tokens[at] == "," && named.Count > 0 && IsAmongTables(tokens, at));
            if (!begins || at + 1 >= tokens.Count || !Tables.Value.Contains(tokens[at + 1])) continue;
            var alias = at + 2 < tokens.Count && tokens[at + 2] == "as"
                ? tokens.ElementAtOrDefault(at + 3)
                : tokens.ElementAtOrDefault(at + 2);
            named.Add(alias is not null && char.IsLetter(alias[0]) && !Words.Contains(alias) ? alias : tokens[at + 1]);
        }
        var pairs = Pairs(Conditions(tokens), named.Count == 1 ? named[0] : null);
        var bound = named.Where(free.Contains).ToHashSet(StringComparer.Ordinal);
        // From a parameter, or from a table of the select around this one, on to those that are compared with it.
        while (pairs.Any(
            pair => named.Contains(pair.Left) && (bound.Contains(pair.Right) || !named.Contains(pair.Right)) && bound.Add(pair.Left)))
        {
        }
        unbound.AddRange(named.Where(name => !bound.Contains(name)));
    }

    /// <summary>
    /// Whether a comma stands between tables: after the last word of its kind came "from" and neither "where" nor anything else.
    /// </summary>
    static bool IsAmongTables(List<string> tokens, int at)
    {
        for (var before = at - 1; before >= 0; before--)
            if (tokens[before] == "from") return true;
            else if (tokens[before] is "where" or "select" or "on" or "set" or "by" or "values" or "(") return false;
        return false;
    }

    /// <summary>The select without its order, which compares and binds nothing.</summary>
    static List<string> Conditions(List<string> tokens)
    {
        var depth = 0;
        return tokens.TakeWhile(token => (depth += token == "(" ? 1 : token == ")" ? -1 : 0) > 0 || token is not ("order" or "limit"))
            .ToList();
    }

    /// <summary>
    /// What is compared with what: a table's bank with another's, with a parameter or with what a select in brackets finds; each pair both
    /// ways.
    /// </summary>
    static List<(string Left, string Right)> Pairs(List<string> tokens, string? only)
    {
        var pairs = new List<(string, string)>();
        for (var at = 1; at + 1 < tokens.Count; at++)
        {
            if (tokens[at] is not ("=" or "in") || Before(tokens, at, only) is not { } left || After(tokens, at, only) is not { } right)
                continue;
            if (tokens[at - 1] == "bank") pairs.Add((left, right));
            if ((tokens.ElementAtOrDefault(at + 2) == "." ? tokens.ElementAtOrDefault(at + 3) : tokens[at + 1]) == "bank")
                pairs.Add((right, left));
        }
        return pairs;
    }

    static string? Before(List<string> tokens, int at, string? only) => tokens[at - 1] is var word && word[0] == '@' ? word
        : !IsBank(word) ? null
        : at >= 3 && tokens[at - 2] == "." ? tokens[at - 3]
        : only;

    static string? After(List<string> tokens, int at, string? only) =>
        tokens[at + 1] is var word && (word[0] == '@' || word is "0" or "()" or "(") ? "@" + word
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
