using System.Globalization;
using System.Text;

namespace Kiln.Tokenizers;

/// <summary>
/// The letters in which an expression and its texts are shown to .NET's engine. Characters that no class of the expression tells apart have one letter, so that classes mean
/// what they mean here, whatever the engine knows of Unicode, and a character beyond the first plane is one letter too. Words are shown in ideographs, other characters
/// in private ones, so that the engine's <c>\b</c> is right; a line feed is itself.
/// </summary>
internal sealed class ExpressionAlphabet
{
    private const char FirstWord = '\u4E00', FirstOther = '\uE000';
    private const int MostLetters = 0x1800;

    private readonly char[]?[] _pages = new char[]?[0x1100];
    private readonly int[] _starts;
    private readonly char[] _letters;
    private readonly Dictionary<CodePointSet, string> _classes = [];

    /// <summary>Divides the characters.</summary>
    /// <param name="sets">The classes of the expression.</param>
    /// <exception cref="ArgumentException">They divide the characters into too many parts.</exception>
    public ExpressionAlphabet(IReadOnlyCollection<CodePointSet> sets)
    {
        CodePointSet[] all = [ExpressionClasses.Word, CodePointSet.Range('\n', '\n'), .. sets];
        _starts = [.. all.SelectMany(set => set.Ranges.SelectMany(range => new[] { range.Start, range.End })).Append(0).Where(start => start < 0x110000).Distinct().Order()];
        var kinds = Kinds(all);

        // Letters in the order of the characters, so that a range of these is one of few ranges of letters.
        var known = new Dictionary<int, char>();
        var (words, others) = (0, 0);
        _letters = new char[_starts.Length];
        for (var at = 0; at < _starts.Length; at++)
        {
            if (!known.TryGetValue(kinds[at], out var letter))
            {
                letter = known[kinds[at]] = _starts[at] == '\n' ? '\n' : (char)(ExpressionClasses.Word.Contains(_starts[at]) ? FirstWord + words++ : FirstOther + others++);
            }

            _letters[at] = letter;
        }

        if (Math.Max(words, others) > MostLetters)
        {
            throw TooMany();
        }
    }

    /// <summary>How .NET's engine is told of a class.</summary>
    public string ClassOf(CodePointSet set)
    {
        if (!_classes.TryGetValue(set, out var text))
        {
            text = _classes[set] = ClassOf(new SortedSet<char>(Places(set).Select(at => _letters[at])));
        }

        return text;
    }

    /// <summary>The letter of a character.</summary>
    public char LetterOf(int codePoint) => (_pages[codePoint >> 8] ?? MakePage(codePoint >> 8))[codePoint & 0xFF];

    // The kind of every part of the characters: a set divides each kind into what is in it and what is not, so that there is never more work than kinds allowed.
    private int[] Kinds(CodePointSet[] sets)
    {
        const int MostKinds = (2 * MostLetters) + 1;
        var (kinds, count) = (new int[_starts.Length], 1);
        var (sizes, members, parts) = (new int[MostKinds], new int[MostKinds], new int[MostKinds]);
        sizes[0] = _starts.Length;
        List<int> touched = [];
        foreach (var set in sets)
        {
            foreach (var at in Places(set))
            {
                if (members[kinds[at]]++ == 0)
                {
                    touched.Add(kinds[at]);
                }
            }

            foreach (var kind in touched)
            {
                // A kind that is in the set as a whole stays as it is.
                parts[kind] = members[kind] == sizes[kind] ? kind : count < MostKinds ? count++ : throw TooMany();
                sizes[kind] -= members[kind];
                sizes[parts[kind]] += members[kind];
                members[kind] = 0;
            }

            foreach (var at in Places(set))
            {
                kinds[at] = parts[kinds[at]];
            }

            touched.Clear();
        }

        return kinds;
    }

    private IEnumerable<int> Places(CodePointSet set)
    {
        foreach (var (start, end) in set.Ranges)
        {
            for (var at = Array.BinarySearch(_starts, start); at < _starts.Length && _starts[at] < end; at++)
            {
                yield return at;
            }
        }
    }

    private static ArgumentException TooMany() => new($"its classes tell more than {MostLetters} kinds of characters apart");

    private char[] MakePage(int page)
    {
        var letters = new char[256];
        for (var i = 0; i < letters.Length; i++)
        {
            var at = Array.BinarySearch(_starts, (page << 8) | i);
            letters[i] = _letters[at < 0 ? ~at - 1 : at];
        }

        Volatile.Write(ref _pages[page], letters);
        return letters;
    }

    private static string ClassOf(SortedSet<char> letters)
    {
        // A class without a character matches nothing.
        if (letters.Count == 0)
        {
            return "[^\\u0000-\\uFFFF]";
        }

        // As a letter, of which the engine reads many in a row in one go, unlike classes.
        if (letters.Count == 1)
        {
            return letters.Min.ToString();
        }

        var text = new StringBuilder("[");
        var (start, last) = (-1, -2);
        foreach (var letter in letters.Select(letter => (int)letter).Append(-1))
        {
            if (letter != last + 1)
            {
                if (start >= 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $"\\u{start:X4}").Append(CultureInfo.InvariantCulture, $"-\\u{last:X4}");
                }

                start = letter;
            }

            last = letter;
        }

        return text.Append(']').ToString();
    }
}
