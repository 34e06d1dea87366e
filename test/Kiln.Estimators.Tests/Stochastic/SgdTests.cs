namespace Kiln.Estimators.Tests;

public class SgdTests
{
    /// <summary>scikit-learn 1.2.1, which scores the samples held back with coefficients that lack their scale: n_iter_, coef_ and intercept_ of both.</summary>
    [Theory]
    [InlineData(Penalty.L2, 1e-4, 0.15, 8, 4, new[] { 0.993859799268148, 2.003348296622464, 2.9943432178929537, 4.988639798331584, 0.5204978223197585, 0.8679966997804843, 0.9697673704532412, -0.21 })]
    [InlineData(Penalty.L2, 1, 0.15, 4, 4, new[] { 0.6685761210575323, 1.0647046465336956, 1.5835469116862042, 4.8842258326648444, 0.2612229840015698, 0.35800916042883063, 0.3509373473959983, -0.29 })]
    [InlineData(Penalty.ElasticNet, 0.5, 0, 4, 4, new[] { 0.8096528071151523, 1.375966444074573, 2.0774020493332297, 4.878529667999984, 0.30797830713724184, 0.5096264267169042, 0.5072381473925666, -0.26 })]
    [InlineData(Penalty.ElasticNet, 0.5, 0.5, 5, 4, new[] { 0.7908609189365684, 1.4590655932954903, 2.3042808066238054, 4.9444802589038215, 0.2119158682193399, 0.3442458753080781, 0.39735488576868605, -0.32 })]
    public void Early_stopping_under_a_strong_penalty_ends_where_scikit_learn_ends(Penalty penalty, double alpha, double share, int epochs, int classEpochs, double[] expected)
    {
        var u = new RandomState(0).RandomSample(400);
        var x = Features.Dense([.. u.Take(300).Select(v => (v * 4) - 2)], 100, 3);
        double[] y = [.. Enumerable.Range(0, 100).Select(i => x.Row(i)[0] + (2 * x.Row(i)[1]) + (3 * x.Row(i)[2]) + 5 + (0.2 * (u[300 + i] - 0.5)))];
        var numbers = new SgdRegressor { EarlyStopping = true, Penalty = penalty, Alpha = alpha, L1Ratio = share, LearningRate = SgdSchedule.Constant, Eta0 = 0.01, MaxIterations = 50, Patience = 3 }
            .Fit(x, Target.Of(y));
        var labels = new SgdClassifier { EarlyStopping = true, Penalty = penalty, Alpha = alpha, L1Ratio = share, LearningRate = SgdSchedule.Constant, Eta0 = 0.01, MaxIterations = 50, Patience = 3 }
            .Fit(x, Array.ConvertAll(y, v => v > 5.5 ? 1L : 0));
        numbers.Iterations.ShouldBe(epochs);
        labels.Iterations.ShouldBe(classEpochs);
        Fitted.ShouldAgree(
            [.. numbers.Coefficients.ToArray<double>(), .. numbers.Intercept.ToArray<double>(), .. labels.Coefficients.ToArray<double>(), .. labels.Intercept.ToArray<double>()], expected, 1e-9);
    }

    // With all weights 0 nothing is learned, but the penalty goes on and the steps are counted: as scikit-learn 1.2.1 does.
    [Fact]
    public void A_part_that_weighs_nothing_is_taken()
    {
        var x = Features.Dense([1, 2, 3, -1], 2, 2);
        foreach (var estimator in new StochasticClassifier[] { new SgdClassifier { Penalty = Penalty.None }, new Perceptron(), new SgdClassifier { Penalty = Penalty.None, BatchSize = 1, LearningRate = SgdSchedule.Constant, Eta0 = 0.1 } })
        {
            var first = estimator.PartialFit(null, x, new[] { 0L, 1 });
            var second = estimator.PartialFit(first, x, new[] { 1L, 0 }, null, [0, 0]);
            second.Coefficients.ToArray<double>().ShouldBe(first.Coefficients.ToArray<double>());
            second.Intercept.ToArray<double>().ShouldBe(first.Intercept.ToArray<double>());
            Should.Throw<DatasetException>(() => estimator.Fit(x, new[] { 0L, 1 }, [0, 0])).Message.ShouldContain("all sample weights are 0");
        }

        var line = new SgdRegressor().PartialFit(null, x, Target.Of([1.0, 2]), null, [0, 0]);
        line.Coefficients.ToArray<double>().ShouldBe([0, 0]);
    }

    [Fact]
    public void All_samples_at_once_is_gradient_descent()
    {
        var (x, y) = ClassifierData.Load("numbers");
        var estimator = new SgdRegressor { BatchSize = 0, LearningRate = SgdSchedule.Constant, Eta0 = 0.1, Alpha = 0, MaxIterations = 500, Tolerance = null };
        var model = estimator.Fit(x, y);
        var least = new LinearRegression().Fit(x, y);
        ClassifierGoldens.ShouldBeNear(model.Coefficients.ToArray<double>(), least.Coefficients.ToArray<double>(), 1e-8, "coefficients");
        ClassifierGoldens.ShouldBeNear(model.Intercept.ToArray<double>(), least.Intercept.ToArray<double>(), 1e-8, "intercept");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(0)]
    public void Batches_of_every_size_learn(int size)
    {
        var (x, y) = ClassifierData.Load("three");
        var model = new SgdClassifier { Loss = SgdLoss.LogLoss, BatchSize = size, LearningRate = SgdSchedule.InverseScaling, Eta0 = 0.5, PowerT = 0.1 }.Fit(x, y);
        model.Score(x, y).ShouldBeGreaterThan(0.65);
        model.ShouldBeOfType<SgdProbabilityModel>();
    }

    [Fact]
    public void One_step_of_a_batch_is_the_mean_gradient_and_the_penalties()
    {
        Features x = new double[,] { { 1, 2 }, { 3, -1 }, { 0, 1 } };
        Target y = new double[] { 1, 2, -1 };
        var estimator = new SgdRegressor
        {
            BatchSize = 0,
            LearningRate = SgdSchedule.Constant,
            Eta0 = 0.5,
            MaxIterations = 1,
            Penalty = Penalty.ElasticNet,
            L1Ratio = 0.25,
            Alpha = 0.4,
        };
        var model = estimator.Fit(x, y);

        // From 0 the slopes are −y: the means of −y·x are −7/3 and 1/3; then soft thresholding by 0.25 · 0.5 · 0.4.
        ClassifierGoldens.ShouldBeNear(model.Coefficients.ToArray<double>(), [(0.5 * 7 / 3) - 0.05, -(0.5 / 3) + 0.05], 1e-12, "coefficients");
        model.Intercept.ToArray<double>()[0].ShouldBe(0.5 * 2 / 3, 1e-12);
    }

    /// <summary>scikit-learn 1.2.1 forgets the intercept that averaging began from between parts, so there is nothing to compare with.</summary>
    [Theory]
    [InlineData(1, SgdLoss.Hinge)]
    [InlineData(20, SgdLoss.LogLoss)]
    [InlineData(20, SgdLoss.ModifiedHuber)]
    public void Averaged_parts_are_one_pass_over_all(int average, SgdLoss loss)
    {
        var (x, y) = ClassifierData.Load("three");
        var estimator = new SgdClassifier { Loss = loss, Average = average, Shuffle = false, MaxIterations = 1, Tolerance = null };
        var whole = estimator.Fit(x, y);
        SgdClassifierModel? parts = null;
        foreach (var rows in Enumerable.Range(0, x.Rows).Chunk(1 + (x.Rows / 3)))
        {
            parts = (SgdClassifierModel)estimator.PartialFit(parts, x.Take(rows), y.Take(rows), y);
        }

        ClassifierGoldens.ShouldBeNear(parts!.Coefficients.ToArray<double>(), whole.Coefficients.ToArray<double>(), 1e-12, "coefficients");
        ClassifierGoldens.ShouldBeNear(parts.Intercept.ToArray<double>(), whole.Intercept.ToArray<double>(), 1e-12, "intercept");
    }

    [Fact]
    public void A_partial_fit_leaves_its_model_as_it_is_and_knows_its_classes()
    {
        var (x, y) = ClassifierData.Load("three");
        var estimator = new SgdClassifier();
        var first = estimator.PartialFit(null, x, y);
        var before = first.Coefficients.ToArray<double>();
        var second = estimator.PartialFit(first, x, y);
        first.Coefficients.ToArray<double>().ShouldBe(before);
        second.Coefficients.ToArray<double>().ShouldNotBe(before);
        second.Steps.ShouldBe(1 + (2 * x.Rows));
        Should.Throw<DatasetException>(() => estimator.PartialFit(first, x, Enumerable.Repeat(9L, x.Rows).ToArray())).Message.ShouldContain("'9'");
        Should.Throw<DatasetException>(() => estimator.PartialFit(first, x.Take([0]), y.Take([0]), new long[] { 0, 5 })).Message.ShouldContain("classes");
        Should.Throw<ArgumentException>(() => (estimator with { ClassWeight = ClassWeights.Balanced }).PartialFit(null, x, y)).Message.ShouldContain("balanced");
        Should.Throw<ArgumentException>(() => (estimator with { EarlyStopping = true }).PartialFit(null, x, y)).Message.ShouldContain("early_stopping");
    }

    [Fact]
    public void A_loaded_model_goes_on_as_the_saved_one()
    {
        var (x, y) = ClassifierData.Load("three");
        var estimator = new SgdClassifier { Average = 1, Loss = SgdLoss.LogLoss };
        var model = estimator.PartialFit(null, x, y);
        var path = Path.Combine(Path.GetTempPath(), $"kiln-sgd-{Guid.NewGuid():N}.safetensors");
        try
        {
            model.Save(path);
            var loaded = (SgdClassifierModel)Model.Load(path);
            estimator.PartialFit(loaded, x, y).Coefficients.ToArray<double>().ShouldBe(estimator.PartialFit(model, x, y).Coefficients.ToArray<double>());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Impossible_settings_are_named()
    {
        var (x, y) = ClassifierData.Load("three");
        Should.Throw<ArgumentException>(() => new SgdClassifier { LearningRate = SgdSchedule.Constant }.Fit(x, y)).Message.ShouldContain("eta0");
        Should.Throw<ArgumentException>(() => new SgdClassifier { Alpha = 0 }.Fit(x, y)).Message.ShouldContain("alpha");
        Should.Throw<ArgumentException>(() => new SgdRegressor().With("loss", "hinge")).Message.ShouldContain("squared_error");
        var huge = Features.Dense([.. x.Values.ToArray().Select(v => v * 1e200)], x.Rows, x.Columns);
        Should.Throw<DatasetException>(() => new SgdRegressor().Fit(huge, y.Numbers().ToArray())).Message.ShouldContain("scale the features");
    }
}
