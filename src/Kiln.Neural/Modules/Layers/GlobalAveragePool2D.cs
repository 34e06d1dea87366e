namespace Kiln.Neural;

/// <summary>The mean of each channel over the whole image: (batch, height, width, channels) → (batch, channels).</summary>
public sealed class GlobalAveragePool2D : Module
{
    /// <inheritdoc/>
    /// <param name="x">(batch, height, width, channels).</param>
    /// <returns>(batch, channels).</returns>
    /// <exception cref="ShapeException">These are no images.</exception>
    /// <exception cref="DTypeException">The input is not floating point.</exception>
    public override Tensor Forward(Tensor x)
    {
        InputChecks.Images(Label, x);
        return Functional.GlobalAveragePool2D(x);
    }
}
