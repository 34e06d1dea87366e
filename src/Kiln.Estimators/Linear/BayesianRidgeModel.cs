using System.Numerics.Tensors;

namespace Kiln.Estimators;

/// <summary>A fitted Bayesian ridge.</summary>
public sealed class BayesianRidgeModel : LinearRegressionModel
{
    private readonly double[] _covariance;

    internal BayesianRidgeModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept, double alpha, double lambda, double[] covariance, double[] scores)
        : base(estimator, layout, coefficients, intercept) => (NoisePrecision, CoefficientPrecision, _covariance, Scores) = (alpha, lambda, covariance, scores);

    /// <summary>The precision α of the noise: 1 / its variance.</summary>
    public double NoisePrecision { get; }

    /// <summary>The precision λ of the coefficients.</summary>
    public double CoefficientPrecision { get; }

    /// <summary>The log marginal likelihood at each iteration and at the end, where <see cref="BayesianRidge.ComputeScores"/> asked for it; otherwise empty.</summary>
    public ReadOnlyMemory<double> Scores { get; }

    /// <summary>The covariance of the coefficients: float64, (features, features).</summary>
    public Kiln.Tensors.Tensor Covariance => Kiln.Tensors.Tensor.From(_covariance, [FeatureCount, FeatureCount]);

    /// <summary>The standard deviation of each prediction, √(xᵀ Σ x + 1/α): that of the coefficients and of the noise (scikit-learn: <c>return_std</c>).</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    public double[] PredictDeviations(Features x)
    {
        var samples = Inputs.Dense(Estimator.Name, Align(x));
        var n = FeatureCount;
        var deviations = new double[samples.Rows];
        RowBlocks.Run(samples.Rows, (long)samples.Rows * n * n, (start, end) =>
        {
            for (var row = start; row < end; row++)
            {
                var (values, sum) = (samples.Row(row).ToArray(), 1 / NoisePrecision);
                for (var i = 0; i < n; i++)
                {
                    sum += values[i] * TensorPrimitives.Dot<double>(_covariance.AsSpan(i * n, n), values);
                }

                deviations[row] = Math.Sqrt(sum);
            }
        });
        return deviations;
    }

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        base.Write(writer);
        writer.Number("alpha", NoisePrecision);
        writer.Number("lambda", CoefficientPrecision);
        writer.Numbers("sigma", _covariance);
        if (Scores.Length > 0)
        {
            writer.Numbers("scores", Scores.ToArray());
        }
    }

    internal static new BayesianRidgeModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        var covariance = reader.Numbers("sigma", checked(reader.Layout.Count * reader.Layout.Count));
        return new(reader.Fitted, reader.Layout, coefficients, intercept, reader.Number("alpha"), reader.Number("lambda"), covariance, reader.EstimatorAs<BayesianRidge>().ComputeScores ? reader.Numbers("scores") : [])
        {
            Iterations = reader.Count("n_iter"),
            Warnings = reader.Warnings,
        };
    }
}
