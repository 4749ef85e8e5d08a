namespace PointsBank.Web.Tests;

/// <summary>
/// Every write there is, sent eight times at once, each under a key of its own: as eight people would who press at the same moment.
/// </summary>
[Collection(nameof(BothVillages))]
[Trait("Pace", "slow")]
public sealed class AtOnceTests(TwoVillages villages)
{
    const int Times = 8;

    [Fact]
    public async Task Every_write_sent_eight_times_at_once_is_done_or_refused_with_words_and_the_books_are_sound()
    {
        var wrong = new List<string>();
        var village = villages.At(villages.Whole);
        try
        {
            foreach (var (call, number) in Call.Writes(villages.Village).Select((call, number) => (call, number)))
            {
                var answers = await Task.WhenAll(
                    Enumerable.Range(0, Times).Select(i => Task.Run(() => call.Send(village, key: $"at-once-{number}-{i}"))));

                wrong.AddRange(
                    answers.Where(
                        answer => answer.Status is not (200 or 201) and not (>= 400 and < 500)).Select(
                            answer => $"{call.Name}: {answer.Status} {answer.Text}"));
                if (!answers.Any(answer => answer.Status is 200 or 201)) wrong.Add($"{call.Name}: done by none, {answers[0].Text}");
            }
            village.Verify();
        }
        finally
        {
            await village.DisposeAsync();
        }
        wrong.Should().BeEmpty();
    }
}
