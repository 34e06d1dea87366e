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
        var plan = WeightGradientPlan<T>.Cut(g, g.KernelHeight * panels, x, gy);
        using var partial = Scratch.Rent<T>(plan.Slices == 1 ? 0 : size * plan.Slices);
        plan.GW = plan.Slices == 1 ? gw : (T*)partial.Pointer;
        var tasks = plan.Slices * g.KernelHeight * panels;
        if (g.IsDepthwise)
        {
            WorkerTeam.Run(tasks, new DepthwiseWeightGradient<T, TVector, TLanes> { Plan = plan });
        }
        else
        {
            var merges = g.Groups == 1 && g.DilationWidth == 1 && g.InChannels < FewChannels;
            WorkerTeam.Run(tasks, new Body { Plan = plan, Merges = merges });
        }

        if (plan.Slices > 1)
        {
            PartialSums<T, TVector, TLanes>.Add(plan.GW, size, plan.Slices, gw);
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
        public WeightGradientPlan<T> Plan;
        public bool Merges;

        public readonly void Invoke(int tile)
        {
            var slice = tile % Plan.Slices;
            var kernelRow = tile / Plan.Slices % Plan.Geometry.KernelHeight;
            var channel = tile / Plan.Slices / Plan.Geometry.KernelHeight * 2 * TLanes.Count;
            Clear(Plan.Row(slice, kernelRow), channel);
            using var packed = Scratch.Rent<T>(PackedElements());
            var (first, end) = Plan.Units(slice);
            for (var unit = first; unit < end; unit++)
            {
                if (!Plan.TryRows(slice, kernelRow, unit, out var rows))
                {
                    continue;
                }

                for (var group = 0; group < Plan.Geometry.Groups; group++)
                {
                    RunPanel(rows, group, channel, (T*)packed.Pointer);
                }
            }
        }

        private readonly nint PackedElements() =>
            Plan.Geometry.GroupOut % TLanes.Count == 0
                ? 0
                : ((nint)(Plan.Geometry.OutHeight / Plan.UnitsPerImage) + 1) * Plan.Geometry.OutWidth * 2 * TLanes.Count;

        // All kernels add to the slice's result, which begins at zero.
        private readonly void Clear(T* gw, int channel)
        {
            for (var group = 0; group < Plan.Geometry.Groups; group++)
            {
                var columns = Math.Min(2 * TLanes.Count, Plan.Geometry.GroupOut - channel);
                for (var row = 0; row < Plan.Geometry.KernelWidth * Plan.Geometry.GroupIn; row++)
                {
                    new Span<T>(gw + ((nint)row * Plan.Geometry.OutChannels) + ((nint)group * Plan.Geometry.GroupOut) + channel, columns).Clear();
                }
            }
        }

        private readonly void RunPanel(in WeightGradientRows<T> rows, int group, int channel, T* packed)
        {
            var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(Plan.Geometry.GroupOut - channel, 2);
            var width = vectors * TLanes.Count;
            var exist = Math.Min(width, Plan.Geometry.GroupOut - channel);
            var offset = ((nint)group * Plan.Geometry.GroupOut) + channel;
            TileJob<T> job = default;
            job.Accumulate = true;
            job.LastLanes = ColumnPanels<T, TVector, TLanes>.LastLanes(Plan.Geometry.GroupOut - channel, vectors);
            job.CRow = Plan.Geometry.OutChannels;
            job.ARow = 1;
            job.BStep = Plan.Geometry.OutChannels;
            var b = rows.GY + offset;
            if (exist < width)
            {
                PanelPacking.Rows(b, Plan.Geometry.OutChannels, rows.Count * Plan.Geometry.OutWidth, exist, width, packed);
                b = packed;
                job.BStep = width;
            }

            if (Merges)
            {
                RunMerged(rows, vectors, offset, b, &job);
                return;
            }

            for (var tap = 0; tap < Plan.Geometry.KernelWidth; tap++)
            {
                var (low, high) = Plan.Horizontal.Positions(tap, 0, Plan.Horizontal.Out);
                var column = ((nint)low * Plan.Horizontal.Stride) + Plan.Horizontal.Offset + ((nint)tap * Plan.Horizontal.Dilation);
                var a = rows.X + (column * Plan.Geometry.InChannels) + ((nint)group * Plan.Geometry.GroupIn);
                var c = rows.GW + ((nint)tap * Plan.Geometry.GroupIn * Plan.Geometry.OutChannels) + offset;
                RunTiles(rows.Count, new TapRun(low, high - low, tap, tap + 1), Plan.Geometry.GroupIn, vectors, a, b, c, &job);
            }
        }

        private readonly void RunMerged(in WeightGradientRows<T> rows, int vectors, nint offset, T* b, TileJob<T>* job)
        {
            using var scratch = Scratch.Rent<TapRun>(Plan.Horizontal.Out);
            var runs = (TapRun*)scratch.Pointer;
            var count = TapRun.Find(0, Plan.Horizontal.Out, Plan.Horizontal, runs);
            for (var i = 0; i < count; i++)
            {
                var run = runs[i];
                var column = ((nint)run.Start * Plan.Horizontal.Stride) + Plan.Horizontal.Offset + run.Low;
                var a = rows.X + (column * Plan.Geometry.InChannels);
                var c = rows.GW + ((nint)run.Low * Plan.Geometry.InChannels * Plan.Geometry.OutChannels) + offset;
                RunTiles(rows.Count, run, (run.High - run.Low) * Plan.Geometry.InChannels, vectors, a, b, c, job);
            }
        }

        // Rows of the tile are channels of x (of adjacent taps), terms are pixels: the longer direction of the rectangle runs innermost.
        private readonly void RunTiles(int outputRows, TapRun run, int channels, int vectors, T* a, T* b, T* c, TileJob<T>* job)
        {
            if (run.Length == 0 || channels == 0)
            {
                return;
            }

            var pixelA = (nint)Plan.Horizontal.Stride * Plan.Geometry.InChannels;
            var rowA = (nint)Plan.Vertical.Stride * Plan.Geometry.Width * Plan.Geometry.InChannels;
            var pixelB = job->BStep;
            var rowB = Plan.Geometry.OutWidth * pixelB;
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
                job->C = c + ((nint)start * Plan.Geometry.OutChannels);
                ColumnPanels<T, TVector, TLanes>.Run(end - start, vectors, job);
                start = end;
            }

            job->BStep = pixelB;
        }
    }
}
