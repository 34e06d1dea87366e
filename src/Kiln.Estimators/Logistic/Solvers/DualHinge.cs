namespace Kiln.Estimators;

/// <summary>
/// The dual of L2-penalized hinge and squared hinge loss by coordinate descent: for each sample in turn the best αᵢ in [0, Cᵢ] (or [0, ∞) of the squared loss), which is known in
/// closed form; samples whose αᵢ stays at a bound rest (C.-J. Hsieh et al., "A dual coordinate descent method for large-scale linear SVM", ICML 2008).
/// </summary>
internal static unsafe class DualHinge
{
    // The hinge's dual is flat where it stops: a little further on the primal value no longer depends on the path that rounding took.
    private const double HingeShare = 0.25;

    // Where passes cost next to nothing they go on until the values of both problems, which meet at the optimum, are this near, relative to the primal one.
    private const double SmallGap = 5e-7, GapShare = 0.1;

    // Where passes run out before, this is near enough not to warn.
    private const double FairGap = 1e-6;
    private const long FewNumbers = 10_000;

    public static SolverResult Minimize(
        SampleView x, double[] labels, double[] costs, bool squared, double bias, double tolerance, int maxIterations, LiblinearOrder order, CancellationToken cancellation)
    {
        var point = new double[x.Columns + (bias != 0 ? 1 : 0)];
        var state = new Sample[x.Rows];
        var visits = new ActiveSamples(x, costs, order);
        var (enough, hasRule) = (squared ? tolerance : HingeShare * tolerance, false);
        for (var i = 0; i < state.Length; i++)
        {
            state[i] = new() { Label = labels[i], Curvature = x.SquaredNorm(i) + (bias * bias) + (squared ? 0.5 / costs[i] : 0), Cost = costs[i] };
        }

        // The largest and smallest projected derivatives of the last pass: beyond them a sample at its bound rests.
        var (high, low) = (double.PositiveInfinity, double.NegativeInfinity);
        fixed (double* w = point)
        fixed (Sample* all = state)
        {
            for (var iteration = 1; iteration <= maxIterations; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                visits.Shuffle();
                var (largest, smallest) = (double.NegativeInfinity, double.PositiveInfinity);
                for (var s = 0; s < visits.Count; s++)
                {
                    DualSteps.Prefetch(x, visits.After(s), all);
                    var i = visits.At(s);
                    var sample = all + i;
                    var (alpha, label) = (sample->Alpha, sample->Label);
                    var upper = squared ? double.PositiveInfinity : sample->Cost;
                    var score = x.Dot(i, w) + (bias == 0 ? 0 : bias * w[x.Columns]);
                    var slope = (label * score) - 1 + (squared ? alpha * 0.5 / sample->Cost : 0);
                    if ((alpha == 0 && slope > high) || (alpha == upper && slope < low))
                    {
                        visits.Rest(s--);
                        continue;
                    }

                    var projected = alpha == 0 ? Math.Min(slope, 0) : alpha == upper ? Math.Max(slope, 0) : slope;
                    largest = Math.Max(largest, projected);
                    smallest = Math.Min(smallest, projected);
                    if (Math.Abs(projected) > 1e-12)
                    {
                        sample->Alpha = Math.Min(Math.Max(alpha - (slope / sample->Curvature), 0), upper);
                        DualSteps.Move(x, i, (sample->Alpha - alpha) * label, w, bias);
                    }
                }

                if (largest - smallest <= enough)
                {
                    if (visits.AllActive)
                    {
                        if (x.Stored > FewNumbers || Gap(x, state, point, squared, bias) <= SmallGap)
                        {
                            return new(point, iteration, Converged: true);
                        }

                        (enough, hasRule) = (GapShare * enough, true);
                    }

                    visits.WakeAll();
                    (high, low) = (double.PositiveInfinity, double.NegativeInfinity);
                    continue;
                }

                high = largest <= 0 ? double.PositiveInfinity : largest;
                low = smallest >= 0 ? double.NegativeInfinity : smallest;
            }
        }

        return new(point, maxIterations, Converged: hasRule && Gap(x, state, point, squared, bias) <= FairGap);
    }

    // P − D, relative to P: P = ½‖w‖² + Σ C·loss, D = Σα − ½‖w‖² − Σ α²/(4C), the last for the squared loss.
    private static double Gap(in SampleView x, Sample[] state, double[] point, bool squared, double bias)
    {
        var (primal, dual) = (0.0, 0.0);
        fixed (double* w = point)
        {
            for (var i = 0; i < state.Length; i++)
            {
                var sample = state[i];
                if (sample.Cost > 0)
                {
                    var loss = Math.Max(0, 1 - (sample.Label * (x.Dot(i, w) + (bias == 0 ? 0 : bias * w[x.Columns]))));
                    primal += sample.Cost * (squared ? loss * loss : loss);
                    dual += sample.Alpha - (squared ? 0.25 * sample.Alpha * sample.Alpha / sample.Cost : 0);
                }
            }
        }

        var half = 0.5 * System.Numerics.Tensors.TensorPrimitives.SumOfSquares<double>(point);
        return (primal - dual + (2 * half)) / Math.Max(primal + half, double.Epsilon);
    }

    // What a visit needs of a sample besides its features, in one line of the cache.
    private struct Sample
    {
        public double Label;
        public double Curvature;
        public double Cost;
        public double Alpha;
    }
}
