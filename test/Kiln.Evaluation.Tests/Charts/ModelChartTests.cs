using System.Xml.Linq;

namespace Kiln.Evaluation.Tests;

public class ModelChartTests
{
    private static void Matches(Chart chart, string name)
    {
        var svg = chart.ToSvg();
        XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
        svg.ShouldNotContain("NaN\"");
        Golden.Matches(svg, name);
    }

    [Fact]
    public void Roc_curves_with_their_areas_and_the_line_of_chance()
    {
        var (truth, scores) = ModelSamples.Binary();
        Matches(ModelCharts.Roc([new("logistic regression", Metrics.RocCurve(truth, scores)), new("coin", Metrics.RocCurve(truth, SklearnCase.Numbers(truth.Length, 9)))]), "model-roc.svg");
    }

    [Fact]
    public void Precision_and_recall_go_in_stairs()
    {
        var (truth, scores) = ModelSamples.Binary(60);
        Matches(ModelCharts.PrecisionRecall(Metrics.PrecisionRecallCurve(truth, scores)), "model-precision-recall.svg");
    }

    [Fact]
    public void Calibration_against_the_diagonal()
    {
        var (truth, scores) = ModelSamples.Binary();
        Matches(ModelCharts.Calibration(Metrics.CalibrationCurve(truth, scores, 8)), "model-calibration.svg");
    }

    [Fact]
    public void Predictions_and_residuals_as_points()
    {
        var (truth, predicted) = ModelSamples.Regression(80);
        Matches(ModelCharts.PredictedAgainstTrue(truth, predicted, "thousand dollars"), "model-predicted.svg");
        Matches(ModelCharts.Residuals(truth, predicted, "thousand dollars"), "model-residuals.svg");
    }

    [Fact]
    public void Coefficients_and_importances_as_bars()
    {
        Matches(ModelCharts.Coefficients(ModelSamples.Weights), "model-coefficients.svg");
        Matches(ModelCharts.Importance(ModelSamples.Importance, most: 4), "model-importance.svg");
    }

    [Fact]
    public void Paths_name_the_largest_and_mark_the_chosen_penalty() => Matches(ModelCharts.Paths(ModelSamples.Paths), "model-paths.svg");

    [Fact]
    public void Learning_and_validation_curves_have_bands()
    {
        Matches(ModelCharts.LearningCurve(ModelSamples.Learning), "model-learning.svg");
        Matches(ModelCharts.ValidationCurve(ModelSamples.Validation), "model-validation.svg");
    }

    [Fact]
    public void A_hundred_thousand_points_stay_a_small_picture()
    {
        var (truth, predicted) = ModelSamples.Regression(100_000);
        ModelCharts.Residuals(truth, predicted).ToSvg().Length.ShouldBeLessThan(400_000);
    }

    [Fact]
    public void Data_that_does_not_fit_is_named()
    {
        Should.Throw<ArgumentException>(static () => ModelCharts.Residuals([1], [1, 2])).Message.ShouldContain("1 true values and 2 predictions");
        Should.Throw<ArgumentException>(static () => ModelCharts.Coefficients(new FeatureWeights(["a"], [1, 2]))).Message.ShouldContain("2 values were given for 1 features");
        Should.Throw<ArgumentException>(static () => ModelCharts.Paths(new CoefficientPaths([1], ["a"], new double[2, 1]))).Message.ShouldContain("(2, 1)");
        Should.Throw<ArgumentException>(static () => ScoreCurve.Of([1, 2], new double[1, 3], new double[2, 3])).Message.ShouldContain("1 positions");
        Should.Throw<ArgumentException>(static () => ScoreCurve.Of([1, 2], [[0.5, 0.6], [0.7]], [[0.5], [0.6]])).Message.ShouldContain("position 1 has 1 scores, position 0 has 2");
        ScoreCurve.Of([1, 2], [[0.5, 0.7], [0.7, 0.9]], [[0.5, 0.5], [0.6, 0.8]]).Validation.ShouldBe([0.5, 0.7], 1e-12);
        Should.Throw<ArgumentException>(static () => new LineChart { Series = [new LineSeries("x", [1, 2], [1, 2]) { Lower = [1], Upper = [2] }] }.ToSvg())
            .Message.ShouldContain("band");
    }

    [Fact]
    public void Empty_charts_say_so()
    {
        ModelCharts.Residuals([], []).ToSvg().ShouldContain("svg");
        ModelCharts.Coefficients(new FeatureWeights([], [])).ToSvg().ShouldContain("no data to show");
    }
}
