using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Kiln.Numerics;

namespace Kiln.Evaluation;

/// <summary>
/// Σ (q − 1 − log q) of quotients q = y / p with one logarithm for four of them: log q₁ + log q₂ + log q₃ + log q₄ = log (q₁ q₂ q₃ q₄). The product is rounded three times, as
/// four logarithms would be rounded; quotients so far from 1 that it could leave the range of numbers are left to those.
/// </summary>
internal static class GammaSums
{
    /// <summary>Samples of a block; a part of it is 4 KB, and what is between the steps stays in the first-level cache.</summary>
    public const int Block = 4 * Part;

    private const int Part = 256;
    private const double Least = 1e-70;
    private const double Most = 1e70;

    /// <summary>The sum; null where a quotient is NaN or far from 1.</summary>
    /// <param name="truth">Positive values, a whole number of blocks.</param>
    /// <param name="predicted">As many.</param>
    public static double? Of(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted)
    {
        var groups = truth.Length / 4;
        var rented = ArrayPool<double>.Shared.Rent(2 * groups);
        var (sums, logs) = (rented.AsMemory(0, groups), rented.AsMemory(groups, groups));
        var near = true;
        for (var block = 0; block * Block < truth.Length && near; block++)
        {
            var (from, to) = (block * Block, block * Part);
            var products = logs.Span.Slice(to, Part);
            near = Products(truth.Slice(from, Block), predicted.Slice(from, Block), sums.Span.Slice(to, Part), products);
            Elementwise.Unary<LogOperator, double>(products, products);
        }

        double? sum = near ? PairSum.Of(sums.Span, logs.Span, default, default(DifferenceTerm)) : null;
        ArrayPool<double>.Shared.Return(rented);
        return sum;
    }

    private static bool Products(ReadOnlySpan<double> truth, ReadOnlySpan<double> predicted, Span<double> sums, Span<double> products)
    {
        ref var y = ref MemoryMarshal.GetReference(truth);
        ref var p = ref MemoryMarshal.GetReference(predicted);
        var (least, most, near) = (new Vector<double>(Least), new Vector<double>(Most), ~Vector<long>.Zero);
        for (var i = 0; i < Part; i += Vector<double>.Count)
        {
            var (sum, product) = (Vector<double>.Zero, Vector<double>.One);
            for (var at = i; at < Block; at += Part)
            {
                var q = Vector.LoadUnsafe(ref y, (nuint)at) / Vector.LoadUnsafe(ref p, (nuint)at);
                near &= Vector.GreaterThan(q, least) & Vector.LessThan(q, most);
                sum += q - Vector<double>.One;
                product *= q;
            }

            sum.CopyTo(sums[i..]);
            product.CopyTo(products[i..]);
        }

        return near == ~Vector<long>.Zero;
    }
}
