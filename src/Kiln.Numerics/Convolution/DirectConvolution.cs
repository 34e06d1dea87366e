using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>What a direct convolution computes; forward and input gradient are both of this form. All steps are in elements.</summary>
internal unsafe struct ConvolutionPlan<T>
    where T : unmanaged
{
    /// <summary>Images.</summary>
    public int Batch;

    /// <summary>Groups of channels.</summary>
    public int Groups;

    /// <summary>Channels read per group.</summary>
    public int In;

    /// <summary>Channels written per group.</summary>
    public int Out;

    /// <summary>Planes of the images; one in two dimensions.</summary>
    public TapAxis Depth;

    /// <summary>Rows of the images.</summary>
    public TapAxis Vertical;

    /// <summary>Columns of the images.</summary>
    public TapAxis Horizontal;

    /// <summary>The image read.</summary>
    public T* X;

    /// <summary>From one image to the next.</summary>
    public nint XImage;

    /// <summary>From one plane to the next.</summary>
    public nint XPlane;

    /// <summary>From one row to the next.</summary>
    public nint XRow;

    /// <summary>From one pixel to the next.</summary>
    public nint XPixel;

    /// <summary>The image written.</summary>
    public T* Y;

    /// <summary>From one image to the next.</summary>
    public nint YImage;

    /// <summary>From one plane to the next.</summary>
    public nint YPlane;

    /// <summary>From one row to the next.</summary>
    public nint YRow;

    /// <summary>From one pixel to the next.</summary>
    public nint YPixel;

    /// <summary>
    /// The weight in panels: group after group, panel after panel of the written channels, each (planes of taps, rows of taps, taps
    /// of a row, channels read, panel width), padded with zeros to whole vectors.
    /// </summary>
    public T* Panels;

    /// <summary>One element for each channel written, or null.</summary>
    public T* Bias;

    /// <summary>Applied last.</summary>
    public Activation Activation;
}

/// <summary>
/// Convolution over channels-last images as they lie in memory, without an intermediate copy (no im2col). One tile is a few neighbouring pixels of
/// the output, across or down, by a panel of channels; its kernel is that of the matrix product, with one segment of terms for each row of the window:
/// within a window row, the channels of adjacent input pixels are adjacent in memory and so are the weights.
/// </summary>
/// <remarks>
/// Pixels whose windows are cut by the padding form tiles of their own (see <see cref="TapRun"/>). Adjacent window columns join into one
/// segment when the dilation is 1 and there is one group; otherwise each tap is a segment and window rows are added up in the output,
/// as are the window's planes. Rows of few terms become one walk.
/// The form follows E. Georganas et al., "Anatomy of high-performance deep learning convolutions on SIMD architectures", SC 2018.
/// </remarks>
internal static unsafe partial class DirectConvolution<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Widest = 2;
    private const int LineBytes = 64;
    private const int WantedTasks = 32;
    private const long SmallestTask = 128 * 1024;

    /// <summary>Columns of all panels of one group, padding included.</summary>
    public static int PanelColumns(int channels) => ColumnPanels<T, TVector, TLanes>.Padded(channels);

    /// <summary>Computes the convolution.</summary>
    public static void Run(in ConvolutionPlan<T> plan)
    {
        var planes = plan.Batch * plan.Depth.Out;
        var pixels = (long)planes * plan.Vertical.Out * plan.Horizontal.Out;
        if (pixels == 0 || plan.Out == 0)
        {
            return;
        }

        var taps = plan.Depth.Count * plan.Vertical.Count * plan.Horizontal.Count;
        var work = pixels * plan.Out * plan.Groups * Math.Max(1L, (long)taps * plan.In);
        var wanted = (int)Math.Clamp(work / SmallestTask, 1, WantedTasks);
        var blocks = Math.Clamp((wanted + planes - 1) / planes, 1, plan.Vertical.Out);
        WorkerTeam.Run(planes * blocks, new Body { Plan = plan, Blocks = blocks, Streams = Streams(plan), Walks = Walks(plan) });
    }

    // A result too large to stay in the caches, of whole cache lines, and not read again for an activation.
    private static bool Streams(in ConvolutionPlan<T> plan) =>
        TLanes.Count * sizeof(T) == Streaming.Alignment
        && plan.Out % TLanes.Count == 0
        && plan.YPixel % TLanes.Count == 0
        && (nuint)plan.Y % Streaming.Alignment == 0
        && plan.Activation is Activation.None or Activation.ReLU
        && Streaming.Pays((long)plan.Batch * plan.XImage * sizeof(T), (long)plan.Batch * plan.YImage * sizeof(T));

    private partial struct Body : ITileBody
    {
        public ConvolutionPlan<T> Plan;
        public int Blocks;
        public bool Streams;
        public bool Walks;

        public readonly void Invoke(int tile)
        {
            var image = tile / Blocks / Plan.Depth.Out;
            var plane = tile / Blocks % Plan.Depth.Out;
            var block = tile % Blocks;
            var first = (int)((long)Plan.Vertical.Out * block / Blocks);
            var end = (int)((long)Plan.Vertical.Out * (block + 1) / Blocks);
            using var scratch = Scratch.Rent<TapRun>(end - first + Plan.Horizontal.Out);
            using var strip = Scratch.Rent<T>(Streams ? 2 * TLanes.MaxRows(1) * Widest * TLanes.Count : 0);
            using var steps = Scratch.Rent<int>(Walks ? Plan.Vertical.Count * Plan.Horizontal.Count * Plan.In : 0);
            if (Walks)
            {
                WriteSteps((int*)steps.Pointer);
            }

            var rows = (TapRun*)scratch.Pointer;
            var rowRuns = TapRun.Find(first, end, Plan.Vertical, rows);
            var columns = rows + rowRuns;
            var columnRuns = TapRun.Find(0, Plan.Horizontal.Out, Plan.Horizontal, columns);
            var taps = (nint)Plan.Depth.Count * Plan.Vertical.Count * Plan.Horizontal.Count * Plan.In;
            var (lowPlane, highPlane) = Plan.Depth.Taps(plane);
            var inputPlane = ((nint)plane * Plan.Depth.Stride) + Plan.Depth.Offset + ((nint)lowPlane * Plan.Depth.Dilation);
            var x = Plan.X + (image * Plan.XImage) + (inputPlane * Plan.XPlane);
            var y = Plan.Y + (image * Plan.YImage) + (plane * Plan.YPlane);
            for (var group = 0; group < Plan.Groups; group++)
            {
                var channel = 0;
                while (channel < Plan.Out)
                {
                    var width = TilePanels<T, TVector, TLanes>.Width(Plan.Out - channel);
                    var panel = new Panel
                    {
                        IsFirst = group == 0 && channel == 0,
                        Width = width,
                        LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(Plan.Out - channel, width),
                        Planes = highPlane - lowPlane,
                        Weights = Plan.Panels + (((nint)group * PanelColumns(Plan.Out) + channel) * taps)
                            + ((nint)lowPlane * Plan.Vertical.Count * Plan.Horizontal.Count * Plan.In * width),
                        X = x + ((nint)group * Plan.In),
                        Y = y + ((nint)group * Plan.Out) + channel,
                        Steps = Walks ? (int*)steps.Pointer : null,
                        Strip = Streams ? (T*)strip.Pointer : null,
                        Bias = Plan.Bias == null ? null : Plan.Bias + ((nint)group * Plan.Out) + channel,
                    };
                    for (var i = 0; i < rowRuns; i++)
                    {
                        for (var j = 0; j < columnRuns; j++)
                        {
                            RunRectangle(panel, rows[i], columns[j]);
                        }
                    }

                    channel += width;
                }
            }

            if (Plan.Activation is not (Activation.None or Activation.ReLU))
            {
                Activate(y, first, end);
            }

            if (Streams)
            {
                Streaming.Fence();
            }
        }

        private readonly void Activate(T* y, int first, int end)
        {
            for (var row = first; row < end; row++)
            {
                for (var column = 0; column < Plan.Horizontal.Out; column++)
                {
                    var pixel = y + (row * Plan.YRow) + (column * Plan.YPixel);
                    Epilogue.Activate(pixel, Plan.Out * Plan.Groups, Plan.Activation);
                }
            }
        }

        // Tiles run along the longer side of the rectangle, so that the one-pixel columns at the left and right edge fill whole tiles too.
        private readonly void RunRectangle(in Panel panel, TapRun rows, TapRun columns)
        {
            var most = TilePanels<T, TVector, TLanes>.MaxRows(panel.Width);
            var across = columns.Length >= Math.Min(most, rows.Length);
            var length = across ? columns.Length : rows.Length;
            var lines = across ? rows.Length : columns.Length;
            var tiles = (length + most - 1) / most;
            TileJob<T> job = default;
            job.LastLanes = panel.LastLanes;
            job.ARow = across ? Plan.Horizontal.Stride * Plan.XPixel : Plan.Vertical.Stride * Plan.XRow;
            job.CRow = across ? Plan.YPixel : Plan.YRow;
            job.AStep = 1;
            job.BStep = panel.Width;
            if (panel.Steps != null && panel.Planes == 1 && columns.High - columns.Low == Plan.Horizontal.Count && rows.High > rows.Low)
            {
                WalkRectangle(panel, rows, columns, across, &job);
                return;
            }

            // The first panel waits for its input: while it is at a row of tiles, it asks for what the next row reads besides. That lies in one run, and behind it are the
            // rows and the image of the next task. Without, 3 × 3 of stride 2 lost 5 % with four panels and 18 % with one.
            var below = (((nint)rows.High - 1) * Plan.Vertical.Dilation) + Plan.Vertical.Offset + 1;
            var more = Plan.Vertical.Stride * Plan.XRow;
            job.FetchStep = panel.IsFirst && across ? LineBytes / sizeof(T) : 0;
            for (var line = 0; line < lines; line++)
            {
                var start = 0;
                for (var tile = 0; tile < tiles; tile++)
                {
                    job.Fetch = panel.X + ((((rows.Start + line) * (nint)Plan.Vertical.Stride) + below) * Plan.XRow) + (more * tile / tiles);
                    var end = (int)((long)length * (tile + 1) / tiles);
                    var row = rows.Start + (across ? line : start);
                    var column = columns.Start + (across ? start : line);
                    RunTile(panel, rows, columns, row, column, end - start, &job);
                    start = end;
                }
            }
        }

        private readonly void RunTile(in Panel panel, TapRun rows, TapRun columns, int row, int column, int pixels, TileJob<T>* job)
        {
            job->C = panel.Y + (row * Plan.YRow) + (column * Plan.YPixel);
            job->Bias = panel.Bias;

            if (panel.Strip == null)
            {
                FetchOutput(job->C, job->CRow, pixels, panel.Width);
                Compute(panel, rows, columns, row, column, pixels, job);
                return;
            }

            var to = job->C;
            var step = job->CRow;
            job->C = panel.Strip;
            job->CRow = panel.Width;
            Compute(panel, rows, columns, row, column, pixels, job);
            Write(panel.Strip, to, step, pixels, panel.Width);
            job->CRow = step;
        }

        // The tile is written some hundred cycles from now, without waiting for its cache lines then.
        private static void FetchOutput(T* y, nint step, int pixels, int width)
        {
            for (; pixels > 0; pixels--)
            {
                TLanes.Prefetch(y);
                if (width > TLanes.Count)
                {
                    TLanes.Prefetch(y + TLanes.Count);
                }

                y += step;
            }
        }

        // From the first-level cache past all others.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private static void Write(T* strip, T* y, nint step, int pixels, int width)
        {
            for (; pixels > 0; pixels--)
            {
                TLanes.StoreThrough(y, TLanes.Load(strip));
                strip += TLanes.Count;
                if (width > TLanes.Count)
                {
                    TLanes.StoreThrough(y + TLanes.Count, TLanes.Load(strip));
                    strip += TLanes.Count;
                }

                y += step;
            }
        }

        private readonly void Compute(in Panel panel, TapRun rows, TapRun columns, int row, int column, int pixels, TileJob<T>* job)
        {
            var inputRow = ((nint)row * Plan.Vertical.Stride) + Plan.Vertical.Offset + ((nint)rows.Low * Plan.Vertical.Dilation);
            var inputColumn = ((nint)column * Plan.Horizontal.Stride) + Plan.Horizontal.Offset + ((nint)columns.Low * Plan.Horizontal.Dilation);
            var verticalTaps = rows.High - rows.Low;
            var horizontalTaps = columns.High - columns.Low;
            if (verticalTaps == 0 || horizontalTaps == 0 || panel.Planes == 0)
            {
                job->Segments = 0;
                job->Accumulate = false;
                job->Rectify = Plan.Activation == Activation.ReLU;
                TilePanels<T, TVector, TLanes>.Run(pixels, panel.Width, job);
                return;
            }

            var tapStep = Plan.In * job->BStep;
            job->A = panel.X + (inputRow * Plan.XRow) + (inputColumn * Plan.XPixel);
            job->B = panel.Weights + (((nint)rows.Low * Plan.Horizontal.Count) + columns.Low) * tapStep;
            var rowStepA = Plan.Vertical.Dilation * Plan.XRow;
            var rowStepB = Plan.Horizontal.Count * tapStep;
            var merges = horizontalTaps == 1 || (Plan.Horizontal.Dilation == 1 && Plan.XPixel == Plan.In);
            job->Terms = merges ? (nint)horizontalTaps * Plan.In : Plan.In;
            job->Segments = merges ? verticalTaps : horizontalTaps;
            job->ASegment = merges ? rowStepA : Plan.Horizontal.Dilation * Plan.XPixel;
            job->BSegment = merges ? rowStepB : tapStep;

            // What one call of the kernel cannot reach is added up in the output.
            var callsPerPlane = merges ? 1 : verticalTaps;
            var calls = panel.Planes * callsPerPlane;
            var a = job->A;
            var b = job->B;
            for (var call = 0; call < calls; call++)
            {
                var tapPlane = (nint)(call / callsPerPlane);
                nint tapRow = call % callsPerPlane;
                var last = call == calls - 1;
                job->A = a + (tapPlane * Plan.Depth.Dilation * Plan.XPlane) + (tapRow * rowStepA);
                job->B = b + (tapPlane * Plan.Vertical.Count * rowStepB) + (tapRow * rowStepB);
                job->Accumulate = call > 0;
                job->Bias = last ? panel.Bias : null;
                job->Rectify = last && Plan.Activation == Activation.ReLU;
                TilePanels<T, TVector, TLanes>.Run(pixels, panel.Width, job);
            }
        }
    }

    private struct Panel
    {
        public bool IsFirst;
        public int Width;
        public int LastLanes;
        public int Planes;
        public T* Weights;
        public T* X;
        public T* Y;
        public int* Steps;
        public T* Strip;
        public T* Bias;
    }
}
