namespace Kiln.Neural;

/// <summary>
/// What surrounds a sequence, an image or a volume before a window slides over it: <see cref="Valid"/>, <see cref="Same"/>,
/// <see cref="Causal"/>, or amounts, of which a plain number is the simplest: <c>padding: 1</c>.
/// </summary>
public readonly record struct Padding
{
    private readonly Rule _rule;

    // 0 for the rules and for one amount on every side of however many axes.
    private readonly int _axes;

    private Padding(Rule rule, int axes = 0, int front = 0, int back = 0, int top = 0, int bottom = 0, int left = 0, int right = 0)
    {
        HyperParameter.AtLeast(front, 0, nameof(front), "padding");
        HyperParameter.AtLeast(back, 0, nameof(back), "padding");
        HyperParameter.AtLeast(top, 0, nameof(top), "padding");
        HyperParameter.AtLeast(bottom, 0, nameof(bottom), "padding");
        HyperParameter.AtLeast(left, 0, nameof(left), "padding");
        HyperParameter.AtLeast(right, 0, nameof(right), "padding");
        _rule = rule;
        _axes = (front | back | top | bottom | left | right) == 0 ? 0 : axes; // Nothing is nothing, however many axes it is around.
        (Front, Back, Top, Bottom, Left, Right) = (front, back, top, bottom, left, right);
    }

    private enum Rule : byte
    {
        Amounts,
        Same,
        Causal,
    }

    /// <summary>Nothing: the window stays inside, out = ⌊(in − window) / stride⌋ + 1.</summary>
    public static Padding Valid { get; }

    /// <summary>
    /// As much as makes out = ⌈in / stride⌉, split evenly, the odd one below and to the right: TensorFlow's and Keras's rule. Of a transposed
    /// convolution, what makes out = in · stride.
    /// </summary>
    public static Padding Same { get; } = new(Rule.Same);

    /// <summary>
    /// For sequences, dilation · (kernel − 1) steps before and none after: out = ⌈in / stride⌉, and no output sees a later step.
    /// </summary>
    public static Padding Causal { get; } = new(Rule.Causal);

    /// <summary>True for <see cref="Same"/>, whose amounts depend on the input's size.</summary>
    public bool IsSame => _rule == Rule.Same;

    /// <summary>True for <see cref="Causal"/>, whose amounts depend on the window.</summary>
    public bool IsCausal => _rule == Rule.Causal;

    /// <summary>Planes in front.</summary>
    public int Front { get; }

    /// <summary>Planes behind.</summary>
    public int Back { get; }

    /// <summary>Rows above.</summary>
    public int Top { get; }

    /// <summary>Rows below.</summary>
    public int Bottom { get; }

    /// <summary>Columns to the left; of a sequence, steps before.</summary>
    public int Left { get; }

    /// <summary>Columns to the right; of a sequence, steps after.</summary>
    public int Right { get; }

    /// <summary>The same amount on every side, as PyTorch's number.</summary>
    /// <param name="all">The amount; not negative.</param>
    public static implicit operator Padding(int all) => Of(all);

    /// <summary>The same amount on every side, as PyTorch's number.</summary>
    /// <param name="all">The amount; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">The amount is negative.</exception>
    public static Padding Of(int all) => new(Rule.Amounts, 0, all, all, all, all, all, all);

    /// <summary>Amounts for the ends of a sequence.</summary>
    /// <param name="before">Steps before.</param>
    /// <param name="after">Steps after.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding Of(int before, int after) => new(Rule.Amounts, 1, left: before, right: after);

    /// <summary>An amount for each side of an image.</summary>
    /// <param name="top">Rows above.</param>
    /// <param name="bottom">Rows below.</param>
    /// <param name="left">Columns to the left.</param>
    /// <param name="right">Columns to the right.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding Of(int top, int bottom, int left, int right) =>
        new(Rule.Amounts, 2, top: top, bottom: bottom, left: left, right: right);

    /// <summary>An amount for each side of a volume.</summary>
    /// <param name="front">Planes in front.</param>
    /// <param name="back">Planes behind.</param>
    /// <param name="top">Rows above.</param>
    /// <param name="bottom">Rows below.</param>
    /// <param name="left">Columns to the left.</param>
    /// <param name="right">Columns to the right.</param>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static Padding Of(int front, int back, int top, int bottom, int left, int right) =>
        new(Rule.Amounts, 3, front, back, top, bottom, left, right);

    /// <summary>"valid", "same", "causal", the one amount, or the amounts of each axis in turn.</summary>
    public override string ToString() => _rule switch
    {
        Rule.Same => "same",
        Rule.Causal => "causal",
        _ when this == Valid => "valid",
        _ when _axes == 0 => $"{Left}",
        _ => $"({string.Join(", ", Amounts(_axes))})",
    };

    /// <summary>The padding of a layer that slides over so many axes, with amounts for them alone.</summary>
    /// <exception cref="ArgumentException">The amounts are for another number of axes, or causal is asked for where there is no time.</exception>
    internal Padding For(int axes)
    {
        if (IsCausal && axes != 1)
        {
            throw new ArgumentException($"padding: Padding.Causal is for sequences; this layer slides over {axes} axes: use Padding.Same or amounts", nameof(axes));
        }

        if (_rule != Rule.Amounts || this == Valid || _axes == axes)
        {
            return this;
        }

        if (_axes != 0)
        {
            throw new ArgumentException(
                $"padding: {this} has amounts for the sides of {_axes} {(_axes == 1 ? "axis" : "axes")}, this layer slides over {axes}; give one amount or {2 * axes}",
                nameof(axes));
        }

        return Of(axes, Enumerable.Repeat(Left, 2 * axes).ToArray());
    }

    /// <summary>The amount before and after an axis, 0 the outermost of so many.</summary>
    internal (int Before, int After) Along(int axis, int axes) => (3 - axes + axis) switch
    {
        0 => (Front, Back),
        1 => (Top, Bottom),
        _ => (Left, Right),
    };

    /// <summary>The amounts for an input.</summary>
    /// <param name="sizes">The sizes of its spatial axes.</param>
    /// <param name="window">The window's sizes with dilation: (kernel − 1) · dilation + 1.</param>
    /// <param name="stride">The strides.</param>
    internal Padding Resolve(ReadOnlySpan<int> sizes, ReadOnlySpan<int> window, ReadOnlySpan<int> stride)
    {
        if (_rule == Rule.Amounts)
        {
            return this;
        }

        if (_rule == Rule.Causal)
        {
            return Of(window[0] - 1, 0);
        }

        Span<int> amounts = stackalloc int[2 * sizes.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            (amounts[2 * i], amounts[2 * i + 1]) = Split(sizes[i], window[i], stride[i]);
        }

        return Of(sizes.Length, amounts);
    }

    /// <summary>Amounts for so many axes: before and after the outermost, and so on inwards.</summary>
    internal static Padding Of(int axes, ReadOnlySpan<int> amounts) => axes switch
    {
        1 => Of(amounts[0], amounts[1]),
        2 => Of(amounts[0], amounts[1], amounts[2], amounts[3]),
        _ => Of(amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5]),
    };

    /// <summary>Writes the padding of a layer that slides over so many axes.</summary>
    internal void Write(ModuleConfig config, int axes, string name = "padding")
    {
        if (_rule != Rule.Amounts || this == Valid)
        {
            config.Set(name, ToString());
        }
        else
        {
            config.Set(name, Amounts(axes));
        }
    }

    internal static Padding Read(ModuleConfig config, int axes, string name = "padding")
    {
        if (config.IsText(name))
        {
            return config.Text(name) switch
            {
                "valid" => Valid,
                "same" => Same,
                "causal" => Causal,
                string other => throw new ArgumentException($"{name} is \"valid\", \"same\", \"causal\" or {2 * axes} numbers, not \"{other}\""),
            };
        }

        return Of(axes, config.Ints(name, 2 * axes, minimum: 0));
    }

    private int[] Amounts(int axes)
    {
        int[] all = [Front, Back, Top, Bottom, Left, Right];
        return all[(6 - 2 * axes)..];
    }

    private static (int Before, int After) Split(int size, int window, int stride)
    {
        long outputs = ((long)size + stride - 1) / stride;
        long total = Math.Max(0, (outputs - 1) * stride + window - size);
        return ((int)(total / 2), (int)(total - total / 2)); // total is below window + stride, its half below 2³¹.
    }
}
