using System.Globalization;

namespace Kiln.Estimators;

/// <summary>Chooses the model of a search by what its best candidate can do, so that <c>model is IProbabilityModel</c> tells the truth.</summary>
internal static class SearchModels
{
    public static PredictorModel Of(Estimator estimator, FeatureLayout layout, PredictorModel best, SearchResults results)
    {
        var warnings = best.Warnings.Count + results.Warnings.Count == 0 ? (IReadOnlyList<string>)[] : [.. results.Warnings, .. best.Warnings];
        return best switch
        {
            ClassificationModel c and IProbabilityModel and IDecisionModel => new SearchClassifierWithBoth(estimator, layout, c, results) { Warnings = warnings },
            ClassificationModel c and IProbabilityModel => new SearchClassifierWithProbabilities(estimator, layout, c, results) { Warnings = warnings },
            ClassificationModel c and IDecisionModel => new SearchClassifierWithDecisions(estimator, layout, c, results) { Warnings = warnings },
            ClassificationModel c => new SearchClassificationModel(estimator, layout, c, results) { Warnings = warnings },
            RegressionModel r => new SearchRegressionModel(estimator, layout, r, results) { Warnings = warnings },
            _ => new SearchPredictorModel(estimator, layout, best, results) { Warnings = warnings },
        };
    }

    public static PredictorModel Read(ModelReader reader) => Of(reader.Fitted, reader.Layout, reader.Model<PredictorModel>("best"), SearchResultsFile.Read(reader));

    /// <summary>The best candidate, as a model's text ends.</summary>
    public static string Details(SearchResults results) => $"; best of {results.Candidates.Count}: {results.Best}{(results.Best.Parameters.Count == 0 ? "the estimator as it is" : string.Empty)}, "
        + string.Create(CultureInfo.InvariantCulture, $"{results.Metric} {results.BestScore:G5}");

    /// <summary>The score of the best candidate by the scorer that decided the search.</summary>
    public static double Score(PredictorModel best, SearchResults results, Features x, Target y, double[]? sampleWeights) =>
        results.Metric == ModelScorer.Default.Name ? best.Score(x, y, sampleWeights) : ModelScorer.Find(results.Metric).Score(best, x, y, sampleWeights);

    /// <summary>What that score measures.</summary>
    public static string ScoreName(PredictorModel best, SearchResults results) => results.Metric == ModelScorer.Default.Name ? best.ScoreName : results.Metric;

    public static void Write(ModelWriter writer, PredictorModel best, SearchResults results)
    {
        writer.Model("best", best);
        SearchResultsFile.Write(writer, results);
    }
}

/// <summary>The model of a search whose best candidate has both.</summary>
internal sealed class SearchClassifierWithBoth(Estimator estimator, FeatureLayout layout, ClassificationModel best, SearchResults results)
    : SearchClassificationModel(estimator, layout, best, results), IProbabilityModel, IDecisionModel
{
    public Tensor PredictProbabilities(Features x) => Probabilities(x);

    public Tensor DecisionFunction(Features x) => Decisions(x);
}

/// <summary>The model of a search whose best candidate gives probabilities.</summary>
internal sealed class SearchClassifierWithProbabilities(Estimator estimator, FeatureLayout layout, ClassificationModel best, SearchResults results)
    : SearchClassificationModel(estimator, layout, best, results), IProbabilityModel
{
    public Tensor PredictProbabilities(Features x) => Probabilities(x);
}

/// <summary>The model of a search whose best candidate scores classes.</summary>
internal sealed class SearchClassifierWithDecisions(Estimator estimator, FeatureLayout layout, ClassificationModel best, SearchResults results)
    : SearchClassificationModel(estimator, layout, best, results), IDecisionModel
{
    public Tensor DecisionFunction(Features x) => Decisions(x);
}
