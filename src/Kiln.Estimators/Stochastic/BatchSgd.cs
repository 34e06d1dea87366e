using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>
/// Gradient descent by batches: each step goes along the mean gradient of some samples, or of all (batch_size=0). The L2 penalty shrinks the coefficients and L1 moves them
/// towards 0 (proximal step) once for each batch; schedules and averages count batches.
/// </summary>
internal sealed unsafe class BatchSgd<TLoss>(TLoss loss, SgdSettings settings, SgdProblem problem, SgdState state, double interceptDecay)
    where TLoss : struct, ISgdLoss
{
    private double _step = problem.Step;

    public void Run(SgdEpochs epochs, Func<SgdState, double>? score, CancellationToken cancellation)
    {
        var eta = settings.Eta0;
        var start = settings.Schedule == SgdSchedule.Optimal ? SgdRunner.OptimalStart(loss, settings.Alpha) : 0;
        var gradient = new double[problem.Samples.Columns];
        var size = settings.BatchSize == 0 ? problem.Samples.Rows : settings.BatchSize;
        fixed (double* w = state.Weights, sums = gradient)
        {
            for (var epoch = 1; epoch <= settings.MaxEpochs; epoch++)
            {
                epochs.Begin();
                var total = LossSum.Zero;
                for (var first = 0; first < epochs.Order.Length; first += size)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var batch = epochs.Order.AsSpan(first, Math.Min(size, epochs.Order.Length - first));
                    var (slopes, count) = Gradient(batch, w, sums, ref total);
                    if (count > 0)
                    {
                        eta = settings.Schedule switch
                        {
                            SgdSchedule.Optimal => 1 / (settings.Alpha * (start + _step - 1)),
                            SgdSchedule.InverseScaling => settings.Eta0 / Math.Pow(_step, settings.PowerT),
                            _ => eta,
                        };
                        Step(gradient, slopes, eta / count, eta);
                    }
                }

                state.Epochs = epoch;
                epochs.CheckFinite(state, epoch);
                if (epochs.Finished(total.Value, score?.Invoke(state), ref eta))
                {
                    return;
                }
            }
        }
    }

    private (double Slopes, int Count) Gradient(ReadOnlySpan<int> batch, double* w, double* sums, ref LossSum total)
    {
        var (x, targets, weights, held) = (problem.Samples, problem.Targets, problem.Weights, problem.Held);
        new Span<double>(sums, x.Columns).Clear();
        var (slopes, count) = (0.0, 0);
        foreach (var row in batch)
        {
            if (held is not null && held[row])
            {
                continue;
            }

            var slope = loss.Slope(x.Dot(row, w) + state.Intercept, targets[row], ref total) * (weights is null ? 1 : weights[row]);
            slopes += slope;
            count++;
            if (slope != 0)
            {
                x.AddScaled(row, slope, sums);
            }
        }

        return (slopes, count);
    }

    private void Step(double[] gradient, double slopes, double length, double eta)
    {
        if (settings.Penalty != Penalty.None)
        {
            TensorPrimitives.Multiply(state.Weights, Math.Max(0, 1 - ((1 - settings.L1Share) * eta * settings.Alpha)), state.Weights);
        }

        TensorPrimitives.MultiplyAdd(gradient, -length, state.Weights, state.Weights);
        state.Intercept -= settings.FitIntercept ? length * slopes * interceptDecay : 0;
        if (settings.L1Share > 0)
        {
            for (var j = 0; j < gradient.Length; j++)
            {
                state.Weights[j] = DenseAverageGradient.SoftThreshold(state.Weights[j], settings.L1Share * eta * settings.Alpha);
            }
        }

        if (settings.Average > 0 && settings.Average <= _step)
        {
            var share = 1 / (_step - settings.Average + 1);
            for (var j = 0; j < gradient.Length; j++)
            {
                state.AverageWeights[j] += share * (state.Weights[j] - state.AverageWeights[j]);
            }

            state.AverageIntercept += share * (state.Intercept - state.AverageIntercept);
        }

        _step++;
    }
}
