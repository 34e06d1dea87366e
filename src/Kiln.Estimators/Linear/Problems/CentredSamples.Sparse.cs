using System.Buffers;
using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <content>
/// Products with sparse samples: A·w by rows, and Aᵀ·r by columns, so that every result is one sum and the threads share nothing; or both by rows, in one pass, with sums for each
/// block of rows.
/// </content>
internal sealed unsafe partial class CentredSamples
{
    /// <summary>A·w; the product may be longer than needed.</summary>
    private void SparseTimes(double[] weights, double[] product)
    {
        var shift = TensorPrimitives.Dot<double>(XMeans, weights);
        SampleView.With(X, view =>
        {
            RowBlocks.Run(Rows, Work, (start, end) =>
            {
                fixed (double* w = weights)
                {
                    for (var row = start; row < end; row++)
                    {
                        var first = view.Starts[row];
                        var root = Roots?[row] ?? 1;
                        product[row] = (SparseRows.DotAhead(view.Values + first, view.Indices + first, view.Starts[row + 1] - first, w) - shift) * root;
                    }
                }
            });
            return true;
        });
    }

    /// <summary>Aᵀ·r.</summary>
    private void SparseTransposedTimes(ReadOnlySpan<double> r, Span<double> product)
    {
        var (factors, sums) = (ArrayPool<double>.Shared.Rent(Rows), new double[Columns]);
        var own = factors.AsSpan(0, Rows);
        r[..Rows].CopyTo(own);
        if (Roots is not null)
        {
            TensorPrimitives.Multiply(own, Roots, own);
        }

        var total = IsCentred ? TensorPrimitives.Sum<double>(own) : 0;
        SampleView.With(X.Sparse!.Transpose(), view =>
        {
            RowBlocks.Run(Columns, Work, (start, end) =>
            {
                fixed (double* values = factors)
                {
                    for (var column = start; column < end; column++)
                    {
                        var first = view.Starts[column];
                        sums[column] = SparseRows.DotAhead(view.Values + first, view.Indices + first, view.Starts[column + 1] - first, values);
                    }
                }
            });
            return true;
        });
        TensorPrimitives.MultiplyAdd(XMeans, -total, sums, product);
        ArrayPool<double>.Shared.Return(factors);
    }

    /// <summary>r ← A·v − α·r, the sums of r times each feature, and behind them those of r and of its squares.</summary>
    private void SparseBidiagonalize(double[] weights, double shift, double alpha, double[] r, double[] sums) => SampleView.With(X, view =>
    {
        RowBlocks.Sum(Rows, Work, sums, (start, end, partial) =>
        {
            fixed (double* v = weights, roots = Roots, rest = r, to = partial)
            {
                SparseBidiagonal.Add(view, start, end, v, shift, roots, alpha, rest, to);
            }
        });
        return true;
    });

    /// <summary>Aᵀ·(b − A·w).</summary>
    private void SparseTransposedResidual(int output, double[] weights, Span<double> product)
    {
        var rest = ArrayPool<double>.Shared.Rent(Rows);
        var own = rest.AsSpan(0, Rows);
        SparseTimes(weights, rest);
        if (output < 0)
        {
            TensorPrimitives.Negate(own, own);
        }
        else
        {
            TensorPrimitives.Subtract(Target(output), own, own);
        }

        SparseTransposedTimes(own, product);
        ArrayPool<double>.Shared.Return(rest);
    }
}
