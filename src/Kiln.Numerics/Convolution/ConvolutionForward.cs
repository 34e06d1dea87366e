namespace Kiln.Numerics;

/// <summary>y[n, k, i, j, o] = activation(Σ x[n, k·s + t·d − p, i·s + u·d − p, j·s + v·d − p, c] · w[t, u, v, c, o] + bias[o]).</summary>
internal static unsafe class ConvolutionForward<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    /// <summary>Computes y.</summary>
    public static void Run(in Conv3DGeometry geometry, T* x, T* w, T* bias, T* y, Activation activation)
    {
        if (geometry.OutputCount == 0)
        {
            return;
        }

        var g = ConvolutionForms.Simplest(geometry);

        if (DepthwiseMultiplier<T, TVector, TLanes>.Suits(g))
        {
            DepthwiseMultiplier<T, TVector, TLanes>.Forward(g, x, w, bias, y, activation);
            return;
        }

        if (WinogradPlan.Suits<T>(g))
        {
            WinogradForward<T, TVector, TLanes>.Run(g, x, w, bias, y, activation);
            return;
        }

        if (g.IsPointwise)
        {
            var product = Pointwise(g, x, w, bias, y, activation);
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

        if (g.IsDepthwise)
        {
            var phases = stackalloc TapPhase[3];
            DepthwiseConvolution<T, TVector, TLanes>.Run(DepthwisePlan<T>.Forward(g, phases, x, w, y) with { Bias = bias, Activation = activation });
            return;
        }

        if (PatchConvolution<T, TVector, TLanes>.SuitsForward(g))
        {
            PatchConvolution<T, TVector, TLanes>.Forward(g, x, w, bias, y, activation);
            return;
        }

        if (SmallGroups<T, TVector, TLanes>.Suits(g))
        {
            var phases = stackalloc TapPhase[3];
            using var places = Scratch.Rent<T>(SmallGroups<T, TVector, TLanes>.PlaceElements(g));
            SmallGroups<T, TVector, TLanes>.WritePlaces(g, (T*)places.Pointer);
            DepthwiseConvolution<T, TVector, TLanes>.Run(DepthwisePlan<T>.Forward(g, phases, x, w, y) with
            {
                Terms = g.GroupIn,
                Places = (T*)places.Pointer,
                Bias = bias,
                Activation = activation,
            });
            return;
        }

        var padded = DirectConvolution<T, TVector, TLanes>.PanelColumns(g.GroupOut);
        var terms = g.Taps * g.GroupIn;
        using var panels = Scratch.Rent<T>((nint)g.Groups * padded * terms);
        Pack(g, w, terms, padded, (T*)panels.Pointer);
        DirectConvolution<T, TVector, TLanes>.Run(new ConvolutionPlan<T>
        {
            Batch = g.Batch,
            Groups = g.Groups,
            In = g.GroupIn,
            Out = g.GroupOut,
            Depth = ConvolutionAxes.Depth(g),
            Vertical = ConvolutionAxes.Vertical(g),
            Horizontal = ConvolutionAxes.Horizontal(g),
            X = x,
            XImage = g.InputImage,
            XPlane = g.InputPlane,
            XRow = g.InputRow,
            XPixel = g.InChannels,
            Y = y,
            YImage = g.OutputImage,
            YPlane = g.OutputPlane,
            YRow = g.OutputRow,
            YPixel = g.OutChannels,
            Panels = (T*)panels.Pointer,
            Bias = bias,
            Activation = activation,
        });
    }

    // The weight is a matrix of (window · channels in) × channels out, so its panels are those of the matrix product.
    private static void Pack(in Conv3DGeometry g, T* w, int terms, int padded, T* panels)
    {
        for (var group = 0; group < g.Groups; group++)
        {
            var channel = 0;
            while (channel < g.GroupOut)
            {
                var width = TilePanels<T, TVector, TLanes>.Width(g.GroupOut - channel);
                var panel = panels + (((nint)group * padded) + channel) * terms;
                PanelPacking.Rows(w + ((nint)group * g.GroupOut) + channel, g.OutChannels, terms, Math.Min(width, g.GroupOut - channel), width, panel);
                channel += width;
            }
        }
    }

    private static MatMulProblem<T> Pointwise(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, Activation activation) => new()
    {
        M = g.Batch * g.Depth * g.Height * g.Width,
        N = g.OutChannels,
        K = g.InChannels,
        A = x,
        ARow = g.InChannels,
        AStep = 1,
        B = w,
        Ldb = g.OutChannels,
        C = y,
        Ldc = g.OutChannels,
        Bias = bias,
        Activation = activation,
    };
}
