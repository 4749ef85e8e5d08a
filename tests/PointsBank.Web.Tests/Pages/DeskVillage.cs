using System.Collections.Concurrent;

namespace PointsBank.Web.Tests.Pages;

/// <summary>
/// Two villages, and browsers in which somebody is signed in already: signing in anew for each test would soon be too often.
/// </summary>
public sealed class DeskVillage : ApiVillage
{
    readonly ConcurrentDictionary<(string, string), Task<PageVisitor>> visitors = new();

    public Task<PageVisitor> As(string who, string language = "en") => visitors.GetOrAdd((who, language), async _ =>
    {
        var visitor = new PageVisitor(Host, language);
        if (who != "stranger") (await visitor.SignIn(Usernames[who], Password)).Location.Should().Be("/home");
        return visitor;
    });
}
