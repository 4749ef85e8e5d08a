using System.Diagnostics;
using System.Net.Http.Headers;
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
                typeof(Program).Assembly.Location, $"--data={folder}", "--urls=http://127.0.0.1:0", "--Logging:LogLevel:PointsBank.Web=Error",
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
            else if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at) address.TrySetResult(line[(at + Listening.Length)..].Trim());
        }
    }
}

/// <summary>A write that may be sent again: its key, its address, its body, and the answer once it came.</summary>
public sealed class KnownWrite(string key, string token, string path, string body, long entries = 1)
{
    public string Key => key;

    /// <summary>How many entries it makes.</summary>
    public long Entries => entries;

    public string Path => path;

    public string Body => body;

    /// <summary>The first answer's text; null while nobody told what became of the write.</summary>
    public string? Answer { get; private set; }

    /// <summary>Sends it; false where the answer did not arrive.</summary>
    public async Task<bool> Send(HttpClient client)
    {
        try
        {
            var (status, replayed, text) = await Exchange(client);
            if (status != 201 || replayed) throw new InvalidOperationException($"{path} {body}: {status} {text}");
            Answer = text;
            return true;
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    /// <summary>Sends it, for the first time or again, to a server that may be killed meanwhile.</summary>
    public async Task SendAny(HttpClient client)
    {
        try
        {
            await SendAgain(client);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException or TaskCanceledException)
        {
            // Nobody tells what became of it.
        }
    }

    /// <summary>Sends it again, whether or not it was answered before.</summary>
    public async Task<(int Status, bool Replayed, string Text)> SendAgain(HttpClient client)
    {
        var answer = await Exchange(client);
        if (answer.Status is 200 or 201) Answer ??= answer.Text;
        return answer;
    }

    async Task<(int Status, bool Replayed, string Text)> Exchange(HttpClient client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.Contains("Idempotency-Replayed"), await response.Content.ReadAsStringAsync());
    }
}
