namespace Kiln.Estimators.Tests;

/// <summary>Generalized linear models, Huber regression and dummies against scikit-learn 1.2.1.</summary>
public class GeneralizedGoldenTests
{
    private static readonly Lazy<GoldenCase[]> s_cases = new(() => GoldenCase.Read("glm.json"));

    public static TheoryData<int> Cases => [.. Enumerable.Range(0, s_cases.Value.Length)];

    [Theory, MemberData(nameof(Cases))]
    public void The_objective_is_as_low_as_that_of_scikit_learn(int number)
    {
        var given = s_cases.Value[number];
        var (x, y, weights) = given.Samples();
        var loose = (LinearRegressionModel)((Regressor)given.Estimator).Fit(x, y, weights);
        NotAbove(PlainObjectives.Generalized(loose, x, y, weights), given.Json.GetProperty("objective").GetDouble(), given.ToString());

        var tight = (LinearRegressionModel)((Regressor)given.Estimator.With("tol", 1e-9).With("max_iter", 20_000)).Fit(x, y, weights);
        var expected = given.Json.GetProperty("tight_objective").GetDouble();
        var objective = PlainObjectives.Generalized(tight, x, y, weights);
        NotAbove(objective, expected, $"{given}, tight");

        // Where scikit-learn came to the minimum too, what is predicted is the same.
        if (expected - objective < 1e-12 * Math.Max(1, Math.Abs(expected)))
        {
            var (predicted, wanted) = (tight.Predict(x.Take(Enumerable.Range(0, 8).ToArray())).Numbers().ToArray(), given.Numbers("predict"));
            for (var i = 0; i < wanted.Length; i++)
            {
                predicted[i].ShouldBe(wanted[i], 1e-4 * Math.Max(1, Math.Abs(wanted[i])), $"{given}: prediction {i}");
            }

            tight.Score(x, y, weights).ShouldBe(given.Json.GetProperty("score").GetDouble(), 1e-5);
        }
    }

    [Fact]
    public void Dummy_classes_are_those_of_scikit_learn_draw_for_draw()
    {
        var (x, y) = GoldenData.Load("iris");
        var rest = Enumerable.Range(40, 110).ToArray();
        var labels = Target.Of(Array.ConvertAll(y.Take(rest).Numbers().ToArray(), v => (long)v));
        foreach (var golden in GoldenCase.Root("glm.json").GetProperty("dummies").EnumerateArray())
        {
            var dummy = new DummyClassifier().With("strategy", golden.GetProperty("strategy").GetString());
            foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
            {
                dummy = dummy.With(parameter.Name, parameter.Name == "constant" ? parameter.Value.GetRawText() : parameter.Value.GetInt32());
            }

            var model = (DummyClassifierModel)((DummyClassifier)dummy).Fit(x.Take(rest), labels, GoldenData.Weights(110));
            var rows = x.Take(Enumerable.Range(0, 60).ToArray());
            model.Predict(rows).Integers().ToArray().ShouldBe(golden.GetProperty("predict").EnumerateArray().Select(v => v.GetInt64()), dummy.ToString());
            model.PredictProbabilities(rows).ToArray<double>().Take(6).Zip(golden.GetProperty("probabilities").EnumerateArray().Select(v => v.GetDouble()))
                .ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-12);
        }
    }

    [Fact]
    public void Dummy_numbers_are_those_of_scikit_learn()
    {
        var (x, y) = GoldenData.Load("diabetes");
        foreach (var golden in GoldenCase.Root("glm.json").GetProperty("values").EnumerateArray())
        {
            var dummy = new DummyRegressor().With("strategy", golden.GetProperty("strategy").GetString());
            foreach (var parameter in golden.GetProperty("parameters").EnumerateObject())
            {
                dummy = dummy.With(parameter.Name, parameter.Name == "constant" ? new[] { parameter.Value.GetDouble() } : parameter.Value.GetDouble());
            }

            var model = ((DummyRegressor)dummy).Fit(x, y, golden.GetProperty("weighted").GetBoolean() ? GoldenData.Weights(x.Rows) : null);
            model.Values.Span[0].ShouldBe(golden.GetProperty("value").GetDouble(), 1e-10, dummy.ToString());
        }
    }

    [Fact]
    public void Targets_without_a_distribution_are_named()
    {
        var (x, y) = GoldenData.Load("dense");
        Should.Throw<DatasetException>(() => new PoissonRegressor().Fit(x, y)).Message.ShouldContain("0 or more");
        Should.Throw<DatasetException>(() => new GammaRegressor().Fit(x, new double[x.Rows])).Message.ShouldContain("above 0");
        Should.Throw<ArgumentOutOfRangeException>(() => new TweedieRegressor { Power = 0.5 }.Fit(x, y)).Message.ShouldContain("between 0 and 1");
    }

    [Fact]
    public void A_start_from_the_minimum_stays_there()
    {
        var (x, y) = GoldenData.Load("poisson");
        var cold = new PoissonRegressor { Tolerance = 1e-8 }.Fit(x, y);
        new PoissonRegressor().FitFrom(cold, x, y).Iterations.ShouldBeLessThan(2);
        new PoissonRegressor { MaxIterations = 1 }.Fit(x, y).Warnings.ShouldHaveSingleItem().ShouldContain("max_iter");
    }

    private static void NotAbove(double actual, double expected, string what) =>
        (actual - expected).ShouldBeLessThanOrEqualTo(1e-6 * Math.Abs(expected), $"{what}: {actual:R}, scikit-learn {expected:R}");
}
