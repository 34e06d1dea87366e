using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>Gradients that grow or shrink on their way back through the layers, or are far too long.</summary>
internal static class GradientRules
{
    private const string Deep = "normalization (BatchNorm) behind the layers, residual connections around them, or fewer layers";

    internal static Finding? Exploding(RunRecord run)
    {
        if (run.FromStart && run.Samples is [var first, ..] && Longest(first.Weights) is { } longest
            && longest.Leverage / run.Reference is var leverage && leverage > DiagnosisLimits.GradientExplodes)
        {
            double input = first.Layers.Count > 0 ? first.Layers[0].InputSize : double.NaN;
            return run.Find(
                FindingKind.ExplodingGradients,
                longest.Path,
                $"At the first step the gradient of {longest.Path} is {Number(longest.Gradient)} long: by it, changing the weights by 0.1 % changes the loss by {Number(leverage / 1000)} times {run.ReferenceName}."
                + (input > 10 ? $" The network's inputs are large: {Number(input)} (root mean square)." : string.Empty),
                $"Scale the inputs (and numbers to be predicted) to about -1 to 1, set FitOptions.GradientClipNorm (1 is usual), use He or Glorot initialization, {Deep}.",
                DiagnosisCharts.Gradients(run));
        }

        return AcrossDepth(run, 3) is not var (ratio, early, late) || !(ratio > DiagnosisLimits.GradientRatio) ? null : run.Find(
            FindingKind.ExplodingGradients,
            early,
            $"The gradient grows on its way back: at {early} it is {Number(ratio)} times as strong as at {late} (norm of weights times norm of gradient).",
            $"Use {Deep}; smaller initial weights (He or Glorot); and set FitOptions.GradientClipNorm (1 is usual).",
            DiagnosisCharts.Gradients(run));
    }

    internal static Finding? Vanishing(RunRecord run) =>
        // Exactly nothing is no decay: units that are off cut the gradient, and steps that are far too long turn them off.
        !(run.LossLeft >= DiagnosisLimits.LittleLearned) || run.Samples.Max(LearningRateRules.Update) > DiagnosisLimits.UpdateKills
            || AcrossDepth(run, DiagnosisLimits.Samples) is not var (ratio, early, late) || ratio is not (> 0 and < 1 / DiagnosisLimits.GradientRatio)
            ? null
            : run.Find(
                FindingKind.VanishingGradients,
                early,
                $"The gradient dies out on its way back: at {early} it is {Number(ratio)} times as strong as at {late} (norm of weights times norm of gradient), "
                + $"and the loss is still {Percent(run.LossLeft)} of {run.ReferenceName}. The first layers hardly learn.",
                $"Use ReLU or GELU instead of sigmoid or tanh, He initialization with ReLU, {Deep}.",
                DiagnosisCharts.Gradients(run));

    /// <summary>How strong the gradient is in the first third of the weights, over the last third: the median over the newest samples.</summary>
    private static (double Ratio, string Early, string Late)? AcrossDepth(RunRecord run, int samples)
    {
        if (run.Newest(samples) is not { } newest || newest[^1].Weights.Length < 3)
        {
            return null;
        }

        int third = newest[^1].Weights.Length / 3;
        double Ratio(StepSample s) => Longest(s.Weights[..third])?.Leverage / Longest(s.Weights[^third..])?.Leverage ?? double.NaN;
        double ratio = Median.Of(newest.Select(Ratio));
        StepSample? shown = Array.Find(newest, s => Ratio(s) == ratio);
        return shown is null ? null : (ratio, Longest(shown.Weights[..third])!.Value.Path, Longest(shown.Weights[^third..])!.Value.Path);
    }

    private static WeightSample? Longest(WeightSample[] weights)
    {
        WeightSample[] measured = [.. weights.Where(w => double.IsFinite(w.Leverage))];
        return measured.Length == 0 ? null : measured.MaxBy(w => w.Leverage);
    }
}
