using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// gw[t, u, v, c, o] = Σ x[n, k·s + t·d − p, i·s + u·d − p, j·s + v·d − p, c] · gy[n, k, i, j, o] over images and output pixels. For one tap this is a
/// matrix product Xᵀ·GY whose terms are the pixels at which the tap lies inside the input, output rows as segments. The columns of gy that one panel
/// needs are copied, because its pixels lie far apart, and so are the channels of x when its pixels do (see <see cref="InputBlock{T}"/>).
/// </summary>
/// <remarks>
/// A task is some panels of filters in one slice of the pixels (see <see cref="WeightGradientPlan{T}"/>); the slices' sums are added in their order. With few
/// input channels the taps of a window row form one matrix (their channels are adjacent in memory), at the price of a separate run for the pixels
/// at the edges.
/// </remarks>
internal static unsafe class ConvolutionWeightGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int FewChannels = 8;

    // Each part of the weight reads and copies the same pixels of the input again: worth it for this many panels.
    private const int FewestPanels = 4;

    // Cache lines asked for between two calls of the kernel. Eleven gained 9 % (7 × 7 over three channels); forty made the processor wait for them.
    private const int MostLinesPerCall = 16;

    /// <summary>Computes gw.</summary>
    public static void Run(in Conv3DGeometry geometry, T* x, T* gy, T* gw)
    {
        var size = (nint)geometry.WeightCount;
        if (geometry.OutputCount == 0 || geometry.InputCount == 0)
        {
            new Span<T>(gw, (int)size).Clear();
            return;
        }

        var g = ConvolutionForms.Simplest(geometry);

        if (DepthwiseMultiplier<T, TVector, TLanes>.Suits(g))
        {
            DepthwiseMultiplier<T, TVector, TLanes>.WeightGradient(g, x, gy, gw);
            return;
        }

        if (WinogradPlan.Suits<T>(g))
        {
            WinogradWeightGradient<T, TVector, TLanes>.Run(g, x, gy, gw);
            return;
        }

        if (PatchConvolution<T, TVector, TLanes>.SuitsWeightGradient(g))
        {
            PatchConvolution<T, TVector, TLanes>.WeightGradient(g, x, gy, gw);
            return;
        }

        var flat = g.IsPointwise ? g with { Depth = 1, Height = g.Depth * g.Height } : g;
        var panels = (g.GroupOut + (2 * TLanes.Count) - 1) / (2 * TLanes.Count);
        var small = SmallGroups<T, TVector, TLanes>.Suits(g);
        var plan = WeightGradientPlan<T>.Cut(flat, g.IsDepthwise || small ? g.KernelDepth : Math.Max(1, panels / FewestPanels), x, gy);
        using var partial = Scratch.Rent<T>(plan.Slices == 1 ? 0 : size * plan.Slices);
        plan.GW = plan.Slices == 1 ? gw : (T*)partial.Pointer;
        var tasks = plan.Slices * plan.Parts;
        if (g.IsDepthwise || small)
        {
            using var places = Scratch.Rent<T>(small ? SmallGroups<T, TVector, TLanes>.PlaceElements(g) : 0);
            if (small)
            {
                SmallGroups<T, TVector, TLanes>.WritePlaces(g, (T*)places.Pointer);
            }

            WorkerTeam.Run(tasks, new DepthwiseWeightGradient<T, TVector, TLanes> { Plan = plan, Places = (T*)places.Pointer });
        }
        else if (PointwiseWeightGradient<T, TVector, TLanes>.Suits(plan))
        {
            WorkerTeam.Run(tasks, new PointwiseWeightGradient<T, TVector, TLanes> { Plan = plan, Panels = panels });
        }
        else
        {
            var merges = g.Groups == 1 && g.DilationWidth == 1 && g.InChannels < FewChannels;
            WorkerTeam.Run(tasks, new Body { Plan = plan, Panels = panels, Merges = merges });
        }

        if (plan.Slices > 1)
        {
            PartialSums<T, TVector, TLanes>.Add(plan.GW, size, plan.Slices, gw);
        }
    }

    private struct Body : ITileBody
    {
        public WeightGradientPlan<T> Plan;
        public int Panels;
        public bool Merges;

        public readonly void Invoke(int tile)
        {
            var slice = tile % Plan.Slices;
            var part = tile / Plan.Slices;
            var firstPanel = Panels * part / Plan.Parts;
            var endPanel = Panels * (part + 1) / Plan.Parts;
            var panelRoom = (nint)Plan.MostPixels * 2 * TLanes.Count;
            using var packed = Scratch.Rent<T>(panelRoom * (Plan.Geometry.Groups == 1 ? endPanel - firstPanel : 1));
            using var block = Scratch.Rent<T>(Merges ? 0 : InputBlock<T>.Elements(Plan));
            using var scratch = Scratch.Rent<TapRun>(Plan.Horizontal.Out);
            var panel = new Panel
            {
                Runs = (TapRun*)scratch.Pointer,
                RunCount = TapRun.Find(0, Plan.Horizontal.Out, Plan.Horizontal, (TapRun*)scratch.Pointer),
                GW = Plan.Sums(slice),
            };
            for (var i = firstPanel; i < endPanel; i++)
            {
                Clear(panel.GW, i * 2 * TLanes.Count);
            }

            FetchAhead<T> aheadX = default;
            FetchAhead<T> aheadGY = default;
            panel.AheadX = &aheadX;
            panel.AheadGY = &aheadGY;
            var calls = Calls(endPanel - firstPanel, panel.RunCount);
            var (first, end) = Plan.Units(slice);
            for (var index = first; index < end; index++)
            {
                var unit = Plan.Unit(index);
                if (index + 1 < end)
                {
                    Plan.Ahead(unit, Plan.Unit(index + 1), firstPanel * 2 * TLanes.Count, endPanel * 2 * TLanes.Count, &aheadX, &aheadGY);
                    panel.AheadLines = (aheadX.Lines + aheadGY.Lines + calls - 1) / calls;
                    panel.AheadLines = panel.AheadLines <= MostLinesPerCall ? panel.AheadLines : 0;
                }

                if (Plan.Geometry.Groups == 1 && !IsOnePanel())
                {
                    PackGradient(unit, firstPanel, endPanel, (T*)packed.Pointer, panelRoom);
                }

                for (var plane = 0; plane < Plan.Geometry.KernelDepth; plane++)
                {
                    var x = Plan.InputPlane(unit, plane);
                    if (x == null)
                    {
                        continue;
                    }

                    panel.Plane = plane;
                    panel.Input = Merges ? InputBlock<T>.InPlace(Plan, x) : InputBlock<T>.Take(Plan, unit, x, (T*)block.Pointer);
                    for (var i = firstPanel; i < endPanel; i++)
                    {
                        panel.Channel = i * 2 * TLanes.Count;
                        panel.Packed = (T*)packed.Pointer + (Plan.Geometry.Groups == 1 ? (i - firstPanel) * panelRoom : 0);
                        panel.Width = PanelWidth(panel.Channel);
                        for (var group = 0; group < Plan.Geometry.Groups; group++)
                        {
                            RunPanel(unit, panel, group);
                        }
                    }
                }
            }
        }

        // Calls of the kernel in one unit, at least.
        private readonly long Calls(int panels, int runs)
        {
            ref readonly var g = ref Plan.Geometry;
            var most = TLanes.MaxRows(2);
            var perRow = Merges
                ? runs * (((g.KernelWidth * g.InChannels) + most - 1) / most)
                : g.KernelWidth * ((g.GroupIn + most - 1) / most);
            return Math.Max(1, (long)panels * g.Groups * g.KernelDepth * g.KernelHeight * perRow);
        }

        // Pixels of the output's gradient that lie as a panel would.
        private readonly bool IsOnePanel() => Plan.Geometry.OutChannels == PanelWidth(0);

        // Panels begin two vectors apart, so the last is not cut once more.
        private readonly int PanelWidth(int channel)
        {
            var columns = Plan.Geometry.GroupOut - channel;
            return columns > TLanes.Count ? 2 * TLanes.Count : TilePanels<T, TVector, TLanes>.Width(columns);
        }

        // Pixel after pixel, so that memory is read in one go, each cut into panels. A copy of constant size is a few registers.
        private readonly void PackGradient(in WeightGradientUnit<T> unit, int firstPanel, int endPanel, T* packed, nint panelRoom)
        {
            var pixels = (unit.End - unit.First) * Plan.Geometry.OutWidth;
            var full = Math.Min(endPanel, Plan.Geometry.OutChannels / (2 * TLanes.Count));
            nint width = 2 * TLanes.Count;
            var from = unit.GY;
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var to = packed + (pixel * width);
                for (var panel = firstPanel; panel < full; panel++)
                {
                    Unsafe.CopyBlockUnaligned(to, from + (panel * width), (uint)(2 * TLanes.Count * sizeof(T)));
                    to += panelRoom;
                }

                from += Plan.Geometry.OutChannels;
            }

            if (full < endPanel)
            {
                var channel = full * 2 * TLanes.Count;
                var exist = Plan.Geometry.OutChannels - channel;
                var last = PanelWidth(channel);
                PanelPacking.Rows(unit.GY + channel, Plan.Geometry.OutChannels, pixels, exist, last, packed + ((full - firstPanel) * panelRoom));
            }
        }

        // All kernels add to the slice's result, which begins at zero.
        private readonly void Clear(T* gw, int channel)
        {
            var columns = Math.Min(2 * TLanes.Count, Plan.Geometry.GroupOut - channel);
            var rows = Plan.Geometry.Taps * Plan.Geometry.GroupIn;
            for (var group = 0; group < Plan.Geometry.Groups; group++)
            {
                for (var row = 0; row < rows; row++)
                {
                    new Span<T>(gw + ((nint)row * Plan.Geometry.OutChannels) + ((nint)group * Plan.Geometry.GroupOut) + channel, columns).Clear();
                }
            }
        }

        private readonly void RunPanel(in WeightGradientUnit<T> unit, in Panel panel, int group)
        {
            var width = panel.Width;
            var offset = ((nint)group * Plan.Geometry.GroupOut) + panel.Channel;
            TileJob<T> job = default;
            job.Accumulate = true;
            job.LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(Plan.Geometry.GroupOut - panel.Channel, width);
            job.CRow = Plan.Geometry.OutChannels;
            job.ARow = 1;
            job.BStep = width;
            var b = unit.GY + offset;
            if (Plan.Geometry.Groups == 1)
            {
                b = IsOnePanel() ? b : panel.Packed;
            }
            else
            {
                var exist = Math.Min(width, Plan.Geometry.GroupOut - panel.Channel);
                PanelPacking.Rows(b, Plan.Geometry.OutChannels, (unit.End - unit.First) * Plan.Geometry.OutWidth, exist, width, panel.Packed);
                b = panel.Packed;
            }

            for (var row = 0; row < Plan.Geometry.KernelHeight; row++)
            {
                var (low, high) = Plan.Vertical.Positions(row, unit.First, unit.End);
                if (low == high)
                {
                    continue;
                }

                var rows = new Rows
                {
                    Count = high - low,
                    X = panel.Input.Origin + (low * panel.Input.OutRow) + (row * panel.Input.TapRow) + ((nint)group * Plan.Geometry.GroupIn),
                    B = b + ((nint)(low - unit.First) * Plan.Geometry.OutWidth * width),
                    GW = panel.GW + (((panel.Plane * Plan.Geometry.KernelHeight) + row) * Plan.WindowRow) + offset,
                };
                if (Merges)
                {
                    RunMerged(rows, panel, &job);
                }
                else
                {
                    RunTaps(rows, panel, &job);
                }
            }
        }

        private readonly void RunTaps(in Rows rows, in Panel panel, TileJob<T>* job)
        {
            for (var tap = 0; tap < Plan.Geometry.KernelWidth; tap++)
            {
                var (low, high) = Plan.Horizontal.Positions(tap, 0, Plan.Horizontal.Out);
                var a = rows.X + (low * panel.Input.Pixel) + (tap * panel.Input.Tap);
                var c = rows.GW + ((nint)tap * Plan.Geometry.GroupIn * Plan.Geometry.OutChannels);
                RunTiles(rows, new TapRun(low, high - low, tap, tap + 1), Plan.Geometry.GroupIn, panel, a, c, job);
            }
        }

        private readonly void RunMerged(in Rows rows, in Panel panel, TileJob<T>* job)
        {
            for (var i = 0; i < panel.RunCount; i++)
            {
                var run = panel.Runs[i];
                var a = rows.X + (run.Start * panel.Input.Pixel) + (run.Low * panel.Input.Tap);
                var c = rows.GW + ((nint)run.Low * Plan.Geometry.InChannels * Plan.Geometry.OutChannels);
                RunTiles(rows, run, (run.High - run.Low) * Plan.Geometry.InChannels, panel, a, c, job);
            }
        }

        // Rows of the tile are channels of x (of adjacent taps), terms are pixels: the longer direction of the rectangle runs innermost.
        private readonly void RunTiles(in Rows rows, in TapRun run, int channels, in Panel panel, T* a, T* c, TileJob<T>* job)
        {
            if (run.Length == 0 || channels == 0)
            {
                return;
            }

            var pixelA = panel.Input.Pixel;
            var rowA = panel.Input.OutRow;
            nint pixelB = panel.Width;
            var rowB = Plan.Geometry.OutWidth * pixelB;
            var across = run.Length >= rows.Count;
            job->Terms = across ? run.Length : rows.Count;
            job->Segments = across ? rows.Count : run.Length;
            job->AStep = across ? pixelA : rowA;
            job->ASegment = across ? rowA : pixelA;
            job->BStep = across ? pixelB : rowB;
            job->BSegment = across ? rowB : pixelB;
            job->B = rows.B + (run.Start * pixelB);
            if (job->ASegment == job->Terms * job->AStep && job->BSegment == job->Terms * job->BStep)
            {
                job->Terms *= job->Segments;
                job->Segments = 1;
            }

            var most = TilePanels<T, TVector, TLanes>.MaxRows(panel.Width);
            var tiles = (channels + most - 1) / most;
            var start = 0;
            for (var tile = 0; tile < tiles; tile++)
            {
                var end = (int)((long)channels * (tile + 1) / tiles);
                job->A = a + start;
                job->C = c + ((nint)start * Plan.Geometry.OutChannels);
                panel.AheadGY->Take<TVector, TLanes>(panel.AheadX->Take<TVector, TLanes>(panel.AheadLines));
                TilePanels<T, TVector, TLanes>.Run(end - start, panel.Width, job);
                start = end;
            }
        }
    }

    /// <summary>Filters that one task computes.</summary>
    private struct Panel
    {
        public int Channel;
        public int Width;
        public T* Packed;
        public TapRun* Runs;
        public int RunCount;
        public InputBlock<T> Input;
        public int Plane;
        public T* GW;
        public FetchAhead<T>* AheadX;
        public FetchAhead<T>* AheadGY;
        public long AheadLines;
    }

    /// <summary>Output rows of a unit, where they meet one row of the window.</summary>
    private struct Rows
    {
        public int Count;
        public T* X;
        public T* B;
        public T* GW;
    }
}
