using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>The models that <c>kiln tokenizer train</c> makes, each with the components that it is published with.</summary>
internal static class VocabularyRecipe
{
    /// <summary>Byte pair encoding of bytes, as in GPT-2.</summary>
    public const string Bpe = "bpe";

    /// <summary>WordPiece, as in BERT.</summary>
    public const string WordPiece = "wordpiece";

    /// <summary>Unigram, as SentencePiece makes it.</summary>
    public const string Unigram = "unigram";

    private const string Unknown = "[UNK]", Classifier = "[CLS]", Separator = "[SEP]";

    private const int ByteCount = 256;

    /// <summary>The special tokens of BERT, in the order of its ids.</summary>
    private static readonly string[] s_bertTokens = ["[PAD]", Unknown, Classifier, Separator, "[MASK]"];

    /// <summary>The names of the models.</summary>
    public static readonly string[] Models = [Bpe, WordPiece, Unigram];

    /// <summary>The size that a vocabulary has where none is asked for.</summary>
    /// <param name="model">The model.</param>
    public static int UsualSize(string model) => model == Unigram ? new UnigramTrainingOptions().VocabularySize : new TokenizerTrainingOptions().VocabularySize;

    /// <summary>The special tokens that a model begins with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">Those that the user wants; for WordPiece in addition to BERT's, for Unigram to SentencePiece's.</param>
    public static string[] SpecialTokens(string model, string[] asked) =>
        [.. (model switch { Bpe => [], Unigram => new UnigramTrainingOptions().SpecialTokens, _ => (IEnumerable<string>)s_bertTokens }).Concat(asked).Distinct(StringComparer.Ordinal)];

    /// <summary>The smallest vocabulary that holds what a model begins with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="specialTokens">How many special tokens it has.</param>
    /// <param name="bytes">Whether a Unigram vocabulary has pieces for bytes.</param>
    public static int LeastSize(string model, int specialTokens, bool bytes) => specialTokens + (model == Bpe ? ByteCount : bytes ? ByteCount + 1 : 1);

    /// <summary>Trains it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cased">Whether WordPiece tells capital letters apart.</param>
    /// <param name="options">Vocabulary size, special tokens, progress.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static Tokenizer Train(string model, IEnumerable<string> texts, bool cased, TokenizerTrainingOptions options, CancellationToken cancellation) => model == Bpe
        ? TokenizerTrainer.TrainBpe(texts, ByteLevel(), options with { InitialAlphabet = ByteLevelPreTokenizer.Alphabet }, cancellation)
        : TokenizerTrainer.TrainWordPiece(texts, Bert(cased, options.SpecialTokens), options, cancellation);

    /// <summary>Trains Unigram.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">Vocabulary size, special tokens, coverage, progress.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static Tokenizer TrainUnigram(IEnumerable<string> texts, UnigramTrainingOptions options, CancellationToken cancellation) =>
        TokenizerTrainer.TrainUnigram(texts, Metaspace(options.ByteFallback), options, cancellation);

    // Compatibility characters and all kinds of spaces become plain ones, as under SentencePiece's own normalization.
    private static TokenizerParts Metaspace(bool bytes) => new()
    {
        Normalizer = new SequenceNormalizer(
            [new NmtNormalizer(), new UnicodeNormalizer(UnicodeNormalization.Nfkc), new StripNormalizer(), new ReplaceNormalizer(TextPattern.Regex(" {2,}"), " ")]),
        PreTokenizer = new MetaspacePreTokenizer(),
        Decoder = bytes ? new SequenceDecoder([new ByteFallbackDecoder(), new MetaspaceDecoder()]) : new MetaspaceDecoder(),
    };

    private static TokenizerParts ByteLevel() => new()
    {
        PreTokenizer = new ByteLevelPreTokenizer { AddPrefixSpace = false },
        PostProcessor = new ByteLevelPostProcessor { TrimOffsets = false },
        Decoder = new ByteLevelDecoder(),
    };

    private static TokenizerParts Bert(bool cased, IReadOnlyList<string> specialTokens)
    {
        SpecialToken Special(string token) => new(token, specialTokens.ToList().IndexOf(token));
        return new()
        {
            Normalizer = new BertNormalizer { Lowercase = !cased },
            PreTokenizer = new BertPreTokenizer(),
            PostProcessor = new BertPostProcessor(Special(Separator), Special(Classifier)),
            Decoder = new WordPieceDecoder(),
        };
    }
}
