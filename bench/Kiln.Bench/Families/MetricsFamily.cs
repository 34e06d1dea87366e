using Kiln.Evaluation;

namespace Kiln.Bench;

/// <summary>Metrics of 100,000 samples, against scikit-learn's.</summary>
internal static class MetricsFamily
{
    private const int Rows = 100_000;

    private static readonly Lazy<Samples> s_samples = new(static () => new Samples());

    public static IEnumerable<Comparison> All() => [.. Classes(), .. Orders(), .. Numbers(), .. Groups()];

    private static IEnumerable<Comparison> Classes()
    {
        yield return Of("accuracy", static d => Metrics.Accuracy(d.C, d.CP));
        yield return Of("accuracy-weighted", static d => Metrics.Accuracy(d.C, d.CP, d.W));
        yield return Of("balanced-accuracy", static d => Metrics.BalancedAccuracy(d.C, d.CP));
        yield return Of("zero-one-loss", static d => Metrics.ZeroOneLoss(d.C, d.CP));
        yield return Of("hamming-loss", static d => Metrics.HammingLoss(d.C, d.CP));
        yield return Of("precision-macro", static d => Metrics.Precision(d.C, d.CP, Average.Macro));
        yield return Of("recall-weighted", static d => Metrics.Recall(d.C, d.CP, Average.Weighted));
        yield return Of("f1-binary", static d => Metrics.F1(d.B, d.BP));
        yield return Of("f1-macro-weights", static d => Metrics.F1(d.C, d.CP, Average.Macro, weights: d.W));
        yield return Of("jaccard-macro", static d => Metrics.Jaccard(d.C, d.CP, Average.Macro));
        yield return Of("confusion-matrix", static d => [.. Metrics.ConfusionMatrix(d.C, d.CP).ToArray().Cast<long>().Select(static n => (double)n)]);
        yield return Of("classification-report", static d => Metrics.ClassificationReport(d.C, d.CP).ToString().Length);
        yield return Of("matthews", static d => Metrics.MatthewsCorrelation(d.C, d.CP));
        yield return Of("kappa", static d => Metrics.CohenKappa(d.C, d.CP));
        yield return Of("log-loss-binary", static d => Metrics.LogLoss(d.B, d.S, 2));
        yield return Of("log-loss-5", static d => Metrics.LogLoss(d.F, d.Five, 5));
        yield return Of("brier", static d => Metrics.BrierScore(d.B, d.S));
        yield return Of("hinge", static d => Metrics.HingeLoss(d.B, d.S));
        yield return Of("top-2-of-5", static d => Metrics.TopKAccuracy(d.F, d.Five, 5, 2));
    }

    private static IEnumerable<Comparison> Orders()
    {
        yield return Of("roc-auc", static d => Metrics.RocAuc(d.B, d.S));
        yield return Of("roc-auc-weights", static d => Metrics.RocAuc(d.B, d.S, weights: d.W));
        yield return Of("roc-auc-ovr", static d => Metrics.MulticlassRocAuc(d.F, d.Five, 5));
        yield return Of("roc-auc-ovo", static d => Metrics.MulticlassRocAuc(d.F, d.Five, 5, MulticlassScheme.OneVsOne));
        yield return Of("roc-curve", static d => (double[])Metrics.RocCurve(d.B, d.S).TruePositiveRates);
        yield return Of("pr-curve", static d => (double[])Metrics.PrecisionRecallCurve(d.B, d.S).Precisions);
        yield return Of("det-curve", static d => (double[])Metrics.DetectionErrorCurve(d.B, d.S).FalsePositiveRates);
        yield return Of("average-precision", static d => Metrics.AveragePrecision(d.B, d.S));
        yield return Of("dcg", static d => Metrics.Dcg(d.Gains, d.GainScores, 100));
        yield return Of("ndcg", static d => Metrics.Ndcg(d.Gains, d.GainScores, 100));
        yield return Of("lrap", static d => Metrics.LabelRankingAveragePrecision(d.Labels, d.LabelScores));
        yield return Of("coverage", static d => Metrics.CoverageError(d.Labels, d.LabelScores));
        yield return Of("ranking-loss", static d => Metrics.LabelRankingLoss(d.Labels, d.LabelScores));
        yield return Of("f1-samples", static d => Metrics.F1(d.Labels, new LabelSets(Array.ConvertAll(d.LabelScores, static s => s > 0), 10), Average.Samples));
    }

    private static IEnumerable<Comparison> Numbers()
    {
        yield return Of("mse", static d => Metrics.MeanSquaredError(d.Y, d.P));
        yield return Of("mse-weights", static d => Metrics.MeanSquaredError(d.Y, d.P, d.W));
        yield return Of("mae", static d => Metrics.MeanAbsoluteError(d.Y, d.P));
        yield return Of("median-ae", static d => Metrics.MedianAbsoluteError(d.Y, d.P));
        yield return Of("median-ae-weights", static d => Metrics.MedianAbsoluteError(d.Y, d.P, d.W));
        yield return Of("mape", static d => Metrics.MeanAbsolutePercentageError(d.Y, d.P));
        yield return Of("msle", static d => Metrics.MeanSquaredLogError(d.Y, d.P));
        yield return Of("r2", static d => Metrics.R2(d.Y, d.P));
        yield return Of("explained-variance", static d => Metrics.ExplainedVariance(d.Y, d.P));
        yield return Of("max-error", static d => Metrics.MaxError(d.Y, d.P));
        yield return Of("pinball", static d => Metrics.PinballLoss(d.Y, d.P, alpha: 0.2));
        yield return Of("d2-absolute", static d => Metrics.D2AbsoluteError(d.Y, d.P));
        yield return Of("poisson", static d => Metrics.PoissonDeviance(d.Y, d.P));
        yield return Of("gamma", static d => Metrics.GammaDeviance(d.Y, d.P));
        yield return Of("tweedie-1.5", static d => Metrics.TweedieDeviance(d.Y, d.P, 1.5));
        yield return Of("d2-tweedie", static d => Metrics.D2Tweedie(d.Y, d.P, 1));
    }

    private static IEnumerable<Comparison> Groups()
    {
        yield return Of("adjusted-rand", static d => Metrics.AdjustedRandIndex(d.C, d.CP));
        yield return Of("rand", static d => Metrics.RandIndex(d.C, d.CP));
        yield return Of("nmi", static d => Metrics.NormalizedMutualInformation(d.C, d.CP));
        yield return Of("ami", static d => Metrics.AdjustedMutualInformation(d.C, d.CP));
        yield return Of("v-measure", static d => Metrics.VMeasure(d.C, d.CP));
        yield return Of("fowlkes-mallows", static d => Metrics.FowlkesMallows(d.C, d.CP));
        yield return Of("silhouette-4000", static d => Metrics.Silhouette(d.X.AsSpan(0, 40_000), 10, d.C.AsSpan(0, 4000)));
        yield return Of("calinski-harabasz", static d => Metrics.CalinskiHarabasz(d.X, 10, d.C));
        yield return Of("davies-bouldin", static d => Metrics.DaviesBouldin(d.X, 10, d.C));
    }

    private static Comparison Of(string name, Func<Samples, double> metric) => Of(name, d => [metric(d)]);

    private static Comparison Of(string name, Func<Samples, double[]> metric) => new(
        "metrics-" + name,
        "runs/s",
        1,
        () =>
        {
            var samples = s_samples.Value;
            double[] last = [];
            return new Trial(() => last = metric(samples), () => last);
        },
        Peer.Sklearn("metrics", "metric", name))
    {
        Group = "metrics of 100,000 samples",
        Bar = 2,
    };

    /// <summary>The same data as in peers/sklearn_metrics.py.</summary>
    private sealed class Samples
    {
        public Samples()
        {
            Y = Array.ConvertAll(Unit(Rows, 1), static v => (v * 10) + 0.5);
            P = Array.ConvertAll(Unit(Rows, 2), static v => (v * 10) + 0.5);
            W = Unit(Rows, 3);
            (B, C, F) = (Codes(Rows, 2, 4), Codes(Rows, 10, 6), Codes(Rows, 5, 8));
            (BP, CP) = (Guesses(B, 2, 20), Guesses(C, 10, 22));
            S = [.. Unit(Rows, 10).Select((v, i) => (v * 0.7) + (0.3 * B[i]))];
            Five = Softmax([.. Operands.DrawDouble(5 * Rows, 11).Select((v, i) => (v * 2) + (F[i / 5] == i % 5 ? 2 : 0))], 5);
            Gains = Array.ConvertAll(Codes(Rows, 5, 12), static v => (double)v);
            GainScores = Operands.DrawDouble(Rows, 13);
            Labels = LabelSets.Of<int>(Codes(Rows, 2, 14), 10);
            LabelScores = Operands.DrawDouble(Rows, 15);
            X = [.. Operands.DrawDouble(10 * Rows, 16).Select((v, i) => v + C[i / 10])];
        }

        public double[] Y { get; }

        public double[] P { get; }

        public double[] W { get; }

        public int[] B { get; }

        public int[] BP { get; }

        public int[] C { get; }

        public int[] CP { get; }

        public int[] F { get; }

        public double[] S { get; }

        public double[] Five { get; }

        public double[] Gains { get; }

        public double[] GainScores { get; }

        public LabelSets Labels { get; }

        public double[] LabelScores { get; }

        public double[] X { get; }

        private static double[] Unit(int count, uint seed) => Array.ConvertAll(Operands.DrawDouble(count, seed), static v => (v + 1) * 0.5);

        private static int[] Codes(int count, int classes, uint seed) => Array.ConvertAll(Unit(count, seed), v => (int)(v * classes));

        private static int[] Guesses(int[] truth, int classes, uint seed)
        {
            var (keep, other) = (Unit(truth.Length, seed), Codes(truth.Length, classes, seed + 1));
            return [.. truth.Select((t, i) => keep[i] < 0.7 ? t : other[i])];
        }

        private static double[] Softmax(double[] scores, int classes)
        {
            for (var row = 0; row < scores.Length; row += classes)
            {
                var line = scores.AsSpan(row, classes);
                double highest = double.NegativeInfinity, sum = 0;
                foreach (var value in line)
                {
                    highest = Math.Max(highest, value);
                }

                foreach (ref var value in line)
                {
                    value = Math.Exp(value - highest);
                    sum += value;
                }

                foreach (ref var value in line)
                {
                    value /= sum;
                }
            }

            return scores;
        }
    }
}
