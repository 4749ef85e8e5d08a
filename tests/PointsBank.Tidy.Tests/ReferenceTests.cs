using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PointsBank.Tidy.Tests;

/// <summary>References run one way: Ledger, Papers or Storage, Village, Demo, then Web or Cli.</summary>
public sealed partial class ReferenceTests
{
    static readonly string[] Line =
        ["PointsBank.Ledger", "PointsBank.Papers", "PointsBank.Storage", "PointsBank.Village", "PointsBank.Demo"];

    [Theory]
    [InlineData("Ledger", "")]
    [InlineData("Storage", "Ledger")]
    [InlineData("Papers", "Ledger")]
    [InlineData("Village", "Papers Storage")]
    [InlineData("Demo", "Village")]
    [InlineData("Web", "Demo Village")]
    [InlineData("Cli", "Village")]
    public void A_project_references_the_rooms_before_it_and_no_other(string room, string before) =>
        References(room, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)["PointsBank.".Length..])
            .Should().Equal(before.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public void The_ledger_references_NodaTime_and_no_other_package()
    {
        References("Ledger", "PackageReference").Should().Equal("NodaTime");
        References("Ledger", "FrameworkReference").Should().BeEmpty();
        House.Rooms[0]
            .GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Where(name => !name.StartsWith("System", StringComparison.Ordinal))
            .Should().Equal("NodaTime");
    }

    [Fact]
    public void The_server_and_the_command_line_mean_the_same_data_folder() =>
        XDocument.Load(House.Full("src/PointsBank.Web/PointsBank.Web.csproj")).Descendants("RunWorkingDirectory").Single().Value
            .Should()
            .Be(
                "$(MSBuildStartupDirectory)",
                "`dotnet run` would otherwise start the server in its project's folder, and `pointsbank` look elsewhere");

    /// <summary>The engine is known to Storage; everything above asks a <c>DbSession</c>.</summary>
    [Theory]
    [InlineData("Village")]
    [InlineData("Demo")]
    public void The_village_names_no_engine(string room) =>
        House.Rooms.Single(compiled => compiled.GetName().Name == $"PointsBank.{room}").GetReferencedAssemblies()
            .Select(name => name.Name!)
            .Should().NotContain(name => name.Contains("Sqlite", StringComparison.OrdinalIgnoreCase) || name == "Npgsql");

    [Fact]
    public void No_compiled_room_uses_a_later_one_or_its_neighbour()
    {
        var rooms = House.Rooms.Select(room => room.GetName().Name!).ToList();
        House.Rule(
            "A room uses only the rooms before it; move what is shared towards Ledger:",
            from room in House.Rooms
            from used in room.GetReferencedAssemblies()
            where rooms.Contains(used.Name!) && Place(used.Name!) >= Place(room.GetName().Name!)
            select $"{room.GetName().Name} uses {used.Name}");

        static int Place(string name) => Array.IndexOf(Line, name) is var place and >= 0 ? place : Line.Length;
    }

    [Theory]
    [InlineData("Ledger")]
    [InlineData("Papers")]
    [InlineData("Storage")]
    [InlineData("Village")]
    [InlineData("Demo")]
    [InlineData("Cli")]
    public void Only_the_web_knows_HTTP(string room) => House.Rule(
        "HTTP belongs in PointsBank.Web; give the other rooms values, not requests:",
        House.SourceOf(room).SelectMany(file => file.Find(Http(), CSharpText.Read(file.Text).Code))
            .Concat(
                House.Rooms.Single(
                    assembly => assembly.GetName().Name!.EndsWith(room, StringComparison.OrdinalIgnoreCase)
                        || (room == "Cli" && assembly.GetName().Name == "pointsbank"))
                .GetReferencedAssemblies().Where(
                    used => used.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)).Select(
                        used => $"{room} uses {used.Name}")));

    [Fact]
    public void The_framework_is_in_the_village_for_the_password_hasher_alone() =>
        House.SourceOf("Village").SelectMany(file => AspNet().Matches(CSharpText.Read(file.Text).Code).Select(match => match.Value))
            .Distinct()
            .Should().Equal("Microsoft.AspNetCore.Identity");

    [Theory]
    [InlineData("Ledger")]
    [InlineData("Papers")]
    public void The_lowest_rooms_are_pure(string room) => House.Rule(
        "Ledger and Papers open no file, wait for nothing and have no clock; their caller passes in what they need:",
        House.SourceOf(room).SelectMany(file => file.Find(Impure(), CSharpText.Read(file.Text).Code)));

    [Fact]
    public void SqliteCommand_stays_in_storage() => House.Rule(
        "SqliteCommand is used in PointsBank.Storage only; elsewhere write connection.Query or connection.Execute with Dapper:",
        House.Source.Where(file => !file.IsIn("src/PointsBank.Storage")).SelectMany(
            file => file.Find(Command(), CSharpText.Read(file.Text).Code)));

    static IEnumerable<string> References(string room, string kind) =>
        XDocument.Load(House.Full($"src/PointsBank.{room}/PointsBank.{room}.csproj")).Descendants(kind)
            .Select(item => item.Attribute("Include")!.Value);

    [GeneratedRegex(
        @"\b(Microsoft\.AspNetCore\.(Http|Mvc|Routing|Builder|Hosting|Authentication|Components)|System\.Net\.Http|HttpContext|HttpClient)\b")]
    private static partial Regex Http();

    [GeneratedRegex(@"\bMicrosoft\.AspNetCore(\.\w+)*")]
    private static partial Regex AspNet();

    [GeneratedRegex(
        @"\b(async|await|Task|ValueTask|Thread|IClock|SystemClock|File|FileStream|Directory|Console|Environment|Random|RandomNumberGenerator)\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\b(SqliteCommand|CreateCommand|DbCommand)\b")]
    private static partial Regex Command();
}
