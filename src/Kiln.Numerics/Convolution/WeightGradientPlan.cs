namespace Kiln.Numerics;

/// <summary>
/// How a weight gradient is cut: the output rows of all planes of all images into units whose operands stay in the caches, units into slices that each
/// sum into a result of their own. The cut follows from the shape alone.
/// </summary>
internal unsafe struct WeightGradientPlan<T>
    where T : unmanaged
{
    private const int WantedTasks = 32;
    private const long SmallestTask = 128 * 1024;
    private const long MostPartialElements = 4 << 20;

    // A unit of some 200 pixels: 24 KB of packed gradient, and each sum is read and written once per 200 terms. Fewer when their input would not
    // stay in the second-level cache.
    private const int UnitPixels = 200;
    private const long UnitInputBytes = 256 * 1024;
    private const int FewChannels = 8;
    private const int FewChannelsUnit = 25600;

    // Each slice adds one writing and one reading of the whole weight; from this many pixels on, that is lost in the products.
    private const long FewestSlicePixels = 1536;

    // A window per channel waits for memory rather than for its products, eight times as long for each, and has no parts to share instead.
    private const long FewestDepthwisePixels = 192;

    /// <summary>The convolution.</summary>
    public Conv3DGeometry Geometry;

    /// <summary>Its planes.</summary>
    public TapAxis Depth;

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

    /// <summary>Units into which the output rows of one plane are cut.</summary>
    public int UnitsPerPlane;

    /// <summary>Slices.</summary>
    public int Slices;

    /// <summary>Parts of the weight that are tasks of their own within each slice.</summary>
    public int Parts;

    /// <summary>Cuts the work; the weight can be cut into <paramref name="mostParts"/> parts.</summary>
    /// <remarks>Slices come first: two parts of the weight read the same pixels, two slices do not.</remarks>
    public static WeightGradientPlan<T> Cut(in Conv3DGeometry g, int mostParts, T* x, T* gy)
    {
        var wanted = (int)Math.Clamp(g.Work / SmallestTask, 1, WantedTasks);
        var planes = g.Batch * g.OutDepth;
        var pixels = (long)planes * g.OutHeight * g.OutWidth;
        var mostSlices = Math.Clamp(Math.Min(pixels / (g.IsDepthwise ? FewestDepthwisePixels : FewestSlicePixels), MostPartialElements / g.WeightCount), 1, wanted);
        var wantedSlices = (int)mostSlices;
        var inputRowBytes = Math.Max((long)g.InputRow * Math.Min(g.StrideHeight, g.KernelHeight), g.OutputRow) * sizeof(T);
        var rows = (int)Math.Clamp(Math.Min(Pixels(g) / g.OutWidth, UnitInputBytes / Math.Max(1, inputRowBytes)), 1, g.OutHeight);
        var units = Math.Clamp(Math.Max((wantedSlices + planes - 1) / planes, (g.OutHeight + rows - 1) / rows), 1, g.OutHeight);
        var slices = Math.Clamp(wantedSlices, 1, planes * units);
        return new WeightGradientPlan<T>
        {
            Geometry = g,
            Depth = ConvolutionAxes.Depth(g),
            Vertical = ConvolutionAxes.Vertical(g),
            Horizontal = ConvolutionAxes.Horizontal(g),
            X = x,
            GY = gy,
            UnitsPerPlane = units,
            Slices = slices,
            Parts = Math.Clamp((wanted + slices - 1) / slices, 1, mostParts),
        };
    }

    // With few channels in, a call of the kernel has few rows, and its begin and end count: as many pixels as the second-level cache holds gradients of.
    private static int Pixels(in Conv3DGeometry g) =>
        g.InChannels < FewChannels ? Math.Clamp(FewChannelsUnit / g.OutChannels, UnitPixels, 4 * UnitPixels) : UnitPixels;

    /// <summary>The sums of one slice.</summary>
    public readonly T* Sums(int slice) => GW + (slice * (nint)Geometry.WeightCount);

    /// <summary>Elements of one row of the window.</summary>
    public readonly nint WindowRow => (nint)Geometry.KernelWidth * Geometry.GroupIn * Geometry.OutChannels;

    /// <summary>The most pixels of a unit.</summary>
    public readonly int MostPixels => ((Geometry.OutHeight / UnitsPerPlane) + 1) * Geometry.OutWidth;

    /// <summary>The units of a slice.</summary>
    public readonly (int First, int End) Units(int slice)
    {
        var units = (long)Geometry.Batch * Geometry.OutDepth * UnitsPerPlane;
        return ((int)(units * slice / Slices), (int)(units * (slice + 1) / Slices));
    }

    /// <summary>The output rows of a unit, whatever the window's row.</summary>
    public readonly WeightGradientUnit<T> Unit(int index)
    {
        var plane = index / UnitsPerPlane;
        var part = index % UnitsPerPlane;
        var first = (int)((long)Geometry.OutHeight * part / UnitsPerPlane);
        return new WeightGradientUnit<T>
        {
            Image = plane / Geometry.OutDepth,
            Plane = plane % Geometry.OutDepth,
            First = first,
            End = (int)((long)Geometry.OutHeight * (part + 1) / UnitsPerPlane),
            GY = GY + (((nint)plane * Geometry.OutHeight) + first) * Geometry.OutputRow,
        };
    }

    /// <summary>Begins to fetch what a unit reads and the one before it did not: input rows, and some channels of the output's gradient.</summary>
    public readonly void Ahead(
        in WeightGradientUnit<T> before, in WeightGradientUnit<T> unit, int firstChannel, int endChannel, FetchAhead<T>* x, FetchAhead<T>* gy)
    {
        ref readonly var g = ref Geometry;
        var rows = unit.End - unit.First;
        var channels = Math.Min(endChannel, g.OutChannels) - firstChannel;
        gy->Begin(unit.GY + firstChannel, channels, rows * g.OutWidth, g.OutChannels, 1, 0);
        var first = Math.Max(0, ((long)unit.First * Vertical.Stride) + Vertical.Offset);
        var image = X + (unit.Image * g.InputImage) + (unit.Plane * Depth.Stride * (nint)g.InputPlane);
        if (g.KernelHeight == 1)
        {
            var (run, runs) = g.KernelWidth == 1 && g.StrideWidth > 1 ? ((nint)g.InChannels, g.OutWidth) : (g.InputRow, 1);
            x->Begin(image + (first * g.InputRow), run, runs, (nint)g.StrideWidth * g.InChannels, rows, Vertical.Stride * g.InputRow);
            return;
        }

        if (before.Image == unit.Image && before.Plane == unit.Plane)
        {
            first = Math.Max(first, LastRow(before) + 1);
        }

        x->Begin(image + (first * g.InputRow), g.InputRow, (int)Math.Max(0, LastRow(unit) + 1 - first), g.InputRow, 1, 0);
    }

    private readonly long LastRow(in WeightGradientUnit<T> unit) => Math.Min(
        Geometry.Height - 1, ((unit.End - 1) * (long)Vertical.Stride) + Vertical.Offset + ((Geometry.KernelHeight - 1) * (long)Vertical.Dilation));

    /// <summary>The input plane that an output plane meets through a plane of the window; null when there is none.</summary>
    public readonly T* InputPlane(in WeightGradientUnit<T> unit, int kernelPlane)
    {
        var plane = ((long)unit.Plane * Depth.Stride) + Depth.Offset + ((long)kernelPlane * Depth.Dilation);
        return plane < 0 || plane >= Geometry.Depth ? null : X + (unit.Image * Geometry.InputImage) + ((nint)plane * Geometry.InputPlane);
    }
}

/// <summary>Some output rows of one plane of one image.</summary>
internal unsafe struct WeightGradientUnit<T>
    where T : unmanaged
{
    /// <summary>The image.</summary>
    public int Image;

    /// <summary>The output plane.</summary>
    public int Plane;

    /// <summary>The first output row.</summary>
    public int First;

    /// <summary>The row after the last.</summary>
    public int End;

    /// <summary>The gradient of the first row.</summary>
    public T* GY;
}
