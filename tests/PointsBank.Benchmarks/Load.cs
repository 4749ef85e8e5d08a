using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace PointsBank.Benchmarks;

/// <summary>
/// Keep-alive connections over bare sockets, one request after the other on each, the same for every side. It reads no more of an answer
/// than its status and its end, so that most of the processor is the server's.
/// </summary>
static class Load
{
    public static async Task<Rate> Run(int port, int connections, TimeSpan time, Func<string> path, string? token, Func<string>? body)
    {
        var processor = Process.GetCurrentProcess().TotalProcessorTime;
        var clock = Stopwatch.StartNew();
        var took = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => Task.Run(() => Connection(port, clock, time, path, token, body))));
        return Measuring.Of(took.SelectMany(times => times), clock.Elapsed, processor);
    }

    static async Task<List<double>> Connection(
        int port, Stopwatch clock, TimeSpan time, Func<string> path, string? token, Func<string>? body)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        var times = new List<double>(4096);
        var (request, answer) = (new byte[4096], new byte[256 * 1024]);
        while (clock.Elapsed < time)
        {
            var start = Stopwatch.GetTimestamp();
            var length = Write(request, path(), token, body?.Invoke());
            await socket.SendAsync(request.AsMemory(0, length));
            var received = 0;
            do
            {
                var more = await socket.ReceiveAsync(answer.AsMemory(received));
                if (more == 0) throw new IOException("the server closed a connection");
                received += more;
            }
            while (!IsWhole(answer.AsSpan(0, received)));
            if (!answer.AsSpan(0, received).StartsWith("HTTP/1.1 2"u8))
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer.AsSpan(0, received)));
            times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return times;
    }

    /// <summary>A POST where there is a body, and a GET where there is none.</summary>
    static int Write(byte[] target, string path, string? token, string? body) => Encoding.ASCII.GetBytes(
        $"{(body is null ? "GET" : "POST")} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        + (token is null ? "" : $"Authorization: Bearer {token}\r\n")
        + (body is null ? "\r\n" : $"Idempotency-Key: {Guid.CreateVersion7():D}\r\nContent-Type: application/json\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}"), target);

    static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        var at = head.IndexOf("\r\nContent-Length: "u8);
        if (at < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        var digits = head[(at + "\r\nContent-Length: "u8.Length)..];
        var stop = digits.IndexOf((byte)'\r');
        return answer.Length >= end + 4 + int.Parse(stop < 0 ? digits : digits[..stop], CultureInfo.InvariantCulture);
    }
}
