using PointsBank.Demo;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;

namespace PointsBank.Testing;

/// <summary>
/// A database that many tests begin with. It is made once and copied from then on, because making it is ten times the work of what most
/// tests do with it. POINTSBANK_TEMPLATES names a folder in which it is kept for the test projects that run after this one; it must be
/// empty when a build was made.
/// </summary>
public sealed class DatabaseTemplate
{
    static readonly TempFolder Folder = new();

    readonly Lazy<Task<string>> file;

    static DatabaseTemplate() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    DatabaseTemplate(string name, Func<string, Task> make) => file = new(async () =>
    {
        var shared = Environment.GetEnvironmentVariable("POINTSBANK_TEMPLATES") is { Length: > 0 } folder
            ? Path.Combine(folder, name)
            : null;
        if (shared is not null && File.Exists(FileIn(shared))) return FileIn(shared);
        var own = Directory.CreateDirectory(Folder.File(name)).FullName;
        await make(FileIn(own));
        if (shared is not null) Share(own, shared);
        return FileIn(own);
    });

    /// <summary>As it is right after its first start: nothing but the schema.</summary>
    public static DatabaseTemplate New { get; } = new(
        "new",
        file => Task.Run(
            () => Database.Open(new() { File = file, Clock = new FakeClock(), Migrations = VillageSchema.Migrations }).Dispose()));

    /// <summary>The demo village at its standing moment.</summary>
    public static DatabaseTemplate Demo { get; } = new("demo", file => DemoVillage.Create(file, new FakeClock()));

    public async Task CopyTo(string copy) => Copy(await file.Value, copy);

    static string FileIn(string folder) => Path.Combine(folder, "pointsbank.db");

    /// <summary>It appears whole or not at all, whoever else makes the same at this moment.</summary>
    static void Share(string own, string shared)
    {
        var whole = Directory.CreateDirectory($"{shared}.{Environment.ProcessId}").FullName;
        Copy(FileIn(own), FileIn(whole));
        try
        {
            Directory.Move(whole, shared);
        }
        catch (IOException)
        {
            // Somebody was faster, and theirs is the same.
            Directory.Delete(whole, recursive: true);
        }
    }

    /// <summary>A database with the key that belongs to it.</summary>
    public static void Copy(string database, string copy)
    {
        File.Copy(database, copy);
        var (key, beside) = (KeyRing.FileBeside(database), KeyRing.FileBeside(copy));
        if (!File.Exists(key) || File.Exists(beside)) return;
        PrivateFiles.MakeFolder(Path.GetDirectoryName(beside)!);
        File.Copy(key, beside);
    }
}
