namespace Kiln.KernelGenerator;

/// <summary>Gradients of weights of groups of few channels. Three taps by two terms: six sums, the places of two terms, x, gy and one to spare.</summary>
internal sealed class GroupGradientKernels() : GradientFile(
    "Convolution/GroupGradientKernels.g.cs",
    $"Sums of x · gy over a row of pixels for several taps and two channels of each group at once. See <see cref=\"DepthwiseGradientJob{{T}}\"/>.")
{
    private const int MostTaps = 3;

    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>The most taps of one call.</summary>");
        Line(1, $"public const int MostTaps = {MostTaps};");
        Blank();
        Line(1, $"/// <summary>The channels of a group that one call takes.</summary>");
        Line(1, $"public const int Terms = 2;");
        Blank();
        Line(1, $"/// <summary>Runs the kernel for a number of taps along a row.</summary>");
        Line(1, $"public static void Run(int taps, DepthwiseGradientJob<T>* job)");
        Switch("taps", [.. Enumerable.Range(1, MostTaps)], taps => $"Taps{taps}(job)");
        for (var taps = 1; taps <= MostTaps; taps++)
        {
            Blank();
            GroupGradientKernel(taps);
        }
    }

    private void GroupGradientKernel(int taps)
    {
        GradientShell(
            $"Taps{taps}",
            taps,
            () =>
            {
                Line(2, $"var place0 = TLanes.Load(job->Places);");
                Line(2, $"var place1 = TLanes.Load(job->Places + TLanes.Count);");
            },
            Body);

        void Body(bool masked, Func<string, string> load)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                Line(3, $"var s{tap}_0 = TLanes.Zero;");
                Line(3, $"var s{tap}_1 = TLanes.Zero;");
            }

            Line(3, $"var x = job->X + channel;");
            Line(3, $"var gy = job->GY + channel;");
            Line(3, $"for (var pixel = job->Pixels; pixel > 0; pixel--)");
            Line(3, $"{{");
            Line(4, $"var g = {load("gy")};");
            for (var tap = 0; tap < taps; tap++)
            {
                Line(4, $"{(tap == 0 ? "var " : "")}v = {load(tap switch { 0 => "x", 1 => "x + xTap", _ => "x + xTap2" })};");
                Line(4, $"s{tap}_0 = TLanes.MultiplyAdd(TLanes.Permute(v, place0), g, s{tap}_0);");
                Line(4, $"s{tap}_1 = TLanes.MultiplyAdd(TLanes.Permute(v, place1), g, s{tap}_1);");
            }

            Line(4, $"x += xPixel;");
            Line(4, $"gy += gyPixel;");
            Line(3, $"}}");
            Blank();
            Line(3, $"var gw = job->GW + channel;");
            for (var tap = 0; tap < taps; tap++)
            {
                if (tap > 0)
                {
                    Line(3, $"gw += job->GWTap;");
                }

                for (var term = 0; term < 2; term++)
                {
                    var address = term == 0 ? "gw" : "gw + channels";
                    Line(3, $"{(masked ? $"TLanes.StoreFirst({address}, mask, lanes" : $"TLanes.Store({address}")}, TLanes.Add({load(address)}, s{tap}_{term}));");
                }
            }
        }
    }
}
