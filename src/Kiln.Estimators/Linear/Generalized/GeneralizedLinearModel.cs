namespace Kiln.Estimators;

/// <summary>A fitted generalized linear model: the mean is the inverse link of x·w + b.</summary>
public sealed class GeneralizedLinearModel : LinearRegressionModel
{
    private readonly GeneralizedLoss _loss;

    internal GeneralizedLinearModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept, GeneralizedLoss loss)
        : base(estimator, layout, coefficients, intercept) => _loss = loss;

    /// <summary>Predicts means.</summary>
    /// <inheritdoc/>
    public override Target Predict(Features x)
    {
        var scores = base.Predict(x).Numbers(Estimator.Name).ToArray();
        if (_loss.IsLog)
        {
            System.Numerics.Tensors.TensorPrimitives.Exp(scores, scores);
        }

        return Target.Of(scores);
    }

    /// <inheritdoc/>
    public override string ScoreName => "d2";

    /// <summary>D²: the share of the deviance that is explained, 1 for all of it.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        var scores = base.Predict(x).Numbers(Estimator.Name);
        var truth = Inputs.Values(Estimator.Name, x, y);
        Inputs.Weights(Estimator.Name, sampleWeights, truth.Length);
        var (sum, total) = (0.0, 0.0);
        for (var i = 0; i < truth.Length; i++)
        {
            sum += (sampleWeights?[i] ?? 1) * truth[i];
            total += sampleWeights?[i] ?? 1;
        }

        var (loss, least, constant, mean) = (0.0, 0.0, 0.0, _loss.Link(sum / total));
        for (var i = 0; i < truth.Length; i++)
        {
            var weight = sampleWeights?[i] ?? 1;
            loss += weight * _loss.At(truth[i], scores[i]).Value;
            least += weight * _loss.Least(truth[i]);
            constant += weight * _loss.At(truth[i], mean).Value;
        }

        return 1 - ((loss - least) / (constant - least));
    }

    internal static new GeneralizedLinearModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        var loss = reader.Fitted is GeneralizedRegressor regressor ? regressor.Loss : throw reader.Damaged($"its estimator is {reader.Fitted.Name}");
        return intercept.Length == 1
            ? new(reader.Fitted, reader.Layout, coefficients, intercept, loss) { Iterations = reader.Count("n_iter"), Warnings = reader.Warnings }
            : throw reader.Damaged($"'intercept' has {intercept.Length} numbers");
    }
}
