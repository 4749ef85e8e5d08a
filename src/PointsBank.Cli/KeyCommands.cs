using System.CommandLine;
using NodaTime;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Keys;

namespace PointsBank.Cli;

/// <summary>What an operator does with the server's key.</summary>
static class KeyCommands
{
    public static readonly Option<string?> File =
        new("--key-file") { Description = "密钥文件，不写就用数据文件夹里的 the key's file; the one in the data folder if left out", Recursive = true };

    public static readonly Option<string?> Typed = new("--key")
    {
        Description = "恢复单上的密钥；没有它，密码重设、兑换券作废 the key on the recovery sheet; "
        + "without it PINs are set anew and vouchers are void"
    };

    public static Command Key(Option<string> data)
    {
        var show = new Command("show", "再打印一次恢复单 prints the recovery sheet again");
        show.SetAction(parsed => Commands.Run(() =>
        {
            var file = Where(parsed, data);
            Console.Out.WriteLine(
                RecoverySheet.Of(ServerKey.Load(file) ?? throw new CannotOpenException($"{file} 不存在。There is no {file}.")));
            return Task.FromResult(0);
        }));
        var typed = new Argument<string>("KEY") { Description = "恢复单上的密钥 the key on the recovery sheet" };
        var enter = new Command("enter", "把恢复单上的密钥放回去 puts the key from the recovery sheet back") { typed };
        enter.SetAction(parsed => Commands.Run(() =>
        {
            var database = Commands.FileIn(parsed.GetValue(data)!);
            Enter(Parse(parsed.GetValue(typed)!), Where(parsed, data), System.IO.File.Exists(database) ? Needed(database) : []);
            return Task.FromResult(0);
        }));
        var renew = new Command(
            "renew", "换新密钥：密码全部重设，没用的兑换券作废、积分退回 takes a new key: every PIN is set anew, open vouchers are void, their points free");
        renew.SetAction(parsed => Commands.Run(() => Renew(Commands.FileIn(parsed.GetValue(data)!), Where(parsed, data))));
        return new Command("key", "服务器的密钥 the server's key") { show, enter, renew, File };
    }

    /// <summary>Where the key lies.</summary>
    public static string Where(ParseResult parsed, Option<string> data) =>
        parsed.GetValue(File) ?? KeyRing.FileBeside(Commands.FileIn(parsed.GetValue(data)!));

    public static ServerKey Parse(string text) =>
        ServerKey.TryParse(text, out var key)
            ? key
            : throw new CannotOpenException("密钥不对：请照恢复单再输一次，九组，每组四个字。This is no key: type it again from the sheet, nine groups of four.");

    /// <summary>The names of the keys that a database, or a backup, needs.</summary>
    public static IReadOnlyList<string> Needed(string database)
    {
        using var db = Database.OpenToRead(database, VillageSchema.Migrations);
        return KeyDesk.Needed(db);
    }

    /// <summary>Whether the key of this name is all that is needed; if not, the words.</summary>
    public static void Check(ServerKey key, IReadOnlyList<string> needed)
    {
        if (needed.FirstOrDefault(name => name != key.Name) is { } other)
            throw new CannotOpenException($"这里要的是密钥 {other}，输入的是密钥 {key.Name}。The key {other} is needed here; this is {key.Name}.");
    }

    /// <summary>Puts a key in its file; another one that is there is kept under its name.</summary>
    public static void Enter(ServerKey key, string file, IReadOnlyList<string> needed)
    {
        Check(key, needed);
        if (ServerKey.Load(file) is { } before && before.Name != key.Name)
            System.IO.File.Move(file, $"{file}.{before.Name}", overwrite: true);
        key.Save(file);
        Console.Out.WriteLine($"ok {file} {key.Name}");
    }

    /// <summary>Takes a new key, and tells what is void because of that.</summary>
    public static async Task<int> Renew(string database, string file)
    {
        var ring = new KeyRing(file);
        using var opened = Commands.OpenFile(database);
        var desks = new Desks(opened, SystemClock.Instance, keys: ring);
        var renewed = await desks.Keys.Renew(WriteContext.OfSystem("key renew"));
        if (renewed.Refusal is { } refusal) return Commands.Fail(refusal);
        Console.Out.WriteLine($"passbooks without a PIN {renewed.Value.Pins}");
        foreach (var voucher in renewed.Value.Vouchers)
            Console.Out.WriteLine($"void {voucher.Bank} voucher {voucher.Voucher} household {voucher.Household} points {voucher.Points}");
        Console.Out.WriteLine(RecoverySheet.Of(ring.Key));
        return 0;
    }
}
