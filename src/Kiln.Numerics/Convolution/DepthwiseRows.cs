namespace Kiln.Numerics;

/// <summary>
/// The usual depthwise windows, 3, 5 or 7 columns wide and moved by one: whole lines at a time, two where they see the same rows. Each pixel of the input is read once
/// for all the outputs of a line that it goes into, where the general form reads it once for each tap, and padding at the sides is no case of its own.
/// </summary>
internal static unsafe class DepthwiseRows<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.INumber<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Outputs from one that is written to the one whose memory is asked for.
    private const int PixelsAhead = 8;

    /// <summary>Whether a convolution has this form.</summary>
    public static bool Suits(in DepthwisePlan<T> plan)
    {
        ref readonly var axis = ref plan.Horizontal->Axis;
        return plan.Terms == 1
            && plan.HorizontalPhases == 1 && plan.VerticalPhases == 1 && plan.DepthPhases == 1
            && axis.Count is 3 or 5 or 7 && axis.Stride == 1 && axis.Dilation == 1 && plan.Horizontal->Step == 1
            && plan.Depth->Axis.Count == 1 && plan.Depth->Axis.In == 1 && plan.OutDepth == 1 && plan.Depth->Axis.Offset == 0
            && HasWholeOutputs(axis);
    }

    /// <summary>Elements of the weights of <see cref="Pack"/>.</summary>
    public static nint WeightElements(in DepthwisePlan<T> plan) =>
        (nint)Vectors(plan) * plan.KernelHeight * plan.Horizontal->Axis.Count * TLanes.Count;

    /// <summary>Copies the weights to (vector of channels, rows, taps, lanes), in the order in which they are met.</summary>
    public static void Pack(in DepthwisePlan<T> plan, T* to)
    {
        ref readonly var vertical = ref *plan.Vertical;
        ref readonly var horizontal = ref *plan.Horizontal;
        for (nint channel = 0; channel < plan.Channels; channel += TLanes.Count)
        {
            var lanes = (int)Math.Min(TLanes.Count, plan.Channels - channel);
            for (var row = 0; row < vertical.Axis.Count; row++)
            {
                for (var tap = 0; tap < horizontal.Axis.Count; tap++)
                {
                    nint at = ((vertical.Tap + (row * vertical.TapStep)) * plan.KernelWidth) + horizontal.Tap + (tap * horizontal.TapStep);
                    new Span<T>(plan.W + (at * plan.Channels) + channel, lanes).CopyTo(new Span<T>(to, lanes));
                    new Span<T>(to + lanes, TLanes.Count - lanes).Clear();
                    to += TLanes.Count;
                }
            }
        }
    }

    /// <summary>Computes the lines of one image from one up to but not including another.</summary>
    public static void Lines(in DepthwisePlan<T> plan, T* weights, int image, int first, int end, bool streams)
    {
        ref readonly var vertical = ref plan.Vertical->Axis;
        ref readonly var horizontal = ref plan.Horizontal->Axis;
        var (skip, left) = Columns(horizontal);
        nint channels = plan.Channels;
        var window = (nint)horizontal.Count * TLanes.Count;
        DepthwiseRowJob<T> job = default;
        job.XRow = vertical.Dilation * plan.XRow;
        job.Columns = End(horizontal) - First(horizontal);
        job.Skip = skip;
        job.Left = left;
        job.WVector = vertical.Count * window;
        job.YPixel = channels;
        job.YLine = plan.YRow;
        job.YAhead = PixelsAhead * channels;
        job.Bias = plan.Bias;
        job.Channels = channels;
        job.Rectify = plan.Activation == Activation.ReLU;
        job.Streams = streams;
        var x = plan.X + (image * plan.XImage) + (First(horizontal) * channels);
        var seen = 0;
        for (var line = first; line < end;)
        {
            var (low, high) = vertical.Taps(line);
            var lines = line + 1 < end && vertical.Stride == 1 && vertical.Dilation == 1 && low < high && vertical.Taps(line + 1) == (low, high) ? 2 : 1;
            job.Rows = high - low;
            job.X = x + ((((nint)line * vertical.Stride) + vertical.Offset + ((nint)low * vertical.Dilation)) * plan.XRow);
            job.W = weights + (low * window);
            job.Y = plan.Y + (image * plan.YImage) + (line * plan.YRow);
            seen = Math.Max(seen, EndRow(vertical, line + lines - 1));
            var ahead = Math.Min(seen, vertical.In - 1);
            job.Ahead = x + (ahead * plan.XRow);
            job.AheadRow = ahead + 1 < vertical.In ? plan.XRow : 0;
            DepthwiseRowKernels<T, TVector, TLanes>.Run(lines, horizontal.Count, &job);
            if (plan.Activation is not (Activation.None or Activation.ReLU))
            {
                Epilogue.Activate(job.Y, checked((int)(lines * plan.YRow)), plan.Activation);
            }

            line += lines;
        }
    }

    private static int Vectors(in DepthwisePlan<T> plan) => (plan.Channels + TLanes.Count - 1) / TLanes.Count;

    // The columns of the input that some output sees.
    private static int First(in TapAxis axis) => Math.Max(0, axis.Offset);

    private static int End(in TapAxis axis) => Math.Min(axis.In, axis.Out + axis.Offset + axis.Count - 1);

    // Output j is complete after column j + offset + count − 1.
    private static (int Skip, int Left) Columns(in TapAxis axis)
    {
        var firstComplete = First(axis) - axis.Offset - (axis.Count - 1);
        var endComplete = End(axis) - axis.Offset - (axis.Count - 1);
        return (-firstComplete, axis.Out - Math.Max(0, endComplete));
    }

    // Every output sees some column, and the first is complete before the last column has passed.
    private static bool HasWholeOutputs(in TapAxis axis)
    {
        var (skip, left) = Columns(axis);
        return skip >= 0 && skip < axis.Count && left < axis.Count && skip <= End(axis) - First(axis);
    }

    // The row after the last that a line reads; 0 when it reads none.
    private static int EndRow(in TapAxis axis, int line)
    {
        var (low, high) = axis.Taps(line);
        return low == high ? 0 : (line * axis.Stride) + axis.Offset + ((high - 1) * axis.Dilation) + 1;
    }
}
