using System.Runtime.InteropServices;

namespace Kiln.Data;

/// <summary>Strings as numbers: the different ones in ascending order (by code point), and for each row the number of its own, −1 where it is missing.</summary>
internal sealed class Categories
{
    private Categories(int[] codes, string[] levels) => (Codes, Levels) = (codes, levels);

    public int[] Codes { get; }

    public string[] Levels { get; }

    public static Categories Of(string?[] values)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var codes = new int[values.Length];
        for (var row = 0; row < values.Length; row++)
        {
            if (values[row] is not { } value)
            {
                codes[row] = -1;
                continue;
            }

            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, value, out var known);
            codes[row] = number = known ? number : numbers.Count - 1;
        }

        var levels = new string[numbers.Count];
        foreach (var (value, number) in numbers)
        {
            levels[number] = value;
        }

        return Sorted(codes, levels);
    }

    public static Categories Of(string name, ReadOnlySpan<int> codes, IReadOnlyList<string> levels)
    {
        var used = new bool[levels.Count];
        for (var row = 0; row < codes.Length; row++)
        {
            if (codes[row] < -1 || codes[row] >= used.Length)
            {
                throw new DatasetException($"column '{name}': row {row} has the code {codes[row]}; {used.Length} levels have the codes 0 to {used.Length - 1}, and −1 is a missing value");
            }

            if (codes[row] >= 0)
            {
                used[codes[row]] = true;
            }
        }

        if (levels.Distinct(StringComparer.Ordinal).Count() != levels.Count)
        {
            throw new DatasetException($"column '{name}': two of the {levels.Count} levels are the same");
        }

        // Levels that no row has go; the others move up.
        var place = new int[used.Length];
        var kept = new List<string>(used.Length);
        for (var level = 0; level < used.Length; level++)
        {
            place[level] = kept.Count;
            if (used[level])
            {
                kept.Add(levels[level]);
            }
        }

        var moved = codes.ToArray();
        for (var row = 0; row < moved.Length; row++)
        {
            moved[row] = moved[row] < 0 ? -1 : place[moved[row]];
        }

        return Sorted(moved, [.. kept]);
    }

    public string? At(int row) => Codes[row] < 0 ? null : Levels[Codes[row]];

    public string?[] ToStrings() => Array.ConvertAll(Codes, code => code < 0 ? null : Levels[code]);

    public Categories Take(ReadOnlySpan<int> rows)
    {
        var taken = new int[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            taken[i] = Codes[rows[i]];
        }

        return Of(string.Empty, taken, Levels);
    }

    /// <summary>Puts the levels in order; the arrays are changed and kept.</summary>
    private static Categories Sorted(int[] codes, string[] levels)
    {
        var order = new int[levels.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(levels, order, CodePointComparer.Instance);
        var place = new int[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            place[order[i]] = i;
        }

        for (var row = 0; row < codes.Length; row++)
        {
            codes[row] = codes[row] < 0 ? -1 : place[codes[row]];
        }

        return new(codes, levels);
    }
}
