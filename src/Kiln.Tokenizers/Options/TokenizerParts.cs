namespace Kiln.Tokenizers;

/// <summary>What a tokenizer is made of beside its model.</summary>
public sealed record TokenizerParts
{
    /// <summary>Changes the text before it is cut into words; null for nothing. Default: null.</summary>
    public TextNormalizer? Normalizer { get; init; }

    /// <summary>Cuts the text into words; null for one word. Default: null.</summary>
    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Adds special tokens; null for none. Default: null.</summary>
    public PostProcessor? PostProcessor { get; init; }

    /// <summary>Puts tokens together again; null joins them with spaces. Default: null.</summary>
    public Decoder? Decoder { get; init; }

    /// <summary>Tokens that are found in the text before the model sees it. Default: none.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; init; } = [];

    /// <summary>How encodings that are too long are cut; null for not at all. Default: null.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>How encodings are padded; null for not at all. Default: null.</summary>
    public PaddingOptions? Padding { get; init; }

    /// <summary>What tokenizer_config.json says beside: names of special tokens, chat template, longest input. Default: nothing.</summary>
    public TokenizerConfig Config { get; init; } = TokenizerConfig.Empty;
}
