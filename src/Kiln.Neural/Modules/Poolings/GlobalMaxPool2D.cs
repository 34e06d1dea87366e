namespace Kiln.Neural;

/// <summary>The largest element of each channel over the whole image: (batch, height, width, channels) → (batch, channels).</summary>
public sealed class GlobalMaxPool2D : GlobalPooling
{
    /// <summary>Makes the layer.</summary>
    /// <param name="keepDims">Whether the pooled axes stay with size 1; false by default.</param>
    public GlobalMaxPool2D(bool keepDims = false)
        : base(axes: 2, keepDims)
    {
    }

    private protected override Tensor Apply(Tensor x) => Functional.MaxPool2D(x, new Pool2DOptions { Kernel = (x.Shape[1], x.Shape[2]) });
}
