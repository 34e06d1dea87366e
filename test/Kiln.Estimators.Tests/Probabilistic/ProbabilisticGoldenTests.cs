namespace Kiln.Estimators.Tests;

/// <summary>Naive Bayes and discriminants against scikit-learn 1.2.1 on real samples and counts.</summary>
public class ProbabilisticGoldenTests
{
    private static readonly Lazy<GoldenCase[]> s_cases = new(() => GoldenCase.Read("probabilistic.json"));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Value.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void Probabilities_decisions_and_directions_are_those_of_scikit_learn(int number)
    {
        var given = s_cases.Value[number];
        var (x, y, weights) = given.Samples();
        var labels = Target.Of(Array.ConvertAll(y.Numbers().ToArray(), v => (long)v));
        var parts = given.Json.GetProperty("parts").GetInt32();
        var model = parts == 1 ? ((Classifier)given.Estimator).Fit(x, labels, weights) : Parts(given.Estimator, x, labels, weights, parts);
        var step = Math.Max(1, x.Rows / 12);
        var rows = x.Take([.. Enumerable.Range(0, x.Rows).Where(row => row % step == 0)]);
        Near(((IProbabilityModel)model).PredictProbabilities(rows).ToArray<double>(), given.Numbers("probabilities"), $"{given}: probability");
        model.Predict(rows).Numbers().ToArray().ShouldBe(given.Numbers("predict"), given.ToString());
        model.Score(x, labels).ShouldBe(given.Json.GetProperty("score").GetDouble(), 1e-12, given.ToString());
        if (given.Json.TryGetProperty("decisions", out _))
        {
            Near(((IDecisionModel)model).DecisionFunction(rows).ToArray<double>(), given.Numbers("decisions"), $"{given}: decision");
        }

        if (given.Json.TryGetProperty("transformed", out _))
        {
            var discriminant = (LinearDiscriminantModel)model;
            Near(discriminant.ExplainedVarianceRatios.ToArray(), given.Numbers("ratios"), $"{given}: ratio");

            // The sign of a direction is arbitrary.
            Near(Array.ConvertAll(discriminant.Transform(rows).Values.ToArray(), Math.Abs), given.Numbers("transformed"), $"{given}: direction");
        }
    }

    private static ClassificationModel Parts(Estimator estimator, Features x, Target y, double[]? weights, int parts)
    {
        ClassificationModel? model = null;
        var classes = y.Distinct(out _);
        var start = 0;
        for (var part = 0; part < parts; part++)
        {
            var rows = Enumerable.Range(start, (x.Rows / parts) + (part < x.Rows % parts ? 1 : 0)).ToArray();
            start += rows.Length;
            var (some, labels, some2) = (x.Take(rows), y.Take(rows), weights is null ? null : Array.ConvertAll(rows, row => weights[row]));
            model = estimator switch
            {
                GaussianNB gaussian => gaussian.PartialFit((GaussianNBModel?)model, some, labels, classes, some2),
                _ => ((IPartialFit<DiscreteNBModel>)estimator).PartialFit((DiscreteNBModel?)model, some, labels, classes, some2),
            };
        }

        return model!;
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
