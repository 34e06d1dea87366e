namespace Kiln.Numerics;

/// <summary>Three-dimensional max pooling over channels-last volumes and its gradient.</summary>
/// <remarks>Padding never wins. Vectors run along the channels.</remarks>
public static class MaxPooling3D
{
    /// <summary>Computes the largest element of each window. NaN is larger than everything.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="x">(Batch, Depth, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutDepth, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <param name="indices">
    /// Empty, or as long as <paramref name="y"/>: receives, for each element, the pixel of its volume ((plane · Height + row) · Width + column) that it came from; of
    /// equal elements the first.
    /// </param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(in Pool3DGeometry g, ReadOnlySpan<float> x, Span<float> y, Span<int> indices)
    {
        g.Validate("max_pool3d");
        PoolingDispatch.Max("max_pool3d", g, x, y, indices);
    }

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is added where its maximum came from.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="gy">(Batch, OutDepth, OutHeight, OutWidth, Channels).</param>
    /// <param name="indices">What <c>Forward</c> gave.</param>
    /// <param name="gx">(Batch, Depth, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Backward(in Pool3DGeometry g, ReadOnlySpan<float> gy, ReadOnlySpan<int> indices, Span<float> gx)
    {
        g.Validate("max_pool3d");
        PoolingDispatch.MaxGradient("max_pool3d", g, gy, indices, gx);
    }

    /// <inheritdoc cref="Forward(in Pool3DGeometry, ReadOnlySpan{float}, Span{float}, Span{int})"/>
    public static void Forward(in Pool3DGeometry g, ReadOnlySpan<double> x, Span<double> y, Span<int> indices)
    {
        g.Validate("max_pool3d");
        PoolingDispatch.Max("max_pool3d", g, x, y, indices);
    }

    /// <inheritdoc cref="Backward(in Pool3DGeometry, ReadOnlySpan{float}, ReadOnlySpan{int}, Span{float})"/>
    public static void Backward(in Pool3DGeometry g, ReadOnlySpan<double> gy, ReadOnlySpan<int> indices, Span<double> gx)
    {
        g.Validate("max_pool3d");
        PoolingDispatch.MaxGradient("max_pool3d", g, gy, indices, gx);
    }
}
