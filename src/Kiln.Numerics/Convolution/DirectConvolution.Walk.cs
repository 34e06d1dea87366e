namespace Kiln.Numerics;

/// <summary>
/// Windows of few channels: a tile takes some hundred cycles, and all that is not a multiply-add shows. The terms of a window are one walk with a table of steps; what the tiles of a
/// rectangle share is set once; and what a tile leaves to do is done between the terms of the next one: lines of the result are asked for, or written past the caches. Written at once, they
/// waited for memory: 9 % of 7 × 7 with 64 filters, 25 % of 3 × 3 with 32.
/// </summary>
internal static unsafe partial class DirectConvolution<T, TVector, TLanes>
{
    // A panel of 24 KB stays in the first-level cache without being asked for; 11 × 11 over three channels lost 2 %.
    private const int MostWalkedTerms = 192;

    // Whether the rows of a window are short, each one run of memory.
    private static bool Walks(in ConvolutionPlan<T> plan) =>
        plan.Depth.Count == 1 && plan.Vertical.Count > 1 && (long)plan.In * plan.Horizontal.Count * plan.Vertical.Count <= MostWalkedTerms
        && plan.Vertical.Dilation * plan.XRow <= int.MaxValue
        && (plan.Horizontal.Count == 1 || (plan.Horizontal.Dilation == 1 && plan.XPixel == plan.In));

    private partial struct Body
    {
        private readonly void WriteSteps(int* steps)
        {
            var rowTerms = Plan.In * Plan.Horizontal.Count;
            var toNextRow = (int)(Plan.Vertical.Dilation * Plan.XRow) - (rowTerms - 1);
            for (var row = 0; row < Plan.Vertical.Count; row++)
            {
                for (var term = 1; term <= rowTerms; term++)
                {
                    *steps++ = term < rowTerms ? 1 : toNextRow;
                }
            }
        }

        // Pixels that see the same taps, whole rows of them.
        private readonly void WalkRectangle(in Panel panel, TapRun rows, TapRun columns, bool across, TileJob<T>* job)
        {
            var rowTerms = (nint)Plan.In * Plan.Horizontal.Count;
            var inputRow = ((nint)rows.Start * Plan.Vertical.Stride) + Plan.Vertical.Offset + ((nint)rows.Low * Plan.Vertical.Dilation);
            var inputColumn = ((nint)columns.Start * Plan.Horizontal.Stride) + Plan.Horizontal.Offset;
            var x = panel.X + (inputRow * Plan.XRow) + (inputColumn * Plan.XPixel);
            var y = panel.Y + (rows.Start * Plan.YRow) + (columns.Start * Plan.YPixel);
            var xLine = across ? Plan.Vertical.Stride * Plan.XRow : Plan.Horizontal.Stride * Plan.XPixel;
            var yLine = across ? Plan.YRow : Plan.YPixel;
            var xStep = job->ARow;
            var yStep = job->CRow;
            job->B = panel.Weights + (rows.Low * rowTerms * panel.Width);
            job->Terms = (rows.High - rows.Low) * rowTerms;
            job->Steps = panel.Steps;
            job->Bias = panel.Bias;
            job->Rectify = Plan.Activation == Activation.ReLU;

            var length = across ? columns.Length : rows.Length;
            var lines = across ? rows.Length : columns.Length;
            var most = TilePanels<T, TVector, TLanes>.MaxRows(panel.Width);
            var tiles = (length + most - 1) / most;
            var low = length / tiles;
            var higher = length % tiles;
            var strip = panel.Strip;
            job->CRow = strip == null ? yStep : panel.Width;
            job->LineStep = yStep;
            for (var line = 0; line < lines; line++)
            {
                job->A = x;
                var to = y;
                for (var tile = 0; tile < tiles; tile++)
                {
                    var pixels = tile < higher ? low + 1 : low;
                    if (strip == null)
                    {
                        job->C = to;
                        job->Line = to + (pixels * yStep);
                        job->Lines = pixels;
                        TilePanels<T, TVector, TLanes>.Walk(pixels, panel.Width, job);
                    }
                    else
                    {
                        if (job->Lines > job->Terms)
                        {
                            Write(job->Poured, job->Line, yStep, (int)job->Lines, panel.Width);
                            job->Lines = 0;
                        }

                        job->C = strip;
                        TilePanels<T, TVector, TLanes>.Walk(pixels, panel.Width, job);
                        job->Line = to;
                        job->Lines = pixels;
                        job->Poured = strip;
                        strip = strip == panel.Strip ? strip + (most * panel.Width) : panel.Strip;
                    }

                    job->A += pixels * xStep;
                    to += pixels * yStep;
                }

                x += xLine;
                y += yLine;
            }

            if (strip != null)
            {
                Write(job->Poured, job->Line, yStep, (int)job->Lines, panel.Width);
            }
        }
    }
}
