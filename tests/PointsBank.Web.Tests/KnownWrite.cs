using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace PointsBank.Web.Tests;

/// <summary>A write that may be sent again: its key, its address, its body, and the answer once it came.</summary>
public sealed class KnownWrite(string key, string token, string path, string body, long entries = 1)
{
    public string Key => key;

    /// <summary>How many entries it makes.</summary>
    public long Entries => entries;

    public string Path => path;

    /// <summary>What it does, whatever the number of what it is done to.</summary>
    public string Kind => string.Join('/', path.Split('/').Skip(5).Where(part => !long.TryParse(part, out _)));

    public string Body => body;

    /// <summary>The first answer's text; null while nobody told what became of the write.</summary>
    public string? Answer { get; private set; }

    /// <summary>The name in its answer, which an erasure takes out of what is kept.</summary>
    public string? Person { get; private init; }

    /// <summary>The book may have moved on before it arrives, which refuses it and leaves nothing.</summary>
    public bool MayComeTooLate { get; private init; }

    /// <summary>It came too late.</summary>
    public bool CameTooLate { get; private set; }

    public KnownWrite About(string person) => new(key, token, path, body, entries) { Person = person };

    public KnownWrite WhichMayComeTooLate() => new(key, token, path, body, entries) { MayComeTooLate = true };

    /// <summary>A number that the answer says.</summary>
    public long Said(string name)
    {
        using var answer = JsonDocument.Parse(Answer!);
        return answer.RootElement.GetProperty(name).GetInt64();
    }

    /// <summary>The number of a member of the household that the answer shows.</summary>
    public long Member(int index)
    {
        using var answer = JsonDocument.Parse(Answer!);
        return answer.RootElement.GetProperty("members")[index].GetProperty("number").GetInt64();
    }

    /// <summary>Sends it; false where the answer did not arrive.</summary>
    public async Task<bool> Send(HttpClient client)
    {
        try
        {
            var (status, replayed, text) = await Exchange(client);
            CameTooLate = MayComeTooLate && status == 409;
            if (CameTooLate) return true;
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
        CameTooLate = MayComeTooLate && answer.Status == 409;
        return answer;
    }

    async Task<(int Status, bool Replayed, string Text)> Exchange(HttpClient client)
    {
        using var request =
            new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request);
        return ((int)response.StatusCode, response.Headers.Contains("Idempotency-Replayed"), await response.Content.ReadAsStringAsync());
    }
}
