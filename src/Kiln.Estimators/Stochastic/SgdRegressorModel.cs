namespace Kiln.Estimators;

/// <summary>A linear model of numbers that was learned by stochastic gradient descent; a partial fit goes on from it.</summary>
public sealed class SgdRegressorModel : RegressionModel, ILinearModel
{
    private readonly SgdLearned _learned;

    internal SgdRegressorModel(Estimator estimator, FeatureLayout layout, SgdLearned learned)
        : base(estimator, layout) => _learned = learned;

    /// <summary>Epochs of the last fit.</summary>
    public int Iterations => _learned.Epochs;

    /// <summary>The number of the next step, from 1: scikit-learn's <c>t_</c>.</summary>
    public double Steps => _learned.Steps;

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_learned.Coefficients, [FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_learned.Intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) =>
        new LinearRule(Estimator.Name, _learned.Coefficients, _learned.Intercept).Scores(Inputs.Unchecked(Estimator.Name, Align(x)));

    internal SgdLearned Learned => _learned;

    internal SgdState State(bool averages) => _learned.State(0, averages);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _learned.Write(writer);
    }

    internal static SgdRegressorModel Read(ModelReader reader) => new(reader.Fitted, reader.Layout, SgdLearned.Read(reader, 1)) { Warnings = reader.Warnings };
}
