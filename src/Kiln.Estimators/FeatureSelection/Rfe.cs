namespace Kiln.Estimators;

/// <summary>Recursive feature elimination (scikit-learn: <c>RFE</c>): fits a model, takes the least important features away, and again, until so many are left.</summary>
public sealed record Rfe : FeatureTransformer
{
    internal static readonly ParameterSet<Rfe> Table = new ParameterSet<Rfe>("rfe", "takes the least important features away, again and again")
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "the model's estimator")
        .OptionalNumber("n_features_to_select", e => e.FeaturesToSelect, (e, v) => e with { FeaturesToSelect = v }, "how many stay: a count, or below 1 a share; none for half")
        .Number("step", e => e.Step, (e, v) => e with { Step = v }, "how many go at a time: a count, or below 1 a share")
        .Code("importance_getter", e => e.ImportanceGetter, (e, v) => e with { ImportanceGetter = v }, "a function that takes importances from a fitted model", forFitAlone: true);

    /// <summary>The estimator whose model has coefficients or importances; <see cref="LinearRegression"/> by default.</summary>
    public Predictor Estimator { get; init; } = new LinearRegression();

    /// <summary>How many features stay: from 1 a count, below 1 a share; null (half) by default.</summary>
    public double? FeaturesToSelect { get; init; }

    /// <summary>How many features go at a time: from 1 a count, below 1 a share of all; 1 by default.</summary>
    public double Step { get; init; } = 1;

    /// <summary>
    /// Takes the importances from a fitted model, float64, (features,) or (outputs, features); null (default) for its own, or its coefficients. The fitted choice is saved without it.
    /// </summary>
    public Func<PredictorModel, Tensor>? ImportanceGetter { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        RecursiveElimination.CheckCount(Name, "n_features_to_select", FeaturesToSelect);
        RecursiveElimination.CheckCount(Name, "step", Step);
        Estimator.CheckParameters();
    }

    /// <inheritdoc/>
    public override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NoWeights(Name, sampleWeights);
        Inputs.NotEmpty(Name, x);
        var target = y ?? throw new DatasetException($"{Name}: a target is needed; give y");
        var keep = RecursiveElimination.Count(Name, "n_features_to_select", FeaturesToSelect, x.Columns);
        var ranking = RecursiveElimination.Rank(Name, Estimator, ImportanceGetter, Inputs.Numbers(Name, x), target, keep, RecursiveElimination.Count(Name, "step", Step, x.Columns), cancellation);
        return new(this, FeatureLayout.Of(x), [.. Enumerable.Range(0, ranking.Length).Where(c => ranking[c] == 1)], ranking: ranking);
    }
}
