namespace Kiln.Estimators;

/// <summary>Predictions that are there already, for scorers, which ask a model.</summary>
internal sealed class KnownPredictions(Estimator estimator, Target predicted) : RegressionModel(estimator, new FeatureLayout(1))
{
    public override Target Predict(Features x) => predicted;

    protected internal override void Write(ModelWriter writer) => throw new NotSupportedException($"{Estimator.Name}: predictions by themselves are not written");
}
