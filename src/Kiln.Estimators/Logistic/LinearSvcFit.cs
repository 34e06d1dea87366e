namespace Kiln.Estimators;

/// <summary>The fit of a linear support vector classifier: one binary problem, or one for each class.</summary>
internal static class LinearSvcFit
{
    // LIBLINEAR makes up to so many passes by Crammer and Singer's method, whatever it is asked for.
    private const int MostPasses = 100_000;

    public static LinearSvcModel Run(LinearSvc given, Features x, Target y, double[]? sampleWeights, CancellationToken cancellation)
    {
        given.CheckParameters();
        var samples = Inputs.Numbers(given.Name, x);
        var (classes, codes) = Inputs.Classes(given.Name, samples, y);
        Inputs.Weights(given.Name, sampleWeights, samples.Rows);
        Overflow.CheckSquares(given.Name, samples);
        var classWeights = ClassWeights.Of(given.ClassWeight, given.Name, classes, codes);
        var outputs = LinearRule.OutputsOf(classes.Count);
        var coefficients = new double[checked(outputs * samples.Columns)];
        var (intercept, iterations, converged) = (new double[outputs], 0, true);
        if (given.MultiClass == SvcMultiClass.CrammerSinger)
        {
            var costs = Costs(given, codes, sampleWeights, code => classWeights[code]);
            var result = SampleView.With(samples, view => DualCrammerSinger.Minimize(
                view, codes, classes.Count, costs, Bias(given), given.Tolerance, Math.Max(given.MaxIterations, MostPasses), new LiblinearOrder(given.Seed, codes), cancellation));
            Take(given, result.Point, samples.Columns, classes.Count, coefficients, intercept);
            Overflow.Check(given.Name, samples, coefficients, intercept);
            return Model(given, x, classes, coefficients, intercept, result.Iterations, result.Converged);
        }

        SampleView.With(samples, view =>
        {
            var order = new LiblinearOrder(given.Seed, codes);
            for (var k = 0; k < outputs; k++)
            {
                var positive = outputs == 1 ? 1 : k;
                var labels = Array.ConvertAll(codes, code => code == positive ? 1.0 : -1);

                // The class itself is weighed against the rest, which counts 1; of two classes both are weighed.
                var costs = Costs(given, codes, sampleWeights, code => code == positive || outputs == 1 ? classWeights[code] : 1);
                var result = Solve(given, view, labels, costs, order, cancellation);
                result.Point.AsSpan(0, samples.Columns).CopyTo(coefficients.AsSpan(k * samples.Columns));
                intercept[k] = given.FitIntercept ? given.InterceptScaling * result.Point[samples.Columns] : 0;
                iterations = Math.Max(iterations, result.Iterations);
                converged &= result.Converged;
            }

            return true;
        });
        Overflow.Check(given.Name, samples, coefficients, intercept);
        return Model(given, x, classes, coefficients, intercept, iterations, converged);
    }

    /// <summary>What each sample's loss costs: C times the weights of its class and of itself.</summary>
    private static double[] Costs(LinearSvc given, int[] codes, double[]? sampleWeights, Func<int, double> weightOfClass)
    {
        var costs = new double[codes.Length];
        for (var i = 0; i < costs.Length; i++)
        {
            costs[i] = given.C * weightOfClass(codes[i]) * (sampleWeights?[i] ?? 1);
        }

        return costs;
    }

    private static double Bias(LinearSvc given) => given.FitIntercept ? given.InterceptScaling : 0;

    /// <summary>(features and the intercept's, classes) as (classes, features); of two classes the difference, positive for the second.</summary>
    private static void Take(LinearSvc given, double[] point, int features, int classes, double[] coefficients, double[] intercept)
    {
        for (var k = 0; k < intercept.Length; k++)
        {
            double Of(int feature) => intercept.Length == 1 ? point[(feature * classes) + 1] - point[feature * classes] : point[(feature * classes) + k];
            for (var j = 0; j < features; j++)
            {
                coefficients[(k * features) + j] = Of(j);
            }

            intercept[k] = given.FitIntercept ? given.InterceptScaling * Of(features) : 0;
        }
    }

    private static LinearSvcModel Model(LinearSvc given, Features x, Target classes, double[] coefficients, double[] intercept, int iterations, bool converged) =>
        new(given, FeatureLayout.Of(x), classes, coefficients, intercept, iterations)
        {
            Warnings = converged ? [] : [$"{given.Name}: it stopped after {Plural.Of(iterations, "iteration")} before it converged; scale the features (standard-scaler), or raise max_iter"],
        };

    private static SolverResult Solve(LinearSvc given, SampleView x, double[] labels, double[] costs, LiblinearOrder order, CancellationToken cancellation)
    {
        var bias = Bias(given);
        if (given.Dual)
        {
            return DualHinge.Minimize(
                x, labels, costs, given.Loss == SvcLoss.SquaredHinge, bias, given.Tolerance, given.MaxIterations, order, cancellation);
        }

        var tolerance = LiblinearCosts.PrimalTolerance(given.Tolerance, labels);
        PointwiseObjective<SquaredHingeLoss> Objective(SampleView x, double bias, double l2) => new(default, x, labels, costs, l2, bias, l2);
        return given.Penalty == Penalty.L2
            ? RowSpace.Solve(x, bias, (shorter, own) => TrustRegionNewton.Minimize(Objective(shorter, own, 1), tolerance, given.MaxIterations, cancellation, least: 1))
            : ProximalNewton.Minimize(Objective(x, bias, 0), x, bias, 1, tolerance, given.MaxIterations, cancellation);
    }

    /// <summary>Ranges, and what cannot be solved.</summary>
    public static void Check(LinearSvc given)
    {
        Require.Positive(given.Name, "C", given.C);
        Require.Positive(given.Name, "tol", given.Tolerance);
        Require.Positive(given.Name, "intercept_scaling", given.InterceptScaling);
        Require.AtLeast(given.Name, "max_iter", given.MaxIterations, 0);
        Require.That(given.Penalty is Penalty.L1 or Penalty.L2, given.Name, "penalty", given["penalty"], "l1 or l2");
        var possible = (given.Penalty, given.Loss, given.Dual) switch
        {
            (Penalty.L2, SvcLoss.SquaredHinge, _) or (Penalty.L2, SvcLoss.Hinge, true) or (Penalty.L1, SvcLoss.SquaredHinge, false) => true,
            _ => false,
        };
        if (!possible && given.MultiClass != SvcMultiClass.CrammerSinger)
        {
            throw new ArgumentException($"{given.Name}: penalty={given["penalty"]} with loss={given["loss"]} and dual={(given.Dual ? "true" : "false")} cannot be solved; what can: "
                + "l2 with squared_hinge, l2 with hinge and dual=true, l1 with squared_hinge and dual=false", nameof(given));
        }
    }
}
