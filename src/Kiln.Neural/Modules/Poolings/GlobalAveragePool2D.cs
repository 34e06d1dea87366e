namespace Kiln.Neural;

/// <summary>The mean of each channel over the whole image: (batch, height, width, channels) → (batch, channels).</summary>
public sealed class GlobalAveragePool2D : GlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="keepDims">Whether the pooled axes stay with size 1; false by default.</param>
    public GlobalAveragePool2D(bool keepDims = false)
        : base(axes: 2, keepDims)
    {
    }

    private protected override Tensor Apply(Tensor x) => Functional.AveragePool2D(x, new Pool2DOptions { Kernel = (x.Shape[1], x.Shape[2]) });
}
