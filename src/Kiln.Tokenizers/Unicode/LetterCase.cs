namespace Kiln.Tokenizers;

/// <summary>Small letters for capital ones, as of Unicode 17, and which letters are one where case is ignored, as of Unicode 16; without regard to language or neighbors.</summary>
internal static class LetterCase
{
    private static readonly Lazy<(Dictionary<int, int> Small, Dictionary<int, int[]> Same)> Tables = new(Read);
    private static readonly int[]?[] Pages = new int[]?[0x1100];

    /// <summary>Writes the small letter of a character, or the character itself.</summary>
    public static void PutLower(WorkText text, int point, int source)
    {
        if (point == 0x130)
        {
            // İ is the only character whose small form has two: i and a dot above.
            text.Put("i\u0307"u8, source);
            return;
        }

        text.PutCharacter(Lower(point), source);
    }

    /// <summary>The small letter of a character other than İ.</summary>
    public static int Lower(int point) => (Pages[point >> 8] ?? MakePage(point >> 8))[point & 0xFF];

    /// <summary>The characters that a character matches where case is ignored, itself among them.</summary>
    public static ReadOnlySpan<int> Same(int point) => Tables.Value.Same.TryGetValue(point, out var same) ? same : new[] { point };

    /// <summary>The characters that match each other where case is ignored.</summary>
    public static IEnumerable<int[]> Groups => Tables.Value.Same.Values.Distinct();

    private static int[] MakePage(int page)
    {
        var letters = new int[256];
        for (var i = 0; i < letters.Length; i++)
        {
            letters[i] = Tables.Value.Small.GetValueOrDefault((page << 8) | i, (page << 8) | i);
        }

        Volatile.Write(ref Pages[page], letters);
        return letters;
    }

    private static (Dictionary<int, int> Small, Dictionary<int, int[]> Same) Read()
    {
        var data = PropertyTable.Resource("cases");
        var at = 0;
        var small = Pairs(data, ref at);
        var folded = Pairs(data, ref at);
        var same = new Dictionary<int, int[]>();
        foreach (var group in folded.GroupBy(pair => pair.Value, pair => pair.Key))
        {
            int[] members = [group.Key, .. group];
            foreach (var member in members)
            {
                same[member] = members;
            }
        }

        return (small, same);
    }

    private static Dictionary<int, int> Pairs(byte[] data, ref int at)
    {
        var count = PackedNumbers.Next(data, ref at);
        var pairs = new Dictionary<int, int>(count);
        for (var point = 0; count > 0; count--)
        {
            point += PackedNumbers.Next(data, ref at);
            var difference = PackedNumbers.Next(data, ref at);
            pairs[point] = point + ((difference >> 1) ^ -(difference & 1));
        }

        return pairs;
    }
}
