using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using PointsBank.Testing;

namespace PointsBank.Browser.Tests;

/// <summary>
/// The real server, as an operator starts it, over a copy of the demo village at its standing moment. Tests that write take one as their
/// class fixture; those that only read use <see cref="Shared"/>.
/// </summary>
public sealed class DemoServer : IAsyncLifetime, IDisposable
{
    const string StandingMoment = "2026-03-02T09:00";
    const string Listening = "Now listening on: ";

    /// <summary>Kills the server when our end of its input closes, so that it ends with us even if we hang and are killed.</summary>
    const string UntilWeEnd = "\"$@\" & exec >&- 2>&-; read -r _; kill -9 $!; wait $!";

    readonly TempFolder folder = new();
    readonly ConcurrentDictionary<string, Lazy<Task<string>>> signedIn = new();
    readonly StringBuilder said = new();
    readonly Lazy<Task<string>> address;
    Process? process;

    static DemoServer() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Shared.Dispose();

    public DemoServer() => address = new(Start);

    /// <summary>For tests that leave the village as they found it. It starts when first asked and ends with the run.</summary>
    public static DemoServer Shared { get; } = new();

    /// <summary>Where it answers, such as http://127.0.0.1:41234.</summary>
    public Task<string> Address => address.Value;

    /// <summary>What a browser keeps of this role's sign-in. One sign-in serves all tests, as more in a minute would be refused.</summary>
    public Task<string> SignedIn(string who) => signedIn.GetOrAdd(who, role => new(() => SignIn(role))).Value;

    public Task InitializeAsync() => Address;

    /// <summary>There is nothing to wait for; <see cref="Dispose"/> follows.</summary>
    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        if (process is not null)
        {
            process.StandardInput.Close();
            process.WaitForExit();
            process.Dispose();
        }
        folder.Dispose();
    }

    async Task<string> Start()
    {
        await DatabaseTemplate.Demo.CopyTo(folder.File("pointsbank.db"));
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo("/bin/sh", ["-c", UntilWeEnd, "sh", dotnet, Program, .. (string[])
            [$"--data={folder.Path}", "--urls=http://127.0.0.1:0", "--public-address=http://points.example", "--demo=true", $"--now={StandingMoment}"]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder.Path,
        };
        process = Process.Start(start)!;
        var listens = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var place = await listens.Task.WaitAsync(Browsers.Patience);
        using var client = new HttpClient { Timeout = Browsers.Patience };
        (await client.GetAsync(new Uri($"{place}/readyz"))).EnsureSuccessStatusCode();
        return place;

        void Hear(string? line)
        {
            // Both streams are heard at once.
            lock (said)
            {
                said.AppendLine(line);
                if (line is null) listens.TrySetException(new InvalidOperationException($"the server ended: {said}"));
                else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                    listens.TrySetResult(line[(at + Listening.Length)..].Trim());
            }
        }
    }

    /// <summary>The program as it was built beside us, so that it finds its files where an operator's does.</summary>
    static string Program => Path.Combine(
        AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "PointsBank.Browser.Tests"), Path.Combine("src", "PointsBank.Web"), StringComparison.Ordinal),
        "PointsBank.Web.dll");

    async Task<string> SignIn(string who)
    {
        var page = await Browsers.NewPage(await Address, new(), new());
        await page.SignInAs(who);
        var state = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
        return state;
    }
}
