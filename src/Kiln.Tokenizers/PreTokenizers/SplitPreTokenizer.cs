using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Splits at a text or a regular expression.</summary>
/// <param name="pattern">What to split at.</param>
/// <param name="behavior">What becomes of the matches.</param>
/// <param name="invert">Whether the text between matches takes their part: with <see cref="SplitBehavior.Removed"/>, the matches are the words. Default: false.</param>
public sealed class SplitPreTokenizer(TextPattern pattern, SplitBehavior behavior, bool invert = false) : PreTokenizer
{
    /// <summary>What to split at.</summary>
    public TextPattern Pattern { get; } = pattern;

    /// <summary>What becomes of the matches.</summary>
    public SplitBehavior Behavior { get; } = behavior;

    /// <summary>Whether the text between matches takes their part.</summary>
    public bool Invert { get; } = invert;

    internal override void Apply(WorkText text) => Splitting.Apply(text, new PatternFinder(Pattern), Behavior, Invert);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Split");
        Pattern.Write(writer);
        writer.WriteString("behavior", Behavior.ToString());
        writer.WriteBoolean("invert", Invert);
    }

    private readonly struct PatternFinder(TextPattern pattern) : IMatchFinder
    {
        // A pattern looks around itself, but not beyond the word: the word is its whole text.
        public bool Find(ref byte text, int first, int end, int from, out int start, out int stop)
        {
            var found = pattern.Find(ref Unsafe.Add(ref text, first), end - first, from - first, out start, out stop);
            (start, stop) = (start + first, stop + first);
            return found;
        }
    }
}
