using System.Runtime.CompilerServices;

namespace Kiln.Estimators;

/// <summary>SAG and SAGA on sparse samples: a coefficient makes up for the steps it has missed when its feature comes again, or at the end of an epoch.</summary>
internal static unsafe class SparseAverageGradient
{
    private const double SmallestScale = 1e-9;

    // How many steps before its turn a sample is asked for.
    private const int Ahead = 4;

    public static SolverResult Run<TScores>(AverageGradientState state, SampleView x, TScores scores, XorShift random, CancellationToken cancellation)
        where TScores : struct, ISampleScores
    {
        // The coefficients are (outputs, columns) in the state; here (columns, outputs), so that a stored number meets one short row.
        var (outputs, columns) = (state.Outputs, x.Columns);
        var w = Turn(state.Coefficients, outputs, columns);
        var missed = new MissedSteps(w, columns, outputs, x.Rows);
        for (var epoch = 1; epoch <= state.Options.MaxEpochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            Epoch(state, x, scores, ref random, w, missed);
            Turn(w, columns, outputs).CopyTo(state.Coefficients, 0);
            if (state.EpochConverged())
            {
                return state.Result(epoch, converged: true);
            }
        }

        return state.Result(state.Options.MaxEpochs, converged: false);
    }

    private static double[] Turn(double[] matrix, int rows, int columns)
    {
        var turned = new double[matrix.Length];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                turned[(j * rows) + i] = matrix[(i * columns) + j];
            }
        }

        return turned;
    }

    private static void Epoch<TScores>(AverageGradientState state, SampleView x, TScores scores, ref XorShift random, double[] w, MissedSteps missed)
        where TScores : struct, ISampleScores
    {
        var outputs = state.Outputs;
        var slopes = stackalloc double[outputs];
        var scale = 1.0;

        // The same numbers, drawn some steps earlier.
        var coming = random;
        for (var i = 0; i < Ahead; i++)
        {
            coming.Next();
        }

        for (var i = 0; i < x.Rows; i++)
        {
            x.Prefetch((int)(coming.Next() % (uint)x.Rows));
            var row = (int)(random.Next() % (uint)x.Rows);
            if (!state.Seen[row])
            {
                state.Seen[row] = true;
                state.SeenCount++;
            }

            var (begin, end) = (x.Starts[row], x.Starts[row + 1]);
            new Span<double>(slopes, outputs).Clear();
            if (outputs == 1)
            {
                *slopes = CatchUp(x, begin, end, missed, state.Sums, w, i);
            }

            for (var at = begin; at < end && outputs > 1; at++)
            {
                missed.CatchUp(x.Indices[at], state.Sums, i);
                for (var k = 0; k < outputs; k++)
                {
                    slopes[k] += x.Values[at] * w[(x.Indices[at] * outputs) + k];
                }
            }

            for (var k = 0; k < outputs; k++)
            {
                slopes[k] = (slopes[k] * scale) + state.Intercept[k];
            }

            scores.ToSlopes(row, slopes);
            scale *= state.Shrink;
            var factor = state.Options.Saga ? state.Step * (1 - (1.0 / state.SeenCount)) / scale : 0;
            for (var k = 0; k < outputs; k++)
            {
                ref var own = ref state.Memory[(row * outputs) + k];
                var change = slopes[k] - own;
                own = slopes[k];
                slopes[k] = change;
            }

            if (outputs == 1)
            {
                Move(x, begin, end, *slopes, factor, state.Sums, w);
            }

            for (var at = begin; at < end && outputs > 1; at++)
            {
                for (var k = 0; k < outputs; k++)
                {
                    var place = (x.Indices[at] * outputs) + k;
                    var change = x.Values[at] * slopes[k];
                    w[place] -= change * factor;
                    state.Sums[place] += change;
                }
            }

            state.StepIntercept(slopes);
            missed.Add(i, state.Step / (scale * state.SeenCount), state.Threshold / scale);
            if (scale < SmallestScale)
            {
                missed.Settle(state.Sums, i + 1, scale);
                scale = 1;
            }
        }

        missed.Settle(state.Sums, x.Rows, scale);
        missed.BeginEpoch();
    }

    /// <summary>x·w of one output, whose coefficients first make the steps that they missed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double CatchUp(in SampleView x, int begin, int end, MissedSteps missed, double[] sums, double[] w, int step)
    {
        var sum = 0.0;
        for (var at = begin; at < end; at++)
        {
            var column = x.Indices[at];
            missed.CatchUp(column, sums, step);
            sum += x.Values[at] * w[column];
        }

        return sum;
    }

    /// <summary>The step of one output by a sample whose slope changed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Move(in SampleView x, int begin, int end, double slope, double factor, double[] sums, double[] w)
    {
        for (var at = begin; at < end; at++)
        {
            var column = x.Indices[at];
            var change = x.Values[at] * slope;
            w[column] -= change * factor;
            sums[column] += change;
        }
    }
}
