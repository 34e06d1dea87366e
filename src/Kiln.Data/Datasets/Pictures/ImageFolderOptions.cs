namespace Kiln.Data;

/// <summary>How a picture comes to the size of a data set.</summary>
public enum PictureFit
{
    /// <summary>Stretched or squeezed to the size.</summary>
    Stretch,

    /// <summary>The largest central part that has the size's proportions, then resized.</summary>
    Crop,
}

/// <summary>How the pictures of an <see cref="ImageFolder"/> are found and made alike.</summary>
public sealed record ImageFolderOptions
{
    /// <summary>The folder inside that holds one folder a class, such as "train"; the outermost one by default.</summary>
    public string Within { get; init; } = "";

    /// <summary>Rows of every picture; those of the first picture by default, which all must then have.</summary>
    public int? Height { get; init; }

    /// <summary>Columns of every picture; those of the first picture by default, which all must then have.</summary>
    public int? Width { get; init; }

    /// <summary>How pictures of another size are fitted; stretched by default.</summary>
    public PictureFit Fit { get; init; } = PictureFit.Stretch;

    /// <summary>How pictures are resampled; bilinear by default, which takes in every pixel when shrinking.</summary>
    public ResizeFilter Filter { get; init; } = ResizeFilter.Bilinear;

    /// <summary>3 (RGB, the default) or 1 (grey); pictures are converted, and transparency is left out.</summary>
    public int Channels { get; init; } = 3;

    /// <summary>The most pixels a picture may have; 2²⁶ (67 million) by default.</summary>
    public long MaxPixels { get; init; } = 1L << 26;

    /// <summary>The longest picture file that is accepted; 2²⁸ bytes by default.</summary>
    public long MaxFileBytes { get; init; } = 1L << 28;

    /// <summary>
    /// The most memory for the files of a compressed archive, which cannot be read here and there and so is kept, still as JPEG or PNG; 2³¹ bytes
    /// by default. Folders and plain tar archives are read as needed and have no limit.
    /// </summary>
    public long MaxMemoryBytes { get; init; } = 1L << 31;

    internal ImageFolderOptions Validated()
    {
        ArgumentNullException.ThrowIfNull(Within);
        ArgumentOutOfRangeException.ThrowIfLessThan(Height ?? 1, 1, nameof(Height));
        ArgumentOutOfRangeException.ThrowIfLessThan(Width ?? 1, 1, nameof(Width));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPixels, 1, nameof(MaxPixels));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFileBytes, 1, nameof(MaxFileBytes));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMemoryBytes, 1, nameof(MaxMemoryBytes));
        return Channels is 1 or 3
            ? this
            : throw new ArgumentOutOfRangeException(nameof(Channels), Channels, "image folder: pictures have 1 (grey) or 3 (RGB) channels");
    }
}
