namespace Kiln.Neural;

/// <summary>A window that slides over sequences, images or volumes: what convolutions and poolings of any number of axes share.</summary>
internal sealed class SlidingWindow
{
    private readonly int[] _extent;

    /// <summary>Makes and checks a window.</summary>
    /// <param name="owner">The layer's type, for messages.</param>
    /// <param name="kernel">Its size along each axis.</param>
    /// <param name="stride">How far it moves along each axis.</param>
    /// <param name="padding">What surrounds the input.</param>
    /// <param name="dilation">The distance between its elements; null for a window without gaps, which has no such property.</param>
    /// <exception cref="ArgumentException">A number is below 1, or the padding has amounts for another number of axes.</exception>
    internal SlidingWindow(string owner, int[] kernel, int[] stride, Padding padding, int[]? dilation = null)
    {
        Kernel = Positive(kernel, nameof(kernel), owner);
        Stride = Positive(stride, nameof(stride), owner);
        Dilation = dilation is null ? [] : Positive(dilation, nameof(dilation), owner);
        Padding = padding.For(kernel.Length);
        _extent = [.. kernel.Select((size, axis) => dilation is null ? size : Extent(size, dilation[axis]))];
    }

    internal int Axes => Kernel.Length;

    internal int[] Kernel { get; }

    internal int[] Stride { get; }

    /// <summary>Empty for a window that cannot have gaps.</summary>
    internal int[] Dilation { get; }

    internal Padding Padding { get; }

    /// <summary>The window's size with its gaps, along each axis.</summary>
    internal ReadOnlySpan<int> Extents => _extent;

    /// <summary>Checks that each padding is smaller than the window.</summary>
    internal SlidingWindow WithPaddingInside()
    {
        for (int axis = 0; axis < Axes; axis++)
        {
            (int before, int after) = Padding.Along(axis, Axes);
            if (Math.Max(before, after) >= Kernel[axis])
            {
                throw new ArgumentException(
                    $"padding must be smaller than the window, or a window could lie in it altogether; got {Padding} for {Text(Kernel)}", "padding");
            }
        }

        return this;
    }

    /// <summary>Checks an input and says how much padding it gets.</summary>
    /// <param name="label">The layer, for messages.</param>
    /// <param name="x">The input.</param>
    /// <param name="channels">How many channels it must have; 0 for any number.</param>
    internal Padding Over(string label, Tensor x, int channels = 0)
    {
        InputChecks.Grid(label, x, Axes, channels);
        ReadOnlySpan<int> sizes = x.Shape.Sizes[1..^1];
        Padding amounts = Padding.Resolve(sizes, _extent, Stride);
        for (int axis = 0; axis < Axes; axis++)
        {
            (int before, int after) = amounts.Along(axis, Axes);
            if (_extent[axis] > (long)sizes[axis] + before + after)
            {
                throw new ShapeException(
                    $"{label}: a window of {Text(_extent)} does not fit into {InputChecks.Noun(Axes)} of {Text(sizes)}, got {x.Shape}; "
                    + "use Padding.Same, a smaller kernel, or fewer poolings before it");
            }
        }

        return amounts;
    }

    /// <summary>Whether the window has so many places along each axis of an input.</summary>
    internal bool HasOutput(Tensor x, Padding amounts, int places)
    {
        for (int axis = 0; axis < Axes; axis++)
        {
            (int before, int after) = amounts.Along(axis, Axes);
            if (((long)x.Shape[axis + 1] + before + after - _extent[axis]) / Stride[axis] + 1 < places)
            {
                return false;
            }
        }

        return true;
    }

    internal Conv1DOptions Options1D(Padding padding, int groups) =>
        new() { Stride = Stride[0], Padding = (padding.Left, padding.Right), Dilation = Dilation[0], Groups = groups };

    internal Conv2DOptions Options2D(Padding padding, int groups) => new()
    {
        Stride = (Stride[0], Stride[1]),
        Padding = (padding.Top, padding.Bottom, padding.Left, padding.Right),
        Dilation = (Dilation[0], Dilation[1]),
        Groups = groups,
    };

    internal Conv3DOptions Options3D(Padding padding, int groups) => new()
    {
        Stride = (Stride[0], Stride[1], Stride[2]),
        Padding = (padding.Front, padding.Back, padding.Top, padding.Bottom, padding.Left, padding.Right),
        Dilation = (Dilation[0], Dilation[1], Dilation[2]),
        Groups = groups,
    };

    internal Pool1DOptions Pool1D(Padding padding) => new() { Kernel = Kernel[0], Stride = Stride[0], Padding = (padding.Left, padding.Right) };

    internal Pool2DOptions Pool2D(Padding padding) => new()
    {
        Kernel = (Kernel[0], Kernel[1]),
        Stride = (Stride[0], Stride[1]),
        Padding = (padding.Top, padding.Bottom, padding.Left, padding.Right),
    };

    internal Pool3DOptions Pool3D(Padding padding) => new()
    {
        Kernel = (Kernel[0], Kernel[1], Kernel[2]),
        Stride = (Stride[0], Stride[1], Stride[2]),
        Padding = (padding.Front, padding.Back, padding.Top, padding.Bottom, padding.Left, padding.Right),
    };

    internal void Write(ModuleConfig config)
    {
        config.Set("kernel", Kernel).Set("stride", Stride);
        Padding.Write(config, Axes);
        if (Dilation.Length > 0)
        {
            config.Set("dilation", Dilation);
        }
    }

    /// <summary>One number as such, several in brackets.</summary>
    internal static string Text(ReadOnlySpan<int> sizes) => sizes.Length == 1 ? $"{sizes[0]}" : $"({string.Join(", ", sizes.ToArray())})";

    internal static int[] Positive(int[] values, string name, string owner) => Array.TrueForAll(values, v => v >= 1)
        ? values
        : throw new ArgumentOutOfRangeException(
            name, $"{owner}: {name} must be at least 1{(values.Length == 1 ? string.Empty : values.Length == 2 ? " on both axes" : " on every axis")}, got {Text(values)}");

    /// <summary>A size with its gaps. One that exceeds an integer fits into no input, and is reported as such.</summary>
    private static int Extent(int kernel, int dilation) => (int)Math.Min(int.MaxValue, (kernel - 1L) * dilation + 1);
}
