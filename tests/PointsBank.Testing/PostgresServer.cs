using System.Diagnostics;

namespace PointsBank.Testing;

/// <summary>
/// A PostgreSQL of its own in a folder, reached by its socket there and by nobody else. Debian's package is asked for: scripts/test.sh
/// installs it.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    /// <summary>
    /// A server runs for nobody who may do everything; the tests' own folder for temporary files may be closed to whom it runs for.
    /// </summary>
    static readonly bool IsRoot = Environment.UserName == "root";

    readonly string folder = Directory.CreateDirectory(
        Path.Combine(IsRoot ? "/tmp" : Path.GetTempPath(), $"pb-{Path.GetRandomFileName()}")).FullName;
    readonly string programs, data;

    PostgresServer()
    {
        programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql")
                .OrderBy(path => path, StringComparer.Ordinal)
                .Select(path => Path.Combine(path, "bin"))
                .LastOrDefault()
                ?? ""
            : "";
        if (programs.Length == 0) throw new InvalidOperationException("PostgreSQL is missing: install the package postgresql");
        data = FileIn("data");
    }

    /// <summary>Makes a cluster in bytes' order and starts it.</summary>
    public static async Task<PostgresServer> Start()
    {
        var server = new PostgresServer();
        if (IsRoot) await Run("chown", "postgres", server.folder);
        await server.Program("initdb", "-D", server.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        await server.Program(
            "pg_ctl", "-D", server.data, "-w", "-l", server.FileIn("log"),
            "-o", $"-c listen_addresses='' -c unix_socket_directories={server.folder} -c fsync=off", "start");
        return server;
    }

    /// <summary>Runs a script, statement by statement; errors and <c>\warn</c> lines are what it answers.</summary>
    public async Task<string> Script(string text)
    {
        var file = FileIn("script.sql");
        await File.WriteAllTextAsync(file, text);
        return (
            await Run(
                Path.Combine(programs, "psql"), "-X", "-q", "-h", folder, "-U", "postgres", "-d", "postgres", "-v", "VERBOSITY=terse",
                "-f", file)).Errors;
    }

    /// <summary>The rows of a query, a line each, columns between tabs.</summary>
    public async Task<IReadOnlyList<string>> Rows(string query, string before = "")
    {
        var file = FileIn("query.sql");
        await File.WriteAllTextAsync(file, before + "\n" + query + ";\n");
        var told = await Run(
            Path.Combine(programs, "psql"), "-X", "-q", "-A", "-t", "-F", "\t", "-h", folder, "-U", "postgres", "-d", "postgres", "-f",
            file);
        return told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public void Dispose()
    {
        Program("pg_ctl", "-D", data, "-m", "immediate", "stop").GetAwaiter().GetResult();
        Directory.Delete(folder, recursive: true);
    }

    string FileIn(string name) => Path.Combine(folder, name);

    Task<(string Output, string Errors)> Program(string name, params string[] arguments) => IsRoot
        ? Run("runuser", ["-u", "postgres", "--", Path.Combine(programs, name), .. arguments])
        : Run(Path.Combine(programs, name), arguments);

    static async Task<(string Output, string Errors)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/",
        };
        using var process = Process.Start(start)!;
        // The server that pg_ctl leaves behind keeps its own log; nothing else holds these two open.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        var told = (await output, await errors);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {told.Item1} {told.Item2}");
        return told;
    }
}
