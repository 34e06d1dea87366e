namespace Kiln.Neural;

/// <summary>
/// Two numbers for the two axes of an image, height first. A single number stands for both: <c>kernel: 3</c> or <c>kernel: (3, 5)</c>.
/// </summary>
/// <param name="Height">Along the rows.</param>
/// <param name="Width">Along the columns.</param>
public readonly record struct Size2D(int Height, int Width)
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="both">The number.</param>
    public static implicit operator Size2D(int both) => new(both, both);

    /// <summary>Height and width.</summary>
    /// <param name="size">Height first.</param>
    public static implicit operator Size2D((int Height, int Width) size) => new(size.Height, size.Width);

    /// <summary>Height and width, as a shape is printed.</summary>
    public override string ToString() => $"({Height}, {Width})";

    internal static Size2D From(ReadOnlySpan<int> values) => new(values[0], values[1]);

    internal static Size2D Read(ModuleConfig config, string name) => From(config.Ints(name, count: 2));

    internal int[] ToArray() => [Height, Width];
}
