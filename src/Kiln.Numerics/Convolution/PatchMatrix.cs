using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// The windows of a convolution as a matrix: one row for each output pixel, in it the pixels under the window in the order of the weight, zeros where the window
/// leaves the input. With it a convolution is one product with the weight as it is stored.
/// </summary>
internal unsafe struct PatchMatrix<T, TVector, TLanes>
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // 32 KB of floats: some microseconds.
    private const long TaskElements = 8192;

    private readonly Conv3DGeometry _geometry;
    private readonly TapAxis _depth;
    private readonly TapAxis _vertical;
    private readonly TapAxis _horizontal;

    /// <summary>The windows of a convolution without groups.</summary>
    public PatchMatrix(in Conv3DGeometry g)
    {
        _geometry = g;
        _depth = ConvolutionAxes.Depth(g);
        _vertical = ConvolutionAxes.Vertical(g);
        _horizontal = ConvolutionAxes.Horizontal(g);
    }

    /// <summary>Elements of a row.</summary>
    public readonly nint Terms => (nint)_geometry.Taps * _geometry.InChannels;

    /// <summary>Rows that belong to one image.</summary>
    public readonly int ImagePixels => _geometry.OutDepth * _geometry.OutHeight * _geometry.OutWidth;

    /// <summary>Writes the rows of some images.</summary>
    public readonly void Gather(T* x, int images, T* patches)
    {
        var lines = images * _geometry.OutDepth * _geometry.OutHeight;
        var tasks = Tasks(lines, _geometry.OutWidth * (long)Terms);
        WorkerTeam.Run(tasks, new GatherBody { Matrix = this, X = x, Patches = patches, Lines = lines, Tasks = tasks });
    }

    /// <summary>Each input pixel of some images gets the sum of its places in all rows, in the order of the window.</summary>
    public readonly void Add(T* patches, int images, T* gx)
    {
        var lines = images * _geometry.Depth * _geometry.Height;
        var tasks = Tasks(lines, (long)_geometry.InputRow * _geometry.KernelWidth);
        WorkerTeam.Run(tasks, new AddBody { Matrix = this, Patches = patches, GX = gx, Lines = lines, Tasks = tasks });
    }

    private static int Tasks(int lines, long lineElements) => (int)Math.Clamp(lines * lineElements / TaskElements, 1, lines);

    // Copies the windows of one output row.
    private readonly void GatherLine(T* x, int line, T* to)
    {
        ref readonly var g = ref _geometry;
        var image = line / g.OutHeight / g.OutDepth;
        var plane = line / g.OutHeight % g.OutDepth;
        var row = line % g.OutHeight;
        nint channels = g.InChannels;
        var window = g.KernelWidth * channels;
        for (var column = 0; column < g.OutWidth; column++)
        {
            var (low, high) = _horizontal.Taps(column);
            var from = (((nint)column * _horizontal.Stride) + _horizontal.Offset + ((nint)low * _horizontal.Dilation)) * channels;
            for (var t = 0; t < g.KernelDepth; t++)
            {
                var inPlane = ((long)plane * _depth.Stride) + _depth.Offset + ((long)t * _depth.Dilation);
                for (var u = 0; u < g.KernelHeight; u++)
                {
                    var inRow = ((long)row * _vertical.Stride) + _vertical.Offset + ((long)u * _vertical.Dilation);
                    var isInside = (ulong)inPlane < (ulong)g.Depth && (ulong)inRow < (ulong)g.Height;
                    if (isInside && low < high)
                    {
                        var source = x + (image * g.InputImage) + ((nint)inPlane * g.InputPlane) + ((nint)inRow * g.InputRow) + from;
                        CopyTaps(source, low, high, channels, to);
                    }
                    else
                    {
                        new Span<T>(to, (int)window).Clear();
                    }

                    to += window;
                }
            }
        }
    }

    private readonly void CopyTaps(T* from, int low, int high, nint channels, T* to)
    {
        new Span<T>(to, (int)(low * channels)).Clear();
        new Span<T>(to + (high * channels), (int)((_geometry.KernelWidth - high) * channels)).Clear();
        if (_horizontal.Dilation == 1)
        {
            Unsafe.CopyBlockUnaligned(to + (low * channels), from, checked((uint)((high - low) * channels * sizeof(T))));
            return;
        }

        for (var v = low; v < high; v++)
        {
            Unsafe.CopyBlockUnaligned(to + (v * channels), from, (uint)(channels * sizeof(T)));
            from += _horizontal.Dilation * channels;
        }
    }

    private readonly void AddLine(T* patches, int line, T* to)
    {
        ref readonly var g = ref _geometry;
        var image = line / g.Height / g.Depth;
        var plane = line / g.Height % g.Depth;
        var row = line % g.Height;
        new Span<T>(to, checked((int)g.InputRow)).Clear();
        for (var t = 0; t < g.KernelDepth; t++)
        {
            var outPlane = Position(_depth, plane, t);
            for (var u = 0; u < g.KernelHeight && outPlane >= 0; u++)
            {
                var outRow = Position(_vertical, row, u);
                if (outRow >= 0)
                {
                    var pixel = ((((nint)image * g.OutDepth) + outPlane) * g.OutHeight) + outRow;
                    var tap = ((nint)t * g.KernelHeight) + u;
                    AddRow(patches + (pixel * g.OutWidth * Terms) + (tap * g.KernelWidth * g.InChannels), to);
                }
            }
        }
    }

    // The output position whose tap looks at an input position; −1 when there is none.
    private static int Position(in TapAxis axis, int input, int tap)
    {
        var at = input - axis.Offset - ((long)tap * axis.Dilation);
        return at >= 0 && at % axis.Stride == 0 && at / axis.Stride < axis.Out ? (int)(at / axis.Stride) : -1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddRow(T* from, T* to)
    {
        nint channels = _geometry.InChannels;
        var terms = Terms;
        var step = _horizontal.Stride * channels;
        for (var v = 0; v < _geometry.KernelWidth; v++)
        {
            var (first, end) = _horizontal.Positions(v, 0, _horizontal.Out);
            var source = from + (first * terms) + (v * channels);
            var target = to + ((((nint)first * _horizontal.Stride) + _horizontal.Offset + ((nint)v * _horizontal.Dilation)) * channels);
            for (var column = first; column < end; column++)
            {
                nint channel = 0;
                for (; channel + TLanes.Count <= channels; channel += TLanes.Count)
                {
                    TLanes.Store(target + channel, TLanes.Add(TLanes.Load(target + channel), TLanes.Load(source + channel)));
                }

                if (channel < channels)
                {
                    var lanes = (int)(channels - channel);
                    var mask = TLanes.FirstLanes(lanes);
                    TLanes.StoreFirst(
                        target + channel,
                        mask,
                        lanes,
                        TLanes.Add(TLanes.LoadFirst(target + channel, mask, lanes), TLanes.LoadFirst(source + channel, mask, lanes)));
                }

                source += terms;
                target += step;
            }
        }
    }

    private struct GatherBody : ITileBody
    {
        public PatchMatrix<T, TVector, TLanes> Matrix;
        public T* X;
        public T* Patches;
        public int Lines;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var end = (int)((long)Lines * (tile + 1) / Tasks);
            for (var line = (int)((long)Lines * tile / Tasks); line < end; line++)
            {
                Matrix.GatherLine(X, line, Patches + ((nint)line * Matrix._geometry.OutWidth * Matrix.Terms));
            }
        }
    }

    private struct AddBody : ITileBody
    {
        public PatchMatrix<T, TVector, TLanes> Matrix;
        public T* Patches;
        public T* GX;
        public int Lines;
        public int Tasks;

        public readonly void Invoke(int tile)
        {
            var end = (int)((long)Lines * (tile + 1) / Tasks);
            for (var line = (int)((long)Lines * tile / Tasks); line < end; line++)
            {
                Matrix.AddLine(Patches, line, GX + (line * Matrix._geometry.InputRow));
            }
        }
    }
}
