namespace Kiln.Estimators;

/// <summary>The model of a search that predicts classes.</summary>
public class SearchClassificationModel : ClassificationModel, ISearchModel
{
    private readonly ClassificationModel _best;

    internal SearchClassificationModel(Estimator estimator, FeatureLayout layout, ClassificationModel best, SearchResults results)
        : base(estimator, layout, best.Classes) => (_best, Results) = (best, results);

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

    private protected Tensor Probabilities(Features x) => ((IProbabilityModel)_best).PredictProbabilities(Align(x));

    private protected Tensor Decisions(Features x) => ((IDecisionModel)_best).DecisionFunction(Align(x));
}
