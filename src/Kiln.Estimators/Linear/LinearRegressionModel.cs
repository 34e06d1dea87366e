namespace Kiln.Estimators;

/// <summary>A fitted linear model of numbers: ŷ = x·w + b.</summary>
public class LinearRegressionModel : RegressionModel, ILinearModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    internal LinearRegressionModel(Estimator estimator, FeatureLayout layout, double[] coefficients, double[] intercept)
        : base(estimator, layout) => (_coefficients, _intercept) = (coefficients, intercept);

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_coefficients, _intercept.Length == 1 ? [FeatureCount] : [_intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_intercept);

    /// <summary>The iterations of an iterative solver (of several outputs the most any took); 0 of a direct one.</summary>
    public int Iterations { get; internal init; }

    /// <summary>The coefficients without a copy, (outputs, features).</summary>
    internal ReadOnlySpan<double> Weights => _coefficients;

    /// <inheritdoc/>
    public override Target Predict(Features x) =>
        Target.Of(new LinearRule(Estimator.Name, _coefficients, _intercept).Scores(Inputs.Unchecked(Estimator.Name, Align(x))), _intercept.Length);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Numbers("coefficients", _coefficients);
        writer.Numbers("intercept", _intercept);
        writer.Integer("n_iter", Iterations);
    }

    internal static LinearRegressionModel Read(ModelReader reader)
    {
        var (coefficients, intercept) = ReadWeights(reader);
        return new(reader.Fitted, reader.Layout, coefficients, intercept) { Iterations = reader.Count("n_iter"), Warnings = reader.Warnings };
    }

    /// <summary>Coefficients and intercept of a file.</summary>
    internal static (double[] Coefficients, double[] Intercept) ReadWeights(ModelReader reader)
    {
        var intercept = reader.Numbers("intercept");
        return intercept.Length > 0
            ? (reader.Numbers("coefficients", checked(reader.Layout.Count * intercept.Length)), intercept)
            : throw reader.Damaged("'intercept' is empty");
    }
}
