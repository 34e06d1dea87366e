using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Kiln.Tokenizers;

/// <summary>Splits at white space, which is left out.</summary>
public sealed class WhitespaceSplitPreTokenizer : PreTokenizer
{
    internal override void Apply(WorkText text) => Splitting.Apply(text, default(ClassFinder<SpaceClass>), SplitBehavior.Removed, invert: false);

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "WhitespaceSplit");
}

/// <summary>Words are runs of word characters and runs of other signs (<c>\w+|[^\w\s]+</c>); white space is left out.</summary>
public sealed class WhitespacePreTokenizer : PreTokenizer
{
    internal override void Apply(WorkText text) => Splitting.Apply(text, default(WordFinder), SplitBehavior.Removed, invert: true);

    internal override void Write(Utf8JsonWriter writer) => writer.WriteString("type", "Whitespace");

    private readonly struct WordFinder : IMatchFinder
    {
        public bool Find(ref byte text, int first, int end, int from, out int start, out int stop)
        {
            for (start = stop = from; start < end; start = stop)
            {
                var kind = Kind(ref text, start, out var length);
                stop = start + length;
                if (kind == 0)
                {
                    continue;
                }

                while (stop < end && Kind(ref text, stop, out length) == kind)
                {
                    stop += length;
                }

                return true;
            }

            return false;
        }

        private static int Kind(ref byte text, int at, out int length)
        {
            var codePoint = CodePoints.Decode(ref Unsafe.Add(ref text, at), out length);
            return CodePoints.IsWord(codePoint) ? 1 : CodePoints.IsSpace(codePoint) ? 0 : 2;
        }
    }
}

/// <summary>Splits at digits.</summary>
/// <param name="individualDigits">Whether every digit is a word of its own; otherwise numbers are. Default: false.</param>
public sealed class DigitsPreTokenizer(bool individualDigits = false) : PreTokenizer
{
    internal override void Apply(WorkText text) =>
        Splitting.Apply(text, default(ClassFinder<NumericClass>), individualDigits ? SplitBehavior.Isolated : SplitBehavior.Contiguous, invert: false);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Digits");
        writer.WriteBoolean("individual_digits", individualDigits);
    }
}

/// <summary>Splits at punctuation.</summary>
/// <param name="behavior">What becomes of it. Default: each sign is a word of its own.</param>
public sealed class PunctuationPreTokenizer(SplitBehavior behavior = SplitBehavior.Isolated) : PreTokenizer
{
    internal override void Apply(WorkText text) => Splitting.Apply(text, default(ClassFinder<PunctuationClass>), behavior, invert: false);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "Punctuation");
        writer.WriteString("behavior", behavior.ToString());
    }
}

/// <summary>Splits at one character, which is left out.</summary>
/// <param name="delimiter">The character.</param>
public sealed class CharDelimiterSplitPreTokenizer(string delimiter) : PreTokenizer
{
    private readonly SplitPreTokenizer _split = new(TextPattern.String(delimiter), SplitBehavior.Removed);

    internal override void Apply(WorkText text) => _split.Apply(text);

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "CharDelimiterSplit");
        writer.WriteString("delimiter", delimiter);
    }
}

/// <summary>Cuts a text after every so many characters.</summary>
/// <param name="length">The characters of a word, at least 1.</param>
public sealed class FixedLengthPreTokenizer(int length) : PreTokenizer
{
    internal override void Apply(WorkText text)
    {
        foreach (var word in text.BeginResplit())
        {
            for (var at = word.Start; at < word.End;)
            {
                var stop = at;
                for (var i = 0; i < length && stop < word.End; i++)
                {
                    CodePoints.Decode(ref text.Bytes[stop], out var bytes);
                    stop += bytes;
                }

                text.AddSplit(at, stop);
                at = stop;
            }
        }
    }

    internal override void Write(Utf8JsonWriter writer)
    {
        writer.WriteString("type", "FixedLength");
        writer.WriteNumber("length", length);
    }
}

/// <summary>A class of characters.</summary>
internal interface ICharacterClass
{
    public static abstract bool Contains(int codePoint);
}

/// <summary>Finds single characters of a class.</summary>
internal readonly struct ClassFinder<TClass> : IMatchFinder
    where TClass : ICharacterClass
{
    public bool Find(ref byte text, int first, int end, int from, out int start, out int stop)
    {
        for (start = stop = from; start < end; start = stop)
        {
            var codePoint = CodePoints.Decode(ref Unsafe.Add(ref text, start), out var length);
            stop = start + length;
            if (TClass.Contains(codePoint))
            {
                return true;
            }
        }

        return false;
    }
}

internal readonly struct SpaceClass : ICharacterClass
{
    public static bool Contains(int codePoint) => CodePoints.IsSpace(codePoint);
}

internal readonly struct NumericClass : ICharacterClass
{
    public static bool Contains(int codePoint) => CodePoints.IsNumeric(codePoint);
}

internal readonly struct PunctuationClass : ICharacterClass
{
    public static bool Contains(int codePoint) => CodePoints.IsPunctuation(codePoint);
}
