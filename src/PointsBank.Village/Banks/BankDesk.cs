using Dapper;
using Microsoft.Data.Sqlite;
using NodaTime;
using PointsBank.Ledger;
using PointsBank.Storage;

namespace PointsBank.Village.Banks;

public sealed record BankInput(string Code, string NameZh, string NameEn);

public sealed record BankView(string Code, string NameZh, string NameEn, Instant OpenedAt);

/// <summary>Settings to set from a day on; today where no day is given. Only those named change.</summary>
public sealed record SettingsInput(IReadOnlyDictionary<string, long> Values, LocalDate? ValidFrom = null);

public sealed record SettingsView(LocalDate On, IReadOnlyDictionary<string, long> Values);

/// <summary>Banks and their settings.</summary>
public sealed class BankDesk(Database database, IClock clock)
{
    /// <summary>Every village that runs this lives in one zone; the server's own zone never matters.</summary>
    public static DateTimeZone Zone { get; } = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    readonly Remembered<Settings> settings = new(database, Load);

    readonly Remembered<Dictionary<string, long>> codes = new(database, (connection, _) =>
        BookTable.All(connection).ToDictionary(row => row.Code.Value, row => row.Bank));

    /// <summary>Today in the village.</summary>
    public LocalDate Today => Now.InZone(Zone).Date;

    /// <summary>Today and the time, in the village.</summary>
    public LocalDateTime LocalNow => Now.InZone(Zone).LocalDateTime;

    /// <summary>What the clock says, believed or not.</summary>
    internal Instant ClockNow => clock.GetCurrentInstant();

    /// <summary>Now; while the clock is in doubt, the last moment that was believed.</summary>
    internal Instant Now => database.Believed(clock.GetCurrentInstant());

    /// <summary>The bank's number; null if there is none with this code.</summary>
    public long? Find(string code) => codes.Of(0).TryGetValue(code, out var bank) ? bank : null;

    public Settings SettingsOf(long bank) => settings.Of(bank);

    public IReadOnlyList<BankView> All() => database.Read(connection => connection.Query<(string Code, string Zh, string En, long At)>(
        "select b.code, v.name_zh, v.name_en, v.opened_at from books b join banks v on v.bank = b.bank order by b.bank")
        .Select(row => new BankView(row.Code, row.Zh, row.En, row.At.ToInstant())).ToList());

    public BankView Get(long bank) => All().First(view => Find(view.Code) == bank);

    public async Task<Outcome<BankView>> Open(WriteContext context, BankInput input)
    {
        if (!BankCode.TryParse(input.Code, out var code)) return new Refusal(VillageRefusals.NotInList, "code");
        if (Fields.Text(input.NameZh, "nameZh", Fields.Name, out var zh) is { } badZh) return badZh;
        if (Fields.Text(input.NameEn, "nameEn", Fields.Name, out var en) is { } badEn) return badEn;
        var outcome = await database.Write<BankView>(context, 0, "bank", writer =>
        {
            if (writer.AddBook(code) is not { } bank) return new Refusal(VillageRefusals.AlreadyExists, "code");
            var at = writer.NowMilliseconds;
            writer.Connection.Execute("insert into banks (bank, name_zh, name_en, opened_at) values (@bank, @zh, @en, @at)", new { bank, zh, en, at });
            return new BankView(code.Value, zh, en, at.ToInstant());
        });
        codes.Forget(0);
        database.ReloadClock();
        return outcome;
    }

    public SettingsView SettingsOn(long bank, LocalDate? on) => View(SettingsOf(bank), on ?? Today);

    public async Task<Outcome<SettingsView>> Set(WriteContext context, long bank, SettingsInput input)
    {
        if (input.Values.Count == 0) return new Refusal(VillageRefusals.MissingValue, "values");
        foreach (var (name, value) in input.Values)
        {
            var setting = Setting.All.FirstOrDefault(setting => setting.Name == name);
            if (setting is null) return new Refusal(VillageRefusals.NotInList, $"values.{name}");
            if (Fields.Range(value, $"values.{name}", setting.Least, setting.Most) is { } outside) return outside;
        }
        var day = input.ValidFrom ?? Today;
        if (Fields.Day(day, "validFrom") is { } badDay) return badDay;
        var outcome = await database.Write<SettingsView>(context, bank, "settings", writer =>
        {
            foreach (var (name, value) in input.Values)
                writer.Connection.Execute("""
                    insert into settings (bank, name, valid_from, version, value, recorded_at, actor)
                    select @bank, @name, @day, coalesce(max(version), 0) + 1, @value, @at, @actor
                    from settings where bank = @bank and name = @name and valid_from = @day
                    """,
                    new { bank, name, day = day.ToIso(), value = value.Text(), at = writer.NowMilliseconds, actor = context.Caller.Actor });
            return View(Load(writer.Connection, bank), day);
        });
        settings.Forget(bank);
        return outcome;
    }

    static SettingsView View(Settings settings, LocalDate day) => new(day, Setting.All.ToDictionary(setting => setting.Name, setting => settings.On(day, setting)));

    static Settings Load(SqliteConnection connection, long bank) => new(connection.Query<(string, string, long)>(
        "select name, valid_from, cast(value as bigint) from settings where bank = @bank order by name, valid_from, version", new { bank }));
}
