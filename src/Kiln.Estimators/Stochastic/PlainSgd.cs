namespace Kiln.Estimators;

/// <summary>
/// Stochastic gradient descent, one sample at a time, step by step as scikit-learn's <c>_plain_sgd</c>: same samples, same steps, same stopping, so that the same seed
/// gives the same coefficients but for rounding (products are summed on several lanes at once here).
/// </summary>
/// <remarks>
/// Coefficients are a vector times a scale, so that the L2 penalty is one multiplication (S. Shalev-Shwartz, Y. Singer and N. Srebro, "Pegasos", 2007); the average is kept
/// in the same manner (W. Xu, "Towards optimal one pass large scale learning with averaged stochastic gradient descent", 2011); L1 is the cumulative penalty of
/// Y. Tsuruoka, J. Tsujii and S. Ananiadou (2009).
/// </remarks>
internal sealed unsafe class PlainSgd<TLoss>(TLoss loss, SgdSettings settings, SgdProblem problem, SgdState state, double interceptDecay)
    where TLoss : struct, ISgdLoss
{
    private const double LargestSlope = 1e12;
    private const double SmallestScale = 1e-9;
    private const int Ahead = 6;

    private readonly double[] _penalties = settings.L1Share > 0 ? new double[problem.Samples.Columns] : [];
    private double _scale = 1;

    // The average is averageWeights + _averageA · weights, all divided by _averageB.
    private double _averageA;
    private double _averageB = 1;
    private double _penalty;
    private double _step = problem.Step;

    public void Run(SgdEpochs epochs, Func<SgdState, double>? score, CancellationToken cancellation)
    {
        var eta = settings.Eta0;
        var start = settings.Aggressiveness is null && settings.Schedule == SgdSchedule.Optimal ? SgdRunner.OptimalStart(loss, settings.Alpha) : 0;
        fixed (double* w = state.Weights, averages = state.AverageWeights, penalties = _penalties)
        {
            for (var epoch = 1; epoch <= settings.MaxEpochs; epoch++)
            {
                cancellation.ThrowIfCancellationRequested();
                epochs.Begin();
                var sum = settings.Aggressiveness is null ? Epoch(epochs.Order, w, averages, penalties, start, ref eta) : AggressiveEpoch(epochs.Order, w, averages);
                state.Epochs = epoch;
                epochs.CheckFinite(state, epoch);
                if (epochs.Finished(sum, score?.Invoke(Unscaled()), ref eta))
                {
                    break;
                }
            }

            Rescale(w, averages);
            Settle(averages, w);
        }
    }

    private double Epoch(int[] order, double* w, double* averages, double* penalties, double start, ref double eta)
    {
        var (x, targets, weights, held) = (problem.Samples, problem.Targets, problem.Weights, problem.Held);
        var (sum, intercept, l1) = (LossSum.Zero, state.Intercept, settings.L1Share);
        var penalized = settings.Penalty != Penalty.None;
        for (var i = 0; i < order.Length; i++)
        {
            if (i + Ahead < order.Length)
            {
                x.Prefetch(order[i + Ahead]);
            }

            var row = order[i];
            if (held is not null && held[row])
            {
                continue;
            }

            eta = settings.Schedule switch
            {
                SgdSchedule.Optimal => 1 / (settings.Alpha * (start + _step - 1)),
                SgdSchedule.InverseScaling => settings.Eta0 / Power(_step, settings.PowerT),
                _ => eta,
            };
            var slope = loss.Slope((x.Dot(row, w) * _scale) + intercept, targets[row], ref sum);
            var update = -eta * Math.Clamp(slope, -LargestSlope, LargestSlope) * (weights is null ? 1 : weights[row]);
            if (penalized)
            {
                // Never below 0, however large the step: the coefficients are 0 then.
                _scale *= Math.Max(0, 1 - ((1 - l1) * eta * settings.Alpha));
                if (_scale < SmallestScale)
                {
                    Rescale(w, averages);
                }
            }

            if (update != 0)
            {
                x.AddScaled(row, update / _scale, w);
                intercept += settings.FitIntercept ? update * interceptDecay : 0;
            }

            if (settings.Average > 0 && settings.Average <= _step)
            {
                Average(x, row, update, intercept, averages);
            }

            if (l1 > 0)
            {
                _penalty += l1 * eta * settings.Alpha;
                CumulativePenalty.Apply(x, row, w, penalties, _scale, _penalty);
            }

            _step++;
        }

        state.Intercept = intercept;
        return sum.Value;
    }

    // K. Crammer et al., "Online passive-aggressive algorithms", JMLR 7, 2006: the smallest step that makes the loss 0, at most C (PA-I) or shortened by C (PA-II).
    private double AggressiveEpoch(int[] order, double* w, double* averages)
    {
        var (x, targets, weights, held) = (problem.Samples, problem.Targets, problem.Weights, problem.Held);
        var (total, c) = (0.0, settings.Aggressiveness!.Value);
        var classifies = settings.Loss is SgdLoss.Hinge;
        for (var i = 0; i < order.Length; i++)
        {
            if (i + Ahead < order.Length)
            {
                x.Prefetch(order[i + Ahead]);
            }

            var row = order[i];
            if (held is not null && held[row])
            {
                continue;
            }

            var sum = LossSum.Zero;
            var score = x.Dot(row, w) + state.Intercept;
            loss.Slope(score, targets[row], ref sum);
            var own = sum.Plain;
            total += own;
            if (own == 0 && settings.Average == 0 && score != state.Intercept)
            {
                // No loss, no step; and as the score differs from the intercept, the sample is not all zeros. Its norm is of no interest then.
                _step++;
                continue;
            }

            var norm = x.SquaredNorm(row);
            if (norm == 0 && !settings.SquaredStep)
            {
                continue;
            }

            var step = settings.SquaredStep ? own / (norm + (0.5 / c)) : Math.Min(c, own / norm);
            var update = (classifies ? step * targets[row] : targets[row] < score ? -step : step) * (weights is null ? 1 : weights[row]);
            if (update != 0)
            {
                x.AddScaled(row, update, w);
                state.Intercept += settings.FitIntercept ? update * interceptDecay : 0;
            }

            if (settings.Average > 0 && settings.Average <= _step)
            {
                Average(x, row, update, state.Intercept, averages);
            }

            _step++;
        }

        return total;
    }

    private void Average(in SampleView x, int row, double update, double intercept, double* averages)
    {
        var count = _step - settings.Average + 1;
        if (update != 0)
        {
            x.AddScaled(row, _averageA * (-update / _scale), averages);
        }

        var share = 1 / count;
        if (count > 1)
        {
            _averageB /= 1 - share;
        }

        _averageA += share * _averageB * _scale;
        state.AverageIntercept += (intercept - state.AverageIntercept) / count;
    }

    // What judges samples held back between epochs: as in scikit-learn, the vector without its scale. An l2 penalty that has shrunk it much counts the coefficients as larger
    // than they are beside the intercept, and by that the fit may end an epoch or two sooner or later; steps and coefficients are not touched.
    private SgdState Unscaled() => new(0, averages: false) { Weights = state.Weights, Intercept = state.Intercept };

    // Takes the scale into the coefficients; the average's own factors follow.
    private void Rescale(double* w, double* averages)
    {
        if (_scale == 1)
        {
            return;
        }

        Settle(averages, w);
        System.Numerics.Tensors.TensorPrimitives.Multiply(state.Weights, _scale, state.Weights);
        _scale = 1;
    }

    private void Settle(double* averages, double* w)
    {
        if (settings.Average > 0)
        {
            RowKernels.AddScaled(_averageA, w, averages, state.Weights.Length);
            System.Numerics.Tensors.TensorPrimitives.Multiply(state.AverageWeights, 1 / _averageB, state.AverageWeights);
            (_averageA, _averageB) = (0, 1);
        }
    }

    private static double Power(double t, double power) => power == 0.5 ? Math.Sqrt(t) : power == 0.25 ? Math.Sqrt(Math.Sqrt(t)) : Math.Pow(t, power);
}
