namespace Kiln.Numerics;

/// <summary>
/// What one depthwise kernel computes: for some neighbouring output pixels and all channels c, y[c] = Σ x[tap, c] · w[tap, c] over the taps of a
/// window that lies inside the input; or, for groups of few channels, y[c] = Σ x[tap, t-th of c's group] · w[tap, t, c] over taps and terms t.
/// All steps are in elements.
/// </summary>
internal unsafe struct DepthwiseJob<T>
    where T : unmanaged
{
    /// <summary>The input pixel under the first tap of the first output pixel.</summary>
    public T* X;

    /// <summary>From one output pixel's window to the next one's.</summary>
    public nint XPixel;

    /// <summary>From one tap to the next along a row, a column and through the planes.</summary>
    public nint XTap;

    /// <inheritdoc cref="XTap"/>
    public nint XRow;

    /// <inheritdoc cref="XTap"/>
    public nint XPlane;

    /// <summary>The first tap's weights.</summary>
    public T* W;

    /// <summary>From one tap to the next in the weight.</summary>
    public nint WTap;

    /// <inheritdoc cref="WTap"/>
    public nint WRow;

    /// <inheritdoc cref="WTap"/>
    public nint WPlane;

    /// <summary>Channels of a group; 1 where each channel has a window of its own.</summary>
    public int Terms;

    /// <summary>For each term a vector of the lanes to read it from (see <see cref="SmallGroups{T, TVector, TLanes}"/>); null for one term.</summary>
    public T* Places;

    /// <summary>Taps along a row.</summary>
    public int Taps;

    /// <summary>Rows of taps.</summary>
    public int Rows;

    /// <summary>Planes of taps.</summary>
    public int Planes;

    /// <summary>The first output pixel.</summary>
    public T* Y;

    /// <summary>From one output pixel to the next.</summary>
    public nint YPixel;

    /// <summary>One element per channel, or null.</summary>
    public T* Bias;

    /// <summary>Channels.</summary>
    public nint Channels;

    /// <summary>Store max(y, 0).</summary>
    public bool Rectify;

    /// <summary>Store past the caches; every pixel then begins at a cache line and all vectors are full.</summary>
    public bool Streams;

    /// <summary>Input pixels that the next output row will read and no row before did.</summary>
    public T* Ahead;

    /// <summary>Those pixels along a row.</summary>
    public int AheadPixels;

    /// <summary>Their rows; 0 when there is nothing to fetch.</summary>
    public int AheadRows;

    /// <summary>From one of those rows to the next.</summary>
    public nint AheadRow;
}
