namespace Kiln.Tokenizers;

/// <summary>The part of the input that a token came from.</summary>
/// <param name="Start">Its first position, in the unit that was asked for.</param>
/// <param name="End">The position after its last.</param>
public readonly record struct TokenOffset(int Start, int End)
{
    /// <summary>The length of the part.</summary>
    public int Length => End - Start;
}
