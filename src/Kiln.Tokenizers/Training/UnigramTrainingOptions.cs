namespace Kiln.Tokenizers;

/// <summary>Settings of the training of a Unigram vocabulary; the defaults are those of SentencePiece.</summary>
public sealed record UnigramTrainingOptions
{
    /// <summary>How many pieces are made at most, special tokens, bytes and single characters included. Default: 8,000.</summary>
    public int VocabularySize { get; init; } = 8_000;

    /// <summary>Tokens that get the first ids and are never made of text. Default: <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c>, <c>&lt;/s&gt;</c>.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = ["<unk>", "<s>", "</s>"];

    /// <summary>Which of the special tokens stands for characters that the vocabulary lacks; null for none. Default: <c>&lt;unk&gt;</c>.</summary>
    public string? UnknownToken { get; init; } = "<unk>";

    /// <summary>
    /// Which part of all characters of the texts the vocabulary must be able to write, from 0 to 1; the rarest characters beyond that become unknown.
    /// Default: 0.9995. SentencePiece advises 1 for languages of few characters.
    /// </summary>
    public double CharacterCoverage { get; init; } = 0.9995;

    /// <summary>Characters that the vocabulary has whether they are in the texts or not. Default: none.</summary>
    public string InitialAlphabet { get; init; } = "";

    /// <summary>Of how many characters a piece has at most, from 1 to 512. Default: 16.</summary>
    public int MaxTokenLength { get; init; } = 16;

    /// <summary>
    /// With how many pieces the estimation begins at most; single characters count, and are all there in any case (SentencePiece takes no limit where there are more of them). Default: 1,000,000.
    /// </summary>
    public int SeedSize { get; init; } = 1_000_000;

    /// <summary>Which part of the pieces is left by each pruning, from 0.5 to 0.95. Default: 0.75.</summary>
    public double ShrinkingFactor { get; init; } = 0.75;

    /// <summary>How often probabilities are estimated between two prunings, from 1 to 10. Default: 2.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>Whether characters of different scripts never share a piece; digits and signs count as a script of their own. Default: true.</summary>
    public bool SplitsByScript { get; init; } = true;

    /// <summary>Whether the digits 0 to 9 share no piece with letters, where pieces split by script. Default: true.</summary>
    public bool SplitsByNumber { get; init; } = true;

    /// <summary>Whether each of the digits 0 to 9 is a piece of its own. Default: false.</summary>
    public bool SplitsDigits { get; init; }

    /// <summary>Whether the vocabulary has 256 pieces for bytes, in which characters that it lacks are written. Default: false.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>
    /// Whether the loss of a piece is computed as in SentencePiece up to 0.1.98, which takes the size of the whole vocabulary for the number of pieces that one is replaced
    /// by: to get the vocabularies of those versions. Default: false, which is right and as in later versions.
    /// </summary>
    public bool UsesEarlyLoss { get; init; }

    /// <summary>Is told how far the training is, now and then. Default: nobody.</summary>
    public IProgress<TokenizerTrainingProgress>? Progress { get; init; }

    /// <summary>How many threads work; the result does not depend on it. Default: as many as there are processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal UnigramTrainingOptions Checked()
    {
        Require(VocabularySize >= 1, nameof(VocabularySize), VocabularySize, "at least 1");
        Require(CharacterCoverage is > 0 and <= 1, nameof(CharacterCoverage), CharacterCoverage, "more than 0 and at most 1");
        Require(MaxTokenLength is >= 1 and <= 512, nameof(MaxTokenLength), MaxTokenLength, "from 1 to 512");
        Require(SeedSize >= 0, nameof(SeedSize), SeedSize, "0 or more");
        Require(ShrinkingFactor is >= 0.5 and <= 0.95, nameof(ShrinkingFactor), ShrinkingFactor, "from 0.5 to 0.95");
        Require(Iterations is >= 1 and <= 10, nameof(Iterations), Iterations, "from 1 to 10");
        Require(Threads >= 1, nameof(Threads), Threads, "at least 1");
        return UnknownToken is null || SpecialTokens.Contains(UnknownToken, StringComparer.Ordinal)
            ? this
            : throw new ArgumentException($"UnigramTrainingOptions.UnknownToken is '{UnknownToken}', which is none of the SpecialTokens; add it to them, or say null");
    }

    private static void Require(bool holds, string name, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(
                name, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"UnigramTrainingOptions.{name} is {value}; it must be {expected}"));
        }
    }
}
