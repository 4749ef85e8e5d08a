using PointsBank.Benchmarks;

// `postings`, `http`, `growth`, `ranking`, `start`, `seals` measure one thing each, `all` everything; with --quick within two minutes.
// `echo` is the host that others are compared with; `against FOLDER` compares the server with that of another checkout;
// `profile WHAT` runs one side over and over for a profiler.
var what = args.FirstOrDefault(arg => !arg.StartsWith('-')) ?? "all";
if (what == "echo")
{
    await Echo.Run(args);
    return 0;
}
if (what == "against")
{
    await AgainstBench.Run(args[1]);
    return 0;
}
if (what == "profile")
{
    await PostingBench.Profile(args[^1]);
    return 0;
}

(string Name, Func<Size, Report, Task> Run)[] benches =
[
    ("postings", PostingBench.Run), ("http", HttpBench.Run), ("growth", GrowthBench.Run), ("ranking", RankingBench.Run),
    ("start", StartBench.Run), ("seals", SealBench.Run),
];
var size = new Size(args.Contains("--quick"));
var report = new Report();
var failed = false;
foreach (var bench in benches.Where(bench => what == "all" || what == bench.Name))
{
    try
    {
        await bench.Run(size, report);
    }
    catch (Exception fault)
    {
        // Goals may be missed; what does not run at all is an error, and the rest is measured all the same.
        Console.Error.WriteLine(fault);
        report.Note(bench.Name, "did not run");
        failed = true;
    }
}
report.Write(Console.Out);
return failed ? 1 : 0;
