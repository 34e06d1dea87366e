namespace Kiln.Numerics;

/// <summary>
/// gx[n, h, w, c] = Σ gy[n, i, j, o] · w[u, v, c, o] over all output pixels and taps that look at (h, w). Input pixels are taken in
/// stride × stride phases; in each the sum is a direct convolution of gy with the transposed weights of some taps
/// (see <see cref="GradientPhase"/>), so nothing is scattered and no zero is multiplied.
/// </summary>
internal static unsafe class ConvolutionInputGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes gx.</summary>
    public static void Run(in Conv2DGeometry g, T* gy, T* w, T* gx)
    {
        if (g.InputCount == 0)
        {
            return;
        }

        if (g.IsPointwise)
        {
            MatMulRouter<T, TVector, TLanes>.Run(Pointwise(g, gy, w, gx));
            return;
        }

        var padded = DirectConvolution<T, TVector, TLanes>.PanelColumns(g.GroupIn);
        using var panels = Scratch.Rent<T>((nint)g.Groups * padded * g.KernelHeight * g.KernelWidth * g.GroupOut);
        for (var row = 0; row < Math.Min(g.StrideHeight, g.Height); row++)
        {
            var vertical = new GradientPhase(row, g.Height, g.OutHeight, g.KernelHeight, g.StrideHeight, g.PadTop, g.DilationHeight);
            for (var column = 0; column < Math.Min(g.StrideWidth, g.Width); column++)
            {
                var horizontal = new GradientPhase(column, g.Width, g.OutWidth, g.KernelWidth, g.StrideWidth, g.PadLeft, g.DilationWidth);
                var to = gx + (((nint)row * g.Width) + column) * g.InChannels;
                RunPhase(g, vertical, horizontal, gy, w, to, padded, (T*)panels.Pointer);
            }
        }
    }

    private static void RunPhase(
        in Conv2DGeometry g, in GradientPhase vertical, in GradientPhase horizontal, T* gy, T* w, T* gx, int padded, T* panels)
    {
        if (g.IsDepthwise)
        {
            DepthwiseConvolution<T, TVector, TLanes>.Run(new DepthwisePlan<T>(g, vertical, horizontal, gy, w, gx, panels));
            return;
        }

        Pack(g, vertical, horizontal, w, padded, panels);
        DirectConvolution<T, TVector, TLanes>.Run(new ConvolutionPlan<T>
        {
            Batch = g.Batch,
            Groups = g.Groups,
            In = g.GroupOut,
            Out = g.GroupIn,
            Vertical = vertical.Axis,
            Horizontal = horizontal.Axis,
            X = gy,
            XImage = (nint)g.OutHeight * g.OutWidth * g.OutChannels,
            XRow = (nint)g.OutWidth * g.OutChannels,
            XPixel = g.OutChannels,
            Y = gx,
            YImage = (nint)g.Height * g.Width * g.InChannels,
            YRow = (nint)g.StrideHeight * g.Width * g.InChannels,
            YPixel = (nint)g.StrideWidth * g.InChannels,
            Panels = panels,
        });
    }

    // Tap by tap, the (channels in, channels out) matrix is transposed into panels over the channels in.
    private static void Pack(in Conv2DGeometry g, in GradientPhase vertical, in GradientPhase horizontal, T* w, int padded, T* panels)
    {
        var taps = vertical.Axis.Count * horizontal.Axis.Count;
        for (var group = 0; group < g.Groups; group++)
        {
            var channel = 0;
            while (channel < g.GroupIn)
            {
                var vectors = ColumnPanels<T, TVector, TLanes>.Vectors(g.GroupIn - channel, 2);
                var width = vectors * TLanes.Count;
                var panel = panels + (((nint)group * padded) + channel) * taps * g.GroupOut;
                for (var u = 0; u < vertical.Axis.Count; u++)
                {
                    for (var v = 0; v < horizontal.Axis.Count; v++)
                    {
                        var tap = ((nint)vertical.Tap(u) * g.KernelWidth) + horizontal.Tap(v);
                        var from = w + (((tap * g.GroupIn) + channel) * g.OutChannels) + ((nint)group * g.GroupOut);
                        PanelPacking.Columns(from, g.OutChannels, g.GroupOut, Math.Min(width, g.GroupIn - channel), width, panel);
                        panel += (nint)g.GroupOut * width;
                    }
                }

                channel += width;
            }
        }
    }

    private static MatMulProblem<T> Pointwise(in Conv2DGeometry g, T* gy, T* w, T* gx) => new()
    {
        M = g.Batch * g.Height * g.Width,
        N = g.InChannels,
        K = g.OutChannels,
        A = gy,
        ARow = g.OutChannels,
        AStep = 1,
        B = w,
        Ldb = g.OutChannels,
        TransposeB = true,
        C = gx,
        Ldc = g.InChannels,
    };
}
