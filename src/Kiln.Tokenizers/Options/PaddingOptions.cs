namespace Kiln.Tokenizers;

/// <summary>How encodings are made equally long.</summary>
public sealed record PaddingOptions
{
    /// <summary>The length to reach; null for that of the longest encoding of the batch. Default: null.</summary>
    public int? Length { get; init; }

    /// <summary>Lengths are rounded up to a multiple of this; null for none. Default: null.</summary>
    public int? MultipleOf { get; init; }

    /// <summary>The side that is padded. Default: the end.</summary>
    public TextSide Side { get; init; }

    /// <summary>The id of the padding token. Default: 0.</summary>
    public int PadId { get; init; }

    /// <summary>The type id of padding. Default: 0.</summary>
    public int PadTypeId { get; init; }

    /// <summary>The text that <see cref="TokenEncoding.GetTokens"/> has for padding, whatever token the id is of. Default: <c>[PAD]</c>.</summary>
    public string PadToken { get; init; } = "[PAD]";
}
