namespace PointsBank.Storage;

/// <summary>
/// Files and folders for their owner alone (0600 and 0700), whatever the machine's default is. SQLite gives its side files the rights of
/// the file that they belong to. Windows has no such rights: there a file takes those of its folder.
/// </summary>
public static class PrivateFiles
{
    const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Opens a file; one that is made, or was there with more rights, is its owner's alone.</summary>
    public static FileStream Open(string file, FileMode mode, FileOptions options = FileOptions.None)
    {
        var how = new FileStreamOptions
        {
            Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None,
            Options = options, BufferSize = 64 * 1024
        };
        if (!OperatingSystem.IsWindows() && mode is not FileMode.Open) how.UnixCreateMode = OwnFile;
        var stream = new FileStream(file, how);
        Guard(file);
        return stream;
    }

    /// <summary>Makes an empty file where there is none, before a program that asks nobody about rights makes it.</summary>
    public static void Make(string file)
    {
        if (File.Exists(file)) Guard(file);
        else Open(file, FileMode.CreateNew).Dispose();
    }

    /// <summary>Writes a small file whole: under its own name it is the old one or the new one.</summary>
    public static void Write(string file, string text)
    {
        var partial = file + ".partial";
        using (var writer = new StreamWriter(Open(partial, FileMode.Create))) writer.Write(text);
        File.Move(partial, file, overwrite: true);
    }

    /// <summary>Takes from everybody but the owner what they may with a file. Somebody else's file is theirs to guard.</summary>
    public static void Guard(string file)
    {
        if (OperatingSystem.IsWindows() || !File.Exists(file) || File.GetUnixFileMode(file) == OwnFile) return;
        try
        {
            File.SetUnixFileMode(file, OwnFile);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            // Not ours, or a stick whose file system knows no rights.
        }
    }

    /// <summary>Makes a folder, and those above it that are missing; one that is there stays as its owner made it.</summary>
    public static DirectoryInfo MakeFolder(string folder)
    {
        var wanted = new DirectoryInfo(Path.GetFullPath(folder));
        if (wanted.Exists) return wanted;
        if (wanted.Parent is { Exists: false } above) MakeFolder(above.FullName);
        if (OperatingSystem.IsWindows()) wanted.Create();
        else Directory.CreateDirectory(wanted.FullName, OwnFolder);
        return wanted;
    }
}
