using System.Diagnostics;
using System.Globalization;
using Kiln.Numerics;

namespace Kiln.Estimators;

/// <summary>
/// Fits every candidate on every split and scores it. The fits share the engine's threads, one fit a thread: candidates are many, and what a fit computes
/// does not depend on the number of threads. Each result has its own place, so their order does not either.
/// </summary>
internal sealed class FoldFits
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Lock _reporting = new();
    private int _done;

    /// <summary>Who asks, for errors.</summary>
    public required string Owner { get; init; }

    public required FoldData Data { get; init; }

    public required IReadOnlyList<ModelScorer> Scorers { get; init; }

    public double? ErrorScore { get; init; } = double.NaN;

    public bool TrainScores { get; init; }

    public bool KeepModels { get; init; }

    public IProgress<FitProgress>? Progress { get; init; }

    /// <summary>The options of a cross-validation.</summary>
    public static FoldFits Of(string owner, FoldData data, CrossValidationOptions options) => new()
    {
        Owner = owner,
        Data = data,
        Scorers = options.Scoring.Count == 0 ? [ModelScorer.Default] : options.Scoring,
        ErrorScore = options.ErrorScore,
        TrainScores = options.ReturnTrainScores,
        KeepModels = options.ReturnModels,
        Progress = options.Progress,
    };

    /// <summary>Fits and scores.</summary>
    /// <returns>For each candidate one outcome for each split, one candidate after the other.</returns>
    /// <exception cref="DatasetException">All fits failed.</exception>
    public FoldOutcome[] Run(IReadOnlyList<Predictor> candidates, CancellationToken cancellation)
    {
        var splits = Data.Splits.Length;
        var outcomes = new FoldOutcome[checked(candidates.Count * splits)];
        WorkerTeam.Run(outcomes.Length, new Body(i =>
        {
            outcomes[i] = FitOne(candidates[i / splits], i % splits, cancellation);
            Report(candidates[i / splits], i % splits, outcomes[i], outcomes.Length);
        }), cancellation);
        if (Array.TrueForAll(outcomes, outcome => outcome.Failure is not null))
        {
            Data.ThrowAsOnAllSamples(candidates[0], cancellation);
            throw new DatasetException($"{Owner}: all {outcomes.Length} fits failed; the first, {Failed(candidates[0], outcomes[0].Failure!)}", outcomes[0].Failure!);
        }

        return outcomes;
    }

    /// <summary>What the user ought to know of these outcomes.</summary>
    public string[] Warnings(IReadOnlyList<Predictor> candidates, FoldOutcome[] outcomes)
    {
        var failed = outcomes.Count(outcome => outcome.Failure is not null);
        if (failed == 0)
        {
            return [];
        }

        var first = Array.FindIndex(outcomes, outcome => outcome.Failure is not null);
        return [string.Create(CultureInfo.InvariantCulture,
            $"{failed} of {outcomes.Length} fits failed and have the score {ErrorScore}; the first, {Failed(candidates[first / Data.Splits.Length], outcomes[first].Failure!)}")];
    }

    // The error begins with the estimator's name, as the candidate does.
    private static string Failed(Predictor candidate, Exception failure)
    {
        var said = Require.Said(failure);
        return $"{candidate}: {(said.StartsWith(candidate.Name + ": ", StringComparison.Ordinal) ? said[(candidate.Name.Length + 2)..] : said)}";
    }

    private FoldOutcome FitOne(Predictor candidate, int split, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            var train = Data.Train(split);
            var model = candidate.Fit(train.X, train.Y, train.Weights, cancellation);
            var fitTime = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            var test = Data.Test(split);
            var scores = Score(model, test);
            var scoreTime = Stopwatch.GetElapsedTime(start);
            return new(scores, TrainScores ? Score(model, train) : [], fitTime, scoreTime, KeepModels ? model : null, null);
        }
        catch (Exception e) when (ErrorScore is not null && e is InsufficientMemoryException or not (OperationCanceledException or OutOfMemoryException))
        {
            var failed = Enumerable.Repeat(ErrorScore.Value, Scorers.Count).ToArray();
            return new(failed, TrainScores ? failed : [], Stopwatch.GetElapsedTime(start), TimeSpan.Zero, null, e);
        }
    }

    private double[] Score(PredictorModel model, FoldPart part)
    {
        var scores = new double[Scorers.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = Scorers[i].Score(model, part.X, part.Y);
        }

        return scores;
    }

    private void Report(Predictor candidate, int split, FoldOutcome outcome, int total)
    {
        if (Progress is not null)
        {
            lock (_reporting)
            {
                Progress.Report(new(++_done, total, candidate, split, outcome.TestScores[0], _clock.Elapsed));
            }
        }
    }

    private readonly struct Body(Action<int> work) : ITileBody
    {
        public void Invoke(int tile) => work(tile);
    }
}

/// <summary>One candidate on one split.</summary>
internal sealed record FoldOutcome(double[] TestScores, double[] TrainScores, TimeSpan FitTime, TimeSpan ScoreTime, PredictorModel? Model, Exception? Failure);
