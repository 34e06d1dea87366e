namespace Kiln.Numerics;

/// <summary>
/// The weight gradient of a window per channel, gw[u, v, c] = Σ x[…, c] · gy[…, c], or of small groups of channels, gw[u, v, t, c] = Σ x[…, t-th of c's group] · gy[…, c];
/// vectors along the channels. A task is one plane of the window in one slice; a kernel call sums some taps over a row of pixels in registers.
/// </summary>
internal unsafe struct DepthwiseWeightGradient<T, TVector, TLanes> : ITileBody
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // An input of this size stays in the second-level cache, and nothing has to be fetched ahead.
    private const int NearBytes = 512 * 1024;
    private const int CachedBytes = 16 << 20;

    public WeightGradientPlan<T> Plan;

    /// <summary>The lanes of each channel's group; null where each channel has a window of its own.</summary>
    public T* Places;

    public readonly void Invoke(int tile)
    {
        var slice = tile % Plan.Slices;
        var part = tile / Plan.Slices;
        var end = Plan.Geometry.KernelDepth * (part + 1) / Plan.Parts;
        for (var plane = Plan.Geometry.KernelDepth * part / Plan.Parts; plane < end; plane++)
        {
            AddPlane(slice, plane);
        }
    }

    private readonly void AddPlane(int slice, int kernelPlane)
    {
        var plane = (nint)Plan.Geometry.KernelHeight * Plan.WindowRow;
        var gw = Plan.Sums(slice) + (kernelPlane * plane);
        new Span<T>(gw, checked((int)plane)).Clear();
        using var scratch = Scratch.Rent<TapRun>(Plan.Horizontal.Out);
        var columns = (TapRun*)scratch.Pointer;
        var columnRuns = TapRun.Find(0, Plan.Horizontal.Out, Plan.Horizontal, columns);
        var (first, end) = Plan.Units(slice);
        for (var index = first; index < end; index++)
        {
            var unit = Plan.Unit(index);
            var x = Plan.InputPlane(unit, kernelPlane);
            if (x == null)
            {
                continue;
            }

            for (var row = unit.First; row < unit.End; row++)
            {
                AddRow(row, x, unit.GY + ((row - unit.First) * Plan.Geometry.OutputRow), gw, columns, columnRuns);
            }
        }
    }

    // Windows of three columns moved by one, the usual case, take a line at a time: 1.6 times as fast while the last-level cache holds both operands. Beyond it
    // the loop waits for memory more than the other does, for reasons that were not found (1.7 against 1.1 ms for 26 MB).
    private readonly bool IsByRows() =>
        Places == null && (Plan.Geometry.InputCount + Plan.Geometry.OutputCount) * sizeof(T) <= CachedBytes && Plan.Horizontal.Count == DepthwiseRowGradientKernels<T, TVector, TLanes>.Taps
        && Plan.Horizontal.Stride == 1 && Plan.Horizontal.Dilation == 1 && Plan.Vertical.Count <= DepthwiseRowGradientKernels<T, TVector, TLanes>.MostRows;

    private readonly void AddLine(int row, int low, int high, T* x, T* gy, T* gw)
    {
        ref readonly var axis = ref Plan.Horizontal;
        nint channels = Plan.Geometry.OutChannels;
        var first = Math.Max(0, axis.Offset);
        var end = Math.Min(axis.In, axis.Out + axis.Offset + axis.Count - 1);
        var firstWithin = Math.Clamp(axis.Offset + axis.Count - 1, first, Math.Max(first, end));
        var endWithin = Math.Clamp(axis.Out + axis.Offset, firstWithin, Math.Max(firstWithin, end));
        var inputRow = ((nint)row * Plan.Vertical.Stride) + Plan.Vertical.Offset + ((nint)low * Plan.Vertical.Dilation);
        var isFar = Plan.Geometry.InputCount * sizeof(T) > NearBytes;
        DepthwiseRowGradientJob<T> job = default;
        job.X = x + (inputRow * Plan.Geometry.InputRow) + (first * channels);
        job.XRow = Plan.Vertical.Dilation * Plan.Geometry.InputRow;
        job.GY = gy;
        job.Out = axis.Out;
        job.FirstPlace = first - axis.Offset;
        job.Before = firstWithin - first;
        job.Within = endWithin - firstWithin;
        job.After = Math.Max(0, end - endWithin);
        job.GW = gw + (low * Plan.WindowRow);
        job.GWRow = Plan.WindowRow;
        job.Channels = channels;
        job.XAhead = isFar ? x + ((inputRow + ((high - low - 1) * Plan.Vertical.Dilation) + Plan.Vertical.Stride) * Plan.Geometry.InputRow) : job.X;
        job.GYAhead = isFar ? gy + Plan.Geometry.OutputRow : gy;
        DepthwiseRowGradientKernels<T, TVector, TLanes>.Run(high - low, &job);
    }

    private readonly void AddRow(int row, T* x, T* gy, T* gw, TapRun* columns, int columnRuns)
    {
        nint channels = Plan.Geometry.OutChannels;
        var (low, high) = Plan.Vertical.Taps(row);
        if (IsByRows())
        {
            AddLine(row, low, high, x, gy, gw);
            return;
        }

        DepthwiseGradientJob<T> job = default;
        job.Channels = channels;
        job.XPixel = Plan.Horizontal.Stride * channels;
        job.XTap = Plan.Horizontal.Dilation * channels;
        job.XRow = Plan.Vertical.Dilation * Plan.Geometry.InputRow;
        job.GYPixel = channels;
        job.GWRow = Plan.WindowRow;
        job.AheadRows = Plan.Geometry.InputCount * sizeof(T) > NearBytes && Plan.Vertical.Stride == Plan.Horizontal.Stride ? Plan.Vertical.Stride : 0;
        job.XAhead = Plan.Vertical.Stride * Plan.Geometry.InputRow;
        job.GYAhead = Plan.Geometry.OutputRow;
        for (var i = 0; i < columnRuns; i++)
        {
            var run = columns[i];
            if (run.Low == run.High)
            {
                continue;
            }

            var column = ((nint)run.Start * Plan.Horizontal.Stride) + Plan.Horizontal.Offset;
            job.GY = gy + (run.Start * channels);
            job.Pixels = run.Length;
            if (Places != null)
            {
                AddGroups(row, low, high, run, x + (column * channels), gw, &job);
                continue;
            }

            var fits = run.High - run.Low <= DepthwiseGradientKernels<T, TVector, TLanes>.MostTapsOfThreeRows;
            var u = low;
            while (u < high)
            {
                var rows = fits && high - u >= 3 ? 3 : 1;
                var most = rows == 3 ? DepthwiseGradientKernels<T, TVector, TLanes>.MostTapsOfThreeRows : DepthwiseGradientKernels<T, TVector, TLanes>.MostTaps;
                var inputRow = ((nint)row * Plan.Vertical.Stride) + Plan.Vertical.Offset + ((nint)u * Plan.Vertical.Dilation);
                for (var tap = run.Low; tap < run.High; tap += most)
                {
                    job.X = x + (inputRow * Plan.Geometry.InputRow) + ((column + ((nint)tap * Plan.Horizontal.Dilation)) * channels);
                    job.GW = gw + (u * Plan.WindowRow) + (tap * channels);
                    DepthwiseGradientKernels<T, TVector, TLanes>.Run(rows, Math.Min(most, run.High - tap), &job);
                }

                u += rows;
            }
        }
    }

    private readonly void AddGroups(int row, int low, int high, in TapRun run, T* x, T* gw, DepthwiseGradientJob<T>* job)
    {
        const int MostTaps = GroupGradientKernels<T, TVector, TLanes>.MostTaps;
        const int Terms = GroupGradientKernels<T, TVector, TLanes>.Terms;
        var group = Plan.Geometry.GroupIn;
        job->GWTap = group * job->Channels;
        for (var u = low; u < high; u++)
        {
            var inputRow = ((nint)row * Plan.Vertical.Stride) + Plan.Vertical.Offset + ((nint)u * Plan.Vertical.Dilation);
            for (var tap = run.Low; tap < run.High; tap += MostTaps)
            {
                job->X = x + (inputRow * Plan.Geometry.InputRow) + (tap * job->XTap);
                for (var term = 0; term < group; term += Terms)
                {
                    job->Places = Places + (term * TLanes.Count);
                    job->GW = gw + (u * Plan.WindowRow) + (tap * job->GWTap) + (term * job->Channels);
                    GroupGradientKernels<T, TVector, TLanes>.Run(Math.Min(MostTaps, run.High - tap), job);
                }
            }
        }
    }
}
