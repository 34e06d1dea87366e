using System.Globalization;

namespace Kiln.Estimators;

/// <summary>What a cross-validation found: one value for each split.</summary>
/// <param name="TestScores">By scorer's name, the scores on the test parts.</param>
/// <param name="TrainScores">By scorer's name, those on the training parts; empty unless asked for.</param>
/// <param name="FitTimes">How long each fit took.</param>
/// <param name="ScoreTimes">How long scoring took.</param>
/// <param name="Models">The models; empty unless asked for. Null where the fit failed.</param>
/// <param name="Warnings">What the user ought to know, such as that fits failed; empty when all is well.</param>
public sealed record CrossValidationResult(
    IReadOnlyDictionary<string, double[]> TestScores,
    IReadOnlyDictionary<string, double[]> TrainScores,
    IReadOnlyList<TimeSpan> FitTimes,
    IReadOnlyList<TimeSpan> ScoreTimes,
    IReadOnlyList<PredictorModel?> Models,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The scores on the test parts by the first scorer.</summary>
    public double[] Scores => TestScores.Values.First();

    /// <summary>Their mean.</summary>
    public double Mean => Scores.Average();

    /// <summary>Their standard deviation over the splits (of the population, as in scikit-learn's results).</summary>
    public double StandardDeviation => Spread.Of(Scores);

    /// <summary>Mean and deviation of each scorer: <c>cross-validation of 5 splits: score 0.962 ± 0.0399</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cross-validation of {FitTimes.Count} splits: ")
        + string.Join(", ", TestScores.Select(scorer => string.Create(CultureInfo.InvariantCulture, $"{scorer.Key} {Spread.Mean(scorer.Value):G3} ± {Spread.Of(scorer.Value):G3}")));
}
