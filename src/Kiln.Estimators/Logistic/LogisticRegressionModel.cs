namespace Kiln.Estimators;

/// <summary>A fitted logistic regression.</summary>
public class LogisticRegressionModel : ClassificationModel, ILinearModel, IDecisionModel, IProbabilityModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;
    private readonly int[] _iterations;

    internal LogisticRegressionModel(Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept, bool softmax, int[] iterations)
        : base(estimator, layout, classes) => (_coefficients, _intercept, IsSoftmax, _iterations) = (coefficients, intercept, softmax, iterations);

    /// <summary>Whether the probabilities are a softmax over the classes; otherwise each class is one against the rest.</summary>
    public bool IsSoftmax { get; }

    /// <summary>Iterations of the solver: one number, or one for each class that was set against the rest.</summary>
    public IReadOnlyList<int> Iterations => _iterations;

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_coefficients, [_intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) => Rule.Labels(Samples(x), Classes);

    /// <inheritdoc/>
    public Tensor DecisionFunction(Features x) => Rule.ScoreTensor(Samples(x));

    /// <inheritdoc/>
    public Tensor PredictProbabilities(Features x) => Rule.Probabilities(Samples(x), Classes.Count, IsSoftmax);

    /// <summary>The logarithm of each class's probability.</summary>
    /// <param name="x">The samples, with the features of the fit.</param>
    /// <returns>Float64, (samples, classes).</returns>
    public Tensor PredictLogProbabilities(Features x) => PredictProbabilities(x).Log();

    /// <summary>The coefficients, (1 or classes, features).</summary>
    internal ReadOnlySpan<double> CoefficientValues => _coefficients;

    /// <summary>(1 or classes,).</summary>
    internal ReadOnlySpan<double> InterceptValues => _intercept;

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        writer.Numbers("coefficients", _coefficients);
        writer.Numbers("intercept", _intercept);
        writer.Integers("iterations", _iterations);
        writer.Flag("softmax", IsSoftmax);
    }

    internal static LogisticRegressionModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var outputs = LinearRule.OutputsOf(classes.Count);
        return new(
            reader.Fitted, reader.Layout, classes, reader.Numbers("coefficients", checked(reader.Layout.Count * outputs)), reader.Numbers("intercept", outputs),
            reader.Flag("softmax"), reader.Integers("iterations"))
        {
            Warnings = reader.Warnings,
        };
    }

    private LinearRule Rule => new(Estimator.Name, _coefficients, _intercept);

    private Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));
}
