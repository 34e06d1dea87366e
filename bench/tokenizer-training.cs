#!/usr/bin/env dotnet
#:project ../src/Kiln.Tokenizers/Kiln.Tokenizers.csproj
#:property PublishAot=false
#:property NuGetAudit=false

// The time that training a vocabulary takes, beside Hugging Face's trainers (byte-level BPE, WordPiece) and SentencePiece (Unigram), on two threads: bench/tokenizer-training --data FOLDER
// [--peers FOLDER] [bpe|wordpiece|unigram]. Tiny-shakespeare and the English and German sentences of Multi30k; seconds of the first training of a process, which is what a program
// pays, and of the best of four. One JSON line per figure.

using System.Diagnostics;
using System.IO.Compression;
using Kiln.Tokenizers;

const string Self = "--one"; // runs one case in a process of its own
var data = Option("--data") ?? throw new ArgumentException("say --data FOLDER: the folder with multi30k and text");
var bytes = new TokenizerParts { PreTokenizer = new ByteLevelPreTokenizer { AddPrefixSpace = false }, Decoder = new ByteLevelDecoder() };
var bert = new TokenizerParts { Normalizer = new BertNormalizer(), PreTokenizer = new BertPreTokenizer(), Decoder = new WordPieceDecoder() };
var marks = new TokenizerParts
{
    Normalizer = new SequenceNormalizer([new StripNormalizer(), new ReplaceNormalizer(TextPattern.Regex(" {2,}"), " ")]),
    PreTokenizer = new MetaspacePreTokenizer(),
    Decoder = new MetaspaceDecoder(),
};

if (Option(Self) is { } one)
{
    Measure(one, Option("--model")!);
    return;
}

var folder = Directory.CreateTempSubdirectory("kiln-bench").FullName;
var multi30k = Path.Combine(folder, "multi30k.txt");
using (var target = File.Create(multi30k))
{
    foreach (var name in new[] { "train.en.gz", "train.de.gz" })
    {
        using var packed = new GZipStream(File.OpenRead(Path.Combine(data, "multi30k", name)), CompressionMode.Decompress);
        packed.CopyTo(target);
    }
}

var scripts = Path.Combine(AppContext.GetData("EntryPointFileDirectoryPath") as string ?? "bench", "peers");
foreach (var model in new[] { "bpe", "wordpiece", "unigram" }.Where(name => !args.Any(arg => arg is "bpe" or "wordpiece" or "unigram") || args.Contains(name)))
{
    foreach (var file in new[] { Path.Combine(data, "text", "tinyshakespeare.txt"), multi30k })
    {
        Run(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? [Environment.GetCommandLineArgs()[0]] : [], [Self, file, "--model", model, "--data", data]);
        if (Option("--peers") is { } peers)
        {
            Run(model == "unigram" ? "/usr/bin/python3" : "node", [Path.Combine(scripts, model == "unigram" ? "sentencepiece_training.py" : "tokenizer_training.mjs")], [peers, model, file]);
        }
    }
}

Directory.Delete(folder, recursive: true);

void Measure(string file, string model)
{
    var (first, best, pieces) = (0.0, double.MaxValue, 0);
    for (var round = 0; round < 4; round++)
    {
        var start = Stopwatch.GetTimestamp();
        var texts = TokenizerTrainer.ReadLines(file);
        var trained = model switch
        {
            "bpe" => TokenizerTrainer.TrainBpe(texts, bytes, new() { Threads = 2 }),
            "wordpiece" => TokenizerTrainer.TrainWordPiece(texts, bert, new() { Threads = 2 }),
            _ => TokenizerTrainer.TrainUnigram(texts, marks, new() { Threads = 2 }),
        };
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (first, best, pieces) = (round == 0 ? seconds : first, Math.Min(best, seconds), trained.VocabularySize);
    }

    Console.WriteLine($$"""{"of":"Kiln","model":"{{model}}","texts":"{{Path.GetFileNameWithoutExtension(file)}}","firstSeconds":{{first:F3}},"bestSeconds":{{best:F3}},"pieces":{{pieces}}}""");
}

static void Run(string program, string[] before, string[] arguments)
{
    var start = new ProcessStartInfo(program, [.. before, .. arguments]);
    start.Environment["RAYON_NUM_THREADS"] = "2";
    try
    {
        Process.Start(start)!.WaitForExit();
    }
    catch (System.ComponentModel.Win32Exception e)
    {
        Console.Error.WriteLine($"{program} cannot be run: {e.Message}");
    }
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
