namespace Kiln.KernelGenerator;

/// <summary>Whole lines of depthwise windows. A row of the input is walked once: each pixel goes into the sums of all outputs that see it.</summary>
internal sealed class DepthwiseRowKernels() : ChannelFile(
    "Convolution/DepthwiseRowKernels.g.cs",
    $"Depthwise windows of 3, 5 or 7 columns over one or two whole lines. See <see cref=\"DepthwiseRowJob{{T}}\"/>.")
{
    // The usual widths of a window.
    private static readonly int[] RowTaps = [3, 5, 7];
    private static readonly int[] RowLines = [1, 2];

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>Runs the kernel for a number of lines and of columns of the window.</summary>");
        Line(1, $"public static void Run(int lines, int taps, DepthwiseRowJob<T>* job)");
        Switch("(lines * 16) + taps", [.. from lines in RowLines from taps in RowTaps select (lines * 16) + taps], value => $"Lines{value / 16}x{value % 16}(job)");
        foreach (var lines in RowLines)
        {
            foreach (var taps in RowTaps)
            {
                Blank();
                RowKernel(lines, taps);
            }
        }

        Blank();
        RowStores();
    }

    // For each pixel of the input, its products with all taps go to as many sums: sum t is that of the output t columns behind. The last one is then complete, and each
    // sum takes the place of the next. Of two lines the second sees the rows of the first, one farther.
    private void RowKernel(int lines, int taps)
    {
        string[] sums = lines == 1 ? ["a"] : ["a", "b"];
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void Lines{lines}x{taps}(DepthwiseRowJob<T>* job)");
        Line(1, $"{{");
        Line(2, $"var channels = job->Channels;");
        Line(2, $"var xRow = job->XRow;");
        Line(2, $"var yPixel = job->YPixel;");
        Line(2, $"var w = job->W;");
        Channels(Body);
        Line(1, $"}}");

        void Body(bool masked, Func<string, string> load)
        {
            foreach (var sum in sums)
            {
                for (var tap = 0; tap < taps; tap++)
                {
                    Line(3, $"var {sum}{tap} = TLanes.Zero;");
                }
            }

            Line(3, $"var bias = job->Bias == null ? TLanes.Zero : {load("job->Bias + channel")};");
            Line(3, $"var x = job->X + channel;");
            Line(3, $"var y = job->Y + channel;");
            Line(3, $"var ahead = job->Ahead + channel;");
            Line(3, $"var skip = job->Skip;");
            Line(3, $"for (var column = job->Columns; column > 0; column--)");
            Line(3, $"{{");
            Line(4, $"var from = x;");
            Line(4, $"var weight = w;");
            if (lines == 2)
            {
                Line(4, $"var v = {load("from")};");
            }

            Line(4, $"for (var row = job->Rows; row > 0; row--)");
            Line(4, $"{{");
            if (lines == 1)
            {
                Line(5, $"var v = {load("from")};");
                Line(5, $"from += xRow;");
            }
            else
            {
                Line(5, $"from += xRow;");
                Line(5, $"var next = {load("from")};");
            }

            for (var tap = 0; tap < taps; tap++)
            {
                var address = tap == 0 ? "weight" : $"weight + ({tap} * TLanes.Count)";
                if (lines == 1)
                {
                    Line(5, $"a{tap} = TLanes.MultiplyAdd(v, TLanes.Load({address}), a{tap});");
                    continue;
                }

                Line(5, $"var w{tap} = TLanes.Load({address});");
                Line(5, $"a{tap} = TLanes.MultiplyAdd(v, w{tap}, a{tap});");
                Line(5, $"b{tap} = TLanes.MultiplyAdd(next, w{tap}, b{tap});");
            }

            if (lines == 2)
            {
                Line(5, $"v = next;");
            }

            Line(5, $"weight += {taps} * TLanes.Count;");
            Line(4, $"}}");
            Blank();
            Line(4, $"x += channels;");
            Line(4, $"TLanes.PrefetchFar(ahead);");
            if (lines == 2)
            {
                Line(4, $"TLanes.PrefetchFar(ahead + job->AheadRow);");
            }

            Line(4, $"ahead += channels;");
            Line(4, $"if (skip > 0)");
            Line(4, $"{{");
            Line(5, $"skip--;");
            Line(4, $"}}");
            Line(4, $"else");
            Line(4, $"{{");
            Emit(5);
            Line(4, $"}}");
            Blank();
            Shift(4);
            Line(3, $"}}");
            Blank();
            Line(3, $"for (var column = job->Left; column > 0; column--)");
            Line(3, $"{{");
            Emit(4);
            Shift(4);
            Line(3, $"}}");
            if (!masked)
            {
                Blank();
                Line(3, $"w += job->WVector;");
            }

            void Emit(int depth)
            {
                foreach (var sum in sums)
                {
                    var to = sum == "a" ? "y" : "y + job->YLine";
                    Line(depth, $"Store(job, {to}, TLanes.Add({sum}{taps - 1}, bias){(masked ? ", mask, lanes" : "")});");
                }

                Line(depth, $"y += yPixel;");
            }

            void Shift(int depth)
            {
                foreach (var sum in sums)
                {
                    for (var tap = taps - 1; tap > 0; tap--)
                    {
                        Line(depth, $"{sum}{tap} = {sum}{tap - 1};");
                    }

                    Line(depth, $"{sum}0 = TLanes.Zero;");
                }
            }
        }
    }

    // The lines of the output some pixels from here are asked for, unless they are written past the caches.
    private void RowStores()
    {
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        Line(1, $"private static void Store(DepthwiseRowJob<T>* job, T* y, TVector sum)");
        Line(1, $"{{");
        Line(2, $"sum = job->Rectify ? TLanes.Rectify(sum) : sum;");
        Line(2, $"if (job->Streams)");
        Line(2, $"{{");
        Line(3, $"TLanes.StoreThrough(y, sum);");
        Line(2, $"}}");
        Line(2, $"else");
        Line(2, $"{{");
        Line(3, $"TLanes.Store(y, sum);");
        Line(3, $"TLanes.PrefetchFar(y + job->YAhead);");
        Line(2, $"}}");
        Line(1, $"}}");
        Blank();
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        Line(1, $"private static void Store(DepthwiseRowJob<T>* job, T* y, TVector sum, TVector mask, int lanes) =>");
        Line(2, $"TLanes.StoreFirst(y, mask, lanes, job->Rectify ? TLanes.Rectify(sum) : sum);");
    }
}
