namespace Kiln.KernelGenerator;

/// <summary>Gradients of depthwise weights over whole lines.</summary>
internal sealed class DepthwiseRowGradientKernels() : ChannelFile(
    "Convolution/DepthwiseRowGradientKernels.g.cs",
    $"Sums of x · gy over a whole line for windows of three columns and 1 to {MostWindowRows} rows. See <see cref=\"DepthwiseRowGradientJob{{T}}\"/>.")
{
    // The rows of the window that lie inside the input.
    private const int MostWindowRows = 3;

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>Columns of the window.</summary>");
        Line(1, $"public const int Taps = 3;");
        Blank();
        Line(1, $"/// <summary>The most rows of the window.</summary>");
        Line(1, $"public const int MostRows = {MostWindowRows};");
        Blank();
        Line(1, $"/// <summary>Runs the kernel for a number of rows.</summary>");
        Line(1, $"public static void Run(int rows, DepthwiseRowGradientJob<T>* job)");
        Switch("rows", [.. Enumerable.Range(1, MostWindowRows)], rows => $"Rows{rows}(job)");
        for (var rows = 1; rows <= MostWindowRows; rows++)
        {
            Blank();
            RowGradientKernel(rows);
        }
    }

    // Three gradients at a time stay in registers while the line of the input passes by. Near the ends, where some of the three are missing, each is read when it is there.
    private void RowGradientKernel(int rows)
    {
        const int Taps = 3;
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void Rows{rows}(DepthwiseRowGradientJob<T>* job)");
        Line(1, $"{{");
        Line(2, $"var channels = job->Channels;");
        Line(2, $"var xRow = job->XRow;");
        Channels(Body);
        Line(1, $"}}");

        void Body(bool masked, Func<string, string> load)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var tap = 0; tap < Taps; tap++)
                {
                    Line(3, $"var s{row}_{tap} = TLanes.Zero;");
                }
            }

            Line(3, $"var x = job->X + channel;");
            Line(3, $"var xAhead = job->XAhead + channel;");
            Line(3, $"var gyAhead = job->GYAhead + channel;");
            Line(3, $"var place = job->FirstPlace;");
            Line(3, $"for (var part = 0; part < 2; part++)");
            Line(3, $"{{");
            Line(4, $"for (var column = part == 0 ? job->Before : job->After; column > 0; column--)");
            Line(4, $"{{");
            for (var tap = 0; tap < Taps; tap++)
            {
                Line(5, $"if ((uint)(place - {tap}) < (uint)job->Out)");
                Line(5, $"{{");
                Line(6, $"var g = {load($"job->GY + ((place - {tap}) * channels) + channel")};");
                for (var row = 0; row < rows; row++)
                {
                    Line(6, $"s{row}_{tap} = TLanes.MultiplyAdd({load(At(row))}, g, s{row}_{tap});");
                }

                Line(5, $"}}");
                Blank();
            }

            Line(5, $"x += channels;");
            Line(5, $"place++;");
            Line(4, $"}}");
            Blank();
            Line(4, $"if (part > 0 || job->Within == 0)");
            Line(4, $"{{");
            Line(5, $"continue;");
            Line(4, $"}}");
            Blank();
            Line(4, $"var gy = job->GY + (place * channels) + channel;");
            Line(4, $"var g1 = {load("gy - channels")};");
            Line(4, $"var g2 = {load("gy - (2 * channels)")};");
            Line(4, $"for (var column = job->Within; column > 0; column--)");
            Line(4, $"{{");
            Line(5, $"var g0 = {load("gy")};");
            for (var row = 0; row < rows; row++)
            {
                Line(5, $"var x{row} = {load(At(row))};");
                for (var tap = 0; tap < Taps; tap++)
                {
                    Line(5, $"s{row}_{tap} = TLanes.MultiplyAdd(x{row}, g{tap}, s{row}_{tap});");
                }
            }

            Line(5, $"TLanes.PrefetchFar(xAhead);");
            Line(5, $"TLanes.PrefetchFar(gyAhead);");
            Line(5, $"xAhead += channels;");
            Line(5, $"gyAhead += channels;");
            Line(5, $"g2 = g1;");
            Line(5, $"g1 = g0;");
            Line(5, $"x += channels;");
            Line(5, $"gy += channels;");
            Line(4, $"}}");
            Blank();
            Line(4, $"place += job->Within;");
            Line(3, $"}}");
            Blank();
            for (var row = 0; row < rows; row++)
            {
                Line(3, $"{(row == 0 ? "var gw = job->GW" : $"gw = job->GW + ({row} * job->GWRow)")} + channel;");
                for (var tap = 0; tap < Taps; tap++)
                {
                    Line(3, $"{(masked ? "TLanes.StoreFirst(gw, mask, lanes" : "TLanes.Store(gw")}, TLanes.Add({load("gw")}, s{row}_{tap}));");
                    if (tap < Taps - 1)
                    {
                        Line(3, $"gw += channels;");
                    }
                }
            }
        }

        static string At(int row) => row switch { 0 => "x", 1 => "x + xRow", _ => "x + (2 * xRow)" };
    }
}
