namespace Kiln.Estimators.Tests;

public class OverflowTests
{
    private static readonly Table Huge = Table.From(Enumerable.Range(0, 40), ("a", i => i * 1e300), ("b", i => i % 5 * 1e-300));
    private static readonly Target Numbers = Enumerable.Range(0, 40).Select(i => i * 0.1).ToArray();
    private static readonly Target Classes = Enumerable.Range(0, 40).Select(i => (long)(i % 2)).ToArray();

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
}
