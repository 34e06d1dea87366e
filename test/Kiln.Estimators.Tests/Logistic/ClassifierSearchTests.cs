using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Ridge classifiers, and logistic regression that chooses its penalty, against scikit-learn 1.2.1; see Goldens/make_classifier_cv.py.</summary>
public class ClassifierSearchTests
{
    private static readonly Lazy<Dictionary<string, JsonElement[]>> s_families = new(Read);

    public static TheoryData<int, string> Ridges => Cases("ridge");

    public static TheoryData<int, string> RidgeSearches => Cases("ridge_cv");

    public static TheoryData<int, string> LogisticSearches => Cases("logistic_cv");

    [Theory, MemberData(nameof(Ridges))]
    public void A_ridge_classifier_has_scikit_learns_coefficients(int number, string name)
    {
        var (given, x, y, weights) = Case("ridge", number, name);
        var model = Configure(new RidgeClassifier(), given).Fit(x, y, weights);
        ShouldBeNear(model.Coefficients, given, "coefficients", 1e-8);
        ShouldBeNear(model.Intercept, given, "intercept", 1e-8);
        ShouldBeNear(model.DecisionFunction(x.Take([0, 1, 2, 3, 4])), given, "decisions", 1e-8);
        model.Score(x, y).ShouldBe(given.GetProperty("score").GetDouble(), 1e-12);
    }

    [Theory, MemberData(nameof(RidgeSearches))]
    public void A_ridge_classifier_chooses_scikit_learns_penalty(int number, string name)
    {
        var (given, x, y, weights) = Case("ridge_cv", number, name);
        var model = Configure(new RidgeClassifierCV(), given).Fit(x, y, weights);
        model.Alpha.ShouldBe(given.GetProperty("alpha").GetDouble());
        model.BestScore.ShouldBe(given.GetProperty("best_score").GetDouble(), 1e-9);
        ShouldBeNear(model.Coefficients, given, "coefficients", 1e-8);
        ShouldBeNear(model.Intercept, given, "intercept", 1e-8);
        if (given.GetProperty("errors").ValueKind != JsonValueKind.Null)
        {
            ClassifierGoldens.ShouldBeNear(model.Errors!.ToArray<double>()[..ClassifierGoldens.Numbers(given, "errors").Length], ClassifierGoldens.Numbers(given, "errors"), 1e-8, "errors");
        }
    }

    [Theory, MemberData(nameof(LogisticSearches))]
    public void A_logistic_regression_chooses_scikit_learns_penalty(int number, string name)
    {
        var (given, x, y, weights) = Case("logistic_cv", number, name);
        var estimator = Configure(new LogisticRegressionCV(), given);
        var model = estimator.Fit(x, y, weights);

        // However tight the tolerance, L-BFGS and LIBLINEAR stop when the value hardly decreases: their coefficients are good to about the root of that.
        var tolerance = estimator.Solver is LogisticSolver.Lbfgs or LogisticSolver.Liblinear or LogisticSolver.Saga ? 1e-4 : 1e-7;
        ClassifierGoldens.ShouldBeNear(model.Cs.ToArray(), ClassifierGoldens.Numbers(given, "Cs"), 1e-12, "strengths");
        ClassifierGoldens.ShouldBeNear(model.Scores.ToArray<double>(), ClassifierGoldens.Numbers(given, "scores"), tolerance, "scores");
        ClassifierGoldens.ShouldBeNear(model.C.ToArray(), ClassifierGoldens.Numbers(given, "C"), 1e-12, "chosen strengths");
        ShouldBeNear(model.Coefficients, given, "coefficients", tolerance);
        ShouldBeNear(model.Intercept, given, "intercept", tolerance);
        model.Score(x, y).ShouldBe(given.GetProperty("score").GetDouble(), tolerance);
        if (given.GetProperty("l1_ratio").ValueKind != JsonValueKind.Null)
        {
            model.L1Ratio!.Value.ToArray().ShouldBe(ClassifierGoldens.Numbers(given, "l1_ratio"));
        }
        else
        {
            model.L1Ratio.ShouldBeNull();
        }
    }

    [Fact]
    public void What_was_chosen_is_saved()
    {
        var (x, y) = (ContractSamples.Classes.X, ContractSamples.Classes.Y!);
        var path = Path.Combine(Path.GetTempPath(), $"kiln-{Guid.NewGuid():n}.safetensors");
        try
        {
            var model = new LogisticRegressionCV { Cs = [0.1, 1], Folds = 3 }.Fit(x, y);
            model.Save(path);
            var loaded = (LogisticRegressionCVModel)Model.Load(path);
            loaded.C.ToArray().ShouldBe(model.C.ToArray());
            loaded.Scores.Shape.ToArray().ShouldBe([1, 3, 1, 2]);
            loaded.Scores.ToArray<double>().ShouldBe(model.Scores.ToArray<double>());
            new RidgeClassifierCV().Fit(x, y).Save(path);
            ((RidgeClassifierCVModel)Model.Load(path)).BestScore.ShouldBe(new RidgeClassifierCV().Fit(x, y).BestScore);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_cannot_be_chosen_from_is_told()
    {
        var (x, y) = (ContractSamples.Classes.X, ContractSamples.Classes.Y!);
        Should.Throw<ArgumentOutOfRangeException>(() => new LogisticRegressionCV { Cs = [10] }.Fit(x, y)).Message.ShouldContain("n_Cs says how many");
        Should.Throw<ArgumentOutOfRangeException>(() => new LogisticRegressionCV { Penalty = Penalty.None }.Fit(x, y)).Message.ShouldContain("there is no strength to choose");
        Should.Throw<ArgumentOutOfRangeException>(() => new LogisticRegressionCV { Penalty = Penalty.ElasticNet, Solver = LogisticSolver.Saga }.Fit(x, y)).Message.ShouldContain("l1_ratios");
        Should.Throw<ArgumentException>(() => new LogisticRegressionCV { Penalty = Penalty.L1 }.Fit(x, y)).Message.ShouldContain("take solver=saga or liblinear");
        Should.Throw<DatasetException>(() => new LogisticRegressionCV { Folds = 100 }.Fit(x, y)).Message.ShouldContain("logistic-regression-cv: ");
        Should.Throw<ArgumentOutOfRangeException>(() => new RidgeClassifierCV { Alphas = [] }.Fit(x, y)).Message.ShouldContain("at least one");
        Should.Throw<ArgumentOutOfRangeException>(() => new RidgeClassifierCV { Folds = 3, StoreErrors = true }.Fit(x, y)).Message.ShouldContain("store_cv_values");
        Should.Throw<ArgumentOutOfRangeException>(() => new RidgeClassifier { Alpha = -1 }.Fit(x, y)).Message.ShouldContain("ridge-classifier: alpha is -1");
        new LogisticRegressionCV { MaxIterations = 1, Folds = 3 }.Fit(x, y).Warnings.ShouldHaveSingleItem().ShouldContain("of 31 fits");
    }

    private static Dictionary<string, JsonElement[]> Read()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens/classifier_cv.json")));
        return document.RootElement.EnumerateObject().Where(family => family.Value.ValueKind == JsonValueKind.Array)
            .ToDictionary(family => family.Name, family => family.Value.EnumerateArray().Select(c => c.Clone()).ToArray());
    }

    private static TheoryData<int, string> Cases(string family) => [.. s_families.Value[family].Select((c, i) => (i, $"{c.GetProperty("data")} {c.GetProperty("options")}"))];

    private static (JsonElement Given, Features X, Target Y, double[]? Weights) Case(string family, int number, string name)
    {
        name.ShouldNotBeEmpty();
        var given = s_families.Value[family][number];
        var (x, y) = ClassifierData.Load(given.GetProperty("data").GetString()!);
        return (given, x, y, given.GetProperty("weighted").GetBoolean() ? ClassifierData.Weights(x.Rows) : null);
    }

    private static T Configure<T>(T estimator, JsonElement given)
        where T : Estimator
    {
        var options = given.GetProperty("options").EnumerateObject().ToList();
        Estimator configured = ClassifierGoldens.Configure(estimator, JsonSerializer.SerializeToElement(options.Where(o => o.Value.ValueKind != JsonValueKind.Array).ToDictionary(o => o.Name, o => o.Value)));
        foreach (var list in options.Where(o => o.Value.ValueKind == JsonValueKind.Array))
        {
            configured = configured.With(list.Name, list.Value.EnumerateArray().Select(v => v.GetDouble()).ToArray());
        }

        return (T)configured;
    }

    private static void ShouldBeNear(Kiln.Tensors.Tensor actual, JsonElement given, string what, double tolerance) =>
        ClassifierGoldens.ShouldBeNear(actual.ToArray<double>(), ClassifierGoldens.Numbers(given, what), tolerance, what);
}
