namespace PointsBank.Browser.Tests;

/// <summary>One page, as somebody sees it.</summary>
/// <param name="Name">Of its pictures.</param>
/// <param name="Who">The role that is signed in; null for anybody.</param>
/// <param name="Address">From the root.</param>
public sealed record Screen(string Name, string? Who, string Address)
{
    /// <summary>Whether there is a picture of it in the dark too.</summary>
    public bool InTheDark { get; init; }

    /// <summary>What a page that scripts build shows when it is done.</summary>
    public string? Until { get; init; }

    /// <summary>Rules of accessibility that a page which is not ours breaks; null for one of ours, which breaks none.</summary>
    public IReadOnlyList<string>? Faults { get; init; }
}

/// <summary>Every page of the product. Each is checked at two widths, and scripts/screens.sh takes its pictures.</summary>
static class Screens
{
    public static IReadOnlyList<Screen> All { get; } =
    [
        new("api", null, "/api") { Until = ".opblock", Faults = ["color-contrast", "select-name"], InTheDark = true },
    ];
}
