namespace Kiln.Tokenizers;

/// <summary>
/// Letters whose other case has several, such as <c>ß</c> and <c>ss</c>, by the full case foldings of Unicode 16. As in the reference, of letters that stand beside each other in an
/// expression as many as make one are found as that one too, the longest first, and such a letter as those.
/// </summary>
internal static class LetterFolds
{
    private const int Longest = 3;

    // What a character becomes where case is ignored, if that is several; and the characters that become the same.
    private static readonly Lazy<(Dictionary<int, int[]> Full, Dictionary<string, List<int>> Sources)> Tables = new(Read);

    /// <summary>Replaces letters that were written (<see cref="SetNode.Literal"/>) by all that is found for them.</summary>
    public static List<ExpressionNode> Expand(List<ExpressionNode> items)
    {
        if (!items.Exists(item => item is SetNode { Literal: >= 0 }))
        {
            return items;
        }

        List<ExpressionNode> expanded = [];
        for (var at = 0; at < items.Count;)
        {
            var length = FindRow(items, at, out var sources);
            expanded.Add(length > 0 ? new ChoiceNode([.. sources.Select(One), new RowNode([.. items.Skip(at).Take(length)])])
                : items[at] is SetNode { Literal: >= 0 } letter && Of(letter.Literal) is { } parts ? new ChoiceNode([.. SameAs(parts).Select(One), Letters(parts)])
                : items[at]);
            at += Math.Max(1, length);
        }

        return expanded;
    }

    /// <summary>What a class finds where case is ignored: one of its members, or the letters that one of them becomes.</summary>
    public static ExpressionNode Class(CodePointSet set)
    {
        var rows = Tables.Value.Full.Where(pair => set.Contains(pair.Key)).Select(pair => pair.Value).DistinctBy(Key, StringComparer.Ordinal).ToList();
        return rows.Count == 0 ? new SetNode(set) : new ChoiceNode([new SetNode(set), .. rows.OrderByDescending(row => row.Length).Select(Letters)]);
    }

    private static SetNode One(int point) => new(CodePointSet.Of(point, ignoresCase: true));

    private static RowNode Letters(int[] points) => new([.. points.Select(One)]);

    private static int[]? Of(int point) => Tables.Value.Full.GetValueOrDefault(point);

    private static List<int> SameAs(int[] parts) => Tables.Value.Sources[Key(parts)];

    // The letters from a place on that make one, three before two.
    private static int FindRow(List<ExpressionNode> items, int at, out List<int> sources)
    {
        for (var length = Longest; length >= 2; length--)
        {
            if (at + length <= items.Count && items.Skip(at).Take(length).All(item => item is SetNode { Literal: >= 0 })
                && Tables.Value.Sources.TryGetValue(Key(items.Skip(at).Take(length).Select(item => Fold(((SetNode)item).Literal))), out var found))
            {
                sources = found;
                return length;
            }
        }

        sources = [];
        return 0;
    }

    // The character that all stand for that are one where case is ignored.
    private static int Fold(int point) => LetterCase.Same(point)[0];

    private static string Key(IEnumerable<int> points) => string.Join(' ', points);

    private static (Dictionary<int, int[]> Full, Dictionary<string, List<int>> Sources) Read()
    {
        var data = PropertyTable.Resource("foldings");
        var at = 0;
        Dictionary<int, int[]> full = [];
        var sources = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var point = 0;
        for (var count = PackedNumbers.Next(data, ref at); count > 0; count--)
        {
            point += PackedNumbers.Next(data, ref at);
            var parts = new int[PackedNumbers.Next(data, ref at)];
            for (var i = 0; i < parts.Length; i++)
            {
                parts[i] = PackedNumbers.Next(data, ref at);
            }

            full[point] = parts;
            var key = Key(parts.Select(Fold));
            (sources.TryGetValue(key, out var known) ? known : sources[key] = []).Add(point);
        }

        // Letters by what they are folded to, whichever way they are written.
        return (full.ToDictionary(pair => pair.Key, pair => (int[])[.. pair.Value.Select(Fold)]), sources);
    }
}
