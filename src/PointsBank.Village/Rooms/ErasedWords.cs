namespace PointsBank.Village.Rooms;

/// <summary>A column in which people write words.</summary>
/// <param name="Kind">What the words are counted as.</param>
/// <param name="Table">The table.</param>
/// <param name="Column">Its column.</param>
/// <param name="Own">Which rows are the person's own, so that their words go as a whole; elsewhere the name alone is struck out.</param>
/// <param name="Emptied">What stands there then.</param>
/// <param name="Mark">What stands where a name alone was struck out, as SQL; with the row's number where no two may read the same.</param>
sealed record ErasedWords(
    string Kind, string Table, string Column, string Own = ErasedWords.None, string Emptied = "", string Mark = "@mark")
{
    const string None = "0 = 1";

    /// <summary>What stands where words were that must not be empty.</summary>
    public const string Gone = "—";

    /// <summary>A mark with the row's number, where no two rows may read the same.</summary>
    public const string NumberedMark = "@mark || number";

    /// <summary>Rows of the household, where all of it is erased.</summary>
    public const string OfHousehold = "household = @household and @member = 0";

    /// <summary>Rows of the household or of the one member who is erased.</summary>
    public const string OfPerson = "household = @household and (@member = 0 or member = @member)";

    /// <summary>Whether some rows are a person's own.</summary>
    public bool IsEmptied => Own != None;
}
