namespace Kiln.Tensors;

/// <summary>How the window of a three-dimensional convolution moves.</summary>
public sealed record Conv3DOptions
{
    /// <summary>Stride 1, no padding, no dilation, one group.</summary>
    public static Conv3DOptions Default { get; } = new();

    /// <summary>Input planes, rows and columns from one output pixel to the next; at least 1, by default 1.</summary>
    public (int Depth, int Height, int Width) Stride { get; init; } = (1, 1, 1);

    /// <summary>Zeros around the volume on each side; by default none.</summary>
    public (int Front, int Back, int Top, int Bottom, int Left, int Right) Padding { get; init; }

    /// <summary>Distance of the window's taps; at least 1, by default 1 (a dense window).</summary>
    public (int Depth, int Height, int Width) Dilation { get; init; } = (1, 1, 1);

    /// <summary>Groups of channels that do not see each other; must divide both channel counts. By default 1.</summary>
    public int Groups { get; init; } = 1;
}
