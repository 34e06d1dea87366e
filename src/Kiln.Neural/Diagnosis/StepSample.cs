namespace Kiln.Neural;

/// <summary>What was measured at one update.</summary>
/// <param name="step">The update, from 1.</param>
/// <param name="epoch">Its epoch, from 1.</param>
internal sealed class StepSample(long step, int epoch)
{
    internal long Step => step;

    internal int Epoch => epoch;

    /// <summary>The layers in the order in which they ran.</summary>
    internal List<LayerActivity> Layers { get; } = [];

    /// <summary>The weights (trainable parameters with two axes or more) in the order of their registration.</summary>
    internal WeightSample[] Weights { get; set; } = [];

    /// <summary>A layer's numbers, if it was seen.</summary>
    internal LayerActivity? Layer(Module module) => Layers.Find(l => ReferenceEquals(l.Module, module));
}

/// <summary>One weight at one update.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Norm">Its Euclidean norm before the update.</param>
/// <param name="Gradient">The Euclidean norm of its gradient; NaN when it had none.</param>
/// <param name="Update">|Δw| / |w|, or over |w| as it was at first if that was longer; NaN until the update is made.</param>
internal readonly record struct WeightSample(string Path, double Norm, double Gradient, double Update = double.NaN)
{
    /// <summary>|w|·|∂L/∂w|: how much the loss changes, to first order, when the weight changes by its own size along the gradient.</summary>
    internal double Leverage => Norm * Gradient;
}
