namespace Kiln.Estimators;

/// <summary>Collects the candidates of a search, round after round, with their scores.</summary>
internal sealed class CandidateRun
{
    private readonly ParameterSearch _search;
    private readonly Predictor _estimator;
    private readonly List<SearchCandidate> _candidates = [];
    private readonly List<string> _warnings = [];

    public CandidateRun(ParameterSearch search, Predictor estimator) => (_search, _estimator) = (search, estimator);

    public IReadOnlyList<SearchCandidate> Candidates => _candidates;

    private IReadOnlyList<ModelScorer> Scorers => _search.Scoring.Count == 0 ? [ModelScorer.Default] : _search.Scoring;

    /// <summary>The scorer that decides.</summary>
    public string Metric => _search.RefitMetric ?? Scorers[0].Name;

    /// <summary>Tries candidates on splits.</summary>
    /// <returns>The mean score of each by the deciding scorer.</returns>
    public double[] Try(IReadOnlyList<IReadOnlyDictionary<string, object?>> candidates, FoldData data, CancellationToken cancellation, int iteration = 0, int resources = 0)
    {
        var estimators = CandidateCheck.Apply(_search.Name, _estimator, candidates, _search.ErrorScore is not null, cancellation);
        var fits = new FoldFits
        {
            Owner = _search.Name,
            Data = data,
            Scorers = Scorers,
            ErrorScore = _search.ErrorScore,
            TrainScores = _search.ReturnTrainScores,
            Progress = _search.Progress,
        };
        var outcomes = fits.Run(estimators, cancellation);
        _warnings.AddRange(fits.Warnings(estimators, outcomes));
        var splits = data.Splits.Length;
        var first = _candidates.Count;
        for (var i = 0; i < candidates.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var own = outcomes[(i * splits)..((i + 1) * splits)];
            _candidates.Add(new(
                candidates[i],
                ByScorer(own, outcome => outcome.TestScores),
                _search.ReturnTrainScores ? ByScorer(own, outcome => outcome.TrainScores) : new Dictionary<string, double[]>(StringComparer.Ordinal),
                Array.ConvertAll(own, outcome => outcome.FitTime),
                new Dictionary<string, int>(StringComparer.Ordinal),
                iteration,
                resources));
        }

        return [.. _candidates.Skip(first).Select(candidate => candidate.MeanTest(Metric))];
    }

    /// <summary>The results, ranked.</summary>
    public SearchResults Results(int bestIndex)
    {
        foreach (var scorer in Scorers)
        {
            var means = _candidates.Select(candidate => candidate.MeanTest(scorer.Name)).ToArray();
            var ranks = Ranks(means);
            for (var i = 0; i < ranks.Length; i++)
            {
                ((Dictionary<string, int>)_candidates[i].Ranks)[scorer.Name] = ranks[i];
            }
        }

        return new(_candidates, bestIndex, Metric, _warnings);
    }

    /// <summary>The place of the best mean; the first of equal ones, and the first of all when there is none.</summary>
    public static int Best(IReadOnlyList<double> means)
    {
        var best = 0;
        for (var i = 1; i < means.Count; i++)
        {
            best = means[i] > means[best] || (double.IsNaN(means[best]) && !double.IsNaN(means[i])) ? i : best;
        }

        return best;
    }

    /// <summary>1 for the highest mean, equal means alike; failed candidates come last, together.</summary>
    private static int[] Ranks(double[] means)
    {
        var order = Enumerable.Range(0, means.Length).OrderByDescending(i => means[i]).ToArray(); // NaN is below all.
        var ranks = new int[means.Length];
        for (var place = 0; place < order.Length; place++)
        {
            var (mean, before) = (means[order[place]], place == 0 ? double.NaN : means[order[place - 1]]);
            ranks[order[place]] = place > 0 && (mean == before || (double.IsNaN(mean) && double.IsNaN(before))) ? ranks[order[place - 1]] : place + 1;
        }

        return ranks;
    }

    private Dictionary<string, double[]> ByScorer(FoldOutcome[] outcomes, Func<FoldOutcome, double[]> scores)
    {
        var named = new Dictionary<string, double[]>(StringComparer.Ordinal);
        for (var i = 0; i < Scorers.Count; i++)
        {
            named.Add(Scorers[i].Name, Array.ConvertAll(outcomes, outcome => scores(outcome)[i]));
        }

        return named;
    }
}
