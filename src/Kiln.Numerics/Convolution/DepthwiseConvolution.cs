namespace Kiln.Numerics;

/// <summary>
/// Convolution of single channels, or of small groups of them: a few neighbouring output pixels at a time, one vector of channels after the other, over the taps
/// inside the input.
/// </summary>
/// <remarks>
/// There is one multiply-add per element read, so what counts is that everything is read once: a task writes some rows of one image from the first
/// to the last pixel, all channels of a pixel before the next pixel, and the rows that its windows share stay in the second-level cache. All phases
/// of a strided input gradient are interleaved for the same reason.
/// </remarks>
internal static unsafe class DepthwiseConvolution<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int WantedTasks = 32;
    private const long SmallestTask = 16 * 1024;

    /// <summary>Computes the convolution.</summary>
    public static void Run(in DepthwisePlan<T> plan)
    {
        var lines = (long)plan.OutDepth * plan.OutHeight;
        if (plan.Batch == 0 || lines == 0 || plan.YRow == 0)
        {
            return;
        }

        var taps = plan.Horizontal->Axis.Count * plan.Vertical->Axis.Count * plan.Depth->Axis.Count * plan.Terms;
        var work = plan.Batch * lines * plan.YRow * Math.Max(1, taps);
        var wanted = Math.Clamp(work / SmallestTask, 1, WantedTasks);
        var blocks = (int)Math.Clamp((wanted + plan.Batch - 1) / plan.Batch, 1, lines);
        var isByRows = DepthwiseRows<T, TVector, TLanes>.Suits(plan);
        using var weights = Scratch.Rent<T>(isByRows ? DepthwiseRows<T, TVector, TLanes>.WeightElements(plan) : 0);
        if (isByRows)
        {
            DepthwiseRows<T, TVector, TLanes>.Pack(plan, (T*)weights.Pointer);
        }

        WorkerTeam.Run(plan.Batch * blocks, new Body { Plan = plan, Blocks = blocks, Streams = Streams(plan), Weights = (T*)weights.Pointer });
    }

    // A result too large to stay in the caches, of whole cache lines, each written by one store and not read again for an activation.
    private static bool Streams(in DepthwisePlan<T> plan) =>
        TLanes.Count * sizeof(T) == Streaming.Alignment
        && plan.Channels % TLanes.Count == 0
        && (nuint)plan.Y % Streaming.Alignment == 0
        && plan.Activation is Activation.None or Activation.ReLU
        && Streaming.Pays(plan.Batch * plan.XImage * sizeof(T), plan.Batch * plan.YImage * sizeof(T));

    private struct Body : ITileBody
    {
        public DepthwisePlan<T> Plan;
        public int Blocks;
        public bool Streams;

        /// <summary>The weights of whole lines, or null.</summary>
        public T* Weights;

        public readonly void Invoke(int tile)
        {
            var image = tile / Blocks;
            var block = tile % Blocks;
            var lines = (long)Plan.OutDepth * Plan.OutHeight;
            var first = (int)(lines * block / Blocks);
            var end = (int)(lines * (block + 1) / Blocks);
            if (Weights != null)
            {
                DepthwiseRows<T, TVector, TLanes>.Lines(Plan, Weights, image, first, end, Streams);
            }
            else
            {
                LinesByPixels(image, first, end);
            }

            if (Streams)
            {
                Streaming.Fence();
            }
        }

        private readonly void LinesByPixels(int image, int first, int end)
        {
            var room = 0;
            for (var phase = 0; phase < Plan.HorizontalPhases; phase++)
            {
                room += Plan.Horizontal[phase].Axis.Out;
            }

            using var scratch = Scratch.Rent<TapRun>(room);
            using var counts = Scratch.Rent<int>(Plan.HorizontalPhases);
            var runs = (TapRun*)scratch.Pointer;
            var runCounts = (int*)counts.Pointer;
            var found = runs;
            for (var phase = 0; phase < Plan.HorizontalPhases; phase++)
            {
                ref readonly var axis = ref Plan.Horizontal[phase].Axis;
                runCounts[phase] = TapRun.Find(0, axis.Out, axis, found);
                found += runCounts[phase];
            }

            var seen = 0;
            for (var line = first; line < end; line++)
            {
                var ahead = Plan.OutDepth == 1 && line + 1 < end ? RowsAhead(line, ref seen) : default;
                Line(image, line / Plan.OutHeight, line % Plan.OutHeight, ahead, runs, runCounts);
            }
        }

        // The input rows that the next line will read and none before it did.
        private readonly (int First, int Count) RowsAhead(int line, ref int seen)
        {
            seen = Math.Max(seen, EndRow(line));
            var first = seen;
            seen = Math.Max(seen, EndRow(line + 1));
            return (first, seen - first);
        }

        // The row after the last input row that a line reads; 0 when it reads none.
        private readonly int EndRow(int line)
        {
            ref readonly var axis = ref Plan.Vertical[line % Plan.VerticalPhases].Axis;
            var position = line / Plan.VerticalPhases;
            var (low, high) = axis.Taps(position);
            return low == high ? 0 : (position * axis.Stride) + axis.Offset + ((high - 1) * axis.Dilation) + 1;
        }

        private readonly void Line(int image, int plane, int row, (int First, int Count) ahead, TapRun* runs, int* runCounts)
        {
            ref readonly var depth = ref Plan.Depth[plane % Plan.DepthPhases];
            ref readonly var vertical = ref Plan.Vertical[row % Plan.VerticalPhases];
            var (lowPlane, highPlane) = depth.Axis.Taps(plane / Plan.DepthPhases);
            var (lowRow, highRow) = vertical.Axis.Taps(row / Plan.VerticalPhases);
            var inputPlane = ((nint)(plane / Plan.DepthPhases) * depth.Axis.Stride) + depth.Axis.Offset + ((nint)lowPlane * depth.Axis.Dilation);
            var inputRow = ((nint)(row / Plan.VerticalPhases) * vertical.Axis.Stride) + vertical.Axis.Offset + ((nint)lowRow * vertical.Axis.Dilation);
            nint channels = Plan.Channels;
            var tap = channels * Plan.Terms;
            DepthwiseJob<T> job = default;
            job.Planes = highPlane - lowPlane;
            job.Rows = highRow - lowRow;
            job.XRow = vertical.Axis.Dilation * Plan.XRow;
            job.XPlane = depth.Axis.Dilation * Plan.XPlane;
            job.WRow = vertical.TapStep * Plan.KernelWidth * tap;
            job.WPlane = (nint)depth.TapStep * Plan.KernelHeight * Plan.KernelWidth * tap;
            job.Terms = Plan.Terms;
            job.Places = Plan.Places;
            job.Bias = Plan.Bias;
            job.Channels = channels;
            job.Rectify = Plan.Activation == Activation.ReLU;
            job.Streams = Streams;
            job.AheadRow = Plan.XRow;
            job.AheadRows = ahead.Count;
            var aheadRow = Plan.X + (image * Plan.XImage) + (ahead.First * Plan.XRow);
            var x = Plan.X + (image * Plan.XImage) + (inputPlane * Plan.XPlane) + (inputRow * Plan.XRow);
            var tapRow = ((nint)depth.Tap + (lowPlane * depth.TapStep)) * Plan.KernelHeight + vertical.Tap + (lowRow * vertical.TapStep);
            var w = Plan.W + (tapRow * Plan.KernelWidth * tap);
            var y = Plan.Y + (image * Plan.YImage) + (plane * Plan.YPlane) + (row * Plan.YRow);
            for (var phase = 0; phase < Plan.HorizontalPhases; phase++)
            {
                ref readonly var horizontal = ref Plan.Horizontal[phase];
                job.XPixel = horizontal.Axis.Stride * channels;
                job.XTap = horizontal.Axis.Dilation * channels;
                job.WTap = horizontal.TapStep * tap;
                job.YPixel = horizontal.Step * channels;
                for (var i = 0; i < runCounts[phase]; i++)
                {
                    var run = runs[i];
                    job.Taps = run.High - run.Low;
                    job.W = w + ((horizontal.Tap + (run.Low * horizontal.TapStep)) * tap);
                    Run(&job, run, horizontal, x, y, aheadRow);
                }

                runs += runCounts[phase];
                job.AheadRows = 0;
            }

            if (Plan.Activation is not (Activation.None or Activation.ReLU))
            {
                Epilogue.Activate(y, checked((int)Plan.YRow), Plan.Activation);
            }
        }

        // Pixels are spread evenly over calls: 14 make two of seven.
        private readonly void Run(DepthwiseJob<T>* job, in TapRun run, in TapPhase horizontal, T* x, T* y, T* aheadRow)
        {
            var most = Plan.Terms == 1 ? DepthwiseKernels<T, TVector, TLanes>.MostPixels : GroupKernels<T, TVector, TLanes>.MostPixels;
            var calls = (run.Length + most - 1) / most;
            var start = 0;
            for (var call = 0; call < calls; call++)
            {
                var end = (int)((long)run.Length * (call + 1) / calls);
                var position = run.Start + start;
                var column = ((nint)position * horizontal.Axis.Stride) + horizontal.Axis.Offset + ((nint)run.Low * horizontal.Axis.Dilation);
                job->X = x + (column * Plan.Channels);
                job->Y = y + (((nint)position * horizontal.Step) + horizontal.First) * Plan.Channels;
                var first = position * horizontal.Axis.Stride;
                job->Ahead = aheadRow + ((nint)first * Plan.Channels);
                job->AheadPixels = Math.Min((end - start) * horizontal.Axis.Stride, horizontal.Axis.In - first);
                if (Plan.Terms == 1)
                {
                    DepthwiseKernels<T, TVector, TLanes>.Run(end - start, job);
                }
                else
                {
                    GroupKernels<T, TVector, TLanes>.Run(end - start, job);
                }

                start = end;
            }
        }
    }
}
