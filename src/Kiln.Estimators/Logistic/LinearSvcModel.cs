namespace Kiln.Estimators;

/// <summary>A fitted linear support vector machine.</summary>
public sealed class LinearSvcModel : ClassificationModel, ILinearModel, IDecisionModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    internal LinearSvcModel(Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept, int iterations)
        : base(estimator, layout, classes) => (_coefficients, _intercept, Iterations) = (coefficients, intercept, iterations);

    /// <summary>Iterations of the solver: the most of any class.</summary>
    public int Iterations { get; }

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_coefficients, [_intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) => Rule.Labels(Samples(x), Classes);

    /// <inheritdoc/>
    public Tensor DecisionFunction(Features x) => Rule.ScoreTensor(Samples(x));

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("coefficients", _coefficients);
        writer.Numbers("intercept", _intercept);
        writer.Integer("iterations", Iterations);
    }

    internal static LinearSvcModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var outputs = LinearRule.OutputsOf(classes.Count);
        var coefficients = reader.Numbers("coefficients", checked(reader.Layout.Count * outputs));
        return new(reader.Fitted, reader.Layout, classes, coefficients, reader.Numbers("intercept", outputs), reader.Count("iterations")) { Warnings = reader.Warnings };
    }

    private LinearRule Rule => new(Estimator.Name, _coefficients, _intercept);

    private Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));
}
