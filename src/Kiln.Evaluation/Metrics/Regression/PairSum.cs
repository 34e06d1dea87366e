using System.Numerics;
using System.Runtime.InteropServices;

namespace Kiln.Evaluation;

/// <summary>What one sample adds to a sum: a function of its true and its predicted value, one at a time and a vector of them at a time.</summary>
internal interface IPairTerm
{
    /// <summary>The term of one sample.</summary>
    public double Of(double truth, double predicted);

    /// <summary>The terms of as many samples as a vector holds.</summary>
    public Vector<double> Of(Vector<double> truth, Vector<double> predicted);
}

/// <summary>
/// Sums of a term over samples, with or without weights. Blocks are summed with four running vectors, blocks pairwise, so that the
/// rounding error grows with the logarithm of the number of samples only. The order depends on the length alone.
/// </summary>
internal static class PairSum
{
    // A block's terms are added without recursion; below this the overhead of halving would show, above it the rounding.
    private const int Block = 1024;

    /// <summary>Σ wᵢ · term(yᵢ, pᵢ), with weights 1 when there are none.</summary>
    public static double Of<T>(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights, T term)
        where T : struct, IPairTerm
    {
        if (truth.Length > Block)
        {
            var half = (truth.Length / 2 + Block - 1) / Block * Block;
            var (left, right) = weights.IsEmpty ? (0, 0) : (half, weights.Length);
            return Of(truth[..half], predicted[..half], weights[..left], term)
                + Of(truth[half..], predicted[half..], weights[left..right], term);
        }

        return weights.IsEmpty ? Plain(truth, predicted, term) : Weighted(truth, predicted, weights, term);
    }

    /// <summary>The sum of numbers.</summary>
    public static double Sum(ReadOnlySpan<double> values) => Of(values, values, default, new First());

    private static double Plain<T>(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, T term)
        where T : struct, IPairTerm
    {
        var y = MemoryMarshal.Cast<double, Vector<double>>(truth);
        var p = MemoryMarshal.Cast<double, Vector<double>>(predicted)[..y.Length];
        Vector<double> a = default, b = default, c = default, d = default;
        var i = 0;
        for (; i + 3 < y.Length; i += 4)
        {
            a += term.Of(y[i], p[i]);
            b += term.Of(y[i + 1], p[i + 1]);
            c += term.Of(y[i + 2], p[i + 2]);
            d += term.Of(y[i + 3], p[i + 3]);
        }

        for (; i < y.Length; i++)
        {
            a += term.Of(y[i], p[i]);
        }

        var sum = Vector.Sum((a + b) + (c + d));
        for (var k = y.Length * Vector<double>.Count; k < truth.Length; k++)
        {
            sum += term.Of(truth[k], predicted[k]);
        }

        return sum;
    }

    private static double Weighted<T>(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights, T term)
        where T : struct, IPairTerm
    {
        var y = MemoryMarshal.Cast<double, Vector<double>>(truth);
        var p = MemoryMarshal.Cast<double, Vector<double>>(predicted)[..y.Length];
        var w = MemoryMarshal.Cast<double, Vector<double>>(weights)[..y.Length];
        Vector<double> a = default, b = default;
        var i = 0;
        for (; i + 1 < y.Length; i += 2)
        {
            a += w[i] * term.Of(y[i], p[i]);
            b += w[i + 1] * term.Of(y[i + 1], p[i + 1]);
        }

        for (; i < y.Length; i++)
        {
            a += w[i] * term.Of(y[i], p[i]);
        }

        var sum = Vector.Sum(a + b);
        for (var k = y.Length * Vector<double>.Count; k < truth.Length; k++)
        {
            sum += weights[k] * term.Of(truth[k], predicted[k]);
        }

        return sum;
    }

    private readonly struct First : IPairTerm
    {
        public double Of(double truth, double predicted) => truth;

        public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => truth;
    }
}
