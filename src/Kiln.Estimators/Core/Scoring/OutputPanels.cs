using System.Runtime.CompilerServices;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// x·Wᵀ + b of dense samples for a few outputs (2 to 16), where a matrix product spends its time on packing and dot products on adding up lanes. A panel holds as
/// many outputs as a register has lanes, feature after feature: the lanes are the outputs, each number of a sample is spread over them and multiplied once, and
/// eight samples share the load of a panel's line. Behind the last output the weights are 0 and the intercepts −∞.
/// </summary>
internal sealed unsafe class OutputPanels
{
    private const int MostOutputs = 16;
    private const int Together = 8;

    private readonly double[] _weights;
    private readonly double[] _intercept;

    // All bits where there is an output, none behind the last.
    private readonly double[] _present;
    private readonly int _columns;

    private OutputPanels(double[] weights, double[] intercept, double[] present, int columns) =>
        (_weights, _intercept, _present, _columns) = (weights, intercept, present, columns);

    /// <summary>From one row of scores to the next.</summary>
    public int Stride => _intercept.Length;

    private static int Lanes => InstructionSets.Current switch { InstructionSet.Avx512 => 8, InstructionSet.Avx2 => 4, InstructionSet.Vector128 => 2, _ => 1 };

    /// <summary>Whether panels are the way for so many outputs.</summary>
    public static bool Takes(int outputs) => outputs is > 1 and <= MostOutputs;

    /// <summary>Arranges coefficients.</summary>
    /// <param name="coefficients">(outputs, features).</param>
    /// <param name="intercept">(outputs,).</param>
    /// <param name="columns">Features.</param>
    public static OutputPanels Of(double[] coefficients, double[] intercept, int columns)
    {
        var (outputs, lanes) = (intercept.Length, Lanes);
        var stride = (outputs + lanes - 1) / lanes * lanes;
        var (weights, offsets, present) = (new double[checked(stride * columns)], new double[stride], new double[stride]);
        offsets.AsSpan(outputs).Fill(double.NegativeInfinity);
        for (var output = 0; output < outputs; output++)
        {
            (offsets[output], present[output]) = (intercept[output], BitConverter.Int64BitsToDouble(-1));
            var panel = weights.AsSpan(output / lanes * lanes * columns);
            for (var column = 0; column < columns; column++)
            {
                panel[(column * lanes) + (output % lanes)] = coefficients[(output * columns) + column];
            }
        }

        return new(weights, offsets, present, columns);
    }

    /// <summary>The scores of neighboring samples, and whether all are finite (and their sums: what is too large to add up counts as not finite).</summary>
    /// <param name="x">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="scores">(count, <see cref="Stride"/>).</param>
    public bool Score(double* x, int count, double* scores) => InstructionSets.Current switch
    {
        InstructionSet.Avx512 => Score<Lanes512<double>>(x, count, scores),
        InstructionSet.Avx2 => Score<Lanes256<double>>(x, count, scores),
        InstructionSet.Vector128 => Score<Lanes128<double>>(x, count, scores),
        _ => Score<Lanes1<double>>(x, count, scores),
    };

    private bool Score<L>(double* x, int count, double* scores)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var (stride, sum) = (Stride, L.Constant(0));
        fixed (double* weights = _weights, intercept = _intercept, present = _present)
        {
            for (var panel = 0; panel < stride; panel += L.Count)
            {
                double* w = weights + ((nint)panel * _columns), b = intercept + panel;
                var row = 0;
                for (; row <= count - Together; row += Together)
                {
                    Eight<L>(x + ((nint)row * _columns), _columns, w, b, scores + ((nint)row * stride) + panel, stride);
                }

                for (; row < count; row++)
                {
                    One<L>(x + ((nint)row * _columns), _columns, w, b, scores + ((nint)row * stride) + panel);
                }

                var mask = L.Load(present + panel);
                for (row = 0; row < count; row++)
                {
                    sum += L.Load(scores + ((nint)row * stride) + panel) & mask;
                }
            }
        }

        return double.IsFinite(L.Sum(sum));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eight<L>(double* x, nint columns, double* w, double* b, double* scores, nint stride)
        where L : unmanaged, IFloatLanes<L, double>
    {
        double* x1 = x + columns, x2 = x1 + columns, x3 = x2 + columns, x4 = x3 + columns, x5 = x4 + columns, x6 = x5 + columns, x7 = x6 + columns;
        var a0 = L.Load(b);
        var (a1, a2, a3, a4, a5, a6, a7) = (a0, a0, a0, a0, a0, a0, a0);
        for (nint j = 0; j < columns; j++)
        {
            var v = L.Load(w);
            w += L.Count;
            a0 = L.MultiplyAdd(L.Broadcast(x[j]), v, a0);
            a1 = L.MultiplyAdd(L.Broadcast(x1[j]), v, a1);
            a2 = L.MultiplyAdd(L.Broadcast(x2[j]), v, a2);
            a3 = L.MultiplyAdd(L.Broadcast(x3[j]), v, a3);
            a4 = L.MultiplyAdd(L.Broadcast(x4[j]), v, a4);
            a5 = L.MultiplyAdd(L.Broadcast(x5[j]), v, a5);
            a6 = L.MultiplyAdd(L.Broadcast(x6[j]), v, a6);
            a7 = L.MultiplyAdd(L.Broadcast(x7[j]), v, a7);
        }

        L.Store(a0, scores);
        L.Store(a1, scores + stride);
        L.Store(a2, scores + (2 * stride));
        L.Store(a3, scores + (3 * stride));
        L.Store(a4, scores + (4 * stride));
        L.Store(a5, scores + (5 * stride));
        L.Store(a6, scores + (6 * stride));
        L.Store(a7, scores + (7 * stride));
    }

    private static void One<L>(double* x, int columns, double* w, double* b, double* scores)
        where L : unmanaged, IFloatLanes<L, double>
    {
        var sum = L.Load(b);
        for (var j = 0; j < columns; j++)
        {
            sum = L.MultiplyAdd(L.Broadcast(x[j]), L.Load(w + ((nint)j * L.Count)), sum);
        }

        L.Store(sum, scores);
    }
}
