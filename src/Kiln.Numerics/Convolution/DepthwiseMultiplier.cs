using System.Runtime.CompilerServices;

namespace Kiln.Numerics;

/// <summary>
/// A depthwise convolution with several filters for each channel, as one with a filter for each: the input is written with every channel as often as it has
/// filters, and the input's gradient adds up what belongs to a channel. The weights lie the same in both.
/// </summary>
/// <remarks>One pass over memory for kernels whose vectors are full; a group of one channel in and two out would fill two lanes.</remarks>
internal static unsafe class DepthwiseMultiplier<T, TVector, TLanes>
    where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TLanes : struct, ILanes<T, TVector>
{
    // Filters of a channel up to which the copy costs less than empty lanes.
    private const int MostFilters = 8;
    private const long MostElements = 16 << 20;

    // 32 KB of floats.
    private const long TaskElements = 8192;

    /// <summary>Whether a convolution has this form.</summary>
    public static bool Suits(in Conv3DGeometry g) =>
        g.Groups > 1 && g.Groups == g.InChannels && g.OutChannels > g.InChannels && g.GroupOut <= MostFilters && g.InputCount * g.GroupOut <= MostElements;

    /// <summary>Computes y.</summary>
    public static void Forward(in Conv3DGeometry g, T* x, T* w, T* bias, T* y, Activation activation)
    {
        using var spread = Scratch.Rent<T>((nint)g.InputCount * g.GroupOut);
        Run(g, x, (T*)spread.Pointer, isSum: false);
        ConvolutionForward<T, TVector, TLanes>.Run(Alike(g), (T*)spread.Pointer, w, bias, y, activation);
    }

    /// <summary>Computes gx.</summary>
    public static void InputGradient(in Conv3DGeometry g, T* gy, T* w, T* gx)
    {
        using var spread = Scratch.Rent<T>((nint)g.InputCount * g.GroupOut);
        ConvolutionInputGradient<T, TVector, TLanes>.Run(Alike(g), gy, w, (T*)spread.Pointer);
        Run(g, gx, (T*)spread.Pointer, isSum: true);
    }

    /// <summary>Computes gw.</summary>
    public static void WeightGradient(in Conv3DGeometry g, T* x, T* gy, T* gw)
    {
        using var spread = Scratch.Rent<T>((nint)g.InputCount * g.GroupOut);
        Run(g, x, (T*)spread.Pointer, isSum: false);
        ConvolutionWeightGradient<T, TVector, TLanes>.Run(Alike(g), (T*)spread.Pointer, gy, gw);
    }

    private static Conv3DGeometry Alike(in Conv3DGeometry g) => g with { InChannels = g.OutChannels, Groups = g.OutChannels };

    private static void Run(in Conv3DGeometry g, T* x, T* spread, bool isSum)
    {
        var tasks = (int)((g.InputCount + TaskElements - 1) / TaskElements);
        WorkerTeam.Run(tasks, new Body { X = x, Spread = spread, Count = g.InputCount, Filters = g.GroupOut, IsSum = isSum });
    }

    private struct Body : ITileBody
    {
        public T* X;
        public T* Spread;
        public long Count;
        public int Filters;
        public bool IsSum;

        public readonly void Invoke(int tile)
        {
            var first = tile * TaskElements;
            var count = (nint)Math.Min(TaskElements, Count - first);
            var spread = Spread + (first * Filters);
            if (IsSum)
            {
                Add(spread, X + first, count);
            }
            else
            {
                Copy(X + first, spread, count);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Copy(T* x, T* to, nint count)
        {
            nint filters = Filters;
            for (nint i = 0; i < count; i++)
            {
                var value = x[i];
                to[0] = value;
                to[1] = value;
                for (nint filter = 2; filter < filters; filter++)
                {
                    to[filter] = value;
                }

                to += filters;
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private readonly void Add(T* from, T* gx, nint count)
        {
            nint filters = Filters;
            for (nint i = 0; i < count; i++)
            {
                var sum = from[0] + from[1];
                for (nint filter = 2; filter < filters; filter++)
                {
                    sum += from[filter];
                }

                gx[i] = sum;
                from += filters;
            }
        }
    }
}
