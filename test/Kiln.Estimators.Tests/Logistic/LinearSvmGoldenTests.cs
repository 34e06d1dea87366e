using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Linear support vector machines against scikit-learn 1.2.1; see Goldens/make_logistic.py.</summary>
public class LinearSvmGoldenTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => ClassifierGoldens.Cases("Goldens/linear_svm.json"));

    public static TheoryData<int, string> Cases => [.. s_cases.Value.Select((c, i) => (i, $"{c.GetProperty("estimator")} {c.GetProperty("data")} {c.GetProperty("options")}"))];

    [Theory, MemberData(nameof(Cases))]
    public void The_objective_is_not_above_scikit_learns_and_the_optimum_is_the_same(int number, string name)
    {
        name.ShouldNotBeEmpty();
        var given = s_cases.Value[number];
        var (x, y) = ClassifierData.Load(given.GetProperty("data").GetString()!);
        var weights = given.GetProperty("weighted").GetBoolean() ? ClassifierData.Weights(x.Rows) : null;
        foreach (var which in new[] { "default", "tight" })
        {
            var expected = given.GetProperty(which);
            var estimator = (Predictor)ClassifierGoldens.Configure(
                EstimatorCatalog.Find(given.GetProperty("estimator").GetString()!).Create(), given.GetProperty("options"), expected.GetProperty("settings"));
            var model = estimator.Fit(x, y, weights);
            var (w, b) = (((ILinearModel)model).Coefficients.ToArray<double>(), ((ILinearModel)model).Intercept.ToArray<double>());
            var (theirW, theirB) = (ClassifierGoldens.Numbers(expected, "coefficients"), ClassifierGoldens.Numbers(expected, "intercept"));
            var (ours, theirs) = (PlainObjectives.SupportVectors(estimator, x, y, weights, w, b), PlainObjectives.SupportVectors(estimator, x, y, weights, theirW, theirB));
            ours.ShouldBeLessThanOrEqualTo(theirs * (1 + 1e-6), $"objective at the {which} tolerance");
            if (which == "tight")
            {
                ClassifierGoldens.ShouldBeNear(w, theirW, 1e-6, "coefficients");
                ClassifierGoldens.ShouldBeNear(b, theirB, 1e-6, "intercept");
            }
        }
    }

    [Fact]
    public void Crammer_and_Singers_method_makes_as_many_passes_as_it_needs()
    {
        // LIBLINEAR has its own limit of 100,000: scikit-learn's answer for max_iter=1 is that for any number.
        var random = new RandomState(0);
        var (x, y) = (Features.Dense(random.Randn(480), 60, 8), (Target)Enumerable.Range(0, 60).Select(i => (long)(i % 3)).ToArray());
        var given = new LinearSvc { MultiClass = SvcMultiClass.CrammerSinger, C = 28, MaxIterations = 1 };
        var model = given.Fit(x, y);
        model.Warnings.ShouldBeEmpty();
        model.Coefficients.ToArray<double>().ShouldBe((given with { MaxIterations = 100_000 }).Fit(x, y).Coefficients.ToArray<double>());
    }

    [Fact]
    public void Impossible_settings_say_what_is_possible()
    {
        var (x, y) = ClassifierData.Load("three");
        Should.Throw<ArgumentException>(() => new LinearSvc { Penalty = Penalty.L1 }.Fit(x, y)).Message.ShouldContain("dual=false");
        Should.Throw<ArgumentException>(() => new LinearSvc { Loss = SvcLoss.Hinge, Dual = false }.Fit(x, y)).Message.ShouldContain("l2 with hinge and dual=true");
        Should.Throw<ArgumentException>(() => new LinearSvr { Dual = false }.Fit(x, y)).Message.ShouldContain("squared_epsilon_insensitive");
    }
}
