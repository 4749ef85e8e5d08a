using System.Text;

namespace PointsBank.Web.Tests;

/// <summary>Two villages live the same in one file: neither reads nor changes anything of the other.</summary>
[Collection(nameof(BothVillages))]
[Trait("Pace", "slow")]
public sealed class TwinTests(TwoVillages villages)
{
    /// <summary>What is told of all villages together, or of the program.</summary>
    internal static IReadOnlyDictionary<string, string> OfAllVillages { get; } = new Dictionary<string, string>
    {
        ["GET /metrics"] = "counts what the program does",
        ["GET " + ApiVillage.Api + "/staff"] = "the administrator keeps the people of every village",
        ["GET " + ApiVillage.Api + "/moral-credit"] = "the administrator's list of every village",
        ["GET " + ApiVillage.Api + "/banks/{bank}/journal/verification"] = "says what of all villages' people is not yet under a seal",
        ["GET " + ApiVillage.Api + "/banks/{bank}/years/{year}/sheet"] = "a workbook is packed anew each time",
    };

    [Fact]
    public void Every_read_of_a_village_tells_the_same_whether_or_not_another_one_lives_in_the_file()
    {
        villages.Before.Should().OnlyContain(read => read.Told.StartsWith("200 ", StringComparison.Ordinal));
        villages.Before.Zip(villages.Since)
            .Where(pair => pair.First.Told != pair.Second.Told)
            .Select(pair => $"{pair.First.Call.Name}: {pair.First.Told} became {pair.Second.Told}")
            .Should()
            .BeEmpty();
        OfAllVillages.Keys.Should().BeSubsetOf(Call.Reads(villages.Village).Select(call => call.Name));
    }

    [Fact]
    public async Task No_write_of_a_village_changes_a_row_of_another_one_or_is_answered_otherwise_because_of_it()
    {
        var (alone, both) = (villages.At(villages.Alone), villages.At(villages.Whole));
        var wrong = new List<string>();
        var touched = new StringBuilder(
            "Which rows each write touches, of two villages with several of each kind: +1 came, -1 went, a row that changed did both. "
                + "Made by TwinTests; see Golden.\n\n");
        try
        {
            var (before, rows) = (await TwinVillage.DigestsOf(both.Desks), RowSets.Of(both.Desks));
            foreach (var (call, i) in Call.Writes(villages.Village).Select((call, i) => (call, i)))
            {
                var (expected, answer) = (await call.Send(alone, key: $"twin-{i}"), await call.Send(both, key: $"twin-{i}"));
                if (answer.Status is not (200 or 201)) wrong.Add($"{call.Name}: {answer.Status} {answer.Text}");
                // People are numbered over all villages.
                if (call.Pattern != ApiVillage.Api + "/staff" && TwoVillages.Told(answer) != TwoVillages.Told(expected))
                    wrong.Add($"{call.Name}: {expected.Text} became {answer.Text}");
                var after = await TwinVillage.DigestsOf(both.Desks);
                // A computer has one clock: when it is confirmed, it is noted where every book stands.
                var isOfAll = call.Pattern == ApiVillage.Api + "/clock/confirmations";
                wrong.AddRange(
                    after.Where(
                        table => table.Value != before[table.Key] && !(isOfAll && table.Key == "clock_heads")).Select(
                            table => $"{call.Name} changed {table.Key} of the other village"));
                before = after;
                var now = RowSets.Of(both.Desks);
                touched.Append($"{call.Name}: {now.Since(rows)}".TrimEnd()).Append('\n');
                rows = now;
            }
            both.Verify();
        }
        finally
        {
            await alone.DisposeAsync();
            await both.DisposeAsync();
        }
        wrong.Should().BeEmpty();
        Golden.Holds("touched.txt", touched.ToString());
    }
}
