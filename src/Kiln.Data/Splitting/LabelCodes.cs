namespace Kiln.Data;

/// <summary>Numbers labels: the distinct ones in ascending order get 0, 1, 2, … as <c>numpy.unique(labels, return_inverse=True)</c> does.</summary>
public static class LabelCodes
{
    /// <summary>Numbers labels of any type that has an order; texts are ordered by code point, as in Python.</summary>
    /// <typeparam name="T">The labels' type.</typeparam>
    /// <param name="labels">The labels.</param>
    /// <returns>The number of each label, and the distinct labels in ascending order.</returns>
    public static (int[] Codes, T[] Distinct) Of<T>(IReadOnlyList<T> labels)
        where T : IComparable<T>, IEquatable<T>
    {
        ArgumentNullException.ThrowIfNull(labels);
        var distinct = labels.Distinct().ToArray();
        Array.Sort(distinct, CodePointComparer.Instance as IComparer<T> ?? Comparer<T>.Default);
        var numbers = new Dictionary<T, int>(distinct.Length);
        for (var i = 0; i < distinct.Length; i++)
        {
            numbers.Add(distinct[i], i);
        }

        var codes = new int[labels.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = numbers[labels[i]];
        }

        return (codes, distinct);
    }

    /// <summary>Numbers whole labels; labels that lie close together, as most do, take two passes and no hashing.</summary>
    internal static (int[] Codes, int[] Distinct) OfWhole(ReadOnlySpan<int> labels)
    {
        if (labels.IsEmpty)
        {
            return ([], []);
        }

        int low = labels[0], high = labels[0];
        foreach (var label in labels)
        {
            low = Math.Min(low, label);
            high = Math.Max(high, label);
        }

        var width = (long)high - low + 1;
        return width <= 1024 + (4L * labels.Length) ? OfDense(labels, low, (int)width) : Of(labels.ToArray());
    }

    private static (int[] Codes, int[] Distinct) OfDense(ReadOnlySpan<int> labels, int low, int width)
    {
        var numbers = new int[width];
        foreach (var label in labels)
        {
            numbers[label - low] = 1;
        }

        var distinct = new List<int>();
        for (var i = 0; i < width; i++)
        {
            if (numbers[i] != 0)
            {
                numbers[i] = distinct.Count;
                distinct.Add(low + i);
            }
        }

        var codes = new int[labels.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            codes[i] = numbers[labels[i] - low];
        }

        return (codes, [.. distinct]);
    }

    /// <summary>How often each number below <paramref name="classes"/> occurs.</summary>
    internal static int[] Count(ReadOnlySpan<int> codes, int classes)
    {
        var counts = new int[classes];
        foreach (var code in codes)
        {
            counts[code]++;
        }

        return counts;
    }
}
