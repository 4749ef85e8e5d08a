using System.Reflection;

namespace PointsBank.Web;

/// <summary>What the program says of itself.</summary>
static class Product
{
    /// <summary>The version of <c>Directory.Build.props</c>, such as 0.1.0.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
}
