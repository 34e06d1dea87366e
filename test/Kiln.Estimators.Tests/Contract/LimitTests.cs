namespace Kiln.Estimators.Tests;

/// <summary>Samples and hyper-parameters at and beyond the ends of what can be learned: an answer, or an error that says what is wrong.</summary>
public class LimitTests
{
    private static readonly Features s_x = Features.Dense([0, 1, 1, 3, 2, 1, 3, 5, 4, 2, 5, 9], 6, 2);
    private static readonly double[] s_y = [1, 2, 2.5, 4, 5, 7];
    private static readonly string[] s_labels = ["a", "b", "a", "b", "a", "b"];

    [Fact]
    public void The_first_penalty_stands_where_no_score_is_a_number()
    {
        new RidgeCV { Alphas = [2, 1], Folds = 6 }.Fit(s_x, s_y).Alpha.ShouldBe(2);
        var model = new RidgeCV().Fit(Features.Dense([1, 2], 1, 2), new[] { 3.0 });
        model.Alpha.ShouldBe(0.1);
        model.Predict(Features.Dense([5, 6], 1, 2)).Numbers().ToArray().ShouldBe([3.0]);
    }

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.PositiveInfinity), InlineData(double.NaN)]
    public void A_bayesian_ridge_begins_with_precisions_above_0(double start)
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new BayesianRidge { AlphaStart = start }.Fit(s_x, s_y)).Message.ShouldContain("alpha_init");
        Should.Throw<ArgumentOutOfRangeException>(() => new BayesianRidge { LambdaStart = start }.Fit(s_x, s_y)).Message.ShouldContain("lambda_init");
    }

    [Fact]
    public void Features_beyond_1_are_no_shares()
    {
        var x = Features.Dense([0, 1, 1, 0.5, 0, 5.1], 3, 2, ["b", "c"]);
        var estimator = new BernoulliNB { Binarize = null };
        foreach (var samples in new[] { x, Features.Of(new SparseMatrix([0, 1, 3, 4], [1, 0, 1, 1], [1, 1, 0.5, 5.1], 2), x.Names) })
        {
            Should.Throw<DatasetException>(() => estimator.Fit(samples, new[] { "a", "b", "a" })).Message
                .ShouldStartWith("bernoulli-nb: column 'c' of sample 2 is 5.1; features must lie in 0..1 when binarize is none");
            Should.Throw<DatasetException>(() => estimator.PartialFit(null, samples, new[] { "a", "b", "a" })).Row.ShouldBe(2);
        }

        estimator.Fit(x.Take([0, 1]), new[] { "a", "b" }).Predict(x.Take([0, 1])).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(int.MaxValue, false), InlineData(40, false), InlineData(int.MaxValue, true)]
    public void Products_that_do_not_fit_in_memory_are_counted_first(int degree, bool interactionOnly)
    {
        var x = Features.Dense(new double[200], 1, 200);
        Should.Throw<InsufficientMemoryException>(() => new PolynomialFeatures { Degree = degree, InteractionOnly = interactionOnly }.Fit(x)).Message.ShouldContain("lower degree");
    }

    [Fact]
    public void Names_of_products_count_as_what_memory_holds()
    {
        // 1.6 million products of numbers that fit, with names of 100 KB each.
        var x = Features.Dense(new double[180], 1, 180, [.. Enumerable.Range(0, 180).Select(i => $"{i}{new string('a', 1 << 20)}")]);
        Should.Throw<InsufficientMemoryException>(() => new PolynomialFeatures { Degree = 3 }.Fit(x)).Message.ShouldContain("with their names do not fit in memory");
    }

    [Fact]
    public void Products_are_named_by_features_and_powers()
    {
        var x = Features.Dense([2, 3, 5], 1, 3, ["a", "a^2", "c"]);
        new PolynomialFeatures { Degree = 3 }.Fit(x).OutputNames.ShouldBe(
        [
            "1", "a", "a^2", "c", "a^2", "a a^2", "a c", "a^2^2", "a^2 c", "c^2", "a^3", "a^2 a^2", "a^2 c", "a a^2^2", "a a^2 c", "a c^2", "a^2^3", "a^2^2 c", "a^2 c^2", "c^3",
        ]);
        new PolynomialFeatures { Degree = 12, MinDegree = 11, IncludeBias = false }.Fit(x.Take([0])).OutputNames.ShouldContain("a^10 a^2 c");
        new PolynomialFeatures { Degree = 3, InteractionOnly = true }.Fit(x).OutputNames.ShouldBe(["1", "a", "a^2", "c", "a a^2", "a c", "a^2 c", "a a^2 c"]);
    }

    [Fact]
    public void Names_of_products_can_be_stopped()
    {
        // The model itself holds no names, so what takes long is done under the token of the transformation.
        using var stop = new CancellationTokenSource();
        var model = new PolynomialFeatures { Degree = 6 }.Fit(Features.Dense(new double[12], 1, 12));
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => model.Transform(Features.Dense(new double[12], 1, 12), stop.Token));
    }

    [Fact]
    public void A_grid_of_too_many_points_is_counted_first()
    {
        var x = ContractSamples.Normal(3, 120, 6);
        var model = new Ridge().Fit(x, Enumerable.Range(0, 120).Select(i => (double)(i % 7)).ToArray());
        Should.Throw<ArgumentException>(() => PartialDependence.Of(model, x, [0, 1, 2, 3, 4, 5])).Message
            .ShouldContain("100 × 100 × 100 × 100 × 100 × 100 = 1,000,000,000,000 points, and 120 samples would be predicted at each");
        Should.Throw<ArgumentException>(() => PartialDependence.Of(model, x, [0, 1, 2, 3])).Message.ShouldContain("fewer features, or a lower resolution");
    }

    [Fact]
    public void More_factors_than_features_make_no_more_products()
    {
        var products = new PolynomialFeatures { Degree = int.MaxValue, InteractionOnly = true }.Fit(Features.Dense([2, 3, 5], 1, 3));
        products.Transform(Features.Dense([2, 3, 5], 1, 3)).Row(0).ToArray().ShouldBe([1.0, 2, 3, 5, 6, 10, 15, 30]);
        Should.Throw<ArgumentException>(() => new PolynomialFeatures { Degree = 9, MinDegree = 5, InteractionOnly = true, IncludeBias = false }.Fit(Features.Dense([2, 3, 5], 1, 3)));
    }

    [Fact]
    public void Products_can_be_stopped()
    {
        var stopped = new CancellationToken(canceled: true);
        Should.Throw<OperationCanceledException>(() => new PolynomialFeatures().FitTransform(s_x, cancellation: stopped));
        Should.Throw<OperationCanceledException>(() => new PolynomialFeatures().Fit(s_x).Transform(s_x, stopped));
        Should.Throw<OperationCanceledException>(() => new PolynomialFeatures().Fit(s_x).Transform(Features.Of(new SparseMatrix([0, 1], [1], [2.0], 2)), stopped));
    }

    [Theory]
    [InlineData("spline-transformer", "degree"), InlineData("spline-transformer", "n_knots"), InlineData("k-bins-discretizer", "n_bins")]
    [InlineData("lasso-cv", "n_alphas"), InlineData("elastic-net-cv", "n_alphas"), InlineData("logistic-regression-cv", "Cs"), InlineData("logistic-regression-cv", "n_Cs")]
    public void Counts_have_an_upper_end(string name, string parameter)
    {
        var estimator = EstimatorCatalog.Find(name).Create().With(parameter, int.MaxValue);
        var message = Should.Throw<ArgumentOutOfRangeException>(estimator.CheckParameters).Message;
        message.ShouldContain(parameter);
        message.ShouldContain("000");
    }

    [Fact]
    public void Classes_that_all_weigh_nothing_are_told_by_each_ridge_classifier()
    {
        foreach (var name in new[] { "ridge-classifier", "ridge-classifier-cv" })
        {
            var estimator = (Classifier)EstimatorCatalog.Find(name).Create().With("class_weight", "a:0,b:0");
            Should.Throw<DatasetException>(() => estimator.Fit(s_x, s_labels)).Message.ShouldBe($"{name}: all sample weights are 0");
        }
    }

    [Theory]
    [InlineData("function-transformer", "func", "only a program can give it")]
    [InlineData("grid-search", "param_grid", "expected JSON")]
    [InlineData("one-hot-encoder", "categories", "expected")]
    public void Text_that_a_parameter_cannot_read_is_an_argument_error_of_one_line(string name, string parameter, string expected)
    {
        var error = Should.Throw<ArgumentException>(() => EstimatorCatalog.Find(name).Create().With(parameter, "zz"));
        error.Message.ShouldStartWith(name + ": " + parameter);
        error.Message.ShouldContain(expected);
        error.Message.ShouldNotContain($"{parameter}: {parameter}");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void An_empty_list_of_a_search_is_said_once()
    {
        var message = Should.Throw<FormatException>(() => SearchSpace.Parse("""{"C": []}""")).Message;
        message.ShouldStartWith("search space: the list for 'C' is empty");
    }

    [Fact]
    public void A_pipeline_keeps_its_memory_as_a_transformer()
    {
        var memory = new TransformerCache();
        new Pipeline(new StandardScaler(), new MinMaxScaler()) { Memory = memory }.AsTransformer().Memory.ShouldBeSameAs(memory);
    }
}
