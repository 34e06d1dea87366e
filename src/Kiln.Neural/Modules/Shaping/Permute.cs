namespace Kiln.Neural;

/// <summary>
/// The axes after the batch in another order: <c>new Permute(2, 1)</c> makes (batch, time, channels) to (batch, channels, time), and
/// <c>new Permute(2, 3, 1)</c> channels-first images to channels-last ones. Axes are numbered with the batch as 0, as in Keras.
/// </summary>
public sealed class Permute : Module
{
    private readonly int[] _axes;

    /// <summary>Makes the layer.</summary>
    /// <param name="axes">Which axis of the input comes first after the batch, which second, …: 1 to their number, each once.</param>
    /// <exception cref="ArgumentException">These are not the numbers from 1 on, each once.</exception>
    public Permute(params ReadOnlySpan<int> axes)
    {
        _axes = axes.ToArray();
        if (!_axes.Order().SequenceEqual(Enumerable.Range(1, _axes.Length)))
        {
            throw new ArgumentException(
                $"axes must be 1 to {_axes.Length}, each once, in the order of the result (the batch, axis 0, stays in front); got ({string.Join(", ", _axes)})", nameof(axes));
        }
    }

    /// <summary>Which axis of the input comes first after the batch, which second, ….</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <inheritdoc/>
    /// <param name="x">(batch, …), of any type.</param>
    /// <returns>The axes in the new order.</returns>
    /// <exception cref="ShapeException">The input has another number of axes.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Batch(Label, x);
        return x.Rank == _axes.Length + 1
            ? x.Permute([0, .. _axes])
            : throw new ShapeException($"{Label}: expected {_axes.Length + 1} axes, the batch and those that ({string.Join(", ", _axes)}) orders, got {x.Shape}");
    }

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        config.Set("axes", _axes);
    }

    internal static Permute Read(ModuleConfig config) => new(config.IntList("axes"));
}
