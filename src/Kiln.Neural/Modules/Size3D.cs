namespace Kiln.Neural;

/// <summary>
/// Three numbers for the axes of a volume, depth first. A single number stands for all: <c>kernel: 3</c> or <c>kernel: (1, 3, 3)</c>.
/// </summary>
/// <param name="Depth">Along the planes.</param>
/// <param name="Height">Along the rows.</param>
/// <param name="Width">Along the columns.</param>
public readonly record struct Size3D(int Depth, int Height, int Width)
{
    /// <summary>The same number for all axes.</summary>
    /// <param name="all">The number.</param>
    public static implicit operator Size3D(int all) => new(all, all, all);

    /// <summary>Depth, height and width.</summary>
    /// <param name="size">Depth first.</param>
    public static implicit operator Size3D((int Depth, int Height, int Width) size) => new(size.Depth, size.Height, size.Width);

    /// <summary>Depth, height and width, as a shape is printed.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";

    internal static Size3D From(ReadOnlySpan<int> values) => new(values[0], values[1], values[2]);

    internal static Size3D Read(ModuleConfig config, string name) => From(config.Ints(name, count: 3));

    internal int[] ToArray() => [Depth, Height, Width];
}
