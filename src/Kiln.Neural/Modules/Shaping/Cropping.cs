namespace Kiln.Neural;

/// <summary>What croppings share: the edges of sequences, images or volumes cut off.</summary>
public abstract class Cropping : Module
{
    private readonly int _axes;

    private protected Cropping(int axes, Padding amounts) => (_axes, Cut) = (axes, Amounts.Check(amounts, axes));

    /// <summary>How much is cut off on each side.</summary>
    public Padding Cut { get; }

    /// <inheritdoc/>
    /// <param name="x">(batch, …, channels).</param>
    /// <returns>The middle of the input: a view.</returns>
    /// <exception cref="ShapeException">The input has other axes, or nothing would be left.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public sealed override Tensor Forward(Tensor x)
    {
        InputChecks.Grid(Label, x, _axes);
        Tensor y = x;
        for (int axis = 0; axis < _axes; axis++)
        {
            (int before, int after) = Cut.Along(axis, _axes);
            long left = (long)x.Shape[axis + 1] - before - after;
            if (left < 1)
            {
                throw new ShapeException(
                    $"{Label}: cutting {before} + {after} off axis {axis + 1} of {x.Shape} leaves nothing of its {x.Shape[axis + 1]} elements");
            }

            y = before == 0 && after == 0 ? y : y.Narrow(axis + 1, before, (int)left);
        }

        return y;
    }

    internal override LastAxis Lead(LastAxis given) => given;

    internal override OutputRange? RangeOf(OutputRange? given) => given;

    /// <inheritdoc/>
    protected override void Configure(ModuleConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        Cut.Write(config, _axes, "cut");
    }
}
