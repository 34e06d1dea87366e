namespace Kiln.Numerics;

/// <summary>
/// What one kernel of the depthwise weight gradient adds: for a window of taps and all channels c, gw[tap, c] += Σ x[pixel + tap, c] · gy[pixel, c] over
/// a run of pixels; or, for groups of few channels, gw[tap, t, c] += Σ x[pixel + tap, t-th of c's group] · gy[pixel, c] for two terms t. All steps are in elements.
/// </summary>
internal unsafe struct DepthwiseGradientJob<T>
    where T : unmanaged
{
    /// <summary>The input pixel under the first tap of the first output pixel.</summary>
    public T* X;

    /// <summary>From one output pixel's window to the next one's.</summary>
    public nint XPixel;

    /// <summary>From one tap to the next along a row.</summary>
    public nint XTap;

    /// <summary>From one row of taps to the next.</summary>
    public nint XRow;

    /// <summary>The output's gradient at the first pixel.</summary>
    public T* GY;

    /// <summary>From one output pixel to the next.</summary>
    public nint GYPixel;

    /// <summary>Output pixels.</summary>
    public int Pixels;

    /// <summary>The first tap's sums; adjacent taps of a row are adjacent.</summary>
    public T* GW;

    /// <summary>From one row of taps to the next.</summary>
    public nint GWRow;

    /// <summary>From one tap to the next in the sums of groups.</summary>
    public nint GWTap;

    /// <summary>Two vectors of the lanes to read the terms from; null where each channel has a window of its own.</summary>
    public T* Places;

    /// <summary>Channels.</summary>
    public nint Channels;

    /// <summary>Window rows that the next output row adds to those of this one, 1 or 2, to be fetched meanwhile; 0 for nothing.</summary>
    public int AheadRows;

    /// <summary>From the input of this output row to that of the next.</summary>
    public nint XAhead;

    /// <summary>From this row of the output's gradient to the next.</summary>
    public nint GYAhead;
}
