namespace Kiln.Estimators.Tests;

public class LogisticRegressionTests
{
    [Fact]
    public void The_documented_example_on_iris()
    {
        var (x, y) = ClassifierData.Load("iris");
        var model = new LogisticRegression { Seed = 0 }.Fit(x, y);
        Math.Round(model.Score(x, y), 2).ShouldBe(0.97);
        var first = model.PredictProbabilities(x.Take([0])).ToArray<double>();
        double[] expected = [9.82e-01, 1.82e-02, 1.44e-08];
        for (var k = 0; k < 3; k++)
        {
            first[k].ShouldBe(expected[k], 5e-4);
        }

        model.Predict(x.Take([0, 1])).Integers().ToArray().ShouldBe([0, 0]);
        model.PredictLogProbabilities(x.Take([0])).ToArray<double>()[0].ShouldBe(Math.Log(first[0]), 1e-15);
    }

    [Theory]
    [InlineData("lbfgs", "l1", "saga or liblinear")]
    [InlineData("newton-cg", "elasticnet", "saga")]
    [InlineData("liblinear", "none", "lbfgs, newton-cg")]
    [InlineData("sag", "l1", "saga or liblinear")]
    public void Impossible_pairs_say_which_solver_can(string solver, string penalty, string those)
    {
        var estimator = (LogisticRegression)new LogisticRegression { L1Ratio = 0.5 }.With("solver", solver).With("penalty", penalty);
        var (x, y) = ClassifierData.Load("three");
        var message = Should.Throw<ArgumentException>(() => estimator.Fit(x, y)).Message;
        message.ShouldContain($"solver={solver}");
        message.ShouldContain(penalty);
        message.ShouldContain(those);
    }

    [Fact]
    public void Other_impossible_settings_are_named()
    {
        var (x, y) = ClassifierData.Load("three");
        Should.Throw<ArgumentException>(() => new LogisticRegression { Dual = true }.Fit(x, y)).Message.ShouldContain("liblinear");
        Should.Throw<ArgumentException>(() => new LogisticRegression { Solver = LogisticSolver.NewtonCholesky, MultiClass = MultiClass.Multinomial }.Fit(x, y)).Message.ShouldContain("softmax");
        Should.Throw<ArgumentOutOfRangeException>(() => new LogisticRegression { C = 0 }.Fit(x, y)).Message.ShouldContain("C is 0");
        Should.Throw<ArgumentException>(() => new LogisticRegression { Solver = LogisticSolver.Saga, Penalty = Penalty.ElasticNet }.Fit(x, y)).Message.ShouldContain("l1_ratio");
        Should.Throw<DatasetException>(() => new LogisticRegression { ClassWeight = ClassWeights.Of(("3", 1)) }.Fit(x, y)).Message.ShouldContain("'3'");
    }

    [Fact]
    public void A_fit_from_a_model_begins_where_that_ended()
    {
        foreach (var (data, settings) in new[] { ("three", new LogisticRegression()), ("sparse", new LogisticRegression { Solver = LogisticSolver.NewtonCg }) })
        {
            var (x, y) = ClassifierData.Load(data);
            var first = settings.Fit(x, y);
            var second = settings.FitFrom(first, x, y);
            first.Iterations[0].ShouldBeGreaterThan(2);
            second.Iterations[0].ShouldBeLessThan(first.Iterations[0]);
            Should.Throw<DatasetException>(() => settings.FitFrom(first, Features.Dense(new double[x.Rows], x.Rows, 1), y)).Message.ShouldContain("1 feature was given");
        }
    }

    [Fact]
    public void A_fit_that_stops_early_warns()
    {
        var (x, y) = ClassifierData.Load("badly-scaled");
        new LogisticRegression { MaxIterations = 1 }.Fit(x, y).Warnings.Single().ShouldContain("before it converged");
        new LogisticRegression { MaxIterations = 1000 }.Fit(x, y).Warnings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("lbfgs")]
    [InlineData("newton-cg")]
    [InlineData("newton-cholesky")]
    [InlineData("liblinear")]
    public void Any_number_of_threads_gives_the_same_bits(string solver)
    {
        var x = Features.Dense(new RandomState(3).Randn(40_000), 5000, 8);
        Target y = Enumerable.Range(0, 5000).Select(i => (long)(x.Row(i)[0] + x.Row(i)[7] > x.Row(i)[3] ? 1 : i % 3 == 0 ? 2 : 0)).ToArray();
        var estimator = (LogisticRegression)new LogisticRegression().With("solver", solver);
        var before = Numerics.WorkerTeam.ThreadCount;
        try
        {
            var results = new[] { 1, 2, 3 }.Select(threads =>
            {
                Numerics.WorkerTeam.ThreadCount = threads;
                var model = estimator.Fit(x, y);
                return model.Coefficients.ToArray<double>().Concat(model.PredictProbabilities(x).ToArray<double>()).ToArray();
            }).ToArray();
            results[1].ShouldBe(results[0]);
            results[2].ShouldBe(results[0]);
        }
        finally
        {
            Numerics.WorkerTeam.ThreadCount = before;
        }
    }

    [Fact]
    public void Many_sparse_features_with_an_L1_penalty_reach_the_optimum()
    {
        // More features than the model's matrix is formed for: descent goes by columns. The optimum's subgradient holds 0.
        var random = new RandomState(5);
        var values = new double[60 * 1500];
        foreach (var at in random.Permutation(values.Length).Take(3000))
        {
            values[at] = random.Randn();
        }

        Features x = SparseMatrix.FromDense(values, 60, 1500);
        Target y = Enumerable.Range(0, 60).Select(i => (long)(random.Randn() > 0 ? 1 : 0)).ToArray();
        var estimator = new LogisticRegression { Solver = LogisticSolver.Liblinear, Penalty = Penalty.L1, C = 3, Tolerance = 1e-9, MaxIterations = 1000 };
        var model = estimator.Fit(x, y);
        var w = model.Coefficients.ToArray<double>();
        var p = model.PredictProbabilities(x).ToArray<double>();
        w.Count(v => v != 0).ShouldBeInRange(5, 200);
        for (var j = 0; j < w.Length; j++)
        {
            var slope = Enumerable.Range(0, 60).Sum(i => 3 * values[(i * 1500) + j] * (p[(i * 2) + 1] - y.Integers()[i]));
            (w[j] == 0 ? Math.Max(Math.Abs(slope) - 1, 0) : Math.Abs(slope + Math.Sign(w[j]))).ShouldBeLessThan(1e-5);
        }
    }

    [Fact]
    public void Class_weights_read_and_write_the_same()
    {
        foreach (var text in new[] { "balanced", "spam:5,ham:0.25" })
        {
            ClassWeights.Parse(text).ToString().ShouldBe(text);
        }

        Should.Throw<ArgumentException>(() => ClassWeights.Parse("spam=5")).Message.ShouldContain("spam:5");
        Should.Throw<ArgumentException>(() => ClassWeights.Of(("a", -1))).Message.ShouldContain("'a' is -1");
    }
}
