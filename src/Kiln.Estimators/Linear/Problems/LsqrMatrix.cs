using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// The matrix that <see cref="Lsqr"/> multiplies with, and its u: A as it is, or A·D, whose columns are of one size and take few steps. A damping cannot stay a number then:
/// damp·D stands below A·D, as many rows more as there are columns.
/// </summary>
/// <param name="samples">A.</param>
/// <param name="damp">The root of a ridge's α, or 0.</param>
/// <param name="scales">The diagonal of D, or null for A as it is.</param>
internal sealed class LsqrMatrix(CentredSamples samples, double damp, double[]? scales)
{
    private readonly double[]? _scaled = scales is null ? null : new double[scales.Length];

    // Of u, what belongs to the rows of the damping.
    private readonly double[]? _below = scales is null || damp == 0 ? null : new double[scales.Length];
    private double[] _u = [];

    /// <summary>Columns.</summary>
    public int Columns => samples.Columns;

    /// <summary>The damping that is left to the caller.</summary>
    public double Damp => scales is null ? damp : 0;

    /// <summary>Sets β u = b.</summary>
    /// <param name="b">(samples,); not kept.</param>
    /// <returns>‖b‖.</returns>
    public double Begin(ReadOnlySpan<double> b)
    {
        _u = b.ToArray();
        _below?.AsSpan().Clear();
        return TensorPrimitives.Norm(b);
    }

    /// <summary>Aᵀ · β u.</summary>
    /// <param name="product">(columns,).</param>
    public void First(Span<double> product)
    {
        samples.TransposedTimes(_u, product);
        if (scales is not null)
        {
            TensorPrimitives.Multiply(product, scales, product);
        }
    }

    /// <summary>β u ← A v − ratio · β u, and Aᵀ times the new one.</summary>
    /// <param name="v">(columns,).</param>
    /// <param name="ratio">α / β.</param>
    /// <param name="product">(columns,).</param>
    /// <returns>The new β.</returns>
    public double Step(ReadOnlySpan<double> v, double ratio, Span<double> product)
    {
        if (scales is null)
        {
            return samples.Bidiagonalize(v, ratio, _u, product);
        }

        TensorPrimitives.Multiply(v, scales, _scaled);
        var beta = samples.Bidiagonalize(_scaled, ratio, _u, product);
        if (_below is not null)
        {
            TensorPrimitives.Multiply(_below, -ratio, _below);
            TensorPrimitives.MultiplyAdd(_scaled, damp, _below, _below);
            TensorPrimitives.MultiplyAdd(_below, damp, product, product);
            beta = double.Hypot(beta, TensorPrimitives.Norm<double>(_below));
        }

        TensorPrimitives.Multiply(product, scales, product);
        return beta;
    }

    /// <summary>The solution of A of one of A·D, in place.</summary>
    /// <param name="w">(columns,).</param>
    public void ToColumns(Span<double> w)
    {
        if (scales is not null)
        {
            TensorPrimitives.Multiply(w, scales, w);
        }
    }
}
