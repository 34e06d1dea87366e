using System.Buffers;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// The product of the softmax loss's Hessian with a direction in one pass: u = V·x + v₀, then sₖ = weight · pₖ · (uₖ − Σⱼ pⱼuⱼ), then S·X. Sums as those of
/// <see cref="SoftmaxPass"/>, without the loss.
/// </summary>
internal readonly unsafe struct SoftmaxCurvaturePass(
    SampleView x, RowTiling tiling, int classes, double* weights, double* v, double* intercept, double* probabilities, double* sums) : ITileBody
{
    public void Invoke(int tile)
    {
        var coefficients = (nint)ClassProducts.Width(x, classes) * x.Columns;
        var size = (int)coefficients + classes;
        var own = sums + ((nint)tile * SoftmaxPass.GroupSums(x, classes));
        new Span<double>(own, size + 1).Clear();
        var stride = tiling.TileRows;
        var rented = ArrayPool<double>.Shared.Rent(classes * stride);
        var means = stackalloc double[RowTiling.LongestTile];
        fixed (double* scores = rented)
        {
            var end = Math.Min(tiling.Rows, (tile + 1) * tiling.GroupRows);
            for (var first = tile * tiling.GroupRows; first < end; first += stride)
            {
                var count = Math.Min(stride, end - first);
                var p = probabilities + ((nint)first * classes);
                ClassProducts.Forward(x, first, count, classes, v, intercept, scores, stride);

                // Of a class that is all but certain the mean takes everything away, and what its rounding leaves would outweigh the curvature: the mean of what is left is taken off too.
                var mean = new Span<double>(means, count);
                Centre(p, scores, count, mean);
                Centre(p, scores, count, mean);
                for (var k = 0; k < classes; k++)
                {
                    var row = Row(scores, k, count);
                    System.Numerics.Tensors.TensorPrimitives.Multiply(row, Row(p, k, count), row);
                    System.Numerics.Tensors.TensorPrimitives.Multiply(row, new ReadOnlySpan<double>(weights + first, count), row);
                    own[coefficients + k] += System.Numerics.Tensors.TensorPrimitives.Sum<double>(row);
                }

                ClassProducts.Backward(x, first, count, classes, scores, stride, own);
            }
        }

        ArrayPool<double>.Shared.Return(rented);
    }

    /// <summary>Takes the mean by the probabilities off the scores.</summary>
    private void Centre(double* p, double* scores, int count, Span<double> mean)
    {
        mean.Clear();
        for (var k = 0; k < classes; k++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(Row(p, k, count), Row(scores, k, count), mean, mean);
        }

        for (var k = 0; k < classes; k++)
        {
            System.Numerics.Tensors.TensorPrimitives.Subtract(Row(scores, k, count), mean, Row(scores, k, count));
        }
    }

    private Span<double> Row(double* rows, int k, int count) => new(rows + ((nint)k * tiling.TileRows), count);
}
