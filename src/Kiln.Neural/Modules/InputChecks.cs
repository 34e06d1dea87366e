namespace Kiln.Neural;

/// <summary>Checks that layers share. The label is the layer's type and path.</summary>
internal static class InputChecks
{
    internal static void FloatingPoint(string label, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!x.DType.IsFloatingPoint())
        {
            throw new DTypeException($"{label}: the input is {x.DType.Name()} {x.Shape}; expected floating point: convert it with x.To(DType.Float32)");
        }
    }

    /// <summary>What a batch with so many spatial axes is one of.</summary>
    internal static string Noun(int axes) => axes switch
    {
        1 => "sequences",
        2 => "images",
        _ => "volumes",
    };

    /// <summary>Checks a batch of sequences (one axis between batch and channels), images (two) or volumes (three).</summary>
    /// <param name="label">The layer.</param>
    /// <param name="x">The input.</param>
    /// <param name="axes">How many axes stand between batch and channels.</param>
    /// <param name="channels">How many channels there must be; 0 takes any number.</param>
    internal static void Grid(string label, Tensor x, int axes, int channels = 0)
    {
        FloatingPoint(label, x);
        if (x.Rank != axes + 2)
        {
            string noun = Noun(axes);
            string hint =
                x.Rank == axes + 1 ? channels == 1 && x.Shape[-1] != 1 ? "; add the channel axis with x.ExpandDims(-1)" : "; add the batch axis with x.ExpandDims(0)"
                : x.Rank == 2 ? $"; this looks like flat rows: Reshape them to {noun}"
                : string.Empty;
            throw new ShapeException($"{label}: expected {noun} {Layout(axes, channels)}, got {x.Shape}{hint}");
        }

        if (channels != 0 && x.Shape[-1] != channels)
        {
            string hint = x.Shape[1] == channels ? $"; channels come last: x.Permute(0, {string.Join(", ", Enumerable.Range(2, axes))}, 1)" : string.Empty;
            throw new ShapeException($"{label}: expected {channels} channels {Layout(axes, channels)}, got {x.Shape[-1]} in {x.Shape}{hint}");
        }
    }

    /// <summary>Checks that a batch of sequences, images or volumes has something to pool.</summary>
    internal static void NotEmpty(string label, Tensor x)
    {
        if (x.Shape.Sizes[1..^1].Contains(0))
        {
            throw new ShapeException($"{label}: the {Noun(x.Rank - 2)} of {x.Shape} are empty; there is nothing to pool");
        }
    }

    /// <summary>Checks the last axis of an input that may have any number of axes before it.</summary>
    /// <param name="label">The layer.</param>
    /// <param name="x">The input.</param>
    /// <param name="size">What its last axis must be.</param>
    /// <param name="least">The least number of axes.</param>
    internal static void LastAxis(string label, Tensor x, int size, int least = 1)
    {
        FloatingPoint(label, x);
        if (x.Rank < least || x.Shape[-1] != size)
        {
            string hint = x.Rank > 2 && x.Shape[1] == size ? "; channels come last, see x.Permute" : string.Empty;
            throw new ShapeException($"{label}: expected ({(least == 1 ? "…" : "batch, …")}, {size}), got {x.Shape}{hint}");
        }
    }

    /// <summary>Checks that there is a batch axis; any type of element will do.</summary>
    internal static void Batch(string label, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Rank == 0)
        {
            throw new ShapeException($"{label}: the input is a scalar; its first axis must be the batch");
        }
    }

    /// <summary>How many elements an item of a batch has.</summary>
    internal static long ItemSize(Tensor x)
    {
        long count = 1;
        foreach (int size in x.Shape.Sizes[1..])
        {
            count *= size;
        }

        return count;
    }

    /// <summary>Checks that an axis exists.</summary>
    internal static void Axis(string label, Tensor x, int axis)
    {
        FloatingPoint(label, x);
        if (axis < -x.Rank || axis >= x.Rank)
        {
            throw new ShapeException($"{label}: expected an input with an axis {axis}, got {x.Shape}, whose axes are {-x.Rank} to {x.Rank - 1}");
        }
    }

    private static string Layout(int axes, int channels) =>
        $"(batch, {axes switch { 1 => "time", 2 => "height, width", _ => "depth, height, width" }}, {(channels == 0 ? "channels" : channels)})";
}
