namespace Kiln.Tokenizers;

/// <summary>How far the training of a tokenizer is.</summary>
/// <param name="Stage">What is done: <c>counting words</c>, then <c>merging</c>, or for Unigram <c>finding pieces</c> and <c>estimating</c>.</param>
/// <param name="Done">Texts read, pieces made, or pieces left.</param>
/// <param name="Total">Of how many; null where that is not known.</param>
public readonly record struct TokenizerTrainingProgress(string Stage, long Done, long? Total);

/// <summary>Settings of the training of a vocabulary; the defaults are those of Hugging Face's trainers.</summary>
public sealed record TokenizerTrainingOptions
{
    /// <summary>How many pieces are made at most, special tokens and single characters included. Default: 30,000.</summary>
    public int VocabularySize { get; init; } = 30_000;

    /// <summary>How often a pair must stand in the texts to be merged. Default: 0, which is as good as 1.</summary>
    public long MinFrequency { get; init; }

    /// <summary>Tokens that get the first ids and are never made of text. Default: none.</summary>
    public IReadOnlyList<string> SpecialTokens { get; init; } = [];

    /// <summary>Characters that the vocabulary has whether they are in the texts or not; for byte-level models <see cref="ByteLevelPreTokenizer.Alphabet"/>. Default: none.</summary>
    public string InitialAlphabet { get; init; } = "";

    /// <summary>How many different characters are kept at most, the most frequent ones; null for all. Default: null.</summary>
    public int? AlphabetLimit { get; init; }

    /// <summary>Of how many characters a piece has at most; null for any number. Default: null.</summary>
    public int? MaxTokenLength { get; init; }

    /// <summary>What pieces within a word begin with; null for nothing. WordPiece takes <c>##</c> where this is null. Default: null.</summary>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>What the last piece of a word ends with; null for nothing. Default: null.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>Is told how far the training is, now and then. Default: nobody.</summary>
    public IProgress<TokenizerTrainingProgress>? Progress { get; init; }

    /// <summary>How many threads count words; the result does not depend on it. Default: as many as there are processors.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal TokenizerTrainingOptions Checked()
    {
        Require(VocabularySize >= 1, nameof(VocabularySize), VocabularySize, "at least 1");
        Require(MinFrequency >= 0, nameof(MinFrequency), MinFrequency, "0 or more");
        Require(AlphabetLimit is null or >= 0, nameof(AlphabetLimit), AlphabetLimit ?? 0, "0 or more");
        Require(MaxTokenLength is null or >= 1, nameof(MaxTokenLength), MaxTokenLength ?? 0, "at least 1");
        Require(Threads >= 1, nameof(Threads), Threads, "at least 1");
        return this;
    }

    private static void Require(bool holds, string name, long value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(name, $"TokenizerTrainingOptions.{name} is {value}; it must be {expected}");
        }
    }
}
