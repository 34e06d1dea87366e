using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The rows that average gradients step along: A, or with columns of different sizes A·D; made once for all outputs of one penalty.</summary>
/// <param name="samples">A.</param>
internal sealed class RidgeAverageRows(CentredSamples samples)
{
    private double[]? _rows;
    private double[]? _ownScales;
    private double _alpha;

    /// <summary>The rows, which are not to be written to.</summary>
    /// <param name="alpha">α.</param>
    /// <param name="scales">On return what makes the columns of one size (<see cref="RidgeScales"/>), with more samples than features; null where they are as they were given.</param>
    /// <param name="sizes">On return the diagonal of D, with which the mean of their squares is 1, as the objective is a mean over samples; null as well.</param>
    /// <param name="cancellation">Stops it.</param>
    public double[] Of(double alpha, out double[]? scales, out double[]? sizes, CancellationToken cancellation)
    {
        var (rows, n) = (samples.Rows, samples.Columns);
        scales = _rows is not null && alpha == _alpha ? _ownScales : n <= rows ? RidgeScales.Of(samples, alpha, cancellation) : null;
        sizes = scales is null ? null : new double[n];
        TensorPrimitives.Multiply(scales, Math.Sqrt(rows), sizes);
        if (_rows is not null && (alpha == _alpha || (scales is null && _ownScales is null)))
        {
            return _rows;
        }

        (_rows, _ownScales, _alpha) = (samples.ToRows(), scales, alpha);
        if (sizes is { } own)
        {
            var a = _rows;
            RowBlocks.Run(rows, (long)rows * n, (start, end) =>
            {
                for (var row = start; row < end; row++)
                {
                    TensorPrimitives.Multiply(a.AsSpan(row * n, n), own, a.AsSpan(row * n, n));
                }
            });
        }

        return _rows;
    }
}
