using Kiln.Bench;
using Kiln.Numerics;

if (args is ["--native-peer"])
{
    return NativePeer.Serve();
}

BenchOptions options;
try
{
    options = BenchOptions.Read(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine($"bench/compare: {e.Message}");
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

if (options.Help)
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

if (options.Render)
{
    var report = new MarkdownReport(ResultFile.Read(options.Json!));
    foreach (var document in options.Into)
    {
        File.WriteAllText(document, report.Into(File.ReadAllText(document)));
    }

    if (options.Into.Count == 0)
    {
        Console.Write(report.Whole());
    }

    return 0;
}

var chosen = options.Choose(Families.All());
if (chosen.Count == 0)
{
    Console.Error.WriteLine($"No comparison has a name that contains {string.Join(" or ", options.Names)}; --list prints all.");
    return 2;
}

if (options.List)
{
    foreach (var comparison in chosen)
    {
        Console.WriteLine(comparison.Name);
    }

    return 0;
}

if (options.Speedup)
{
    var threads = options.Threads[^1];
    if (threads < 2)
    {
        Console.Error.WriteLine("bench/compare: --speedup compares all threads with one, and there is one");
        return 2;
    }

    WorkerTeam.ThreadCount = 1;
    var one = Peaks.Measure();
    Console.WriteLine(one.ToJson());
    WorkerTeam.ThreadCount = threads;
    var all = Peaks.Measure();
    Console.WriteLine(all.ToJson());
    foreach (var comparison in chosen)
    {
        Console.WriteLine(JsonReport.Line(Speedup.Run(comparison, threads, options.Rounds, options.Seconds), one, all));
    }

    return 0;
}

using var pool = new PeerPool(options.Peers);
var good = true;
var lines = new List<string>();
foreach (var threads in options.Threads)
{
    WorkerTeam.ThreadCount = threads;
    if (options.Check)
    {
        foreach (var comparison in chosen)
        {
            good &= ResultCheck.Run(comparison, pool, threads);
        }

        continue;
    }

    var peaks = Peaks.Measure();
    Publish(peaks.ToJson());
    foreach (var comparison in chosen)
    {
        Publish(JsonReport.Line(Contest.Run(comparison, pool, options, threads), peaks));
    }
}

if (options.Markdown)
{
    Console.Write(new MarkdownReport(lines).Whole());
}

return good ? 0 : 1;

void Publish(string line)
{
    lines.Add(line);
    if (options.Json is not null)
    {
        ResultFile.Put(options.Json, line);
    }

    (options.Markdown ? Console.Error : Console.Out).WriteLine(line);
}
