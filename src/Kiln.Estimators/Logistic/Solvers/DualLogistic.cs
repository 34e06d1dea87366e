namespace Kiln.Estimators;

/// <summary>
/// The dual of L2-penalized logistic regression by coordinate descent: for each sample in turn the best αᵢ in (0, Cᵢ), by Newton's method in one variable, from the
/// end of the interval where that is stable (H.-F. Yu, F.-L. Huang and C.-J. Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models",
/// Machine Learning 85, 2011).
/// </summary>
internal static unsafe class DualLogistic
{
    private const int MostInner = 100;

    public static SolverResult Minimize(
        SampleView x, double[] labels, double[] costs, double bias, double tolerance, int maxIterations, LiblinearOrder order, CancellationToken cancellation)
    {
        var point = new double[x.Columns + (bias != 0 ? 1 : 0)];
        var (alpha, rest, norms) = (new double[x.Rows], new double[x.Rows], new double[x.Rows]);
        var visits = order.Begin(x.Rows);
        fixed (double* w = point)
        {
            for (var i = 0; i < x.Rows; i++)
            {
                alpha[i] = Math.Min(0.001 * costs[i], 1e-8);
                rest[i] = costs[i] - alpha[i];
                norms[i] = x.SquaredNorm(i) + (bias * bias);
                DualSteps.Move(x, i, labels[i] * alpha[i], w, bias);
            }

            var innerTolerance = 1e-2;
            var leastTolerance = Math.Min(1e-8, tolerance);
            for (var iteration = 1; iteration <= maxIterations; iteration++)
            {
                cancellation.ThrowIfCancellationRequested();
                order.Shuffle(visits, visits.Length);
                var (steps, worst) = (0, 0.0);
                foreach (var i in visits)
                {
                    if (costs[i] == 0)
                    {
                        continue;
                    }

                    var score = labels[i] * (x.Dot(i, w) + (bias == 0 ? 0 : bias * w[x.Columns]));
                    var mirrored = (0.5 * norms[i] * (rest[i] - alpha[i])) + score < 0;
                    var before = mirrored ? rest[i] : alpha[i];
                    var sign = mirrored ? -1.0 : 1.0;
                    var z = Newton(before, costs[i], norms[i], sign * score, innerTolerance, out var made, ref worst);
                    if (made > 0)
                    {
                        steps += made;
                        (alpha[i], rest[i]) = mirrored ? (costs[i] - z, z) : (z, costs[i] - z);
                        DualSteps.Move(x, i, sign * (z - before) * labels[i], w, bias);
                    }
                }

                if (worst < tolerance)
                {
                    return new(point, iteration, Converged: true);
                }

                if (steps <= x.Rows / 10)
                {
                    innerTolerance = Math.Max(leastTolerance, 0.1 * innerTolerance);
                }
            }
        }

        return new(point, maxIterations, Converged: false);
    }

    // The minimum of z·log z + (C − z)·log(C − z) + ½a(z − z₀)² + b(z − z₀).
    private static double Newton(double start, double cost, double a, double b, double tolerance, out int steps, ref double worst)
    {
        var z = cost - start < 0.5 * cost ? 0.1 * start : start;
        var slope = (a * (z - start)) + b + Math.Log(z / (cost - z));
        worst = Math.Max(worst, Math.Abs(slope));
        for (steps = 0; steps <= MostInner && Math.Abs(slope) >= tolerance; steps++)
        {
            var next = z - (slope / (a + (cost / (cost - z) / z)));
            z = next <= 0 ? 0.1 * z : next;
            slope = (a * (z - start)) + b + Math.Log(z / (cost - z));
        }

        return z;
    }
}
