using PointsBank.Storage;
using PointsBank.Village.Demo;
using PointsBank.Village.Keys;

namespace PointsBank.Testing;

/// <summary>
/// A database that many tests begin with. It is made once for the whole run and copied from then on, because making it is ten times the work of what most
/// tests do with it.
/// </summary>
public sealed class DatabaseTemplate
{
    static readonly TempFolder Folder = new();

    readonly Lazy<Task<string>> file;

    static DatabaseTemplate() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Folder.Dispose();

    DatabaseTemplate(string name, Func<string, Task> make) => file = new(async () =>
    {
        var made = Folder.File(name);
        await make(made);
        return made;
    });

    /// <summary>As it is right after its first start: nothing but the schema.</summary>
    public static DatabaseTemplate New { get; } = new("new.db", file => Task.Run(() => Database.Open(new() { File = file, Clock = new FakeClock(), Migrations = DemoVillage.Migrations }).Dispose()));

    /// <summary>The demo village at its standing moment.</summary>
    public static DatabaseTemplate Demo { get; } = new("demo.db", file => DemoVillage.Create(file, new FakeClock()));

    public async Task CopyTo(string copy) => Copy(await file.Value, copy);

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
