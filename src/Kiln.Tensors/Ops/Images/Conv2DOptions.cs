namespace Kiln.Tensors;

/// <summary>How the window of a two-dimensional convolution moves.</summary>
public sealed record Conv2DOptions
{
    /// <summary>Stride 1, no padding, no dilation, one group.</summary>
    public static Conv2DOptions Default { get; } = new();

    /// <summary>Input rows and columns from one output pixel to the next; at least 1, by default 1.</summary>
    public (int Height, int Width) Stride { get; init; } = (1, 1);

    /// <summary>Zeros around the image on each side; by default none.</summary>
    public (int Top, int Bottom, int Left, int Right) Padding { get; init; }

    /// <summary>Distance of the window's taps; at least 1, by default 1 (a dense window).</summary>
    public (int Height, int Width) Dilation { get; init; } = (1, 1);

    /// <summary>Groups of channels that do not see each other; must divide both channel counts. By default 1.</summary>
    public int Groups { get; init; } = 1;
}
