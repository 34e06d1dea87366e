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
        ClassifierGoldens.ShouldBeNear(model.Cs.ToArray(), ClassifierGoldens.Numbers(given, "Cs"), 1e-12, "strengths");
        if (estimator.Solver is not (LogisticSolver.NewtonCg or LogisticSolver.NewtonCholesky))
        {
            ShouldMinimizeAsWell(estimator, model, given, x, y, weights);
            return;
        }

        ClassifierGoldens.ShouldBeNear(model.C.ToArray(), ClassifierGoldens.Numbers(given, "C"), 1e-12, "chosen strengths");
        ClassifierGoldens.ShouldBeNear(model.Scores.ToArray<double>(), ClassifierGoldens.Numbers(given, "scores"), 1e-8, "scores");
        ShouldBeNear(model.CoefficientPaths, given, "paths", 1e-8);
        ShouldBeNear(model.Coefficients, given, "coefficients", 1e-8);
        ShouldBeNear(model.Intercept, given, "intercept", 1e-8);
        model.Score(x, y).ShouldBe(given.GetProperty("score").GetDouble(), 1e-8);
        if (given.GetProperty("l1_ratio").ValueKind != JsonValueKind.Null)
        {
            model.L1Ratio!.Value.ToArray().ShouldBe(ClassifierGoldens.Numbers(given, "l1_ratio"));
        }
        else
        {
            model.L1Ratio.ShouldBeNull();
        }
    }

    /// <summary>
    /// What an iterative solver minimized, fit by fit: every strength and share of L1 on every fold is not above scikit-learn's by more than 1e-6 of it, nor is the last fit
    /// where both chose the same.
    /// </summary>
    private static void ShouldMinimizeAsWell(LogisticRegressionCV estimator, LogisticRegressionCVModel model, JsonElement given, Features x, Target y, double[]? weights)
    {
        var (ours, theirs) = (model.CoefficientPaths, ClassifierGoldens.Numbers(given, "paths"));
        var shape = ours.Shape.ToArray();
        var (folds, ratios, strengths, width) = ((int)shape[1], (int)shape[2], (int)shape[3], (int)shape[4]);
        theirs.Length.ShouldBe((int)ours.Count);
        var own = ours.ToArray<double>();
        y.Distinct(out var codes);
        var splits = new StratifiedKFold(Folds: estimator.Folds).Split(x.Rows, codes).ToArray();
        splits.Length.ShouldBe(folds);
        for (var fold = 0; fold < folds; fold++)
        {
            var (part, labels) = (x.Take(splits[fold].Train), y.Take(splits[fold].Train));
            var partWeights = weights is null ? null : splits[fold].Train.Of<double>(weights);
            for (var candidate = 0; candidate < ratios * strengths; candidate++)
            {
                var regression = estimator.At(model.Cs.Span[candidate % strengths], estimator.L1Ratios?[candidate / strengths]);
                double Value(double[] paths)
                {
                    var points = Enumerable.Range(0, (int)shape[0]).Select(k => paths.AsSpan((((k * folds) + fold) * ratios * strengths * width) + (candidate * width), width).ToArray()).ToArray();
                    return PlainObjectives.Logistic(
                        regression, part, labels, partWeights, [.. points.SelectMany(p => p[..x.Columns])], [.. points.Select(p => width > x.Columns ? p[^1] : 0)], model.IsSoftmax);
                }

                Value(own).ShouldBeLessThanOrEqualTo(Value(theirs) * (1 + 1e-6), $"fold {fold}, {regression}");
            }
        }

        // Of a class against the rest every class has its own strength; where all are the same the sum of the problems can be compared.
        var (c, ratio) = (ClassifierGoldens.Numbers(given, "C"), model.L1Ratio is null ? null : ClassifierGoldens.Numbers(given, "l1_ratio"));
        if (c.Distinct().Count() == 1 && c.Zip(model.C.ToArray(), (a, b) => Math.Abs(a / b - 1)).Max() < 1e-12
            && (ratio is null || (ratio.Distinct().Count() == 1 && ratio.SequenceEqual(model.L1Ratio!.Value.ToArray()))))
        {
            var last = estimator.At(model.C.Span[0], ratio?[0]);
            PlainObjectives.Logistic(last, x, y, weights, model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>(), model.IsSoftmax).ShouldBeLessThanOrEqualTo(
                PlainObjectives.Logistic(last, x, y, weights, ClassifierGoldens.Numbers(given, "coefficients"), ClassifierGoldens.Numbers(given, "intercept"), model.IsSoftmax) * (1 + 1e-6),
                "the last fit");
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
            loaded.CoefficientPaths.Shape.ToArray().ShouldBe(model.CoefficientPaths.Shape.ToArray());
            loaded.CoefficientPaths.ToArray<double>().ShouldBe(model.CoefficientPaths.ToArray<double>());
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
        Should.Throw<ArgumentException>(() => new LogisticRegressionCV { Penalty = Penalty.None }.Fit(x, y)).Message.ShouldContain("there is no strength to choose");
        Should.Throw<ArgumentException>(() => new LogisticRegressionCV { Penalty = Penalty.ElasticNet, Solver = LogisticSolver.Saga }.Fit(x, y)).Message.ShouldContain("l1_ratios");
        Should.Throw<ArgumentException>(() => new LogisticRegressionCV { Penalty = Penalty.L1 }.Fit(x, y)).Message.ShouldContain("take solver=saga or liblinear");
        Should.Throw<DatasetException>(() => new LogisticRegressionCV { Folds = 100 }.Fit(x, y)).Message.ShouldContain("logistic-regression-cv: ");
        Should.Throw<ArgumentOutOfRangeException>(() => new RidgeClassifierCV { Alphas = [] }.Fit(x, y)).Message.ShouldContain("at least one");
        Should.Throw<ArgumentException>(() => new RidgeClassifierCV { Folds = 3, StoreErrors = true }.Fit(x, y)).Message.ShouldContain("store_cv_values");
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
