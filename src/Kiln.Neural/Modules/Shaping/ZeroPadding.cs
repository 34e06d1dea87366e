namespace Kiln.Neural;

/// <summary>What zero paddings share: zeros around sequences, images or volumes.</summary>
public abstract class ZeroPadding : Module
{
    private readonly int _axes;

    private protected ZeroPadding(int axes, Padding padding) => (_axes, Padding) = (axes, Amounts.Check(padding, axes));

    /// <summary>How many zeros on each side.</summary>
    public Padding Padding { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels).</param>
    /// <returns>The input with zeros around it.</returns>
    /// <exception cref="ShapeException">The input has other axes.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _axes);
        var widths = new (int, int)[x.Rank];
        for (int axis = 0; axis < _axes; axis++)
        {
            widths[axis + 1] = Padding.Along(axis, _axes);
        }

        return x.Pad(widths);
    }

    internal override LastAxis Lead(LastAxis given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Padding.Write(config, _axes);
    }
}
