namespace Kiln.Estimators.Tests;

/// <summary>
/// max_iter=0, as scikit-learn 1.2.1 takes it: the point a solver begins at, with a warning; L-BFGS looks at the limit after its first step there, too. (Its sag and saga do not warn, and its
/// newton-cholesky ends with an AttributeError.)
/// </summary>
public class NoIterationTests
{
    [Theory]
    [InlineData("newton-cg"), InlineData("newton-cholesky"), InlineData("sag"), InlineData("saga"), InlineData("liblinear")]
    public void A_logistic_regression_without_iterations_is_where_its_solver_begins(string solver)
    {
        foreach (var data in new[] { "iris", "three" })
        {
            var (x, y) = ClassifierData.Load(data);
            var model = ((LogisticRegression)new LogisticRegression { MaxIterations = 0 }.With("solver", solver)).Fit(x, y);
            model.Coefficients.ToArray<double>().ShouldAllBe(w => Math.Abs(w) < 1e-6);
            model.Warnings.Single().ShouldContain($"the solver {solver} stopped after 0 iterations before it converged");
        }
    }

    [Fact]
    public void Lbfgs_makes_its_first_step()
    {
        var (x, y) = ClassifierData.Load("iris");
        var model = new LogisticRegression { MaxIterations = 0 }.Fit(x, y);
        model.Coefficients.ToArray<double>().ShouldBe(new LogisticRegression { MaxIterations = 1 }.Fit(x, y).Coefficients.ToArray<double>());
        model.Coefficients.ToArray<double>().ShouldContain(w => w != 0);
        model.Warnings.Single().ShouldContain("the solver lbfgs stopped after 1 iteration before");
        new LogisticRegressionCV { MaxIterations = 0, Folds = 3 }.Fit(x, y).Warnings.ShouldNotBeEmpty();
        new HuberRegressor { MaxIterations = 0 }.Fit(x, y).Warnings.ShouldNotBeEmpty();
    }

    [Fact]
    public void Support_vectors_without_iterations_are_zeros()
    {
        var (x, y) = ClassifierData.Load("iris");
        foreach (var svc in new[] { new LinearSvc(), new() { Dual = false }, new() { Loss = SvcLoss.Hinge }, new() { Penalty = Penalty.L1, Dual = false } })
        {
            var model = (svc with { MaxIterations = 0 }).Fit(x, y);
            model.Coefficients.ToArray<double>().ShouldAllBe(w => w == 0);
            model.Warnings.Single().ShouldContain("stopped after 0 iterations before it converged");
        }

        foreach (var svr in new[] { new LinearSvr(), new() { Loss = SvrLoss.SquaredEpsilonInsensitive }, new() { Loss = SvrLoss.SquaredEpsilonInsensitive, Dual = false } })
        {
            (svr with { MaxIterations = 0 }).Fit(x, y).Coefficients.ToArray<double>().ShouldAllBe(w => w == 0);
        }
    }
}
