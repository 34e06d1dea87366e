namespace Kiln.Data;

/// <summary>
/// The values of features for libraries that work through them. Unlike <see cref="Features.Values"/>, such a span does not keep the memory from being used again: the
/// features themselves must be used after the span's last use (<see cref="GC.KeepAlive"/>).
/// </summary>
public static class FeaturesMarshal
{
    /// <summary>The dense values, row after row.</summary>
    /// <param name="features">Dense features; keep them alive beyond the span.</param>
    /// <exception cref="InvalidOperationException">They are not held dense.</exception>
    public static ReadOnlySpan<double> GetSpan(Features features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return features.Borrowed;
    }

    /// <summary>Makes dense features whose values are still to be written, in memory that other features have had where there is some.</summary>
    /// <param name="rows">Samples.</param>
    /// <param name="columns">Features.</param>
    /// <param name="names">The names of the features, or null.</param>
    /// <param name="values">What to write the values into, row after row; undefined before. It must not be used any more when the features are handed on.</param>
    /// <exception cref="DatasetException">The names are not as many as the columns.</exception>
    public static Features Rent(int rows, int columns, IReadOnlyList<string>? names, out double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        values = FeatureMemory.Shared.Rent(checked(rows * columns), out var lease);
        return new(values, lease, rows, columns, names);
    }
}
