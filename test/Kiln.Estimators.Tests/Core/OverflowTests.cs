namespace Kiln.Estimators.Tests;

public class OverflowTests
{
    private static readonly Table Huge = Table.From(Enumerable.Range(0, 40), ("a", i => i * 1e300), ("b", i => i % 5 * 1e-300));
    private static readonly Target Numbers = Enumerable.Range(0, 40).Select(i => i * 0.1).ToArray();
    private static readonly Target Classes = Enumerable.Range(0, 40).Select(i => (long)(i % 2)).ToArray();

    private static Table Wave(double size) => Table.From(Enumerable.Range(0, 40), ("a", i => Math.Sin(i) * size), ("b", i => Math.Cos(i)));

    public static TheoryData<string> Regressors => ["lasso", "elastic-net", "bayesian-ridge", "ridge", "linear-regression", "ridge-cv"];

    [Theory]
    [MemberData(nameof(Regressors))]
    public void No_model_of_nan_or_infinities_comes_of_large_columns(string name)
    {
        var regressor = (Regressor)EstimatorCatalog.Find(name).Create();
        LinearRegressionModel model;
        try
        {
            model = (LinearRegressionModel)regressor.Fit(Huge, Numbers);
        }
        catch (DatasetException error)
        {
            error.Message.ShouldStartWith(regressor.Name);
            error.Message.ShouldContain("column 'a'");
            return;
        }

        model.Coefficients.ToArray<double>().Concat(model.Intercept.ToArray<double>()).ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void A_logistic_regression_names_the_column_whose_squares_overflow()
    {
        // scikit-learn's answer is zeros, and a warning that lbfgs did not converge.
        var table = Table.From(Enumerable.Range(0, 40), ("a", i => Math.Sin(i) * 1e160), ("b", i => Math.Cos(i)));
        foreach (Classifier estimator in new Classifier[] { new LogisticRegression(), new LogisticRegression { Solver = LogisticSolver.NewtonCg }, new LogisticRegressionCV() })
        {
            var message = Should.Throw<DatasetException>(() => estimator.Fit(table, Classes)).Message;
            message.ShouldContain("; the squares of the features overflowed");
            message.ShouldContain("column 'a'");
            message.ShouldContain("max-abs-scaler");
        }
    }

    [Fact]
    public void Discriminants_and_the_scaler_name_the_column_whose_squares_overflow()
    {
        Should.Throw<DatasetException>(() => new LinearDiscriminantAnalysis().Fit(Huge, Classes)).Message.ShouldContain("; the squares of the features overflowed");
        Should.Throw<DatasetException>(() => new QuadraticDiscriminantAnalysis().Fit(Huge, Classes)).Message.ShouldContain("column 'a' of sample 39");
        Should.Throw<DatasetException>(() => new StandardScaler().Fit(Huge)).Message.ShouldBe("standard-scaler: the squares of column 'a' overflowed; divide it by its size first (max-abs-scaler)");
    }

    [Fact]
    public void Scalers_name_the_column_that_is_too_large_for_them()
    {
        Said(() => new StandardScaler().Fit(Wave(1e160)), "standard-scaler: the squares of column 'a' overflowed; divide it by its size first (max-abs-scaler)");
        Said(() => new PowerTransformer().Fit(Wave(1e160)), "power-transformer: the powers of column 'a' overflowed; divide it by its size first (max-abs-scaler)");
        Said(() => new RobustScaler().Fit(Wave(1.7e308)), "robust-scaler: the distance between the quantiles of column 'a' overflowed; divide it by its size first (max-abs-scaler)");
        Inputs.AllFinite(new RobustScaler().FitTransform(Wave(1e300), null).X.Values).ShouldBeTrue();

        static void Said(Action act, string message) => Should.Throw<DatasetException>(act).Message.ShouldBe(message);
    }

    [Fact]
    public void Parts_that_overflow_only_together_are_told_too()
    {
        Features Part(double value) => Features.Dense([value, value], 2, 1);
        var scaler = new StandardScaler();
        var first = scaler.PartialFit(null, Part(1e160));
        Should.Throw<DatasetException>(() => scaler.PartialFit(first, Part(-1e160))).Message.ShouldContain("overflowed");
        scaler.PartialFit(first, Part(1e160)).Variances.ToArray().ShouldBe([0]);

        var (bayes, y) = (new GaussianNB(), (Target)new long[] { 0, 1 });
        var one = bayes.PartialFit(null, Features.Dense([1.2e154, 1.21e154], 2, 1), y, y);
        Should.Throw<DatasetException>(() => bayes.PartialFit(one, Features.Dense([-1.2e154, -1.21e154], 2, 1), y)).Message.ShouldContain("the squares of the features overflowed");
    }

    [Theory]
    [InlineData("multinomial-nb")]
    [InlineData("complement-nb")]
    public void Counts_that_overflow_together_are_told(string name)
    {
        // scikit-learn's probabilities are NaN.
        var estimator = (Predictor)EstimatorCatalog.Find(name).Create();
        var (x, y) = (Features.Dense([1e308, 1e308, 1, 2], 2, 2), (Target)new long[] { 0, 1 });
        Should.Throw<DatasetException>(() => estimator.Fit(x, y)).Message.ShouldContain("the sum of the counts overflowed");
        estimator.Fit(Features.Dense([1e307, 1e307, 1, 2], 2, 2), y);
    }

    [Theory]
    [InlineData("huber-regressor")]
    [InlineData("poisson-regressor")]
    [InlineData("linear-svc")]
    [InlineData("linear-svr")]
    [InlineData("gaussian-nb")]
    public void Squares_that_overflow_are_no_reason_to_answer_zeros(string name)
    {
        // scikit-learn's answers are zeros, NaN or garbage, with warnings.
        var estimator = (Predictor)EstimatorCatalog.Find(name).Create();
        estimator = estimator is LinearSvc or LinearSvr ? (Predictor)estimator.With("dual", false).With("loss", estimator is LinearSvc ? "squared_hinge" : "squared_epsilon_insensitive") : estimator;
        Should.Throw<DatasetException>(() => estimator.Fit(Wave(1e160), Classes)).Message.ShouldContain("column 'a'");
    }

    [Theory]
    [InlineData("linear-regression")]
    [InlineData("ridge")]
    [InlineData("ridge-cv")]
    [InlineData("lasso")]
    [InlineData("linear-svc")]
    [InlineData("linear-svr")]
    public void A_column_too_large_to_be_squared_is_not_left_out_in_silence(string name)
    {
        var estimator = (Predictor)EstimatorCatalog.Find(name).Create();
        Should.Throw<DatasetException>(() => estimator.Fit(Wave(1e160), Classes)).Message.ShouldContain("column 'a'");
    }

    [Theory]
    [InlineData("linear-regression")]
    [InlineData("ridge")]
    public void A_target_that_is_too_large_is_not_called_the_fault_of_a_column(string name)
    {
        var y = Enumerable.Range(0, 40).Select(i => 1e307 * (i - 5)).ToArray();
        var message = Should.Throw<DatasetException>(() => ((Predictor)EstimatorCatalog.Find(name).Create()).Fit(Wave(1), Array.ConvertAll(y, v => Math.Clamp(v, -1.7e308, 1.7e308)))).Message;
        message.ShouldStartWith(name);
        message.ShouldContain("divide the target by its size");
        message.ShouldNotContain("column");
    }

    [Theory]
    [InlineData("linear-regression")]
    [InlineData("ridge")]
    [InlineData("ridge-cv")]
    [InlineData("bayesian-ridge")]
    public void Sums_that_overflow_name_the_estimator_and_the_column(string name)
    {
        var table = Table.From(Enumerable.Range(0, 40), ("a", i => 1.7e308 - (i * 1e305)), ("b", i => Math.Cos(i)));
        var message = Should.Throw<DatasetException>(() => ((Predictor)EstimatorCatalog.Find(name).Create()).Fit(table, Numbers)).Message;
        message.ShouldStartWith(name);
        message.ShouldContain("column 'a'");
    }

    [Fact]
    public void Curvatures_that_overflow_end_a_search_by_regions_of_trust()
    {
        foreach (Classifier estimator in new Classifier[] { new LogisticRegression { Solver = LogisticSolver.Liblinear }, new LinearSvc { Dual = false } })
        {
            ((ILinearModel)estimator.Fit(Wave(1e150), Classes)).Coefficients.ToArray<double>().ShouldAllBe(value => double.IsFinite(value));
        }
    }

    [Fact]
    public void An_infinite_target_is_not_called_a_missing_one()
    {
        var y = Enumerable.Range(0, 40).Select(i => i == 3 ? double.PositiveInfinity : i).ToArray();
        var message = Should.Throw<DatasetException>(() => new Ridge().Fit(Features.Dense(new double[40], 40, 1), y)).Message;
        message.ShouldContain("sample 3");
        message.ShouldContain("clip it or drop the sample");
    }

    [Fact]
    public void Directions_that_eigenvalues_cannot_tell_from_rounding_are_named_in_a_warning()
    {
        Features x = Features.Dense([.. Enumerable.Range(0, 40).SelectMany(i => new[] { Math.Sin(i), 1e-9 * Math.Cos(2.3 * i) })], 40, 2);
        new RidgeCV { Decomposition = RidgeDecomposition.Eigen }.Fit(x, Numbers).Warnings.ShouldHaveSingleItem().ShouldContain("1 of 2 directions");
        new RidgeCV().Fit(x, Numbers).Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("sgd-regressor")]
    [InlineData("sgd-classifier")]
    [InlineData("passive-aggressive-regressor")]
    [InlineData("perceptron")]
    public void Steps_that_overflow_name_the_column(string name)
    {
        // scikit-learn asks to scale the data, and does not say which.
        var estimator = (Predictor)EstimatorCatalog.Find(name).Create();
        Target y = estimator is Classifier ? Classes : Numbers;
        try
        {
            ((ILinearModel)estimator.Fit(Wave(1e300), y)).Coefficients.ToArray<double>().ShouldAllBe(value => double.IsFinite(value));
        }
        catch (DatasetException error)
        {
            error.Message.ShouldStartWith(name + ": ");
            error.Message.ShouldContain("column 'a'");
            error.Message.ShouldContain("overflowed");
        }
    }

    [Fact]
    public void Transformers_name_the_column_whose_values_become_infinite()
    {
        // scikit-learn's answers are infinities.
        Said(() => new PolynomialFeatures().FitTransform(Wave(1e160), null), "polynomial-features: column 'a' of sample", "the products overflowed");
        Said(() => new PolynomialFeatures().FitTransform(Sparse(1e160), null), "polynomial-features: column 0 of sample 1", "the products overflowed");
        new PolynomialFeatures { InteractionOnly = true }.FitTransform(Wave(1e160), null).X.ToDense().Values.ToArray().ShouldAllBe(value => double.IsFinite(value));
        Said(() => new SplineTransformer().Fit(Wave(1.7e308)), "spline-transformer: the distance between the knots of column 'a'");
        Said(() => new SplineTransformer { Extrapolation = SplineExtrapolation.Continue }.Fit(Wave(1)).Transform(Wave(1e200)), "spline-transformer: column 'a' of sample", "the splines overflowed");
        Said(() => new RobustScaler().Fit(Wave(1e-10)).Transform(Wave(1e300)), "robust-scaler: column 'a' of sample 1", "too large beside the values that were fitted");
        Said(() => new RobustScaler { WithCentering = false }.Fit(Sparse(1e-10)).Transform(Sparse(1e300)), "robust-scaler: column 0 of sample 1", "the result overflowed");
        Said(() => new StandardScaler().Fit(Wave(1e-10)).Transform(Wave(1e300)), "standard-scaler: column 'a' of sample 1", "the result overflowed");

        static Features Sparse(double size) => SparseMatrix.FromDense([.. Enumerable.Range(0, 40).Select(i => Math.Sin(i) * size)], 40, 1);

        static void Said(Action act, params string[] texts)
        {
            var message = Should.Throw<DatasetException>(act).Message;
            message.ShouldStartWith(texts[0]);
            message.ShouldContain(texts[^1]);
        }
    }

    [Theory]
    [InlineData(LogisticSolver.Sag)]
    [InlineData(LogisticSolver.Saga)]
    public void A_ridge_classifier_and_a_search_are_named_themselves(LogisticSolver solver)
    {
        var table = Table.From(Enumerable.Range(0, 40), ("a", i => 1.7e308 - (i * 1e305)), ("b", i => Math.Cos(i)));
        Should.Throw<DatasetException>(() => new RidgeClassifier().Fit(table, Classes)).Message.ShouldStartWith("ridge-classifier: column 'a'");
        var state = new AverageGradientState(1, 1, 1, new("logistic-regression-cv", solver == LogisticSolver.Saga, 0, 0, false, 1e-4, 1, 0), 1, 0, 0, 1, [double.PositiveInfinity]);
        Should.Throw<DatasetException>(() => state.EpochConverged()).Message.ShouldStartWith("logistic-regression-cv: the solver");
    }
}
