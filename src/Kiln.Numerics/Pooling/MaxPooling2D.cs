namespace Kiln.Numerics;

/// <summary>Two-dimensional max pooling over channels-last images and its gradient.</summary>
/// <remarks>Padding never wins. Vectors run along the channels.</remarks>
public static class MaxPooling2D
{
    /// <summary>Computes the largest element of each window. NaN is larger than everything.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <param name="indices">
    /// Empty, or as long as <paramref name="y"/>: receives, for each element, the pixel of its image (row · Width + column) that it came from; of
    /// equal elements the first.
    /// </param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(in Pool2DGeometry g, ReadOnlySpan<float> x, Span<float> y, Span<int> indices)
    {
        g.Validate("max_pool2d");
        PoolingDispatch.Max("max_pool2d", g.Volume, x, y, indices);
    }

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is added where its maximum came from.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, Channels).</param>
    /// <param name="indices">What <c>Forward</c> gave.</param>
    /// <param name="gx">(Batch, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Backward(in Pool2DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> indices, Span<float> gx)
    {
        g.Validate("max_pool2d");
        PoolingDispatch.MaxGradient("max_pool2d", g.Volume, gy, indices, gx);
    }

    /// <inheritdoc cref="Forward(in Pool2DGeometry, ReadOnlySpan{float}, Span{float}, Span{int})"/>
    public static void Forward(in Pool2DGeometry g, ReadOnlySpan<double> x, Span<double> y, Span<int> indices)
    {
        g.Validate("max_pool2d");
        PoolingDispatch.Max("max_pool2d", g.Volume, x, y, indices);
    }

    /// <inheritdoc cref="Backward(in Pool2DGeometry, ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static void Backward(in Pool2DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> indices, Span<double> gx)
    {
        g.Validate("max_pool2d");
        PoolingDispatch.MaxGradient("max_pool2d", g.Volume, gy, indices, gx);
    }
}
