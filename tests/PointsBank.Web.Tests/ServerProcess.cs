using System.Diagnostics;
using System.Text;

namespace PointsBank.Web.Tests;

/// <summary>The real server as a process of its own, on a port that the system chose.</summary>
public sealed class ServerProcess : IAsyncDisposable
{
    const string Listening = "Now listening on: ";

    readonly Process process;

    readonly StringBuilder said;

    ServerProcess(Process process, StringBuilder said, HttpClient client)
    {
        this.process = process;
        this.said = said;
        Client = client;
    }

    /// <summary>What stands on its console until now.</summary>
    public string Said
    {
        get
        {
            lock (said) return said.ToString();
        }
    }

    public HttpClient Client { get; }

    public int Id => process.Id;

    /// <summary>Starts it over a folder and answers when it says that it is ready.</summary>
    public static async Task<ServerProcess> Start(string folder, string? from = null, params string[] settings)
    {
        var (process, address, said) = Launch(folder, from, settings);
        var url = await address;
        var server = new ServerProcess(process, said, new() { BaseAddress = new(url) });
        (await server.Client.GetAsync("/readyz")).EnsureSuccessStatusCode();
        return server;
    }

    /// <summary>Starts it and kills it while it is still opening its database.</summary>
    public static async Task StartAndKill(string folder, TimeSpan after)
    {
        var (process, _, _) = Launch(folder);
        // No answer tells how far the opening is, so here alone the clock decides.
        if (!process.WaitForExit(after)) process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        try
        {
            process.Kill();
        }
        catch (InvalidOperationException)
        {
            // Somebody was faster.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        Client.Dispose();
    }

    static (Process Process, Task<string> Address, StringBuilder Said) Launch(string folder, string? from = null, params string[] settings)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = from ?? "",
            ArgumentList =
            {
                typeof(Program).Assembly.Location, $"--data={folder}", "--urls=http://127.0.0.1:0",
                "--Logging:LogLevel:PointsBank.Web=Error",
            },
        };
        foreach (var setting in settings) start.ArgumentList.Add(setting);
        var process = Process.Start(start)!;
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return (process, address.Task, said);

        void Hear(string? line)
        {
            lock (said) said.AppendLine(line);
            if (line is null) address.TrySetException(new InvalidOperationException($"the server ended: {said}"));
            else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
                address.TrySetResult(line[(at + Listening.Length)..].Trim());
        }
    }
}
