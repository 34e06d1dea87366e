namespace Kiln.KernelGenerator;

/// <summary>Windows over some pixels, all channels: each tap is loaded once for all pixels.</summary>
/// <param name="path">Where it lies.</param>
/// <param name="summary">What the class is for.</param>
/// <param name="mostPixels">The most pixels of one kernel.</param>
/// <param name="grouped">Whether an output sees several channels of its group, not only its own.</param>
internal abstract class PixelFile(string path, FormattableString summary, int mostPixels, bool grouped) : ChannelFile(path, summary)
{
    protected override void WriteMembers()
    {
        Line(1, $"/// <summary>The most pixels of one call.</summary>");
        Line(1, $"public const int MostPixels = {mostPixels};");
        Blank();
        Line(1, $"/// <summary>Runs the kernel for a number of pixels.</summary>");
        Line(1, $"public static void Run(int pixels, DepthwiseJob<T>* job)");
        Switch("pixels", [.. Enumerable.Range(1, mostPixels)], pixels => $"Pixels{pixels}(job)");
        for (var pixels = 1; pixels <= mostPixels; pixels++)
        {
            Blank();
            PixelKernel(pixels);
        }

        Blank();
        Fetch();
    }

    private void PixelKernel(int pixels)
    {
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        Line(1, $"private static void Pixels{pixels}(DepthwiseJob<T>* job)");
        Line(1, $"{{");
        Line(2, $"var channels = job->Channels;");
        Channels(Body);
        Line(1, $"}}");

        void Body(bool masked, Func<string, string> load)
        {
            Line(3, $"Fetch(job, channel);");
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Line(3, $"var s{pixel} = TLanes.Zero;");
            }

            if (pixels > 1)
            {
                Line(3, $"var xPixel = job->XPixel;");
            }

            if (pixels > 2)
            {
                Line(3, $"var xPixel2 = xPixel * 2;");
            }

            Line(3, $"var xPlane = job->X + channel;");
            Line(3, $"var wPlane = job->W + channel;");
            Line(3, $"for (var plane = job->Planes; plane > 0; plane--)");
            Line(3, $"{{");
            Line(4, $"var xRow = xPlane;");
            Line(4, $"var wRow = wPlane;");
            Line(4, $"for (var row = job->Rows; row > 0; row--)");
            Line(4, $"{{");
            Line(5, $"var x0 = xRow;");
            Line(5, $"var w = wRow;");
            Line(5, $"for (var tap = job->Taps; tap > 0; tap--)");
            Line(5, $"{{");
            if (!grouped)
            {
                Line(6, $"var weight = {load("w")};");
            }

            for (var pixel = 0; pixel < pixels; pixel++)
            {
                var group = pixel / 3;
                if (pixel % 3 == 0 && pixel > 0)
                {
                    Line(6, $"var x{group} = x{group - 1} + xPixel2 + xPixel;");
                }

                var address = (pixel % 3) switch { 0 => $"x{group}", 1 => $"x{group} + xPixel", _ => $"x{group} + xPixel2" };
                Line(6, grouped ? (FormattableString)$"var v{pixel} = {load(address)};" : $"s{pixel} = TLanes.MultiplyAdd({load(address)}, weight, s{pixel});");
            }

            if (grouped)
            {
                Line(6, $"var wTerm = w;");
                Line(6, $"var places = job->Places;");
                Line(6, $"for (var term = job->Terms; term > 0; term--)");
                Line(6, $"{{");
                Line(7, $"var weight = {load("wTerm")};");
                Line(7, $"var place = TLanes.Load(places);");
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    Line(7, $"s{pixel} = TLanes.MultiplyAdd(TLanes.Permute(v{pixel}, place), weight, s{pixel});");
                }

                Line(7, $"wTerm += channels;");
                Line(7, $"places += TLanes.Count;");
                Line(6, $"}}");
                Blank();
            }

            Line(6, $"x0 += job->XTap;");
            Line(6, $"w += job->WTap;");
            Line(5, $"}}");
            Blank();
            Line(5, $"xRow += job->XRow;");
            Line(5, $"wRow += job->WRow;");
            Line(4, $"}}");
            Blank();
            Line(4, $"xPlane += job->XPlane;");
            Line(4, $"wPlane += job->WPlane;");
            Line(3, $"}}");
            Blank();
            Line(3, $"if (job->Bias != null)");
            Line(3, $"{{");
            Line(4, $"var bias = {load("job->Bias + channel")};");
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Line(4, $"s{pixel} = TLanes.Add(s{pixel}, bias);");
            }

            Line(3, $"}}");
            Blank();
            Line(3, $"if (job->Rectify)");
            Line(3, $"{{");
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Line(4, $"s{pixel} = TLanes.Rectify(s{pixel});");
            }

            Line(3, $"}}");
            Blank();
            Line(3, $"var y = job->Y + channel;");
            if (masked)
            {
                Stores(3, "TLanes.StoreFirst(y, mask, lanes");
                return;
            }

            Line(3, $"if (job->Streams)");
            Line(3, $"{{");
            Stores(4, "TLanes.StoreThrough(y");
            Line(3, $"}}");
            Line(3, $"else");
            Line(3, $"{{");
            Stores(4, "TLanes.Store(y");
            FetchNext(4);
            Line(3, $"}}");
        }

        void Stores(int depth, string store)
        {
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                if (pixel > 0)
                {
                    Line(depth, $"y += job->YPixel;");
                }

                Line(depth, $"{store}, s{pixel});");
            }
        }

        // The next call's pixels, in the usual case that it is of as many.
        void FetchNext(int depth)
        {
            Line(depth, $"y += job->YPixel;");
            for (var pixel = 0; pixel < pixels; pixel++)
            {
                Line(depth, $"TLanes.PrefetchFar(y);");
                if (pixel < pixels - 1)
                {
                    Line(depth, $"y += job->YPixel;");
                }
            }
        }
    }

    // A few lines with each vector of channels, so that they arrive while it computes.
    private void Fetch()
    {
        Line(1, $"[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        Line(1, $"private static void Fetch(DepthwiseJob<T>* job, nint channel)");
        Line(1, $"{{");
        Line(2, $"for (nint row = 0; row < job->AheadRows; row++)");
        Line(2, $"{{");
        Line(3, $"var ahead = job->Ahead + (row * job->AheadRow) + channel;");
        Line(3, $"for (var pixel = job->AheadPixels; pixel > 0; pixel--)");
        Line(3, $"{{");
        Line(4, $"TLanes.PrefetchFar(ahead);");
        Line(4, $"ahead += job->Channels;");
        Line(3, $"}}");
        Line(2, $"}}");
        Line(1, $"}}");
    }
}
