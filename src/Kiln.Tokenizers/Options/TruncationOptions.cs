namespace Kiln.Tokenizers;

/// <summary>Which text of a pair loses tokens when both are too long together.</summary>
public enum TruncationStrategy
{
    /// <summary>The longer one, until both are equally long, then both.</summary>
    LongestFirst,

    /// <summary>The first one only.</summary>
    OnlyFirst,

    /// <summary>The second one only.</summary>
    OnlySecond,
}

/// <summary>A side of a text.</summary>
public enum TextSide
{
    /// <summary>The end.</summary>
    Right,

    /// <summary>The beginning.</summary>
    Left,
}

/// <summary>How encodings that are too long are cut.</summary>
/// <param name="MaxLength">The most tokens, special tokens included.</param>
public sealed record TruncationOptions(int MaxLength)
{
    /// <summary>Which text of a pair loses tokens. Default: the longer one first.</summary>
    public TruncationStrategy Strategy { get; init; }

    /// <summary>How many tokens of one part the next overflowing part repeats. Default: 0.</summary>
    public int Stride { get; init; }

    /// <summary>The side that is cut off. Default: the end.</summary>
    public TextSide Side { get; init; }

    internal void Check(int added)
    {
        if (MaxLength < 0)
        {
            throw new TokenizerException($"truncation: MaxLength is {MaxLength}; it must not be negative");
        }

        if (Stride < 0 || (Stride > 0 && MaxLength != added && Stride >= MaxLength - added))
        {
            throw new TokenizerException(
                $"truncation: Stride is {Stride}, but MaxLength {MaxLength} leaves {Math.Max(0, MaxLength - added)} tokens beside {added} special ones; the stride must be smaller than that");
        }
    }
}
