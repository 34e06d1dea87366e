namespace Kiln.Numerics;

/// <summary>
/// gw[u, v, c, o] = Σ x[n, i·s + u·d − p, j·s + v·d − p, c] · gy[n, i, j, o] over images and output pixels. For one tap this is a matrix
/// product Xᵀ·GY whose terms are the pixels at which the tap lies inside the input; the kernels read both in place, output rows as segments.
/// </summary>
/// <remarks>
/// Images are cut into slices, by the shape alone; each slice sums into a partial result of its own and the partial results are added in
/// their order. With few input channels the taps of a window row form one matrix (their channels are adjacent in memory), at the price of a
/// separate run for the pixels at the edges.
/// </remarks>
internal static unsafe class ConvolutionWeightGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int WantedTasks = 32;
    private const long SmallestTask = 128 * 1024;
    private const long MostPartialElements = 4 << 20;
    private const int FewChannels = 8;

    /// <summary>Computes gw.</summary>
    public static void Run(in Conv2DGeometry g, T* x, T* gy, T* gw)
    {
        var size = (nint)g.WeightCount;
        if (g.OutputCount == 0 || g.InputCount == 0)
        {
            new Span<T>(gw, (int)size).Clear();
            return;
        }

        if (g.IsPointwise)
        {
            MatMulRouter<T, TVector, TLanes>.Run(Pointwise(g, x, gy, gw));
            return;
        }

        var panels = g.IsDepthwise ? 1 : (g.GroupOut + (2 * TLanes.Count) - 1) / (2 * TLanes.Count);
        var perSlice = g.KernelHeight * panels;
        var wanted = (int)Math.Clamp(g.Work / SmallestTask, 1, WantedTasks);
        var units = Math.Clamp((wanted + g.Batch - 1) / g.Batch, 1, g.OutHeight);
        var slices = Math.Clamp((wanted + perSlice - 1) / perSlice, 1, g.Batch * units);
        slices = (int)Math.Clamp(slices, 1, Math.Max(1, MostPartialElements / size));
        using var partial = Scratch.Rent<T>(slices == 1 ? 0 : size * slices);
        var body = new Body
        {
            Geometry = g,
            Vertical = ConvolutionAxes.Vertical(g),
            Horizontal = ConvolutionAxes.Horizontal(g),
            X = x,
            GY = gy,
            GW = slices == 1 ? gw : (T*)partial.Pointer,
            Size = size,
            Panels = panels,
            UnitsPerImage = units,
            Slices = slices,
            Merges = g.Groups == 1 && g.DilationWidth == 1 && g.InChannels < FewChannels,
        };
        WorkerTeam.Run(slices * perSlice, body);
        if (slices > 1)
        {
            PartialSums<T, TVector, TLanes>.Add((T*)partial.Pointer, size, slices, gw);
        }
    }

    private static MatMulProblem<T> Pointwise(in Conv2DGeometry g, T* x, T* gy, T* gw) => new()
    {
        M = g.InChannels,
        N = g.OutChannels,
        K = g.Batch * g.Height * g.Width,
        A = x,
        ARow = 1,
        AStep = g.InChannels,
        B = gy,
        Ldb = g.OutChannels,
        C = gw,
        Ldc = g.OutChannels,
    };

    private struct Body : ITileBody
    {
        public Conv2DGeometry Geometry;
        public TapAxis Vertical;
        public TapAxis Horizontal;
        public T* X;
        public T* GY;
        public T* GW;
        public nint Size;
        public int Panels;
        public int UnitsPerImage;
        public int Slices;
        public bool Merges;

        public readonly void Invoke(int tile)
        {
            var slice = tile % Slices;
            var kernelRow = tile / Slices % Geometry.KernelHeight;
            var panel = tile / Slices / Geometry.KernelHeight;
            var gw = GW + (slice * Size) + ((nint)kernelRow * Geometry.KernelWidth * Geometry.GroupIn * Geometry.OutChannels);
            if (Geometry.IsDepthwise)
            {
                new Span<T>(gw, Geometry.KernelWidth * Geometry.OutChannels).Clear();
            }

            var units = (long)Geometry.Batch * UnitsPerImage;
            var first = (int)(units * slice / Slices);
            var end = (int)(units * (slice + 1) / Slices);
            var channel = panel * 2 * TLanes.Count;
            if (!Geometry.IsDepthwise)
            {
                Clear(gw, channel);
            }

            using var packed = Scratch.Rent<T>(PackedElements());
            for (var unit = first; unit < end; unit++)
            {
                // A unit is some output rows of one image.
                var image = unit / UnitsPerImage;
                var part = unit % UnitsPerImage;
                var (low, high) = Vertical.Positions(
                    kernelRow,
                    (int)((long)Vertical.Out * part / UnitsPerImage),
                    (int)((long)Vertical.Out * (part + 1) / UnitsPerImage));
                if (low == high)
                {
                    continue;
                }

                var inputRow = ((nint)low * Vertical.Stride) + Vertical.Offset + ((nint)kernelRow * Vertical.Dilation);
                var rows = new Rows
                {
                    Count = high - low,
                    X = X + ((((nint)image * Geometry.Height) + inputRow) * Geometry.Width * Geometry.InChannels),
                    GY = GY + ((((nint)image * Geometry.OutHeight) + low) * Geometry.OutWidth * Geometry.OutChannels),
                    GW = gw,
                };
                if (Geometry.IsDepthwise)
                {
                    Depthwise(rows);
                    continue;
                }

                for (var group = 0; group < Geometry.Groups; group++)
                {
                    RunPanel(rows, group, channel, (T*)packed.Pointer);
                }
            }
        }

        private readonly nint PackedElements() =>
            Geometry.IsDepthwise || Geometry.GroupOut % TLanes.Count == 0
                ? 0
                : ((nint)(Geometry.OutHeight + UnitsPerImage - 1) / UnitsPerImage + 1) * Geometry.OutWidth * 2 * TLanes.Count;

        // All kernels add to the slice's result, which begins at zero.
        private readonly void Clear(T* gw, int channel)
        {
            for (var group = 0; group < Geometry.Groups; group++)
            {
                var columns = Math.Min(2 * TLanes.Count, Geometry.GroupOut - channel);
                for (var row = 0; row < Geometry.KernelWidth * Geometry.GroupIn; row++)
                {
                    new Span<T>(gw + ((nint)row * Geometry.OutChannels) + ((nint)group * Geometry.GroupOut) + channel, columns).Clear();
                }
            }
        }

        private readonly void RunPanel(in Rows rows, int group, int channel, T* packed)
        {
            var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(Geometry.GroupOut - channel, 2);
            var width = vectors * TLanes.Count;
            var exist = Math.Min(width, Geometry.GroupOut - channel);
            var offset = ((nint)group * Geometry.GroupOut) + channel;
            TileJob<T> job = default;
            job.Accumulate = true;
            job.LastLanes = ColumnPanels<T, TVector, TLanes>.LastLanes(Geometry.GroupOut - channel, vectors);
            job.CRow = Geometry.OutChannels;
            job.ARow = 1;
            job.BStep = Geometry.OutChannels;
            var b = rows.GY + offset;
            if (exist < width)
            {
                PanelPacking.Rows(b, Geometry.OutChannels, rows.Count * Geometry.OutWidth, exist, width, packed);
                b = packed;
                job.BStep = width;
            }

            if (Merges)
            {
                RunMerged(rows, vectors, offset, b, &job);
                return;
            }

            for (var tap = 0; tap < Geometry.KernelWidth; tap++)
            {
                var (low, high) = Horizontal.Positions(tap, 0, Horizontal.Out);
                var column = ((nint)low * Horizontal.Stride) + Horizontal.Offset + ((nint)tap * Horizontal.Dilation);
                var a = rows.X + (column * Geometry.InChannels) + ((nint)group * Geometry.GroupIn);
                var c = rows.GW + ((nint)tap * Geometry.GroupIn * Geometry.OutChannels) + offset;
                RunTiles(rows.Count, new TapRun(low, high - low, tap, tap + 1), Geometry.GroupIn, vectors, a, b, c, &job);
            }
        }

        private readonly void RunMerged(in Rows rows, int vectors, nint offset, T* b, TileJob<T>* job)
        {
            using var scratch = Scratch.Rent<TapRun>(Horizontal.Out);
            var runs = (TapRun*)scratch.Pointer;
            var count = TapRun.Find(0, Horizontal.Out, Horizontal, runs);
            for (var i = 0; i < count; i++)
            {
                var run = runs[i];
                var column = ((nint)run.Start * Horizontal.Stride) + Horizontal.Offset + run.Low;
                var a = rows.X + (column * Geometry.InChannels);
                var c = rows.GW + ((nint)run.Low * Geometry.InChannels * Geometry.OutChannels) + offset;
                RunTiles(rows.Count, run, (run.High - run.Low) * Geometry.InChannels, vectors, a, b, c, job);
            }
        }

        // Rows of the tile are channels of x (of adjacent taps), terms are pixels: the longer direction of the rectangle runs innermost.
        private readonly void RunTiles(int outputRows, TapRun run, int channels, int vectors, T* a, T* b, T* c, TileJob<T>* job)
        {
            if (run.Length == 0 || channels == 0)
            {
                return;
            }

            var pixelA = (nint)Horizontal.Stride * Geometry.InChannels;
            var rowA = (nint)Vertical.Stride * Geometry.Width * Geometry.InChannels;
            var pixelB = job->BStep;
            var rowB = Geometry.OutWidth * pixelB;
            var across = run.Length >= outputRows;
            job->Terms = across ? run.Length : outputRows;
            job->Segments = across ? outputRows : run.Length;
            job->AStep = across ? pixelA : rowA;
            job->ASegment = across ? rowA : pixelA;
            job->BStep = across ? pixelB : rowB;
            job->BSegment = across ? rowB : pixelB;
            job->B = b + (run.Start * pixelB);
            var most = TLanes.MaxRows(vectors);
            var tiles = (channels + most - 1) / most;
            var start = 0;
            for (var tile = 0; tile < tiles; tile++)
            {
                var end = (int)((long)channels * (tile + 1) / tiles);
                job->A = a + start;
                job->C = c + ((nint)start * Geometry.OutChannels);
                ColumnPanels<T, TVector, TLanes>.Run(end - start, vectors, job);
                start = end;
            }

            job->BStep = pixelB;
        }

        private readonly void Depthwise(in Rows rows)
        {
            for (var tap = 0; tap < Geometry.KernelWidth; tap++)
            {
                var (low, high) = Horizontal.Positions(tap, 0, Horizontal.Out);
                var column = ((nint)low * Horizontal.Stride) + Horizontal.Offset + ((nint)tap * Horizontal.Dilation);
                for (var row = 0; row < rows.Count; row++)
                {
                    DepthwiseConvolution<T, TVector, TLanes>.AddProducts(
                        rows.X + ((((nint)row * Vertical.Stride * Geometry.Width) + column) * Geometry.InChannels),
                        (nint)Horizontal.Stride * Geometry.InChannels,
                        rows.GY + ((((nint)row * Geometry.OutWidth) + low) * Geometry.OutChannels),
                        Geometry.OutChannels,
                        high - low,
                        rows.GW + ((nint)tap * Geometry.OutChannels),
                        Geometry.OutChannels);
                }
            }
        }
    }

    // Some output rows of one image, where they meet one row of the window.
    private struct Rows
    {
        public int Count;
        public T* X;
        public T* GY;
        public T* GW;
    }
}
