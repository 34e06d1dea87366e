using System.Security.Cryptography;
using System.Text.Json;

namespace Kiln.Tokenizers.Tests;

/// <summary>Hugging Face's tokenizers read what Kiln saves, of every kind of model, and give the same ids and texts. Goldens/make_saved_goldens.js asks them.</summary>
public sealed class SavedFileTests
{
    private static readonly JsonElement s_goldens = Read("saved.json");

    private static readonly string[] s_lines = [.. Enumerable.Range(0, 100).Select(i => $"the {i % 7} cats of {i % 13} towns sang to the happy towns, it was unlikely")];

    private static readonly Dictionary<string, Func<Tokenizer>> s_kinds = new(StringComparer.Ordinal)
    {
        ["gpt2"] = () => Tokenizer.Load(TestData.Path("gpt2/vocab.json")),
        ["bert"] = () => Tokenizer.Load(TestData.Path("bert-base-uncased/vocab.txt")),
        ["llama2"] = () => Tokenizer.Load(TestData.Path("llama2/tokenizer.model")),
        ["tiktoken"] = () => Tokenizer.Load(TestData.Path("tiktoken/gpt2.tiktoken")),
        ["gguf bert"] = () => Tokenizer.Load(TestData.Path("gguf/ggml-vocab-bert-bge.gguf")),
        ["gguf gpt2"] = () => Tokenizer.Load(TestData.Path("gguf/ggml-vocab-gpt-2.gguf")),
        ["gguf llama"] = () => Tokenizer.Load(TestData.Path("gguf/ggml-vocab-llama-spm.gguf")),
        ["t5"] = () => Tokenizer.Load(TestData.Path("sentencepiece/spiece.model")),
        ["unigram"] = () => Tokenizer.Load(TestData.Path("sentencepiece/test_sentencepiece.model")),
        ["bpe"] = () => Tokenizer.Load(TestData.Path("sentencepiece/test_sentencepiece_bpe.model")),
        ["bpe of characters"] = () => Tokenizer.Load(TestData.Path("sentencepiece/test_sentencepiece_bpe_char.model")),
        ["unigram without bos"] = () => Tokenizer.Load(TestData.Path("sentencepiece/test_sentencepiece_no_bos.model")),
        ["unigram and bytes"] = () => Tokenizer.Load(TestData.Path("sentencepiece/test_sentencepiece_with_bytefallback.model")),
        ["words"] = () => Inside("sentencepiece_words.json", "words"),
        ["words with extra spaces"] = () => Inside("sentencepiece_words.json", "words with extra spaces"),
        ["words without a space in front"] = () => Inside("sentencepiece_words.json", "words without a space in front"),
        ["characters"] = () => Inside("sentencepiece_words.json", "characters"),
        ["characters and bytes"] = () => Inside("sentencepiece_words.json", "characters and bytes"),
        ["unigram, marks behind"] = () => Inside("sentencepiece_suffix.json", "unigram"),
        ["bpe, marks behind"] = () => Inside("sentencepiece_suffix.json", "bpe_extra_spaces"),
        ["trained bpe"] = () => TokenizerTrainer.TrainBpe(
            s_lines, new() { PreTokenizer = new ByteLevelPreTokenizer { AddPrefixSpace = false }, Decoder = new ByteLevelDecoder() }, new() { VocabularySize = 300, InitialAlphabet = ByteLevelPreTokenizer.Alphabet }),
        ["trained wordpiece"] = () => TokenizerTrainer.TrainWordPiece(
            s_lines, new() { Normalizer = new BertNormalizer(), PreTokenizer = new BertPreTokenizer(), Decoder = new WordPieceDecoder() }, new() { VocabularySize = 80, SpecialTokens = ["[UNK]"] }),
        ["trained unigram"] = () => TokenizerTrainer.TrainUnigram(s_lines, new() { PreTokenizer = new MetaspacePreTokenizer(), Decoder = new MetaspaceDecoder() }, new() { VocabularySize = 60, CharacterCoverage = 1 }),
        ["trained unigram and bytes"] = () => TokenizerTrainer.TrainUnigram(
            s_lines,
            new() { PreTokenizer = new MetaspacePreTokenizer(), Decoder = new SequenceDecoder([new ByteFallbackDecoder(), new MetaspaceDecoder()]) },
            new() { VocabularySize = 320, CharacterCoverage = 1, ByteFallback = true }),
        ["trained words"] = () => TokenizerTrainer.TrainWordLevel(s_lines, new() { PreTokenizer = new WhitespacePreTokenizer() }, new() { VocabularySize = 50, SpecialTokens = ["<unk>"] }),
    };

    public static TheoryData<string> Kinds => [.. s_kinds.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_reference_reads_a_saved_file_and_gives_the_same(string kind)
    {
        var tokenizer = s_kinds[kind]();
        var json = tokenizer.ToJson();
        if (Environment.GetEnvironmentVariable("KILN_SAVED") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, kind + ".json"), json);
            Assert.Skip("wrote the file for make_saved_goldens.js");
        }

        var golden = s_goldens.GetProperty("files").EnumerateArray().Single(file => file.Text("name") == kind);
        Convert.ToHexStringLower(SHA256.HashData(json)).ShouldBe(golden.Text("hash"), "this is no more the file that the reference read: make the goldens anew");
        var unknown = Unknown(tokenizer);
        var failures = new List<string>();
        foreach (var ((text, ids), decoded) in s_goldens.GetProperty("texts").EnumerateArray().Zip(golden.GetProperty("ids").EnumerateArray()).Zip(golden.GetProperty("decoded").EnumerateArray()))
        {
            var (given, wanted) = (tokenizer.EncodeToIds(text.GetString()!), ids.Ints());
            if (tokenizer.Model is SentencePieceWordModel)
            {
                // The format has no model that makes one token of several unknown words.
                wanted = [.. wanted.Where((id, i) => id != unknown || i == 0 || wanted[i - 1] != unknown)];
            }

            if (!given.SequenceEqual(wanted))
            {
                failures.Add($"{text.GetRawText()}\n gave {string.Join(' ', given)}\n not  {string.Join(' ', wanted)}");
            }
            else if (!wanted.Contains(unknown) && tokenizer.Decode(given) != decoded.GetString())
            {
                // What is unknown decodes to a sign of SentencePiece's, which the format cannot say.
                failures.Add($"{text.GetRawText()} came back as {JsonSerializer.Serialize(tokenizer.Decode(given))}, not {decoded.GetRawText()}");
            }
        }

        failures.ShouldBeEmpty();
    }

    private static int Unknown(Tokenizer tokenizer) => tokenizer.Parts.Config.SpecialTokens.TryGetValue("unk_token", out var token) ? tokenizer.TokenToId(token) ?? -1 : -1;

    private static Tokenizer Inside(string file, string name) =>
        Tokenizer.FromSentencePiece(Read(file).GetProperty("models").EnumerateArray().Single(item => item.Text("name") == name).GetProperty("model").GetBytesFromBase64());

    private static JsonElement Read(string file) => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Goldens", file))).RootElement;
}
