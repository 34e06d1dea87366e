using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>Units that do not work: rectified ones that are always zero, others at their flat ends.</summary>
internal static class UnitRules
{
    internal static Finding? Dead(RunRecord run)
    {
        if (run.Newest() is not { } samples)
        {
            return null;
        }

        (LayerActivity? worst, double share) = samples[^1].Layers.Select(l => (l, DeadShare(samples, l))).OrderByDescending(l => l.Item2).FirstOrDefault();
        return worst is null || !(share >= (run.LossLeft < DiagnosisLimits.LittleLearned ? DiagnosisLimits.DeadShareOfLearned : DiagnosisLimits.DeadShare)) ? null : run.Find(
            FindingKind.DeadUnits,
            worst.Path,
            $"{Percent(share)} of the {worst.Peaks!.Length} units of {worst.Path} were zero for every sample of the last {samples.Length} measured batches: no gradient reaches them.",
            "Use a smaller learning rate or a warm-up, biases that start at zero, He initialization, or an activation that is nowhere flat (LeakyReLU, GELU, SiLU).",
            DiagnosisCharts.DeadUnits(samples));
    }

    /// <summary>The share of a rectified layer's units that were zero throughout; NaN for other layers, or when too little was seen.</summary>
    internal static double DeadShare(StepSample[] samples, LayerActivity layer)
    {
        LayerActivity?[] seen = [.. samples.Select(s => s.Layer(layer.Module))];
        if (seen.Any(l => l?.Peaks is null) || seen.Sum(l => l!.Rows) < DiagnosisLimits.DeadRows)
        {
            return double.NaN;
        }

        int units = layer.Peaks!.Length;
        return (double)Enumerable.Range(0, units).Count(u => seen.All(l => l!.Peaks![u] <= 0)) / units;
    }

    internal static Finding? Saturated(RunRecord run)
    {
        if (run.Newest() is not { } samples || !(run.LossLeft >= DiagnosisLimits.LittleLearned) || Saturated(run, samples) is not var (layer, share))
        {
            return null;
        }

        return run.Find(
            FindingKind.SaturatedUnits,
            layer.Path,
            $"{Percent(share)} of the outputs of {layer.Path} lie at the flat ends of its {layer.Activation.ToString().ToLowerInvariant()}, where its slope is below 6 % of the largest, "
            + $"and the loss is still {Percent(run.LossLeft)} of {run.ReferenceName}.",
            "Use a smaller learning rate, inputs scaled to about -1 to 1, a normalization before the activation, weight decay, or ReLU or GELU instead.",
            DiagnosisCharts.Saturation(run));
    }

    /// <summary>The hidden layer with the largest share at flat ends, when that is too large. The last layer may give sure answers.</summary>
    internal static (LayerActivity Layer, double Share)? Saturated(RunRecord run, StepSample[] samples)
    {
        List<LayerActivity> layers = samples[^1].Layers;
        int last = layers.FindLastIndex(l => l.HasWeights);
        (LayerActivity Layer, double Share)? worst = null;
        for (int i = 0; i < last; i++)
        {
            LayerActivity layer = layers[i];
            double share = Median.Of(samples.Select(s => s.Layer(layer.Module)?.Saturated ?? double.NaN));
            if (share >= DiagnosisLimits.SaturatedShare && !(share <= worst?.Share))
            {
                worst = (layer, share);
            }
        }

        return worst;
    }
}
