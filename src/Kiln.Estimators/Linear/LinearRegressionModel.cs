namespace Kiln.Estimators;

/// <summary>A fitted linear model of numbers: ŷ = x·w + b.</summary>
public sealed class LinearRegressionModel : RegressionModel, ILinearModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    internal LinearRegressionModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept)
        : base(estimator, layout) => (_coefficients, _intercept) = (coefficients, intercept);

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_coefficients, _intercept.Length == 1 ? [FeatureCount] : [_intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) =>
        Target.Of(LinearScores.Of(Inputs.Numbers(Estimator.Name, Align(x)), _coefficients, _intercept), _intercept.Length);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("coefficients", _coefficients);
        writer.Numbers("intercept", _intercept);
    }

    internal static LinearRegressionModel Read(ModelReader reader)
    {
        var intercept = reader.Numbers("intercept");
        return new(reader.Fitted, reader.Layout, reader.Numbers("coefficients", checked(reader.Layout.Count * intercept.Length)), intercept) { Warnings = reader.Warnings };
    }
}
