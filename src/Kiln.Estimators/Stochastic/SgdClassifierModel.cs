namespace Kiln.Estimators;

/// <summary>A linear classifier that was learned by stochastic gradient descent; a partial fit goes on from it.</summary>
public class SgdClassifierModel : ClassificationModel, ILinearModel, IDecisionModel
{
    private readonly SgdLearned _learned;

    internal SgdClassifierModel(Estimator estimator, FeatureLayout layout, Target classes, SgdLearned learned)
        : base(estimator, layout, classes) => _learned = learned;

    /// <summary>Epochs of the last fit: the most of any class.</summary>
    public int Iterations => _learned.Epochs;

    /// <summary>The number of the next step, from 1: scikit-learn's <c>t_</c>.</summary>
    public double Steps => _learned.Steps;

    /// <inheritdoc/>
    public Tensor Coefficients => Tensor.From(_learned.Coefficients, [_learned.Intercept.Length, FeatureCount]);

    /// <inheritdoc/>
    public Tensor Intercept => Tensor.From(_learned.Intercept);

    /// <inheritdoc/>
    public override Target Predict(Features x) => Rule.Labels(Samples(x), Classes);

    /// <inheritdoc/>
    public Tensor DecisionFunction(Features x) => Rule.ScoreTensor(Samples(x));

    /// <summary>x·w + b, (samples, outputs).</summary>
    private protected LinearRule Rule => new(Estimator.Name, _learned.Coefficients, _learned.Intercept);

    private protected Features Samples(Features x) => Inputs.Unchecked(Estimator.Name, Align(x));

    internal SgdLearned Learned => _learned;

    internal SgdState StateOf(int output, bool averages) => _learned.State(output, averages);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Target("classes", Classes);
        _learned.Write(writer);
    }

    internal static SgdClassifierModel Read(ModelReader reader)
    {
        var classes = reader.Target("classes");
        var learned = SgdLearned.Read(reader, LinearRule.OutputsOf(classes.Count));
        return reader.Fitted is SgdClassifier { Loss: SgdLoss.LogLoss or SgdLoss.ModifiedHuber } given
            ? new SgdProbabilityModel(given, reader.Layout, classes, learned, given.Loss == SgdLoss.ModifiedHuber) { Warnings = reader.Warnings }
            : new SgdClassifierModel(reader.Fitted, reader.Layout, classes, learned) { Warnings = reader.Warnings };
    }
}
