using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Scorers that decide, scores of Bayesian ridge and tokenizers against scikit-learn: Goldens/options.json, made by make_option_goldens.py.</summary>
public class OptionGoldenTests
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "options.json"))).RootElement;
    private static readonly Features s_x = ContractSamples.Normal(1, 50, 6);
    private static readonly double[] s_alphas = [0.01, 0.1, 1, 10, 100];

    public static TheoryData<int> RidgeCases => [.. Enumerable.Range(0, s_golden.GetProperty("ridge").GetArrayLength())];

    private static double[] Targets
    {
        get
        {
            var noise = new RandomState(2).Randn(100);
            return [.. Enumerable.Range(0, 50).SelectMany(i => new[] { (3 * s_x.Row(i)[0]) - (2 * s_x.Row(i)[1]) + s_x.Row(i)[2] + (2 * noise[2 * i]), s_x.Row(i)[3] - s_x.Row(i)[0] + (2 * noise[(2 * i) + 1]) })];
        }
    }

    private static double[] First => [.. Targets.Where((_, i) => i % 2 == 0)];

    private static long[] Labels => Array.ConvertAll(First, v => v > 3 ? 2L : v > 0 ? 1 : 0);

    [Theory, MemberData(nameof(RidgeCases))]
    public void A_scorer_chooses_the_penalty_of_a_ridge_as_in_scikit_learn(int number)
    {
        var golden = s_golden.GetProperty("ridge")[number];
        var ridge = new RidgeCV { Alphas = s_alphas, Scoring = golden.GetProperty("scoring").GetString()! };
        foreach (var option in golden.GetProperty("options").EnumerateObject())
        {
            ridge = (RidgeCV)ridge.With(option.Name, option.Value.ToString());
        }

        var y = golden.GetProperty("outputs").GetInt32() == 1 ? First : Target.Of(Targets, 2);
        var model = ridge.Fit(s_x, y, golden.GetProperty("weighted").GetBoolean() ? new RandomState(3).Rand(50) : null);
        model.Alphas.ToArray().ShouldBe(Numbers(golden, "alpha"));
        Fitted.ShouldAgree(model.BestScores.ToArray(), Numbers(golden, "best"), 1e-8);
        Fitted.ShouldAgree(model.Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
    }

    [Fact]
    public void A_scorer_chooses_the_penalty_of_a_ridge_classifier_over_folds()
    {
        var classifier = new RidgeClassifierCV { Alphas = s_alphas, Folds = 3, Scoring = "f1_macro" };
        var model = classifier.Fit(s_x, Labels);
        model.Alpha.ShouldBe(s_golden.GetProperty("ridge_classifier").GetProperty("alpha").GetDouble());
        model.BestScore.ShouldBe(s_golden.GetProperty("ridge_classifier").GetProperty("best").GetDouble(), 1e-8);
        classifier.ShouldBe(new RidgeClassifierCV { Alphas = [.. s_alphas], Folds = 3, Scoring = "f1_macro" });
        classifier.ShouldNotBe(classifier with { Scoring = "accuracy" });
    }

    [Fact]
    public void Features_are_chosen_by_a_scorer_and_a_splitter()
    {
        for (var i = 0; i < s_golden.GetProperty("rfecv").GetArrayLength(); i++)
        {
            var (golden, sequential) = (s_golden.GetProperty("rfecv")[i], s_golden.GetProperty("sequential")[i]);
            var splitter = golden.GetProperty("shuffled").GetBoolean() ? new KFold(4, Shuffle: true, Seed: 2) : null;
            ModelScorer scoring = golden.GetProperty("scoring").GetString()!;
            var model = new Rfecv { Scoring = scoring, Splitter = splitter }.Fit(s_x, First);
            model.Ranking.ToArray().Select(rank => (double)rank).ShouldBe(Numbers(golden, "ranking"));
            Fitted.ShouldAgree(model.CrossValidationScores.ToArray(), Numbers(golden, "scores"), 1e-8);
            var kept = new SequentialFeatureSelector { FeaturesToSelect = 3, Scoring = scoring, Splitter = splitter }.Fit(s_x, First).Support;
            kept.ToArray().ShouldBe(Enumerable.Range(0, 6).Where(c => sequential.GetProperty("chosen")[c].GetBoolean()));
        }

        new Rfecv { Estimator = new LogisticRegression { Tolerance = 1e-10, MaxIterations = 1000 }, Scoring = "accuracy" }.Fit(s_x, Labels).Ranking.ToArray().Select(rank => (double)rank)
            .ShouldBe(Numbers(s_golden, "logistic_rfecv"));
    }

    [Fact]
    public void Bayesian_ridge_tells_its_likelihood()
    {
        var model = new BayesianRidge { ComputeScores = true }.Fit(s_x, First);
        Fitted.ShouldAgree(model.Scores.ToArray()[..^1], Numbers(s_golden, "bayesian")[..^1], 1e-8);

        // The last of scikit-learn's is of the new residual and the coefficients before the last update.
        Fitted.ShouldAgree(model.Scores.ToArray(), Numbers(s_golden, "bayesian"), 1e-6);
        var wide = new BayesianRidge { ComputeScores = true, AlphaStart = 0.5, LambdaStart = 0.1 }.Fit(s_x.Take([0, 1, 2, 3]), First[..4]);

        // The residual of more features than samples is rounding, and its precision with it.
        Fitted.ShouldAgree(wide.Scores.ToArray(), Numbers(s_golden, "bayesian_wide"), 1e-6);
        new BayesianRidge().Fit(s_x, First).Scores.Length.ShouldBe(0);
    }

    [Fact]
    public void Texts_are_prepared_and_cut_by_functions()
    {
        var vectorizer = new CountVectorizer { Preprocessor = text => text.Replace('-', ' '), Tokenizer = text => text.Split(' '), NgramRange = (1, 2), StopWords = ["four"] };
        var (model, counts) = vectorizer.FitTransform(new[] { "One two; two-THREE", "three  four", "five" });
        model.OutputNames.ShouldBe(s_golden.GetProperty("tokens").GetProperty("names").EnumerateArray().Select(v => v.GetString()!));
        counts.ToDense().Values.ToArray().ShouldBe(Numbers(s_golden.GetProperty("tokens"), "counts"));
        Should.Throw<NotSupportedException>(() => model.Save(Path.GetTempPath())).Message.ShouldContain("preprocessor");
    }

    [Fact]
    public void A_fitted_model_selects_features_without_a_fit()
    {
        var fitted = new Ridge().Fit(s_x, First);
        var model = new SelectFromModel { Threshold = "median" }.FitPrefitted(fitted);
        model.Support.ToArray().ShouldBe(new SelectFromModel { Estimator = new Ridge(), Threshold = "median" }.Fit(s_x, First).Support.ToArray());
        model.Transform(s_x).Columns.ShouldBe(3);
        Should.Throw<ArgumentException>(() => new SelectFromModel().FitPrefitted(new DummyRegressor().Fit(s_x, First))).Message.ShouldContain("neither coefficients nor importances");
    }

    [Fact]
    public void First_steps_that_are_alike_are_fitted_once()
    {
        var calls = 0;
        var counted = new FunctionTransformer
        {
            Function = x =>
            {
                Interlocked.Increment(ref calls);
                return x;
            },
        };
        var pipeline = new Pipeline(("scale", new StandardScaler()), ("count", counted), ("regress", new Ridge())) { Memory = new TransformerCache() };
        Target y = First;
        var first = pipeline.Fit(s_x, y);
        var once = calls;
        var second = pipeline.With("regress__alpha", 5).ShouldBeOfType<Pipeline>().Fit(s_x, y);
        calls.ShouldBe(once);
        second.Predict(s_x).Numbers().ToArray().ShouldBe((pipeline with { Memory = null }).With("regress__alpha", 5).ShouldBeOfType<Pipeline>().Fit(s_x, y).Predict(s_x).Numbers().ToArray());
        pipeline.Fit(ContractSamples.Normal(1, 50, 6), y).Predict(s_x).Numbers().ToArray().ShouldBe(first.Predict(s_x).Numbers().ToArray());
        pipeline.With("scale__with_mean", false).ShouldBeOfType<Pipeline>().Fit(s_x, y);
        var search = new GridSearch(pipeline, new() { ["regress__alpha"] = [0.1, 1.0, 10.0] });
        search.Search(s_x, y).BestScore.ShouldBe(new GridSearch(pipeline with { Memory = null }, new() { ["regress__alpha"] = [0.1, 1.0, 10.0] }).Search(s_x, y).BestScore);
    }

    [Fact]
    public void A_target_that_does_not_vary_needs_no_warning()
    {
        var constant = Enumerable.Repeat(3.0, 50).ToArray();
        new Lasso().Fit(s_x, constant).Warnings.ShouldBeEmpty();
        new ElasticNet().Fit(s_x, constant).Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("poisson-regressor")]
    [InlineData("gamma-regressor")]
    [InlineData("tweedie-regressor")]
    public void Features_in_units_far_apart_do_not_keep_a_penalized_descent_from_its_minimum(string name)
    {
        double[] units = [1e-12, 1, 1e12];
        var sizes = s_x.Values.ToArray().Where((_, i) => i % 6 < 3).Select(Math.Abs).ToArray();
        var x = Features.Dense([.. sizes.Select((size, i) => size * units[i % 3])], 50, 3);
        var counts = Enumerable.Range(0, 50).Select(i => Math.Floor(sizes[3 * i] + (2 * sizes[(3 * i) + 1]) + (3 * sizes[(3 * i) + 2])) + 1).ToArray();
        var model = (GeneralizedLinearModel)((Regressor)EstimatorCatalog.Find(name).Create()).Fit(x, counts);
        var (means, w) = (model.Predict(x).Numbers().ToArray(), model.Coefficients.ToArray<double>());
        var objective = (0.5 * w.Sum(v => v * v)) + Enumerable.Range(0, 50).Average(i => name switch
        {
            "poisson-regressor" => means[i] - (counts[i] * Math.Log(means[i])),
            "gamma-regressor" => (counts[i] / means[i]) + Math.Log(means[i]),
            _ => 0.5 * Math.Pow(counts[i] - means[i], 2),
        });
        var golden = s_golden.GetProperty("units").GetProperty(name);
        objective.ShouldBeLessThanOrEqualTo(golden[1].GetDouble() + (1e-6 * Math.Abs(golden[1].GetDouble())));
        objective.ShouldBe(golden[0].GetDouble(), 1e-6 * Math.Abs(golden[0].GetDouble()));
    }

    private static double[] Numbers(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
