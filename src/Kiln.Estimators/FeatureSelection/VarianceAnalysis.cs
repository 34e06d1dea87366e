using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// One-way analysis of variance: the variance between the classes' means over that within the classes. Values are taken less their column's mean and then less their class's, so that
/// columns far from zero keep their digits (scikit-learn's <c>f_classif</c> subtracts squared sums and loses them: on offsets of 10⁶ two or three are left).
/// </summary>
internal static class VarianceAnalysis
{
    public static (double[] Scores, double[] PValues) Of(string owner, Features x, Target y)
    {
        var (classes, codes) = Inputs.Classes(owner, x, y);
        var counts = new double[classes.Count];
        Array.ForEach(codes, code => counts[code]++);
        var (means, within) = x.Kind == FeaturesKind.Sparse ? Sparse(x.Sparse!, codes, counts) : Dense(x, codes, counts);
        var columns = x.Columns;
        double top = classes.Count - 1;
        double bottom = x.Rows - classes.Count;
        var (f, p) = (new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            var (sum, between) = (0.0, 0.0);
            for (var k = 0; k < counts.Length; k++)
            {
                var mean = means[(k * columns) + c];
                sum += counts[k] * mean;
                between += counts[k] * mean * mean;
            }

            f[c] = (between - (sum * sum / x.Rows)) / top / (within[c] / bottom);
            p[c] = SpecialFunctions.FAbove(top, bottom, f[c]);
        }

        return (f, p);
    }

    /// <summary>The means of the classes less that of the column, (classes, columns), and the sums of squares within the classes.</summary>
    private static (double[] Means, double[] Within) Dense(Features x, int[] codes, double[] counts)
    {
        var columns = x.Columns;
        var (centers, line) = (new double[columns], new double[columns]);

        // The first row comes off first: of a constant column exactly nothing is left.
        for (var row = 1; row < x.Rows; row++)
        {
            TensorPrimitives.Subtract(x.Row(row), x.Row(0), line);
            TensorPrimitives.Add(centers, line, centers);
        }

        TensorPrimitives.Divide(centers, x.Rows, centers);
        TensorPrimitives.Add(centers, x.Row(0), centers);
        var (means, within) = (new double[counts.Length * columns], new double[columns]);
        for (var row = 0; row < x.Rows; row++)
        {
            TensorPrimitives.Subtract(x.Row(row), centers, line);
            var to = means.AsSpan(codes[row] * columns, columns);
            TensorPrimitives.Add(to, line, to);
        }

        Divide(means, counts);
        for (var row = 0; row < x.Rows; row++)
        {
            TensorPrimitives.Subtract(x.Row(row), centers, line);
            TensorPrimitives.Subtract(line, means.AsSpan(codes[row] * columns, columns), line);
            TensorPrimitives.MultiplyAdd(line, line, within, within);
        }

        return (means, within);
    }

    /// <summary>The same of sparse samples: the zeros that are not stored come in by their number.</summary>
    private static (double[] Means, double[] Within) Sparse(SparseMatrix x, int[] codes, double[] counts)
    {
        var columns = x.ColumnCount;
        var (first, centers) = (new double[columns], new double[columns]);
        var (means, stored, within) = (new double[counts.Length * columns], new double[counts.Length * columns], new double[columns]);
        for (var i = 0; i < x.RowStarts[1]; i++)
        {
            first[x.ColumnIndices[i]] = x.Values[i];
        }

        for (var row = 0; row < x.RowCount; row++)
        {
            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                var c = x.ColumnIndices[i];
                centers[c] += x.Values[i] - first[c];
                stored[(codes[row] * columns) + c]++;
            }
        }

        for (var c = 0; c < columns; c++)
        {
            var zeros = x.RowCount - Enumerable.Range(0, counts.Length).Sum(k => stored[(k * columns) + c]);
            centers[c] = first[c] + ((centers[c] - (zeros * first[c])) / x.RowCount);
        }

        for (var row = 0; row < x.RowCount; row++)
        {
            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                means[(codes[row] * columns) + x.ColumnIndices[i]] += x.Values[i] - centers[x.ColumnIndices[i]];
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            means[i] -= (counts[i / columns] - stored[i]) * centers[i % columns];
        }

        Divide(means, counts);
        for (var row = 0; row < x.RowCount; row++)
        {
            for (var i = x.RowStarts[row]; i < x.RowStarts[row + 1]; i++)
            {
                var c = x.ColumnIndices[i];
                var distance = x.Values[i] - centers[c] - means[(codes[row] * columns) + c];
                within[c] += distance * distance;
            }
        }

        for (var i = 0; i < means.Length; i++)
        {
            var distance = centers[i % columns] + means[i];
            within[i % columns] += (counts[i / columns] - stored[i]) * distance * distance;
        }

        return (means, within);
    }

    private static void Divide(double[] sums, double[] counts)
    {
        var columns = sums.Length / counts.Length;
        for (var k = 0; k < counts.Length; k++)
        {
            var line = sums.AsSpan(k * columns, columns);
            TensorPrimitives.Divide(line, counts[k], line);
        }
    }
}
