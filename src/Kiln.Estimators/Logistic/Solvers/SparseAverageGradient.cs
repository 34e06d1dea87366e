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
        var coefficients = new LazyCoefficients(state, x.Columns, x.Rows);
        for (var epoch = 1; epoch <= state.Options.MaxEpochs; epoch++)
        {
            cancellation.ThrowIfCancellationRequested();
            Epoch(state, x, scores, ref random, coefficients);
            coefficients.EndEpoch(state.Coefficients);
            if (state.EpochConverged())
            {
                return state.Result(epoch, converged: true);
            }
        }

        return state.Result(state.Options.MaxEpochs, converged: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Epoch<TScores>(AverageGradientState state, SampleView x, TScores scores, ref XorShift random, LazyCoefficients coefficients)
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

            coefficients.Scores(x, row, i, slopes);
            for (var k = 0; k < outputs; k++)
            {
                slopes[k] = (slopes[k] * scale) + state.Intercept[k];
            }

            scores.ToSlopes(row, slopes);
            scale *= state.Shrink;
            for (var k = 0; k < outputs; k++)
            {
                ref var own = ref state.Memory[(row * outputs) + k];
                var change = slopes[k] - own;
                own = slopes[k];
                slopes[k] = change;
            }

            coefficients.Move(x, row, slopes, state.Options.Saga ? state.Step * (1 - (1.0 / state.SeenCount)) / scale : 0);
            state.StepIntercept(slopes);
            coefficients.Add(i, state.Step / (scale * state.SeenCount), state.Threshold / scale);
            if (scale < SmallestScale)
            {
                coefficients.Settle(i + 1, scale);
                scale = 1;
            }
        }

        coefficients.Settle(x.Rows, scale);
    }
}
