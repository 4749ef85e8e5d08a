using System.Text;
using System.Text.Json.Nodes;

namespace PointsBank.Web.Tests;

/// <summary>
/// What somebody sends who wants to see something break, the same for the same seed: signs that are none, far days, huge numbers.
/// </summary>
sealed class Hostile(int seed)
{
    /// <summary>Percent-encoded, so that bytes which are no text reach the server as they are.</summary>
    static readonly string[] Texts =
    [
        "%EF%BF%BE", "%EF%BF%BF", "%ED%A0%80", "%ED%B0%80x", "%E2%80%A8", "%E2%80%A9", "%00", "a%00b", "%0D%0A", "%09", "%C0%AF", "%FF",
        "%F4%90%80%80", "%EF%B7%90", "%F0%9F%BF%BE", "%E2%80%8B", "%E2%80%AE%E5%BC%A0", "%EE%A1%A3", "%EF%BF%BD", "%E3%80%80",
        "%EF%BC%91%EF%BC%92", "%F0%A0%AE%B7", "e%CC%81", "%27%22%3C%3E%26", "%25%5F%21", "..%2F..%2Fx", "%2F%2Fevil.example",
        "%2F%09%2Fevil.example", "%E5%BC%A0", "x", "", "+", "null", "%7B%7D", "%5B%5D", "true", "%3D1%2B1", "utf-7", "%C2%A0", "I%CC%87",
        "%CC%80%CC%80%CC%80%CC%80",
    ];

    static readonly string[] Numbers =
    [
        "0", "-1", "1", "2", "3", "12", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "99999999999999999999999999",
        "1e9", "1.5", "-0", "007", "1,000", "2147483648", "%EF%BC%91", "0x10", "NaN", "100000",
    ];

    static readonly string[] Days =
    [
        "-9998-01-01", "9999-12-31", "0001-01-01", "1900-01-01", "2200-12-31", "2199-12-31", "1899-12-31", "2026-02-29", "2026-03-02",
        "2026-3-2", "2026-13-01", "20260302", "2026%E5%B9%B43%E6%9C%882%E6%97%A5", "10000-01-01", "2026-03-02T00%3A00%3A00Z", "-1", "2026",
        "2026-03", "2026-Q1", "0000-00-00", "2026-12-31", "1949-10-01",
    ];

    readonly Random random = new(seed);

    public int Next(int below) => random.Next(below);

    public bool OneIn(int times) => random.Next(times) == 0;

    public T Any<T>(IReadOnlyList<T> things) => things[random.Next(things.Count)];

    /// <summary>A value for an address or a form, percent-encoded.</summary>
    public string Value() => random.Next(8) switch
    {
        0 or 1 => Any(Numbers),
        2 or 3 => Any(Days),
        4 => Any(Texts) + Any(Texts),
        5 when OneIn(20) => string.Concat(Enumerable.Repeat(Any(Texts), 3_000)),
        _ => Any(Texts),
    };

    /// <summary>A body as JSON text with something in it changed; now and then it is no JSON at all.</summary>
    public byte[] Json(string? body)
    {
        if (body is not ['{' or '[', ..] || OneIn(12)) return Raw();
        var root = JsonNode.Parse(body);
        for (var changes = 1 + random.Next(3); changes > 0; changes--) root = Changed(root);
        return Encoding.UTF8.GetBytes(root?.ToJsonString() ?? "null");
    }

    /// <summary>Bytes in the place of a body.</summary>
    public byte[] Raw() => random.Next(7) switch
    {
        0 => [],
        1 => "{"u8.ToArray(),
        2 => [0xFF, 0xFE, 0x7B, 0x00],
        3 => "[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]"u8.ToArray(),
        4 => "{\"a\":\"\\ud800\",\"\\udc00\":1}"u8.ToArray(),
        5 => Encoding.UTF8.GetBytes($"户号,村民小组,户主,出生日期\n{Decoded(Value())},{Decoded(Value())},{Decoded(Value())},{Decoded(Value())}\n"),
        _ => Noise(random.Next(200)),
    };

    public static string Decoded(string value) => Encoding.UTF8.GetString(Bytes(value));

    byte[] Noise(int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    JsonNode? Changed(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } fields when !OneIn(15):
                var name = Any(fields.Select(field => field.Key).ToList());
                if (OneIn(12)) fields.Remove(name);
                else if (OneIn(15)) fields[Decoded(Any(Texts)) + "x"] = 1;
                else Put(fields[name], changed => fields[name] = changed);
                return fields;
            case JsonArray { Count: > 0 } items when !OneIn(10):
                var at = random.Next(items.Count);
                Put(items[at], changed => items[at] = changed);
                return items;
            default:
                return Leaf();
        }

        void Put(JsonNode? inner, Action<JsonNode?> put)
        {
            var changed = Changed(inner);
            if (!ReferenceEquals(changed, inner)) put(changed);
        }
    }

    JsonNode? Leaf() => random.Next(10) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => JsonValue.Create(long.MaxValue),
        4 => JsonValue.Create(-1),
        5 => JsonValue.Create(1.5),
        6 => JsonValue.Create(Decoded(Any(Days))),
        7 => JsonValue.Create(Decoded(Any(Numbers))),
        _ => JsonValue.Create(Decoded(Any(Texts))),
    };

    static byte[] Bytes(string value)
    {
        var bytes = new List<byte>();
        for (var at = 0; at < value.Length; at++)
            if (value[at] == '%'
                && at + 2 < value.Length
                && byte.TryParse(value.AsSpan(at + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var coded))
            {
                bytes.Add(coded);
                at += 2;
            }
            else bytes.AddRange(Encoding.UTF8.GetBytes(value[at].ToString()));
        return [.. bytes];
    }
}
