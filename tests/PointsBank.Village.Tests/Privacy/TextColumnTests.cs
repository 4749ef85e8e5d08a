using Dapper;
using Microsoft.Data.Sqlite;

namespace PointsBank.Village.Tests.Privacy;

/// <summary>
/// Every column of text that there is, and what an erasure does with it: people's words are emptied or have the name struck out; all else
/// stands here with the reason why it holds no name, or why the name stays.
/// </summary>
public sealed class TextColumnTests : IDisposable
{
    /// <summary>Columns that are the same wherever they stand.</summary>
    static readonly Dictionary<string, string> Everywhere = new()
    {
        ["actor"] = "a number of staff or a household", ["opened_by"] = "a number of staff", ["closed_by"] = "a number of staff",
        ["ended_by"] = "a number of staff",
        ["issued_by"] = "a number of staff", ["posted_by"] = "a number of staff", ["recorded_by"] = "a number of staff",
        ["asked_by"] = "a number of staff",
        ["kind"] = "one of a closed list", ["state"] = "one of a closed list", ["from_state"] = "one of a closed list",
        ["to_state"] = "one of a closed list", ["outcome"] = "one of a closed list",
        ["channel"] = "one of a closed list", ["period"] = "a stretch of time", ["measure"] = "one of a closed list",
        ["scope"] = "one of a closed list", ["way"] = "one of a closed list",
        ["rule"] = "a code of the rulebook", ["rules"] = "how codes of the rulebook begin", ["class"] = "a code", ["goods"] = "a code",
        ["code"] = "a code", ["board"] = "a code", ["unit"] = "a code",
        ["serial"] = "a number of a passbook", ["head_code"] = "a check code",
        ["effective_on"] = "a day", ["closes_on"] = "a day", ["opens_on"] = "a day", ["hangs_until"] = "a day", ["valid_from"] = "a day",
        ["valid_until"] = "a day", ["from_day"] = "a day", ["until_day"] = "a day",
        ["shown_from"] = "a day", ["shown_until"] = "a day", ["held_on"] = "a day", ["awarded_on"] = "a day", ["decided_on"] = "a day",
        ["published_on"] = "a day", ["granted_on"] = "a day",
        ["reminded_on"] = "a day", ["ended_on"] = "a day", ["review_on"] = "a day", ["moved_on"] = "a day", ["changed_on"] = "a day",
        ["left_on"] = "a day", ["issued_on"] = "a day", ["agreed_on"] = "a day",
        ["redeemed_on"] = "a day", ["ran_on"] = "a day", ["from_on"] = "a day", ["until_on"] = "a day", ["on_day"] = "a day",
        ["proposed_on"] = "a day", ["proposed_by"] = "a number of staff", ["expires_on"] = "a day",
    };

    static readonly Dictionary<string, string> Others = new()
    {
        ["members.name"] = "erased by the erasure itself", ["members.birth_date"] = "erased by the erasure itself",
        ["entry_notes.text"] = "erased by the erasure itself, row and all",
        ["proposals.asked"] = "numbers and codes: the words stand in columns of their own",
        ["seals.cause"] = "one of a closed list", ["seal_parts.part"] = "a table's name", ["seal_rows.part"] = "a table's name",
        ["seal_rows.key"] = "numbers and codes that name a row",
        ["requests.answer"] = "erased by the erasure itself", ["passbooks.pin_hash"] = "erased by the erasure itself",
        ["vouchers.key_name"] = "the name of a key, in letters that mean nothing", ["requests.action"] = "one of a closed list",
        ["staff.username"] = "who did what is told for as long as the book is kept",
        ["staff.name"] = "who did what is told for as long as the book is kept",
        ["staff.password_hash"] = "a secret of staff, gone when they leave", ["staff_ties.tie"] = "one of a closed list",
        ["tie_ends.tie"] = "one of a closed list",
        ["entries.reason"] = "a code, under the hash", ["entries.source"] = "a code and a number, under the hash",
        ["deeds.source"] = "a code and a number", ["account_terms.reason"] = "a code", ["holds.reason"] = "a code",
        ["rulebooks.title"] = "what the assembly adopted, the same for all",
        ["rulebooks.adopted_by"] = "what the assembly adopted, the same for all", ["rulebooks.mode"] = "one of a closed list",
        ["rules.class_zh"] = "what the assembly adopted, the same for all",
        ["rules.class_en"] = "what the assembly adopted, the same for all",
        ["rules.item_zh"] = "what the assembly adopted, the same for all",
        ["rules.item_en"] = "what the assembly adopted, the same for all",
        ["rules.evidence"] = "what the assembly adopted, the same for all", ["rules.basis"] = "one of a closed list",
        ["rules.cap_period"] = "one of a closed list", ["service_classes.name_zh"] = "a kind of service, the same for all",
        ["service_classes.name_en"] = "a kind of service, the same for all",
        ["banks.name_zh"] = "a village's name", ["banks.name_en"] = "a village's name", ["settings.name"] = "one of a closed list",
        ["settings.value"] = "a number",
        ["setting_proposal_values.name"] = "one of a closed list", ["setting_proposal_values.value"] = "a number",
        ["awards.title"] = "a code", ["honour_candidates.title"] = "a code", ["honour_titles.level"] = "one of a closed list",
        ["board_definitions.publisher"] = "one of a closed list",
        ["claims.via"] = "one of a closed list", ["consents.purpose"] = "one of a closed list", ["consents.how"] = "one of a closed list",
        ["donor_consents.gift"] = "one of a closed list",
        ["publication_assessments.subject"] = "one of a closed list", ["rating_certificates.asked"] = "one of a closed list",
        ["redemptions.authorised_by"] = "one of a closed list",
        ["settlement_steps.step"] = "one of a closed list", ["settlements.head"] = "a check code",
        ["shift_counts.phase"] = "one of a closed list", ["shops.owned_by"] = "one of a closed list",
        ["stock_movements.origin"] = "one of a closed list", ["trips.split"] = "one of a closed list", ["goods.unit_zh"] = "a unit",
        ["settlement_lines.unit_zh"] = "a unit", ["goods.emoji"] = "a picture",
        ["goods.category"] = "one of a closed list", ["trip_refusals.field"] = "a field's name", ["trip_refusals.facts"] = "figures",
    };

    readonly SqliteConnection connection = new("Data Source=:memory:");

    public TextColumnTests()
    {
        connection.Open();
        foreach (var migration in VillageSchema.Migrations) connection.Execute(migration.Sql);
    }

    public void Dispose() => connection.Dispose();

    [Fact]
    public void Of_every_column_of_text_it_is_known_what_an_erasure_does_with_it()
    {
        var columns = connection.Query<(string Table, string Column)>("""
            select t.name, c.name from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%' and c.type = 'TEXT'
            """).ToList();
        var words = VillageRooms.Personal.Words.Select(erased => $"{erased.Table}.{erased.Column}").ToList();
        var rest = columns.Select(place => $"{place.Table}.{place.Column}").Except(words).ToList();

        rest.Except(Others.Keys)
            .Where(place => !Everywhere.ContainsKey(place.Split('.')[1]))
            .Should()
            .BeEmpty("each holds no name, or is a line of ErasedWords");
        words.Should().OnlyHaveUniqueItems().And.BeSubsetOf(columns.Select(place => $"{place.Table}.{place.Column}"));
        Others.Keys.Except(rest).Should().BeEmpty("what is said here is so");
        Everywhere.Keys.Except(rest.Select(place => place.Split('.')[1])).Should().BeEmpty("what is said here is so");
    }

    [Fact]
    public void The_database_lets_words_be_erased_and_nothing_beside_them()
    {
        foreach (var erased in VillageRooms.Personal.Words)
        {
            var table = connection.QuerySingle<string>(
                "select sql from sqlite_master where type = 'table' and name = @Table", new { erased.Table });
            (erased.IsEmptied && erased.Emptied.Length == 0 && table.Contains($"length({erased.Column}) > 0", StringComparison.Ordinal))
                .Should()
                .BeFalse("{0}.{1} is never empty", erased.Table, erased.Column);
            connection.Query<string>("select sql from sqlite_master where type = 'trigger' and tbl_name = @Table", new { erased.Table })
                .Where(sql => Barred(sql).Any(column => column == "*" || column == erased.Column))
                .Should()
                .BeEmpty("{0}.{1} can be erased", erased.Table, erased.Column);
        }
    }

    /// <summary>
    /// The columns that a trigger keeps from any change; a star for all of them. One that looks at the row first says itself what it keeps.
    /// </summary>
    static IEnumerable<string> Barred(string sql)
    {
        var head = sql[..sql.IndexOf(" begin ", StringComparison.Ordinal)];
        if (!head.Contains("before update", StringComparison.Ordinal) || head.Contains(" when ", StringComparison.Ordinal)) return [];
        var of = head.IndexOf(" of ", StringComparison.Ordinal);
        return of < 0 ? ["*"] : head[(of + 4)..head.LastIndexOf(" on ", StringComparison.Ordinal)].Split(", ");
    }
}
