namespace Kiln.Data;

/// <summary>How JPEG files are read, and how much they may ask for: the defaults suit files from people one does not trust.</summary>
public sealed record JpegOptions
{
    /// <summary>The options used when none are given.</summary>
    public static JpegOptions Default { get; } = new();

    /// <summary>The most pixels (width × height) an image may have; 2²⁶ (67 million) by default, at least 1.</summary>
    public long MaxPixels { get; init; } = 1L << 26;

    /// <summary>The longest file that is read; 2²⁸ bytes (268 million) by default, at least 1.</summary>
    public long MaxFileBytes { get; init; } = 1L << 28;

    /// <summary>
    /// The most scans a progressive file may have; 256 by default, at least 1. Ten are usual; a file of many tiny scans costs time far beyond its size.
    /// </summary>
    public int MaxScans { get; init; } = 256;

    /// <summary>Whether the picture is turned as its EXIF orientation says, so that up is up; true by default.</summary>
    public bool ApplyOrientation { get; init; } = true;

    /// <summary>
    /// Whether a file that is cut short or damaged gives the part that could be decoded, the rest grey, instead of an exception; false by default.
    /// A file damaged before its first pixels is refused all the same.
    /// </summary>
    public bool KeepDamaged { get; init; }

    internal JpegOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1, nameof(MaxPixels));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1, nameof(MaxFileBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxScans, 1, nameof(MaxScans));
        return this;
    }
}
