#!/usr/bin/env dotnet
#:project ../src/Kiln.Tokenizers/Kiln.Tokenizers.csproj
#:property PublishAot=false
#:property NuGetAudit=false

// How the time to encode grows with texts that are made to be hard: bench/tokenizers worst [--data FOLDER] [--megabytes 10].
// One JSON line a case: seconds for an eighth, a quarter, half and all of the megabytes (the best of three, on one thread), and by how much eight times the text takes longer.

using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kiln.Tokenizers;

var data = Option("--data");
var megabytes = double.Parse(Option("--megabytes") ?? "10", CultureInfo.InvariantCulture);
string[] repeated = ["a", " ", "=", "ab", "中", "\u0301", "1", "'", "\n", "a ", "▁"];
if (data is not null)
{
    foreach (var (name, file) in new[]
    {
        ("gpt2", "gpt2/tokenizer.json"), ("bert", "bert-base-uncased/tokenizer.json"), ("llama", "llama2/tokenizer.model"), ("unigram", "sentencepiece/spiece.model"),
    })
    {
        var tokenizer = Tokenizer.Load(Path.Combine(data, "tokenizers", file));
        foreach (var part in repeated)
        {
            Report(name, part + " repeated", tokenizer, size => Repeat(part, size));
        }

        Report(name, "random letters", tokenizer, Letters);
        Report(name, "random characters", tokenizer, Characters);
    }
}

var doubling = Enumerable.Range(0, 15).Select(power => new string('a', 1 << power)).ToArray();
Report("merges that double", "a repeated", new(BpeModel.Create(Numbered(doubling), doubling[..^1].Select(piece => (piece, piece)))), size => Repeat("a", size));

var growing = Enumerable.Range(1, 200).Select(length => new string('a', length)).ToArray();
Report("merges that grow", "a repeated", new(BpeModel.Create(Numbered(growing), growing[..^1].Select(piece => (piece, "a")))), size => Repeat("a", size));

// Each pair of neighbouring letters merges, the last first: the end of a row of letters decides how its beginning is cut.
var letters = Enumerable.Range(0, 4000).Select(i => ((char)(0x4E00 + i)).ToString()).ToArray();
var pairs = Enumerable.Range(0, letters.Length - 1).Reverse().Select(i => (Left: letters[i], Right: letters[i + 1])).ToArray();
Report(
    "merges from the right", "rows of letters", new(BpeModel.Create(Numbered(letters.Concat(pairs.Select(pair => pair.Left + pair.Right))), pairs)), size => Repeat(string.Concat(letters), size));

var random = new Random(1);
var (syllables, merges) = (new List<string> { "a", "b", "c" }, new List<(string, string)>());
while (merges.Count < 500)
{
    var (left, right) = (syllables[random.Next(syllables.Count)], syllables[random.Next(syllables.Count)]);
    if (left.Length + right.Length <= 40 && !syllables.Contains(left + right))
    {
        merges.Add((left, right));
        syllables.Add(left + right);
    }
}

Report("random merges", "random letters a to c", new(BpeModel.Create(Numbered(syllables), merges.OrderBy(_ => random.Next()))), size => Bytes(size, 3));

var continued = Enumerable.Range(1, 500).Select(length => "##" + new string('a', length)).Prepend("a").Prepend("[UNK]");
Report("WordPiece", "one word", new(WordPieceModel.Create(Numbered(continued), maxInputCharsPerWord: int.MaxValue)), size => Repeat("a", size));
Report("Unigram", "one letter", new(UnigramModel.Create(growing.Select(piece => (piece, -1.0)).Prepend(("<unk>", 0.0)))), size => Repeat("a", size));

var small = BpeModel.Create(Numbered(Enumerable.Range(' ', 95).Select(c => ((char)c).ToString()).Append("<unk>")), [], new() { UnknownToken = "<unk>" });
Report("regular expression", "a repeated", Made(new() { PreTokenizer = Split(@"[a-y]|z+") }), size => Repeat("a", size));
Report("replace, growing tenfold", "a repeated", Made(new() { Normalizer = new ReplaceNormalizer(TextPattern.String("a"), "bbbbbbbbbb") }), size => Repeat("a", size), scale: 0.1);
Report("NFD", "marks out of order", Made(new() { Normalizer = new UnicodeNormalizer(UnicodeNormalization.Nfd) }), size => Repeat("\u0308\u0323", size));
Report("NFC", "marks out of order", Made(new() { Normalizer = new UnicodeNormalizer(UnicodeNormalization.Nfc) }), size => Repeat("\u0308\u0323", size));
Report("added tokens that overlap", "x repeated", Made(new() { AddedTokens = [.. Enumerable.Range(2, 300).Select(length => new AddedToken(new string('x', length), 1000 + length))] }), size => Repeat("x", size));
Report("added tokens that nearly fit", "x repeated", Made(new() { AddedTokens = [new(new string('x', 300) + "y", 1000)] }), size => Repeat("x", size));

Tokenizer Made(TokenizerParts parts) => new(small, parts);

SplitPreTokenizer Split(string pattern) => new(TextPattern.Regex(pattern), SplitBehavior.Isolated);

void Report(string name, string what, Tokenizer tokenizer, Func<int, byte[]> make, double scale = 1)
{
    var seconds = new List<double>();
    var tokens = 0;
    var warm = make(1 << 17);
    var since = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(since).TotalSeconds < 0.3)
    {
        tokenizer.EncodeToIds(warm);
    }

    foreach (var part in new[] { 8, 4, 2, 1 })
    {
        var text = make((int)(megabytes * scale * 1e6 / part));
        var best = double.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var start = Stopwatch.GetTimestamp();
            tokens = tokenizer.EncodeToIds(text).Length;
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        seconds.Add(best);
    }

    var line = new { tokenizer = name, text = what, megabytes = megabytes * scale, seconds = seconds.Select(s => Math.Round(s, 4)), growth = Math.Round(seconds[^1] / seconds[0], 1), tokens };
    Console.WriteLine(JsonSerializer.Serialize(line, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver() }));
}

static IEnumerable<KeyValuePair<string, int>> Numbered(IEnumerable<string> pieces) => pieces.Select((piece, id) => KeyValuePair.Create(piece, id));

static byte[] Repeat(string part, int size)
{
    var bytes = Encoding.UTF8.GetBytes(part);
    var text = new byte[Math.Max(1, size / bytes.Length) * bytes.Length];
    for (var at = 0; at < text.Length; at += bytes.Length)
    {
        bytes.CopyTo(text, at);
    }

    return text;
}

static byte[] Letters(int size) => Bytes(size, 26);

static byte[] Bytes(int size, int letters)
{
    var random = new Random(1);
    var text = new byte[size];
    for (var at = 0; at < size; at++)
    {
        text[at] = (byte)('a' + random.Next(letters));
    }

    return text;
}

static byte[] Characters(int size)
{
    var random = new Random(1);
    var text = new StringBuilder();
    for (var bytes = 0; bytes < size;)
    {
        var point = random.Next(0x80, 0xD800);
        text.Append((char)point);
        bytes += point < 0x800 ? 2 : 3;
    }

    return Encoding.UTF8.GetBytes(text.ToString());
}

string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
