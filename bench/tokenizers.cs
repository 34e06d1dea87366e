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
    Thread.Sleep(500); // the runtime compiles anew, in the background, what the warm-up has shown to be hot
    Measure("ids", tokenizer => bytes.Sum(text => (long)tokenizer.EncodeToIds(text).Length));
    Measure("ids and offsets", tokenizer => bytes.Sum(text => (long)tokenizer.Encode(text).Count));
    Measure("batch of ids, 1 thread", tokenizer => tokenizer.EncodeBatchToIds(texts, maxThreads: 1).Sum(ids => (long)ids.Length));
    Measure("batch of ids, 2 threads", tokenizer => tokenizer.EncodeBatchToIds(texts, maxThreads: 2).Sum(ids => (long)ids.Length));
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
            GC.Collect(); // the tokenizer of the round before is not collected on this one's time
            var start = Stopwatch.GetTimestamp();
            tokens = encode(tokenizer);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        Console.WriteLine($$"""{"vocabulary":"{{name}}","of":"Kiln","what":"{{what}}","megabytesPerSecond":{{megabytes / best:F2}},"tokens":{{tokens}}}""");
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
