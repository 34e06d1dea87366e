namespace Kiln.Evaluation.Tests;

public class SklearnRankingTests
{
    public static TheoryData<string> Binaries => SklearnCase.Names("binary");

    public static TheoryData<string> Multiclasses => SklearnCase.Names("multiclass");

    public static TheoryData<string> Gains => SklearnCase.Names("gain");

    // scikit-learn refuses precision_recall_curve and roc_curve too; its average precision of the positive class 1 is −0 there.
    [Fact]
    public void A_lone_class_that_may_be_either_one_is_asked_for()
    {
        double[] scores = [0.1, 0.5, 0.3];
        Should.Throw<ArgumentException>(() => Metrics.AveragePrecision([2, 2, 2], scores)).Message.ShouldBe("average precision: all samples are of the class 2, which may be the positive one or the other; name the positive class.");
        Should.Throw<ArgumentException>(() => Metrics.PrecisionRecallCurve([2, 2, 2], scores)).Message.ShouldContain("name the positive class");
        Metrics.AveragePrecision([2, 2, 2], scores, positiveClass: 2).ShouldBe(1);
        Metrics.AveragePrecision([2, 2, 2], scores, positiveClass: 1).ShouldBe(0);
        Metrics.AveragePrecision([1, 1, 1], scores).ShouldBe(1);
        Metrics.AveragePrecision([-1, -1, -1], scores).ShouldBe(0);
        Metrics.AveragePrecision([1, 2, 1], scores).ShouldBe(1);
    }

    /// <summary>scikit-learn 1.2.1; 4.131 is 2 + 1 / log₂ 3 + 3 / 2 as well: the last item comes first.</summary>
    [Fact]
    public void Equal_scores_whose_ties_are_ignored_come_as_in_scikit_learn()
    {
        Metrics.Dcg([3, 1, 2], [1, 1, 1], 3, ignoreTies: true).ShouldBe(4.130929753571458, 1e-14);
        Metrics.Dcg([3, 1, 2, 0], [1, 2, 1, 2], 4, ignoreTies: true).ShouldBe(2.922959427791637, 1e-14);
        Metrics.Ndcg([3, 1, 2, 0], [1, 2, 1, 2], 4, ignoreTies: true).ShouldBe(0.6138273133441086, 1e-14);

        // Of more than 16 items NumPy's order of equal ones is neither the first nor the last way round.
        double[] relevances = [.. Enumerable.Range(0, 40).Select(i => (double)(i * 7 % 5))];
        double[] scores = [.. Enumerable.Range(0, 40).Select(i => (double)(i * 5 % 3))];
        Metrics.Dcg(relevances, scores, 40, ignoreTies: true).ShouldBe(22.718374942632483, 1e-13);
        Metrics.Ndcg(relevances, scores, 40, 10, ignoreTies: true).ShouldBe(0.5396366137098741, 1e-14);
    }

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
