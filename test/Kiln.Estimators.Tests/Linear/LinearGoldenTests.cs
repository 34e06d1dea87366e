namespace Kiln.Estimators.Tests;

/// <summary>Linear models against scikit-learn 1.2.1 on real and random samples.</summary>
public class LinearGoldenTests
{
    private static readonly Lazy<GoldenCase[]> s_cases = new(() => GoldenCase.Read("linear.json"));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Value.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Coefficients_and_predictions_are_those_of_scikit_learn(int number)
    {
        var given = s_cases.Value[number];
        var (x, y, weights) = given.Samples();
        var model = (RegressionModel)((Regressor)given.Estimator).Fit(x, y, weights);
        var linear = (ILinearModel)model;
        Near(model.Predict(x.Take(Enumerable.Range(0, 8).ToArray())).Numbers().ToArray(), given.Numbers("predict"), $"{given}: prediction");
        Near(linear.Coefficients.ToArray<double>(), given.Numbers("coef"), $"{given}: coefficient");
        if (model is ElasticNetSearchModel search)
        {
            search.Alpha.ShouldBe(given.Json.GetProperty("alpha_").GetDouble(), 1e-9);
        }
        else if (model is BayesianRidgeModel bayesian)
        {
            if (given.Json.TryGetProperty("deviations", out _))
            {
                Near(bayesian.PredictDeviations(x.Take(Enumerable.Range(0, 8).ToArray())), given.Numbers("deviations"), $"{given}: deviation");
            }

            Near([bayesian.NoisePrecision, bayesian.CoefficientPrecision], [given.Json.GetProperty("alpha_").GetDouble(), given.Json.GetProperty("lambda_").GetDouble()], $"{given}: precision");
        }
        else if (model is RidgeCVModel ridge)
        {
            ridge.Alpha.ShouldBe(given.Json.GetProperty("alpha_").GetDouble());
            ridge.BestScores.Span[0].ShouldBe(given.Json.GetProperty("best_score_").GetDouble(), 1e-8 * Math.Max(1, Math.Abs(ridge.BestScores.Span[0])));
        }
    }

    private static void Near(double[] actual, double[] expected, string what)
    {
        actual.Length.ShouldBe(expected.Length, what);
        for (var i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-8 * Math.Max(1, Math.Abs(expected[i])), $"{what} {i}");
        }
    }
}
