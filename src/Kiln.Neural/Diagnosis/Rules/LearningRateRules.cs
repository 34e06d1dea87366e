using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>Steps that are too long, by what the loss does, or too short.</summary>
internal static class LearningRateRules
{
    private const string Shorter = "Divide Optimizer.LearningRate by 3 to 10 (LearningRateFinder shows where the loss falls fastest), begin with a warm-up, or set FitOptions.GradientClipNorm.";

    /// <summary>Steps that lead away from what is to be found, or past it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="rate">The learning rate now.</param>
    /// <param name="lostUnits">Whether units were found dead or saturated.</param>
    internal static Finding? TooHigh(RunRecord run, double rate, bool lostUnits)
    {
        double start = double.IsNaN(run.Reference) ? run.Losses.First : Math.Max(run.Losses.First, run.PerfectLoss + run.Reference);
        double recent = run.Losses.Recent();
        double update = Median.Of(run.Newest(Math.Min(DiagnosisLimits.Samples, run.Samples.Count))!.Select(Update));
        string? what = null;
        if (run.Losses.HasNonFinite && (run.Losses.Largest > DiagnosisLimits.LossDiverges * start || update > DiagnosisLimits.UpdateTooLarge))
        {
            what = $"The loss grew from {Number(run.Losses.First)} to {Number(run.Losses.Largest)} and then to NaN or infinity, at a learning rate of {Number(rate)}.";
        }
        else if (start > 0 && recent > DiagnosisLimits.LossDiverges * start)
        {
            what = $"The loss grows: it was {Number(run.Losses.First)} at first and is {Number(recent)} now, at a learning rate of {Number(rate)}.";
        }
        else if (run.Losses.Largest > DiagnosisLimits.LossLeaps * start && run.LossLeft > DiagnosisLimits.LittleLearned)
        {
            what = $"The loss leapt from {Number(run.Losses.First)} to {Number(run.Losses.Largest)} and is {Number(recent)} now, with little learned since, at a learning rate of {Number(rate)}.";
        }
        else if (run.Losses.Count >= DiagnosisLimits.UpdatesBeforeVerdict && update > DiagnosisLimits.UpdateTooLarge && run.LossLeft > DiagnosisLimits.NothingLearned)
        {
            what = $"A step changes the weights by {Percent(update)} of their size (0.1 % is usual) and the loss does not fall: it is {Percent(run.LossLeft)} of {run.ReferenceName}. The learning rate is {Number(rate)}.";
        }
        else if (lostUnits && run.LossLeft > DiagnosisLimits.LittleLearned && run.Samples.Max(Update) is > DiagnosisLimits.UpdateKills and var leap)
        {
            what = $"A step changed the weights by {Number(leap)} times their size (0.001 is usual), and units have stopped working since. The learning rate is {Number(rate)}.";
        }
        else if (run.LossLeft > DiagnosisLimits.Underfits && run.LeftOf(run.Losses.Lowest()) < DiagnosisLimits.HadLearned)
        {
            what = $"What was learned is lost again: the loss had come down to {Number(run.Losses.Lowest())} and is back at {Number(recent)}, at a learning rate of {Number(rate)}.";
        }

        return what is null ? null : run.Find(FindingKind.LearningRateTooHigh, string.Empty, what, Shorter, DiagnosisCharts.Loss(run));
    }

    internal static Finding? TooLow(RunRecord run, double rate)
    {
        double[] updates = [.. run.Samples.SelectMany(s => s.Weights).Select(w => w.Update).Where(double.IsFinite)];
        if (run.Losses.Count < DiagnosisLimits.UpdatesBeforeTooLow || updates.Length == 0 || !(run.LossLeft > DiagnosisLimits.Underfits))
        {
            return null;
        }

        double largest = updates.Max();
        return !(largest < DiagnosisLimits.UpdateTooSmall) ? null : run.Find(
            FindingKind.LearningRateTooLow,
            string.Empty,
            $"No step changed a weight by more than {Number(largest)} of its size (10⁻³ is usual), and the loss is still {Percent(run.LossLeft)} of {run.ReferenceName} after {run.Losses.Count} steps. "
            + $"The learning rate is {Number(rate)}.",
            "Multiply Optimizer.LearningRate by 10 to 100; LearningRateFinder shows where the loss falls fastest.",
            DiagnosisCharts.Updates(run));
    }

    /// <summary>The middle weight's |Δw|/|w|.</summary>
    internal static double Update(StepSample sample) => Median.Of(sample.Weights.Select(w => w.Update));
}
