using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>
/// The coefficients of a sparse SAG or SAGA, which make the steps by the average gradient late. While a feature does not come its sum of gradients stays the same, so
/// that the steps which it has missed are one: the sum times the steps' lengths. With an L1 penalty that holds as long as no step crosses 0; otherwise they are made one by one.
/// </summary>
/// <remarks>
/// What a step needs of a feature lies side by side: how long the steps were that it has made, how many, and of each output the coefficient and the sum of gradients. With one output these
/// are 32 bytes, half a line of the cache. The features of a sample are scattered over the memory, and each costs one line instead of four.
/// </remarks>
internal sealed unsafe class LazyCoefficients
{
    private const int Head = 2;

    private readonly int _columns;
    private readonly int _outputs;
    private readonly int _stride;

    private readonly LineNumbers _table;

    // What the steps before number i add up to, i from 0, and what L1 takes in them; empty without L1.
    private readonly double[] _lengths;
    private readonly double[] _thresholds;
    private double _length;

    /// <summary>Begins with the coefficients of a state.</summary>
    /// <param name="state">(outputs, columns).</param>
    /// <param name="columns">Features.</param>
    /// <param name="steps">Steps of an epoch.</param>
    public LazyCoefficients(AverageGradientState state, int columns, int steps)
    {
        (_columns, _outputs, _stride) = (columns, state.Outputs, Head + (2 * state.Outputs));
        _table = new(checked(columns * _stride));
        (_lengths, _thresholds) = state.Threshold > 0 ? (new double[steps + 1], new double[steps + 1]) : ([], []);
        for (var column = 0; column < columns; column++)
        {
            for (var k = 0; k < _outputs; k++)
            {
                Of(column)[Head + (2 * k)] = state.Coefficients[(k * columns) + column];
            }
        }
    }

    /// <summary>Notes the length of a step, and what L1 takes in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int step, double length, double threshold)
    {
        _length += length;
        if (_lengths.Length > 0)
        {
            _lengths[step + 1] = _length;
            _thresholds[step + 1] = _thresholds[step] + threshold;
        }
    }

    /// <summary>x·w for each output, of a sample whose features' coefficients make the steps first that they have missed.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="row">Which.</param>
    /// <param name="step">How many steps there were.</param>
    /// <param name="scores">(outputs,).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scores(in SampleView x, int row, int step, double* scores)
    {
        var (begin, end) = (x.Starts[row], x.Starts[row + 1]);
        if (_outputs == 1 && _lengths.Length == 0)
        {
            *scores = Score(x.Values + begin, x.Indices + begin, end - begin);
            return;
        }

        new Span<double>(scores, _outputs).Clear();
        for (var at = begin; at < end; at++)
        {
            var own = Of(x.Indices[at]);
            CatchUp(own, step);
            for (var k = 0; k < _outputs; k++)
            {
                scores[k] += x.Values[at] * own[Head + (2 * k)];
            }
        }
    }

    /// <summary>The step of a sample whose derivatives by the scores changed.</summary>
    /// <param name="x">The samples.</param>
    /// <param name="row">Which.</param>
    /// <param name="changes">(outputs,).</param>
    /// <param name="factor">How far the coefficients go by the change itself; their sums of gradients take it whole.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Move(in SampleView x, int row, double* changes, double factor)
    {
        var (begin, end) = (x.Starts[row], x.Starts[row + 1]);
        if (_outputs == 1)
        {
            Move(x.Values + begin, x.Indices + begin, end - begin, *changes, factor);
            return;
        }

        for (var at = begin; at < end; at++)
        {
            var own = Of(x.Indices[at]) + Head;
            for (var k = 0; k < _outputs; k++, own += 2)
            {
                var change = x.Values[at] * changes[k];
                own[0] -= change * factor;
                own[1] += change;
            }
        }
    }

    /// <summary>Makes all missed steps and takes the scale into the coefficients.</summary>
    public void Settle(int step, double scale)
    {
        for (var column = 0; column < _columns; column++)
        {
            var own = Of(column);
            CatchUp(own, step);
            for (var k = 0; k < _outputs; k++)
            {
                own[Head + (2 * k)] *= scale;
            }
        }
    }

    /// <summary>Ends an epoch whose steps are all made: forgets them, and writes the coefficients, (outputs, columns).</summary>
    public void EndEpoch(double[] coefficients)
    {
        _length = 0;
        for (var column = 0; column < _columns; column++)
        {
            var own = Of(column);
            (own[0], own[1]) = (0, 0);
            for (var k = 0; k < _outputs; k++)
            {
                coefficients[(k * _columns) + column] = own[Head + (2 * k)];
            }
        }
    }

    private double* Of(int column) => _table.Start + ((nint)column * _stride);

    /// <summary>One output without L1. Two sums, as an addition waits for the one before it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Score(double* values, int* columns, int count)
    {
        var table = _table.Start;
        var (i, length, even, odd) = (0, _length, 0.0, 0.0);
        for (; i <= count - 2; i += 2)
        {
            double* one = table + (4 * (nint)columns[i]), two = table + (4 * (nint)columns[i + 1]);
            var (first, second) = (one[2] - ((length - one[0]) * one[3]), two[2] - ((length - two[0]) * two[3]));
            (one[0], one[2], two[0], two[2]) = (length, first, length, second);
            even += values[i] * first;
            odd += values[i + 1] * second;
        }

        if (i < count)
        {
            var one = table + (4 * (nint)columns[i]);
            (one[0], one[2]) = (length, one[2] - ((length - one[0]) * one[3]));
            even += values[i] * one[2];
        }

        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Move(double* values, int* columns, int count, double slope, double factor)
    {
        var table = _table.Start + Head;
        for (var i = 0; i < count; i++)
        {
            var own = table + (4 * (nint)columns[i]);
            var change = values[i] * slope;
            own[0] -= change * factor;
            own[1] += change;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CatchUp(double* own, int step)
    {
        var (length, from) = (_length - own[0], (int)own[1]);
        (own[0], own[1]) = (_length, step);
        var threshold = _lengths.Length > 0 ? _thresholds[step] - _thresholds[from] : 0;
        for (var k = 0; k < _outputs && from < step; k++)
        {
            ref var w = ref own[Head + (2 * k)];
            var sum = own[Head + (2 * k) + 1];
            if (_lengths.Length == 0)
            {
                w -= length * sum;
            }
            else if (Math.Abs(sum * length) < threshold)
            {
                w = DenseAverageGradient.SoftThreshold(w - (length * sum), threshold);
            }
            else
            {
                // From the latest step back, as in scikit-learn: the lengths differ a little, and the order shows in the last digits.
                for (var i = step; i > from; i--)
                {
                    w = DenseAverageGradient.SoftThreshold(w - (sum * (_lengths[i] - _lengths[i - 1])), _thresholds[i] - _thresholds[i - 1]);
                }
            }
        }
    }
}
