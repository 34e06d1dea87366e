namespace Kiln.Numerics;

/// <summary>Three-dimensional average pooling over channels-last volumes and its gradient.</summary>
public static class AveragePooling3D
{
    /// <summary>Computes the mean of each window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">Whether padding counts as zeros (divide by the window's size) or not at all (divide by what lies inside).</param>
    /// <param name="x">(Batch, Depth, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutDepth, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> x, Span<float> y)
    {
        g.Validate("average_pool3d");
        PoolingDispatch.Average("average_pool3d", g, countIncludesPadding, x, y);
    }

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is shared evenly over its window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">As in the forward direction.</param>
    /// <param name="gy">(Batch, OutDepth, OutHeight, OutWidth, Channels).</param>
    /// <param name="gx">(Batch, Depth, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Backward(in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> gy, Span<float> gx)
    {
        g.Validate("average_pool3d");
        PoolingDispatch.AverageGradient("average_pool3d", g, countIncludesPadding, gy, gx);
    }

    /// <inheritdoc cref="Forward(in Pool3DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static void Forward(in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> x, Span<double> y)
    {
        g.Validate("average_pool3d");
        PoolingDispatch.Average("average_pool3d", g, countIncludesPadding, x, y);
    }

    /// <inheritdoc cref="Backward(in Pool3DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(in Pool3DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> gy, Span<double> gx)
    {
        g.Validate("average_pool3d");
        PoolingDispatch.AverageGradient("average_pool3d", g, countIncludesPadding, gy, gx);
    }
}
