namespace Kiln.Numerics;

/// <summary>
/// How a weight gradient is cut: the output rows of all images into units, units into slices that each sum into a result of their own. A task is one
/// slice for one row of the window. The cut follows from the shape alone.
/// </summary>
internal unsafe struct WeightGradientPlan<T>
    where T : unmanaged
{
    private const int WantedTasks = 32;
    private const long SmallestTask = 128 * 1024;
    private const long MostPartialElements = 4 << 20;

    /// <summary>The convolution.</summary>
    public Conv2DGeometry Geometry;

    /// <summary>Its rows.</summary>
    public TapAxis Vertical;

    /// <summary>Its columns.</summary>
    public TapAxis Horizontal;

    /// <summary>The input.</summary>
    public T* X;

    /// <summary>The gradient of the output.</summary>
    public T* GY;

    /// <summary>The results of all slices, one behind the other.</summary>
    public T* GW;

    /// <summary>Units into which the output rows of one image are cut.</summary>
    public int UnitsPerImage;

    /// <summary>Slices.</summary>
    public int Slices;

    /// <summary>Cuts the work, of which one slice makes <paramref name="tasksPerSlice"/> tasks.</summary>
    public static WeightGradientPlan<T> Cut(in Conv2DGeometry g, int tasksPerSlice, T* x, T* gy)
    {
        var wanted = (int)Math.Clamp(g.Work / SmallestTask, 1, WantedTasks);
        var units = Math.Clamp((wanted + g.Batch - 1) / g.Batch, 1, g.OutHeight);
        var slices = Math.Clamp((wanted + tasksPerSlice - 1) / tasksPerSlice, 1, g.Batch * units);
        return new WeightGradientPlan<T>
        {
            Geometry = g,
            Vertical = ConvolutionAxes.Vertical(g),
            Horizontal = ConvolutionAxes.Horizontal(g),
            X = x,
            GY = gy,
            UnitsPerImage = units,
            Slices = (int)Math.Clamp(slices, 1, Math.Max(1, MostPartialElements / g.WeightCount)),
        };
    }

    /// <summary>Where a slice adds up one row of the window.</summary>
    public readonly T* Row(int slice, int kernelRow) =>
        GW + (slice * (nint)Geometry.WeightCount) + ((nint)kernelRow * Geometry.KernelWidth * Geometry.GroupIn * Geometry.OutChannels);

    /// <summary>The units of a slice.</summary>
    public readonly (int First, int End) Units(int slice)
    {
        var units = (long)Geometry.Batch * UnitsPerImage;
        return ((int)(units * slice / Slices), (int)(units * (slice + 1) / Slices));
    }

    /// <summary>The output rows of a unit at which a row of the window lies inside the input; false when there are none.</summary>
    public readonly bool TryRows(int slice, int kernelRow, int unit, out WeightGradientRows<T> rows)
    {
        var image = unit / UnitsPerImage;
        var part = unit % UnitsPerImage;
        var (low, high) = Vertical.Positions(
            kernelRow, (int)((long)Vertical.Out * part / UnitsPerImage), (int)((long)Vertical.Out * (part + 1) / UnitsPerImage));
        var inputRow = ((nint)low * Vertical.Stride) + Vertical.Offset + ((nint)kernelRow * Vertical.Dilation);
        rows = new WeightGradientRows<T>
        {
            Count = high - low,
            X = X + ((((nint)image * Geometry.Height) + inputRow) * Geometry.Width * Geometry.InChannels),
            GY = GY + ((((nint)image * Geometry.OutHeight) + low) * Geometry.OutWidth * Geometry.OutChannels),
            GW = Row(slice, kernelRow),
        };
        return low < high;
    }
}

/// <summary>Some output rows of one image, where they meet one row of the window.</summary>
internal unsafe struct WeightGradientRows<T>
    where T : unmanaged
{
    /// <summary>Output rows.</summary>
    public int Count;

    /// <summary>The input row that the first of them meets.</summary>
    public T* X;

    /// <summary>The gradient of the first of them.</summary>
    public T* GY;

    /// <summary>The window row's sums.</summary>
    public T* GW;
}
