namespace Kiln.Data;

/// <summary>Finds what somebody may have meant by a name that does not exist.</summary>
public static class NearNames
{
    // Of three letters two may not differ: "tol" is no misspelling of "fit".
    private const int Short = 4;

    private const int LongestShown = 80;

    /// <summary>The names nearest to one, nearest first.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="known">The names that exist.</param>
    /// <param name="most">At most so many; 3 by default.</param>
    public static IReadOnlyList<string> Find(string name, IReadOnlyCollection<string> known, int most = 3)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(known);
        var limit = name.Length < Short ? name.Length / 2 : Math.Max(2, name.Length / 3);
        return [.. known.Select(k => (Name: k, Distance: HasAllWords(name, k) || HasAllWords(k, name) ? Math.Min(limit, Distance(Plain(name), Plain(k))) : Distance(Plain(name), Plain(k))))
            .Where(k => k.Distance <= limit).OrderBy(k => k.Distance).Take(most).Select(k => k.Name)];
    }

    /// <summary>A half sentence: "did you mean 'alpha'?", or the whole list when nothing is near.</summary>
    /// <param name="name">What was asked for.</param>
    /// <param name="known">The names that exist.</param>
    /// <param name="lead">What to say before the list, as in "the columns are".</param>
    public static string Hint(string name, IReadOnlyCollection<string> known, string lead)
    {
        var near = Find(name, known);
        return near.Count > 0
            ? $"did you mean {string.Join(" or ", near.Select(n => $"'{Shown(n)}'"))}?"
            : $"{lead} {string.Join(", ", known.Take(40).Select(name => Shown(name)))}{(known.Count > 40 ? ", …" : string.Empty)}";
    }

    /// <summary>A name as messages show it, which may be as long as the file it comes from: cut, with an ellipsis at its end. No half of a pair of surrogates is left.</summary>
    /// <param name="text">The name, or another text.</param>
    /// <param name="most">The most characters, 2 or more; 80 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no room for a character and the ellipsis.</exception>
    public static string Shown(string text, int most = LongestShown)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1), "…");
    }

    /// <summary>Whether every word of one name is a word of the other: "accuracy" of "accuracy_score", "auc" of "roc_auc".</summary>
    private static bool HasAllWords(string part, string whole)
    {
        var words = Plain(whole).Split('-', ' ', '.');
        return part.Length > 1 && Plain(part).Split('-', ' ', '.').All(words.Contains);
    }

    private static string Plain(string name) => name.Replace('_', '-').ToUpperInvariant();

    /// <summary>Insertions, deletions, replacements and swaps of neighbours that turn one into the other (Damerau, Levenshtein; optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
                }
            }

            (before, last, row) = (last, row, before);
        }

        return last[b.Length];
    }
}
