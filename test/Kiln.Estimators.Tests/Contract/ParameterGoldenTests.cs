using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>What rarely used hyper-parameters do, against scikit-learn: Goldens/parameters.json, made by make_parameter_goldens.py.</summary>
public sealed class ParameterGoldenTests : IDisposable
{
    private static readonly JsonElement s_golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goldens", "parameters.json"))).RootElement;
    private static readonly Features s_x = ContractSamples.Normal(1, 50, 6);
    private static readonly Features s_wide = ContractSamples.Normal(4, 12, 30);
    private static readonly double[] s_alphas = [0.01, 0.1, 1, 10, 100];
    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-parameters-").FullName;

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

    private static double[] Weights => new RandomState(3).Rand(50);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<int> Of(string family) => [.. Enumerable.Range(0, s_golden.GetProperty(family).GetArrayLength())];

    [Theory, MemberData(nameof(Of), "crammer_singer")]
    public void All_classes_are_told_apart_in_one_problem(int number)
    {
        var golden = s_golden.GetProperty("crammer_singer")[number];
        var tolerance = golden.GetProperty("tol").GetDouble();
        var machine = (LinearSvc)With(new LinearSvc { MultiClass = SvcMultiClass.CrammerSinger, Tolerance = tolerance, MaxIterations = 1_000_000 }, golden);
        var labels = golden.GetProperty("classes").GetInt32() == 2 ? Array.ConvertAll(First, v => v > 0 ? 1L : 0) : Labels;
        foreach (var x in new[] { s_x, Features.Of(SparseMatrix.FromDense(s_x.Values.ToArray(), 50, 6)) })
        {
            var model = machine.Fit(x, labels, WeightsOf(golden));
            Objective(model, labels, Numbers(golden, "costs")).ShouldBeLessThanOrEqualTo(golden.GetProperty("objective").GetDouble() * (1 + 1e-6));
            if (tolerance < 1e-8)
            {
                Fitted.ShouldAgree(model.Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
                Fitted.ShouldAgree(model.Intercept.ToArray<double>(), Numbers(golden, "intercept"), 1e-8);
            }
        }
    }

    [Theory, MemberData(nameof(Of), "discriminant")]
    public void Covariances_are_kept_and_estimated_by_a_function(int number)
    {
        var golden = s_golden.GetProperty("discriminant")[number];
        var own = golden.GetProperty("options").TryGetProperty("own", out _);
        var model = ((LinearDiscriminantAnalysis)With(new LinearDiscriminantAnalysis(), golden, "own") with { CovarianceEstimator = own ? Shrunk : null }).Fit(s_x, Labels);
        Fitted.ShouldAgree(model.Covariance!.ToArray<double>(), Numbers(golden, "covariance"), 1e-8);
        Fitted.ShouldAgree(model.Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
        Fitted.ShouldAgree(model.Intercept.ToArray<double>(), Numbers(golden, "intercept"), 1e-8);
        model.Save(_folder);
        ((LinearDiscriminantModel)Model.Load(_folder)).Covariance!.ToArray<double>().ShouldBe(model.Covariance!.ToArray<double>());
    }

    [Fact]
    public void A_covariance_of_another_shape_is_refused()
    {
        var analysis = new LinearDiscriminantAnalysis { Solver = DiscriminantSolver.Lsqr, CovarianceEstimator = _ => Tensor.From([1.0]) };
        Should.Throw<DatasetException>(() => analysis.Fit(s_x, Labels)).Message.ShouldContain("covariance_estimator returned a tensor of shape (1,) for 6 features; (6, 6) is expected");
        Should.Throw<ArgumentException>(() => (analysis with { Solver = DiscriminantSolver.Svd }).Fit(s_x, Labels)).Message.ShouldContain("take lsqr or eigen");
        Should.Throw<ArgumentException>(() => (analysis with { Shrinkage = "0.5" }).Fit(s_x, Labels)).Message.ShouldContain("none where shrinkage is given");
        new LinearDiscriminantAnalysis().Fit(s_x, Labels).Covariance.ShouldBeNull();
    }

    [Fact]
    public void Each_class_of_a_quadratic_discriminant_has_a_covariance()
    {
        var model = new QuadraticDiscriminantAnalysis { StoreCovariance = true, Regularization = 0.1 }.Fit(s_x, Labels);
        Fitted.ShouldAgree(model.Covariances!.ToArray<double>(), Numbers(s_golden.GetProperty("quadratic"), "covariances"), 1e-8);
        new QuadraticDiscriminantAnalysis().Fit(s_x, Labels).Covariances.ShouldBeNull();
    }

    [Theory, MemberData(nameof(Of), "gcv")]
    public void Samples_are_left_out_by_singular_values_or_eigenvalues(int number)
    {
        var golden = s_golden.GetProperty("gcv")[number];
        var ridge = (RidgeCV)With(new RidgeCV { Alphas = s_alphas }, golden).With("gcv_mode", golden.GetProperty("mode").GetString());
        var x = golden.GetProperty("data").GetString() == "x" ? s_x : s_wide;
        var y = golden.GetProperty("outputs").GetInt32() == 1 ? First[..x.Rows] : Target.Of(Targets[..(2 * x.Rows)], 2);
        var model = ridge.Fit(x, y, WeightsOf(golden)?[..x.Rows]);
        model.Alphas.ToArray().ShouldBe(Numbers(golden, "alpha"));
        Fitted.ShouldAgree(model.BestScores.ToArray(), Numbers(golden, "best"), 1e-8);
        Fitted.ShouldAgree(model.Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
    }

    [Fact]
    public void Searches_that_are_built_in_take_a_splitter()
    {
        var splitter = new KFold(4, Shuffle: true, Seed: 2);
        var golden = s_golden.GetProperty("splitters");
        var ridge = new RidgeCV { Alphas = s_alphas, Splitter = splitter }.Fit(s_x, First);
        Fitted.ShouldAgree([ridge.Alpha, .. ridge.Coefficients.ToArray<double>()], Numbers(golden, "ridge"), 1e-8);
        var lasso = new LassoCV { Splitter = splitter, Tolerance = 1e-12, MaxIterations = 100_000 }.Fit(s_x, First);
        Fitted.ShouldAgree([lasso.Alpha, .. lasso.Coefficients.ToArray<double>()], Numbers(golden, "lasso"), 1e-8);
        var net = new ElasticNetCV { Splitter = splitter, L1Ratios = [0.3, 0.8], Tolerance = 1e-12, MaxIterations = 100_000 }.Fit(s_x, First);
        Fitted.ShouldAgree([net.Alpha, net.L1Ratio, .. net.Coefficients.ToArray<double>()], Numbers(golden, "elastic_net"), 1e-8);
        var classifier = new RidgeClassifierCV { Alphas = s_alphas, Splitter = new StratifiedKFold(3, Shuffle: true, Seed: 5) }.Fit(s_x, Labels);
        Fitted.ShouldAgree([classifier.Alpha, classifier.BestScore, .. classifier.Coefficients.ToArray<double>()], Numbers(golden, "classifier"), 1e-8);
        new LassoCV { Splitter = splitter }.ShouldBe(new LassoCV { Splitter = new KFold(4, Shuffle: true, Seed: 2) });
        new LassoCV { Splitter = splitter }.ShouldNotBe(new LassoCV());
    }

    [Theory, MemberData(nameof(Of), "classifier")]
    public void A_scorer_rates_the_classes_of_samples_left_out(int number)
    {
        var golden = s_golden.GetProperty("classifier")[number];
        var model = ((RidgeClassifierCV)With(new RidgeClassifierCV { Alphas = s_alphas, Scoring = golden.GetProperty("scoring").GetString()! }, golden)).Fit(s_x, Labels, WeightsOf(golden));
        model.Alpha.ShouldBe(golden.GetProperty("alpha").GetDouble());
        model.BestScore.ShouldBe(golden.GetProperty("best").GetDouble(), 1e-8);
        Fitted.ShouldAgree(model.Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
    }

    [Fact]
    public void A_scorer_rates_two_classes_by_what_is_predicted_for_each_sample_left_out()
    {
        var labels = Array.ConvertAll(First, v => v > 2 ? "high" : "low");
        var model = new RidgeClassifierCV { Alphas = s_alphas, Scoring = "accuracy" }.Fit(s_x, labels);
        var plain = s_alphas.Select(alpha => Enumerable.Range(0, 50).Average(left =>
        {
            int[] others = [.. Enumerable.Range(0, 50).Where(row => row != left)];
            var one = new RidgeClassifier { Alpha = alpha }.Fit(s_x.Take(others), others.Select(row => labels[row]).ToArray());
            return one.Predict(s_x.Take([left])).TextAt(0) == labels[left] ? 1.0 : 0;
        })).ToArray();
        model.BestScore.ShouldBe(plain.Max(), 1e-12);
        model.Alpha.ShouldBe(s_alphas[Array.IndexOf(plain, plain.Max())]);
    }

    [Fact]
    public void Importances_come_from_a_function()
    {
        var golden = s_golden.GetProperty("importances");
        var logistic = new LogisticRegression { Tolerance = 1e-10, MaxIterations = 1000 };
        var rfe = new Rfe { Estimator = logistic, FeaturesToSelect = 2, ImportanceGetter = model => Rows(model, 2..3).Reshape([-1]).Abs() }.Fit(s_x, Labels);
        rfe.Ranking.Select(rank => (double)rank).ShouldBe(Numbers(golden, "rfe"));
        new Rfecv { Estimator = logistic, Folds = 3, ImportanceGetter = model => Rows(model, 0..2) }.Fit(s_x, Labels).Ranking.Select(rank => (double)rank).ShouldBe(Numbers(golden, "rfecv"));
        var select = new SelectFromModel { Estimator = logistic, Threshold = "mean", NormOrder = 2, ImportanceGetter = model => Rows(model, 1..3) };
        select.Fit(s_x, Labels).Support.ToArray().ShouldBe(Enumerable.Range(0, 6).Where(c => golden.GetProperty("select")[c].GetBoolean()));
        Should.Throw<DatasetException>(() => (select with { ImportanceGetter = _ => Tensor.From([1.0]) }).Fit(s_x, Labels)).Message.ShouldContain("importance_getter returned a tensor of shape (1,) for 6 features");
        rfe.Save(_folder);
        ((FeatureSelectionModel)Model.Load(_folder)).Support.ShouldBe(rfe.Support);

        static Tensor Rows(PredictorModel model, Range rows) => ((ILinearModel)model).Coefficients[rows];
    }

    [Fact]
    public void A_function_names_what_it_returns()
    {
        var x = Features.Dense(Array.ConvertAll(s_x.Values.ToArray(), Math.Abs), 50, 6, ["a", "b", "c", "d", "e", "f"]);
        var transformer = new FunctionTransformer(v => Math.Log(1 + v)) { OutputNames = names => [.. names.Select(name => $"log1p({name})")] };
        var (model, transformed) = transformer.FitTransform(x);
        string[] expected = [.. s_golden.GetProperty("names").EnumerateArray().Select(name => name.GetString()!)];
        model.OutputNames.ShouldBe(expected);
        transformed.Names.ShouldBe(expected);
        Should.Throw<DatasetException>(() => (transformer with { OutputNames = _ => ["one"] }).Fit(x)).Message.ShouldContain("feature_names_out gave 1 names; the function returned 6 features");
        var strict = new FunctionTransformer(v => v) { Validate = true };
        Should.Throw<DatasetException>(() => strict.Fit(Features.Dense([1, double.NaN], 2, 1))).Message.ShouldContain("NaN");
        var sparse = Features.Of(SparseMatrix.FromDense([1.0, 0], 2, 1));
        Should.Throw<DatasetException>(() => strict.Fit(sparse)).Message.ShouldContain("accept_sparse");
        (strict with { AcceptSparse = true, Function = null }).Fit(sparse).Transform(sparse).Kind.ShouldBe(FeaturesKind.Sparse);
    }

    [Theory, MemberData(nameof(Of), "warm")]
    public void A_fit_goes_on_from_another_model_in_scikit_learns_steps(int number)
    {
        var golden = s_golden.GetProperty("warm")[number];
        var first = With(EstimatorCatalog.Find(golden.GetProperty("estimator").GetString()!).Create().With("max_iter", 3).With("tol", null).With("random_state", 3), golden);
        Target y = first is Regressor ? First : golden.GetProperty("binary").GetBoolean() ? Array.ConvertAll(Labels, label => Math.Min(label, 1)) : Labels;
        var model = ((Predictor)first).Fit(s_x, y);
        var (warm, steps) = (first.With("max_iter", 2), 0.0);
        model = (warm, model) switch
        {
            (SgdClassifier sgd, SgdClassifierModel start) => sgd.FitFrom(start, s_x, y),
            (Perceptron perceptron, SgdClassifierModel start) => perceptron.FitFrom(start, s_x, y),
            (PassiveAggressiveClassifier aggressive, SgdClassifierModel start) => aggressive.FitFrom(start, s_x, y),
            (SgdRegressor sgd, SgdRegressorModel start) => sgd.FitFrom(start, s_x, y),
            (PassiveAggressiveRegressor aggressive, SgdRegressorModel start) => aggressive.FitFrom(start, s_x, y),
            _ => throw new NotSupportedException(),
        };
        steps = model is SgdClassifierModel classifier ? classifier.Steps : ((SgdRegressorModel)model).Steps;
        steps.ShouldBe(golden.GetProperty("steps").GetDouble());
        Fitted.ShouldAgree(((ILinearModel)model).Coefficients.ToArray<double>(), Numbers(golden, "coefficients"), 1e-8);
        Fitted.ShouldAgree(((ILinearModel)model).Intercept.ToArray<double>(), Numbers(golden, "intercept"), 1e-8);
    }

    [Fact]
    public void A_robust_fit_that_goes_on_from_its_own_result_is_done_at_once()
    {
        var huber = new HuberRegressor { Tolerance = 1e-9, MaxIterations = 1000 };
        var cold = huber.Fit(s_x, First);
        Fitted.ShouldAgree([cold.Scale, .. cold.Coefficients.ToArray<double>(), .. cold.Intercept.ToArray<double>()], [.. s_golden.GetProperty("huber").EnumerateArray().Select(v => v.GetDouble())], 1e-5);
        var warm = huber.FitFrom(cold, s_x, First);
        warm.Iterations.ShouldBeLessThan(cold.Iterations / 2);
        Fitted.ShouldAgree(warm.Coefficients.ToArray<double>(), cold.Coefficients.ToArray<double>(), 1e-7);
        Should.Throw<ArgumentException>(() => huber.FitFrom(cold, s_wide, First[..12])).Message.ShouldContain("30 features were given; it was fitted on 6");
    }

    [Fact]
    public void Models_to_go_on_from_have_the_same_classes()
    {
        var model = new SgdClassifier().Fit(s_x, Labels);
        Should.Throw<DatasetException>(() => new SgdClassifier().FitFrom(model, s_x, Array.ConvertAll(Labels, label => label + 1))).Message
            .ShouldContain("the model to start from knows the classes 0, 1, 2; these samples are of 1, 2, 3");
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData("true", 1)]
    [InlineData(false, 0)]
    [InlineData("25", 25)]
    public void Averaging_is_asked_for_by_true_or_a_number(object value, int average)
    {
        ((SgdClassifier)new SgdClassifier().With("average", value)).Average.ShouldBe(average);
        ((PassiveAggressiveRegressor)new PassiveAggressiveRegressor().With("average", value)).Average.ShouldBe(average);
        Should.Throw<ArgumentException>(() => new SgdClassifier().With("average", "yes")).Message.ShouldContain("expected a whole number, true or false");
        Should.Throw<ArgumentException>(() => new SgdClassifier().With("max_iter", true));
    }

    /// <summary>The covariance of centred samples, a fifth of it moved towards the identity.</summary>
    private static Tensor Shrunk(Features x)
    {
        var n = x.Columns;
        var covariance = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                covariance[(i * n) + j] = Enumerable.Range(0, x.Rows).Sum(row => x.Row(row)[i] * x.Row(row)[j]) / x.Rows;
            }
        }

        var mean = Enumerable.Range(0, n).Average(i => covariance[(i * n) + i]);
        return Tensor.From([.. covariance.Select((value, at) => (0.8 * value) + (at % (n + 1) == 0 ? 0.2 * mean : 0))], [n, n]);
    }

    private static double Objective(LinearSvcModel model, long[] labels, double[] costs)
    {
        var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>());
        (w, b) = b.Length > 1 ? (w, b) : ([.. w.Select(v => -v / 2), .. w.Select(v => v / 2)], [-b[0] / 2, b[0] / 2]);
        var sum = 0.5 * (w.Sum(v => v * v) + b.Sum(v => v * v));
        for (var i = 0; i < costs.Length; i++)
        {
            var scores = b.Select((intercept, k) => PlainObjectives.Dot(s_x.Row(i), w.AsSpan(6 * k, 6)) + intercept).ToArray();
            sum += costs[i] * scores.Select((score, k) => k == labels[i] ? 0 : 1 + score - scores[labels[i]]).Max();
        }

        return sum;
    }

    private static Estimator With(Estimator estimator, JsonElement golden, string? except = null) => golden.GetProperty("options").EnumerateObject().Where(option => option.Name != except)
        .Aggregate(estimator, (changed, option) => changed.With(option.Name, option.Value.ToString()));

    private static double[]? WeightsOf(JsonElement golden) => golden.GetProperty("weighted").GetBoolean() ? Weights : null;

    private static double[] Numbers(JsonElement golden, string name) => [.. golden.GetProperty(name).EnumerateArray().Select(v => v.GetDouble())];
}
