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
        var members = _starts.Select(_ => new char[all.Length]).ToArray();
        for (var i = 0; i < all.Length; i++)
        {
            foreach (var (start, end) in all[i].Ranges)
            {
                for (var at = Array.BinarySearch(_starts, start); at < _starts.Length && _starts[at] < end; at++)
                {
                    members[at][i] = '1';
                }
            }
        }

        var (known, words, others) = (new Dictionary<string, char>(StringComparer.Ordinal), 0, 0);
        var lists = all.Select(_ => new SortedSet<char>()).ToArray();
        _letters = new char[_starts.Length];
        for (var at = 0; at < _starts.Length; at++)
        {
            var key = new string(members[at]);
            if (!known.TryGetValue(key, out var letter))
            {
                letter = known[key] = key[1] == '1' ? '\n' : (char)(key[0] == '1' ? FirstWord + words++ : FirstOther + others++);
                for (var i = 0; i < all.Length; i++)
                {
                    if (key[i] == '1')
                    {
                        lists[i].Add(letter);
                    }
                }
            }

            _letters[at] = letter;
        }

        if (Math.Max(words, others) > MostLetters)
        {
            throw new ArgumentException($"its classes tell more than {MostLetters} kinds of characters apart");
        }

        for (var i = 2; i < all.Length; i++)
        {
            _classes[all[i]] = ClassOf(lists[i]);
        }
    }

    /// <summary>How .NET's engine is told of a class.</summary>
    public string ClassOf(CodePointSet set) => _classes[set];

    /// <summary>The letter of a character.</summary>
    public char LetterOf(int codePoint) => (_pages[codePoint >> 8] ?? MakePage(codePoint >> 8))[codePoint & 0xFF];

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
