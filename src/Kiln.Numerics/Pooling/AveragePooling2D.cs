namespace Kiln.Numerics;

/// <summary>Two-dimensional average pooling over channels-last images and its gradient.</summary>
public static class AveragePooling2D
{
    /// <summary>Computes the mean of each window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">Whether padding counts as zeros (divide by the window's size) or not at all (divide by what lies inside).</param>
    /// <param name="x">(Batch, Height, Width, Channels).</param>
    /// <param name="y">(Batch, OutHeight, OutWidth, Channels); must not overlap <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Forward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> x, Span<float> y)
    {
        g.Validate("average_pool2d");
        PoolingDispatch.Average("average_pool2d", g.Volume, countIncludesPadding, x, y);
    }

    /// <summary>Computes the gradient of the input: each element of <paramref name="gy"/> is shared evenly over its window.</summary>
    /// <param name="g">The extents.</param>
    /// <param name="countIncludesPadding">As in the forward direction.</param>
    /// <param name="gy">(Batch, OutHeight, OutWidth, Channels).</param>
    /// <param name="gx">(Batch, Height, Width, Channels), overwritten; must not overlap <paramref name="gy"/>.</param>
    /// <exception cref="ArgumentException">The geometry is not valid or a span does not have the length of its shape.</exception>
    public static void Backward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<float> gy, Span<float> gx)
    {
        g.Validate("average_pool2d");
        PoolingDispatch.AverageGradient("average_pool2d", g.Volume, countIncludesPadding, gy, gx);
    }

    /// <inheritdoc cref="Forward(in Pool2DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static void Forward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> x, Span<double> y)
    {
        g.Validate("average_pool2d");
        PoolingDispatch.Average("average_pool2d", g.Volume, countIncludesPadding, x, y);
    }

    /// <inheritdoc cref="Backward(in Pool2DGeometry, bool, ReadOnlySpan{float}, Span{float})"/>
    public static void Backward(in Pool2DGeometry g, bool countIncludesPadding, ReadOnlySpan<double> gy, Span<double> gx)
    {
        g.Validate("average_pool2d");
        PoolingDispatch.AverageGradient("average_pool2d", g.Volume, countIncludesPadding, gy, gx);
    }
}
