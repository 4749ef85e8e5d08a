using PointsBank.Ledger;
using PointsBank.Storage;
using PointsBank.Village.Seals;

namespace PointsBank.Village.Tests.Seals;

/// <summary>
/// An owner of the file changes, deletes and inserts rows in every table that is under a seal, and puts the triggers back: verify names
/// each table and which rows.
/// </summary>
[Trait("Pace", "slow")]
public sealed class SealTamperingTests
{
    [Fact]
    public async Task A_village_that_nobody_edited_is_sound_and_what_is_not_yet_sealed_is_said()
    {
        using var village = await SealedVillage.Open();

        var before = village.Verify();
        await village.Credit();
        var after = village.Verify();

        before.Deviations.Should().BeEmpty();
        before.Unsealed.Should().BeEmpty();
        after.Deviations.Should().BeEmpty();
        after.Unsealed.Select(rows => rows.Table).Should().Contain(["entries", "postings", "deeds", "requests"]);
        after.Unsealed.Should().OnlyContain(rows => rows.Rows > 0 && rows.Seal > 0);
    }

    [Fact]
    public async Task A_changed_row_of_any_table_is_named()
    {
        using var village = await SealedVillage.Open();
        var parts = SealedPart.All.Where(part => part.Columns.Length > 0).ToList();

        var found = village.Tamper(parts.Select(part => Change(village.File, part)));

        EachIsNamed(found, parts);
    }

    [Fact]
    public async Task A_deleted_row_of_any_table_is_named()
    {
        using var village = await SealedVillage.Open();
        // Of a table with more than one part the row goes with all of them.
        var parts = SealedPart.All.GroupBy(part => part.Table).Select(table => table.First(part => part.Kind is not PartKind.Words))
            .ToList();

        var found = village.Tamper(parts.Select(part => $"delete from {part.Table} where {First(part)}"));

        EachIsNamed(found, parts);
    }

    [Fact]
    public async Task A_row_that_was_slipped_in_is_named()
    {
        using var village = await SealedVillage.Open();
        // What says that it came since the last seal is named as not yet sealed; what says that it came long before was slipped in.
        var parts = SealedPart.All.Where(part => part.Kind == PartKind.Log || (part.Kind == PartKind.Rows && part.Instant is not null))
            .ToList();

        var found = village.Tamper(parts.Select(part => Insert(village.File, part)));

        EachIsNamed(
            found, parts,
            part => part.Kind == PartKind.Log || part.Table is "consents" or "prices" or "cards" or "hold_ends" or "claim_steps");
    }

    [Theory]
    [InlineData("update deeds set rule = 'A01' where entry = 3", "deeds, entry")]
    [InlineData("update rules set cap_points = cap_points + 1 where position = 1", "rules, version")]
    [InlineData("update rulebooks set valid_from = '2020-01-01'", "rulebooks, version")]
    [InlineData("update prices set points = points + 1 where rowid_of_first", "prices ")]
    [InlineData("update accounts set floor = -100 where number = 3", "accounts, number")]
    [InlineData(
        "update requests set actor = 'staff:9' where recorded_at = (select min(recorded_at) from requests where bank = 1)",
        "requests, recorded_at")]
    [InlineData("update migrations set checksum = 'x' where number = 2", "migrations, number")]
    [InlineData("update postings set amount = -amount where entry = 3", "postings, number")]
    [InlineData("update entries set reason = 'x' where number = 3", "entries, number")]
    [InlineData("update notices set closes_on = '2027-01-01' where number = 1", "notices, number")]
    [InlineData("update cards set token_hash = zeroblob(32) where serial = (select min(serial) from cards)", "cards ")]
    [InlineData("update objections set objector = '别人' where number = 1", "objections words ")]
    public async Task The_place_is_a_table_and_the_rows_between_two_seals(string sql, string place)
    {
        using var village = await SealedVillage.Open();

        var found = village.Tamper(
            sql.Replace(
                "rowid_of_first", "bank = 1 and version = 1 and goods = (select min(goods) from prices)", StringComparison.Ordinal));

        found.Deviations.Should()
            .Contain(
                deviation => deviation.Place.StartsWith(place, StringComparison.Ordinal)
                    && deviation.Place.Contains("up to seal", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("drop trigger rules_no_update", "trigger rules_no_update", "dropped")]
    [InlineData("create trigger mine after insert on entries begin select 1; end", "trigger mine", "added")]
    [InlineData("drop index entries_by_key", "index entries_by_key", "dropped")]
    [InlineData("alter table staff add column extra text", "table staff", "extra")]
    public async Task What_the_database_is_made_of_is_what_the_migrations_make(string sql, string item, string found)
    {
        using var village = await SealedVillage.Open();

        var audit = village.Remake(sql);

        audit.Deviations.Should()
            .Contain(
                deviation => deviation.Code == "catalogue_differs"
                    && deviation.Place == item
                    && deviation.Found.Contains(found, StringComparison.Ordinal));
        audit.Deviations.Should().Contain(deviation => deviation.Code == "sealed_catalogue_differs");
    }

    /// <summary>Each is named; where rows may not change as a deviation, with the table and the rows between two seals.</summary>
    static void EachIsNamed(Audit found, IReadOnlyList<SealedPart> parts, Func<SealedPart, bool>? isCertain = null)
    {
        var deviations = found.Deviations.Where(deviation => deviation.Place.Contains("seal ", StringComparison.Ordinal))
            .Select(deviation => deviation.Place)
            .ToList();
        var told = found.Unsealed.Select(rows => rows.Table).ToHashSet();

        parts.Where(part => !told.Contains(part.Name) && !IsAmong(part, deviations))
            .Select(part => part.Name)
            .Should()
            .BeEmpty("each is named");
        parts.Where(isCertain ?? (part => !part.MayChange))
            .Where(part => !IsAmong(part, deviations))
            .Select(part => part.Name)
            .Should()
            .BeEmpty("each is a deviation");

        static bool IsAmong(SealedPart part, List<string> places) =>
            places.Any(
                place => place.StartsWith(part.Name + ",", StringComparison.Ordinal)
                    || place.StartsWith(part.Name + " ", StringComparison.Ordinal));
    }

    static string Change(string file, SealedPart part)
    {
        using var connection = Database.OpenToRead(file);
        var column = part.Columns[^1].Name;
        var type = connection.QuerySingle<string>(
            "select type from pragma_table_info(@table) where name = @column", new { table = part.Table, column });
        var other =
            type switch { "TEXT" => $"coalesce({column}, '') || '改'", "BLOB" => "randomblob(32)", _ => $"coalesce({column}, 0) + 1000003" };
        return $"update {part.Table} set {column} = {other} where {First(part)}";
    }

    static string Insert(string file, SealedPart part)
    {
        using var connection = Database.OpenToRead(file);
        // A fresh key, and fresh values wherever no two rows may be alike.
        var alone = connection.Query<string>(
            "select i.name from pragma_index_list(@table) l join pragma_index_info(l.name) i where l.\"unique\" = 1 and l.origin <> 'pk'",
            new { table = part.Table })
            .Append(part.Order[^1]).ToHashSet();
        alone.ExceptWith(part.Kind == PartKind.Log && part.Order.Length > 1 ? ["bank", part.Order[0]] : ["bank"]);
        var values = connection.Query<(string Name, string Type)>(
            "select name, type from pragma_table_info(@table)", new { table = part.Table }).Select(column => !alone.Contains(column.Name)
            ? column.Name
            : column.Type switch
            {
                "TEXT" => $"{column.Name} || '改'",
                "BLOB" => $"randomblob(length({column.Name}))",
                // The order of a log has no place between two numbers; before the first one it has.
                _ => column.Name == part.Order[0] && part.Kind == PartKind.Log ? "0" : $"{column.Name} + 1000003",
            });
        return $"insert into {part.Table} select {string.Join(", ", values)} from {part.Table} where {First(part)}";
    }

    /// <summary>The first row of a part that bank 1, or no bank, has.</summary>
    static string First(SealedPart part)
    {
        var where = string.Join(
            " and ",
            new[] { part.HasBank ? "bank = 1" : "1 = 1", part.Kind == PartKind.Once ? $"{part.Columns[0].Name} is not null" : "1 = 1" });
        var key = string.Join(", ", part.Order);
        return $"({key}{(part.HasBank ? ", bank" : "")}) = (select {key}{(part.HasBank ? ", bank" : "")} from {part.Table} where "
            + $"{where} order by {key} limit 1)";
    }
}
