namespace Kiln.Estimators;

/// <summary>
/// The dual of support vector regression by coordinate descent: for each sample in turn the best βᵢ in [−Cᵢ, Cᵢ] (unbounded of the squared loss), by soft thresholding with epsilon
/// (C.-H. Ho and C.-J. Lin, JMLR 13, 2012, algorithm 4).
/// </summary>
internal static unsafe class DualEpsilon
{
    public static SolverResult Minimize(
        SampleView x, double[] targets, double[] costs, double epsilon, bool squared, double bias, double tolerance, int maxIterations, LiblinearOrder order, CancellationToken cancellation)
    {
        var point = new double[x.Columns + (bias != 0 ? 1 : 0)];
        var state = new Sample[x.Rows];
        var visits = new ActiveSamples(x, costs, order);
        for (var i = 0; i < state.Length; i++)
        {
            var smoothing = squared ? 0.5 / costs[i] : 0;
            state[i] = new() { Target = targets[i], Curvature = x.SquaredNorm(i) + (bias * bias) + smoothing, Cost = costs[i] };
        }

        var (limit, first) = (double.PositiveInfinity, 0.0);
        fixed (double* w = point)
        fixed (Sample* all = state)
        {
            for (var iteration = 1; iteration <= maxIterations; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                visits.Shuffle();
                var (worst, sum) = (0.0, 0.0);
                for (var s = 0; s < visits.Count; s++)
                {
                    DualSteps.Prefetch(x, visits.After(s), all);
                    var i = visits.At(s);
                    var sample = all + i;
                    var (beta, curvature) = (sample->Beta, sample->Curvature);
                    var upper = squared ? double.PositiveInfinity : sample->Cost;
                    var smoothing = squared ? 0.5 / sample->Cost : 0;
                    var slope = x.Dot(i, w) + (bias == 0 ? 0 : bias * w[x.Columns]) - sample->Target + (smoothing * beta);
                    var (above, below) = (slope + epsilon, slope - epsilon);
                    var violation = Violation(beta, upper, above, below);
                    if (violation == 0 && MayRest(beta, upper, above, below, limit))
                    {
                        visits.Rest(s--);
                        continue;
                    }

                    worst = Math.Max(worst, violation);
                    sum += violation;
                    var step = above < curvature * beta ? -above / curvature : below > curvature * beta ? -below / curvature : -beta;
                    if (Math.Abs(step) >= 1e-12)
                    {
                        sample->Beta = Math.Min(Math.Max(beta + step, -upper), upper);
                        DualSteps.Move(x, i, sample->Beta - beta, w, bias);
                    }
                }

                first = iteration == 1 ? sum : first;
                if (sum <= tolerance * first)
                {
                    if (visits.AllActive)
                    {
                        return new(point, iteration, Converged: true);
                    }

                    visits.WakeAll();
                    limit = double.PositiveInfinity;
                    continue;
                }

                limit = worst;
            }
        }

        return new(point, maxIterations, Converged: false);
    }

    // How far the derivative's interval [below, above] is from holding 0, as far as the bounds let β move.
    private static double Violation(double beta, double upper, double above, double below) =>
        beta == 0 ? (above < 0 ? -above : below > 0 ? below : 0)
        : beta >= upper ? Math.Max(above, 0)
        : beta <= -upper ? Math.Max(-below, 0)
        : Math.Abs(beta > 0 ? above : below);

    private static bool MayRest(double beta, double upper, double above, double below, double limit) =>
        beta == 0 ? above > limit && below < -limit
        : beta >= upper ? above < -limit
        : beta <= -upper && below > limit;

    // What a visit needs of a sample besides its features, in one line of the cache.
    private struct Sample
    {
        public double Target;
        public double Curvature;
        public double Cost;
        public double Beta;
    }
}
