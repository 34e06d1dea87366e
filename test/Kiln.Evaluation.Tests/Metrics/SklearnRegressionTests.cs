namespace Kiln.Evaluation.Tests;

public class SklearnRegressionTests
{
    public static TheoryData<string> Cases => SklearnCase.Names("regression");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Regression_scores_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("regression", name);
        var (truth, predicted, weights) = Data(golden);
        var outputs = golden.Int("outputs");

        // Values of 10⁹ that differ by 10: the last bits of the differences are all there is.
        var tolerance = name == "large values" ? 1e-6 : 1e-12;
        foreach (var key in golden.Expected)
        {
            golden.Check(key, () => Score(key, truth, predicted, outputs, weights), tolerance);
        }
    }

    private static (double[] Truth, double[] Predicted, double[] Weights) Data(SklearnCase golden)
    {
        if (golden.Draw is not { } draw)
        {
            return (golden.Doubles("truth"), golden.Doubles("predicted"), golden.Weights);
        }

        var count = draw.GetProperty("count").GetInt32();
        return (
            [.. SklearnCase.Numbers(count, 1).Select(static v => (v * 10) + 0.5)],
            [.. SklearnCase.Numbers(count, 2).Select(static v => (v * 10) + 0.5)],
            draw.GetProperty("weighted").GetBoolean() ? SklearnCase.Numbers(count, 3) : []);
    }

    private static double[] Score(string key, double[] y, double[] p, int outputs, double[] w)
    {
        if (key.Contains("tweedie", StringComparison.Ordinal))
        {
            var power = double.Parse(key[(key.LastIndexOf('e') + 1)..], System.Globalization.CultureInfo.InvariantCulture);
            return [key.StartsWith("d2", StringComparison.Ordinal) ? Metrics.D2Tweedie(y, p, power, w) : Metrics.TweedieDeviance(y, p, power, w)];
        }

        switch (key)
        {
            case "poisson":
                return [Metrics.PoissonDeviance(y, p, w)];
            case "gamma":
                return [Metrics.GammaDeviance(y, p, w)];
            case "max":
                return [Metrics.MaxError(y, p)];
        }

        double[] given = key.EndsWith("_given", StringComparison.Ordinal) ? [.. Enumerable.Range(1, outputs).Select(static i => (double)i)] : [];
        var average = key.EndsWith("_variance", StringComparison.Ordinal) ? OutputAverage.VarianceWeighted : OutputAverage.Uniform;
        var raw = key.EndsWith("_raw", StringComparison.Ordinal);
        var name = key.Replace("_given", "", StringComparison.Ordinal).Replace("_variance", "", StringComparison.Ordinal).Replace("_raw", "", StringComparison.Ordinal);
        return (name, raw, outputs) switch
        {
            ("mse", true, _) => Metrics.MeanSquaredErrors(y, p, outputs, w),
            ("mse", _, 1) => [Metrics.MeanSquaredError(y, p, w)],
            ("mse", _, _) => [Metrics.MeanSquaredError(y, p, outputs, w, given)],
            ("rmse", true, _) => Metrics.RootMeanSquaredErrors(y, p, outputs, w),
            ("rmse", _, 1) => [Metrics.RootMeanSquaredError(y, p, w)],
            ("rmse", _, _) => [Metrics.RootMeanSquaredError(y, p, outputs, w, given)],
            ("mae", true, _) => Metrics.MeanAbsoluteErrors(y, p, outputs, w),
            ("mae", _, 1) => [Metrics.MeanAbsoluteError(y, p, w)],
            ("mae", _, _) => [Metrics.MeanAbsoluteError(y, p, outputs, w, given)],
            ("medae", true, _) => Metrics.MedianAbsoluteErrors(y, p, outputs, w),
            ("medae", _, 1) => [Metrics.MedianAbsoluteError(y, p, w)],
            ("medae", _, _) => [Metrics.MedianAbsoluteError(y, p, outputs, w, given)],
            ("mape", true, _) => Metrics.MeanAbsolutePercentageErrors(y, p, outputs, w),
            ("mape", _, 1) => [Metrics.MeanAbsolutePercentageError(y, p, w)],
            ("mape", _, _) => [Metrics.MeanAbsolutePercentageError(y, p, outputs, w, given)],
            ("msle", true, _) => Metrics.MeanSquaredLogErrors(y, p, outputs, w),
            ("msle", _, 1) => [Metrics.MeanSquaredLogError(y, p, w)],
            ("msle", _, _) => [Metrics.MeanSquaredLogError(y, p, outputs, w, given)],
            ("r2", true, _) => Metrics.R2Scores(y, p, outputs, w),
            ("r2", _, 1) => [Metrics.R2(y, p, w)],
            ("r2", _, _) => [Metrics.R2(y, p, outputs, average, w, given)],
            ("r2_bare", true, _) => Metrics.R2Scores(y, p, outputs, w, forceFinite: false),
            ("r2_bare", _, 1) => [Metrics.R2(y, p, w, forceFinite: false)],
            ("r2_bare", _, _) => [Metrics.R2(y, p, outputs, average, w, given, forceFinite: false)],
            ("explained", true, _) => Metrics.ExplainedVariances(y, p, outputs, w),
            ("explained", _, 1) => [Metrics.ExplainedVariance(y, p, w)],
            ("explained", _, _) => [Metrics.ExplainedVariance(y, p, outputs, average, w, given)],
            ("explained_bare", true, _) => Metrics.ExplainedVariances(y, p, outputs, w, forceFinite: false),
            ("explained_bare", _, 1) => [Metrics.ExplainedVariance(y, p, w, forceFinite: false)],
            ("explained_bare", _, _) => [Metrics.ExplainedVariance(y, p, outputs, average, w, given, forceFinite: false)],
            ("pinball", true, _) => Metrics.PinballLosses(y, p, outputs, 0.2, w),
            ("pinball", _, 1) => [Metrics.PinballLoss(y, p, 0.2, w)],
            ("pinball", _, _) => [Metrics.PinballLoss(y, p, outputs, 0.2, w, given)],
            ("d2_pinball", true, _) => Metrics.D2PinballScores(y, p, outputs, 0.2, w),
            ("d2_pinball", _, 1) => [Metrics.D2Pinball(y, p, 0.2, w)],
            ("d2_pinball", _, _) => [Metrics.D2Pinball(y, p, outputs, 0.2, w, given)],
            ("d2_absolute", true, _) => Metrics.D2AbsoluteErrorScores(y, p, outputs, w),
            ("d2_absolute", _, 1) => [Metrics.D2AbsoluteError(y, p, w)],
            ("d2_absolute", _, _) => [Metrics.D2AbsoluteError(y, p, outputs, w, given)],
            _ => throw new InvalidOperationException(key),
        };
    }
}
