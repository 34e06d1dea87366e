using System.Text;
using System.Text.RegularExpressions;

namespace Kiln.Estimators;

/// <summary>A regular expression in Python's syntax as one of .NET: <c>\w</c>, <c>\W</c> and <c>\b</c> without combining marks; the flag <c>(?u)</c>, which Python always has, is left out.</summary>
internal static class PythonPattern
{
    // The halves of characters beyond U+FFFF count as parts of words; Subject hides those that are none.
    private const string Word = @"\p{L}\p{N}_\uD800-\uDFFF";
    private const char Hidden = '\uE000';

    public static Regex Compile(string owner, string pattern)
    {
        try
        {
            return new Regex(Translate(pattern), RegexOptions.CultureInvariant, TimeSpan.FromSeconds(10));
        }
        catch (ArgumentException e)
        {
            throw new ArgumentException($"{owner}: token_pattern '{pattern}' is no regular expression: {e.Message}", nameof(pattern), e);
        }
    }

    /// <summary>A text in which characters beyond U+FFFF that belong to no word are hidden behind ones of the private area; all places stay.</summary>
    public static string Subject(ReadOnlySpan<char> text)
    {
        var subject = text.ToArray();
        for (var i = 0; i < subject.Length; i++)
        {
            subject[i] = char.IsSurrogate(text[i]) && !WordCharacters.IsWord(text, i) ? Hidden : text[i];
        }

        return new(subject);
    }

    /// <summary>A match, moved so that it cuts no character in two.</summary>
    public static (int First, int Length) Whole(ReadOnlySpan<char> text, Group match)
    {
        var (first, end) = (match.Index, match.Index + match.Length);
        first += first < text.Length && first > 0 && char.IsSurrogatePair(text[first - 1], text[first]) ? 1 : 0;
        end += end < text.Length && end > 0 && char.IsSurrogatePair(text[end - 1], text[end]) ? 1 : 0;
        return (first, Math.Max(0, end - first));
    }

    private static string Translate(string pattern)
    {
        var result = new StringBuilder();
        var inClass = false;
        pattern = pattern.StartsWith("(?u)", StringComparison.Ordinal) ? pattern[4..] : pattern;
        for (var i = 0; i < pattern.Length; i++)
        {
            var next = pattern[i] == '\\' && i + 1 < pattern.Length ? pattern[i + 1] : '\0';
            inClass = next == '\0' && pattern[i] is '[' or ']' ? pattern[i] == '[' : inClass;
            var translated = (next, inClass) switch
            {
                ('w', true) => Word,
                ('w', false) => $"[{Word}]",
                ('W', false) => $"[^{Word}]",
                ('b', false) => $"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))",
                ('\0', _) => pattern[i].ToString(),
                _ => pattern.Substring(i, 2),
            };
            result.Append(translated);
            i += next == '\0' ? 0 : 1;
        }

        return result.ToString();
    }
}
