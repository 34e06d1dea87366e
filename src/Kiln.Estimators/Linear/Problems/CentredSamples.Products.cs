using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <content>Products with vectors, by passes over the samples as they lie.</content>
internal sealed partial class CentredSamples
{
    /// <summary>A·w.</summary>
    /// <param name="w">(features,).</param>
    /// <param name="product">(samples,).</param>
    public void Times(ReadOnlySpan<double> w, double[] product)
    {
        var weights = w.ToArray();
        if (IsSparse)
        {
            SparseTimes(weights, product);
            return;
        }

        var shift = TensorPrimitives.Dot(XMeans, weights);
        RowBlocks.Run(Rows, Work, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                product[row] = (Dot(row, weights) - shift) * (Roots?[row] ?? 1);
            }
        });
    }

    /// <summary>Aᵀ·r.</summary>
    /// <param name="r">(samples,).</param>
    /// <param name="product">(features,).</param>
    public void TransposedTimes(double[] r, Span<double> product)
    {
        if (IsSparse)
        {
            SparseTransposedTimes(r, product);
            return;
        }

        // One more sum than there are features: that of r, which the means are taken times.
        var sums = new double[Columns + 1];
        RowBlocks.Sum(Rows, Work, sums, (start, end, partial) =>
        {
            for (var row = start; row < end; row++)
            {
                AddRow(row, r[row] * (Roots?[row] ?? 1), partial);
            }
        });
        Shift(sums, product);
    }

    /// <summary>Aᵀ·(b − A·w) in one pass.</summary>
    /// <param name="output">Which output's b; −1 for b = 0.</param>
    /// <param name="w">(features,).</param>
    /// <param name="product">(features,).</param>
    public void TransposedResidual(int output, ReadOnlySpan<double> w, Span<double> product)
    {
        var weights = w.ToArray();
        if (IsSparse)
        {
            SparseTransposedResidual(output, weights, product);
            return;
        }

        var shift = TensorPrimitives.Dot(XMeans, weights);
        var sums = new double[Columns + 1];
        RowBlocks.Sum(Rows, 2 * Work, sums, (start, end, partial) =>
        {
            var b = output < 0 ? default : Target(output);
            for (var row = start; row < end; row++)
            {
                var root = Roots?[row] ?? 1;
                var rest = (output < 0 ? 0 : b[row]) - ((Dot(row, weights) - shift) * root);
                AddRow(row, rest * root, partial);
            }
        });
        Shift(sums, product);
    }

    /// <summary>The same with the means taken from every row before it is multiplied: where they are large, their products cancel and leave few digits of the rest.</summary>
    /// <param name="output">Which output's b.</param>
    /// <param name="w">(features,).</param>
    /// <param name="product">(features,).</param>
    public void CentredTransposedResidual(int output, ReadOnlySpan<double> w, Span<double> product)
    {
        if (IsSparse || !IsCentred)
        {
            TransposedResidual(output, w, product);
            return;
        }

        var weights = w.ToArray();
        product.Clear();
        RowBlocks.Sum(Rows, 2 * Work, product, (start, end, partial) =>
        {
            var b = Target(output);
            var centred = new double[Columns];
            for (var row = start; row < end; row++)
            {
                CentredRow(row, centred);
                TensorPrimitives.MultiplyAdd(centred, b[row] - TensorPrimitives.Dot<double>(centred, weights), partial, partial);
            }
        });
    }

    /// <summary>r ← A·v − α·r and, of the new r, Aᵀ·r, in one pass.</summary>
    /// <param name="v">(features,).</param>
    /// <param name="alpha">α.</param>
    /// <param name="r">(samples,).</param>
    /// <param name="product">(features,).</param>
    /// <returns>‖r‖ of the new r.</returns>
    public double Bidiagonalize(ReadOnlySpan<double> v, double alpha, double[] r, Span<double> product)
    {
        var weights = v.ToArray();
        var shift = TensorPrimitives.Dot(XMeans, weights);
        var sums = new double[Columns + 2];
        if (IsSparse)
        {
            SparseBidiagonalize(weights, shift, alpha, r, sums);
        }
        else
        {
            RowBlocks.Sum(Rows, 2 * Work, sums, (start, end, partial) =>
            {
                for (var row = start; row < end; row++)
                {
                    var root = Roots?[row] ?? 1;
                    r[row] = ((Dot(row, weights) - shift) * root) - (alpha * r[row]);
                    AddRow(row, r[row] * root, partial);
                    partial[Columns + 1] += r[row] * r[row];
                }
            });
        }

        Shift(sums, product);
        return Math.Sqrt(sums[Columns + 1]);
    }

    private double Dot(int row, ReadOnlySpan<double> weights) => TensorPrimitives.Dot(X.Row(row), weights);

    /// <summary>Adds factor · xᵀ to the sums, and the factor to the last of them.</summary>
    private void AddRow(int row, double factor, Span<double> sums)
    {
        sums[Columns] += factor;
        TensorPrimitives.MultiplyAdd(X.Row(row), factor, sums[..Columns], sums[..Columns]);
    }

    private void Shift(ReadOnlySpan<double> sums, Span<double> product)
    {
        for (var c = 0; c < product.Length; c++)
        {
            product[c] = sums[c] - (XMeans[c] * sums[Columns]);
        }
    }
}
