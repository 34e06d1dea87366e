using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>
/// x·Wᵀ + b of dense samples for a few outputs (2 to 16), where a matrix product spends its time on packing. A lane is an output: W lies feature after feature, its outputs padded
/// with zeros to whole registers, and each number of a sample is multiplied by one register of W. So nothing has to be added up across lanes, and the scores come out as they are
/// kept. Behind the last output the intercepts are −∞.
/// </summary>
/// <remarks>Samples go side by side, so that the multiplications of one, each of which waits for the one before, leave no gaps: four with 512 bits, of which a core begins one in
/// each cycle, and eight with 256 bits, of which it begins two.</remarks>
internal sealed unsafe class OutputPanels
{
    private const int MostOutputs = 16;
    private const int Half = 4;
    private const int Whole = 8;

    // (columns, stride).
    private readonly double[] _weights;
    private readonly double[] _intercept;

    // All bits where there is an output, none behind the last.
    private readonly double[] _present;
    private readonly int _columns;

    private OutputPanels(double[] weights, double[] intercept, double[] present, int columns) =>
        (_weights, _intercept, _present, _columns) = (weights, intercept, present, columns);

    /// <summary>From one row of scores to the next.</summary>
    public int Stride => _intercept.Length;

    /// <summary>Whether panels are the way for so many outputs.</summary>
    public static bool Takes(int outputs) => outputs is > 1 and <= MostOutputs;

    /// <summary>Arranges coefficients.</summary>
    /// <param name="coefficients">(outputs, features).</param>
    /// <param name="intercept">(outputs,).</param>
    /// <param name="columns">Features.</param>
    public static OutputPanels Of(double[] coefficients, double[] intercept, int columns)
    {
        var outputs = intercept.Length;
        var stride = (outputs + Half - 1) / Half * Half;
        var (weights, offsets, present) = (new double[checked(stride * columns)], new double[stride], new double[stride]);
        for (var output = 0; output < outputs; output++)
        {
            for (var column = 0; column < columns; column++)
            {
                weights[(column * stride) + output] = coefficients[(output * columns) + column];
            }
        }

        offsets.AsSpan(outputs).Fill(double.NegativeInfinity);
        intercept.CopyTo(offsets, 0);
        present.AsSpan(0, outputs).Fill(BitConverter.Int64BitsToDouble(-1));
        return new(weights, offsets, present, columns);
    }

    /// <summary>The scores of neighboring samples, and whether all are finite (and their sums: what is too large to add up counts as not finite).</summary>
    /// <param name="x">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="scores">(count, <see cref="Stride"/>).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Score(double* x, int count, double* scores)
    {
        var (stride, columns, sum) = (Stride, (nint)_columns, Vector256<double>.Zero);
        fixed (double* weights = _weights, intercept = _intercept, present = _present)
        {
            var row = 0;
            for (; row <= count - Whole; row += Whole)
            {
                DenseTile.Fetch(x + DenseTile.Ahead, Whole * _columns);
                var output = 0;
                if (Vector512.IsHardwareAccelerated)
                {
                    for (; output <= stride - Whole; output += Whole)
                    {
                        var mask = Vector512.Load(present + output);
                        var wide = Four512(x, columns, weights + output, stride, intercept + output, scores + output) & mask;
                        wide += Four512(x + (4 * columns), columns, weights + output, stride, intercept + output, scores + (4 * stride) + output) & mask;
                        sum += wide.GetLower() + wide.GetUpper();
                    }
                }

                for (; output < stride; output += Half)
                {
                    sum += Eight256(x, columns, weights + output, stride, intercept + output, scores + output) & Vector256.Load(present + output);
                }

                x += Whole * columns;
                scores += Whole * stride;
            }

            for (; row < count; row++)
            {
                for (var output = 0; output < stride; output += Half)
                {
                    sum += One256(x, columns, weights + output, stride, intercept + output, scores + output) & Vector256.Load(present + output);
                }

                x += columns;
                scores += stride;
            }
        }

        return double.IsFinite(Vector256.Sum(sum));
    }

    /// <summary>Eight outputs of four samples, and their sum over the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Four512(double* x, nint columns, double* w, int stride, double* intercept, double* scores)
    {
        double* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns;
        var (a0, a1, a2, a3) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        for (nint j = 0; j < columns; j++)
        {
            var v = Vector512.Load(w);
            a0 = Vector512.FusedMultiplyAdd(Vector512.Create(x[j]), v, a0);
            a1 = Vector512.FusedMultiplyAdd(Vector512.Create(x1[j]), v, a1);
            a2 = Vector512.FusedMultiplyAdd(Vector512.Create(x2[j]), v, a2);
            a3 = Vector512.FusedMultiplyAdd(Vector512.Create(x3[j]), v, a3);
            w += stride;
        }

        var b = Vector512.Load(intercept);
        (a0, a1, a2, a3) = (a0 + b, a1 + b, a2 + b, a3 + b);
        Vector512.Store(a0, scores);
        Vector512.Store(a1, scores + stride);
        Vector512.Store(a2, scores + (2 * stride));
        Vector512.Store(a3, scores + (3 * stride));
        return (a0 + a1) + (a2 + a3);
    }

    /// <summary>Four outputs of eight samples, and their sum over the samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Eight256(double* x, nint columns, double* w, int stride, double* intercept, double* scores)
    {
        double* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns, x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
        var (a0, a1, a2, a3) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (a4, a5, a6, a7) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        for (nint j = 0; j < columns; j++)
        {
            var v = Vector256.Load(w);
            a0 = Vector256.MultiplyAddEstimate(Vector256.Create(x[j]), v, a0);
            a1 = Vector256.MultiplyAddEstimate(Vector256.Create(x1[j]), v, a1);
            a2 = Vector256.MultiplyAddEstimate(Vector256.Create(x2[j]), v, a2);
            a3 = Vector256.MultiplyAddEstimate(Vector256.Create(x3[j]), v, a3);
            a4 = Vector256.MultiplyAddEstimate(Vector256.Create(x4[j]), v, a4);
            a5 = Vector256.MultiplyAddEstimate(Vector256.Create(x5[j]), v, a5);
            a6 = Vector256.MultiplyAddEstimate(Vector256.Create(x6[j]), v, a6);
            a7 = Vector256.MultiplyAddEstimate(Vector256.Create(x7[j]), v, a7);
            w += stride;
        }

        var b = Vector256.Load(intercept);
        (a0, a1, a2, a3) = (a0 + b, a1 + b, a2 + b, a3 + b);
        (a4, a5, a6, a7) = (a4 + b, a5 + b, a6 + b, a7 + b);
        Vector256.Store(a0, scores);
        Vector256.Store(a1, scores + stride);
        Vector256.Store(a2, scores + (2 * stride));
        Vector256.Store(a3, scores + (3 * stride));
        Vector256.Store(a4, scores + (4 * stride));
        Vector256.Store(a5, scores + (5 * stride));
        Vector256.Store(a6, scores + (6 * stride));
        Vector256.Store(a7, scores + (7 * stride));
        return ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7));
    }

    /// <summary>Four outputs of one sample, with the bits that they have among eight samples.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> One256(double* x, nint columns, double* w, int stride, double* intercept, double* scores)
    {
        var a = Vector256<double>.Zero;
        for (nint j = 0; j < columns; j++)
        {
            a = Vector256.MultiplyAddEstimate(Vector256.Create(x[j]), Vector256.Load(w), a);
            w += stride;
        }

        a += Vector256.Load(intercept);
        Vector256.Store(a, scores);
        return a;
    }
}
