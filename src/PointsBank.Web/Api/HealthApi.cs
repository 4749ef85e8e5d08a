using Microsoft.Data.Sqlite;
using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Callers;
using PointsBank.Web.Http;

namespace PointsBank.Web.Api;

/// <summary>The state of the program, and which version of it answers.</summary>
public sealed record HealthView(string Status, string Version);

/// <summary>For whoever watches over the program.</summary>
static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes, Database database, Meters meters)
    {
        routes.Get("/healthz", _ => new HealthView("alive", Product.Version)).Public()
            .WithTags("Health").WithSummary("Whether the program runs");
        routes.Get("/readyz", _ => IsReady(database) ? new HealthView("ready", Product.Version) : (Outcome<HealthView>)WebRefusals.NotReady)
            .Public()
            .WithTags("Health").WithSummary("Whether the writer works and the database can be read");
        routes.MapPrometheusScrapingEndpoint("/metrics", meters.Exporter, configureBranchedPipeline: null, optionsName: null)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).Requires(Role.Administrator).ExcludeFromDescription();
    }

    static bool IsReady(Database database)
    {
        if (database.Fault is not null) return false;
        try
        {
            return database.Read(connection => connection.ExecuteScalar<long>("select 1")) == 1;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
