using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>Products with one dense or sparse sample.</summary>
internal static class RowProducts
{
    /// <summary>x·w.</summary>
    public static double Dot(Features x, int row, ReadOnlySpan<double> w)
    {
        if (x.Sparse is not { } sparse)
        {
            return TensorPrimitives.Dot(x.Row(row), w);
        }

        var sum = 0.0;
        for (var i = sparse.RowStarts[row]; i < sparse.RowStarts[row + 1]; i++)
        {
            sum += sparse.Values[i] * w[sparse.ColumnIndices[i]];
        }

        return sum;
    }

    /// <summary>to += factor · x.</summary>
    public static void Add(Features x, int row, double factor, Span<double> to)
    {
        if (x.Sparse is not { } sparse)
        {
            TensorPrimitives.MultiplyAdd(x.Row(row), factor, to, to);
            return;
        }

        for (var i = sparse.RowStarts[row]; i < sparse.RowStarts[row + 1]; i++)
        {
            to[sparse.ColumnIndices[i]] += factor * sparse.Values[i];
        }
    }
}
