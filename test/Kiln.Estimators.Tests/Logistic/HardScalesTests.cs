namespace Kiln.Estimators.Tests;

/// <summary>Features of very different scales, or far from 0: fits end at the optimum, and never above where they began.</summary>
public class HardScalesTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(20)]
    [InlineData(22)]
    [InlineData(36)]
    [InlineData(250)]
    public void Newton_steps_of_two_softmax_rows_never_climb(uint seed)
    {
        // scikit-learn ends above the model of zeros for some of these, with a warning that its line search failed.
        var random = new RandomState(seed);
        const int Rows = 60, Columns = 8;
        var scales = random.Uniform(-8, 8, Columns);
        var values = random.Randn(Rows * Columns);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= Math.Pow(10, scales[i % Columns]);
        }

        var (x, y) = (Features.Dense(values, Rows, Columns), (Target)Array.ConvertAll(random.Rand(Rows), v => v < 0.5 ? 1L : 0));
        var given = new LogisticRegression { Solver = LogisticSolver.NewtonCg, MultiClass = MultiClass.Multinomial, C = 10, MaxIterations = 1000 };
        var best = Objective(given with { Solver = LogisticSolver.Lbfgs, MaxIterations = 10_000 }, x, y, out _);
        var objective = Objective(given, x, y, out var model);
        objective.ShouldBeLessThan(10 * Rows * Math.Log(2));
        if (model.Warnings.Count == 0)
        {
            objective.ShouldBeLessThan(best * (1 + 1e-6));
        }
    }

    [Theory]
    [InlineData(LogisticSolver.NewtonCholesky, 6, 20, 2, 1e6)]
    [InlineData(LogisticSolver.NewtonCholesky, 4, 8, 2, 1e6)]
    [InlineData(LogisticSolver.Lbfgs, 90, 6, 3, 1e4)]
    [InlineData(LogisticSolver.NewtonCg, 90, 6, 3, 1e6)]
    public void Features_far_from_0_are_solved_as_well_as_near_ones(LogisticSolver solver, int rows, int columns, int classes, double offset)
    {
        var random = new RandomState(7);
        var near = random.Randn(rows * columns);
        var means = Array.ConvertAll(random.Randn(columns), v => Math.Round(offset * (v + Math.Sign(v)) * 1024) / 1024);
        double[] far = [.. near.Select((value, i) => value + means[i % columns])];

        // What rounding took from the far ones the near ones lose too.
        near = [.. far.Select((value, i) => value - means[i % columns])];
        Target y = Enumerable.Range(0, rows).Select(i => (long)(i < classes ? i : near[i * columns] > 0.3 ? classes - 1 : near[(i * columns) + 1] > 0 ? 1 : 0)).ToArray();
        var given = new LogisticRegression { Solver = solver, C = 200 };
        var wanted = Objective(given, Features.Dense(near, rows, columns), y, out _);
        Objective(given, Features.Dense(far, rows, columns), y, out var model).ShouldBeLessThan(wanted * (1 + 1e-5));
        model.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void A_fit_on_features_far_from_0_goes_on_from_a_model()
    {
        var random = new RandomState(3);
        Features x = Features.Dense(Array.ConvertAll(random.Randn(300), v => v + 2e5), 100, 3);
        Target y = Enumerable.Range(0, 100).Select(i => (long)(x.Row(i)[0] + random.Randn() > 2e5 ? 1 : 0)).ToArray();
        var given = new LogisticRegression { Tolerance = 1e-6 };
        var first = given.Fit(x, y);
        first.Iterations[0].ShouldBeGreaterThan(3);
        given.FitFrom(first, x, y).Iterations[0].ShouldBeLessThan(3);
    }

    private static double Objective(LogisticRegression given, Features x, Target y, out LogisticRegressionModel model)
    {
        model = given.Fit(x, y);
        return PlainObjectives.Logistic(given, x, y, null, model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>(), LogisticFit.IsSoftmax(given.MultiClass, given.Solver, y.Distinct(out _).Count));
    }
}
