using static Kiln.Estimators.Tests.SelectionGoldens;

namespace Kiln.Estimators.Tests;

public class CalibrationTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Of("calibrated").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Probabilities_are_those_of_scikit_learn(int index)
    {
        var golden = Of("calibrated")[index];
        var (x, y) = golden.GetProperty("samples").GetString() == "binary" ? TwoClasses : Classes;
        var sigmoid = golden.GetProperty("method").GetString() == "sigmoid";
        var estimator = new CalibratedClassifier(Logistic)
        {
            Method = sigmoid ? CalibrationMethod.Sigmoid : CalibrationMethod.Isotonic,
            Ensemble = golden.GetProperty("ensemble").GetBoolean(),
            Folds = 3,
        };
        var random = new RandomState(4);
        var weights = golden.GetProperty("weighted").GetBoolean() ? random.Uniform(0.5, 2, 90) : null;

        var model = estimator.Fit(x, y, weights);

        // The reference stops its search for a sigmoid at a gradient of 1e-5; ours goes on.
        var first = x.Take(Enumerable.Range(0, 12).ToArray());
        model.PredictProbabilities(first).ToArray<double>().ShouldBeNear(golden.GetProperty("proba"), sigmoid ? 2e-5 : 1e-6);
    }

    [Fact]
    public void A_fitted_model_is_calibrated_as_in_scikit_learn()
    {
        var (begin, end) = (Enumerable.Range(0, 45).ToArray(), Enumerable.Range(45, 45).ToArray());
        var model = Logistic.Fit(TwoClasses.X.Take(begin), TwoClasses.Y.Take(begin));
        var first = TwoClasses.X.Take(Enumerable.Range(0, 12).ToArray());
        var isotonic = new CalibratedClassifier { Method = CalibrationMethod.Isotonic }.Calibrate(model, TwoClasses.X.Take(end), TwoClasses.Y.Take(end));
        isotonic.PredictProbabilities(first).ToArray<double>().ShouldBeNear(Of("prefit"), 1e-6);
        new CalibratedClassifier().Calibrate(model, TwoClasses.X.Take(end), TwoClasses.Y.Take(end)).PredictProbabilities(first).ToArray<double>()
            .ShouldBeNear(Of("prefit_sigmoid"), 2e-5);
        Should.Throw<DatasetException>(() => new CalibratedClassifier().Calibrate(model, TwoClasses.X.Take([0]), (int[])[5])).Message.ShouldContain("the label of sample 0 is '5'");
    }

    [Fact]
    public void A_sigmoid_is_found_where_it_is_steep_and_where_classes_are_apart()
    {
        foreach (var scale in new[] { 1e-6, 1.0, 1e6 })
        {
            double[] scores = [.. Enumerable.Range(0, 200).Select(i => (i - 100) * scale)];
            var positive = Array.ConvertAll(scores, s => s >= 0);
            var curve = SigmoidCalibrator.Fit(scores, positive, null);

            // Beyond the edge the targets are 101/102 and 1/102.
            curve.Probability(scores[^1]).ShouldBe(101.0 / 102, 0.02);
            curve.Probability(scores[0]).ShouldBe(1.0 / 102, 0.02);
            (curve.A < 0).ShouldBeTrue();
        }
    }

    [Fact]
    public void An_isotonic_curve_pools_what_falls_and_is_level_beyond_its_ends()
    {
        var curve = IsotonicCalibrator.Fit([1, 2, 3, 4, 4], [false, true, false, true, false], null);
        curve.Probability(0).ShouldBe(0);
        curve.Probability(2).ShouldBe(0.5);
        curve.Probability(3).ShouldBe(0.5);
        curve.Probability(1.5).ShouldBe(0.25);
        curve.Probability(9).ShouldBe(0.5);
    }

    [Fact]
    public void What_cannot_be_calibrated_is_refused()
    {
        Should.Throw<ArgumentException>(() => new CalibratedClassifier().Fit(Classes.X, Classes.Y)).Message.ShouldContain("no estimator");
        Should.Throw<ArgumentException>(() => new CalibratedClassifier(new Ridge()).Fit(Classes.X, Classes.Y)).Message.ShouldContain("ridge is no classifier");
        Target rare = (long[])[.. Enumerable.Range(0, 90).Select(i => i < 3 ? 1L : 0L)];
        Should.Throw<DatasetException>(() => new CalibratedClassifier(Logistic).Fit(Classes.X, rare)).Message.ShouldContain("class '1' has 3 samples");
    }
}
