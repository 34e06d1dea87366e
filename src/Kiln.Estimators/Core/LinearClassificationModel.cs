namespace Kiln.Estimators;

/// <summary>A fitted classifier whose score of a class is linear in the features and whose scores are not made into probabilities.</summary>
public abstract class LinearClassificationModel : ClassificationModel, ILinearModel, IDecisionModel
{
    private readonly double[] _coefficients;
    private readonly double[] _intercept;

    private protected LinearClassificationModel(Estimator estimator, FeatureLayout layout, Target classes, double[] coefficients, double[] intercept)
        : base(estimator, layout, classes) => (_coefficients, _intercept) = (coefficients, intercept);

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
    }

    /// <summary>Classes, coefficients and intercept of a file.</summary>
    private protected static (Target Classes, double[] Coefficients, double[] Intercept) ReadWeights(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var outputs = LinearRule.OutputsOf(classes.Count);
        return (classes, reader.Numbers("coefficients", checked(reader.Layout.Count * outputs)), reader.Numbers("intercept", outputs));
    }

    private LinearRule Rule => new(Estimator.Name, _coefficients, _intercept);

    private Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));
}
