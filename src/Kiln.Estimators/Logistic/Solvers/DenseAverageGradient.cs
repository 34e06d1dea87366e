using System.Runtime.Intrinsics;

namespace Kiln.Estimators;

/// <summary>SAG and SAGA on dense samples: two passes over the coefficients for each sample, on all lanes.</summary>
internal static unsafe class DenseAverageGradient
{
    private const int Ahead = 4;
    private const double SmallestScale = 1e-9;

    public static SolverResult Run<TScores>(AverageGradientState state, SampleView x, TScores scores, XorShift random, CancellationToken cancellation)
        where TScores : struct, ISampleScores
    {
        fixed (double* w = state.Coefficients, sums = state.Sums, memory = state.Memory)
        {
            for (var epoch = 1; epoch <= state.Options.MaxEpochs; epoch++)
            {
                cancellation.ThrowIfCancellationRequested();
                Epoch(state, x, scores, ref random, w, sums, memory);
                if (state.EpochConverged())
                {
                    return state.Result(epoch, converged: true);
                }
            }
        }

        return state.Result(state.Options.MaxEpochs, converged: false);
    }

    private static void Epoch<TScores>(AverageGradientState state, SampleView x, TScores scores, ref XorShift random, double* w, double* sums, double* memory)
        where TScores : struct, ISampleScores
    {
        var (outputs, columns) = (state.Outputs, x.Columns);
        var slopes = stackalloc double[outputs];
        var next = stackalloc int[Ahead];
        for (var i = 0; i < Ahead; i++)
        {
            next[i] = i < x.Rows ? (int)(random.Next() % (uint)x.Rows) : 0;
        }

        // The step by the average gradient that the sample before left to do: its share of the sums, and what L1 takes.
        var (scale, share, threshold) = (1.0, 0.0, 0.0);
        for (var i = 0; i < x.Rows; i++)
        {
            var row = next[i % Ahead];
            if (i + Ahead < x.Rows)
            {
                var coming = (int)(random.Next() % (uint)x.Rows);
                next[i % Ahead] = coming;
                x.Prefetch(coming);
            }

            if (!state.Seen[row])
            {
                state.Seen[row] = true;
                state.SeenCount++;
            }

            var sample = x.Row(row);
            for (var k = 0; k < outputs; k++)
            {
                var at = (nint)k * columns;
                var product = threshold > 0 ? StepShrinkDot(w + at, sums + at, share, threshold, sample, columns) : StepDot(w + at, sums + at, share, sample, columns);
                slopes[k] = (scale * product) + state.Intercept[k];
            }

            scores.ToSlopes(row, slopes);
            scale *= state.Shrink;
            var own = memory + ((nint)row * outputs);
            var factor = state.Options.Saga ? state.Step * (1 - (1.0 / state.SeenCount)) / scale : 0;
            for (var k = 0; k < outputs; k++)
            {
                var at = (nint)k * columns;
                var change = slopes[k] - own[k];
                own[k] = slopes[k];
                slopes[k] = change;
                if (factor != 0)
                {
                    RowKernels.AddScaled(-change * factor, sample, w + at, columns);
                }

                RowKernels.AddScaled(change, sample, sums + at, columns);
            }

            state.StepIntercept(slopes);
            share = state.Step / (scale * state.SeenCount);
            threshold = state.Threshold / scale;
            if (scale < SmallestScale)
            {
                Settle(w, sums, outputs * columns, share, threshold, scale);
                (scale, share, threshold) = (1, 0, 0);
            }
        }

        Settle(w, sums, outputs * columns, share, threshold, scale);
    }

    // Makes the step that is left and takes the scale into the coefficients.
    private static void Settle(double* w, double* sums, int count, double share, double threshold, double scale)
    {
        for (var i = 0; i < count; i++)
        {
            w[i] = scale * SoftThreshold(w[i] - (share * sums[i]), threshold);
        }
    }

    public static double SoftThreshold(double value, double threshold) => Math.CopySign(Math.Max(Math.Abs(value) - threshold, 0), value);

    // w −= share·sums, and the new w·x.
    private static double StepDot(double* w, double* sums, double share, double* x, int n)
    {
        var i = 0;
        var product = 0.0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (factor, total) = (Vector512.Create(-share), Vector512<double>.Zero);
            for (; i <= n - 8; i += 8)
            {
                var moved = Vector512.FusedMultiplyAdd(factor, Vector512.Load(sums + i), Vector512.Load(w + i));
                Vector512.Store(moved, w + i);
                total = Vector512.FusedMultiplyAdd(moved, Vector512.Load(x + i), total);
            }

            product = i == 0 ? 0 : Vector512.Sum(total);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var (factor, total) = (Vector256.Create(-share), Vector256<double>.Zero);
            for (; i <= n - 4; i += 4)
            {
                var moved = Vector256.MultiplyAddEstimate(factor, Vector256.Load(sums + i), Vector256.Load(w + i));
                Vector256.Store(moved, w + i);
                total = Vector256.MultiplyAddEstimate(moved, Vector256.Load(x + i), total);
            }

            product += Vector256.Sum(total);
        }

        for (; i < n; i++)
        {
            w[i] -= share * sums[i];
            product += w[i] * x[i];
        }

        return product;
    }

    // As StepDot, and w moves towards 0 by the threshold.
    private static double StepShrinkDot(double* w, double* sums, double share, double threshold, double* x, int n)
    {
        var i = 0;
        var product = 0.0;
        if (Vector512.IsHardwareAccelerated)
        {
            var (factor, limit, total) = (Vector512.Create(-share), Vector512.Create(threshold), Vector512<double>.Zero);
            for (; i <= n - 8; i += 8)
            {
                var moved = Vector512.FusedMultiplyAdd(factor, Vector512.Load(sums + i), Vector512.Load(w + i));
                moved = Vector512.CopySign(Vector512.MaxNative(Vector512.Abs(moved) - limit, Vector512<double>.Zero), moved);
                Vector512.Store(moved, w + i);
                total = Vector512.FusedMultiplyAdd(moved, Vector512.Load(x + i), total);
            }

            product = i == 0 ? 0 : Vector512.Sum(total);
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var (factor, limit, total) = (Vector256.Create(-share), Vector256.Create(threshold), Vector256<double>.Zero);
            for (; i <= n - 4; i += 4)
            {
                var moved = Vector256.MultiplyAddEstimate(factor, Vector256.Load(sums + i), Vector256.Load(w + i));
                moved = Vector256.CopySign(Vector256.MaxNative(Vector256.Abs(moved) - limit, Vector256<double>.Zero), moved);
                Vector256.Store(moved, w + i);
                total = Vector256.MultiplyAddEstimate(moved, Vector256.Load(x + i), total);
            }

            product += Vector256.Sum(total);
        }

        for (; i < n; i++)
        {
            w[i] = SoftThreshold(w[i] - (share * sums[i]), threshold);
            product += w[i] * x[i];
        }

        return product;
    }
}
