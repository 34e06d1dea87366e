namespace Kiln.Evaluation.Tests;

public class SklearnRankingTests
{
    public static TheoryData<string> Binaries => SklearnCase.Names("binary");

    public static TheoryData<string> Multiclasses => SklearnCase.Names("multiclass");

    public static TheoryData<string> Gains => SklearnCase.Names("gain");

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Scores_and_curves_of_two_classes_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("binary", name);
        var (t, s, w) = Data(golden);
        foreach (var key in golden.Expected)
        {
            // With one class scikit-learn takes it for the negative one, whatever it is; here the caller is asked.
            if (key == "hinge" && t.Distinct().Count() == 1)
            {
                Should.Throw<ArgumentException>(() => Metrics.HingeLoss(t, s)).Message.ShouldContain("positiveClass");
                continue;
            }

            golden.Check(key, () => Score(key, t, s, w));
        }
    }

    [Theory]
    [MemberData(nameof(Multiclasses))]
    public void Scores_of_several_classes_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("multiclass", name);
        var (t, s, p, w, n) = (golden.Ints("truth"), golden.Doubles("scores"), golden.Doubles("probabilities"), golden.Weights, golden.Int("classes"));
        foreach (var key in golden.Expected)
        {
            golden.Check(key, () => key switch
            {
                "log_loss" => [Metrics.LogLoss(t, p, n, w)],
                "hinge" => [Metrics.MulticlassHingeLoss(t, s, n, w)],
                "ovr_raw" => Metrics.RocAucPerClass(t, p, n, w),
                _ when key.StartsWith("top", StringComparison.Ordinal) => [Metrics.TopKAccuracy(t, s, n, key[3] - '0', w, !key.EndsWith("_sum", StringComparison.Ordinal))],
                _ when key.StartsWith("ap_", StringComparison.Ordinal) => [Metrics.AveragePrecision(LabelSets.OneHot(t, n), p, Enum.Parse<Average>(key[3..], true), w)],
                _ => [Metrics.MulticlassRocAuc(
                    t, p, n, key.StartsWith("ovr", StringComparison.Ordinal) ? MulticlassScheme.OneVsRest : MulticlassScheme.OneVsOne, Enum.Parse<Average>(key[4..], true), w)],
            });
        }
    }

    [Theory]
    [MemberData(nameof(Gains))]
    public void Gains_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("gain", name);
        var (y, s, n, w) = (golden.Doubles("relevances"), golden.Doubles("scores"), golden.Int("items"), golden.Weights);
        foreach (var key in golden.Expected)
        {
            var end = key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..];
            int? k = int.TryParse(end, out var parsed) ? parsed : null;
            golden.Check(key, () => key switch
            {
                "dcg_e" => Metrics.Dcg(y, s, n, logBase: Math.E, weights: w),
                "dcg_fast" => Metrics.Dcg(y, s, n, ignoreTies: true, weights: w),
                "ndcg_fast" => Metrics.Ndcg(y, s, n, 4, ignoreTies: true, weights: w),
                _ when key.StartsWith('d') => Metrics.Dcg(y, s, n, k, weights: w),
                _ => Metrics.Ndcg(y, s, n, k, weights: w),
            });
        }
    }

    [Fact]
    public void Curves_know_their_areas()
    {
        int[] truth = [0, 0, 1, 1];
        double[] scores = [0.1, 0.4, 0.35, 0.8];
        Metrics.RocCurve(truth, scores).Area.ShouldBe(0.75, 1e-15);
        Metrics.PrecisionRecallCurve(truth, scores).AveragePrecision.ShouldBe(Metrics.AveragePrecision(truth, scores), 1e-15);
        Metrics.AreaUnderCurve([3, 2, 1], [1, 1, 1]).ShouldBe(2);
        Should.Throw<ArgumentException>(static () => Metrics.AreaUnderCurve([1, 3, 2], [1, 1, 1])).Message.ShouldContain("neither ascend nor descend");
    }

    [Fact]
    public void Scores_without_an_order_and_a_third_class_are_refused()
    {
        Should.Throw<ArgumentException>(static () => Metrics.RocAuc([0, 1], [double.NaN, 1])).Message.ShouldContain("index 0 is NaN");
        Should.Throw<ArgumentException>(static () => Metrics.RocAuc([0, 1, 2], [1, 2, 3])).Message.ShouldContain("3 classes (0, 1, 2)");
        Should.Throw<ArgumentException>(static () => Metrics.RocAuc([0, 0], [1, 2])).Message.ShouldContain("only negatives");
        Should.Throw<ArgumentException>(static () => Metrics.RocAuc([0, 1], [1, 2], maxFpr: 0)).Message.ShouldContain("maxFpr is 0");
        Should.Throw<ArgumentException>(static () => Metrics.MulticlassRocAuc([0, 1], [1, 2, 3, 4], 2)).Message.ShouldContain("softmax");
        Should.Throw<ArgumentException>(static () => Metrics.BrierScore([0, 1], [1, 2])).Message.ShouldContain("sigmoid");
    }

    private static (int[] Truth, double[] Scores, double[] Weights) Data(SklearnCase golden)
    {
        if (golden.Draw is not { } draw)
        {
            return (golden.Ints("truth"), golden.Doubles("scores"), golden.Weights);
        }

        var count = draw.GetProperty("count").GetInt32();
        int[] truth = [.. SklearnCase.Numbers(count, 4).Select(static v => v < 0.3 ? 1 : 0)];
        var (a, b) = (SklearnCase.Numbers(count, 5), SklearnCase.Numbers(count, 6));
        double[] scores = [.. truth.Select((t, i) => (a[i] * 0.7) + (0.3 * t * b[i]))];
        return (truth, scores, draw.GetProperty("weighted").GetBoolean() ? SklearnCase.Numbers(count, 3) : []);
    }

    private static double[] Score(string key, int[] t, double[] s, double[] w)
    {
        switch (key)
        {
            case "auc":
                return [Metrics.RocAuc(t, s, weights: w)];
            case "ap":
                return [Metrics.AveragePrecision(t, s, t.Max(), w)];
            case "hinge":
                return [Metrics.HingeLoss(t, s, weights: w)];
            case "brier":
                return [Metrics.BrierScore(t, s, weights: w)];
            case "log_loss":
                return [Metrics.LogLoss(t, s, 2, w)];
            case "log_sum":
                return [Metrics.LogLoss(t, s, 2, w, normalize: false)];
            case "top1" or "top2":
                return [Metrics.TopKAccuracy(t, s, 2, key[3] - '0', w)];
            case "roc_True" or "roc_False":
                var roc = Metrics.RocCurve(t, s, null, w, key == "roc_True");
                return [.. roc.FalsePositiveRates, .. roc.TruePositiveRates, .. roc.Thresholds];
            case "pr":
                var pr = Metrics.PrecisionRecallCurve(t, s, null, w);
                return [.. pr.Precisions, .. pr.Recalls, .. pr.Thresholds];
            case "det":
                var det = Metrics.DetectionErrorCurve(t, s, null, w);
                return [.. det.FalsePositiveRates, .. det.FalseNegativeRates, .. det.Thresholds];
            case "calibration_uniform" or "calibration_quantile":
                var cut = key.EndsWith("uniform", StringComparison.Ordinal) ? CalibrationBins.Uniform : CalibrationBins.Quantile;
                var calibration = Metrics.CalibrationCurve(t, s, 7, cut);
                return [.. calibration.Observed, .. calibration.Predicted];
            default:
                return [Metrics.RocAuc(t, s, null, double.Parse(key[4..], System.Globalization.CultureInfo.InvariantCulture), w)];
        }
    }
}
