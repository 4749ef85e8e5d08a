using System.CommandLine;
using PointsBank.Cli;

// `pointsbank`: results on standard output, progress and errors on standard error, exit status 0 only if all went well, 2 if the
// database belongs to another version of the program.
var data = new Option<string>("--data") { Description = "数据文件夹 the data folder", DefaultValueFactory = _ => "./data", Recursive = true };
var root = new RootCommand("积分银行的运维与审计工具 — for the operator and the auditor of a PointsBank") { data };
foreach (var command in Commands.All(data)) root.Subcommands.Add(command);
return await root.Parse(args).InvokeAsync();
