namespace Kiln.Estimators;

/// <summary>
/// The dual of L2-penalized hinge and squared hinge loss by coordinate descent: for each sample in turn the best αᵢ in [0, Cᵢ] (or [0, ∞) of the squared loss), which is known in
/// closed form; samples whose αᵢ stays at a bound rest (C.-J. Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008).
/// </summary>
internal static unsafe class DualHinge
{
    // The hinge's dual is flat where it stops: a little further on the primal value no longer depends on the path that rounding took.
    private const double HingeShare = 0.25;

    public static SolverResult Minimize(
        SampleView x, double[] labels, double[] costs, bool squared, double bias, double tolerance, int maxIterations, LiblinearOrder order, CancellationToken cancellation)
    {
        var point = new double[x.Columns + (bias != 0 ? 1 : 0)];
        var (alpha, curvature) = (new double[x.Rows], new double[x.Rows]);
        var visits = new ActiveSamples(x, costs, order);
        var enough = squared ? tolerance : HingeShare * tolerance;
        for (var i = 0; i < x.Rows; i++)
        {
            curvature[i] = x.SquaredNorm(i) + (bias * bias) + (squared ? 0.5 / costs[i] : 0);
        }

        // The largest and smallest projected derivatives of the last pass: beyond them a sample at its bound rests.
        var (high, low) = (double.PositiveInfinity, double.NegativeInfinity);
        fixed (double* w = point)
        {
            for (var iteration = 1; iteration <= maxIterations; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                visits.Shuffle();
                var (largest, smallest) = (double.NegativeInfinity, double.PositiveInfinity);
                for (var s = 0; s < visits.Count; s++)
                {
                    var i = visits.At(s);
                    var upper = squared ? double.PositiveInfinity : costs[i];
                    var score = x.Dot(i, w) + (bias == 0 ? 0 : bias * w[x.Columns]);
                    var slope = (labels[i] * score) - 1 + (squared ? alpha[i] * 0.5 / costs[i] : 0);
                    if ((alpha[i] == 0 && slope > high) || (alpha[i] == upper && slope < low))
                    {
                        visits.Rest(s--);
                        continue;
                    }

                    var projected = alpha[i] == 0 ? Math.Min(slope, 0) : alpha[i] == upper ? Math.Max(slope, 0) : slope;
                    largest = Math.Max(largest, projected);
                    smallest = Math.Min(smallest, projected);
                    if (Math.Abs(projected) > 1e-12)
                    {
                        var before = alpha[i];
                        alpha[i] = Math.Min(Math.Max(before - (slope / curvature[i]), 0), upper);
                        DualSteps.Move(x, i, (alpha[i] - before) * labels[i], w, bias);
                    }
                }

                if (largest - smallest <= enough)
                {
                    if (visits.AllActive)
                    {
                        return new(point, iteration, Converged: true);
                    }

                    visits.WakeAll();
                    (high, low) = (double.PositiveInfinity, double.NegativeInfinity);
                    continue;
                }

                high = largest <= 0 ? double.PositiveInfinity : largest;
                low = smallest >= 0 ? double.NegativeInfinity : smallest;
            }
        }

        return new(point, maxIterations, Converged: false);
    }
}
