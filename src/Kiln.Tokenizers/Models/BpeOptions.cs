namespace Kiln.Tokenizers;

/// <summary>Settings of a <see cref="BpeModel"/>.</summary>
public sealed record BpeOptions
{
    /// <summary>The piece for characters that the vocabulary lacks; null leaves them out. Default: null.</summary>
    public string? UnknownToken { get; init; }

    /// <summary>
    /// How likely each merge is left out, from 0 to 1, when <see cref="EncodeOptions.DropoutSeed"/> asks for it, so that a network in training sees words cut in many ways; null
    /// for never. Default: null. Source: Provilkov, Emelianenko, Voita, BPE-Dropout (2020).
    /// </summary>
    public double? Dropout { get; init; }

    /// <summary>What every piece but the first of a word begins with; null for nothing. Default: null.</summary>
    public string? ContinuingSubwordPrefix { get; init; }

    /// <summary>What the last piece of a word ends with; null for nothing. Default: null.</summary>
    public string? EndOfWordSuffix { get; init; }

    /// <summary>Whether neighbouring unknown characters become one unknown token. Default: false.</summary>
    public bool FuseUnknown { get; init; }

    /// <summary>Whether characters that the vocabulary lacks become the pieces <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c> of their bytes. Default: false.</summary>
    public bool ByteFallback { get; init; }

    /// <summary>Whether a word that is a piece is that piece, whatever merging would give. Default: false.</summary>
    public bool IgnoreMerges { get; init; }
}
