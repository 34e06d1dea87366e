namespace Kiln.Estimators;

/// <summary>Predicts classes without a look at the features: what any other classifier has to beat (scikit-learn: <c>DummyClassifier</c>).</summary>
public sealed record DummyClassifier : Classifier
{
    internal static readonly ParameterSet<DummyClassifier> Table = new ParameterSet<DummyClassifier>("dummy-classifier", "predicts classes without a look at the features")
        .Choice("strategy", e => e.Strategy, (e, v) => e with { Strategy = v }, "what to predict",
            ("prior", DummyStrategy.Prior), ("most_frequent", DummyStrategy.MostFrequent), ("stratified", DummyStrategy.Stratified),
            ("uniform", DummyStrategy.Uniform), ("constant", DummyStrategy.Constant))
        .Seed(e => e.Seed, (e, v) => e with { Seed = v })
        .OptionalText("constant", e => e.Constant, (e, v) => e with { Constant = v }, "the class that the strategy constant predicts");

    /// <summary>What to predict; the most frequent class by default.</summary>
    public DummyStrategy Strategy { get; init; }

    /// <summary>The seed of the draws of stratified and uniform: every prediction begins with it. 0 by default.</summary>
    public uint Seed { get; init; }

    /// <summary>The class that the strategy constant predicts, as text; null by default.</summary>
    public string? Constant { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters() => Require.Together(Strategy != DummyStrategy.Constant || Constant is not null, Name, "constant", Constant, "a class of the target with the strategy constant");

    /// <inheritdoc/>
    public override DummyClassifierModel Fit(Features x, Target y, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        ArgumentNullException.ThrowIfNull(x);
        var samples = Inputs.Numbers(Name, x);
        var (classes, codes) = Inputs.Classes(Name, samples, y, least: 1);
        Inputs.Weights(Name, sampleWeights, samples.Rows);
        var constant = 0;
        if (Strategy == DummyStrategy.Constant)
        {
            constant = classes.Texts().ToList().IndexOf(Constant!);
            Require.That(constant >= 0, Name, "constant", Constant, $"one of the target's classes: {string.Join(", ", classes.Texts().Take(10))}");
        }

        var weights = new double[classes.Count];
        for (var i = 0; i < codes.Length; i++)
        {
            weights[codes[i]] += sampleWeights?[i] ?? 1;
        }

        return new(this, FeatureLayout.Of(x), classes, ClassPriors.Of(Name, "priors", null, weights, sumToOne: false), constant);
    }
}
