using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Stochastic gradient descent against scikit-learn 1.2.1, step by step with the same seed; see Goldens/make_sgd.py.</summary>
public class SgdGoldenTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => ClassifierGoldens.Cases("Goldens/sgd.json"));

    public static TheoryData<int, string> Cases => [.. s_cases.Value.Select((c, i) => (i, $"{c.GetProperty("estimator")} {c.GetProperty("data")} {c.GetProperty("options")}"))];

    [Theory, MemberData(nameof(Cases))]
    public void The_same_seed_gives_scikit_learns_coefficients(int number, string name)
    {
        name.ShouldNotBeEmpty();
        var given = s_cases.Value[number];
        var (x, y) = ClassifierData.Load(given.GetProperty("data").GetString()!);
        var weights = given.GetProperty("weighted").GetBoolean() ? ClassifierData.Weights(x.Rows) : null;
        var estimator = (Predictor)ClassifierGoldens.Configure(EstimatorCatalog.Find(given.GetProperty("estimator").GetString()!).Create(), given.GetProperty("options"));
        var model = estimator.Fit(x, y, weights);
        (model is SgdClassifierModel c ? c.Iterations : ((SgdRegressorModel)model).Iterations).ShouldBe(given.GetProperty("iterations").GetInt32());
        ClassifierGoldens.ShouldBeNear(((ILinearModel)model).Coefficients.ToArray<double>(), ClassifierGoldens.Numbers(given, "coefficients"), 1e-8, "coefficients");
        ClassifierGoldens.ShouldBeNear(((ILinearModel)model).Intercept.ToArray<double>(), ClassifierGoldens.Numbers(given, "intercept"), 1e-8, "intercept");
        if (given.TryGetProperty("probabilities", out _))
        {
            ClassifierGoldens.ShouldBeNear(
                ((IProbabilityModel)model).PredictProbabilities(x.Take([0, 1, 2])).ToArray<double>(), ClassifierGoldens.Numbers(given, "probabilities"), 1e-8, "probabilities");
        }

        if (given.TryGetProperty("parts", out _))
        {
            var parts = (ILinearModel)Parts(estimator, x, y);
            ClassifierGoldens.ShouldBeNear(parts.Coefficients.ToArray<double>(), ClassifierGoldens.Numbers(given, "parts"), 1e-8, "coefficients after three parts");
            ClassifierGoldens.ShouldBeNear(parts.Intercept.ToArray<double>(), ClassifierGoldens.Numbers(given, "parts_intercept"), 1e-8, "intercept after three parts");
        }
    }

    private static PredictorModel Parts(Predictor estimator, Features x, Target y)
    {
        PredictorModel? model = null;
        var all = estimator is Classifier ? y.Distinct(out _) : null;
        for (var first = 0; first < 180; first += 60)
        {
            var rows = Enumerable.Range(first, Math.Clamp(x.Rows - first, 0, 60)).ToArray();
            model = estimator switch
            {
                IPartialFit<SgdClassifierModel> classifier => classifier.PartialFit((SgdClassifierModel?)model, x.Take(rows), y.Take(rows), all),
                IPartialFit<SgdRegressorModel> regressor => regressor.PartialFit((SgdRegressorModel?)model, x.Take(rows), y.Take(rows)),
                _ => throw new InvalidOperationException(estimator.Name),
            };
        }

        return model!;
    }
}
