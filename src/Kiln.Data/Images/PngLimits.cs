namespace Kiln.Data;

/// <summary>Limits for reading PNG files from people one does not trust.</summary>
public sealed record PngLimits
{
    /// <summary>The limits used when none are given.</summary>
    public static PngLimits Default { get; } = new();

    /// <summary>The most pixels (width × height) an image may have; 2²⁶ (67 million) by default, at least 1.</summary>
    public long MaxPixels { get; init; } = 1L << 26;

    /// <summary>The longest file that is read; 2²⁸ bytes (268 million) by default, at least 1.</summary>
    public long MaxFileBytes { get; init; } = 1L << 28;

    internal PngLimits Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1, nameof(MaxPixels));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1, nameof(MaxFileBytes));
        return this;
    }
}
