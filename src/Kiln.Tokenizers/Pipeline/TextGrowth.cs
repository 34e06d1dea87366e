using System.Globalization;

namespace Kiln.Tokenizers;

/// <summary>
/// Bounds what the components of a file may make of a text: a few dozen replacements that double it, one after the other, would otherwise take all memory. No
/// normalization of Unicode makes a text more than 18 times as long.
/// </summary>
internal static class TextGrowth
{
    private const int Free = 16 << 20;
    private const long Times = 256;

    /// <summary>How many bytes a text of a length may become.</summary>
    public static long Most(int length) => Free + (Times * length);

    /// <summary>Refuses what is longer.</summary>
    /// <param name="length">The length in bytes that the text has or shall have.</param>
    /// <param name="most">What <see cref="Most"/> said of the text as it was given, or what other parts of it have left of that.</param>
    /// <param name="component">What made it so long; null for unknown.</param>
    /// <exception cref="TokenizerException">It is longer.</exception>
    public static void Check(long length, long most, object? component)
    {
        if (length > most)
        {
            throw new TokenizerException(string.Create(
                CultureInfo.InvariantCulture,
                $"the tokenizer's {component?.GetType().Name ?? "components"} made the text longer than {Free >> 20} MB and {Times} times what was given; such a file is damaged, or made to take all memory"));
        }
    }
}
