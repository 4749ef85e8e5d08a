using System.Text.RegularExpressions;

namespace PointsBank.Tidy.Tests;

/// <summary>One SQL text for every engine: what PostgreSQL would refuse or read otherwise is not written.</summary>
public sealed partial class SqlTests
{
    /// <summary>Each rule as a pattern over the text without its quoted words, with what to write instead.</summary>
    static readonly (Regex Broken, string Instead)[] Rules =
    [
        (Clock(), "pass the time as a parameter"),
        (InsertOr(), "insert … on conflict (…) do …"),
        (RowId(), "a key of our own; number rows inside the write"),
        (Sequence(), "a key of our own; number rows inside the write"),
        (ListParameter(), "a join, or one statement for each value"),
        (OwnFunction(), "standard SQL: coalesce, case when, a sum in C#"),
        (ScalarMax(), "case when a > b then a else b end: max and min of two values are aggregates elsewhere"),
        (Boolean(), "0 and 1; `where true` alone is needed, before on conflict after a select"),
        (OddQuotes(), "names without quotes"),
        (OddParameter(), "named parameters, @name"),
        (UpperCase(), "keywords in lower case"),
        (IsValue(), "= or <>, and `is null` for null"),
        (CastOfLabel(), "LabelNumber.Of: another engine casts every label before it looks which ones begin so"),
        (BareUpsert(), "the column with its table's name, as in books.entry + @change: alone it is ambiguous elsewhere"),
    ];

    /// <summary>Settings of SQLite itself, which another engine has its own way for.</summary>
    static readonly Dictionary<string, string> EngineFiles = new()
    {
        ["src/PointsBank.Storage/Backups.cs"] = "a backup is a copy of the SQLite file",
        ["src/PointsBank.Storage/CommitQueue.cs"] = "the log is folded into the file on closing",
        ["src/PointsBank.Storage/Database.cs"] = "how the file is opened",
    };

    static IEnumerable<(HouseFile File, Literal Literal)> Texts =>
        from file in House.SourceOf("Storage").Concat(House.SourceOf("Village"))
        where file.Name != "PostgresSchema.cs"
        from literal in CSharpText.Read(file.Text).Literals
        where Sql().IsMatch(literal.Text)
        select (file, literal);

    [Fact]
    public void The_statements_are_found() => Texts.Count().Should().BeGreaterThan(80);

    [Fact]
    public void SQL_is_portable() => House.Rule(
        "SQL that another engine would refuse or read otherwise:",
        Texts.SelectMany(text => Broken(text.Literal.Text).Select(broken => $"{text.File.Place(text.Literal.Start)}: {broken}")));

    [Fact]
    public void SQL_stays_in_storage_and_village() => House.Rule(
        "SQL is written in PointsBank.Storage, or in a table or desk of PointsBank.Village:",
        from file in House.Source
        where file.IsIn("src/PointsBank.Web") || file.IsIn("src/PointsBank.Cli") || file.IsIn("src/PointsBank.Ledger")
        from literal in CSharpText.Read(file.Text).Literals
        where Statement().IsMatch(literal.Text)
        select file.Place(literal.Start));

    /// <summary>
    /// Statements alone: a desk may still name a piece of one. What a room contributes to audits and to a household's copy of its data is
    /// made of reads of its own.
    /// </summary>
    [Fact]
    public void SQL_stands_in_tables() => House.Rule(
        "SQL stands in a …Table.cs, …Audit.cs or …PersonalData.cs of its room; move the statement there and give it a name:",
        from text in Texts
        where text.File.IsIn("src/PointsBank.Village") && Statement().IsMatch(text.Literal.Text)
        where !text.File.Name.EndsWith("Table.cs", StringComparison.Ordinal)
            && !text.File.Name.EndsWith("Audit.cs", StringComparison.Ordinal)
            && !text.File.Name.EndsWith("PersonalData.cs", StringComparison.Ordinal)
        select text.File.Place(text.Literal.Start));

    [Fact]
    public void Pragmas_stand_where_the_file_is_handled()
    {
        var pragmas = House.Source.Where(file => CSharpText.Read(file.Text).Literals.Any(literal => Pragma().IsMatch(literal.Text)))
            .Select(file => file.Path)
            .ToList();

        House.Rule("Settings of SQLite belong in Database.cs:", pragmas.Except(EngineFiles.Keys));
        House.NoneIsStale(EngineFiles.Keys, pragmas);
    }

    [Theory]
    [InlineData("select now()")]
    [InlineData("select date('now')")]
    [InlineData("select strftime('%Y', day) from t")]
    [InlineData("insert or ignore into t values (1)")]
    [InlineData("select rowid from t")]
    [InlineData("create table t (n integer primary key autoincrement)")]
    [InlineData("select a from t where b in @list")]
    [InlineData("select ifnull(a, 0) from t")]
    [InlineData("select group_concat(a) from t")]
    [InlineData("update t set a = max(a, @b)")]
    [InlineData("update t set a = true")]
    [InlineData("select `a` from t")]
    [InlineData("select [a] from t")]
    [InlineData("select a from t where b = ?")]
    [InlineData("select a from t where b = $b")]
    [InlineData("SELECT a from t")]
    [InlineData("select a from t where b is not @c")]
    [InlineData("insert into t (a) values (@a) on conflict (a) do update set n = n + 1")]
    [InlineData("select sum(a) from t")]
    [InlineData("select a from t left join s on t.actor like 'staff:%' and s.number = cast(substr(t.actor, 7) as bigint)")]
    public void Each_rule_bites(string sql) => Broken(sql).Should().NotBeEmpty();

    [Theory]
    [InlineData("select coalesce(max(a), 0) + 1 from t where b in (@b, @c) and c = 'now() IN [x]'")]
    [InlineData(
        "insert into t (a) select @a from u where true on conflict (a) do update set n = t.n + @change, m = excluded.m returning a")]
    [InlineData("select cast(coalesce(sum(a), 0) as bigint) from t group by b having sum(a) <> 0")]
    [InlineData("select a from t where b is not null order by lower(c) limit @most")]
    [InlineData("select case when a like 'staff:%' then cast(substr(a, 7) as bigint) end from t")]
    public void Portable_statements_pass(string sql) => Broken(sql).Should().BeEmpty();

    static IEnumerable<string> Broken(string sql)
    {
        var words = Quoted().Replace(sql, quoted => "'" + new string('.', quoted.Length - 2) + "'");
        foreach (var (broken, instead) in Rules)
            foreach (Match match in broken.Matches(words))
                yield return $"`{match.Value.Trim()}`: write {instead}";
        foreach (Match sum in Sum().Matches(words))
            if (IsAnswer(words[..sum.Index]))
                yield return $"`{sum.Value}`: write cast(coalesce(sum(…), 0) as bigint)";
    }

    /// <summary>
    /// Whether a sum at the end of this text leaves the statement as it is: it is selected, and no cast stands before it.
    /// </summary>
    static bool IsAnswer(string before) =>
        !Cast().IsMatch(before) && Clause().Matches(before) is { Count: > 0 } clauses && clauses[^1].Value == "select";

    /// <summary>Days are numbers everywhere in their text, so a part of one may be cast.</summary>
    [GeneratedRegex(@"(?<!then )\bcast\(substr\((?!\w+\.effective_on)")]
    private static partial Regex CastOfLabel();

    [GeneratedRegex(
        @"^\s*(select|insert|update|delete|create|with|from|where|join|left join|order by|group by|on conflict|and|union)\b.*\s",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Sql();

    [GeneratedRegex(
        @"^\s*(select\s.+\sfrom\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(table|index)\s)",
        RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Statement();

    [GeneratedRegex(@"^\s*(pragma|vacuum|attach)\b")]
    private static partial Regex Pragma();

    [GeneratedRegex("'[^']*'")]
    private static partial Regex Quoted();

    [GeneratedRegex(
        @"\b(now|date|time|datetime|strftime|julianday|unixepoch)\s*\(|\bcurrent_(timestamp|date|time)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\b(insert|update)\s+or\s+\w+|\breplace\s+into\b", RegexOptions.IgnoreCase)]
    private static partial Regex InsertOr();

    [GeneratedRegex(@"(?<!without )\b(rowid|_rowid_|last_insert_rowid)\b", RegexOptions.IgnoreCase)]
    private static partial Regex RowId();

    [GeneratedRegex(@"\b(autoincrement|nextval|generated\s+always)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Sequence();

    [GeneratedRegex(@"\bin\s+@\w+", RegexOptions.IgnoreCase)]
    private static partial Regex ListParameter();

    [GeneratedRegex(
        @"\b(ifnull|iif|group_concat|string_agg|total|printf|instr|glob|random|randomblob|zeroblob|typeof|hex|changes)\s*\(|\bglob\s+'",
        RegexOptions.IgnoreCase)]
    private static partial Regex OwnFunction();

    [GeneratedRegex(@"\b(max|min)\s*\((?:[^(),]|\([^()]*\))*,[^)]*\)", RegexOptions.IgnoreCase)]
    private static partial Regex ScalarMax();

    [GeneratedRegex(@"(?<!\bwhere )\b(true|false)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Boolean();

    [GeneratedRegex(@"`[^`]*`|\[[^\]]*\]|""\w+""")]
    private static partial Regex OddQuotes();

    [GeneratedRegex(@"\?|(?<![:\w]):\w+|\$\w+")]
    private static partial Regex OddParameter();

    [GeneratedRegex(
        @"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|FROM|WHERE|INTO|VALUES|JOIN|LEFT|INNER|ORDER|GROUP|HAVING|LIMIT|CONFLICT|RETURNING|UNION|CASE|WHEN|THEN|ELSE|COALESCE|CAST|SUM|COUNT|MAX|MIN|AND|OR|NOT|NULL|ON|IN|AS|IS|BY)\b")]
    private static partial Regex UpperCase();

    [GeneratedRegex(@"\bis\s+(not\s+)?(?!(not|null|distinct)\b)[@\w]+", RegexOptions.IgnoreCase)]
    private static partial Regex IsValue();

    [GeneratedRegex(@"(?<=\bdo update set\b[^;]*)(?<![.\w@])(?<name>\w+) = \k<name>\b(?!\.)", RegexOptions.IgnoreCase)]
    private static partial Regex BareUpsert();

    [GeneratedRegex(@"\bsum\s*\(", RegexOptions.IgnoreCase)]
    private static partial Regex Sum();

    [GeneratedRegex(@"\bcast\s*\(\s*(coalesce\s*\(\s*)?-?\s*$", RegexOptions.IgnoreCase)]
    private static partial Regex Cast();

    [GeneratedRegex(@"\b(select|having|where|order by|on)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Clause();
}
