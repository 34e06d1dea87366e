namespace Kiln.Tokenizers;

/// <summary>What offsets count.</summary>
public enum OffsetUnit
{
    /// <summary>What the input is made of: UTF-16 code units for strings, bytes for UTF-8.</summary>
    Input,

    /// <summary>Unicode code points, as Hugging Face's Python library counts.</summary>
    CodePoints,

    /// <summary>UTF-16 code units, as indexes into a string.</summary>
    Utf16,

    /// <summary>Bytes of UTF-8.</summary>
    Utf8,
}

/// <summary>How a text is encoded.</summary>
public sealed record EncodeOptions
{
    /// <summary>The default: special tokens are added; truncation and padding as the tokenizer's file says.</summary>
    public static EncodeOptions Default { get; } = new();

    /// <summary>Whether the special tokens of the tokenizer's template are added. Default: true.</summary>
    public bool AddSpecialTokens { get; init; } = true;

    /// <summary>Whether offsets and word ids are computed, which costs some speed. Default: true.</summary>
    public bool Offsets { get; init; } = true;

    /// <summary>
    /// Begins the draws that leave merges out, where the model is a <see cref="BpeModel"/> whose options have a dropout; the same seed and text give the same tokens, and of a batch
    /// each text has draws of its own. Null for no dropout, as for generating. Default: null.
    /// </summary>
    public int? DropoutSeed { get; init; }

    /// <summary>What offsets count. Default: what the input is made of.</summary>
    public OffsetUnit Unit { get; init; }

    /// <summary>How long encodings are cut; null for the tokenizer's own setting. Default: null.</summary>
    public TruncationOptions? Truncation { get; init; }

    /// <summary>How short encodings are padded; null for the tokenizer's own setting. Default: null.</summary>
    public PaddingOptions? Padding { get; init; }
}
