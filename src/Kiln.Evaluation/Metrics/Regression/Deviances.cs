using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>
/// Sums of terms with logarithms and powers. These go through the kernels of whole arrays, which are several times as fast as one call per
/// vector; what is around them is one pass each.
/// </summary>
internal static class Deviances
{
    // What is between two kernels stays in the first-level cache.
    private const int Block = 1024;

    /// <summary>
    /// Σ w (log(1 + y) − log(1 + p))². One logarithm for each pair: the difference is log(1 + d) with d = |y − p| / (1 + min(y, p)), but for the sign, which the square does
    /// not see; the lesser below keeps d from coming near to −1, where 1 + d would lose its digits.
    /// </summary>
    public static double LogDifferences(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        var rented = ArrayPool<double>.Shared.Rent(truth.Length);
        var terms = rented.AsSpan(0, truth.Length);
        for (var start = 0; start < terms.Length; start += Block)
        {
            var part = start..Math.Min(terms.Length, start + Block);
            Map(truth[part], predicted[part], terms[part], default(LogDistance));
            Elementwise.Unary<Log1POperator, double>(terms[part], terms[part]);
        }

        var sum = PairSum.Of(terms, terms, weights, new SpreadTerm(0));
        ArrayPool<double>.Shared.Return(rented);
        return sum;
    }

    /// <summary>The sum of the unit deviances of a Tweedie distribution.</summary>
    public static double Sum(double power, ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, ReadOnlySpan<double> weights)
    {
        if (power == 0)
        {
            return PairSum.Of(truth, predicted, weights, new SquaredTerm(0));
        }

        if (power == 2 && weights.IsEmpty && truth.Length >= GammaSums.Block)
        {
            var whole = truth.Length / GammaSums.Block * GammaSums.Block;
            if (GammaSums.Of(truth[..whole], predicted[..whole]) is { } most)
            {
                return (2 * most) + Sum(power, truth[whole..], predicted[whole..], weights);
            }
        }

        var n = truth.Length;
        var rented = ArrayPool<double>.Shared.Rent(2 * n);
        var terms = rented.AsSpan(0, n);
        var other = rented.AsSpan(n, n);
        switch (power)
        {
            case 1:
                Map(truth, predicted, terms, new Ratio());
                Elementwise.Unary<LogOperator, double>(terms, terms);
                Map(truth, predicted, terms, new Poisson());
                break;
            case 2:
                for (var start = 0; start < n; start += Block)
                {
                    var part = start..Math.Min(n, start + Block);
                    Map(truth[part], predicted[part], terms[part], new Quotient());
                    Elementwise.Unary<LogOperator, double>(terms[part], other[part]);
                }

                var gamma = PairSum.Of(terms, other, weights, new GammaTerm());
                ArrayPool<double>.Shared.Return(rented);
                return gamma;
            default:
                // y^(2−power) and p^(1−power), as exponentials of multiples of logarithms; of y = 0 that is exp(−∞) = 0.
                Map(truth, truth, other, new AtLeastZero());
                Elementwise.Unary<LogOperator, double>(other, other);
                Map(other, other, other, new Times(2 - power));
                Elementwise.Unary<ExpOperator, double>(other, other);
                Elementwise.Unary<LogOperator, double>(predicted, terms);
                Map(terms, terms, terms, new Times(1 - power));
                Elementwise.Unary<ExpOperator, double>(terms, terms);
                Map(truth, predicted, terms, new Tweedie(power));
                Map(other, other, terms, new Add(2 / ((1 - power) * (2 - power))));
                break;
        }

        var sum = PairSum.Of(terms, terms, weights, new TruthTerm());
        ArrayPool<double>.Shared.Return(rented);
        return sum;
    }

    /// <summary>What one place of the result becomes, from two operands and what it was.</summary>
    private interface IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z);
    }

    private static void Map<T>(ReadOnlySpan<double> y, ReadOnlySpan<double> p, Span<double> z, T map)
        where T : struct, IMap
    {
        var vectors = MemoryMarshal.Cast<double, Vector<double>>(z);
        var ys = MemoryMarshal.Cast<double, Vector<double>>(y)[..vectors.Length];
        var ps = MemoryMarshal.Cast<double, Vector<double>>(p)[..vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i] = map.Of(ys[i], ps[i], vectors[i]);
        }

        // The tail, each alone in a vector of its own.
        for (var i = vectors.Length * Vector<double>.Count; i < z.Length; i++)
        {
            z[i] = map.Of(new Vector<double>(y[i]), new Vector<double>(p[i]), new Vector<double>(z[i]))[0];
        }
    }

    /// <summary>y / p, and 1 where y = 0, so that the logarithm is 0.</summary>
    private readonly struct Ratio : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) =>
            Vector.ConditionalSelect(Vector.Equals(y, Vector<double>.Zero), Vector<double>.One, y / p);
    }

    /// <summary>2 (y log(y / p) − y + p), the logarithm being there.</summary>
    private readonly struct Poisson : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => ((y * z) - y + p) * 2;
    }

    /// <summary>2 (q − 1 − log q) of q = y / p and its logarithm: with log(p / y) as −log q one division does.</summary>
    private readonly struct GammaTerm : IPairTerm
    {
        public double Of(double truth, double predicted) => (truth - 1 - predicted) * 2;

        public Vector<double> Of(Vector<double> truth, Vector<double> predicted) => (truth - Vector<double>.One - predicted) * 2;
    }

    private readonly struct Quotient : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => y / p;
    }

    private readonly struct LogDistance : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => Vector.Abs(y - p) / (Vector<double>.One + Vector.Min(y, p));
    }

    /// <summary>2 (p^(2−power) / (2−power) − y p^(1−power) / (1−power)), p^(1−power) being there.</summary>
    private readonly struct Tweedie(double power) : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => z * ((p * (2 / (2 - power))) - (y * (2 / (1 - power))));
    }

    private readonly struct AtLeastZero : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => Vector.Max(y, Vector<double>.Zero);
    }

    private readonly struct Times(double factor) : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => y * factor;
    }

    private readonly struct Add(double factor) : IMap
    {
        public Vector<double> Of(Vector<double> y, Vector<double> p, Vector<double> z) => z + (y * factor);
    }
}
