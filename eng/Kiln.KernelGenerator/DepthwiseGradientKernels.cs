namespace Kiln.KernelGenerator;

/// <summary>Gradients of depthwise weights. Three rows of up to three taps serve the usual 3 × 3 window at once; other windows go row by row.</summary>
internal sealed class DepthwiseGradientKernels() : GradientFile(
    "Convolution/DepthwiseGradientKernels.g.cs",
    $"Sums of x · gy over a row of pixels for several taps at once. See <see cref=\"DepthwiseGradientJob{{T}}\"/>.")
{
    private static readonly (int Rows, int Taps)[] Windows = [.. Enumerable.Range(1, 8).Select(taps => (1, taps)), .. Enumerable.Range(1, 3).Select(taps => (3, taps))];

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>The most taps of one call along a row.</summary>");
        Line(1, $"public const int MostTaps = 8;");
        Blank();
        Line(1, $"/// <summary>The most taps of one call along a row when there are three rows.</summary>");
        Line(1, $"public const int MostTapsOfThreeRows = 3;");
        Blank();
        Line(1, $"/// <summary>Runs the kernel for a window of 1 row and 1 to 8 taps, or 3 rows and 1 to 3 taps.</summary>");
        Line(1, $"public static void Run(int rows, int taps, DepthwiseGradientJob<T>* job)");
        Line(1, $"{{");
        Line(2, $"switch ((rows * 16) + taps)");
        Line(2, $"{{");
        Line(3, $"case {(3 * 16) + 3} when job->AheadRows == 1:");
        Line(4, $"Taps3x3Ahead1(job);");
        Line(4, $"break;");
        Line(3, $"case {(3 * 16) + 3} when job->AheadRows == 2:");
        Line(4, $"Taps3x3Ahead2(job);");
        Line(4, $"break;");
        foreach (var (rows, taps) in Windows)
        {
            Line(3, $"case {(rows * 16) + taps}:");
            Line(4, $"Taps{rows}x{taps}(job);");
            Line(4, $"break;");
        }

        Line(2, $"}}");
        Line(1, $"}}");
        foreach (var (rows, taps) in Windows)
        {
            Blank();
            GradientKernel(rows, taps, ahead: 0);
        }

        foreach (var ahead in new[] { 1, 2 })
        {
            Blank();
            GradientKernel(3, 3, ahead);
        }
    }

    // With ahead, the part of the next output row's window that is new: the last row, or the last two rows and columns when the stride is two.
    private void GradientKernel(int rows, int taps, int ahead)
    {
        GradientShell(
            $"Taps{rows}x{taps}{(ahead == 0 ? "" : $"Ahead{ahead}")}",
            taps,
            () =>
            {
                if (ahead > 0)
                {
                    Line(2, $"var xAhead = job->XAhead;");
                    Line(2, $"var gyAhead = job->GYAhead;");
                }
            },
            Body);

        void Body(bool masked, Func<string, string> load)
        {
            for (var row = 0; row < rows; row++)
            {
                for (var tap = 0; tap < taps; tap++)
                {
                    Line(3, $"var s{row}_{tap} = TLanes.Zero;");
                }
            }

            Line(3, $"var x0 = job->X + channel;");
            for (var row = 1; row < rows; row++)
            {
                Line(3, $"var x{row} = x{row - 1} + job->XRow;");
            }

            Line(3, $"var gy = job->GY + channel;");
            Line(3, $"for (var pixel = job->Pixels; pixel > 0; pixel--)");
            Line(3, $"{{");
            Line(4, $"var g = {load("gy")};");
            for (var row = 0; row < rows; row++)
            {
                var at = $"x{row}";
                for (var tap = 0; tap < taps; tap++)
                {
                    if (tap > 0 && tap % 3 == 0)
                    {
                        Line(4, $"var x{row}_{tap} = {at} + xTap2 + xTap;");
                        at = $"x{row}_{tap}";
                    }

                    var address = (tap % 3) switch { 0 => at, 1 => $"{at} + xTap", _ => $"{at} + xTap2" };
                    Line(4, $"s{row}_{tap} = TLanes.MultiplyAdd({load(address)}, g, s{row}_{tap});");
                }
            }

            if (ahead > 0)
            {
                Line(4, $"TLanes.PrefetchFar(gy + gyAhead);");
                for (var row = rows - ahead; row < rows; row++)
                {
                    for (var tap = taps - ahead; tap < taps; tap++)
                    {
                        Line(4, $"TLanes.PrefetchFar(x{row} + {(tap == 1 ? "xTap" : "xTap2")} + xAhead);");
                    }
                }
            }

            for (var row = 0; row < rows; row++)
            {
                Line(4, $"x{row} += xPixel;");
            }

            Line(4, $"gy += gyPixel;");
            Line(3, $"}}");
            Blank();
            for (var row = 0; row < rows; row++)
            {
                Line(3, $"{(row == 0 ? "var gw = job->GW" : $"gw = job->GW + ({row} * job->GWRow)")} + channel;");
                for (var tap = 0; tap < taps; tap++)
                {
                    Line(3, $"{(masked ? "TLanes.StoreFirst(gw, mask, lanes" : "TLanes.Store(gw")}, TLanes.Add({load("gw")}, s{row}_{tap}));");
                    if (tap < taps - 1)
                    {
                        Line(3, $"gw += channels;");
                    }
                }
            }
        }
    }
}
