using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <content>AᵀA, Aᵀb and bᵀb, and A itself where an algorithm needs it.</content>
internal sealed unsafe partial class CentredSamples
{
    private GramProblem? _gram;

    /// <summary>AᵀA, Aᵀb and bᵀb, made once and kept for all outputs; not to be written to.</summary>
    public GramProblem SharedGram(CancellationToken cancellation) => _gram ??= Gram(cancellation);

    /// <summary>AᵀA, Aᵀb and bᵀb.</summary>
    public GramProblem Gram(CancellationToken cancellation = default)
    {
        var (n, outputs) = (Columns, Outputs);
        var width = n + outputs;
        var all = IsSparse ? SparseGram(width) : SymmetricProducts.Sum(Rows, width, WriteRows, cancellation);
        var (gram, cross, squares) = (new double[n * n], new double[outputs * n], new double[outputs]);
        for (var i = 0; i < n; i++)
        {
            all.AsSpan(i * width, n).CopyTo(gram.AsSpan(i * n));
        }

        for (var output = 0; output < outputs; output++)
        {
            all.AsSpan((n + output) * width, n).CopyTo(cross.AsSpan(output * n));
            squares[output] = all[((n + output) * width) + n + output];
        }

        return new(n, outputs, gram, cross, squares);
    }

    /// <summary>A, row after row.</summary>
    public double[] ToRows()
    {
        var rows = new double[checked(Rows * Columns)];
        RowBlocks.Run(Rows, (long)Rows * Columns, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                CentredRow(row, rows.AsSpan(row * Columns, Columns));
            }
        });
        return rows;
    }

    /// <summary>Aᵀ: the columns of dense samples, one after the other, (features, samples).</summary>
    public Features Transposed()
    {
        // Squares that stay in the first-level cache: each line of it is used whole, on both sides.
        const int Block = 32;
        var result = FeaturesMarshal.Rent(Columns, Rows, null, out var columns);
        RowBlocks.Run((Rows + Block - 1) / Block, (long)Rows * Columns, (start, end) =>
        {
            var square = stackalloc double[Block * Block];
            fixed (double* from = FeaturesMarshal.GetSpan(X), means = XMeans, roots = Roots, to = columns)
            {
                for (var first = start * Block; first < Math.Min(Rows, end * Block); first += Block)
                {
                    var count = Math.Min(Block, Rows - first);
                    for (var left = 0; left < Columns; left += Block)
                    {
                        var width = Math.Min(Block, Columns - left);
                        CentredRows.Write(from + ((nint)first * Columns) + left, Columns, count, width, means + left, roots == null ? null : roots + first, square, Block);
                        CentredRows.Turn(square, Block, count, width, to + ((nint)left * Rows) + first, Rows);
                    }
                }
            }
        });
        GC.KeepAlive(X);
        return result;
    }

    /// <summary>b, (samples, outputs).</summary>
    public double[] TargetRows()
    {
        var rows = new double[Targets.Length];
        for (var output = 0; output < Outputs; output++)
        {
            for (var row = 0; row < Rows; row++)
            {
                rows[(row * Outputs) + output] = Targets[(output * Rows) + row];
            }
        }

        return rows;
    }

    /// <summary>Some neighboring rows of A, of dense samples.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="to">Takes them.</param>
    /// <param name="stride">From one of them to the next.</param>
    public void DenseRows(int first, int count, double* to, int stride)
    {
        fixed (double* x = FeaturesMarshal.GetSpan(X), means = XMeans, roots = Roots)
        {
            CentredRows.Write(x + ((nint)first * Columns), Columns, count, Columns, means, roots == null ? null : roots + first, to, stride);
        }

        GC.KeepAlive(X);
    }

    /// <summary>Some rows of A and of b.</summary>
    private void WriteRows(int first, int count, double* to, int stride)
    {
        DenseRows(first, count, to, stride);
        for (var output = 0; output < Outputs; output++)
        {
            var own = to + Columns + output;
            fixed (double* target = &Targets[(output * Rows) + first])
            {
                for (var i = 0; i < count; i++, own += stride)
                {
                    *own = target[i];
                }
            }
        }
    }

    private void CentredRow(int row, Span<double> to)
    {
        if (!IsSparse)
        {
            fixed (double* own = to)
            {
                DenseRows(row, 1, own, Columns);
            }

            return;
        }

        TensorPrimitives.Negate(XMeans, to);
        var sparse = X.Sparse!;
        for (var i = sparse.RowStarts[row]; i < sparse.RowStarts[row + 1]; i++)
        {
            to[sparse.ColumnIndices[i]] += sparse.Values[i];
        }

        if (Roots is not null)
        {
            TensorPrimitives.Multiply(to, Roots[row], to);
        }
    }

    /// <summary>Σ s x xᵀ over the stored values, less total · x̄ x̄ᵀ.</summary>
    private double[] SparseGram(int width)
    {
        var all = new double[checked(width * width)];
        var sparse = X.Sparse!;
        var starts = sparse.RowStarts;
        var columns = sparse.ColumnIndices;
        var values = sparse.Values;
        for (var row = 0; row < Rows; row++)
        {
            var weight = Weights?[row] ?? 1;
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                var line = all.AsSpan(columns[i] * width, Columns);
                var value = weight * values[i];
                for (var j = starts[row]; j < starts[row + 1]; j++)
                {
                    line[columns[j]] += value * values[j];
                }
            }
        }

        for (var i = 0; i < Columns; i++)
        {
            TensorPrimitives.MultiplyAdd(XMeans, -TotalWeight * XMeans[i], all.AsSpan(i * width, Columns), all.AsSpan(i * width, Columns));
        }

        for (var output = 0; output < Outputs; output++)
        {
            TransposedTimes(Targets.AsSpan(output * Rows, Rows).ToArray(), all.AsSpan((Columns + output) * width, Columns));
            all[((Columns + output) * width) + Columns + output] = TensorPrimitives.SumOfSquares(Target(output));
        }

        return all;
    }
}
