namespace Kiln.Estimators.Tests;

public class SgdTests
{
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
