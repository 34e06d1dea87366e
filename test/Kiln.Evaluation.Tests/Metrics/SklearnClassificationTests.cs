namespace Kiln.Evaluation.Tests;

public class SklearnClassificationTests
{
    public static TheoryData<string> Cases => SklearnCase.Names("classification");

    public static TheoryData<string> Multilabels => SklearnCase.Names("multilabel");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Scores_of_classes_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("classification", name);
        var (t, p, w, labels) = (golden.Ints("truth"), golden.Ints("predicted"), golden.Weights, golden.IntsOrNull("labels"));
        foreach (var key in golden.Expected.Where(static key => !key.StartsWith("report", StringComparison.Ordinal)))
        {
            golden.Check(key, () => Score(key, t, p, w, labels));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_report_is_the_text_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("classification", name);
        var (t, p, w, labels) = (golden.Ints("truth"), golden.Ints("predicted"), golden.Weights, golden.IntsOrNull("labels"));
        var names = golden.TextsOrNull("names");
        golden.CheckText("report", () => Metrics.ClassificationReport(t, p, labels, names, weights: w).ToString());
        golden.CheckText("report4", () => Metrics.ClassificationReport(t, p, labels, names, 4, 1, w).ToString());
    }

    [Theory]
    [MemberData(nameof(Multilabels))]
    public void Scores_of_label_sets_equal_those_of_scikit_learn(string name)
    {
        var golden = SklearnCase.Of("multilabel", name);
        var labels = golden.Int("labels");
        var t = LabelSets.Of<int>(golden.Ints("truth"), labels);
        var p = LabelSets.Of<int>(golden.Ints("predicted"), labels);
        var (scores, w) = (golden.Doubles("scores"), golden.Weights);
        foreach (var key in golden.Expected.Where(static key => key != "report"))
        {
            golden.Check(key, () => Score(key, t, p, scores, w));
        }

        golden.CheckText("report", () => Metrics.ClassificationReport(t, p, weights: w).ToString());
    }

    [Fact]
    public void The_report_is_data_too()
    {
        var report = Metrics.ClassificationReport([0, 1, 2, 2], [0, 1, 1, 2], names: ["a", "b", "c"]);
        report.Accuracy.ShouldBe(0.75);
        report.Classes.Select(static c => c.Label).ShouldBe(["a", "b", "c"]);
        report.Classes[1].ShouldBe(new ReportLine("b", 0.5, 1, 2.0 / 3, 1));
        report.WeightedAverage.Support.ShouldBe(4);
        report.SamplesAverage.ShouldBeNull();
        Metrics.ClassificationReport([0, 1, 2, 2], [0, 1, 1, 2], labels: [1, 2]).Accuracy.ShouldBeNull();
        Should.Throw<ArgumentException>(static () => Metrics.ClassificationReport([0, 1], [0, 1], names: ["one"])).Message.ShouldContain("1 names were given for 2 classes");
    }

    [Fact]
    public void Label_sets_refuse_what_is_no_table_of_zero_and_one()
    {
        Should.Throw<ArgumentException>(static () => LabelSets.Of<double>([0, 0.5], 2)).Message.ShouldContain("row 0, column 1 is 0.5");
        Should.Throw<ArgumentException>(static () => new LabelSets([true, false, true], 2)).Message.ShouldContain("3 flags");
        Should.Throw<ArgumentException>(static () => LabelSets.OneHot([0, 2], 2)).Message.ShouldContain("sample 1 is 2");
        LabelSets sets = new[,] { { 1, 0 }, { 1, 1 } };
        (sets.Samples, sets.Labels, sets[0, 0], sets[0, 1]).ShouldBe((2, 2, true, false));
        Should.Throw<ArgumentException>(() => Metrics.F1(sets, sets, Average.Binary)).Message.ShouldContain("Macro");
        Should.Throw<ArgumentException>(static () => Metrics.F1([0, 1], [0, 1], Average.Samples)).Message.ShouldContain("LabelSets");
    }

    private static double[] Score(string key, int[] t, int[] p, double[] w, int[]? labels)
    {
        var parts = key.Split('_');
        switch (key)
        {
            case "accuracy":
                return [Metrics.Accuracy(t, p, w)];
            case "hits":
                return [Metrics.Accuracy(t, p, w, normalize: false)];
            case "zero_one":
                return [Metrics.ZeroOneLoss(t, p, w)];
            case "misses":
                return [Metrics.ZeroOneLoss(t, p, w, normalize: false)];
            case "hamming":
                return [Metrics.HammingLoss(t, p, w)];
            case "balanced":
                return [Metrics.BalancedAccuracy(t, p, weights: w)];
            case "balanced_adjusted":
                return [Metrics.BalancedAccuracy(t, p, adjusted: true, w)];
            case "mcc":
                return [Metrics.MatthewsCorrelation(t, p, w)];
            case "likelihood":
                var (positive, negative) = Metrics.LikelihoodRatios(t, p, w);
                return [positive, negative];
            case "multilabel":
                return Flat(Metrics.MultilabelConfusion(t, p, w, labels));
        }

        switch (parts[0])
        {
            case "confusion":
                var share = parts[1] switch
                {
                    "true" => ConfusionShare.OfTruth,
                    "pred" => ConfusionShare.OfPredicted,
                    "all" => ConfusionShare.OfAll,
                    _ => ConfusionShare.None,
                };
                return [.. Metrics.WeightedConfusion(t, p, share, w, labels).Cast<double>()];
            case "kappa":
                var disagreement = Enum.Parse<KappaWeights>(parts[1], ignoreCase: true);
                return [Metrics.CohenKappa(t, p, disagreement, w, labels)];
        }

        var zero = double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture);
        if (parts[1] == "None")
        {
            return [.. Metrics.MultilabelConfusion(t, p, w, labels).Select(c => parts[0] switch
            {
                "precision" => c.Precision(zero),
                "recall" => c.Recall(zero),
                "f1" => c.F(1, zero),
                "f2" => c.F(2, zero),
                "fhalf" => c.F(0.5, zero),
                _ => c.Jaccard(zero),
            })];
        }

        var average = Enum.Parse<Average>(parts[1], ignoreCase: true);
        return
        [
            parts[0] switch
            {
                "precision" => Metrics.Precision(t, p, average, zero, 1, w, labels),
                "recall" => Metrics.Recall(t, p, average, zero, 1, w, labels),
                "f1" => Metrics.F1(t, p, average, zero, 1, w, labels),
                "f2" => Metrics.FBeta(t, p, 2, average, zero, 1, w, labels),
                "fhalf" => Metrics.FBeta(t, p, 0.5, average, zero, 1, w, labels),
                _ => Metrics.Jaccard(t, p, average, zero, 1, w, labels),
            },
        ];
    }

    private static double[] Score(string key, LabelSets t, LabelSets p, double[] scores, double[] w)
    {
        var parts = key.Split('_');
        switch (key)
        {
            case "accuracy":
                return [Metrics.Accuracy(t, p, w)];
            case "zero_one":
                return [Metrics.ZeroOneLoss(t, p, w)];
            case "hamming":
                return [Metrics.HammingLoss(t, p, w)];
            case "multilabel":
                return Flat(Metrics.MultilabelConfusion(t, p, false, w));
            case "multilabel_samples":
                return Flat(Metrics.MultilabelConfusion(t, p, true, w));
            case "lrap":
                return [Metrics.LabelRankingAveragePrecision(t, scores, w)];
            case "coverage":
                return [Metrics.CoverageError(t, scores, w)];
            case "ranking_loss":
                return [Metrics.LabelRankingLoss(t, scores, w)];
            case "auc_None":
                return Metrics.RocAucPerLabel(t, scores, 1, w);
            case "ap_None":
                return Metrics.AveragePrecisionPerLabel(t, scores, w);
            case "auc_macro_partial":
                return [Metrics.RocAuc(t, scores, Average.Macro, 0.4, w)];
        }

        var average = Enum.Parse<Average>(parts[1], ignoreCase: true);
        var zero = parts.Length > 2 ? double.Parse(parts[2], System.Globalization.CultureInfo.InvariantCulture) : 0;
        return
        [
            parts[0] switch
            {
                "auc" => Metrics.RocAuc(t, scores, average, 1, w),
                "ap" => Metrics.AveragePrecision(t, scores, average, w),
                "precision" => Metrics.Precision(t, p, average, zero, w),
                "recall" => Metrics.Recall(t, p, average, zero, w),
                "f1" => Metrics.F1(t, p, average, zero, w),
                "f2" => Metrics.FBeta(t, p, 2, average, zero, w),
                _ => Metrics.Jaccard(t, p, average, zero, w),
            },
        ];
    }

    private static double[] Flat(BinaryCounts[] counts) =>
        [.. counts.SelectMany(static c => new[] { c.TrueNegatives, c.FalsePositives, c.FalseNegatives, c.TruePositives })];
}
