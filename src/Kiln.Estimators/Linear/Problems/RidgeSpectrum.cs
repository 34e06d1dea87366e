using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>The singular values of A, and its left singular vectors, by which a ridge's errors of leaving one out are sums.</summary>
internal sealed class RidgeSpectrum
{
    private readonly CentredSamples _samples;
    private readonly double[]? _right;

    private RidgeSpectrum(CentredSamples samples, double[] values, double[] left, double[]? right, double noise)
    {
        (_samples, Values, Left, _right, Count) = (samples, values, left, right, values.Length);

        // Directions of no length tell nothing of the target: their part of b stays with what is outside of A.
        while (Rank < Count && values[Rank] > noise * values[0])
        {
            Rank++;
        }
    }

    /// <summary>How many directions there are.</summary>
    public int Count { get; }

    /// <summary>How many of them are longer than rounding makes them.</summary>
    public int Rank { get; }

    /// <summary>How many directions that the samples may have are left out because eigenvalues cannot tell them from rounding; singular values can, so of them it is 0.</summary>
    public int Cut => _right is not null ? 0 : Math.Max(0, Math.Min(_samples.Rows - (_samples.IsCentred ? 1 : 0), _samples.Columns) - Rank);

    /// <summary>The singular values, descending.</summary>
    public double[] Values { get; }

    /// <summary>The left vectors as columns, (samples, directions).</summary>
    public double[] Left { get; }

    public static RidgeSpectrum Of(CentredSamples samples, RidgeDecomposition decomposition, CancellationToken cancellation)
    {
        var (rows, n) = (samples.Rows, samples.Columns);
        var noise = Math.Max(rows, n) * Float64.Epsilon;
        if (decomposition == RidgeDecomposition.Eigen)
        {
            var (lengths, vectors) = Eigen(samples, cancellation);

            // Rounding is relative to the square of the largest value.
            return new(samples, lengths, vectors, null, Math.Sqrt(noise));
        }

        var k = Math.Min(rows, n);
        var (values, left, right) = (new double[k], new double[rows * k], new double[k * n]);
        Svd.Decompose<double>(rows, n, samples.ToRows(), n, values, left, k, right, n, cancellation: cancellation);
        return new(samples, values, left, right, noise);
    }

    /// <summary>w = V σ / (σ² + α) Uᵀb, or AᵀU / (σ² + α) Uᵀb.</summary>
    /// <param name="projected">Uᵀb.</param>
    /// <param name="alpha">α.</param>
    /// <param name="w">Zeros; on return the coefficients.</param>
    public void Coefficients(ReadOnlySpan<double> projected, double alpha, Span<double> w)
    {
        if (_right is not null)
        {
            for (var j = 0; j < Rank; j++)
            {
                TensorPrimitives.MultiplyAdd(_right.AsSpan(j * w.Length, w.Length), projected[j] * Values[j] / ((Values[j] * Values[j]) + alpha), w, w);
            }

            return;
        }

        var (damped, dual) = (new double[Rank], new double[_samples.Rows]);
        for (var j = 0; j < Rank; j++)
        {
            damped[j] = projected[j] / ((Values[j] * Values[j]) + alpha);
        }

        for (var row = 0; row < dual.Length; row++)
        {
            dual[row] = TensorPrimitives.Dot(Left.AsSpan(row * Count, Rank), damped);
        }

        _samples.TransposedTimes(dual, w);
    }

    /// <summary>The roots of the eigenvalues of A·Aᵀ, and its eigenvectors as columns, the largest first.</summary>
    private static (double[] Lengths, double[] Vectors) Eigen(CentredSamples samples, CancellationToken cancellation)
    {
        var (rows, n) = (samples.Rows, samples.Columns);
        var a = samples.ToRows();
        var (products, squares, ascending) = (new double[checked(rows * rows)], new double[rows], new double[rows * rows]);
        MatMul.Multiply(rows, rows, n, a, n, false, a, n, true, products, rows);
        SymmetricEigen.Decompose<double>(rows, products, rows, squares, ascending, rows, cancellation);
        Array.Reverse(squares);
        for (var row = 0; row < rows; row++)
        {
            ascending.AsSpan(row * rows, rows).Reverse();
        }

        return (Array.ConvertAll(squares, square => Math.Sqrt(Math.Max(0, square))), ascending);
    }
}
