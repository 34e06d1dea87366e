#!/usr/bin/env dotnet
#:project ../src/Kiln.Tokenizers/Kiln.Tokenizers.csproj
#:property PublishAot=false
#:property NuGetAudit=false

// The speed of Kiln's tokenizers beside Hugging Face's (Rust) and tiktoken's (Rust as WebAssembly): bench/tokenizers --data FOLDER [gpt2|bert|llama|unigram] [--peers FOLDER].
// Every distinct line of the texts once, on a tokenizer that has seen none of them; one JSON line per figure, in megabytes of UTF-8 a second.

using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Kiln.Tokenizers;

var data = Option("--data") ?? throw new ArgumentException("say --data FOLDER: the folder with multi30k, sst2, text, zh and tokenizers");
var peers = Option("--peers");
var chosen = args.FirstOrDefault(name => name is "gpt2" or "bert" or "llama" or "unigram");
var texts = ReadTexts(data);
var bytes = texts.Select(Encoding.UTF8.GetBytes).ToArray();
var megabytes = bytes.Sum(text => (long)text.Length) / 1e6;
Console.Error.WriteLine($"{texts.Count} lines, {megabytes:F2} MB");

foreach (var (name, path) in new[]
{
    ("gpt2", "gpt2/tokenizer.json"), ("bert", "bert-base-uncased/tokenizer.json"), ("llama", "llama2/tokenizer.model"), ("unigram", "sentencepiece/spiece.model"),
})
{
    if (chosen is not null && chosen != name)
    {
        continue;
    }

    var file = Path.Combine(data, "tokenizers", path);
    var warm = Tokenizer.Load(file);
    for (var i = 0; i < bytes.Length; i += 5)
    {
        warm.EncodeToIds(bytes[i]);
        warm.Encode(bytes[i]);
    }

    warm.EncodeBatchToIds(texts.Take(5000).ToArray(), maxThreads: 2);
    Measure("ids", tokenizer => bytes.Sum(text => (long)tokenizer.EncodeToIds(text).Length));
    Measure("ids and offsets", tokenizer => bytes.Sum(text => (long)tokenizer.Encode(text).Count));
    MeasureThreads(() => Tokenizer.Load(file), name);
    if (peers is not null)
    {
        RunPeers(name, warm, file);
    }

    void Measure(string what, Func<Tokenizer, long> encode)
    {
        var best = double.MaxValue;
        long tokens = 0;
        for (var round = 0; round < 3; round++)
        {
            var tokenizer = Tokenizer.Load(file);
            Settle();
            var start = Stopwatch.GetTimestamp();
            tokens = encode(tokenizer);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine($$"""{"vocabulary":"{{name}}","of":"Kiln","what":"{{what}}","megabytesPerSecond":{{megabytes / best:F2}},"tokens":{{tokens}}}""");
    }
}

// What a second thread gives to a batch, and in the same rounds what it gives to loops that do nothing else than count, or read at random places of so much memory of their own: where the
// machine does not double these, it cannot double a batch. The memory is what two threads share beyond their processors' own caches. One round goes before those that count, one thread and two
// take turns at being first, and the time of a batch includes its collections.
void MeasureThreads(Func<Tokenizer> load, string name)
{
    const int Rounds = 7;
    var memory = new[] { new int[1 << 21], new int[1 << 21] };
    Array.ForEach(memory, numbers => new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(numbers.AsSpan())));
    var tests = new (string What, bool IsBatch, Func<int, double> Seconds)[]
    {
        ("batch of ids", true, threads => Batch(tokenizer => tokenizer.EncodeBatchToIds(texts, maxThreads: threads))),
        ("batch of ids and offsets", true, threads => Batch(tokenizer => tokenizer.EncodeBatch(texts, maxThreads: threads))),
        ("counting", false, threads => Together(threads, _ => Count(8_000_000))),
        ("reads in 0.5 MB", false, threads => Together(threads, thread => ReadAtRandom(memory[thread], 1 << 17))),
        ("reads in 8 MB", false, threads => Together(threads, thread => ReadAtRandom(memory[thread], 1 << 21))),
    };
    var seconds = tests.Select(_ => new[] { new List<double>(), new List<double>() }).ToArray();
    for (var round = -1; round < Rounds; round++)
    {
        for (var test = 0; test < tests.Length; test++)
        {
            for (var turn = 0; turn < 2; turn++)
            {
                var threads = ((round + turn) & 1) + 1;
                var took = tests[test].Seconds(threads);
                if (round >= 0)
                {
                    seconds[test][threads - 1].Add(took);
                }
            }
        }
    }

    for (var test = 0; test < tests.Length; test++)
    {
        var (one, two) = (seconds[test][0], seconds[test][1]);
        var speeds = tests[test].IsBatch
            ? $$""","megabytesPerSecond":{{megabytes / Median(one):F2}},"megabytesPerSecondOfTwo":{{megabytes / Median(two):F2}},"best":{{megabytes / one.Min():F2}},"bestOfTwo":{{megabytes / two.Min():F2}}"""
            : "";
        var gains = one.Zip(two, (of, by) => of / by).Order().ToArray();
        Console.WriteLine($$"""{"vocabulary":"{{name}}","of":"{{(tests[test].IsBatch ? "Kiln" : "the machine")}}","what":"{{tests[test].What}}, 2 threads beside 1"{{speeds}},"gainMedian":{{Median(gains):F2}},"gainLeast":{{gains[0]:F2}},"gainMost":{{gains[^1]:F2}},"gainOfBest":{{one.Min() / two.Min():F2}}}""");
    }

    double Batch(Action<Tokenizer> encode)
    {
        var tokenizer = load();
        Settle();
        var start = Stopwatch.GetTimestamp();
        encode(tokenizer);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    // Seconds for the work of one thread, done by one or by each of two at the same time and then halved.
    static double Together(int threads, Action<int> work)
    {
        using var begin = new Barrier(threads);
        var others = Enumerable.Range(1, threads - 1).Select(thread => new Thread(() =>
        {
            begin.SignalAndWait();
            work(thread);
        })).ToArray();
        Array.ForEach(others, thread => thread.Start());
        begin.SignalAndWait();
        var start = Stopwatch.GetTimestamp();
        work(0);
        Array.ForEach(others, thread => thread.Join());
        return Stopwatch.GetElapsedTime(start).TotalSeconds / threads;
    }

    static long Count(int steps)
    {
        var state = 1UL;
        for (var i = 0; i < steps; i++)
        {
            state = (state ^ (state >> 7)) * 0x9E3779B97F4A7C15;
        }

        return (long)state;
    }

    static long ReadAtRandom(int[] numbers, int count)
    {
        var (state, sum) = (12345u, 0L);
        for (var i = 0; i < 6_000_000; i++)
        {
            state = (state * 1664525) + 1013904223;
            sum += numbers[(int)(state >> 8) & (count - 1)];
        }

        return sum;
    }
}

// The peers read the texts and the tokenizer.json that Kiln writes, which shows besides that the others read it.
void RunPeers(string name, Tokenizer tokenizer, string file)
{
    var folder = Directory.CreateTempSubdirectory("kiln-bench").FullName;
    tokenizer.Save(Path.Combine(folder, "tokenizer.json"));
    using (var stream = File.Create(Path.Combine(folder, "texts.json")))
    using (var writer = new Utf8JsonWriter(stream))
    {
        writer.WriteStartArray();
        texts.ForEach(writer.WriteStringValue);
        writer.WriteEndArray();
    }

    var script = Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "bench", "peers", "tokenizers.mjs");
    var start = new ProcessStartInfo("node", [script, peers, name, folder]);
    start.Environment["RAYON_NUM_THREADS"] = "1";
    start.Environment["TOKENIZERS_PARALLELISM"] = "false";
    Process.Start(start)!.WaitForExit();
    if (file.EndsWith(".model", StringComparison.Ordinal))
    {
        var python = Path.Combine(Path.GetDirectoryName(script)!, "sentencepiece_peer.py");
        Process.Start("/usr/bin/python3", [python, name, file, Path.Combine(folder, "texts.json")])!.WaitForExit();
    }

    Directory.Delete(folder, recursive: true);
}

// What the round before left is collected, and what the runtime compiles anew in the background, as loading and encoding have shown it to be hot, is waited for: beside one thread that has a
// processor to itself, from two it takes a part of theirs.
static void Settle()
{
    GC.Collect();
    var (compiled, since) = (-1L, 0L);
    do
    {
        if (System.Runtime.JitInfo.GetCompiledMethodCount() is var count && count != compiled)
        {
            (compiled, since) = (count, Stopwatch.GetTimestamp());
        }

        Thread.Sleep(10);
    }
    while (Stopwatch.GetElapsedTime(since).TotalMilliseconds < 250);
}

static List<string> ReadTexts(string root)
{
    var (seen, list) = (new HashSet<string>(), new List<string>());
    foreach (var file in Directory.GetFiles(Path.Combine(root, "multi30k"), "*.gz").Order(StringComparer.Ordinal))
    {
        Add(new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress)));
    }

    foreach (var file in Directory.GetFiles(Path.Combine(root, "sst2"), "*.tsv").Order(StringComparer.Ordinal))
    {
        Add(new StreamReader(file));
    }

    Add(new StreamReader(Path.Combine(root, "text/tinyshakespeare.txt")));
    Add(new StreamReader(Path.Combine(root, "zh/waimai_10k.csv")));
    using var zip = ZipFile.OpenRead(Path.Combine(root, "text/nltk_udhr.zip"));
    foreach (var entry in zip.Entries.Where(entry => entry.FullName.Contains("UTF8", StringComparison.Ordinal)))
    {
        Add(new StreamReader(entry.Open()));
    }

    return list;

    void Add(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && seen.Add(line))
            {
                list.Add(line);
            }
        }
    }
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
