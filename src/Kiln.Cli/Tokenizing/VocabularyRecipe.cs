using Kiln.Tokenizers;

namespace Kiln.Cli;

/// <summary>The models that <c>kiln tokenizer train</c> makes, each with the components that it is published with.</summary>
internal static class VocabularyRecipe
{
    /// <summary>Byte pair encoding of bytes, as in GPT-2.</summary>
    public const string Bpe = "bpe";

    /// <summary>WordPiece, as in BERT.</summary>
    public const string WordPiece = "wordpiece";

    private const string Unknown = "[UNK]", Classifier = "[CLS]", Separator = "[SEP]";

    private const int ByteCount = 256;

    /// <summary>The special tokens of BERT, in the order of its ids.</summary>
    private static readonly string[] s_bertTokens = ["[PAD]", Unknown, Classifier, Separator, "[MASK]"];

    /// <summary>The special tokens that a model begins with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="asked">Those that the user wants; for WordPiece in addition to BERT's.</param>
    public static string[] SpecialTokens(string model, string[] asked) => model == Bpe ? [.. asked.Distinct(StringComparer.Ordinal)] : [.. s_bertTokens.Concat(asked).Distinct(StringComparer.Ordinal)];

    /// <summary>The smallest vocabulary that holds what a model begins with.</summary>
    /// <param name="model">The model.</param>
    /// <param name="specialTokens">How many special tokens it has.</param>
    public static int LeastSize(string model, int specialTokens) => specialTokens + (model == Bpe ? ByteCount : 1);

    /// <summary>Trains it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="cased">Whether WordPiece tells capital letters apart.</param>
    /// <param name="options">Vocabulary size, special tokens, progress.</param>
    /// <param name="cancellation">Ends the training.</param>
    public static Tokenizer Train(string model, IEnumerable<string> texts, bool cased, TokenizerTrainingOptions options, CancellationToken cancellation) => model == Bpe
        ? TokenizerTrainer.TrainBpe(texts, ByteLevel(), options with { InitialAlphabet = LettersOfBytes() }, cancellation)
        : TokenizerTrainer.TrainWordPiece(texts, Bert(cased, options.SpecialTokens), options, cancellation);

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

    // GPT-2's table: a printable byte of Latin-1 stands for itself, the others for the characters from U+0100 on. With all of them any text can be encoded.
    private static string LettersOfBytes()
    {
        var next = (char)ByteCount;
        return string.Create(ByteCount, 0, (letters, _) =>
        {
            for (var value = 0; value < ByteCount; value++)
            {
                letters[value] = value is (>= '!' and <= '~') or (>= '¡' and <= '¬') or (>= '®' and <= 'ÿ') ? (char)value : next++;
            }
        });
    }
}
