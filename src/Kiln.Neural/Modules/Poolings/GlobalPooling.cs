namespace Kiln.Neural;

/// <summary>What poolings of whole sequences, images and volumes share: (batch, …, channels) → (batch, channels).</summary>
public abstract class GlobalPooling : Module
{
    private readonly int _axes;

    private protected GlobalPooling(int axes, bool keepDims) => (_axes, KeepDims) = (axes, keepDims);

    /// <summary>Whether the pooled axes stay with size 1.</summary>
    public bool KeepDims { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, the pooled axes, channels).</param>
    /// <returns>(batch, channels), or with the pooled axes of size 1 between them.</returns>
    /// <exception cref="ShapeException">The input has other axes, or nothing to pool.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _axes);
        InputChecks.NotEmpty(Label, x);
        Tensor y = Apply(x); // (B, 1, …, 1, C)
        return KeepDims ? y : y.Reshape(x.Shape[0], x.Shape[-1]);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("keep_dims", KeepDims);
    }

    private protected abstract Tensor Apply(Tensor x);
}
