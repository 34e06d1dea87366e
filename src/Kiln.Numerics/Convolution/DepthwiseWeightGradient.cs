using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>The weight gradient of a window per channel: gw[u, v, c] = Σ x[…, c] · gy[…, c], vectors along the channels.</summary>
internal unsafe struct DepthwiseWeightGradient<T, TVector, TLanes> : ITileBody
    where T : unmanaged
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    public WeightGradientPlan<T> Plan;

    public readonly void Invoke(int tile)
    {
        var slice = tile % Plan.Slices;
        var kernelRow = tile / Plan.Slices;
        new Span<T>(Plan.Row(slice, kernelRow), Plan.Geometry.KernelWidth * Plan.Geometry.OutChannels).Clear();
        var (first, end) = Plan.Units(slice);
        for (var unit = first; unit < end; unit++)
        {
            if (Plan.TryRows(slice, kernelRow, unit, out var rows))
            {
                AddRows(rows);
            }
        }
    }

    private readonly void AddRows(in WeightGradientRows<T> rows)
    {
        nint channels = Plan.Geometry.OutChannels;
        for (var tap = 0; tap < Plan.Geometry.KernelWidth; tap++)
        {
            var (low, high) = Plan.Horizontal.Positions(tap, 0, Plan.Horizontal.Out);
            var column = ((nint)low * Plan.Horizontal.Stride) + Plan.Horizontal.Offset + ((nint)tap * Plan.Horizontal.Dilation);
            for (var row = 0; row < rows.Count; row++)
            {
                AddProducts(
                    rows.X + ((((nint)row * Plan.Vertical.Stride * Plan.Geometry.Width) + column) * channels),
                    Plan.Horizontal.Stride * channels,
                    rows.GY + ((((nint)row * Plan.Geometry.OutWidth) + low) * channels),
                    high - low,
                    rows.GW + (tap * channels));
            }
        }
    }

    // sums[c] += Σ x[p, c] · gy[p, c] over some pixels.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void AddProducts(T* x, nint xPixel, T* gy, int pixels, T* sums)
    {
        nint channels = Plan.Geometry.OutChannels;
        for (nint channel = 0; channel < channels; channel += TLanes.Count)
        {
            var lanes = (int)Math.Min(TLanes.Count, channels - channel);
            var mask = TLanes.FirstLanes(lanes);
            var a = x + channel;
            var b = gy + channel;
            if (lanes == TLanes.Count)
            {
                var sum = TLanes.Load(sums + channel);
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    sum = TLanes.MultiplyAdd(TLanes.Load(a), TLanes.Load(b), sum);
                    a += xPixel;
                    b += channels;
                }

                TLanes.Store(sums + channel, sum);
            }
            else
            {
                var sum = TLanes.LoadFirst(sums + channel, mask, lanes);
                for (var pixel = 0; pixel < pixels; pixel++)
                {
                    sum = TLanes.MultiplyAdd(TLanes.LoadFirst(a, mask, lanes), TLanes.LoadFirst(b, mask, lanes), sum);
                    a += xPixel;
                    b += channels;
                }

                TLanes.StoreFirst(sums + channel, mask, lanes, sum);
            }
        }
    }
}
