namespace Kiln.Estimators;

/// <summary>
/// Least squares with coefficients of 0 or more, by active sets (C. L. Lawson and R. J. Hanson, "Solving Least Squares Problems", 1974, chapter 23) on AᵀA
/// (R. Bro and S. De Jong, "A fast non-negativity-constrained least squares algorithm", J. Chemometrics 11, 1997); the coefficients of the last set are then
/// solved for from the samples. Where that is not the best by the samples, active sets go on from there on these.
/// </summary>
internal static class NonNegativeLeastSquares
{
    // More columns take too long to factor again and again.
    private const int MostColumns = 1_000;

    // What a gradient from AᵀA may be off by more than one from the samples.
    private const double Slack = 100;

    /// <summary>(outputs, features).</summary>
    public static double[] Solve(CentredSamples samples, CancellationToken cancellation)
    {
        var gram = samples.Gram(cancellation);
        var n = gram.Features;
        var coefficients = new double[gram.Outputs * n];
        for (var output = 0; output < gram.Outputs; output++)
        {
            Solve(samples, gram, output, 0, coefficients.AsSpan(output * n, n), cancellation);
        }

        return coefficients;
    }

    /// <summary>The coefficients of one output; a ridge's are those of least squares with √α below the samples.</summary>
    /// <param name="samples">A and b.</param>
    /// <param name="gram">Their products.</param>
    /// <param name="output">Which b.</param>
    /// <param name="alpha">α, or 0.</param>
    /// <param name="w">Any of 0 or more to begin with; those above 0 are the first set. Takes the best.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Whether they are the best.</returns>
    public static bool Solve(CentredSamples samples, GramProblem gram, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        var sizes = ActiveSetProblem.SizesOf(samples, alpha);
        var isDone = Run(new GramActiveSets(gram, output, alpha, sizes), w, cancellation);
        if (LeastSquaresSolver.IsTooLarge(samples))
        {
            return isDone;
        }

        var exact = RowActiveSets.Of(samples, output, alpha, sizes);
        Polish(samples, exact, output, alpha, w, cancellation);
        var gradient = new double[w.Length];
        exact.Gradient(w, gradient);
        for (var i = 0; i < w.Length; i++)
        {
            isDone &= exact.Sizes[i] == 0 || (w[i] > 0 ? Math.Abs(gradient[i]) : gradient[i]) <= Slack * exact.Tolerance * exact.Sizes[i];
        }

        if (isDone || w.Length > MostColumns)
        {
            return isDone;
        }

        var other = w.ToArray();
        isDone = Run(exact.Reduced(cancellation), other, cancellation);
        if (RidgeObjective.Of(samples, output, alpha, other) <= RidgeObjective.Of(samples, output, alpha, w))
        {
            other.CopyTo(w);
        }

        return isDone;
    }

    private static bool Run(ActiveSetProblem problem, Span<double> w, CancellationToken cancellation)
    {
        var n = w.Length;
        var (isFree, isBlocked, gradient) = (new bool[n], new bool[n], new double[n]);
        for (var i = 0; i < n; i++)
        {
            w[i] = problem.Sizes[i] > 0 ? w[i] : 0;
            isFree[i] = w[i] > 0;
        }

        if (Array.IndexOf(isFree, true) >= 0 && !Descend(problem, isFree, w, cancellation))
        {
            // Columns of the first set depend on each other: one after the other.
            Array.Clear(isFree);
            w.Clear();
        }

        for (var iteration = 0; iteration < 3 * Math.Max(n, 10); iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            problem.Gradient(w, gradient);
            var best = -1;
            for (var i = 0; i < n; i++)
            {
                if (!isFree[i] && !isBlocked[i] && problem.Sizes[i] > 0 && gradient[i] > problem.Tolerance * problem.Sizes[i] && (best < 0 || gradient[i] > gradient[best]))
                {
                    best = i;
                }
            }

            if (best < 0)
            {
                return Array.IndexOf(isBlocked, true) < 0;
            }

            isFree[best] = true;
            if (!Descend(problem, isFree, w, cancellation))
            {
                // The new column depends on those that are free already: nothing is to be gained by it.
                isFree[best] = false;
            }

            // One that by rounding is no better above 0 than at 0 waits until another has moved.
            if (isFree[best])
            {
                Array.Clear(isBlocked);
            }

            isBlocked[best] = !isFree[best];
        }

        return false;
    }

    /// <summary>Goes to the least squares solution of the free coefficients; on the way, those that reach 0 are fixed there.</summary>
    private static bool Descend(ActiveSetProblem problem, bool[] isFree, Span<double> w, CancellationToken cancellation)
    {
        while (true)
        {
            int[] free = [.. Enumerable.Range(0, isFree.Length).Where(i => isFree[i])];
            var solution = problem.Solve(free, cancellation);
            if (solution is null)
            {
                return false;
            }

            var (step, stop) = (1.0, -1);
            for (var k = 0; k < free.Length; k++)
            {
                if (solution[k] <= 0)
                {
                    var share = w[free[k]] > 0 ? w[free[k]] / (w[free[k]] - solution[k]) : 0;
                    if (share < step || stop < 0)
                    {
                        (step, stop) = (share, k);
                    }
                }
            }

            for (var k = 0; k < free.Length; k++)
            {
                w[free[k]] += step * (solution[k] - w[free[k]]);
            }

            if (stop < 0)
            {
                return true;
            }

            for (var k = 0; k < free.Length; k++)
            {
                if (k == stop || w[free[k]] <= 0)
                {
                    (w[free[k]], isFree[free[k]]) = (0, false);
                }
            }
        }
    }

    /// <summary>The free coefficients once more, from the samples; kept unless rounding made one negative, the rank is in doubt, or they are no better.</summary>
    private static void Polish(CentredSamples samples, RowActiveSets problem, int output, double alpha, Span<double> w, CancellationToken cancellation)
    {
        var found = w.ToArray();
        int[] free = [.. Enumerable.Range(0, found.Length).Where(i => found[i] > 0)];
        if (free.Length == 0 || problem.Solve(free, cancellation) is not { } solution || !Array.TrueForAll(solution, v => v >= 0))
        {
            return;
        }

        for (var k = 0; k < free.Length; k++)
        {
            found[free[k]] = solution[k];
        }

        if (RidgeObjective.Of(samples, output, alpha, found) <= RidgeObjective.Of(samples, output, alpha, w))
        {
            found.CopyTo(w);
        }
    }
}
