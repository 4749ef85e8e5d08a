
namespace PointsBank.Village.Callers;

/// <summary>
/// PINs and voucher codes as they are kept: under the server's key, with the key's name beside them, so that it is told at once whether the
/// right key is here. The key is read, or made, when it is first needed.
/// </summary>
public sealed class KeyRing(string file)
{
    /// <summary>
    /// What stands before a PIN's digest under a key: the scheme, and then the key's name. A digest without it is of the PIN alone.
    /// </summary>
    const string Scheme = "k1.";

    readonly Lock opening = new();
    ServerKey? key;

    /// <summary>The file of the key.</summary>
    public string File => file;

    /// <summary>Whether the key was made here and now, because there was none.</summary>
    public bool IsNew { get; private set; }

    public ServerKey Key
    {
        get
        {
            lock (opening)
            {
                if (key is not null) return key;
                key = ServerKey.Load(file);
                if (key is not null) return key;
                key = ServerKey.New();
                key.Save(file);
                IsNew = true;
                return key;
            }
        }
    }

    /// <summary>The key's file where no setting names another one: in the folder of keys beside the database.</summary>
    public static string FileBeside(string database) =>
        Path.Combine(Path.GetDirectoryName(Path.GetFullPath(database))!, "keys", "server.key");

    /// <summary>Takes another key from now on.</summary>
    internal void Replace(ServerKey by)
    {
        lock (opening)
        {
            by.Save(file);
            key = by;
        }
    }

    /// <summary>What of a PIN is hashed slowly.</summary>
    internal string Keyed(string pin) => Convert.ToHexStringLower(Key.Mac($"pin {pin}"));

    /// <summary>A slow hash of a keyed PIN, as it is kept.</summary>
    internal string Mark(string hash) => $"{Scheme}{Key.Name}.{hash}";

    /// <summary>
    /// What is compared with what, for a PIN that somebody types: the slow hash, null under another key, and the text that was hashed.
    /// </summary>
    internal (string? Hash, string Text) Compare(string kept, string pin)
    {
        if (!kept.StartsWith(Scheme, StringComparison.Ordinal)) return (kept, pin);
        var mark = $"{Scheme}{Key.Name}.";
        return (kept.StartsWith(mark, StringComparison.Ordinal) ? kept[mark.Length..] : null, Keyed(pin));
    }
}
