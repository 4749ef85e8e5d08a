using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PointsBank.Benchmarks;

/// <summary>A server in a process of its own on a free port of this machine, stopped by its id when disposed of.</summary>
sealed class Host : IDisposable
{
    readonly Process process;

    Host(Process process, int port)
    {
        this.process = process;
        Port = port;
    }

    public int Port { get; }

    public static string Root { get; } = FindRoot();

    public static Task<Host> Web(string data, params string[] more) => WebOf(Root, data, more);

    /// <summary>The program of another checkout, which was built there.</summary>
    public static Task<Host> WebOf(string root, string data, params string[] more) => Start(port =>
    [
        Path.Combine(root, "src", "PointsBank.Web", "bin", "Release", "net10.0", "PointsBank.Web.dll"),
        $"--urls=http://127.0.0.1:{port}", $"--data={data}", .. more,
    ]);

    public static Task<Host> Echo() => Start(port => [typeof(Host).Assembly.Location, "echo", $"--urls=http://127.0.0.1:{port}"]);

    /// <summary>Memory that is the process's own at this moment, in MB.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{process.Id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>The processor that it has taken since it began.</summary>
    public TimeSpan Processor
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public void Dispose()
    {
        process.Kill();
        process.WaitForExit(10_000);
        process.Dispose();
    }

    static async Task<Host> Start(Func<int, string[]> arguments)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var argument in arguments(port)) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) => Complain(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var host = new Host(process, port);
        try
        {
            await host.UntilReady();
            return host;
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    async Task UntilReady()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        var waiting = Stopwatch.StartNew();
        while (waiting.Elapsed < TimeSpan.FromSeconds(120))
        {
            if (process.HasExited) throw new InvalidOperationException($"the server ended with {process.ExitCode}");
            try
            {
                using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{Port}/readyz"));
                if (response.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(5);
        }
        throw new TimeoutException("the server was not ready within two minutes");
    }

    static void Complain(string? line)
    {
        if (line is { Length: > 0 }) Console.Error.WriteLine($"server: {line}");
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        for (; folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "PointsBank.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("run the benchmark inside the repository");
    }
}
