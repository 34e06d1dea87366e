using Kiln.Numerics;

namespace Kiln.Evaluation;

public static partial class Metrics
{
    /// <summary>
    /// For each label of a sample, how many of the labels that score as high or higher are its labels too; the mean over labels and samples
    /// (scikit-learn: <c>label_ranking_average_precision_score</c>). 1 is best; a sample with all labels or none counts 1.
    /// </summary>
    /// <param name="truth">The labels of each sample.</param>
    /// <param name="scores">Row-major (samples, labels).</param>
    /// <param name="weights">One weight per sample, or none.</param>
    /// <exception cref="ArgumentException">The sizes do not fit, there are no samples, or a score is not finite.</exception>
    public static double LabelRankingAveragePrecision(LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        RankLabels("label ranking average precision", truth, scores, weights, static (row, all) =>
        {
            if (row.Relevant == 0 || row.Relevant == all)
            {
                return 1;
            }

            var sum = 0.0;
            while (row.MoveNext())
            {
                sum += row.Hits * ((double)row.Found / row.Seen);
            }

            return sum / row.Relevant;
        });

    /// <summary>
    /// How far down the ranking one must go to cover all labels of a sample; the mean over samples (scikit-learn: <c>coverage_error</c>). The
    /// best value is the mean number of labels; a sample without any counts 0.
    /// </summary>
    /// <inheritdoc cref="LabelRankingAveragePrecision"/>
    public static double CoverageError(LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default)
    {
        CheckLabelScores("coverage error", truth, scores, weights);
        var n = truth.Labels;
        var rows = new double[truth.Samples];
        for (var i = 0; i < rows.Length; i++)
        {
            var flags = truth.Flags.Slice(i * n, n);
            var row = scores.Slice(i * n, n);
            var lowest = double.PositiveInfinity;
            for (var k = 0; k < n; k++)
            {
                lowest = flags[k] != 0 ? Math.Min(lowest, row[k]) : lowest;
            }

            var covered = 0;
            foreach (var score in row)
            {
                covered += score >= lowest ? 1 : 0;
            }

            rows[i] = covered;
        }

        return MeanOfRows("coverage error", rows, weights);
    }

    /// <summary>
    /// The share of pairs of a label of the sample and another one that are in the wrong order, ties counting as wrong; the mean over samples
    /// (scikit-learn: <c>label_ranking_loss</c>). 0 is best; a sample with all labels or none counts 0. G. Tsoumakas et al., Mining
    /// Multi-label Data, 2010.
    /// </summary>
    /// <inheritdoc cref="LabelRankingAveragePrecision"/>
    public static double LabelRankingLoss(LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights = default) =>
        RankLabels("label ranking loss", truth, scores, weights, static (row, all) =>
        {
            if (row.Relevant == 0 || row.Relevant == all)
            {
                return 0;
            }

            var wrong = 0.0;
            while (row.MoveNext())
            {
                wrong += (double)row.Hits * (row.Seen - row.Found);
            }

            return wrong / ((double)(all - row.Relevant) * row.Relevant);
        });

    private delegate double RowScore(RankedLabels row, int labels);

    /// <summary>The labels of one sample from the highest score down, those of equal score together.</summary>
    private ref struct RankedLabels(ReadOnlySpan<byte> flags, ReadOnlySpan<double> scores, ReadOnlySpan<long> order)
    {
        private readonly ReadOnlySpan<byte> _flags = flags;
        private readonly ReadOnlySpan<double> _scores = scores;
        private readonly ReadOnlySpan<long> _order = order;

        /// <summary>How many labels the sample has.</summary>
        public readonly int Relevant => _flags.Count((byte)1);

        /// <summary>How many labels score at least as high.</summary>
        public int Seen { get; private set; }

        /// <summary>How many of those are the sample's.</summary>
        public int Found { get; private set; }

        /// <summary>How many of the sample's have just this score.</summary>
        public int Hits { get; private set; }

        public bool MoveNext()
        {
            if (Seen == _order.Length)
            {
                return false;
            }

            var score = _scores[(int)_order[Seen]];
            Hits = 0;
            while (Seen < _order.Length && _scores[(int)_order[Seen]] == score)
            {
                Hits += _flags[(int)_order[Seen++]];
            }

            Found += Hits;
            return true;
        }
    }

    private static double RankLabels(string metric, LabelSets truth, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights, RowScore score)
    {
        CheckLabelScores(metric, truth, scores, weights);
        var n = truth.Labels;
        var order = new long[scores.Length];
        Ordering.Sort(scores, order, truth.Samples, n, 1, descending: true);
        var rows = new double[truth.Samples];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = score(new RankedLabels(truth.Flags.Slice(i * n, n), scores.Slice(i * n, n), order.AsSpan(i * n, n)), n);
        }

        return MeanOfRows(metric, rows, weights);
    }
}
