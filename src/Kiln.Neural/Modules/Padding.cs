namespace Kiln.Neural;

/// <summary>What surrounds an image before a convolution or pooling slides over it.</summary>
public readonly record struct Padding
{
    private Padding(bool isSame, int top, int bottom, int left, int right) =>
        (IsSame, Top, Bottom, Left, Right) = (isSame, top, bottom, left, right);

    /// <summary>Nothing: the window stays inside, out = ⌊(in − window) / stride⌋ + 1.</summary>
    public static Padding Valid { get; }

    /// <summary>
    /// As much as makes out = ⌈in / stride⌉, split evenly, the odd one below and to the right: TensorFlow's and Keras's rule.
    /// </summary>
    public static Padding Same { get; } = new(isSame: true, 0, 0, 0, 0);

    /// <summary>True for <see cref="Same"/>, whose amounts depend on the image's size.</summary>
    public bool IsSame { get; }

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns to the left.</summary>
    public int Left { get; }

    /// <summary>Columns to the right.</summary>
    public int Right { get; }

    /// <summary>The same amount on every side, as PyTorch's number.</summary>
    /// <param name="all">Rows and columns on each side; not negative.</param>
    public static Padding Of(int all) => Of(all, all, all, all);

    /// <summary>An amount for each side.</summary>
    /// <param name="top">Rows above.</param>
    /// <param name="bottom">Rows below.</param>
    /// <param name="left">Columns to the left.</param>
    /// <param name="right">Columns to the right.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding Of(int top, int bottom, int left, int right)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(top);
        ArgumentOutOfRangeException.ThrowIfNegative(bottom);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        ArgumentOutOfRangeException.ThrowIfNegative(right);
        return new(isSame: false, top, bottom, left, right);
    }

    /// <summary>"valid", "same" or the four amounts.</summary>
    public override string ToString() => IsSame ? "same" : this == Valid ? "valid" : $"({Top}, {Bottom}, {Left}, {Right})";

    /// <summary>The amounts for an image.</summary>
    /// <param name="image">The image's size.</param>
    /// <param name="window">The window's size with dilation: (kernel − 1) · dilation + 1.</param>
    /// <param name="stride">The stride.</param>
    internal Padding Resolve(Size2D image, Size2D window, Size2D stride)
    {
        if (!IsSame)
        {
            return this;
        }

        (int top, int bottom) = Split(image.Height, window.Height, stride.Height);
        (int left, int right) = Split(image.Width, window.Width, stride.Width);
        return new(isSame: false, top, bottom, left, right);
    }

    internal void Write(ModuleConfig config)
    {
        if (IsSame || this == Valid)
        {
            config.Set("padding", ToString());
        }
        else
        {
            config.Set("padding", [Top, Bottom, Left, Right]);
        }
    }

    internal static Padding Read(ModuleConfig config)
    {
        if (config.IsText("padding"))
        {
            return config.Text("padding") switch
            {
                "valid" => Valid,
                "same" => Same,
                string other => throw new ArgumentException($"padding is \"valid\", \"same\" or four numbers, not \"{other}\""),
            };
        }

        int[] amounts = config.Ints("padding", count: 4, minimum: 0);
        return Of(amounts[0], amounts[1], amounts[2], amounts[3]);
    }

    private static (int Before, int After) Split(int size, int window, int stride)
    {
        long outputs = ((long)size + stride - 1) / stride;
        long total = Math.Max(0, (outputs - 1) * stride + window - size);
        return ((int)(total / 2), (int)(total - total / 2)); // total is below window + stride, its half below 2³¹.
    }
}
