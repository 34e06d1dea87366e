namespace Kiln.Numerics;

/// <summary>
/// The weight gradient of a 1 × 1 convolution: gw[c, o] = Σ x[pixel, c] · gy[pixel, o], a product whose terms are the pixels. As in the general form, a task takes
/// some panels of filters in one slice of the pixels, unit after unit; but with one tap there is little to compute for what is read, so all
/// passes over memory are part of the products: the kernel of the first channels leaves a copy of gy's panel for the others, and every kernel asks for a
/// share of what the next unit reads.
/// </summary>
internal unsafe struct PointwiseWeightGradient<T, TVector, TLanes> : ITileBody
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    private const int Widest = 2;

    public WeightGradientPlan<T> Plan;
    public int Panels;

    /// <summary>Whether a convolution has one tap and no padding, and the pixels of a unit lie at one constant step, as they are or copied.</summary>
    public static bool Suits(in WeightGradientPlan<T> plan)
    {
        ref readonly var g = ref plan.Geometry;
        return g.Taps == 1 && g.Groups == 1 && g.InChannels >= TLanes.MaxRows(Widest)
            && g.PadFront == 0 && g.PadBack == 0 && g.PadTop == 0 && g.PadBottom == 0 && g.PadLeft == 0 && g.PadRight == 0
            && ((g.StrideHeight == 1 && g.StrideWidth == 1) || InputBlock<T>.Copies(plan));
    }

    public readonly void Invoke(int tile)
    {
        ref readonly var g = ref Plan.Geometry;
        var slice = tile % Plan.Slices;
        var part = tile / Plan.Slices;
        var panelWidth = Widest * TLanes.Count;
        var firstColumn = Panels * part / Plan.Parts * panelWidth;
        var endColumn = Math.Min(g.OutChannels, Panels * (part + 1) / Plan.Parts * panelWidth);
        var most = TLanes.MaxRows(Widest);
        var tiles = (g.InChannels + most - 1) / most;
        using var packed = Scratch.Rent<T>((nint)Plan.MostPixels * panelWidth);
        using var block = Scratch.Rent<T>(InputBlock<T>.Elements(Plan));
        var gw = Plan.Sums(slice);
        var (first, end) = Plan.Units(slice);
        if (first == end)
        {
            for (var row = 0; row < g.InChannels; row++)
            {
                new Span<T>(gw + ((nint)row * g.OutChannels) + firstColumn, endColumn - firstColumn).Clear();
            }
        }

        var job = new ProductJob<T> { ARow = 1, CRow = g.OutChannels, Copy = (T*)packed.Pointer };
        for (var index = first; index < end; index++)
        {
            var unit = Plan.Unit(index);
            var x = Plan.InputPlane(unit, 0);
            var pixels = (unit.End - unit.First) * g.OutWidth;
            var input = InputBlock<T>.Take(Plan, unit, x, (T*)block.Pointer);
            var panels = (endColumn - firstColumn + panelWidth - 1) / panelWidth;
            var ahead = index + 1 < end ? Begin(Plan.Unit(index + 1), firstColumn, endColumn, tiles * panels) : default;
            job.Terms = pixels;
            job.AStep = input.Pixel;
            job.Accumulate = index > first;
            for (var column = firstColumn; column < endColumn;)
            {
                var width = ProductPanels<T, TVector, TLanes>.Width(endColumn - column, Widest);
                job.LastLanes = ProductPanels<T, TVector, TLanes>.LastLanes(endColumn - column, width);
                var inPlace = width == g.OutChannels;
                job.B = unit.GY + column;
                job.BStep = g.OutChannels;
                var start = 0;
                for (var i = 0; i < tiles; i++)
                {
                    var stop = (int)((long)g.InChannels * (i + 1) / tiles);
                    job.A = input.Origin + (unit.First * input.OutRow) + start;
                    job.C = gw + ((nint)start * g.OutChannels) + column;
                    ahead.Next(&job, pixels);
                    if (i > 0 || inPlace)
                    {
                        ProductPanels<T, TVector, TLanes>.Full(stop - start, width, &job);
                    }
                    else
                    {
                        ProductPanels<T, TVector, TLanes>.Pack(stop - start, width, &job);
                        job.B = job.Copy;
                        job.BStep = width;
                    }

                    start = stop;
                }

                column += width;
            }
        }
    }

    private readonly Ahead Begin(in WeightGradientUnit<T> next, int firstColumn, int endColumn, int calls)
    {
        ref readonly var g = ref Plan.Geometry;
        nint rows = next.End - next.First;
        var panels = (endColumn - firstColumn + (Widest * TLanes.Count) - 1) / (Widest * TLanes.Count);
        var whole = g.StrideHeight == 1;
        var ahead = new Ahead
        {
            X = Plan.InputPlane(next, 0) + ((nint)next.First * g.StrideHeight * g.InputRow),
            XRun = whole ? rows * g.InputRow : g.InputRow,
            XRuns = whole ? 1 : (int)rows,
            XStep = g.StrideHeight * g.InputRow,
            GY = next.GY + firstColumn,
            GYRun = Plan.Parts == 1 ? rows * g.OutputRow : 0,
            GYPieces = Plan.Parts == 1 ? 0 : panels,
            GYStep = g.OutChannels,
        };
        var terms = rows * g.OutWidth;
        var elements = (ahead.XRun * ahead.XRuns) + ahead.GYRun;
        var most = (nint)(Widest * TLanes.Count);
        ahead.Step = whole ? Math.Min(most, (elements / (Math.Max(1, calls - ahead.GYPieces) * terms)) + 1) : most;
        return ahead;
    }

    /// <summary>
    /// What the kernels of one unit fetch for the next: runs of the input, then the gradient, whole or, where the task needs a part of each pixel only,
    /// panel by panel. Rows that a stride skips are left out; pixels that it skips within a row come along.
    /// </summary>
    private struct Ahead
    {
        public T* X;
        public nint XRun;
        public int XRuns;
        public nint XStep;
        public T* GY;
        public nint GYRun;
        public int GYPieces;
        public nint GYStep;
        public nint Step;
        private nint _at;

        /// <summary>Gives the next call its share.</summary>
        public void Next(ProductJob<T>* job, int terms)
        {
            job->AheadStep = Step;
            if (XRuns > 0)
            {
                job->Ahead = X + _at;
                _at += Step * terms;
                if (_at >= XRun)
                {
                    _at = 0;
                    X += XStep;
                    XRuns--;
                }
            }
            else if (_at < GYRun)
            {
                job->Ahead = GY + _at;
                _at += Step * terms;
            }
            else if (GYPieces > 0)
            {
                job->Ahead = GY;
                job->AheadStep = GYStep;
                GY += Widest * TLanes.Count;
                GYPieces--;
            }
            else
            {
                job->Ahead = job->A;
                job->AheadStep = 0;
            }
        }
    }
}
