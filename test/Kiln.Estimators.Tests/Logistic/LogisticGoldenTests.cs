using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Logistic regressions against scikit-learn 1.2.1; see Goldens/make_logistic.py.</summary>
public class LogisticGoldenTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => ClassifierGoldens.Cases("Goldens/logistic.json"));

    public static TheoryData<int, string> Cases => [.. s_cases.Value.Select((c, i) => (i, $"{c.GetProperty("data")} {c.GetProperty("options")}"))];

    [Theory, MemberData(nameof(Cases))]
    public void The_objective_is_not_above_scikit_learns(int number, string name)
    {
        name.ShouldNotBeEmpty();
        var given = s_cases.Value[number];
        var (x, y) = ClassifierData.Load(given.GetProperty("data").GetString()!);
        var weights = given.GetProperty("weighted").GetBoolean() ? ClassifierData.Weights(x.Rows) : null;
        foreach (var which in new[] { "default", "tight" })
        {
            var expected = given.GetProperty(which);
            var estimator = ClassifierGoldens.Configure(new LogisticRegression(), given.GetProperty("options"), expected.GetProperty("settings"));
            var model = estimator.Fit(x, y, weights);
            var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>());
            var ours = PlainObjectives.Logistic(estimator, x, y, weights, w, b, model.IsSoftmax);
            var theirs = PlainObjectives.Logistic(estimator, x, y, weights, ClassifierGoldens.Numbers(expected, "coefficients"), ClassifierGoldens.Numbers(expected, "intercept"), model.IsSoftmax);
            ours.ShouldBeLessThanOrEqualTo(theirs * (1 + 1e-6), $"objective at the {which} tolerance");
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_optimum_and_its_probabilities_are_scikit_learns(int number, string name)
    {
        name.ShouldNotBeEmpty();
        var given = s_cases.Value[number];
        var (x, y) = ClassifierData.Load(given.GetProperty("data").GetString()!);
        var weights = given.GetProperty("weighted").GetBoolean() ? ClassifierData.Weights(x.Rows) : null;
        var estimator = ClassifierGoldens.Configure(new LogisticRegression(), given.GetProperty("options"), given.GetProperty("tight").GetProperty("settings"));
        if (estimator.Solver == LogisticSolver.Lbfgs)
        {
            // However tight the tolerance, scikit-learn's L-BFGS stops when the value hardly decreases: the same problem solved by newton-cg is the truth.
            var options = given.GetProperty("options").ToString();
            var twin = Array.Find(s_cases.Value, c => c.GetProperty("data").ToString() == given.GetProperty("data").ToString()
                && c.GetProperty("weighted").ToString() == given.GetProperty("weighted").ToString()
                && c.GetProperty("options").ToString() == options.Replace("lbfgs", "newton-cg", StringComparison.Ordinal));
            if (twin.ValueKind == JsonValueKind.Undefined)
            {
                return;
            }

            given = twin;
        }

        var expected = given.GetProperty("tight");
        var model = estimator.Fit(x, y, weights);

        // LIBLINEAR stops when a step gains 1e-12 of the value: its coefficients are good to about the root of that.
        var tolerance = estimator.Solver switch { LogisticSolver.Lbfgs => 1e-6, LogisticSolver.Liblinear => 2e-7, _ => 1e-8 };
        ClassifierGoldens.ShouldBeNear(model.Coefficients.ToArray<double>(), ClassifierGoldens.Numbers(expected, "coefficients"), tolerance, "coefficients");
        ClassifierGoldens.ShouldBeNear(model.PredictProbabilities(x.Take([0, 1, 2])).ToArray<double>(), ClassifierGoldens.Numbers(expected, "probabilities"), tolerance, "probabilities");
    }
}
