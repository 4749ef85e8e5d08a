using System.Text.RegularExpressions;
using PointsBank.Ledger;
using PointsBank.Testing;

namespace PointsBank.Web.Tests;

/// <summary>
/// 安家河村 and its twin in one file; what every read of 安家河村 told before the twin lived there, and what it tells since; and both files, to go
/// on from.
/// </summary>
public sealed partial class TwoVillages : IAsyncLifetime
{
    public WholeVillage Village { get; } = new();

    public TempFolder Folder { get; } = new();

    /// <summary>The file before the twin lived in it.</summary>
    public string Alone => Folder.File("alone.db");

    /// <summary>The file with both.</summary>
    public string Whole => Folder.File("whole.db");

    /// <summary>
    /// The file with both, and with rows of villages that nobody opened: the same keys before all others with other words and amounts, and
    /// later keys behind all others.
    /// </summary>
    public string Crowded => crowded.Value;

    readonly Lazy<string> crowded;

    public TwoVillages() => crowded = new(Crowd);

    public IReadOnlyList<(Call Call, string Told)> Before { get; private set; } = [];

    public IReadOnlyList<(Call Call, string Told)> Since { get; private set; } = [];

    public async Task InitializeAsync()
    {
        await Village.InitializeAsync();
        Before = await Read();
        Village.Desks.Database.Backup(Alone);
        await TwinVillage.Beside(Village);
        Since = await Read();
        Village.Desks.Database.Backup(Whole);
    }

    public async Task DisposeAsync()
    {
        await Village.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>The program over a copy of a file, with everybody's tokens; <paramref name="rewrite"/> sees each statement.</summary>
    public ApiVillage At(string file, Func<string, string>? rewrite = null)
    {
        var host = new VillageHost { Clock = Village.Host.Clock, Tune = options => options with { Rewrite = rewrite } };
        DatabaseTemplate.Copy(Village.Host.Options.File, host.Options.File);
        File.Copy(file, host.Options.File, overwrite: true);
        // Begun before anybody asks: eight who ask at once would begin it eight times.
        _ = host.Services;
        var at = new ApiVillage { Host = host };
        foreach (var (who, token) in Village.Tokens) at.Tokens[who] = token;
        return at;
    }

    string Crowd()
    {
        var file = Folder.File("crowded.db");
        File.Copy(Whole, file);
        VillageFixture.WithoutTriggers(file, CrowdedRows.Of(file));
        return file;
    }

    /// <summary>An answer without what is drawn by lot: check codes, and secrets that are told once.</summary>
    public static string Told(Answer answer) => Secret().Replace(CheckCode().Replace($"{answer.Status} {answer.Text}", "$1-"), "$1");

    async Task<IReadOnlyList<(Call, string)>> Read()
    {
        var told = new List<(Call, string)>();
        foreach (var call in Call.Reads(Village).Where(call => !TwinTests.OfAllVillages.ContainsKey(call.Name)))
        {
            var answer = await call.Send(Village);
            told.Add((call, $"{answer.Status} {Digest.Of(await answer.Response.Content.ReadAsByteArrayAsync())} {answer.Text}"));
        }
        return told;
    }

    [GeneratedRegex(@"\b([A-Z]?\d+)-[0-9A-Z]{6}\b")]
    private static partial Regex CheckCode();

    [GeneratedRegex("(\"(?:token|code|salt|hash|serial|digest)\":\")[^\"]*")]
    private static partial Regex Secret();
}

[CollectionDefinition(nameof(BothVillages))]
public sealed class BothVillages : ICollectionFixture<TwoVillages>;
