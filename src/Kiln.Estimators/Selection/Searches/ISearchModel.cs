namespace Kiln.Estimators;

/// <summary>What a search's model tells besides predicting.</summary>
public interface ISearchModel
{
    /// <summary>The best candidate's model, fitted on all samples (<c>best_estimator_</c>).</summary>
    public PredictorModel Best { get; }

    /// <summary>What was found (<c>cv_results_</c>, <c>best_params_</c>, <c>best_score_</c>).</summary>
    public SearchResults Results { get; }
}
