using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The two products of a tile of samples with the coefficients of several classes. Scores are kept class by class, (classes, tile), so that a lane is a sample and the
/// softmax over classes needs no exchange between lanes.
/// </summary>
/// <remarks>Dense samples go through the blocked matrix product, coefficients and sums as (classes, columns). Sparse ones keep both as (columns, classes), padded: see
/// <see cref="SparseClassProducts"/>.</remarks>
internal static unsafe class ClassProducts
{
    /// <summary>How many numbers the coefficients and sums of a feature take: classes, for sparse samples padded to whole registers of the widest kind.</summary>
    public static int Width(in SampleView x, int classes) => x.IsSparse ? (classes + SparseClassProducts.Lanes - 1) / SparseClassProducts.Lanes * SparseClassProducts.Lanes : classes;

    /// <summary>scores = W·Xᵀ + b.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="first">The tile's first sample.</param>
    /// <param name="count">Samples of the tile.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="w">The coefficients: (classes, columns) for dense samples, (columns, <see cref="Width"/>) for sparse ones.</param>
    /// <param name="intercept">(classes,).</param>
    /// <param name="scores">(classes, stride).</param>
    /// <param name="stride">From one class to the next.</param>
    public static void Forward(in SampleView x, int first, int count, int classes, double* w, double* intercept, double* scores, int stride)
    {
        if (!x.IsSparse)
        {
            MatMul.Multiply(
                classes, count, x.Columns,
                new ReadOnlySpan<double>(w, classes * x.Columns), x.Columns, false,
                new ReadOnlySpan<double>(x.Row(first), count * x.Columns), x.Columns, true,
                new Span<double>(scores, ((classes - 1) * stride) + count), stride);
            for (var k = 0; k < classes; k++)
            {
                if (intercept[k] != 0)
                {
                    var row = new Span<double>(scores + ((nint)k * stride), count);
                    System.Numerics.Tensors.TensorPrimitives.Add(row, intercept[k], row);
                }
            }

            return;
        }

        SparseClassProducts.Forward(x, first, count, classes, w, intercept, scores, stride);
    }

    /// <summary>sums += R·X, of the layout of the coefficients.</summary>
    public static void Backward(in SampleView x, int first, int count, int classes, double* r, int stride, double* sums)
    {
        if (!x.IsSparse)
        {
            MatMul.Multiply(
                classes, x.Columns, count,
                new ReadOnlySpan<double>(r, ((classes - 1) * stride) + count), stride, false,
                new ReadOnlySpan<double>(x.Row(first), count * x.Columns), x.Columns, false,
                new Span<double>(sums, classes * x.Columns), x.Columns, accumulate: true);
            return;
        }

        SparseClassProducts.Backward(x, first, count, classes, r, stride, sums);
    }
}
