namespace Kiln.Neural;

/// <summary>What poolings with a sliding window share, over sequences, images and volumes with batch first and channels last.</summary>
public abstract class Pooling : Module
{
    private protected Pooling(SlidingWindow window) => Window = window.WithPaddingInside();

    /// <summary>What surrounds the input.</summary>
    public Padding Padding => Window.Padding;

    private protected SlidingWindow Window { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, the axes the window slides over, channels).</param>
    /// <returns>(batch, output sizes, channels), along each axis ⌊(in + padding − kernel) / stride⌋ + 1.</returns>
    /// <exception cref="ShapeException">The input has other axes, or the window does not fit.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x) => Apply(x, Window.Over(Label, x));

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Window.Write(config);
    }

    private protected abstract Tensor Apply(Tensor x, Padding padding);
}
