using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using PointsBank.Testing;

namespace PointsBank.Web.Tests;

/// <summary>
/// Somebody leaves one condition out of one statement: somebody notices, by what is told or by which rows are touched. Each such statement
/// runs in a copy of the two villages as they were before a call that uses it, and that call is made. POINTSBANK_MUTANTS=all tries every
/// statement that any call uses, POINTSBANK_MUTANTS=20 every twentieth; those that nobody noticed are written to mutants.txt beside the
/// tests' program.
/// </summary>
[Collection(nameof(BothVillages))]
[Trait("Pace", "slow")]
public sealed partial class MutantTests(TwoVillages villages)
{
    /// <summary>A statement is tried with so many calls that use it.</summary>
    const int MaxCalls = 8;

    /// <summary>The statements that are tried each time: by a call that uses them and how they begin.</summary>
    static readonly (string Call, string Begin)[] Sample =
    [
        ("POST " + ApiVillage.Api + "/banks/{bank}/households/{household}/passbooks/{serial}/void", "update passbooks"),
        ("POST " + ApiVillage.Api + "/banks/{bank}/assessments/{session}/closing", "update assessments"),
        ("PUT " + ApiVillage.Api + "/me/password", "update staff"),
    ];

    /// <summary>Mutants that do the same as the statement, or that another test tells, with the reason.</summary>
    static readonly Dictionary<string, string> Alike = new()
    {
        ["condition 3 of: delete from entry_notes where bank = @bank and ( entry in"] =
            "told by ErasureTests: what was written of the others of a household stays",
        ["condition 5 of: delete from entry_notes where bank = @bank and ( entry in"] = "the entry of confirmed hours bears no note",
        ["condition 7 of: delete from entry_notes where bank = @bank and ( entry in"] =
            "the entry of a redemption bears no note, its reversal does",
        ["order by case when s.bank = @bank then 0 else 1 end, s.bank"] = "its last condition is an order alone",
        ["where bank = @bank and counter = 1 group by bank, count) f on f.bank = c.bank"] =
            "what the selects in brackets find is of this bank already",
        ["set pin_hash = @hash where serial = @serial and bank = @bank"] =
            "a household has one open passbook, and a serial one household; both stand for two at once",
        ["where number = @number and password_hash = @old"] =
            "each digest has a salt of its own, so the old one names its owner alone; both stand for two at once",
    };

    static string Wanted => Environment.GetEnvironmentVariable("POINTSBANK_MUTANTS") ?? "";

    [Fact]
    public async Task A_statement_that_forgets_a_condition_is_noticed()
    {
        var uses = await Record();
        var mutants = uses.Keys.Order(StringComparer.Ordinal).SelectMany(Mutant.Of).ToList();
        if (int.TryParse(Wanted, CultureInfo.InvariantCulture, out var step)) mutants = [.. mutants.Where((_, i) => i % step == 0)];
        mutants.Should().NotBeEmpty();

        var unnoticed = new List<string>();
        foreach (var mutant in mutants)
            if (!await IsNoticed(mutant, uses[mutant.Original]))
                unnoticed.Add($"{uses[mutant.Original][0].Call.Name}: {mutant.Line}");
        unnoticed.RemoveAll(line => Alike.Any(reason => line.Contains(reason.Key, StringComparison.Ordinal)));

        if (Wanted.Length > 0)
            await File.WriteAllLinesAsync(
                Path.Combine(AppContext.BaseDirectory, "mutants.txt"),
                [$"{unnoticed.Count} of {mutants.Count} were not noticed", .. unnoticed]);
        unnoticed.Should().BeEmpty();
    }

    static bool IsTried(Call call) => Wanted.Length > 0 || Sample.Any(sample => sample.Call == call.Name);

    /// <summary>A call, the file as it was before, what it answered, and which rows it touched.</summary>
    sealed record Use(Call Call, string File, string Told, RowSets? Before, string Touched);

    /// <summary>Makes every call once, and keeps for each statement the first calls that use it.</summary>
    async Task<Dictionary<string, List<Use>>> Record()
    {
        var seen = new ConcurrentDictionary<string, byte>();
        var uses = new Dictionary<string, List<Use>>();
        var at = villages.At(villages.Crowded, text =>
        {
            seen.TryAdd(text, 0);
            return text;
        });
        try
        {
            if (Wanted.Length > 0) await Prepare(at);
            foreach (var (call, i) in Calls().Concat([await ErasureOfAHousehold(at), WithSomebodyElses(at)]).Select((call, i) => (call, i)))
            {
                var file = villages.Folder.File($"before-{i}.db");
                if (call.Method == "GET") file = villages.Crowded;
                else if (IsTried(call)) Copy(at.Desks.Database.File, file);
                var before = IsTried(call) && call.Method != "GET" ? RowSets.Of(at.Desks, withClock: true) : null;
                seen.Clear();
                var told = TwoVillages.Told(await call.Send(at, key: $"mutant-{i}"));
                var texts = seen.Keys.Where(text => Wanted.Length > 0
                    ? (!uses.TryGetValue(text, out var known) || known.Count < MaxCalls) && Mutant.Of(text).Any()
                    : Sample.Any(sample => sample.Call == call.Name && text.TrimStart().StartsWith(sample.Begin, StringComparison.Ordinal)))
                        .ToList();
                if (!IsTried(call) || texts.Count == 0)
                {
                    if (file != villages.Crowded) File.Delete(file);
                    continue;
                }
                var use = new Use(call, file, told, before, Touched(at, before));
                foreach (var text in texts)
                {
                    if (!uses.TryGetValue(text, out var known)) uses.Add(text, known = []);
                    known.Add(use);
                }
            }
        }
        finally
        {
            await at.DisposeAsync();
        }
        return uses;
    }

    /// <summary>Two of each: another person's ties, and a name that somebody else tried.</summary>
    static async Task Prepare(ApiVillage at)
    {
        ApiVillage.Must(
            await at.Put(ApiVillage.Bank + "/staff/2/ties", """{"ties":[{"household":2,"tie":"relative"}]}""", "administrator", "far-4"));
        (await at.Post(ApiVillage.Api + "/sign-in", """{"username":"nobody-here","password":"a wrong one"}""", null)).Status
            .Should().Be(401);
    }

    /// <summary>The erasure of all that a household of its own was; the call of every village's tests erases one member alone.</summary>
    static async Task<Call> ErasureOfAHousehold(ApiVillage at)
    {
        const string execution = ApiVillage.Api + "/banks/{bank}/erasures/{erasure}/execution";
        ApiVillage.Must(
            await at.Post(
                ApiVillage.Bank + "/households",
                """{"group":"上庄组","members":[{"name":"搬远","birthDate":"1970-01-01","isHead":true,"relatedToCommittee":false}],"number":4001}""",
                "clerk", "far-1"));
        var left = ApiVillage.Must(
            await at.Post(
                ApiVillage.Bank + "/household-changes/departures", """{"household":4001,"grounds":{"reason":"搬走了","decidedBy":"村委会"}}""",
                "clerk", "far-2")).GetProperty("proposal").GetProperty("number");
        ApiVillage.Must(await at.Post($"{ApiVillage.Bank}/proposals/{left}/confirmation", "{}", "supervisor", "far-2-confirmed"));
        var asked = ApiVillage.Must(await at.Post(ApiVillage.Bank + "/erasures", """{"household":4001}""", "clerk", "far-3"));
        return new(
            "supervisor", "POST", execution,
            $"{ApiVillage.Bank}/erasures/{asked.GetProperty("number").GetInt64().ToString(CultureInfo.InvariantCulture)}/execution", "{}");
    }

    /// <summary>A meeting at which somebody of another village's staff is said to have been.</summary>
    static Call WithSomebodyElses(ApiVillage at) =>
        new("assessor", "POST", ApiVillage.Api + "/banks/{bank}/assessments", ApiVillage.Bank + "/assessments", string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"heldOn":"2026-03-01","present":[{{at.Desks.Database.Read(connection => connection.QuerySingle<long>(
            "select max(g.staff) from staff_grants g where g.bank = 2 and not exists (select 1 from staff_grants o where o.staff = g.staff and o.bank in (0, 1))"))}}]}"""));

    /// <summary>The rows of villages that nobody opened keep no law, so a backup, which is proven, is not what copies them.</summary>
    static void Copy(string from, string to)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Pooling = false }.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    IEnumerable<Call> Calls() =>
        Call.Reads(villages.Village).Where(call => Wanted.Length > 0 && !TwinTests.OfAllVillages.ContainsKey(call.Name))
            .SelectMany(WithOtherNumbers)
        .Concat(Call.Writes(villages.Village));

    /// <summary>The same of others: what the first household, claim or shop has not, the next may have.</summary>
    static IEnumerable<Call> WithOtherNumbers(Call call) =>
        (Call[])[call, .. Enumerable.Range(1, 6).SelectMany(number => Numbers().Matches(call.Path) is { Count: > 0 } found
        ? found.Select(
            match => call with { Path = $"{call.Path[..match.Index]}{number.ToString(CultureInfo.InvariantCulture)}{call.Path[(match.Index + match.Length)..]}" })
        : [])
        .DistinctBy(other => other.Path).Where(other => other.Path != call.Path)];

    [GeneratedRegex(@"(?<=/)\d+(?=/|\?|$)")]
    private static partial Regex Numbers();

    /// <summary>What a write changed; what is only read changes nothing.</summary>
    static string Touched(ApiVillage at, RowSets? before) => before is null ? "" : RowSets.Of(at.Desks, withClock: true).WordsSince(before);

    async Task<bool> IsNoticed(Mutant mutant, List<Use> uses)
    {
        if (BankLaw.Unbound(mutant.Text).Count > 0) return true;
        foreach (var together in uses.GroupBy(use => use.File))
        {
            var at = villages.At(together.Key, text => text == mutant.Original ? mutant.Text : text);
            try
            {
                foreach (var (use, i) in together.Select((use, i) => (use, i)))
                    if (TwoVillages.Told(await use.Call.Send(at, key: $"again-{i}")) != use.Told || Touched(at, use.Before) != use.Touched)
                        return true;
            }
            finally
            {
                await at.DisposeAsync();
            }
        }
        return false;
    }
}
