using System.Text.Json;

namespace Kiln.Estimators.Tests;

/// <summary>Iterative fits of few samples, where a small gradient says little: they end as low as scikit-learn 1.2.1, or say that there is no end.</summary>
public class FewRowsTests
{
    private static readonly Lazy<JsonElement[]> s_cases = new(() => [.. GoldenCase.Root("few_rows.json").GetProperty("cases").EnumerateArray()]);

    public static TheoryData<string> Targets => ["counts", "amounts", "classes", "ties"];

    [Theory, MemberData(nameof(Targets))]
    public void Objectives_are_not_above_those_of_scikit_learn(string target)
    {
        var wrong = new List<string>();
        var count = 0;
        foreach (var json in s_cases.Value.Where(c => c.GetProperty("target").GetString() == target))
        {
            var estimator = EstimatorCatalog.Find(json.GetProperty("estimator").GetString()!).Create().With("max_iter", 5000);
            foreach (var parameter in json.GetProperty("parameters").EnumerateObject())
            {
                estimator = estimator.With(parameter.Name, parameter.Value.ValueKind switch
                {
                    JsonValueKind.Number => parameter.Value.GetDouble(),
                    JsonValueKind.String => parameter.Value.GetString(),
                    var kind => kind == JsonValueKind.True,
                });
            }

            var (x, y) = Samples(json);
            foreach (var (name, given) in new[] { ("loose", estimator), ("tight", estimator.With("tol", 1e-10)) })
            {
                count++;
                var model = ((Predictor)given).Fit(x, y);
                var (objective, wanted) = (Objective(model, x, y), json.GetProperty(name).GetDouble());

                // A tight tolerance may be below what rounding leaves of a gradient; what is told counts as told.
                if (objective > (wanted * (1 + 1e-6)) + 1e-13 && (model.Warnings.Count == 0 || name == "loose"))
                {
                    wrong.Add($"{given} {name} of {json.GetProperty("rows")} x {json.GetProperty("columns")}, seed {json.GetProperty("seed")}: {objective:R}, expected {wanted:R}; {string.Join("; ", model.Warnings)}");
                }
            }
        }

        count.ShouldBeGreaterThan(30);
        wrong.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(LogisticSolver.Lbfgs, MultiClass.OneVersusRest)]
    [InlineData(LogisticSolver.Lbfgs, MultiClass.Multinomial)]
    [InlineData(LogisticSolver.NewtonCg, MultiClass.OneVersusRest)]
    [InlineData(LogisticSolver.NewtonCg, MultiClass.Multinomial)]
    [InlineData(LogisticSolver.NewtonCholesky, MultiClass.OneVersusRest)]
    [InlineData(LogisticSolver.Saga, MultiClass.OneVersusRest)]
    [InlineData(LogisticSolver.Sag, MultiClass.Multinomial)]
    public void Separable_classes_without_a_penalty_are_told(LogisticSolver solver, MultiClass multiClass)
    {
        var random = new RandomState(5);
        var x = Features.Dense(random.Randn(24), 12, 2);
        Target apart = Enumerable.Range(0, 12).Select(i => x.Row(i)[0] > 0.1 ? 1L : 0).ToArray();
        var given = new LogisticRegression { Solver = solver, MultiClass = multiClass, Penalty = Penalty.None, MaxIterations = 1000 };
        given.Fit(x, apart).Warnings.ShouldHaveSingleItem().ShouldContain("a plane separates the classes");
        given.Fit(SparseMatrix.FromDense(x.Values, 12, 2), apart).Warnings.ShouldHaveSingleItem().ShouldContain("a plane separates the classes");

        // With a penalty, or mixed, there is a minimum.
        (given with { Penalty = Penalty.L2 }).Fit(x, apart).Warnings.ShouldBeEmpty();
        Target mixed = Enumerable.Range(0, 12).Select(i => (long)(i % 2)).ToArray();
        given.Fit(x, mixed).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Samples_that_weigh_nothing_do_not_keep_classes_together()
    {
        var x = Features.Dense([1.0, 2, 3, 4, 2.5], 5, 1);
        Target y = new long[] { 0, 0, 1, 1, 1 };
        var given = new LogisticRegression { Penalty = Penalty.None };
        given.Fit(x, new long[] { 0, 1, 0, 1, 1 }).Warnings.ShouldBeEmpty();
        given.Fit(x, y, [1, 1, 1, 1, 0]).Warnings.ShouldHaveSingleItem().ShouldContain("a plane separates");
    }

    [Theory]
    [InlineData(4, 60, 1e6, 30, 5e-3)]
    [InlineData(8, 40, 1e3, 3, 1e-6)]
    [InlineData(12, 90, 1e4, 0.5, 1e-6)]
    public void L1_support_vectors_of_columns_far_from_0_end_at_the_minimum(int rows, int columns, double offset, double c, double gap)
    {
        var random = new RandomState(9);
        var means = Array.ConvertAll(random.Randn(columns), v => offset * v);
        var x = Features.Dense(random.Randn(rows * columns).Select((v, i) => v + means[i % columns]).ToArray(), rows, columns);
        var labels = Enumerable.Range(0, rows).Select(i => i % 2 == 0 ? -1.0 : 1).ToArray();
        var given = new LinearSvc { Penalty = Penalty.L1, Dual = false, C = c, Tolerance = 1e-6 };
        var model = given.Fit(x, Array.ConvertAll(labels, v => (long)v));
        model.Warnings.ShouldBeEmpty();
        model.Iterations.ShouldBeLessThan(100);

        // By duality no coefficients reach less than Σα − Σα²/(4C) where no |Σ α y x| exceeds 1, of any α ≥ 0: those that the losses give, made small enough,
        // which costs the more digits the farther the columns are from 0.
        var (w, b) = (model.Coefficients.ToArray<double>(), model.Intercept.ToArray<double>()[0]);
        var losses = Enumerable.Range(0, rows).Select(i => Math.Max(0, 1 - (labels[i] * (b + PlainObjectives.Dot(x.Row(i), w))))).ToArray();
        var alphas = Array.ConvertAll(losses, loss => 2 * c * loss);
        var steepest = Math.Abs(Enumerable.Range(0, rows).Sum(i => alphas[i] * labels[i]));
        for (var j = 0; j < columns; j++)
        {
            steepest = Math.Max(steepest, Math.Abs(Enumerable.Range(0, rows).Sum(i => alphas[i] * labels[i] * x.Row(i)[j])));
        }

        alphas = Array.ConvertAll(alphas, alpha => alpha / Math.Max(1, steepest));
        var least = alphas.Sum() - alphas.Sum(alpha => alpha * alpha / (4 * c));
        (w.Sum(Math.Abs) + Math.Abs(b) + (c * losses.Sum(loss => loss * loss))).ShouldBeLessThan(least * (1 + gap));
    }

    // As in make_few_rows.py.
    private static (Features X, Target Y) Samples(JsonElement json)
    {
        var (rows, columns, target) = (json.GetProperty("rows").GetInt32(), json.GetProperty("columns").GetInt32(), json.GetProperty("target").GetString());
        var values = new RandomState(json.GetProperty("seed").GetUInt32()).Randn(rows * columns);
        var spread = json.GetProperty("spread").GetDouble();
        var scores = Enumerable.Range(0, rows).Select(i => values[i * columns] - (0.5 * values[(i * columns) + 1]) + (0.25 * values[(i * columns) + 2])).ToArray();
        if (target is "counts" or "amounts")
        {
            var y = Array.ConvertAll(scores, s => target == "counts" ? Math.Floor(Math.Exp(s + 0.5)) : (Math.Floor(10 * Math.Exp(s)) / 10) + 0.1);
            return (Features.Dense(Scaled(values, columns, spread), rows, columns), y);
        }

        var labels = Array.ConvertAll(scores, s => s > 0 ? 1L : 0);
        (labels[0], labels[1]) = (0, 1);
        if (target == "ties")
        {
            values.AsSpan((rows - 2) * columns, columns).CopyTo(values.AsSpan((rows - 1) * columns));
            (labels[^2], labels[^1]) = (0, 1);
        }

        return (Features.Dense(Scaled(values, columns, spread), rows, columns), labels);
    }

    private static double[] Scaled(double[] values, int columns, double spread) =>
        [.. values.Select((v, i) => v * Math.Pow(10, spread * ((7 * (i % columns) % 13 / 6.0) - 1)))];

    // Half the mean deviance and the penalty, or C·Σ loss and the penalty.
    private static double Objective(Model model, Features x, Target y)
    {
        if (model is LinearRegressionModel regression)
        {
            return PlainObjectives.HalfDeviance(regression, x, y);
        }

        var linear = (ILinearModel)model;
        var (w, b) = (linear.Coefficients.ToArray<double>(), linear.Intercept.ToArray<double>());
        return model.Estimator is LogisticRegression given
            ? PlainObjectives.Logistic(given, x, y, null, w, b, softmax: false)
            : Hinge((LinearSvc)model.Estimator, x, y, w, b[0]);
    }

    private static double Hinge(LinearSvc given, Features x, Target y, double[] w, double b)
    {
        y.Distinct(out var codes);
        var losses = Enumerable.Range(0, x.Rows).Select(i => Math.Max(0, 1 - ((codes[i] == 1 ? 1 : -1) * (b + PlainObjectives.Dot(x.Row(i), w)))));
        return (given.C * losses.Sum(loss => given.Loss == SvcLoss.Hinge ? loss : loss * loss)) + (0.5 * (w.Sum(v => v * v) + (b * b)));
    }
}
