using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What a search found: scikit-learn's <c>cv_results_</c>, one candidate after the other.</summary>
public sealed class SearchResults
{
    internal SearchResults(IReadOnlyList<SearchCandidate> candidates, int bestIndex, string metric, IReadOnlyList<string> warnings) =>
        (Candidates, BestIndex, Metric, Warnings) = (candidates, bestIndex, metric, warnings);

    /// <summary>The candidates in the order they were tried.</summary>
    public IReadOnlyList<SearchCandidate> Candidates { get; }

    /// <summary>The place of the best one.</summary>
    public int BestIndex { get; }

    /// <summary>The hyper-parameters of the best candidate (<c>best_params_</c>).</summary>
    public IReadOnlyDictionary<string, object?> BestParameters => Best.Parameters;

    /// <summary>The best candidate's mean score on the test parts (<c>best_score_</c>).</summary>
    public double BestScore => Best.MeanTest(Metric);

    /// <summary>The best candidate.</summary>
    public SearchCandidate Best => Candidates[BestIndex];

    /// <summary>The scorer that decided.</summary>
    public string Metric { get; }

    /// <summary>What the user ought to know, such as that fits failed; empty when all is well.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>The best candidate and its score, and the next ones below it.</summary>
    public override string ToString()
    {
        const int Shown = 5;
        var text = new System.Text.StringBuilder(string.Create(CultureInfo.InvariantCulture, $"search of {Candidates.Count} {(Candidates.Count == 1 ? "candidate" : "candidates")} by {Metric}; the best first:"));
        foreach (var candidate in Candidates.OrderBy(candidate => !ReferenceEquals(candidate, Best)).ThenBy(candidate => candidate.Ranks[Metric]).Take(Shown))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  {candidate.MeanTest(Metric):G5}  {candidate}");
        }

        return (Candidates.Count > Shown ? text.Append(CultureInfo.InvariantCulture, $"\n  … and {Candidates.Count - Shown} more") : text).ToString();
    }

    /// <summary>The candidates as a table: parameters, mean and deviation of the scores, ranks and times.</summary>
    public Table ToTable()
    {
        var columns = new List<Column>();
        foreach (var name in Candidates.SelectMany(candidate => candidate.Parameters.Keys).Distinct(StringComparer.Ordinal).Order(CodePointComparer.Instance))
        {
            columns.Add(new TextColumn("param_" + name, [.. Candidates.Select(c => c.Parameters.TryGetValue(name, out var value) ? ParameterText.Of(value) : null)]));
        }

        foreach (var scorer in Candidates[0].TestScores.Keys)
        {
            columns.Add(new NumberColumn("mean_test_" + scorer, [.. Candidates.Select(c => c.MeanTest(scorer))]));
            columns.Add(new NumberColumn("std_test_" + scorer, [.. Candidates.Select(c => Spread.Of(c.TestScores[scorer]))]));
            columns.Add(new NumberColumn("rank_test_" + scorer, [.. Candidates.Select(c => (double)c.Ranks[scorer])]));
        }

        columns.Add(new NumberColumn("mean_fit_time", [.. Candidates.Select(c => c.FitTimes.Average(time => time.TotalSeconds))]));
        columns.Add(new NumberColumn("iteration", [.. Candidates.Select(c => (double)c.Iteration)]));
        columns.Add(new NumberColumn("resources", [.. Candidates.Select(c => (double)c.Resources)]));
        return new(columns);
    }
}

/// <summary>One candidate of a search.</summary>
/// <param name="Parameters">The hyper-parameters that the search set.</param>
/// <param name="TestScores">By scorer's name, the score on each split.</param>
/// <param name="TrainScores">By scorer's name, the score on each training part; empty unless asked for.</param>
/// <param name="FitTimes">How long each fit took.</param>
/// <param name="Ranks">By scorer's name its rank by the mean, 1 the best; equal means share a rank.</param>
/// <param name="Iteration">In which round of a halving search it was tried, from 0.</param>
/// <param name="Resources">How many samples, or how much of another resource, it was given; 0 where that was not limited.</param>
public sealed record SearchCandidate(
    IReadOnlyDictionary<string, object?> Parameters,
    IReadOnlyDictionary<string, double[]> TestScores,
    IReadOnlyDictionary<string, double[]> TrainScores,
    IReadOnlyList<TimeSpan> FitTimes,
    IReadOnlyDictionary<string, int> Ranks,
    int Iteration = 0,
    int Resources = 0)
{
    /// <summary>The mean of the scores on the test parts.</summary>
    /// <param name="scorer">The scorer's name; "score" for the model's own.</param>
    public double MeanTest(string scorer = "score") => Spread.Mean(TestScores[scorer]);

    /// <summary>The parameters as text: <c>alpha=0.1, fit_intercept=true</c>.</summary>
    public override string ToString() =>
        string.Join(", ", Parameters.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key}={ParameterText.Of(p.Value)}")));
}
