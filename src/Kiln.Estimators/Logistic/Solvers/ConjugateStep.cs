using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>What a step of conjugate gradients does to its vectors, in two passes over them.</summary>
/// <remarks>Optimized when they are first called: beside sparse samples the vectors count, and a fit is over before tiered compilation would come to their loops.</remarks>
internal static class ConjugateStep
{
    /// <summary>s += t·d and r −= t·Hd.</summary>
    /// <param name="length">t.</param>
    /// <param name="search">d.</param>
    /// <param name="product">Hd.</param>
    /// <param name="step">s.</param>
    /// <param name="residual">r.</param>
    /// <returns>‖r‖² of the new r.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Advance(double length, ReadOnlySpan<double> search, ReadOnlySpan<double> product, Span<double> step, Span<double> residual)
    {
        var (i, lanes, factor, sums) = (0, Vector<double>.Count, new Vector<double>(length), Vector<double>.Zero);
        for (; i <= residual.Length - lanes; i += lanes)
        {
            (new Vector<double>(step[i..]) + (factor * new Vector<double>(search[i..]))).CopyTo(step[i..]);
            var rest = new Vector<double>(residual[i..]) - (factor * new Vector<double>(product[i..]));
            rest.CopyTo(residual[i..]);
            sums += rest * rest;
        }

        var sum = Vector.Sum(sums);
        for (; i < residual.Length; i++)
        {
            step[i] += length * search[i];
            residual[i] -= length * product[i];
            sum += residual[i] * residual[i];
        }

        return sum;
    }

    /// <summary>d ← r + ratio·d.</summary>
    /// <param name="ratio">‖r‖² divided by that of the step before.</param>
    /// <param name="residual">r.</param>
    /// <param name="step">s.</param>
    /// <param name="search">d.</param>
    /// <returns>s·d and ‖d‖² of the new d.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double StepSearch, double Square) Turn(double ratio, ReadOnlySpan<double> residual, ReadOnlySpan<double> step, Span<double> search)
    {
        var (i, lanes, factor, products, squares) = (0, Vector<double>.Count, new Vector<double>(ratio), Vector<double>.Zero, Vector<double>.Zero);
        for (; i <= search.Length - lanes; i += lanes)
        {
            var turned = new Vector<double>(residual[i..]) + (factor * new Vector<double>(search[i..]));
            turned.CopyTo(search[i..]);
            products += turned * new Vector<double>(step[i..]);
            squares += turned * turned;
        }

        var (product, square) = (Vector.Sum(products), Vector.Sum(squares));
        for (; i < search.Length; i++)
        {
            search[i] = residual[i] + (ratio * search[i]);
            product += search[i] * step[i];
            square += search[i] * search[i];
        }

        return (product, square);
    }
}
