namespace Kiln.Numerics;

/// <summary>
/// gx[n, …, c] = Σ gy[n, …, o] · w[…, c, o] over all output pixels and taps that look at this input pixel. Input pixels are taken in
/// stride × stride (× stride) phases; in each the sum is a direct convolution of gy with the transposed weights of some taps
/// (see <see cref="GradientPhase"/>), so nothing is scattered and no zero is multiplied.
/// </summary>
internal static unsafe class ConvolutionInputGradient<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes gx.</summary>
    public static void Run(in Conv3DGeometry geometry, T* gy, T* w, T* gx)
    {
        if (geometry.InputCount == 0)
        {
            return;
        }

        var g = ConvolutionForms.Simplest(geometry);

        if (DepthwiseMultiplier<T, TVector, TLanes>.Suits(g))
        {
            DepthwiseMultiplier<T, TVector, TLanes>.InputGradient(g, gy, w, gx);
            return;
        }

        if (WinogradPlan.Suits<T>(g))
        {
            WinogradInputGradient<T, TVector, TLanes>.Run(g, gy, w, gx);
            return;
        }

        if (!g.IsPointwise && PatchConvolution<T, TVector, TLanes>.SuitsInputGradient(g))
        {
            PatchConvolution<T, TVector, TLanes>.InputGradient(g, gy, w, gx);
            return;
        }

        if (FewChannelsInputGradient<T, TVector, TLanes>.Suits(g))
        {
            FewChannelsInputGradient<T, TVector, TLanes>.Run(g, gy, w, gx);
            return;
        }

        if (g.IsPointwise)
        {
            var product = Pointwise(g, gy, w, gx);
            if (StreamedProduct<T, TVector, TLanes>.Suits(product))
            {
                StreamedProduct<T, TVector, TLanes>.Run(product);
            }
            else
            {
                MatMulRouter<T, TVector, TLanes>.Run(product);
            }

            return;
        }

        using var scratch = Scratch.Rent<TapPhase>(DepthwisePlan<T>.PhaseRoom(g));
        var depth = (TapPhase*)scratch.Pointer;
        if (g.IsDepthwise)
        {
            DepthwiseConvolution<T, TVector, TLanes>.Run(DepthwisePlan<T>.InputGradient(g, depth, gy, w, gx));
            return;
        }

        if (SmallGroups<T, TVector, TLanes>.Suits(g))
        {
            using var places = Scratch.Rent<T>(SmallGroups<T, TVector, TLanes>.PlaceElements(g));
            using var turned = Scratch.Rent<T>((nint)g.WeightCount);
            SmallGroups<T, TVector, TLanes>.WritePlaces(g, (T*)places.Pointer);
            SmallGroups<T, TVector, TLanes>.Transpose(g, w, (T*)turned.Pointer);
            DepthwiseConvolution<T, TVector, TLanes>.Run(
                DepthwisePlan<T>.InputGradient(g, depth, gy, (T*)turned.Pointer, gx) with { Terms = g.GroupIn, Places = (T*)places.Pointer });
            return;
        }

        var vertical = depth + g.StrideDepth;
        var horizontal = vertical + g.StrideHeight;
        var depthPhases = TapPhase.Gradient(ConvolutionAxes.Depth(g), depth);
        var verticalPhases = TapPhase.Gradient(ConvolutionAxes.Vertical(g), vertical);
        var horizontalPhases = TapPhase.Gradient(ConvolutionAxes.Horizontal(g), horizontal);
        var padded = DirectConvolution<T, TVector, TLanes>.PanelColumns(g.GroupIn);
        using var panels = Scratch.Rent<T>((nint)g.Groups * padded * g.Taps * g.GroupOut);
        for (var plane = 0; plane < depthPhases; plane++)
        {
            for (var row = 0; row < verticalPhases; row++)
            {
                for (var column = 0; column < horizontalPhases; column++)
                {
                    var to = gx + (plane * g.InputPlane) + (row * g.InputRow) + ((nint)column * g.InChannels);
                    RunPhase(g, depth[plane], vertical[row], horizontal[column], gy, w, to, padded, (T*)panels.Pointer);
                }
            }
        }
    }

    private static void RunPhase(
        in Conv3DGeometry g, in TapPhase depth, in TapPhase vertical, in TapPhase horizontal, T* gy, T* w, T* gx, int padded, T* panels)
    {
        Pack(g, depth, vertical, horizontal, w, padded, panels);
        DirectConvolution<T, TVector, TLanes>.Run(new ConvolutionPlan<T>
        {
            Batch = g.Batch,
            Groups = g.Groups,
            In = g.GroupOut,
            Out = g.GroupIn,
            Depth = depth.Axis,
            Vertical = vertical.Axis,
            Horizontal = horizontal.Axis,
            X = gy,
            XImage = g.OutputImage,
            XPlane = g.OutputPlane,
            XRow = g.OutputRow,
            XPixel = g.OutChannels,
            Y = gx,
            YImage = g.InputImage,
            YPlane = depth.Step * g.InputPlane,
            YRow = vertical.Step * g.InputRow,
            YPixel = (nint)horizontal.Step * g.InChannels,
            Panels = panels,
        });
    }

    // Tap by tap, the (channels in, channels out) matrix is transposed into panels over the channels in.
    private static void Pack(
        in Conv3DGeometry g, in TapPhase depth, in TapPhase vertical, in TapPhase horizontal, T* w, int padded, T* panels)
    {
        var columns = horizontal.Axis.Count;
        var rows = vertical.Axis.Count;
        var taps = depth.Axis.Count * rows * columns;
        for (var group = 0; group < g.Groups; group++)
        {
            var channel = 0;
            while (channel < g.GroupIn)
            {
                var width = TilePanels<T, TVector, TLanes>.Width(g.GroupIn - channel);
                var panel = panels + (((nint)group * padded) + channel) * taps * g.GroupOut;
                for (var i = 0; i < taps; i++)
                {
                    nint tap = depth.Tap + (i / columns / rows * depth.TapStep);
                    tap = (tap * g.KernelHeight) + vertical.Tap + (i / columns % rows * vertical.TapStep);
                    tap = (tap * g.KernelWidth) + horizontal.Tap + (i % columns * horizontal.TapStep);
                    var from = w + (((tap * g.GroupIn) + channel) * g.OutChannels) + ((nint)group * g.GroupOut);
                    PanelPacking.Columns(from, g.OutChannels, g.GroupOut, Math.Min(width, g.GroupIn - channel), width, panel);
                    panel += (nint)g.GroupOut * width;
                }

                channel += width;
            }
        }
    }

    private static MatMulProblem<T> Pointwise(in Conv3DGeometry g, T* gy, T* w, T* gx) => new()
    {
        M = g.Batch * g.Depth * g.Height * g.Width,
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
