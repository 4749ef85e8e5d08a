namespace PointsBank.Tidy.Tests;

/// <summary>Lines fit on a screen beside another file.</summary>
public sealed class WidthTests
{
    const int Columns = 140;

    static readonly HashSet<string> Written = [".cs", ".razor", ".sql", ".css", ".js"];

    [Fact]
    public void No_line_is_wider_than_140_columns() => Ratchet.Holds(
        "wide-lines", $"Break the line before column {Columns}:",
        from file in House.Texts
        where Written.Contains(Path.GetExtension(file.Path))
        from line in file.Text.Split('\n').Index()
        where line.Item.Length > Columns
        select (file.Folder, $"{file.Path}:{line.Index + 1}"));

    [Fact]
    public void No_file_is_longer_than_400_lines() => Ratchet.Holds(
        "long-files", "Split the file by subject:",
        from file in House.Texts
        where file.Path.EndsWith(".cs", StringComparison.Ordinal) && file.Name != "PinyinTable.cs"
        from line in file.Text.Split('\n').Skip(400)
        select (file.Path, file.Path));
}
