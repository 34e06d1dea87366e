namespace Kiln.Estimators;

/// <summary>Keeps the features that matter to a model (scikit-learn: <c>SelectFromModel</c>): those whose coefficients or importances reach a threshold.</summary>
public sealed record SelectFromModel : FeatureTransformer
{
    internal static readonly ParameterSet<SelectFromModel> Table = new ParameterSet<SelectFromModel>("select-from-model", "keeps the features that matter to a model")
        .Estimator<Predictor>("estimator", e => e.Estimator, (e, v) => e with { Estimator = v }, "the model's estimator")
        .OptionalText("threshold", e => e.Threshold, (e, v) => e with { Threshold = v }, "the least importance: a number, mean, median, or 1.25*mean")
        .OptionalInteger("max_features", e => e.MaxFeatures, (e, v) => e with { MaxFeatures = v }, "at most so many features")
        .Number("norm_order", e => e.NormOrder, (e, v) => e with { NormOrder = v }, "the norm of coefficients over classes or outputs: 1, 2 or infinity")
        .Code("importance_getter", e => e.ImportanceGetter, (e, v) => e with { ImportanceGetter = v }, "a function that takes importances from a fitted model", forFitAlone: true);

    /// <summary>The estimator whose model has coefficients or importances; <see cref="LinearRegression"/> by default.</summary>
    public Predictor Estimator { get; init; } = new LinearRegression();

    /// <summary>The least importance that stays: a number ("-inf" to choose by <see cref="MaxFeatures"/> alone), "mean", "median", or a multiple such as "1.25*mean". Null by default: 1e-5 for models with an L1 penalty, else the mean.</summary>
    public string? Threshold { get; init; }

    /// <summary>At most so many features stay; null by default.</summary>
    public int? MaxFeatures { get; init; }

    /// <summary>The norm of coefficients over classes or outputs: 1 (by default), 2 or infinity.</summary>
    public double NormOrder { get; init; } = 1;

    /// <summary>
    /// Takes the importances from a fitted model, float64, (features,) or (outputs, features); null (default) for its own, or its coefficients. The fitted choice is saved without it.
    /// </summary>
    public Func<PredictorModel, Tensor>? ImportanceGetter { get; init; }

    /// <inheritdoc/>
    protected internal override ParameterSet ParameterSet => Table;

    /// <inheritdoc/>
    public override void CheckParameters()
    {
        Require.That(MaxFeatures is null or >= 0, Name, "max_features", MaxFeatures, "0 or more, or none");
        Require.That(double.IsInfinity(NormOrder) || (NormOrder != 0 && NormOrder == Math.Floor(NormOrder)), Name, "norm_order", NormOrder, "a whole number that is not 0, or an infinity");
        Estimator.CheckParameters();
    }

    /// <inheritdoc/>
    public override FeatureSelectionModel Fit(Features x, Target? y = null, double[]? sampleWeights = null, CancellationToken cancellation = default)
    {
        CheckParameters();
        Inputs.NotEmpty(Name, x);
        var target = y ?? throw new DatasetException($"{Name}: a target is needed; give y");
        var scores = Importances.Of(Name, Estimator.Fit(x, target, sampleWeights, cancellation), ImportanceGetter, NormOrder);
        return Select(FeatureLayout.Of(x), scores);
    }

    /// <summary>Chooses by a model that is fitted already, without a fit (scikit-learn: <c>prefit=True</c>).</summary>
    /// <param name="model">The model, with coefficients or importances.</param>
    /// <exception cref="ArgumentException">It has neither.</exception>
    public FeatureSelectionModel FitPrefitted(PredictorModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var selector = this with { Estimator = (Predictor)model.Estimator };
        selector.CheckParameters();
        return selector.Select(model.Layout, Importances.Of(Name, model, ImportanceGetter, NormOrder));
    }

    private FeatureSelectionModel Select(FeatureLayout layout, double[] scores)
    {
        var least = Least(scores);
        var kept = Enumerable.Range(0, scores.Length);
        if (MaxFeatures is { } most)
        {
            kept = kept.OrderByDescending(c => scores[c]).Take(most).Order();
        }

        return new(this, layout, [.. kept.Where(c => scores[c] >= least)], scores);
    }

    private double Least(double[] scores)
    {
        var text = Threshold ?? (IsSparse(Estimator) ? "1e-5" : "mean");
        var parts = text.Split('*', StringSplitOptions.TrimEntries);
        var scale = 1.0;
        if (parts.Length > 2 || (parts.Length == 2 && !ParameterConversion.TryNumber(parts[0], out scale)))
        {
            throw Wrong(text);
        }

        return parts[^1] switch
        {
            "mean" => scale * scores.Average(),
            "median" => scale * ColumnQuantiles.Median([.. scores.Order()]),
            var number when parts.Length == 1 && ParameterConversion.TryNumber(number, out var value) => value,
            _ => throw Wrong(text),
        };
    }

    private ArgumentException Wrong(string text) => new($"{Name}: threshold cannot be '{text}'; expected a number, mean, median, or a multiple such as 1.25*mean");

    /// <summary>Whether a model's penalty makes coefficients exactly 0.</summary>
    private static bool IsSparse(Estimator estimator) =>
        estimator.Name.Contains("lasso", StringComparison.Ordinal)
        || estimator.Parameters.Any(parameter => parameter.Name == "penalty" && parameter.Get(estimator) as string == "l1")
        || estimator.Parameters.Any(parameter => parameter.Name == "l1_ratio" && estimator.Name.StartsWith("elastic-net", StringComparison.Ordinal) && parameter.Get(estimator) is 1.0);
}
