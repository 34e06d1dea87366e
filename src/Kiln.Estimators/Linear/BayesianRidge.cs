using System.Numerics.Tensors;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// A ridge that finds its own penalty (scikit-learn: <c>BayesianRidge</c>; D. MacKay, "Bayesian Interpolation", Neural Computation 4, 1992): coefficients are
/// normal with precision λ, noise with precision α, and both follow from the samples. Predictions have a deviation.
/// </summary>
/// <remarks>Sparse samples are made dense.</remarks>
public sealed record BayesianRidge : Regressor
{
    internal static readonly ParameterSet<BayesianRidge> Table = new ParameterSet<BayesianRidge>("bayesian-ridge", "ridge that finds its own penalty")
        .Integer("n_iter", e => e.MaxIterations, (e, v) => e with { MaxIterations = v }, "the most iterations")
        .Number("tol", e => e.Tolerance, (e, v) => e with { Tolerance = v }, "stops when the coefficients change by less in all")
        .Number("alpha_1", e => e.AlphaShape, (e, v) => e with { AlphaShape = v }, "shape of the gamma distribution of the noise's precision")
        .Number("alpha_2", e => e.AlphaRate, (e, v) => e with { AlphaRate = v }, "rate of the gamma distribution of the noise's precision")
        .Number("lambda_1", e => e.LambdaShape, (e, v) => e with { LambdaShape = v }, "shape of the gamma distribution of the coefficients' precision")
        .Number("lambda_2", e => e.LambdaRate, (e, v) => e with { LambdaRate = v }, "rate of the gamma distribution of the coefficients' precision")
        .OptionalNumber("alpha_init", e => e.AlphaStart, (e, v) => e with { AlphaStart = v }, "the noise's precision to begin with")
        .OptionalNumber("lambda_init", e => e.LambdaStart, (e, v) => e with { LambdaStart = v }, "the coefficients' precision to begin with")
        .Flag("fit_intercept", e => e.FitIntercept, (e, v) => e with { FitIntercept = v }, "whether to learn an intercept")
        .Flag("compute_score", e => e.ComputeScores, (e, v) => e with { ComputeScores = v }, "whether the log marginal likelihood is taken at each iteration");

    /// <summary>The most iterations; 300 by default.</summary>
    public int MaxIterations { get; init; } = 300;

    /// <summary>Stops when the coefficients change by less than this in all; 1e-3 by default.</summary>
    public double Tolerance { get; init; } = 1e-3;

    /// <summary>The shape of the gamma distribution of the noise's precision; 1e-6 by default.</summary>
    public double AlphaShape { get; init; } = 1e-6;

    /// <summary>The rate of the gamma distribution of the noise's precision; 1e-6 by default.</summary>
    public double AlphaRate { get; init; } = 1e-6;

    /// <summary>The shape of the gamma distribution of the coefficients' precision; 1e-6 by default.</summary>
    public double LambdaShape { get; init; } = 1e-6;

    /// <summary>The rate of the gamma distribution of the coefficients' precision; 1e-6 by default.</summary>
    public double LambdaRate { get; init; } = 1e-6;

    /// <summary>The noise's precision to begin with, above 0; null (default) takes 1 / the target's variance.</summary>
    public double? AlphaStart { get; init; }

    /// <summary>The coefficients' precision to begin with, above 0; null (default) takes 1.</summary>
    public double? LambdaStart { get; init; }

    /// <summary>Whether to learn an intercept, which has no prior; true by default.</summary>
    public bool FitIntercept { get; init; } = true;

    /// <summary>Whether <see cref="BayesianRidgeModel.Scores"/> are taken; false by default.</summary>
    public bool ComputeScores { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.AtLeast(Name, "n_iter", MaxIterations, 1);
        Require.NotNegative(Name, "tol", Tolerance);
        Require.NotNegative(Name, "alpha_1", AlphaShape);
        Require.NotNegative(Name, "alpha_2", AlphaRate);
        Require.NotNegative(Name, "lambda_1", LambdaShape);
        Require.NotNegative(Name, "lambda_2", LambdaRate);
        Require.That(AlphaStart is null || IsPrecision(AlphaStart.Value), Name, "alpha_init", AlphaStart, "a number above 0, or none");
        Require.That(LambdaStart is null || IsPrecision(LambdaStart.Value), Name, "lambda_init", LambdaStart, "a number above 0, or none");
    }

    /// <inheritdoc/>
    public override BayesianRidgeModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rows == 1)
        {
            throw new DatasetException($"{Name}: one sample tells nothing of the noise; more are needed");
        }

        var samples = Inputs.Numbers(Name, x);
        var targets = Inputs.Values(Name, samples, y);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        if (y.Outputs != 1)
        {
            throw new DatasetException($"{Name}: each sample has {y.Outputs} targets; one is expected. Fit one model for each output");
        }

        var problem = CentredSamples.Of(samples, targets, 1, sampleWeights, FitIntercept).WithFiniteMeans(Name);
        var (rows, n) = (samples.Rows, samples.Columns);
        var k = Math.Min(rows, n);
        var (values, u, vt) = (new double[k], new double[rows * k], new double[k * n]);
        Svd.Decompose<double>(rows, n, problem.ToRows(), n, values, u, k, vt, n, cancellation: cancellation);

        // In the directions of the singular vectors all is a sum over them: coefficients, residual and the effective number of parameters.
        var along = new double[k];
        var target = problem.Target(0);
        for (var row = 0; row < rows; row++)
        {
            TensorPrimitives.MultiplyAdd(u.AsSpan(row * k, k), target[row], along, along);
        }

        var outside = Outside(target, u, along, k);
        var mean = TensorPrimitives.Sum(target) / rows;
        var variance = (TensorPrimitives.SumOfSquares(target) / rows) - (mean * mean);
        var (alpha, lambda) = (AlphaStart ?? 1 / (variance + Float64.Epsilon), LambdaStart ?? 1);
        var scores = new List<double>();
        var (before, w, iteration, hasConverged) = (new double[n], new double[n], 0, false);
        for (; iteration < MaxIterations && !hasConverged; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            var rest = outside + Coefficients(values, vt, along, lambda / alpha, w);
            if (ComputeScores)
            {
                scores.Add(LogLikelihood(values, w, rows, alpha, lambda, rest));
            }

            var effective = 0.0;
            foreach (var value in values)
            {
                effective += alpha * value * value / (lambda + (alpha * value * value));
            }

            lambda = (effective + (2 * LambdaShape)) / (TensorPrimitives.SumOfSquares<double>(w) + (2 * LambdaRate));
            alpha = (rows - effective + (2 * AlphaShape)) / (rest + (2 * AlphaRate));
            hasConverged = iteration > 0 && TensorPrimitives.SumOfMagnitudes<double>([.. w.Zip(before, (one, other) => one - other)]) < Tolerance;
            w.CopyTo(before, 0);
        }

        var squares = outside + Coefficients(values, vt, along, lambda / alpha, w);
        if (ComputeScores)
        {
            scores.Add(LogLikelihood(values, w, rows, alpha, lambda, squares));
        }

        var intercept = problem.Intercept(w);
        Overflow.Check(Name, samples, w, intercept);
        return new(this, FeatureLayout.Of(x), w, intercept, alpha, lambda, Covariance(values, vt, alpha, lambda, n), [.. scores])
        {
            Iterations = iteration,
            Warnings = hasConverged ? [] : [$"{Name}: it stopped after {Plural.Of(iteration, "iteration")}, before it converged; raise n_iter or tol, or scale the features"],
        };
    }

    // From a precision of 0 no step leads on.
    private static bool IsPrecision(double value) => value > 0 && double.IsFinite(value);

    /// <summary>The logarithm of the marginal likelihood, but for the hyper-priors' constants (C. Bishop, "Pattern Recognition and Machine Learning", equation 3.86).</summary>
    private double LogLikelihood(double[] values, double[] w, int rows, double alpha, double lambda, double squares)
    {
        var determinant = (w.Length - values.Length) * Math.Log(lambda);
        foreach (var value in values)
        {
            determinant += Math.Log(lambda + (alpha * value * value));
        }

        var priors = (LambdaShape * Math.Log(lambda)) - (LambdaRate * lambda) + (AlphaShape * Math.Log(alpha)) - (AlphaRate * alpha);
        return priors + (0.5 * ((w.Length * Math.Log(lambda)) + (rows * Math.Log(alpha)) - (alpha * squares)
            - (lambda * TensorPrimitives.SumOfSquares<double>(w)) - determinant - (rows * Math.Log(2 * Math.PI))));
    }

    /// <summary>‖b − U Uᵀ b‖²: what no coefficients can explain.</summary>
    private static double Outside(ReadOnlySpan<double> target, double[] u, double[] along, int k)
    {
        var sum = 0.0;
        for (var row = 0; row < target.Length; row++)
        {
            var rest = target[row] - TensorPrimitives.Dot<double>(u.AsSpan(row * k, k), along);
            sum += rest * rest;
        }

        return sum;
    }

    /// <summary>w = V σ / (σ² + ratio) Uᵀb; returns the squared residual within U.</summary>
    private static double Coefficients(double[] values, double[] vt, double[] along, double ratio, double[] w)
    {
        w.AsSpan().Clear();
        var rest = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var damped = (values[i] * values[i]) + ratio;
            TensorPrimitives.MultiplyAdd(vt.AsSpan(i * w.Length, w.Length), along[i] * values[i] / damped, w, w);
            rest += along[i] * ratio / damped * (along[i] * ratio / damped);
        }

        return rest;
    }

    /// <summary>V (σ² + λ/α)⁻¹ Vᵀ / α.</summary>
    private static double[] Covariance(double[] values, double[] vt, double alpha, double lambda, int n)
    {
        var covariance = new double[n * n];
        for (var i = 0; i < values.Length; i++)
        {
            var line = vt.AsSpan(i * n, n);
            var factor = 1 / (alpha * ((values[i] * values[i]) + (lambda / alpha)));
            for (var j = 0; j < n; j++)
            {
                TensorPrimitives.MultiplyAdd(line, factor * line[j], covariance.AsSpan(j * n, n), covariance.AsSpan(j * n, n));
            }
        }

        return covariance;
    }
}
