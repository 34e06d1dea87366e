namespace Kiln.Estimators.Tests;

/// <summary>What a model says, by the names that Goldens/coverage_models.py keeps it under.</summary>
internal sealed class CoverageOutputs(Model model, Features x, Target? y, int rows)
{
    private readonly Lazy<Features> _transformed = new(() => ((FeatureTransformerModel)model).Transform(rows == 0 ? x : x.Take(Enumerable.Range(0, rows).ToArray())));

    public double[] Of(string key) => key switch
    {
        "coef" => ((ILinearModel)model).Coefficients.ToArray<double>(),
        "intercept" => ((ILinearModel)model).Intercept.ToArray<double>(),
        "labels" => Array.ConvertAll(Predictor.Predict(x).CodesAmong(((ClassificationModel)model).Classes), code => (double)code),
        "predictions" => Predictor.Predict(x).Numbers().ToArray(),
        "probabilities" => Predictor.PredictProbabilities(x).ToArray<double>(),
        "decisions" => Predictor.DecisionFunction(x).ToArray<double>(),
        "score" => [Predictor.Score(x, y!)],
        "transformed" => _transformed.Value.ToDense().Values.ToArray(),
        "inverse" => ((FeatureTransformerModel)model).InverseTransform(_transformed.Value).ToDense().Values.ToArray(),
        _ => Attribute(key),
    };

    private PredictorModel Predictor => (PredictorModel)model;

    private double[] Attribute(string key) => (model, key) switch
    {
        (BayesianRidgeModel bayesian, "alpha") => [bayesian.NoisePrecision],
        (BayesianRidgeModel bayesian, "lambda") => [bayesian.CoefficientPrecision],
        (RidgeCVModel ridge, "alpha") => ridge.Alphas.ToArray(),
        (RidgeCVModel ridge, "best_score") => ridge.BestScores.ToArray(),
        (RidgeClassifierCVModel ridge, "alpha") => [ridge.Alpha],
        (RidgeClassifierCVModel ridge, "best_score") => [ridge.BestScore],
        (GaussianNBModel bayes, "means") => bayes.Means.ToArray<double>(),
        (GaussianNBModel bayes, "variances") => bayes.Variances.ToArray<double>(),
        (DiscreteNBModel bayes, "log_probabilities") => bayes.FeatureLogProbabilities.ToArray<double>(),
        (LinearDiscriminantModel discriminant, "ratios") => discriminant.ExplainedVarianceRatios.ToArray(),
        (FeatureSelectionModel selection, "support") => [.. selection.Support.Select(place => (double)place)],
        (FeatureSelectionModel selection, "scores") => selection.Scores.ToArray(),
        (FeatureSelectionModel selection, "p_values") => selection.PValues.ToArray(),
        (FeatureSelectionModel selection, "ranking") => [.. selection.Ranking.Select(place => (double)place)],
        (FeatureSelectionModel selection, "mean_scores") => [.. selection.CrossValidationScores],
        (ISearchModel search, "best_score") => [search.Results.BestScore],
        (ISearchModel search, "mean_scores") => [.. search.Results.Candidates.Select(candidate => candidate.MeanTest())],
        _ => throw new NotSupportedException($"{model.Estimator.Name} says nothing of {key}"),
    };
}
