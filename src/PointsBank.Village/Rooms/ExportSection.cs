namespace PointsBank.Village.Rooms;

/// <summary>
/// A part of what a village knows about a household, as it is given to it. The query knows <c>@bank</c>, <c>@household</c> and
/// <c>@actor</c> (the household's own label), whether what is <c>@over</c> is told, and the <c>@day</c>; a column that ends in <c>_at</c>
/// is a moment. No secret and nobody else's words belong here.
/// </summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Title">Its heading in a workbook, where its columns stand under their Chinese names too.</param>
/// <param name="Sql">Its rows.</param>
sealed record ExportSection(string Name, string Title, string Sql);
