using static Kiln.Neural.DiagnosisText;

namespace Kiln.Neural;

/// <summary>Signals before the first step (Glorot and Bengio 2010; He et al. 2015), and units that start equal.</summary>
internal static class InitializationRule
{
    private const string Usual =
        "Use the initialization made for the activation: Initializers.HeNormal with ReLU, GlorotUniform with tanh and sigmoid, LeCunNormal with SELU; or put a normalization behind each layer.";

    internal static Finding? Judge(RunRecord run) => !run.FromStart || run.Samples.Count == 0 ? null : Equal(run) ?? Size(run) ?? Saturation(run);

    /// <summary>All elements of a weight equal: its units compute the same and get the same gradient, for ever. Zeros are fine where a gradient comes nevertheless.</summary>
    private static Finding? Equal(RunRecord run)
    {
        for (int i = 0; i < run.Weights.Uniform.Count; i++)
        {
            double value = run.Weights.Uniform[i];
            bool isBad = value == 0 ? run.Newest(3) is { } newest && newest.All(s => s.Weights[i].Gradient == 0) : !double.IsNaN(value);
            if (isBad)
            {
                string path = run.Samples[0].Weights[i].Path;
                return run.Find(
                    FindingKind.BadInitialization,
                    path,
                    value == 0
                        ? $"{path} started as zeros and gets no gradient: nothing passes through it."
                        : $"All elements of {path} started as {Number(value)}: its units are equal and stay equal.",
                    "Start weights at random (the default); zeros are for biases. " + Usual,
                    DiagnosisCharts.Gradients(run));
            }
        }

        return null;
    }

    private static Finding? Size(RunRecord run)
    {
        List<LayerActivity> layers = run.Samples[0].Layers;
        int last = layers.FindLastIndex(l => l.HasWeights);
        double start = layers.Count == 0 ? double.NaN : layers[0].InputSize;
        for (int i = 0; i < layers.Count; i++)
        {
            LayerActivity layer = layers[i];
            if (layer.Size == 0)
            {
                continue; // Rectified units that are all off (counted as dead ones), or a branch that starts at zero.
            }

            if (layer.Normalizes || double.IsNaN(start))
            {
                start = layer.Size; // Behind a normalization signals have a size of its making, behind an embedding the embedding's.
                continue;
            }

            double ratio = start > 0 ? layer.Size / start : double.NaN;
            bool grows = ratio > DiagnosisLimits.SignalGrows;
            // A last layer that starts at zero is a habit, and a good one.
            if (grows || (ratio < DiagnosisLimits.SignalShrinks && i < last))
            {
                return run.Find(
                    FindingKind.BadInitialization,
                    layer.Path,
                    $"Before the first step, the outputs of {layer.Path} are {Number(ratio)} times as large as the inputs of the network (root mean squares): "
                    + $"signals {(grows ? "explode" : "die out")} from layer to layer.",
                    Usual,
                    DiagnosisCharts.Signals(run));
            }
        }

        return null;
    }

    private static Finding? Saturation(RunRecord run) => UnitRules.Saturated(run, [run.Samples[0]]) is not var (layer, share) ? null : run.Find(
        FindingKind.BadInitialization,
        layer.Path,
        $"Before the first step, {Percent(share)} of the outputs of {layer.Path} lie at the flat ends of its {layer.Activation.ToString().ToLowerInvariant()}: its inputs are too large.",
        Usual + " Scale the network's inputs to about -1 to 1.",
        DiagnosisCharts.Saturation(run));
}
