namespace Kiln.Numerics;

/// <summary>
/// The input pixels that one unit of a weight gradient reads, in place or copied: (rows, columns, channels, some elements more). In place, the few channels of one tile lie a pixel
/// apart, often a multiple of 512 bytes, and then fall into a few sets of the first-level cache.
/// </summary>
/// <remarks>In output row i, tap row u, output column j and tap v, channel c is at Origin + i·OutRow + u·TapRow + j·Pixel + v·Tap + c.</remarks>
internal unsafe struct InputBlock<T>
    where T : unmanaged
{
    private const int LineBytes = 64;
    private const int FewestChannels = 16;

    // From here on two pixels or fewer lie in a page of memory, and finding the pages counts.
    private const int FarPixels = 2048;

    /// <summary>Where output row 0, column 0 and tap 0 meet; need not exist.</summary>
    public T* Origin;

    /// <summary>From one output row to the next.</summary>
    public nint OutRow;

    /// <summary>From one row of taps to the next.</summary>
    public nint TapRow;

    /// <summary>From one output pixel to the next.</summary>
    public nint Pixel;

    /// <summary>From one tap to the next.</summary>
    public nint Tap;

    /// <summary>Room for a copy; 0 when units of this plan are read in place.</summary>
    public static nint Elements(in WeightGradientPlan<T> plan)
    {
        if (!Copies(plan))
        {
            return 0;
        }

        ref readonly var g = ref plan.Geometry;
        var outRows = (g.OutHeight / plan.UnitsPerPlane) + 1;
        var rows = Math.Min(g.Height, g.KernelHeight == 1 ? outRows : ((outRows - 1) * g.StrideHeight) + ((g.KernelHeight - 1) * g.DilationHeight) + 1);
        var columns = g.KernelWidth == 1 ? g.OutWidth : g.Width;
        return (nint)rows * columns * Padded(g.InChannels);
    }

    /// <summary>The input where it is.</summary>
    public static InputBlock<T> InPlace(in WeightGradientPlan<T> plan, T* x)
    {
        ref readonly var g = ref plan.Geometry;
        return new InputBlock<T>
        {
            Origin = x + (plan.Vertical.Offset * g.InputRow) + ((nint)plan.Horizontal.Offset * g.InChannels),
            OutRow = plan.Vertical.Stride * g.InputRow,
            TapRow = plan.Vertical.Dilation * g.InputRow,
            Pixel = (nint)plan.Horizontal.Stride * g.InChannels,
            Tap = (nint)plan.Horizontal.Dilation * g.InChannels,
        };
    }

    /// <summary>The rows that a unit reads, copied to <paramref name="to"/> where that pays.</summary>
    public static InputBlock<T> Take(in WeightGradientPlan<T> plan, in WeightGradientUnit<T> unit, T* x, T* to)
    {
        if (!Copies(plan))
        {
            return InPlace(plan, x);
        }

        ref readonly var g = ref plan.Geometry;
        ref readonly var vertical = ref plan.Vertical;
        ref readonly var horizontal = ref plan.Horizontal;

        // A window of one row or column skips what lies between its positions; any other is given all rows from the first to the last.
        var (firstRow, endRow) = vertical.Positions(0, unit.First, unit.End);
        var rowStep = vertical.Stride;
        var rowOrigin = (firstRow * vertical.Stride) + vertical.Offset;
        var rows = endRow - firstRow;
        if (g.KernelHeight > 1)
        {
            rowStep = 1;
            rowOrigin = Math.Max(0, (unit.First * vertical.Stride) + vertical.Offset);
            var last = ((unit.End - 1) * vertical.Stride) + vertical.Offset + ((g.KernelHeight - 1) * vertical.Dilation);
            rows = Math.Max(0, Math.Min(g.Height - 1, last) + 1 - rowOrigin);
        }

        var (firstColumn, endColumn) = horizontal.Positions(0, 0, horizontal.Out);
        var columnStep = horizontal.Stride;
        var columnOrigin = (firstColumn * horizontal.Stride) + horizontal.Offset;
        var columns = endColumn - firstColumn;
        if (g.KernelWidth > 1)
        {
            columnStep = 1;
            columnOrigin = 0;
            columns = g.Width;
        }

        var pixel = Padded(g.InChannels);
        var row = columns * pixel;
        for (var i = 0; i < rows; i++)
        {
            var from = x + ((rowOrigin + ((nint)i * rowStep)) * g.InputRow) + ((nint)columnOrigin * g.InChannels);
            for (var j = 0; j < columns; j++)
            {
                new ReadOnlySpan<T>(from, g.InChannels).CopyTo(new Span<T>(to + (i * row) + (j * pixel), g.InChannels));
                from += (nint)columnStep * g.InChannels;
            }
        }

        var block = new InputBlock<T>();
        if (g.KernelHeight > 1)
        {
            block.OutRow = vertical.Stride * row;
            block.TapRow = vertical.Dilation * row;
            block.Origin = to + ((vertical.Offset - rowOrigin) * row);
        }
        else
        {
            block.OutRow = row;
            block.Origin = to - (firstRow * row);
        }

        block.Pixel = g.KernelWidth > 1 ? horizontal.Stride * pixel : pixel;
        block.Tap = horizontal.Dilation * pixel;
        block.Origin += (g.KernelWidth > 1 ? horizontal.Offset : -firstColumn) * pixel;
        return block;
    }

    /// <summary>Whether the units of a plan are copied.</summary>
    public static bool Copies(in WeightGradientPlan<T> plan)
    {
        ref readonly var g = ref plan.Geometry;
        var pixelBytes = (long)g.InChannels * sizeof(T) * g.StrideWidth;
        return g.Groups == 1 && g.InChannels >= FewestChannels && (pixelBytes >= FarPixels || (pixelBytes % 512 == 0 && !g.IsPointwise));
    }

    // An odd number of cache lines: pixels side by side fall into all sets in turn.
    private static nint Padded(int channels)
    {
        var line = LineBytes / sizeof(T);
        return (((channels + line - 1) / line) | 1) * line;
    }
}
