using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PointsBank.Benchmarks;

/// <summary>The least that a host of the same kind can do: parse a JSON of the same shape and return it.</summary>
static class Echo
{
    public sealed record Body(long Household, string Rule, string EffectiveOn, long Quantity, string? Memo = null);

    public static async Task Run(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/readyz", () => Results.Ok());
        app.MapPost("/echo", (Body body) => body);
        await app.RunAsync();
    }
}
