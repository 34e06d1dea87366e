namespace Kiln.Estimators;

/// <summary>The model of a search whose best candidate predicts neither classes nor numbers.</summary>
public sealed class SearchPredictorModel : PredictorModel, ISearchModel
{
    private readonly PredictorModel _best;

    internal SearchPredictorModel(Estimator estimator, FeatureLayout layout, PredictorModel best, SearchResults results)
        : base(estimator, layout) => (_best, Results) = (best, results);

    /// <inheritdoc/>
    public PredictorModel Best => _best;

    /// <inheritdoc/>
    public SearchResults Results { get; }

    private protected override string Details => base.Details + SearchModels.Details(Results);

    /// <inheritdoc/>
    public override Target Predict(Features x) => _best.Predict(Align(x));

    /// <inheritdoc/>
    public override string ScoreName => SearchModels.ScoreName(_best, Results);

    /// <summary>The score of the scorer that decided the search, as scikit-learn has it.</summary>
    /// <inheritdoc/>
    public override double Score(Features x, Target y, double[]? sampleWeights = null) =>
        SearchModels.Score(_best, Results, Align(x), y, sampleWeights);

    /// <inheritdoc/>
    protected internal override void Write(ModelWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SearchModels.Write(writer, _best, Results);
    }
}
