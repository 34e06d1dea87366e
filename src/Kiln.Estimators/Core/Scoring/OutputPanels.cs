using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>
/// x·Wᵀ + b of dense samples for a few outputs (2 to 16), where a matrix product spends its time on packing. The rows of W come in fours, padded with zeros:
/// a sample is read once from memory, in one stream, and each part of it is multiplied by four rows of W, which stay in the first-level cache. Behind the last
/// output the intercepts are −∞.
/// </summary>
internal sealed unsafe class OutputPanels
{
    private const int MostOutputs = 16;
    private const int Together = 4;

    private readonly double[] _weights;
    private readonly double[] _intercept;

    // All bits where there is an output, none behind the last.
    private readonly double[] _present;
    private readonly int _columns;
    private readonly bool _isLastAlone;

    private OutputPanels(double[] weights, double[] intercept, double[] present, int columns, bool isLastAlone) =>
        (_weights, _intercept, _present, _columns, _isLastAlone) = (weights, intercept, present, columns, isLastAlone);

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
        var stride = (outputs + Together - 1) / Together * Together;
        var (weights, offsets, present) = (new double[checked(stride * columns)], new double[stride], new double[stride]);
        coefficients.AsSpan(0, outputs * columns).CopyTo(weights);
        offsets.AsSpan(outputs).Fill(double.NegativeInfinity);
        intercept.CopyTo(offsets, 0);
        present.AsSpan(0, outputs).Fill(BitConverter.Int64BitsToDouble(-1));
        return new(weights, offsets, present, columns, outputs % Together == 1);
    }

    /// <summary>The scores of neighboring samples, and whether all are finite (and their sums: what is too large to add up counts as not finite).</summary>
    /// <param name="x">The first sample.</param>
    /// <param name="count">How many.</param>
    /// <param name="scores">(count, <see cref="Stride"/>).</param>
    public bool Score(double* x, int count, double* scores)
    {
        var (stride, sum) = (Stride, Vector256<double>.Zero);

        // An output that is alone among the last four needs no other three.
        var fours = _isLastAlone ? stride - Together : stride;
        fixed (double* weights = _weights, intercept = _intercept, present = _present)
        {
            for (var row = 0; row < count; row++)
            {
                for (var output = 0; output < fours; output += Together)
                {
                    var four = Vector256.Load(intercept + output) + RowKernels.Dots4(x, weights + ((nint)output * _columns), _columns, _columns);
                    Vector256.Store(four, scores + output);
                    sum += four & Vector256.Load(present + output);
                }

                if (fours < stride)
                {
                    var last = Vector256.Load(intercept + fours) + Vector256.CreateScalar(RowKernels.DotAlone(x, weights + ((nint)fours * _columns), _columns));
                    Vector256.Store(last, scores + fours);
                    sum += last & Vector256.Load(present + fours);
                }

                x += _columns;
                scores += stride;
            }
        }

        return double.IsFinite(Vector256.Sum(sum));
    }
}
