using System.CommandLine;
using System.Text.Json;
using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Imports;
using PointsBank.Village.Journal;
using PointsBank.Village.Seals;

namespace PointsBank.Cli;

/// <summary>One command each for what an operator or an auditor does. Auditors' commands open the file for reading alone.</summary>
static partial class Commands
{
    const string FileName = "pointsbank.db";

    static readonly Option<string?> Bank =
        new("--bank") { Description = "村的代号；只有一个村时可省略 the bank's code; may be left out where there is one bank" };

    public static IEnumerable<Command> All(Option<string> data) =>
        [Migrate(data), Import(data), Verify(data), Seal(data), ExportJournal(data), Backup(data), Restore(data),
         KeyCommands.Key(data), User(data)];

    static Command Migrate(Option<string> data)
    {
        var command = new Command("migrate", "建立或升级数据库 makes the database, or brings it up to date");
        command.SetAction(parsed => Run(() =>
        {
            using var database = Open(parsed.GetValue(data)!);
            Console.Out.WriteLine($"ok {database.File}");
            return Task.FromResult(0);
        }));
        return command;
    }

    static Command Import(Option<string> data)
    {
        var kind = new Argument<string>("KIND") { Description = string.Join(" | ", ImportDesk.Kinds) };
        kind.AcceptOnlyFromAmong([.. ImportDesk.Kinds]);
        var file = new Argument<FileInfo>("FILE") { Description = "CSV 或工作簿 a text file of columns or a workbook" };
        var sheetName = new Option<string?>("--sheet") { Description = "工作表名称，有几张时 the workbook's sheet, where several fit" };
        var dryRun = new Option<bool>("--dry-run") { Description = "只看有什么不同，不写入 only tells what differs from the book" };
        var replace = new Option<bool>("--replace") { Description = "允许更正账上已有的 lets corrections take the place of what the book says" };
        var mode = new Option<string>("--mode")
        {
            Description = "细则模式 the rulebook's mode: sixty | red-yellow", DefaultValueFactory = _ => "sixty",
        };
        var from =
            new Option<string?>("--valid-from") { Description = "细则生效日 the rulebook's first day, such as 2026-01-01; today if left out" };
        var title = new Option<string?>("--title") { Description = "细则名称 the rulebook's title" };
        var adopted = new Option<string?>("--adopted-by") { Description = "通过细则的会议 the meeting that adopted it" };
        var command = new Command(
            "import",
            "整张表导入，一行有错则一行不写；期初余额第一天以后只是提出 imports a whole sheet, or nothing of it; opening balances after the first day are only proposed")
            {
                kind, file, Bank, mode, from, title, adopted, sheetName, dryRun, replace,
            };
        command.SetAction(parsed => Run(async () =>
        {
            Existing(parsed.GetValue(data)!);
            using var database = Open(parsed.GetValue(data)!);
            var desks = new Desks(database, SystemClock.Instance);
            var bank = BankOf(database, parsed.GetValue(Bank));
            var options = new ImportOptions(parsed.GetValue(mode)!);
            if (parsed.GetValue(from) is { } day)
                options =
                    options with { ValidFrom = TypedDay.Whole(day) ?? throw new CannotOpenException($"{day} 不是日期。{day} is not a day.") };
            if (parsed.GetValue(sheetName) is { } sheet) options = options with { SheetName = sheet };
            if (parsed.GetValue(title) is { } name) options = options with { Title = name };
            if (parsed.GetValue(adopted) is { } meeting) options = options with { AdoptedBy = meeting };
            var bytes = await File.ReadAllBytesAsync(parsed.GetValue(file)!.FullName);
            var chosen = parsed.GetValue(kind)!;
            Say($"{chosen}: {bytes.Length} B …");
            var context = new WriteContext(Caller.System, ImportDesk.KeyOf(chosen, bank, bytes, options), Digest.Of(bytes));
            // What would change is told before anything is written.
            var trial = await Import(context with { Key = WriteContext.NewKey(), DryRun = true });
            if (trial.Refusal is { } untried) return Fail(untried);
            foreach (var change in (trial.Value.Changes ?? []).Where(change => change.Field != "new"))
                Say($"line {change.Line}, household {change.Household}, {change.Field}: {change.Before} -> {change.After}");
            Say(
                $"新增 new {trial.Value.New}, 改动 changed {trial.Value.Changed}, 一样 same {trial.Value.Same}, 隐藏行 hidden rows "
                    + $"{trial.Value.HiddenRows}, 略过 passed lines {trial.Value.PassedLines}");
            if (trial.Value.Total is { } total)
                Say($"合计 total: {total.Households} 户 households, {total.Points} 分 points, 0 分的 with none: {total.Zeros}");
            if (trial.Value.Others > 0)
                Say(
                    $"{trial.Value.Others} 行不是户主，这次不读；再按 members 导入一次。{trial.Value.Others} rows are of people who are no head: import them "
                        + "as members afterwards.");
            if (trial.Value.LooksLike is { } other) Say($"这张表像是 {other} 的表。This looks like a list of {other}.");
            if (trial.Value.Waits)
                Say(
                    "账上已有别的账：只是提出，等村里的监督员确认。The book has other entries already: this is only proposed, and a supervisor of the village "
                        + "confirms it.");
            if (trial.Value.Problems.Count == 0 && parsed.GetValue(dryRun)) return 0;
            if (trial.Value.Changed > 0 && !parsed.GetValue(replace))
                return Fail(
                    $"有 {trial.Value.Changed} 行与账上不同；核对后加 --replace 再导入。{trial.Value.Changed} rows differ from the book; look at them "
                        + $"and give --replace.");
            var outcome = await Import(context);
            // The same file a second time, after another one came between.
            if (outcome.Replayed && trial.Value.New + trial.Value.Changed > 0)
                outcome = await Import(context with { Key = WriteContext.NewKey() });
            if (outcome.Refusal is { } refusal) return Fail(refusal);
            foreach (var problem in outcome.Value.Problems)
                Say(
                    $"line {problem.Line}, column {problem.Column}: {problem.Code} "
                        + $"'{problem.Value}'{(problem is { Least: { } least, Most: { } most } ? $" ({least} – {most})" : "")}");
            if (outcome.Value.Problems.Count > 0)
                return Fail($"共 {outcome.Value.Problems.Count} 处有错，没有写入任何一行。{outcome.Value.Problems.Count} problems; nothing was written.");
            var waits = outcome.Value.Proposal is { } proposal ? $" waits for a second person: proposal {proposal}" : "";
            Console.Out.WriteLine($"{outcome.Value.Kind} {outcome.Value.Rows}{(outcome.Replayed ? " replayed" : "")}{waits}");
            return 0;

            Task<Outcome<ImportView>> Import(WriteContext write) =>
                desks.Imports.Import(write, bank, chosen, new MemoryStream(bytes), parsed.GetValue(file)!.Name, options);
        }));
        return command;
    }

    static Command Verify(Option<string> data)
    {
        var full = new Option<bool>("--full") { Description = "从第一笔查起 from the first entry, not from where it was last found sound" };
        var command = new Command("verify", "逐笔核对账本 re-derives every book from its journal and names each deviation") { full, Bank };
        command.SetAction(parsed => Run(() =>
        {
            var folder = parsed.GetValue(data)!;
            var checkpoints = new Checkpoints(Path.Combine(folder, "verified.json"));
            using var db = OpenToRead(folder);
            var sound = true;
            var only = parsed.GetValue(Bank) is { } named ? BankOf(db, named) : 0;
            foreach (var (bank, code) in BookTable.All(db))
            {
                if (only != 0 && only != bank) continue;
                var from = parsed.GetValue(full) ? null : checkpoints.Of(code);
                var result = Verifier.Verify(db, bank, from, (done, all) => Say($"{code} {done}/{all}"), VillageAudit.Passes);
                foreach (var deviation in result.Deviations) Console.Out.WriteLine($"{code}: {deviation}");
                Console.Out.WriteLine(
                    $"{code} {(result.IsSound ? "sound" : "NOT SOUND")} entries {result.From.Value + 1}..{result.UpTo.Entry} head "
                        + $"{new CheckCode(result.UpTo.Entry, result.UpTo.Hash)}");
                SayUnsealed(code, result.Unsealed);
                sound &= result.IsSound;
                if (result.IsSound) checkpoints.Keep(code, result.UpTo);
            }
            return Task.FromResult(sound ? 0 : 1);
        }));
        return command;
    }

    static Command Seal(Option<string> data)
    {
        var command = new Command(
            "seal", "封存现在的账，打印封签 seals what there is now and prints the code; a running server seals each day by itself") { Bank };
        command.SetAction(parsed => Run(async () =>
        {
            Existing(parsed.GetValue(data)!);
            using var database = Open(parsed.GetValue(data)!);
            var desks = new Desks(database, SystemClock.Instance);
            foreach (var (bank, code) in database.Read(BookTable.All))
            {
                if (parsed.GetValue(Bank) is { } named && code.Value != named) continue;
                var made = await desks.Seals.Make(bank, "asked");
                if (made.Refusal is { } refusal) return Fail(refusal);
                Console.Out.WriteLine(Line(code, made.Value));
            }
            return 0;
        }));
        return command;
    }

    static string Line(BankCode code, SealView seal) =>
        $"{code} seal {seal.Code} of {InstantPattern.General.Format(seal.MadeAt)} up to entry {seal.Entry}";

    static void SayUnsealed(BankCode code, IReadOnlyList<Unsealed> unsealed)
    {
        if (unsealed.Count > 0) Say($"{code} 尚未封存 not yet sealed: {string.Join(", ", unsealed)}");
    }

    static Command ExportJournal(Option<string> data)
    {
        var format = new Option<string>("--format") { Description = string.Join(" | ", Export.Formats), Required = true };
        format.AcceptOnlyFromAmong([.. Export.Formats]);
        var output = new Option<FileInfo>("--out") { Description = "写到哪个文件 the file to write", Required = true };
        var command = new Command("export", "导出日记账 writes the journal for other programs") { format, output, Bank };
        command.SetAction(parsed => Run(() =>
        {
            using var db = OpenToRead(parsed.GetValue(data)!);
            var bank = BankOf(db, parsed.GetValue(Bank));
            var target = parsed.GetValue(output)!.FullName;
            if (File.Exists(target)) throw new CannotOpenException($"{target} 已存在，不会覆盖。{target} exists and is never overwritten.");
            // Under its own name only when it is whole.
            var partial = target + ".partial";
            using (var stream = PrivateFiles.Open(partial, FileMode.Create))
                Export.Write(db, bank, parsed.GetValue(format)!, stream);
            File.Move(partial, target);
            Console.Out.WriteLine($"ok {target}");
            return Task.FromResult(0);
        }));
        return command;
    }

    static Command Backup(Option<string> data)
    {
        var target = new Argument<FileInfo>("FILE") { Description = "备份文件 the backup to make" };
        var command = new Command("backup", "不停机备份 copies the database while it is in use, and proves the copy") { target };
        command.SetAction(parsed => Run(async () =>
        {
            var file = parsed.GetValue(target)!.FullName;
            await SealFirst(parsed.GetValue(data)!);
            Backups.Backup(Existing(parsed.GetValue(data)!), file);
            return Prove(Verifier.VerifyFile(file, VillageAudit.Passes));
        }));
        return command;
    }

    /// <summary>A backup begins with a seal where one can be made; it is never refused for want of one.</summary>
    static async Task SealFirst(string folder)
    {
        Existing(folder);
        try
        {
            using var database = Open(folder);
            var desks = new Desks(database, SystemClock.Instance);
            foreach (var (bank, code) in database.Read(BookTable.All))
            {
                var made = await desks.Seals.Make(bank, "backup");
                if (made.Refusal is null) Console.Out.WriteLine(Line(code, made.Value));
                else Say($"{code} 没有新的封签：{made.Refusal}。备份照常，里面是上一个封签。No new seal was made; the backup goes on and holds the seal before.");
            }
        }
        catch (CannotOpenException fault) when (fault is not OtherVersionException)
        {
            Say(fault.Message);
            Say("备份里是服务器当天的封签。The backup holds the seal that the server made today.");
        }
    }

    static Command Restore(Option<string> data)
    {
        var source = new Argument<FileInfo>("FILE") { Description = "备份文件 the backup" };
        var command = new Command(
            "restore",
            "从备份恢复；已有数据库绝不覆盖 puts a proven backup in place; an existing database is never overwritten")
            {
                source, KeyCommands.Typed, KeyCommands.File,
            };
        command.SetAction(parsed => Run(async () =>
        {
            var (backup, file, keyFile) = (
                parsed.GetValue(source)!.FullName, FileIn(parsed.GetValue(data)!), KeyCommands.Where(parsed, data));
            // Before anything is written: a key that is not the backup's would only be noticed at the counter.
            var needed = KeyCommands.Needed(backup);
            var key = parsed.GetValue(KeyCommands.Typed) is { } typed ? KeyCommands.Parse(typed) : null;
            if (key is not null) KeyCommands.Check(key, needed);
            var proven = Prove(Backups.Restore(backup, file, VillageAudit.Passes));
            if (proven != 0) return proven;
            if (key is not null) KeyCommands.Enter(key, keyFile, needed);
            else if (needed.Any(name => name != ServerKey.Load(keyFile)?.Name)) return await KeyCommands.Renew(file, keyFile);
            return 0;
        }));
        return command;
    }

    static Database Open(string folder) => OpenFile(FileIn(folder));

    internal static Database OpenFile(string file) =>
        Database.Open(new() { File = file, Clock = SystemClock.Instance, GuardsClock = true, Migrations = VillageSchema.Migrations });

    static string Existing(string folder)
    {
        var file = FileIn(folder);
        return File.Exists(file) ? file : throw new CannotOpenException($"{file} 不存在。There is no {file}.");
    }

    static DbSession OpenToRead(string folder) => Database.OpenToRead(Existing(folder), VillageSchema.Migrations);

    static long BankOf(Database database, string? code) => database.Read(db => BankOf(db, code));

    static long BankOf(DbSession db, string? code)
    {
        var banks = BookTable.All(db);
        if (code is null && banks is [var only]) return only.Bank;
        if (code is null) throw new CannotOpenException("请用 --bank 指明哪个村。Say which bank with --bank.");
        return banks.FirstOrDefault(bank => bank.Code.Value == code) is { Bank: > 0 } found
            ? found.Bank
            : throw new CannotOpenException($"没有代号为 {code} 的村。There is no bank {code}.");
    }

    static int Prove(IReadOnlyList<BankVerification> banks)
    {
        foreach (var bank in banks)
        {
            foreach (var deviation in bank.Deviations) Console.Out.WriteLine($"{bank.Bank}: {deviation}");
            Console.Out.WriteLine(
                $"{bank.Bank} {(bank.IsSound ? "sound" : "NOT SOUND")} entries {bank.UpTo.Entry} head "
                    + $"{new CheckCode(bank.UpTo.Entry, bank.UpTo.Hash)}");
            SayUnsealed(bank.Bank, bank.Unsealed);
        }
        return banks.All(bank => bank.IsSound) ? 0 : 1;
    }

    internal static int Fail(Refusal refusal) => Fail(refusal.Kind == StorageRefusals.ClockInDoubt
        ? $"{refusal} 电脑的时钟可疑，什么都没有写入：请启动程序，登录后打开 /clock 核对日期。The computer's clock is in doubt and nothing was written: start the "
            + $"program, sign in and check the date at /clock."
        : $"{refusal} {string.Join(", ", refusal.Facts.Select(fact => $"{fact.Key}={fact.Value}"))}".TrimEnd());

    static int Fail(string message)
    {
        Say(message);
        return 1;
    }

    static void Say(string message) => Console.Error.WriteLine(message);

    /// <summary>
    /// How far each book was found sound, kept beside the database. Losing the file only makes the next check a full one.
    /// </summary>
    sealed class Checkpoints(string file)
    {
        readonly Dictionary<string, Row> rows = Load(file);

        public VerifiedUpTo? Of(BankCode code) =>
            rows.TryGetValue(code.Value, out var row) && row.IsWhole
                ? new(new(row.Entry), new(Convert.FromHexString(row.Hash)), row.Postings)
                : null;

        public void Keep(BankCode code, VerifiedUpTo upTo)
        {
            rows[code.Value] = new(upTo.Entry.Value, upTo.Hash.ToString(), upTo.Postings);
            try
            {
                PrivateFiles.Write(file, JsonSerializer.Serialize(rows));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                // An auditor may hold the folder read-only; then each check is a full one.
            }
        }

        static Dictionary<string, Row> Load(string file)
        {
            try
            {
                return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, Row>>(File.ReadAllText(file)) ?? [] : [];
            }
            catch (JsonException)
            {
                return [];
            }
        }

        sealed record Row(long Entry, string Hash, long Postings)
        {
            /// <summary>Somebody may have edited the file; what cannot be used only makes the check a full one.</summary>
            public bool IsWhole => Entry > 0 && Postings > 0 && Hash is { Length: 2 * Digest.Size } && Hash.All(char.IsAsciiHexDigit);
        }
    }
}
