using System.CommandLine;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using PointsBank.Ledger;
using PointsBank.Papers.Typing;
using PointsBank.Storage;
using PointsBank.Village;
using PointsBank.Village.Callers;
using PointsBank.Village.Staff;

namespace PointsBank.Cli;

static partial class Commands
{
    static Command User(Option<string> data)
    {
        var username = new Argument<string>("USERNAME");
        var name = new Option<string>("--name") { Required = true };
        var role = new Option<string[]>("--role")
        {
            Description = "administrator | supervisor:BANK | clerk:BANK | assessor:BANK | attendant:BANK[:SHOP] | "
                + "group-leader:BANK[:GROUP] | team-leader:BANK[:TEAM]",
            Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var add = new Command("add", "加一个用户，密码从标准输入读 adds a user; the password is read from standard input") { username, name, role };
        add.SetAction(parsed => Run(async () =>
        {
            var desks = new Desks(Open(parsed.GetValue(data)!), SystemClock.Instance);
            using var database = desks.Database;
            var grants = parsed.GetValue(role)!.Select(text => text.Split(':')).Select(GrantOf).ToList();
            var password = await Console.In.ReadLineAsync() ?? "";
            var outcome = await desks.Staff.Add(
                new(Caller.System, WriteContext.NewKey(), Digest.Of("user add")),
                new(parsed.GetValue(username)!, parsed.GetValue(name)!, password, grants));
            if (outcome.Refusal is { } refusal) return Fail(refusal);
            Console.Out.WriteLine($"ok {outcome.Value.Username}");
            return 0;
        }));
        return new Command("user", "用户 users") { add };
    }

    /// <summary>A role, its bank, and the number of the shop, group or team in which it holds, whichever the role knows.</summary>
    /// <exception cref="CannotOpenException">What stands for the number is none.</exception>
    static GrantInput GrantOf(string[] parts)
    {
        long? within = parts.Length <= 2 ? null : TypedNumber.Whole(parts[2])
            ?? throw new CannotOpenException($"“{parts[2]}”不是编号。\"{parts[2]}\" is not a number.");
        var grant = new GrantInput(parts[0], parts.ElementAtOrDefault(1));
        return parts[0] switch
        {
            "group-leader" => grant with { Group = within },
            "team-leader" => grant with { Team = within },
            _ => grant with { Shop = within },
        };
    }

    /// <summary>The exit status where the database belongs to another version: nothing is wrong with it, and nothing was proven.</summary>
    const int OtherVersion = 2;

    internal static async Task<int> Run(Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (OtherVersionException fault)
        {
            Say(fault.Message);
            return OtherVersion;
        }
        catch (Exception fault) when (
            fault is CannotOpenException or IOException or UnauthorizedAccessException
                or SqliteException or FormatException or InvalidDataException or UnparsableValueException)
        {
            return Fail(fault.Message);
        }
    }

    internal static string FileIn(string folder) => Path.Combine(folder, FileName);
}
