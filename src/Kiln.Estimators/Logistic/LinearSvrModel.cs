namespace Kiln.Estimators;

/// <summary>A fitted linear support vector machine for numbers.</summary>
public sealed class LinearSvrModel : RegressionModel, ILinearModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    internal LinearSvrModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double intercept, int iterations)
        : base(estimator, layout) => (_coefficients, _intercept, Iterations) = (coefficients, [intercept], iterations);

    /// <summary>Iterations of the solver.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_coefficients, [FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) => new LinearRule(Estimator.Name, _coefficients, _intercept).Scores(Inputs.Unchecked(Estimator.Name, Align(x)));

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("coefficients", _coefficients);
        writer.Numbers("intercept", _intercept);
        writer.Integer("iterations", Iterations);
    }

    internal static LinearSvrModel Read(ModelReader reader) =>
        new(reader.Fitted, reader.Layout, reader.Numbers("coefficients", reader.Layout.Count), reader.Numbers("intercept", 1)[0], reader.Count("iterations")) { Warnings = reader.Warnings };
}
