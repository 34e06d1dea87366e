using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// The steps by the average gradient that a coefficient of a sparse problem has not made yet. While its feature does not come its sum of gradients stays the same, so
/// that the steps are one: the sum times the steps' lengths. With an L1 penalty that holds as long as no step crosses 0; otherwise they are made one by one.
/// </summary>
/// <param name="w">The coefficients, (columns, outputs).</param>
/// <param name="columns">Features.</param>
/// <param name="outputs">Scores of a sample.</param>
/// <param name="steps">Steps of an epoch.</param>
internal sealed class MissedSteps(double[] w, int columns, int outputs, int steps)
{
    // What the steps before number i add up to, i from 0.
    private readonly double[] _lengths = new double[steps + 1];
    private readonly double[] _thresholds = new double[steps + 1];
    private readonly int[] _done = new int[columns];
    private bool _shrinks;

    /// <summary>Notes the length of a step, and what L1 takes in it.</summary>
    public void Add(int step, double length, double threshold)
    {
        _lengths[step + 1] = _lengths[step] + length;
        _thresholds[step + 1] = _thresholds[step] + threshold;
        _shrinks |= threshold > 0;
    }

    /// <summary>Makes the steps that a feature's coefficients have missed before a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CatchUp(int column, double[] sums, int step)
    {
        var from = _done[column];
        _done[column] = step;
        if (from == step)
        {
            return;
        }

        if (!_shrinks && outputs == 1)
        {
            w[column] -= (_lengths[step] - _lengths[from]) * sums[column];
            return;
        }

        Make(column, sums, from, step);
    }

    private void Make(int column, double[] sums, int from, int step)
    {
        var (length, threshold) = (_lengths[step] - _lengths[from], _thresholds[step] - _thresholds[from]);
        for (var at = column * outputs; at < (column + 1) * outputs; at++)
        {
            if (!_shrinks)
            {
                w[at] -= length * sums[at];
            }
            else if (Math.Abs(sums[at] * length) < threshold)
            {
                w[at] = DenseAverageGradient.SoftThreshold(w[at] - (length * sums[at]), threshold);
            }
            else
            {
                // From the latest step back, as in scikit-learn: the lengths differ a little, and the order shows in the last digits.
                for (var i = step; i > from; i--)
                {
                    var value = w[at] - (sums[at] * (_lengths[i] - _lengths[i - 1]));
                    w[at] = DenseAverageGradient.SoftThreshold(value, _thresholds[i] - _thresholds[i - 1]);
                }
            }
        }
    }

    /// <summary>Makes all missed steps and takes the scale into the coefficients.</summary>
    public void Settle(double[] sums, int step, double scale)
    {
        for (var column = 0; column < columns; column++)
        {
            CatchUp(column, sums, step);
        }

        System.Numerics.Tensors.TensorPrimitives.Multiply(w, scale, w);
    }

    /// <summary>Forgets the steps; all are made.</summary>
    public void BeginEpoch() => Array.Clear(_done);
}
