using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>The fit that lasso and elastic net share: ½ mean s (y − x·w − b)² + α (ρ ‖w‖₁ + ½ (1 − ρ) ‖w‖²), weights s scaled to a mean of 1.</summary>
internal static class ElasticNetFit
{
    public static ElasticNetModel Fit(
        Regressor estimator, DescentSettings settings, double alpha, double l1Ratio, Features x, Target y, double[]? weights, LinearRegressionModel? start, CancellationToken cancellation)
    {
        estimator.CheckParameters();
        var (aligned, layout) = StartModel.Align(settings.Name, start, x);
        var samples = Inputs.Unchecked(settings.Name, aligned);
        var targets = Inputs.Values(settings.Name, samples, y);
        var problem = CentredSamples.Checked(settings.Name, samples, targets, y.Outputs, MeanOne(settings.Name, weights, samples.Rows), settings.FitIntercept);
        StartModel.CheckOutputs(settings.Name, start, problem.Outputs);
        var problems = new DescentProblems(problem, settings, cancellation);
        var (n, coefficients, gaps, iterations, warnings) = (problem.Columns, new double[problem.Columns * problem.Outputs], new double[problem.Outputs], 0, new List<string>());
        for (var output = 0; output < problem.Outputs; output++)
        {
            var begin = start is null ? [] : start.Weights.Slice(output * n, n);
            var path = DescentPath.Run(problems.Of(output), problem, [alpha], l1Ratio, settings, begin, cancellation);
            path.Coefficients.CopyTo(coefficients.AsSpan(output * n));
            gaps[output] = path.Outcomes[0].Gap / problem.Rows;
            iterations = Math.Max(iterations, path.Outcomes[0].Iterations);
            if (!path.Outcomes[0].HasConverged)
            {
                warnings.Add(settings.Warning(path.Outcomes[0], alpha));
            }
        }

        var intercept = problem.Intercept(coefficients);
        Overflow.Check(settings.Name, samples, targets, coefficients, intercept);
        return new(estimator, layout, coefficients, intercept, gaps) { Iterations = iterations, Warnings = warnings };
    }

    /// <summary>Weights that add up to the number of samples; null for null.</summary>
    public static double[]? MeanOne(string name, double[]? weights, int rows)
    {
        if (Inputs.Weights(name, weights, rows) is null)
        {
            return null;
        }

        var scaled = new double[rows];
        TensorPrimitives.Multiply(weights, rows / TensorPrimitives.Sum<double>(weights), scaled);
        return scaled;
    }
}
