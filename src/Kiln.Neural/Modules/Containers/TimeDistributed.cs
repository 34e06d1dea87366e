namespace Kiln.Neural;

/// <summary>
/// A module applied to each step of a sequence: (batch, time, …) → (batch, time, …). Batch and time become one axis for the module, so layers that look at
/// the whole batch, as <see cref="BatchNorm"/> does, see all steps at once. <see cref="Dense"/> and activations need no such wrapper.
/// </summary>
public sealed class TimeDistributed : Module
{
    private readonly Module _layer;

    /// <summary>Wraps a module.</summary>
    /// <param name="layer">What is applied to each step.</param>
    public TimeDistributed(Module layer) => _layer = Child("layer", layer);

    internal override bool MayHoldTensors => _layer.MayHoldTensors;

    /// <inheritdoc/>
    /// <param name="x">(batch, time, …).</param>
    /// <returns>(batch, time, …): what the module makes of each step.</returns>
    /// <exception cref="ShapeException">There is no axis of time, or the module does not keep the batch.</exception>
    public override Tensor Forward(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank < 2)
        {
            throw new ShapeException($"{Label}: expected (batch, time, …), got {x.Shape}");
        }

        int steps = checked(x.Shape[0] * x.Shape[1]);
        Tensor y;
        try
        {
            y = _layer.Forward(x.Reshape([steps, .. x.Shape.Sizes[2..]])); // (B, T, …) → (B·T, …)
        }
        catch (ShapeException error)
        {
            throw new ShapeException($"{error.Message}, of {x.Shape} with batch and time as one axis", error);
        }

        return y.Rank > 0 && y.Shape[0] == steps
            ? y.Reshape([x.Shape[0], x.Shape[1], .. y.Shape.Sizes[1..]])
            : throw new ShapeException($"{Label}: the layer made {y.Shape} of {steps} steps; its first axis must stay the batch");
    }

    internal override int TakenFeatures => _layer is Flatten ? 0 : _layer.TakenFeatures;

    internal override LastAxis Lead(LastAxis given) => _layer.Lead(given);

    internal override OutputRange? RangeOf(OutputRange? given) => _layer.RangeOf(given);

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("layer", _layer);
    }
}
