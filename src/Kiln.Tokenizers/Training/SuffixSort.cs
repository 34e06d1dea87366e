using System.Runtime.CompilerServices;

namespace Kiln.Tokenizers;

/// <summary>
/// Sorts suffixes of a text by their first symbols: quicksort in three ways by one symbol after the other (Bentley, Sedgewick 1997). Its time is at most the number of
/// suffixes times their length that counts, times a logarithm, whatever the text is.
/// </summary>
/// <param name="text">The text; a suffix ends at a 0, or at a mark that it does not begin with.</param>
/// <param name="longest">How many symbols count.</param>
/// <param name="mark">The mark.</param>
internal readonly struct SuffixSort(int[] text, int longest, int mark)
{
    private const int Few = 12;

    /// <summary>Sorts suffixes that share as many symbols as <paramref name="depth"/> says.</summary>
    public void Sort(Span<int> suffixes, int depth)
    {
        while (suffixes.Length > 1 && depth < longest)
        {
            if (suffixes.Length <= Few)
            {
                InsertionSort(suffixes, depth);
                return;
            }

            var pivot = Median(Symbol(suffixes[0], depth), Symbol(suffixes[suffixes.Length / 2], depth), Symbol(suffixes[^1], depth));
            var (less, greater) = Partition(suffixes, depth, pivot);
            Sort(suffixes[..less], depth);
            Sort(suffixes[greater..], depth);
            if (pivot == 0 || pivot == mark)
            {
                return;
            }

            suffixes = suffixes[less..greater];
            depth++;
        }
    }

    private int Symbol(int suffix, int depth) => text[suffix + depth];

    private static int Median(int a, int b, int c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int Less, int Greater) Partition(Span<int> suffixes, int depth, int pivot)
    {
        var (less, at, greater) = (0, 0, suffixes.Length);
        while (at < greater)
        {
            var symbol = Symbol(suffixes[at], depth);
            if (symbol < pivot)
            {
                (suffixes[less], suffixes[at]) = (suffixes[at], suffixes[less]);
                less++;
                at++;
            }
            else if (symbol > pivot)
            {
                greater--;
                (suffixes[at], suffixes[greater]) = (suffixes[greater], suffixes[at]);
            }
            else
            {
                at++;
            }
        }

        return (less, greater);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InsertionSort(Span<int> suffixes, int depth)
    {
        for (var i = 1; i < suffixes.Length; i++)
        {
            var suffix = suffixes[i];
            var at = i;
            for (; at > 0 && IsLess(suffix, suffixes[at - 1], depth); at--)
            {
                suffixes[at] = suffixes[at - 1];
            }

            suffixes[at] = suffix;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsLess(int left, int right, int depth)
    {
        for (; depth < longest; depth++)
        {
            var (a, b) = (Symbol(left, depth), Symbol(right, depth));
            if (a != b)
            {
                return a < b;
            }

            if (a == 0 || a == mark)
            {
                return false;
            }
        }

        return false;
    }
}
